"""The people in an assessment, what was known before, what changed, and sharing it: as a worker meets them."""

import pytest

from familyhelp.casework import assessments, closings, contacts, leads, voices
from familyhelp.extensions import db
from familyhelp.models import AdvocacyOffer, AssessmentShare, Case, Lead, Member, NamedViewer, Sharing, Voice
from familyhelp.practice import clock
from familyhelp.practice.assessing import Heard, Shared, Topic
from familyhelp.practice.domains import Headline, Respondent
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Part
from familyhelp.practice.sharing import LawfulBasis, SharedFor
from familyhelp.practice.stages import Stage
from tests import stories
from tests.stories import a_case, a_family
from tests.views.test_assessments import at, tasks


@pytest.fixture
def case(cast):
    return a_case(cast, Stage.ASSESSING)


def someone(case: Case, number: int = 1):
    return case.family.members[number].person


def of(case: Case, tail: str = "", number: int = 1) -> str:
    return at(case, f"/people/{write_code(someone(case, number).code)}{tail}")


def speak(case: Case, who, number: int = 1, **more) -> None:
    said = {
        "heard": Heard.IN_PERSON, "heard_on": clock.today(), "heard_by": "", "words": "I like my teacher.",
        "daily_life": "", "because": "", "read_version": 0, "by": who,
    }  # fmt: skip
    voices.write_voice(case, someone(case, number), **(said | more))


def write(case: Case, who, **more) -> None:
    said = {
        "working_well": "", "worries": "", "needs_to_happen": "", "score": None, "read_version": 0, "by": who,
    }  # fmt: skip
    assessments.write_part(case, Headline.MONEY, **(said | more))


SPOKEN = {"words": "I like it when Mum walks with me.", "heard": "play", "heard_on-day": "1", "heard_on-month": "3",
          "heard_on-year": "2026"}  # fmt: skip


# The task list ----------------------------------------------------------------------------------------------


def test_the_list_names_everybody_in_the_family_and_what_is_missing_of_each(client, cast, case):
    client.sign_in(cast.kamal)
    lines = tasks(client.get(at(case)), "people")
    assert [line.split(" Ashdown")[0] for line in lines] == ["Poppy", "Jude", "Rosa"], "children first"
    assert all("Advocate not offered yet" in line and line.endswith("Not yet") for line in lines)
    client.send(client.get(of(case)), SPOKEN)
    client.send(client.get(of(case, number=2)), {"heard": "not_yet", "because": "He hides; we will draw together."})
    page = client.get(at(case))
    poppy, jude, _rosa = tasks(page, "people")
    assert poppy.endswith("Heard") and "Through play, drawing or watching, 1 March 2026" in poppy
    assert jude.endswith("Not yet") and "He hides; we will draw together." in jude
    assert "I like it when Mum walks with me." in page.main
    assert "heard by Kamal Osei" in page.main


