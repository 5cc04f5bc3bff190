"""Handing over everything that one person leads: all of it or none, and nothing that changed meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import caseloads as deeds
from familyhelp.casework import contacts, follow_ups, leads
from familyhelp.casework.caseloads import Given
from familyhelp.models import Event, Handover, Lead, Note
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import LEADING, Role
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from familyhelp.practice.workload import Offered, share_out
from tests import stories
from tests.browser.places import a_note
from tests.cast import practitioner
from tests.conftest import MONDAY

SAID = {"because": "Kamal leaves.", "handover": "Ring before each visit."}


def path(cast) -> str:
    return f"/team-work/hand-over/{write_code(cast.kamal.code)}"


@pytest.fixture
def two(cast):
    return [stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(name)) for name in ("Ashdown", "Birch")]


def leaders(case) -> list[int]:
    return [p.practitioner_id for p in case.leads if p.ends_on is None and p.part in LEADING]


def test_all_families_go_to_one_person_each_with_its_own_event_and_note(client, cast, two, session):
    client.sign_in(cast.mabel)
    page = client.get(client.get("/team-work").links["Hand over the families of Kamal Osei"])
    assert "Kamal Osei leads 2 families that you can hand over." in page.main
    first = two[0].code
    sent = {"lead_all": cast.colette.code, f"note_{first}": "Rosa is shy on the telephone."} | SAID
    assert client.send(page, sent).location == "/team-work"
    session.rollback()
    for case, text in zip(
        two, ("Ring before each visit.\n\nRosa is shy on the telephone.", "Ring before each visit."), strict=True
    ):
        assert case.lead is cast.colette and leaders(case) == [cast.colette.id]
        kinds = session.scalars(sa.select(Event.kind).where(Event.subject_id == case.id, Event.by == cast.mabel)).all()
        assert kinds.count(EventKind.LEAD_CHANGED) == 1
        note = session.scalars(sa.select(Note).where(Note.case_id == case.id, Note.kind == NoteKind.HANDOVER)).one()
        assert note.text == text
        told = session.scalars(sa.select(Handover).where(Handover.case_id == case.id)).one()
        assert (told.read_at, told.told_on) == (None, None)
    assert "leads no family that you can hand over" in client.get(path(cast)).main


def test_each_family_may_go_to_somebody_else_or_stay(client, cast, two, session):
    client.sign_in(cast.mabel)
    page = client.get(path(cast))
    client.send(page, {f"lead_{two[0].code}": cast.lena.code, f"lead_{two[1].code}": ""} | SAID)
    session.rollback()
    assert [case.lead.name for case in two] == ["Lena Whitlock", "Kamal Osei"]


def test_what_changed_meanwhile_is_shown_nothing_is_done_and_everything_stays_typed(client, cast, two, session):
    client.sign_in(cast.mabel)
    page = client.get(path(cast))
    stories.review(two[0], cast.kamal)
    session.commit()
    before = session.scalar(sa.select(sa.func.count(Event.id)))
    refused = client.send(page, {"lead_all": cast.colette.code, f"note_{two[1].code}": "Two dogs."} | SAID, 409)
    assert "changed since you opened this page" in refused.errors[0] and len(refused.errors) == 1
    assert refused.fields()[f"note_{two[1].code}"] == "Two dogs."
    assert refused.fields()["handover"] == SAID["handover"]
    session.rollback()
    assert session.scalar(sa.select(sa.func.count(Event.id))) == before
    assert [case.lead for case in two] == [cast.kamal, cast.kamal]
    client.send(refused, {})
    session.rollback()
    assert [case.lead for case in two] == [cast.colette, cast.colette]


def test_a_family_that_went_to_somebody_else_meanwhile_stops_the_rest_once(client, cast, two, session):
    client.sign_in(cast.mabel)
    page = client.get(path(cast))
    leads.change_lead(two[0], lead=cast.lena, by=cast.mabel, because="School.", handover="All well.")
    session.commit()
    refused = client.send(page, {"lead_all": cast.colette.code} | SAID, 409)
    assert write_code(two[0].code) in refused.errors[0]
    client.send(refused, {})
    session.rollback()
    assert [case.lead for case in two] == [cast.lena, cast.colette]


def test_nobody_chosen_is_refused_at_the_family_and_somebody_elsewhere_too(client, cast, two, session):
    client.sign_in(cast.mabel)
    refused = client.send(client.get(path(cast)), SAID, 409)
    assert len(refused.errors) == 2 and "Choose who will lead" in refused.errors[0]
    stays = {f"lead_{case.code}": "" for case in two}
    assert client.send(refused, stays, 409).errors == ["Choose who will lead, for one family at least."]
    assert client.send(client.get(path(cast)), {"lead_all": cast.sven.code} | SAID, 400).errors


def test_a_waiting_step_keeps_its_family_where_it_is(client, cast, two):
    stories.ask_up(two[0], cast.kamal)
    stories.db.session.commit()
    client.sign_in(cast.mabel)
    page = client.get(path(cast))
    assert "A step waits for its answer" in page.main
    assert f"lead_{two[0].code}" not in page.fields() and f"lead_{two[1].code}" in page.fields()
    with pytest.raises(NotYet, match="step-up is waiting"):
        deeds.hand_over(
            [Given(two[0], cast.colette, "", two[0].version)], before=cast.kamal, talked_on=clock.today(),
            by=cast.mabel, **SAID,
        )  # fmt: skip


def test_check_ins_of_a_closed_family_go_to_somebody_else(client, cast, session):
    closed = stories.a_case(cast, Stage.CLOSED)
    client.sign_in(cast.mabel)
    assert "Hand over the families of Kamal Osei" not in client.get("/team-work").links
    client.send(client.get(path(cast)), {"lead_all": cast.colette.code} | SAID)
    session.rollback()
    assert closed.lead is cast.colette and closed.stage is Stage.CLOSED and leaders(closed) == [cast.colette.id]
    last = session.scalars(sa.select(Event).where(Event.subject_id == closed.id).order_by(Event.id.desc())).first()
    assert last.kind is EventKind.CHECK_INS_PASSED_ON
    client.sign_in(cast.colette)
    assert "Check in with the family" in client.get("/").main


def test_what_was_asked_of_the_lead_goes_along_and_what_else_they_hold_is_said(client, cast, two, session):
    note = a_note(two[0], cast)
    follow_ups.ask(two[0], note, of=cast.kamal, due_on=clock.today(), what="Ring the school.", by=cast.mabel)
    other = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Wren"), lead=cast.colette)
    leads.add_contributor(other, person=cast.kamal, by=cast.colette)
    contacts.claim(stories.a_request(cast), by=cast.flora)
    session.commit()
    client.sign_in(cast.mabel)
    page = client.get(path(cast))
    assert "1 thing that notes ask of them goes to the new lead." in page.main
    assert "Contributes to Wren" in page.main
    client.send(page, {"lead_all": cast.colette.code} | SAID)
    client.sign_in(cast.colette)
    assert "Ring the school." in client.get("/").main


def test_the_suggestion_is_whoever_carries_least_and_fills_the_form(client, cast, two):
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Teal"), lead=cast.colette)
    practitioner("Nora Finch", Role.KEY_WORKER, team=cast.north)
    stories.db.session.commit()
    nora = stories.db.session.query(type(cast.kamal)).filter_by(name="Nora Finch").one()
    client.sign_in(cast.mabel)
    page = client.get(path(cast))
    assert page.main.count("Suggested: Nora Finch") == 1 and page.main.count("Suggested: Colette Barr") == 1
    filled = client.get(path(cast) + "?suggest=yes").fields()
    assert {filled[f"lead_{case.code}"] for case in two} == {nora.code, cast.colette.code}


def test_the_heaviest_family_goes_first_to_whoever_carries_least():
    found = share_out([(1, 2, [7, 8]), (2, 5, [7, 8]), (3, 3, [8]), (4, 1, [])], {7: 4, 8: 3})
    assert found == {2: Offered(8, 3), 3: Offered(8, 8), 1: Offered(7, 4)}


def test_only_what_the_manager_sees_of_their_own_teams(client, cast, two, session):
    hidden = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Teal", restricted=True))
    client.sign_in(cast.mabel)
    assert hidden.family.name not in client.get(path(cast)).main
    client.sign_in(cast.morag)
    client.get(path(cast), 404)
    for who in ("kamal", "adam", "flora", "lena", "anita", "lionel"):
        client.sign_in(getattr(cast, who))
        client.get(path(cast), 403)


def test_the_page_has_a_fixed_number_of_statements(client, cast, two, count_queries):
    client.sign_in(cast.mabel)
    with count_queries() as few:
        client.get(path(cast))
    for name in ("Teal", "Wren", "Rook"):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(name))
    with count_queries() as more:
        client.get(path(cast))
    assert few() == more() <= 12


def test_no_family_is_without_a_lead_when_two_managers_hand_over_at_once(cast, two, session):
    given = [Given(case, cast.colette, "", case.version) for case in two]
    deeds.hand_over(given, before=cast.kamal, talked_on=clock.today(), by=cast.mabel, **SAID)
    session.commit()
    with pytest.raises(NotYet, match="has another lead by now"):
        deeds.hand_over(given, before=cast.kamal, talked_on=clock.today(), by=cast.mabel, **SAID)
    open_parts = session.scalars(sa.select(Lead).where(Lead.ends_on.is_(None), Lead.part.in_(LEADING))).all()
    assert len(open_parts) == 2
    with pytest.raises(NotYet, match="in the future"):
        deeds.hand_over(
            [Given(two[0], cast.kamal, "", two[0].version)], before=cast.colette,
            talked_on=MONDAY.date() + timedelta(days=1), by=cast.mabel, **SAID,
        )  # fmt: skip
