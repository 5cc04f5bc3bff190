"""Family group decision making: offered, held or not wanted, and the family's plan becoming the plan."""

from datetime import date

import pytest
import sqlalchemy as sa

from familyhelp.casework import family_meetings, plans
from familyhelp.extensions import db
from familyhelp.models import FamilyMeeting
from familyhelp.practice.domains import Headline
from familyhelp.practice.family_meetings import MeetingState
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from tests import stories
from tests.stories import a_case, a_family

HELD = {
    "answered_by": "Rosa, her sisters, Grandma Lil",
    "plan_text": "Lil has the children on Fridays.\nDee drives.",
    "words_1": "We want quiet Fridays.",
    "headline_1": "relationships",
}


@pytest.fixture
def case(cast):
    return a_case(cast, Stage.PLANNING)


def at(case, rest=""):
    return f"/cases/{write_code(case.code)}/family-meetings{rest}"


def meeting_of(case):
    db.session.rollback()
    return db.session.scalars(sa.select(FamilyMeeting).where(FamilyMeeting.case_id == case.id)).one()


def offer(client, case):
    return client.follow(
        client.send(client.get(at(case, "/offer")), {"offered_to": "Rosa", "note": "Her sisters too."})
    )


def test_a_meeting_is_offered_held_and_read(client, cast, case):
    client.sign_in(cast.kamal)
    assert "The family has not been offered one yet." in client.get(at(case)).main
    page = offer(client, case)
    assert "Offered on 2 March 2026: Offered" in page.main and "Rosa was asked. Her sisters too." in page.main
    assert "Record that it was offered" not in page.links, "one offer at a time"
    page = client.follow(client.send(client.get(at(case, "/1/held")), HELD))
    assert "Lil has the children on Fridays." in page.main and "We want quiet Fridays." in page.main
    assert meeting_of(case).state is MeetingState.HELD
    told = client.get(f"/cases/{write_code(case.code)}/chronology").main
    assert "Kamal Osei recorded that the family held its own meeting (Rosa, her sisters, Grandma Lil)" in told


def test_a_no_is_recorded_with_their_words_and_it_can_be_offered_again(client, cast, case):
    client.sign_in(cast.kamal)
    offer(client, case)
    said = {"answered_by": "Rosa", "note": "“Not with my brother there.”"}
    page = client.follow(client.send(client.get(at(case, "/1/declined")), said))
    assert "Rosa said on 2 March 2026 that the family does not want it now." in page.main
    assert "“Not with my brother there.”" in page.main
    assert "Record that it was offered" in page.links
    offer(client, case)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(FamilyMeeting.id))) == 2


