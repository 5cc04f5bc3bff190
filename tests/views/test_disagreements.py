"""Professional disagreements: somebody holds each until a day, and the family keeps its own holder meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import agreements, disagreements, leads, steps
from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.models import Case, Disagreement, Event, Message
from familyhelp.practice import clock
from familyhelp.practice.disagreements import Settled, Side, Talks
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from tests import stories, stories_steps
from tests.conftest import MONDAY


@pytest.fixture
def case(cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    stories_steps.decline_up(case, cast)
    db.session.commit()
    return case


def raised(case: Case, who: object, **more: object) -> Disagreement:
    found = stories_steps.disagree(case, who, **more)
    db.session.commit()
    return found


def where(case: Case, found: Disagreement, tail: str = "") -> str:
    return f"/cases/{write_code(case.code)}/disagreements/{write_code(found.code)}{tail}"


# The deeds ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("urgent", "days"),
    [
        (False, [date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 9), date(2026, 3, 16)]),
        (True, [date(2026, 3, 3)] * 4),
    ],
)
def test_each_stage_has_its_day_and_its_holder(cast, case, urgent, days):
    found = raised(case, cast.kamal, urgent=urgent, step=case.steps[-1])
    seen = []
    for stage in Talks:
        assert (found.stage, found.ended_at) == (stage, None)
        seen.append(found.due_on)
        assert found.holder is (cast.kamal if stage is Talks.WORKERS else cast.mabel)
        last = stage is Talks.HEADS
        stories_steps.talk(
            case, found, Settled.DECIDED if last else Settled.NOT_AGREED, holder=None if last else cast.mabel
        )
        db.session.flush()
    assert seen == days
    assert (found.holder_id, found.due_on, found.settled) == (None, None, Settled.DECIDED)
    assert [talk.stage for talk in found.talks] == list(Talks)


def test_the_family_keeps_its_holder_its_plan_and_its_day(cast, case):
    before = (case.lead_id, case.stage, case.next_due_on, case.level)
    found = raised(case, cast.kamal)
    stories_steps.talk(case, found, Settled.NOT_AGREED, holder=cast.lionel)
    stories_steps.talk(case, found, Settled.AGREED)
    assert (case.lead_id, case.stage, case.next_due_on, case.level) == before
    assert found.learned == "Ring before declining."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"result": Settled.DECIDED}, "cannot come of this stage"),
        ({"result": Settled.NOT_AGREED}, "who holds it at the next stage"),
        ({"learned": " "}, "what was learned"),
        ({"decided": ""}, "what was decided"),
        ({"who_talked": ""}, "who talked with whom"),
        ({"talked_on": date(2026, 3, 1)}, "the day you talked"),
        ({"talked_on": date(2026, 3, 3)}, "the day you talked"),
        ({"read_version": 99}, "since you opened the page"),
    ],
)
def test_what_a_stage_lacks_is_said(cast, case, change, sentence):
    found = raised(case, cast.kamal)
    with pytest.raises(NotYet, match=sentence):
        stories_steps.talk(case, found, change.pop("result", Settled.AGREED), **change)
    db.session.rollback()
    assert found.stage is Talks.WORKERS and not found.talks


def test_nobody_suspended_holds_one_and_one_that_ended_stays(cast, case):
    found = raised(case, cast.kamal)
    cast.mabel.is_active = False
    with pytest.raises(NotYet, match="does not work here"):
        stories_steps.talk(case, found, Settled.NOT_AGREED, holder=cast.mabel)
    stories_steps.talk(case, found, Settled.DROPPED)
    for deed in (
        lambda: stories_steps.talk(case, found, Settled.AGREED, by=cast.kamal),
        lambda: disagreements.hand_on(case, found, holder=cast.lionel, because="x", read_version=2, by=cast.kamal),
    ):
        with pytest.raises(NotYet, match="has ended"):
            deed()


def test_an_open_one_stops_the_closing_and_a_closed_case_has_none(cast, case):
    found = raised(case, cast.kamal)
    with pytest.raises(NotYet, match="Record how it ended first"):
        stories.close(case, cast.kamal)
    stories_steps.talk(case, found, Settled.AGREED)
    stories.close(case, cast.kamal)
    with pytest.raises(NotYet, match="The case is closed"):
        raised(case, cast.kamal)


def test_the_next_holder_is_told_by_a_message_that_names_no_family(cast, case):
    found = raised(case, cast.kamal)
    stories_steps.talk(case, found, Settled.NOT_AGREED, holder=cast.mabel)
    message = db.session.scalars(sa.select(Message).order_by(Message.id.desc())).first()
    assert message.to == cast.mabel.email
    assert "Ashdown" not in message.text and write_code(case.code) in message.text


def test_what_a_lead_held_who_goes_lies_with_the_next_lead(cast):
    case = stories.a_case(cast, Stage.ACTIVE, lead=cast.lena)
    found = raised(case, cast.lena, side=Side.FAMILY_HELP)
    leads.change_lead(case, lead=cast.kamal, by=cast.mabel, because="She leaves.", handover="Ring Rosa first.")
    db.session.commit()
    assert found.holder is cast.kamal
    assert faults() == []


def test_its_story_is_on_the_chronology(cast, case):
    found = raised(case, cast.kamal)
    stories_steps.talk(case, found, Settled.NOT_AGREED, holder=cast.mabel)
    version = found.version
    disagreements.hand_on(case, found, holder=cast.lionel, because="Leave.", read_version=version, by=cast.mabel)
    stories_steps.talk(case, found, Settled.AGREED)
    db.session.commit()
    kinds = db.session.scalars(sa.select(Event.kind).where(Event.subject_id == case.id).order_by(Event.number.desc()))
    assert [kind.value for kind in kinds][:4] == [
        "disagreement_ended",
        "disagreement_handed_on",
        "disagreement_went_on",
        "disagreement_raised",
    ]


# The database -------------------------------------------------------------------------------------------------


def faults() -> list[str]:
    db.session.commit()
    return list(Check().faults())


@pytest.mark.parametrize("column", ["holder_id", "due_on"])
def test_the_database_refuses_an_open_one_without_holder_or_day(cast, case, column):
    raised(case, cast.kamal)
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE disagreements SET {column} = NULL")


def test_the_check_finds_what_nobody_holds_and_notices_a_suspended_holder(cast, case):
    from tests.casework.test_check import tamper

    raised(case, cast.kamal)
    assert faults() == []
    cast.kamal.is_active = False
    db.session.commit()
    assert any("whoever holds it is suspended" in notice for notice in Check().notices())
    if db.engine.dialect.name == "postgresql":
        return  # nobody can get past its constraints
    tamper("UPDATE disagreements SET holder_id = NULL, due_on = NULL")
    found = [fault.partition(": ")[2] for fault in faults()]
    assert found == [
        "a disagreement is open, and nobody holds it.",
        "a disagreement is open, and no day is set for it.",
    ]


# The pages ----------------------------------------------------------------------------------------------------


def test_a_declined_step_leads_to_it_and_the_step_is_chosen_already(client, cast, case):
    client.sign_in(cast.kamal)
    step = case.steps[-1]
    page = client.get(f"/cases/{write_code(case.code)}/steps/{write_code(step.code)}")
    page = client.get(page.links["You see it differently: raise a professional disagreement"])
    fields = page.fields()
    assert (fields["step"], fields["side"]) == (step.code, ["social_care"])
    said = {"about": "Declined.", "other_side": "Lionel", "our_view": "Risk.", "other_view": "None.", "urgent": "y"}
    page = client.follow(client.send(page, said))
    assert "Urgent" in page.main and "About a step that was declined" in page.main
    assert "Kamal Osei holds it until 3 March 2026" in page.main
    assert "Kamal Osei holds the family meanwhile" in page.main


def test_social_care_sees_the_case_while_it_is_open_and_not_after(client, cast, case):
    client.sign_in(cast.lionel)
    path = f"/cases/{write_code(case.code)}"
    assert client.status(path) == 404
    found = raised(case, cast.kamal)
    assert client.status(path) == 200
    page = client.get("/disagreements")
    assert page.links["Ashdown family"] == where(case, found)
    stories_steps.talk(case, found, Settled.AGREED)
    db.session.commit()
    assert client.status(path) == 404
    assert "No disagreement is open." in client.get("/disagreements").main


def test_a_disagreement_with_a_partner_shows_social_care_nothing(client, cast, case):
    raised(case, cast.kamal, side=Side.PARTNER, other_side="Mr Bell")
    client.sign_in(cast.lionel)
    assert client.status(f"/cases/{write_code(case.code)}") == 404
    client.sign_in(cast.kamal)
    found = db.session.scalar(sa.select(Disagreement))
    offered = client.get(where(case, found, "/holder")).text
    assert "Lionel Achebe, Social care liaison" not in offered and "Mabel Thorne" in offered


def test_only_its_holder_and_the_manager_carry_it_on(client, cast, case):
    found = raised(case, cast.kamal)
    for who, status in (
        ("kamal", 200),
        ("mabel", 200),
        ("colette", 403),
        ("lionel", 403),
        ("sven", 404),
        ("flora", 404),
    ):
        client.sign_in(getattr(cast, who))
        assert client.status(where(case, found, "/talk")) == status, who
        assert client.status(where(case, found, "/holder")) == status, who
    client.sign_in(cast.colette)
    assert "Record what came of this stage" not in client.get(where(case, found)).links


def test_the_list_has_the_longest_overdue_first_and_shows_only_what_its_reader_sees(client, cast, case):
    south = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("South"), lead=cast.sven, team=cast.south)
    raised(south, cast.sven)
    raised(case, cast.kamal)
    with clock.at(MONDAY + timedelta(days=2)):
        other = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"))
        raised(other, cast.kamal)
        client.sign_in(cast.mabel)
        main = client.get("/disagreements").main
        assert "South" not in main
        assert main.index("Ashdown family") < main.index("Birch family")
        assert main.count("Late") == 1
        client.sign_in(cast.lionel)
        assert "South family" in client.get("/disagreements").main
        client.sign_in(cast.anita)
        assert client.status("/disagreements") == 403


def test_a_restricted_family_offers_only_managers_whom_it_names(client, cast):
    family = stories.a_family("Hartwell", restricted=True)
    case = stories.a_case(cast, Stage.ACTIVE, family=family)
    found = raised(case, cast.kamal)
    client.sign_in(cast.kamal)
    text = client.get(where(case, found, "/holder")).text
    assert "Mabel Thorne" not in text and "Lionel Achebe" in text
    client.sign_in(cast.mabel)
    assert "Hartwell" not in client.get("/disagreements").main


def test_the_pages_send_few_statements_however_many_there_are(client, cast, case, count_queries):
    found = raised(case, cast.kamal)
    client.sign_in(cast.mabel)
    client.get("/disagreements")

    def counted(path):
        with count_queries() as count:
            client.get(path)
        return count()

    pages = ("/disagreements", f"/cases/{write_code(case.code)}/disagreements", where(case, found))
    first = [counted(path) for path in pages]
    assert max(first) <= 8
    for number in range(27):
        another = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Family{number}"))
        stories_steps.disagree(another, cast.kamal)
    for _ in range(3):
        stories_steps.talk(case, found, Settled.NOT_AGREED, holder=cast.mabel)
    db.session.commit()
    assert [counted(path) for path in pages] == first
    page = client.get("/disagreements")
    assert len(list(page.find("tr"))) == 26
    page = client.get(page.links["Next page"])
    assert len(list(page.find("tr"))) == 4


def test_a_withdrawn_agreement_or_another_step_changes_nothing_about_it(cast, case):
    found = raised(case, cast.kamal, step=case.steps[-1])
    stories.ask_up(case, cast.kamal)
    steps.accept_step_up(case, by=cast.lionel)
    agreements.withdraw_agreement(case, withdrawn_on=clock.today(), because="Enough.", by=cast.mabel)
    db.session.commit()
    assert (found.holder, found.due_on) == (cast.kamal, date(2026, 3, 3))
    assert faults() == []