def test_one_click_leads_to_each_line_of_the_list_for_those_who_write_and_for_nobody_else(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.get(at(case))
    for name in ("Poppy Ashdown", "Family network: who else helps", "Professionals involved", "Secure housing",
                 "Complete the assessment"):  # fmt: skip
        client.get(page.links[name])
    reader = type(client)(client.app)
    reader.sign_in(cast.colette)
    assert not any("/assessment/" in href for href in reader.get(at(case)).links.values())
    for rest in ("/about/network", "/money/reason"):
        assert reader.status(at(case, rest)) == 403
    for tail in ("", "/advocacy", "/communication"):
        assert reader.status(of(case, tail)) == 403
    assert reader.status(of(case, "/versions")) == 200


def test_a_stranger_and_a_person_of_another_family_are_not_there(client, cast, case):
    other = a_case(cast, Stage.ASSESSING, family=a_family("Birch"))
    client.sign_in(cast.kamal)
    code = write_code(someone(other).code)
    for tail in ("", "/versions", "/versions/1", "/advocacy", "/communication"):
        assert client.status(at(case, f"/people/{code}{tail}")) == 404
        assert client.status(at(case, f"/people/nonsense{tail}")) == 404
    assert client.status(at(case, "/about/neighbours")) == 404
    assert client.status(at(case, "/shared/1/answer")) in (404, 409)
    stranger = type(client)(client.app)
    stranger.sign_in(cast.sven)
    for rest in ("/about/network", "/share", "/money/reason", "/education/versions/1"):
        assert stranger.status(at(case, rest)) == 404


# Voices -----------------------------------------------------------------------------------------------------


def test_a_voice_without_words_is_refused_and_what_was_typed_is_kept(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.send(client.get(of(case)), {"heard": "in_person", "because": "Typed here."}, status=409)
    assert "Write what they said or showed, in their own words." in page.errors
    assert "Enter the day on which they were heard." in page.errors
    assert page.fields("words")["because"] == "Typed here."
    page = client.send(client.get(of(case, number=2)), {"words": "I like it."}, status=400)
    assert page.errors == ["Choose how they were heard, or that they were not yet."]
    assert db.session.query(Voice).count() == 0


def test_two_people_who_write_one_voice_lose_neither_text(client, cast, case):
    client.sign_in(cast.kamal)
    early = client.get(of(case))
    client.send(client.get(of(case)), SPOKEN)
    page = client.send(early, SPOKEN | {"words": "My own notes."}, status=409)
    assert "I like it when Mum walks with me." in page.main
    assert page.fields("words")["words"] == "My own notes."
    assert db.session.query(Voice).count() == 1


def test_every_version_of_a_voice_is_read_and_two_of_them_side_by_side(client, cast, case):
    client.sign_in(cast.kamal)
    client.send(client.get(of(case)), SPOKEN)
    assert client.status(of(case, "/versions/1")) == 404, "the first stands beside nothing"
    client.send(client.get(of(case)), {"words": "I like it when Dad walks with me."})
    versions = client.get(of(case, "/versions"))
    assert "Mum walks" in versions.main and "Dad walks" in versions.main
    page = client.get(versions.links["What changed, side by side in version 2"])
    gone, new = (["".join(e.itertext()) for e in page.find(tag)] for tag in ("del", "ins"))
    assert any("Mum" in text for text in gone) and any("Dad" in text for text in new)
    assert not any("Dad" in text for text in gone) and not any("walks" in text for text in gone + new)


def test_a_hostile_text_stays_a_text(client, cast, case):
    client.sign_in(cast.kamal)
    text = '<script>alert(1)</script> & "quotes" %s {{ 7*7 }}'
    client.send(client.get(of(case)), SPOKEN | {"words": text})
    client.send(client.get(of(case)), {"words": text + " more <b>"})
    for path in (at(case), of(case), of(case, "/versions"), of(case, "/versions/2")):
        page = client.get(path)
        assert "<script>alert" not in page.html and "{{ 7*7 }}" in page.main


# Needs and scores -------------------------------------------------------------------------------------------


def test_presenting_and_underlying_need_stand_apart_and_each_respondent_has_a_score(client, cast, case):
    client.sign_in(cast.kamal)
    answers = {
        "worries": "School.", "presenting_need": "Two days missed each week.",
        "underlying_need": "Rosa cannot sleep.", "score": "5", "score_child": "2", "score_parent": "6",
    }  # fmt: skip
    client.send(client.get(at(case, "/education")), answers)
    page = client.get(at(case))
    assert "What is seen: the presenting needTwo days missed each week." in page.main
    assert "What lies under it: the underlying needRosa cannot sleep." in page.main
    assert "Child: 2 (2 March 2026); Parent or carer: 6 (2 March 2026); Practitioner: 5" in page.main or (
        "Practitioner: 5; Child: 2 (2 March 2026); Parent or carer: 6 (2 March 2026)" in page.main
    )
    again = client.get(at(case, "/education")).fields("worries")
    assert (again["score_child"], again["score_parent"], again["score_network"]) == ("2", "6", "")
    refused = client.send(client.get(at(case, "/education")), {"score_child": "11"}, status=400)
    assert "A score is a whole number from 0 to 10." in refused.errors


def test_a_low_score_is_unfinished_on_every_page_that_matters_until_it_is_answered(client, cast):
    case = a_case(cast, Stage.PLANNING)
    stories.write_plan(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/money")), {"worries": "No heating.", "score": "8", "score_child": "3"})
    plan = f"/cases/{write_code(case.code)}/plan"
    for path in (at(case), plan, f"{plan}/agree"):
        page = client.get(path)
        assert "Unfinished" in page.main and "Financial stability" in page.main, path
    page = client.get(at(case))
    reason = client.get(page.links["Say why it is not in the plan (Financial stability)"])
    assert "Child gave 3." in reason.main
    client.send(reason, {"because": ""}, status=400)
    client.send(reason, {"because": "The adviser helps already."})
    for path in (at(case), plan, f"{plan}/agree"):
        assert "Unfinished" not in client.get(path).main, path
    assert "Not in the plan (2 March 2026): The adviser helps already." in client.get(at(case)).main


def test_a_low_score_does_not_keep_the_family_from_agreeing_its_plan(client, cast):
    case = a_case(cast, Stage.PLANNING)
    stories.write_plan(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/money")), {"worries": "No heating.", "score": "1"})
    page = client.get(f"/cases/{write_code(case.code)}/plan/agree")
    assert "The plan can be agreed all the same." in page.main
    client.send(page, {"agreed_by": "Rosa", "how": "in_person"})


# Carried over -----------------------------------------------------------------------------------------------


def again(cast, *, team=None, lead=None) -> tuple[Case, Case]:
    """A family that was helped, and is helped again."""
    before = a_case(cast, Stage.CLOSED)
    voices_before = someone(before)
    db.session.add(
        Voice(
            case_id=before.id, person_id=voices_before.id, version=1, heard=Heard.IN_PERSON, heard_on=clock.today(),
            heard_by="Kamal", words="I wanted a garden.", daily_life="", written_by_id=cast.kamal.id,
            written_at=clock.now(),
        )
    )  # fmt: skip
    now = closings.re_engage(before, team=team or cast.north, why="It slipped.", by=cast.kamal)

    leads.allocate(now, lead=lead or cast.kamal, by=cast.morag if team else cast.mabel)
    stories.agree(now, lead or cast.kamal)
    db.session.commit()
    return before, now


def test_the_last_episode_is_carried_over_into_a_first_version_and_its_scores_are_not(client, cast):
    _before, now = again(cast)
    client.sign_in(cast.kamal)
    page = client.get(at(now, "/education"))
    assert "Carried over from 2 March 2026" in page.main and "What we already know" in page.main
    fields = page.fields("worries")
    assert fields["working_well"] == "Poppy loves her teacher."
    assert fields["worries"] == "Two days missed each week."
    assert fields["score"] == "", "a score is of its day"
    assert client.get(at(now, "/money")).fields("worries")["worries"] == ""
    client.send(page, {"worries": "Three days missed each week."})
    reopened = client.get(at(now, "/education"))
    assert "Carried over" not in reopened.main, "from now on it is what this family says now"
    assert reopened.fields("worries")["worries"] == "Three days missed each week."
    versions = client.get(at(now, "/education/versions"))
    changed = client.get(versions.links["What changed, side by side in version 1"])
    assert "The last episode of help, 2 March 2026" in changed.main
    assert [e.text for e in changed.find("del")] and any("Three" in "".join(e.itertext()) for e in changed.find("ins"))
    assert "I wanted a garden." in client.get(of(now)).main, "a child is not asked what it has told before"


def test_a_draft_is_stronger_than_what_is_carried_over(client, cast):
    _before, now = again(cast)
    client.sign_in(cast.kamal)
    client.send(client.get(at(now, "/education")), {"worries": "Typed.", "score": "99"}, status=400)
    assert client.get(at(now, "/education")).fields("worries")["worries"] == "Typed."


def test_another_family_is_never_carried_over(client, cast):
    again(cast)
    other = a_case(cast, Stage.ASSESSING, family=a_family("Birch"))
    client.sign_in(cast.kamal)
    page = client.get(at(other, "/education"))
    assert "Carried over" not in page.main and page.fields("worries")["worries"] == ""
    assert client.status(at(other, "/education/versions/1")) == 404


def test_a_partner_is_shown_an_earlier_episode_only_where_they_see_it(client, cast):
    before, now = again(cast, lead=cast.lena)
    client.sign_in(cast.lena)
    page = client.get(at(now, "/education"))
    assert "Carried over" not in page.main and "Poppy loves her teacher." not in page.main
    assert "I wanted a garden." not in client.get(of(now)).main
    db.session.add(Lead(case_id=before.id, practitioner_id=cast.lena.id, part=Part.CONTRIBUTOR,
                        starts_on=clock.today()))  # fmt: skip
    db.session.commit()
    assert "Carried over" not in client.get(at(now, "/education")).main, "a part without sharing shows nothing"
    db.session.add(Sharing(case_id=before.id, agency_id=cast.school.id, purpose=SharedFor.TOGETHER, what="All of it.",
                           basis=LawfulBasis.AGREEMENT, family_told=True, starts_on=clock.today(),
                           recorded_by_id=cast.mabel.id, recorded_at=clock.now()))  # fmt: skip
    db.session.commit()
    assert "Poppy loves her teacher." in client.get(at(now, "/education")).main


def test_a_worker_of_another_team_to_whom_the_family_came_need_not_ask_again(client, cast):
    _before, now = again(cast, team=cast.south, lead=cast.sven)
    client.sign_in(cast.sven)
    assert "Poppy loves her teacher." in client.get(at(now, "/education")).main


def test_what_the_request_for_help_said_stands_beside_the_form_without_who_asked(client, cast):
    contact = stories.a_request(cast, tried="A breakfast club.", strengths="They laugh a lot.",
                                family_view="We would like a visit.", referrer_name="Ms Undisclosed")  # fmt: skip
    for named in contact.people:
        contacts.create_person(contact, named, by=cast.flora)
    stories.decide(cast, contact)
    db.session.commit()
    case = db.session.get(Case, contact.case_id)

    leads.allocate(case, lead=cast.kamal, by=cast.mabel)
    stories.agree(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    for rest in ("/money", "/about/network", f"/people/{write_code(someone(case, 0).code)}"):
        page = client.get(at(case, rest))
        for words in (contact.needs, "A breakfast club.", "They laugh a lot.", "We would like a visit."):
            assert words in page.main, f"{rest}: {words}"
        assert "Ms Undisclosed" not in page.html


# Advocacy and communication ---------------------------------------------------------------------------------


def test_an_advocate_is_offered_and_the_offer_is_remembered(client, cast, case):
    client.sign_in(cast.kamal)
    offer = {"explained": "Somebody who is only on your side.", "answer": "thinking"}
    page = client.get(of(case, "/advocacy"))
    assert page.fields("answer")["offered_by"] == "Kamal Osei"
    client.send(page, offer)
    client.send(client.get(of(case, "/advocacy")), offer | {"answer": "taken_up"})
    page = client.get(of(case, "/advocacy"))
    assert "Is thinking about it" in page.main and "Somebody who is only on your side." in page.main
    assert "Advocate offered 2 March 2026: Yes, wants an advocate" in tasks(client.get(at(case)), "people")[0]
    assert db.session.query(AdvocacyOffer).count() == 2
    client.send(client.get(of(case, "/advocacy")), offer | {"explained": ""}, status=400)


def test_how_somebody_understands_best_is_asked_once_and_shown_wherever_it_matters(client, cast):
    case = a_case(cast, Stage.ACTIVE)
    client.sign_in(cast.kamal)
    plain = client.get(f"/cases/{write_code(case.code)}")
    assert "So that everybody is understood" not in plain.main
    needs = {"language": "Polish", "interpreter": "y", "communication": ["easy_read", "learning_disability"],
             "communication_note": "Ring, do not write."}  # fmt: skip
    client.send(client.get(of(case, "/communication", number=0)), needs)
    whole = (
        "Rosa Ashdown: an interpreter (Polish); Easy read; More time and plain words: a learning disability; "
        "Ring, do not write."
    )
    for tail in ("", "/reviews/new", "/notes/new", "/plan/agree", "/assessment", "/assessment/share"):
        page = client.get(f"/cases/{write_code(case.code)}{tail}")
        assert whole in page.main, tail
        assert "Poppy Ashdown:" not in page.main, "who needs nothing is not in the line"
    filled = client.get(of(case, "/communication", number=0)).fields("language")
    assert filled["communication"] == ["easy_read", "learning_disability"]
    client.send(client.get(of(case, "/communication", number=0)), {"communication": ["nonsense"]}, status=400)


# Complete, share, answer ------------------------------------------------------------------------------------


def test_completing_says_plainly_what_is_unfinished(client, cast, case):
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/money")), {"worries": "No heating.", "score": "2"})
    speak(case, cast.kamal)
    db.session.commit()
    page = client.get(at(case, "/complete"))
    assert "What is unfinished" in page.main
    assert "Jude Ashdown was not heard yet." in page.main and "Rosa Ashdown was not heard yet." in page.main
    assert "Poppy Ashdown was not heard yet." not in page.main
    assert "Financial stability has a low score" in page.main
    assert "Poppy Ashdown was not offered an advocate yet." in page.main
    assert "Professionals involved: nothing is written." in page.main
    refused = client.send(page, {"because": " "}, status=400)
    assert refused.errors == ["Say why the assessment is complete although a child was not heard."]
    client.send(page, {"because": "He sleeps; on Friday."})
    db.session.expire_all()
    assert case.stage is Stage.PLANNING


def test_a_parent_who_was_not_heard_is_said_but_asks_for_no_reason(client, cast, case):
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/money")), {"worries": "No heating."})
    for number in (1, 2):
        speak(case, cast.kamal, number)
    db.session.commit()
    page = client.get(at(case, "/complete"))
    assert "Rosa Ashdown was not heard yet." in page.main
    assert "because" not in page.fields()
    client.send(page, {})


def test_a_child_who_joins_while_the_page_is_open_is_not_passed_over(client, cast, case):
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/money")), {"worries": "No heating."})
    for number in (1, 2):
        speak(case, cast.kamal, number)
    db.session.commit()
    page = client.get(at(case, "/complete"))

    baby = stories.a_person("Wren")
    db.session.add(Member(family=case.family, person=baby, role=FamilyRole.CHILD, starts_on=clock.today()))
    db.session.commit()
    refused = client.send(page, {}, status=400)
    assert "because" in refused.fields()
    db.session.expire_all()
    assert case.stage is Stage.ASSESSING


def test_it_is_shared_and_the_family_says_whether_it_is_right(client, cast):
    case = a_case(cast, Stage.PLANNING)
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/share")), {"with_whom": "Rosa and Poppy", "how": "read_together"})
    page = client.get(at(case))
    shared, answered = tasks(page, "family")[1:]
    assert "Rosa and Poppy: Read together Shared 2 March 2026" in shared and answered.endswith("Not yet")
    form = client.get(page.links["What the family says to it"])
    client.send(form, {"answer": "disagrees"}, status=409)
    client.send(form, {"answer": "disagrees", "says": "“I was asleep, not lazy.”"})
    page = client.get(at(case))
    assert "“I was asleep, not lazy.” Does not agree" in tasks(page, "family")[2]
    second = client.send(client.get(at(case, "/shared/1/answer")), {"answer": "agrees"}, status=409)
    assert any("already recorded" in error for error in second.errors)
    db.session.expire_all()
    assert db.session.query(AssessmentShare).one().says == "“I was asleep, not lazy.”"
    told = client.get(f"/cases/{write_code(case.code)}/chronology").main
    assert "Kamal Osei shared the assessment with Rosa and Poppy (Read together)" in told
    assert "Kamal Osei recorded what the family says to it: Does not agree" in told


def test_it_cannot_be_shared_before_it_is_complete(client, cast, case):
    client.sign_in(cast.kamal)
    assert "does not fit a case at the stage" in client.get(at(case, "/share"), status=409).main
    assert "Share it with the family" not in client.get(at(case)).links


# What next --------------------------------------------------------------------------------------------------


def test_the_case_page_leads_to_writing_the_assessment_until_it_says_something(client, cast, case):
    client.sign_in(cast.kamal)
    home = f"/cases/{write_code(case.code)}"
    page = client.get(home)
    assert page.links["Write the assessment"].endswith("/assessment/next")
    client.send(client.get(at(case, "/money")), {"worries": "No heating."})
    assert client.get(home).links["Complete the assessment"].endswith("/assessment/complete")


# Bounds -----------------------------------------------------------------------------------------------------


def test_each_page_costs_the_same_for_three_people_or_twenty_and_many_versions(client, cast, count_queries):
    case = a_case(cast, Stage.PLANNING)
    speak(case, cast.kamal)
    write(case, cast.kamal, worries="No heating.")
    voices.write_around(case, Topic.NETWORK, who="Grandma.", more="", read_version=0, by=cast.kamal)
    share = assessments.share_assessment(
        case, shared_on=clock.today(), with_whom="Rosa", how=Shared.READ_TOGETHER, by=cast.kamal
    )
    db.session.commit()
    client.sign_in(cast.kamal)
    paths = {
        at(case): 12, of(case): 12, of(case, "/versions"): 9, of(case, "/advocacy"): 9, of(case, "/communication"): 9,
        at(case, "/about/network"): 11, at(case, "/money"): 12, at(case, "/share"): 9,
        at(case, f"/shared/{share.number}/answer"): 8, at(case, "/money/reason"): 10,
    }  # fmt: skip

    def cost() -> dict[str, int]:
        found = {}
        for path in paths:
            with count_queries() as count:
                page = client.get(path)
            found[path] = count()
            assert len(page.html) < 60_000, path
        return found

    before = cost()
    assert all(number <= paths[path] for path, number in before.items()), before

    for number in range(17):
        person = stories.a_person(f"Child{number}")
        db.session.add(Member(family=case.family, person=person, role=FamilyRole.CHILD, starts_on=clock.today()))
    db.session.flush()
    db.session.expire(case.family, ["members"])
    for number, domain in enumerate(Headline):
        assessments.write_part(
            case, domain, working_well="Much.", worries="Some. " * 30, needs_to_happen="More.", score=2,
            others={Respondent.CHILD: number, Respondent.PARENT: 4}, by=cast.kamal,
            read_version=int(domain in (Headline.EDUCATION, Headline.MONEY)),
        )  # fmt: skip
    for number in range(1, 12):
        speak(case, cast.kamal, words=f"Words {number}", read_version=number)
    for number in range(3, 20):
        speak(case, cast.kamal, number, words="I like swimming. " * 5)
    db.session.commit()
    assert cost() == before


def test_a_restricted_family_stays_with_those_who_are_named(client, cast):
    family = a_family("Hartwell", restricted=True)
    case = a_case(cast, Stage.ASSESSING, family=family)
    client.sign_in(cast.mabel)
    assert client.status(of(case)) == 404
    db.session.add(NamedViewer(family_id=family.id, practitioner_id=cast.mabel.id))
    db.session.commit()
    assert client.status(of(case)) == 200


def test_a_second_episode_of_the_family_is_not_shown_what_a_later_one_says(client, cast):
    """What is carried over comes from before, never from after."""
    before, now = again(cast)
    write(now, cast.kamal, worries="Only said now.")
    db.session.commit()
    client.sign_in(cast.kamal)
    assert "Only said now." not in client.get(at(before)).html


def test_the_person_page_and_the_assessment_ask_about_one_and_the_same_thing(client, cast, case):
    """Whoever records it, wherever: it is held once."""
    client.sign_in(cast.kamal)
    rosa = someone(case, 0)
    held = f"/families/{write_code(case.family.code)}/people/{write_code(rosa.code)}"
    client.send(client.get(of(case, "/communication", number=0)), {"communication": ["signs"]})
    page = client.get(held)
    assert page.fields("known_as")["communication"] == ["signs"]
    client.send(page, {"known_as": "Rosie", "communication": ["signs", "symbols"]})
    assert client.get(of(case, "/communication", number=0)).fields("language")["communication"] == ["signs", "symbols"]
    early = client.get(held)
    client.send(client.get(held), {"communication": ["large_print"]})
    refused = client.send(early, {"communication": ["easy_read"]}, status=409)
    assert "Large print" in refused.main and "large_print" not in refused.main
