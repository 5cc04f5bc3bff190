"""Leave and cover: as if lead, on the days of the leave and on no other, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
import sqlalchemy as sa

from familyhelp.casework import follow_ups, leads, notes
from familyhelp.casework import leave as deeds
from familyhelp.casework import practitioners as people
from familyhelp.extensions import db
from familyhelp.models import Case, Event, Leave, Message, Practitioner
from familyhelp.policy import MAY, Act, Reach, may, reads_restricted, sees_case, visible_cases, visible_events
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.leave import Colleague, Days, could_cover, missing
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from tests import stories
from tests.browser.places import a_note
from tests.cast import practitioner
from tests.conftest import MONDAY
from tests.filled_workforce import a_leave

TODAY = MONDAY.date()


def later(days: int):
    return clock.at(MONDAY + timedelta(days=days))


def away(cast, who="kamal", cover="colette", first=2, last=4):
    return deeds.record_leave(
        getattr(cast, who),
        cover=getattr(cast, cover),
        starts_on=TODAY + timedelta(days=first),
        ends_on=TODAY + timedelta(days=last),
        note=None,
        link="https://help.example.org/",
        by=getattr(cast, who),
    )


@pytest.fixture
def cases(cast) -> dict[str, Case]:
    """A family of each kind, as the cover finds them."""
    found = {
        "led": stories.a_case(cast, Stage.ACTIVE),
        "restricted": stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Teal", restricted=True)),
        "check_ins": stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Wren", restricted=True)),
        "restricted_of_another": stories.a_case(
            cast, Stage.ACTIVE, family=stories.a_family("Rook", restricted=True), lead=cast.mabel
        ),
        "contributes": stories.a_case(
            cast, Stage.ACTIVE, family=stories.a_family("Vole", restricted=True), lead=cast.mabel
        ),
        "of_the_south": stories.a_case(
            cast, Stage.ACTIVE, family=stories.a_family("Hare"), lead=cast.sven, team=cast.south
        ),
    }
    leads.add_contributor(found["contributes"], person=cast.kamal, by=cast.mabel)
    db.session.commit()
    return found


COVERED = {"led", "restricted", "check_ins"}
DAYS = {0: False, 1: False, 2: True, 3: True, 4: True, 5: False, 40: False}
"""The days after the Monday, and whether Kamal, who is away from the third to the fifth, is away on them."""
WHO = ("colette", "lena", "conor", "lionel", "mabel", "morag", "sven", "flora", "anita", "adam", "kamal")


@pytest.mark.parametrize("after", DAYS)
def test_every_day_every_person_every_kind_of_case(after, cast, cases, session):
    before = {who: _stands(getattr(cast, who), cases) for who in WHO}
    away(cast)
    session.commit()
    with later(after):
        session.expire_all()
        for who, (seen, done) in before.items():
            more = COVERED if who == "colette" and DAYS[after] else set()
            assert _stands(getattr(cast, who), cases) == (seen | more, done | more), who
        for who, case in product(WHO, (cases["led"], cases["restricted"])):
            person = getattr(cast, who)
            assert may(person, Act.SEE_RESTRICTED_NOTES, case) == _reads(person, case)


def _stands(person: Practitioner, cases: dict[str, Case]) -> tuple[set[str], set[str]]:
    """Which of the cases a person sees, and in which they may do what a lead does."""
    visible = set(db.session.scalars(visible_cases(person)))
    seen = {kind for kind, case in cases.items() if case in visible}
    return seen, {kind for kind in seen if may(person, Act.REVIEW, cases[kind])}


def _sees(person: Practitioner, case: Case) -> bool:
    return bool(db.session.scalar(sa.select(Case.id).where(Case.id == case.id, sees_case(person))))


def _reads(person: Practitioner, case: Case) -> bool:
    return bool(db.session.scalar(sa.select(Case.id).where(Case.id == case.id, reads_restricted(person))))


def test_as_if_lead_in_everything_but_what_is_read_for_oneself(cast, cases, session):
    away(cast, first=0)
    session.commit()
    session.expire_all()
    for act in (act for act, reach in MAY.items() if reach.get(Role.KEY_WORKER) is Reach.LEADS):
        assert may(cast.kamal, act, cases["led"])
        assert may(cast.colette, act, cases["led"]) == (act is not Act.READ_HANDOVER)


def test_the_cover_opens_works_and_is_named_by_what_they_did(client, cast, cases, session):
    restricted = f"/cases/{write_code(cases['restricted'].code)}"
    client.sign_in(cast.colette)
    client.get(restricted, 404)
    away(cast)
    session.commit()
    with later(2):
        client.sign_in(cast.colette)
        home = client.get("/")
        assert "Covering for Kamal Osei until 6 March 2026" in home.main
        assert "Teal family" in home.main and "Ashdown family" in home.main and "Vole family" not in home.main
        page = client.get(restricted)
        assert "away until 6 March 2026, Colette Barr covers" in page.main
        client.send(client.get(restricted + "/notes/new"), {"kind": "call", "text": "Rosa rang.", "restricted": "y"})
        listed = client.get("/cases?whose=covered")
        assert listed.heading == "Families that you cover for" and "Vole family" not in listed.main
    last = session.scalars(
        sa.select(Event)
        .where(Event.subject == Subject.CASE, Event.subject_id == cases["restricted"].id)
        .order_by(Event.id.desc())
    ).first()
    assert (last.kind, last.by_id) == (EventKind.RESTRICTED_NOTED, cast.colette.id)
    with later(5):
        client.sign_in(cast.colette)
        client.get(restricted, 404)
        assert "Covering for" not in client.get("/").main
        assert client.get("/cases?whose=covered").heading == "Your cases"


def test_what_is_asked_of_whoever_is_away_is_on_the_page_of_the_cover(client, cast, cases, session):
    note = a_note(cases["led"], cast)
    follow_ups.ask(cases["led"], note, of=cast.kamal, due_on=TODAY, what="Ring the school.", by=cast.mabel)
    a_leave(cast)
    client.sign_in(cast.colette)
    page = client.get("/")
    assert "Ring the school." in page.main


def test_ended_early_it_ends_at_once_and_the_worker_or_their_manager_ends_it(client, cast, cases, session):
    restricted = f"/cases/{write_code(cases['restricted'].code)}"
    for who in ("kamal", "mabel"):
        recorded = a_leave(cast)
        client.sign_in(cast.colette)
        client.get(restricted)
        client.get(f"/leave/{write_code(recorded.code)}/end", 404)
        client.sign_in(getattr(cast, who))
        client.send(client.get(client.get("/leave").links["End it now: Kamal Osei, 2 March 2026"]), {})
        client.sign_in(cast.colette)
        client.get(restricted, 404)
    for who in ("sven", "morag", "lena", "lionel"):
        client.sign_in(getattr(cast, who))
        assert "Kamal" not in client.get("/leave").main
        client.get(f"/leave/{write_code(recorded.code)}/end", 404)
    client.sign_in(cast.mabel)
    assert client.get(f"/leave/new/{write_code(cast.sven.code)}", 404)


def test_a_cover_whose_account_is_suspended_or_whose_role_changed_covers_no_longer(client, cast, cases, session):
    a_leave(cast)
    cast.colette.role = Role.ANALYST
    session.commit()
    assert not _sees(cast.colette, cases["led"]) and not may(cast.colette, Act.REVIEW, cases["led"])
    cast.colette.role = Role.KEY_WORKER
    people.suspend(cast.colette, because="Left.", by=cast.adam)
    session.commit()
    assert not may(cast.colette, Act.REVIEW, cases["led"])
    client.sign_in(cast.mabel)
    assert "Account suspended: nobody covers" in client.get("/leave").main


def test_the_cover_is_told_without_a_familys_name_and_the_account_tells_of_it(cast, cases, session):
    recorded = a_leave(cast)
    told = session.scalars(sa.select(Message)).one()
    assert told.to == cast.colette.email and "from 02/03/2026 to 06/03/2026" in told.text
    assert not any(case.family.name.split()[0] in told.text for case in cases.values())
    deeds.end_leave(recorded, by=cast.kamal)
    kinds = session.scalars(
        sa.select(Event.kind)
        .where(Event.subject == Subject.PRACTITIONER, Event.subject_id == cast.kamal.id)
        .order_by(Event.id)
    ).all()
    assert kinds[-2:] == [EventKind.LEAVE_RECORDED, EventKind.LEAVE_ENDED]
    with pytest.raises(NotYet, match="is over"):
        deeds.end_leave(recorded, by=cast.kamal)


# What is refused ----------------------------------------------------------------------------------------------


def test_no_cover_by_oneself_by_somebody_away_in_a_chain_or_twice(cast, session):
    cast.north.managers.append(cast.morag)
    with pytest.raises(NotYet, match="Nobody covers for themselves"):
        away(cast, cover="kamal")
    away(cast, first=2, last=4)
    for first, last in ((4, 9), (0, 2), (3, 3), (0, 9)):
        with pytest.raises(NotYet, match="Colette Barr covers for somebody on some of these days"):
            away(cast, "colette", "mabel", first, last)
        with pytest.raises(NotYet, match="Kamal Osei is away on some of these days already"):
            away(cast, "kamal", "mabel", first, last)
        with pytest.raises(NotYet, match="Kamal Osei is away on some of these days"):
            away(cast, "colette", "kamal", first, last)
    away(cast, "colette", "kamal", 5, 9)
    away(cast, "kamal", "colette", 10, 12)


def test_only_somebody_near_covers(cast):
    for cover in ("sven", "lena", "conor", "lionel", "flora", "anita", "adam", "morag"):
        with pytest.raises(NotYet, match="cannot cover"):
            away(cast, cover=cover)


def test_days_that_are_over_too_long_ago_too_long_or_the_wrong_way_round_are_refused(cast, session):
    for first, last, why in (
        (-3, -1, "These days are over"),
        (-40, 3, "more than 31 days ago"),
        (3, 2, "before the first"),
        (0, 500, "hand the families over"),
    ):
        with pytest.raises(NotYet, match=why):
            away(cast, first=first, last=last)
        session.rollback()


COLLEAGUES = [
    Colleague(number, role.value, role, active, teams, agency)
    for number, (role, active, teams, agency) in enumerate(
        product(Role, (True, False), (frozenset(), frozenset({1}), frozenset({1, 2}), frozenset({3})), (None, 7, 8))
    )
]


def test_could_cover_by_full_product():
    own = {Role.KEY_WORKER, Role.MANAGER}
    for worker, cover in product(COLLEAGUES, COLLEAGUES):
        fine = could_cover(worker, cover)
        if not fine:
            continue
        assert cover.is_active and worker.number != cover.number
        if cover.role in own:
            assert worker.role in own and worker.teams & cover.teams
        elif cover.role is Role.LEAD_PROFESSIONAL:
            assert worker.role is Role.LEAD_PROFESSIONAL and worker.agency == cover.agency is not None
        else:
            assert worker.role is cover.role is Role.LIAISON


def test_no_two_absences_that_the_rule_lets_through_make_a_chain():
    one, two = (
        Colleague(1, "A", Role.KEY_WORKER, True, frozenset({1}), None),
        Colleague(2, "B", Role.KEY_WORKER, True, frozenset({1}), None),
    )
    span = [TODAY + timedelta(days=n) for n in range(5)]
    every = [Days(a, b) for a, b in product(span, span) if a <= b]
    for first, second in product(every, every):
        lacking = list(missing(two, one, second, TODAY, own=[], covering=[first], cover_away=[first]))
        assert bool(lacking) == any(day in first and day in second for day in span)


def test_partners_cover_within_their_agency_and_liaisons_for_each_other(cast, session):
    other = practitioner("Nora Finch", Role.LEAD_PROFESSIONAL, agency=cast.school)
    second = practitioner("Lars Ahl", Role.LIAISON)
    session.flush()
    led = stories.a_case(cast, Stage.ACTIVE, lead=cast.lena)
    stepped = stories.a_case(cast, Stage.STATUTORY, family=stories.a_family("Wren", restricted=True))
    cast.nora, cast.lars = other, second
    assert not _sees(other, led) and not _sees(second, stepped)
    away(cast, "lena", "nora", 0, 2)
    away(cast, "lionel", "lars", 0, 2)
    session.commit()
    session.expire_all()
    assert _sees(other, led) and may(other, Act.REVIEW, led)
    assert _sees(second, stepped) and may(second, Act.STEP_DOWN, stepped)


# Statements ---------------------------------------------------------------------------------------------------


def test_cover_costs_no_statement_more(client, cast, cases, count_queries):
    paths = ("/", f"/cases/{write_code(cases['led'].code)}")
    before = {}
    client.sign_in(cast.colette)
    for path in paths:
        with count_queries() as count:
            client.get(path)
        before[path] = count()
    a_leave(cast)
    client.sign_in(cast.colette)
    for path in paths:
        with count_queries() as count:
            client.get(path)
        assert count() <= before[path], path
    with count_queries() as count:
        client.get("/leave")
    assert count() <= 8
    client.sign_in(cast.mabel)
    for path, most in (("/leave", 8), ("/leave/new", 12), (f"/leave/new/{write_code(cast.kamal.code)}", 12)):
        with count_queries() as count:
            client.get(path)
        assert count() <= most, (path, count())


def test_a_manager_who_covers_finds_the_families_from_their_home_page(client, cast, cases, session):
    away(cast, cover="mabel", first=0)
    session.commit()
    client.sign_in(cast.mabel)
    page = client.get(client.get("/").links["Covering for Kamal Osei until 6 March 2026"])
    assert "Teal family" in page.main and "Hare family" not in page.main


def test_restricted_events_are_told_to_the_cover_meanwhile(cast, cases, session):
    case = cases["led"]
    said = {"happened_on": TODAY, "text": "The father rang.", "people_seen": None, "restricted": True}
    notes.write_note(case, kind=NoteKind.CALL, **said, by=cast.kamal)
    session.commit()

    def told(who) -> int:
        return len(session.scalars(visible_events(who, case), {"case_id": case.id}).all())

    before = told(cast.colette)
    a_leave(cast)
    session.expire_all()
    assert told(cast.colette) == told(cast.kamal) == before + 1
    assert session.scalar(sa.select(sa.func.count(Leave.id))) == 1


def test_who_is_away_is_said_where_families_are_handed_over_and_is_suggested_for_none(client, cast, cases, session):
    recorded = deeds.record_leave(
        cast.colette, cover=cast.kamal, starts_on=TODAY, ends_on=TODAY + timedelta(days=4), note=None,
        link="https://help.example.org/", by=cast.colette,
    )  # fmt: skip
    session.commit()
    client.sign_in(cast.mabel)
    assert "Colette Barr away until 6 March 2026" in client.get("/team-work").main
    page = client.get(f"/team-work/hand-over/{write_code(cast.kamal.code)}")
    assert "Colette Barr: 0 families, weight 0, away until 6 March 2026" in page.main
    assert "Suggested:" not in page.main
    deeds.end_leave(recorded, by=cast.mabel)
    session.commit()
    assert "away until" not in client.get("/team-work").main


def test_an_administrator_sees_for_whom_somebody_covers_before_their_account_ends(client, cast, session):
    a_leave(cast)
    client.sign_in(cast.adam)
    said = "They cover for Kamal Osei from 2 March 2026 to 6 March 2026: end it and record it again"
    for tail in ("", "/suspend"):
        assert said in client.get(f"/people/{write_code(cast.colette.code)}{tail}").main
    with later(5):
        client.sign_in(cast.adam)
        assert "They cover for" not in client.get(f"/people/{write_code(cast.colette.code)}").main
