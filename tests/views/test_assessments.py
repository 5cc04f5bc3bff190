"""The assessment: a task list, a page for each part, every version kept."""

import pytest

from familyhelp.extensions import db
from familyhelp.models import AssessmentPart, Case
from familyhelp.policy import Act
from familyhelp.practice.domains import Headline
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.views.next_steps import pages
from tests.stories import a_case, a_family

WORDS = {
    "working_well": "Poppy loves her teacher.\nJude sleeps through.",
    "worries": "Two days missed each week.",
    "needs_to_happen": "Mornings that work.",
    "score": "4",
}


@pytest.fixture
def case(cast):
    return a_case(cast, Stage.ASSESSING)


def at(case: Case, rest: str = "") -> str:
    return f"/cases/{write_code(case.code)}/assessment{rest}"


def versions(case: Case, domain: Headline = Headline.EDUCATION) -> list[AssessmentPart]:
    db.session.expire_all()
    return [p for p in case.parts if p.domain is domain]


def tasks(page, which: str) -> list[str]:
    """The lines of one task list of the page, in words."""
    lists = (ul for ul in page.find("ul", class_="govuk-task-list") if ul.get("data-tasks") == which)
    return [" ".join("".join(li.itertext()).split()) for li in next(lists).iter("li")]


def test_the_task_list_names_the_ten_headline_outcomes_and_says_which_are_written(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.get(at(case))
    items = tasks(page, "parts")
    assert len(items) == 10
    assert items[0] == "Getting a good education Not yet"
    assert all(item.endswith("Not yet") for item in items)
    client.send(client.get(at(case, "/education")), WORDS)
    page = client.get(at(case))
    assert "Getting a good education Kamal Osei, 2 March 2026 Written, score 4" in page.main
    assert "1 of 10 parts written" in page.main
    assert "Poppy loves her teacher." in page.main, "the list is read and printed whole"


def test_a_part_says_what_the_ends_of_its_scale_mean(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/domestic-abuse"))
    assert page.heading.endswith("Safe from domestic abuse")
    assert "0: somebody at home is in danger now" in page.main
    assert "10: everyone is safe" in page.main


def test_every_save_is_a_version_and_the_older_ones_stay_readable(client, cast, case):
    client.sign_in(cast.kamal)
    for worry in ("first worry", "second worry", "third worry"):
        client.send(client.get(at(case, "/housing")), {"worries": worry})
    assert [p.worries for p in versions(case, Headline.HOUSING)] == ["first worry", "second worry", "third worry"]
    assert [p.version for p in versions(case, Headline.HOUSING)] == [1, 2, 3]
    page = client.get(at(case, "/housing/versions"))
    assert [h for h in ("third worry", "second worry", "first worry") if h in page.main]
    assert page.main.index("third worry") < page.main.index("second worry") < page.main.index("first worry")
    current = client.get(at(case)).main
    assert "third worry" in current and "second worry" not in current


def test_versions_are_paged_and_none_is_missed(client, cast, case):
    client.sign_in(cast.kamal)
    for number in range(12):
        client.send(client.get(at(case, "/housing")), {"worries": f"worry number {number};"})
    seen, page = "", client.get(at(case, "/housing/versions"))
    for _ in range(3):
        seen += page.main
        following = page.links.get("Earlier versions")
        page = client.get(following) if following else page
    assert all(f"worry number {number};" in seen for number in range(12))


def test_two_people_with_one_part_open_lose_neither_text(client, cast, case):
    client.sign_in(cast.kamal)
    early = client.get(at(case, "/education"))
    client.send(client.get(at(case, "/education")), WORDS)
    page = client.send(early, {"worries": "My own words, typed meanwhile."}, status=409)
    assert "Kamal Osei saved a newer version while you were writing" in page.errors[0]
    assert "Two days missed each week." in page.main, "the newer text is shown"
    assert page.fields("worries")["worries"] == "My own words, typed meanwhile.", "and so is what was typed"
    assert len(versions(case)) == 1, "nothing was overwritten"
    client.send(page, {"worries": "Two days missed. My own words, typed meanwhile."})
    assert [p.worries for p in versions(case)] == [
        "Two days missed each week.",
        "Two days missed. My own words, typed meanwhile.",
    ]


def test_a_forged_version_does_not_overwrite(client, cast, case):
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/education")), WORDS)
    for forged in ("0", "2", "99", "-1", "x", ""):
        page = client.get(at(case, "/education"))
        client.send(page, WORDS | {"version": forged}, status=409)
    assert len(versions(case)) == 1


def test_an_empty_part_is_refused_and_a_score_alone_is_not_an_assessment(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.send(client.get(at(case, "/money")), {"working_well": " \n ", "score": "3"}, status=409)
    assert page.errors == ["Write something in at least one of the three parts."]
    assert page.fields("score")["score"] == "3"
    assert versions(case, Headline.MONEY) == []


@pytest.mark.parametrize("score", ["11", "-1", "3.5", "ten", "٣"])
def test_a_score_off_the_scale_is_refused_and_the_text_kept(client, cast, case, score):
    client.sign_in(cast.kamal)
    page = client.send(client.get(at(case, "/money")), {"worries": "Rent.", "score": score}, status=400)
    assert "A score is a whole number from 0 to 10." in page.errors
    assert page.fields("worries")["worries"] == "Rent."
    assert versions(case, Headline.MONEY) == []


def test_nought_is_a_score_and_no_score_is_none(client, cast, case):
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/money")), {"worries": "Rent.", "score": "0"})
    assert versions(case, Headline.MONEY)[-1].score == 0
    client.send(client.get(at(case, "/money")), {"score": ""})
    assert versions(case, Headline.MONEY)[-1].score is None


def test_completing_says_what_is_missing_first(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/complete"))
    assert "The assessment is still empty" in page.main
    refused = client.send(page, {"because": "They were ill."}, status=409)
    assert "The assessment is still empty: write at least one part with the family." in refused.errors
    client.send(client.get(at(case, "/education")), WORDS)
    page = client.get(at(case, "/complete"))
    assert "Secure housing" in page.main and "Getting a good education" not in page.main
    answer = client.send(page, {"because": "They were ill; Friday."})
    assert answer.location.endswith(f"/cases/{write_code(case.code)}")
    db.session.expire_all()
    assert (case.stage, str(case.assessed_on)) == (Stage.PLANNING, "2026-03-02")


def test_it_cannot_be_completed_twice(client, cast):
    case = a_case(cast, Stage.PLANNING)
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/complete"), status=409)
    assert "“Complete the assessment” does not fit a case at the stage “Making the plan”." in page.main


def test_without_an_agreement_no_part_can_be_written_and_the_page_says_so(client, cast):
    from familyhelp.casework import agreements
    from familyhelp.practice import clock

    case = a_case(cast, Stage.ASSESSING)
    agreements.withdraw_agreement(case, withdrawn_on=clock.today(), because="Not now.", by=cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    assert "The family has not agreed to work together yet" in client.get(at(case)).main
    assert "The family has not agreed" in client.get(at(case, "/education"), status=409).main


def test_a_domain_that_is_not_one_of_the_ten_is_not_there(client, cast, case):
    client.sign_in(cast.kamal)
    for rest in ("/nonsense", "/nonsense/versions", "/EDUCATION", "/%00"):
        assert client.status(at(case, rest)) == 404


def test_next_part_leads_to_the_first_one_that_says_nothing(client, cast, case):
    client.sign_in(cast.kamal)
    assert client.ask("GET", at(case, "/next")).location.endswith("/assessment/education")
    client.send(client.get(at(case, "/education")), WORDS)
    assert client.ask("GET", at(case, "/next")).location.endswith("/assessment/early-years")


def test_the_case_page_finds_its_way_here(app):
    with app.test_request_context():
        assert pages()[Act.ASSESS] == "assessments.next_part"
        assert pages()[Act.COMPLETE_ASSESSMENT] == "assessments.complete"


def test_colleagues_read_it_and_do_not_write_it_and_strangers_find_nothing(client, cast, case):
    client.sign_in(cast.colette)
    page = client.get(at(case))
    assert not any("/assessment/" in href for href in page.links.values()), "nothing is offered that is refused"
    for rest in ("/education", "/complete", "/next"):
        assert client.status(at(case, rest)) == 403
    stranger = type(client)(client.app)
    stranger.sign_in(cast.sven)
    for rest in ("", "/education", "/education/versions", "/complete", "/next"):
        assert stranger.status(at(case, rest)) == 404


def test_the_page_costs_the_same_with_one_version_or_thirty(client, cast, case, count_queries):
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/education")), WORDS)

    def cost(path):
        with count_queries() as count:
            page = client.get(path)
        return count(), len(page.html)

    before, _ = cost(at(case))
    for number in range(30):
        client.send(client.get(at(case, "/education")), {"worries": f"Again {number}"})
    after, size = cost(at(case))
    assert before == after <= 12
    assert size < 60_000
    assert cost(at(case, "/education/versions"))[0] <= 9
    assert cost(at(case, "/education"))[0] <= 11
    assert cost(at(case, "/complete"))[0] <= 12


def test_a_domain_of_another_family_never_shows(client, cast, case):
    other = a_case(cast, Stage.ASSESSING, family=a_family("Birch"))
    client.sign_in(cast.kamal)
    client.send(client.get(at(other, "/education")), {"worries": "Only about the Birch family"})
    for rest in ("", "/education", "/education/versions", "/complete"):
        assert "Birch" not in client.get(at(case, rest)).html
