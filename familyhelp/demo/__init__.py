"""Invented families, made through the deeds so that their chronology is true. The same seed makes the same data."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from ..extensions import Base, db
from ..models import Practitioner
from ..practice import clock, references
from .asking import ask_by_themselves
from .audits import audit_some
from .beside import hand_one_back, support_partners
from .edges import hardest
from .figures import import_figures
from .front_door import ask_for_help, decide_one
from .held_twice import hold_some_twice
from .invitations import invite_somebody
from .learning import listen_and_learn
from .leave import go_away
from .lives import Life, Today
from .measures import bring_in
from .relations import relate_families
from .reports import report_quarterly
from .self_evaluations import look_at_the_offer
from .staff import DOMAIN, PEOPLE, hire
from .supervision import hold_supervision
from .tellings import tell_a_mother

YEARS = 3
FAMILIES = 140
AUTHORITY = "Saltmere"
LATELY = (4, 4, 5, 5, 5, 6, 8, 13, 18, 24, 30, 36, 42, 48)
"""How many days ago some families asked, so that each stage has somebody at it."""


class NotEmpty(RuntimeError):
    """The database holds something; the demo touches nothing that holds anything."""


def is_empty() -> bool:
    """Whether no table holds a row."""
    return not any(
        db.session.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first()
        for table in Base.metadata.sorted_tables
    )


def is_here() -> bool:
    """Whether the invented practitioners are in this database."""
    first = f"{PEOPLE[0][0].split()[0].lower()}@{DOMAIN}"
    return db.session.scalar(sa.select(Practitioner.id).where(Practitioner.email == first)) is not None


def fill(*, seed: int = 1, families: int = FAMILIES, progress: Callable[[int, int], None] | None = None) -> None:
    """Fill an empty database with invented families over three years, ending today. Raises NotEmpty."""
    if not is_empty():
        raise NotEmpty
    chance = random.Random(seed)
    today = clock.today()
    first = today - timedelta(days=365 * YEARS)
    with references.seeded(chance):
        with clock.at(datetime.combine(first, time(9), clock.LOCAL)):
            staff = hire()
        for number, day in enumerate(_beginnings(chance, first, today, families), start=1):
            with suppress(Today):
                ask_for_help(Life(chance, staff, day, today))
            db.session.flush()
            if progress:
                progress(number, families)
        with clock.at(datetime.combine(today, time(7), clock.LOCAL)):
            import_figures(chance, authority=AUTHORITY, today=today)
        look_at_the_offer(seed, today)
        # These write in the last days of families in which nobody else did: before what is written down this morning.
        hardest(seed, today)
        hand_one_back(today, staff)
        support_partners(today, staff)
        audit_some(seed, today)
        hold_supervision(seed, today)
        listen_and_learn(seed, today, staff)
        go_away(today)
        report_quarterly(today, AUTHORITY)
        bring_in(seed, today)
        relate_families(seed, today)
        ask_by_themselves(today, staff)
        hold_some_twice(seed, today, staff)
        invite_somebody(today, staff)
        tell_a_mother(today, staff)
        decide_one(today, staff)
    db.session.commit()


def _beginnings(chance: random.Random, first: date, today: date, families: int) -> list[date]:
    """The days on which families first ask for help: over the three years, some in the last weeks, so that every stage
    has somebody at it, and a handful in the last days, so that every queue has something in it."""
    span = (today - first).days
    waiting, recent = min(12, families // 4), LATELY[: families // 10]
    days = [first + timedelta(days=int(span * chance.random() ** 0.7)) for _ in range(families - waiting - len(recent))]
    days += [today - timedelta(days=days_ago) for days_ago in recent]
    return sorted(days) + [today - timedelta(days=chance.randrange(3)) for _ in range(waiting)]
