"""Many writers in one chronology: no fork, no gap, nothing lost.

The full count: FAMILYHELP_EVENTS=10000 pytest tests/casework/test_chronology_writers.py"""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from familyhelp.casework import leads
from familyhelp.casework.check import Check
from familyhelp.extensions import db, writing
from familyhelp.models import Case, Event, Practitioner, insert_rows
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.stages import Stage
from tests import stories
from tests.conftest import MONDAY

WRITERS = 8
EVENTS = int(os.environ.get("FAMILYHELP_EVENTS", "800"))


def at_once(app, work) -> Counter[str]:
    """Let eight writers do `work(number)` at the same moment, each in its own transaction; what came of it."""
    start = Barrier(WRITERS)

    def writer(number: int) -> Counter[str]:
        with app.app_context(), clock.at(MONDAY):
            writing.set(True)
            start.wait()
            return work(number)

    with ThreadPoolExecutor(WRITERS) as pool:
        return sum(pool.map(writer, range(WRITERS)), Counter())


def test_eight_writers_in_one_chronology_leave_no_fork_and_no_gap(app, session, cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    case_id, who = case.id, cast.kamal.id
    before = session.scalar(sa.select(sa.func.max(Event.number)).where(Event.subject_id == case_id))
    session.commit()

    def write(number: int) -> Counter[str]:
        for count in range(EVENTS // WRITERS):
            mine = db.session.get(Case, case_id)
            mine.record(
                EventKind.NOTED,
                by=db.session.get(Practitioner, who),
                because=f"{number}.{count}",
                note="call",
                code="x",
            )
            db.session.commit()
        return Counter(written=EVENTS // WRITERS)

    assert at_once(app, write)["written"] == EVENTS
    rows = session.execute(
        sa.select(Event.number, Event.because, Event.previous, Event.digest)
        .where(Event.subject == Subject.CASE, Event.subject_id == case_id, Event.number > before)
        .order_by(Event.number)
    ).all()
    assert [row.number for row in rows] == list(range(before + 1, before + 1 + EVENTS)), "a gap"
    assert len({row.previous for row in rows}) == EVENTS, "a fork"
    assert {row.because for row in rows} == {f"{w}.{n}" for w in range(WRITERS) for n in range(EVENTS // WRITERS)}
    assert list(Check().faults()) == []


def test_eight_deeds_on_one_case_at_once_are_done_one_after_the_other_or_refused(app, session, cast):
    """Handing over a case at the same moment: the version of the case lets one through at a time."""
    case = stories.a_case(cast, Stage.ACTIVE)
    case_id, people = case.id, [cast.kamal.id, cast.colette.id, cast.lena.id]
    manager = cast.mabel.id
    session.commit()

    def hand_over(number: int) -> Counter[str]:
        found: Counter[str] = Counter()
        for count in range(6):
            try:
                mine = db.session.scalars(sa.select(Case).where(Case.id == case_id).with_for_update()).one()
                leads.change_lead(
                    mine,
                    lead=db.session.get(Practitioner, people[(number + count) % 3]),
                    by=db.session.get(Practitioner, manager),
                    because=f"{number}.{count}",
                    handover="All is well.",
                )
                db.session.commit()
                found["done"] += 1
            except Exception as refused:
                db.session.rollback()
                found[type(refused).__name__] += 1
        return found

    found = at_once(app, hand_over)
    assert found["done"] > 0
    assert set(found) <= {"done", "NotYet"}, found
    told = session.scalar(
        sa.select(sa.func.count()).where(Event.subject_id == case_id, Event.kind == EventKind.LEAD_CHANGED)
    )
    assert told == found["done"]
    assert list(Check().faults()) == []


@pytest.mark.parametrize("how", ["same number", "same place"])
def test_the_database_itself_refuses_a_fork(session, cast, how):
    case = stories.a_case(cast)
    first = session.scalars(sa.select(Event).where(Event.subject == Subject.CASE, Event.subject_id == case.id)).one()
    fork = {
        column.key: getattr(first, column.key) for column in sa.inspect(Event).columns if column.key not in {"id"}
    } | ({"because": "Another story."} if how == "same place" else {})
    with pytest.raises(IntegrityError):
        insert_rows(session.connection(), Event.__tablename__, [fork])
    session.rollback()