@pytest.mark.parametrize(
    ("changes", "sentence", "status"),
    [
        ({"plan_text": " "}, "Write the plan that the family made", 400),
        ({"answered_by": ""}, "Write who came.", 400),
        ({"words_2": "We want the rent paid."}, "Choose what this is about.", 400),
        ({"headline_3": "money"}, "Write what the family wants, in its own words.", 400),
        ({"headline_1": "nonsense"}, "Choose one from the list.", 400),
        ({"answered_on-day": "1"}, "This is before the meeting could be offered or held.", 409),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_recorded(client, cast, case, changes, sentence, status):
    client.sign_in(cast.kamal)
    offer(client, case)
    refused = client.send(client.get(at(case, "/1/held")), HELD | changes, status)
    assert any(sentence in error for error in refused.errors), refused.errors
    assert refused.fields()["words_1"] == "We want quiet Fridays."
    assert meeting_of(case).state is MeetingState.OFFERED


def test_an_answer_is_recorded_once(client, cast, case):
    client.sign_in(cast.kamal)
    offer(client, case)
    held, declined = client.get(at(case, "/1/held")), client.get(at(case, "/1/declined"))
    client.send(held, HELD)
    refused = client.send(declined, {"answered_by": "Rosa"}, status=409)
    assert refused.errors == ["What came of this offer has already been recorded."]
    assert meeting_of(case).state is MeetingState.HELD


def test_the_plan_of_the_meeting_becomes_the_plan_and_what_was_not_asked_is_not_made_up(client, cast, case):
    stories.family_meets(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    answer = client.send(client.get(at(case, "/1/plan")), {})
    page = client.follow(answer)
    plan = f"/cases/{write_code(case.code)}/plan"
    assert answer.location == plan
    assert "We want quiet Fridays." in page.main and "We want the rent paid." in page.main
    assert "Start 0" not in page.main and page.main.count("Still to ask: how everyone will know") == 2
    assert "Outcome 1: how will everyone know that it has happened?" in page.main
    form = client.get(f"{plan}/outcomes/1").fields()
    assert (form["words"], form["headline"]) == ("We want quiet Fridays.", ["relationships"])
    assert (form["start_score"], form["goal_score"]) == ("", ""), "asked, not taken for nought"
    with pytest.raises(NotYet):
        plans.agree_plan(
            case, agreed_by="Rosa", agreed_on=date(2026, 3, 2), how=stories.AgreedHow.IN_PERSON, by=cast.kamal
        )


def test_an_agreed_plan_is_carried_over_and_the_familys_wishes_added_with_numbers_of_their_own(client, cast):
    case = a_case(cast, Stage.ACTIVE, family=a_family("Birch"))
    stories.family_meets(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    refused = client.send(client.get(at(case, "/1/plan")), {"because": ""}, status=400)
    assert refused.errors == ["Say what changes and why, so that the family can follow."]
    client.send(refused, {"because": "The family made its own plan."})
    db.session.rollback()
    assert [o.number for o in case.plan_in_writing.outcomes] == [1, 2, 3, 4]
    assert [o.number for o in case.plan.outcomes] == [1, 2]


def test_a_meeting_without_a_plan_starts_none_and_neither_does_that_of_another_case(client, cast, case):
    stories.ask_family(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    assert "made no plan" in client.get(at(case, "/1/plan"), status=409).main
    other = a_case(cast, Stage.PLANNING, family=a_family("Birch"))
    theirs = stories.family_meets(other, cast.kamal)
    with pytest.raises(NotYet):
        plans.start_plan(case, meeting=theirs, by=cast.kamal)
    with pytest.raises(NotYet):
        family_meetings.decline_family_meeting(
            case, theirs, declined_on=date(2026, 3, 2), answered_by="x", note=None, by=cast.kamal
        )


def test_no_more_than_four_wishes(cast, case):
    meeting = stories.ask_family(case, cast.kamal)
    with pytest.raises(NotYet):
        family_meetings.hold_family_meeting(
            case, meeting, held_on=date(2026, 3, 2), answered_by="x", plan_text="x", note=None, by=cast.kamal,
            wishes=[("x", Headline.MONEY)] * 5,
        )  # fmt: skip


@pytest.mark.parametrize("stage", [Stage.ALLOCATING, Stage.CLOSED])
def test_nothing_is_offered_before_somebody_leads_or_after_the_end(client, cast, stage):
    case = a_case(cast, stage)
    client.sign_in(cast.mabel)
    assert "Record that it was offered" not in client.get(at(case)).links
    assert "is offered by whoever leads an open case" in client.get(at(case, "/offer"), status=409).main


def test_who_does_not_lead_reads_and_records_nothing(client, cast, case):
    stories.ask_family(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.colette)
    page = client.get(at(case))
    assert "Rosa was asked." in page.main and "Record that the family met" not in page.links
    assert {client.status(at(case, rest)) for rest in ("/offer", "/1/held", "/1/declined", "/1/plan")} == {403}
    client.sign_in(cast.sven)
    assert client.status(at(case)) == 404


def test_the_list_costs_the_same_however_many_meetings(client, cast, case, count_queries):
    client.sign_in(cast.kamal)

    def cost():
        with count_queries() as count:
            page = client.get(at(case))
        assert len(page.html) < 60_000
        return count()

    stories.family_meets(case, cast.kamal)
    db.session.commit()
    before = cost()
    for _ in range(30):
        stories.family_meets(case, cast.kamal)
    db.session.commit()
    assert before == cost() <= 12
    page = client.get(at(case))
    assert "Offered on" in client.get(page.links["Earlier offers"]).main
