"""Supervision of the invented workers: this month's of most, last month's of one, and a group that thought together."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from ..casework import group_supervision as groups
from ..casework import supervision as deeds
from ..extensions import db
from ..models import Case, Practitioner
from ..practice import clock
from ..practice.roles import Role
from ..practice.stages import Stage

DECISIONS = (
    "Go on as planned. See the youngest child alone before the next review.",
    "Two outcomes move and one stands still: ask the family whether it is still the one they want.",
    "Ring the school this week, and tell the parents what it says.",
    "The grandmother carries a lot. Offer a family meeting again, at a time that suits her work.",
)
QUESTION = "How do we hear a child who does not speak to us?"
LEARNED = "Draw or play first and ask afterwards. What a child shows us is written in the notes as it was shown."
TOGETHER = 4
"""Families that are talked about in one supervision."""


def hold_supervision(seed: int, today: date) -> None:
    """Let each manager supervise who leads families of their teams. Its chance is its own, so that families stay as
    they are."""
    chance = random.Random(f"supervision {seed}")
    managers = db.session.scalars(
        sa.select(Practitioner).where(Practitioner.role == Role.MANAGER).order_by(Practitioner.id)
    ).all()
    # What is said of a day that has passed is written down this morning: a chronology never runs backwards.
    with clock.at(datetime.combine(today, time(8), clock.LOCAL)):
        for manager in managers:
            led = _led(manager)
            workers = sorted(led, key=lambda worker: worker.id)
            for number, worker in enumerate(workers[:4]):
                held_on = today - timedelta(days=40 if number == 3 else 7 + number)
                _supervise(worker, led[worker], manager, held_on, chance)
            if len(workers) >= 2:
                _think_together(workers[:3], manager, today - timedelta(days=3))


def _led(manager: Practitioner) -> dict[Practitioner, list[Case]]:
    """The open families of a manager's teams, by who leads them."""
    teams = [team.id for team in manager.managed_teams]
    cases = db.session.scalars(
        sa.select(Case)
        .where(Case.team_id.in_(teams), Case.closed_on.is_(None), Case.lead_id.is_not(None))
        .where(Case.lead_id != manager.id, Case.stage != Stage.STATUTORY)
        .order_by(Case.id)
    )
    led: dict[Practitioner, list[Case]] = {}
    for case in cases:
        if case.lead and case.lead.is_active and not case.family.restricted:
            led.setdefault(case.lead, []).append(case)
    return led


def _supervise(
    worker: Practitioner, cases: Sequence[Case], manager: Practitioner, held_on: date, chance: random.Random
) -> None:
    there = [case for case in cases if case.allocated_on and case.allocated_on <= held_on]
    if not there:
        return
    held = deeds.begin(worker, held_on=held_on, by=manager)
    for case in there[:TOGETHER]:
        deeds.discuss(held, case, decision=chance.choice(DECISIONS), restricted=False, by=manager)
    deeds.write_private_words(
        held,
        wellbeing="Tired after three hard weeks, and glad of the new colleague.",
        development="Wants to learn more about work with fathers.",
        read_version=held.version,
        by=manager,
    )
    deeds.finish(held, held=len(there), by=manager)


def _think_together(workers: Sequence[Practitioner], manager: Practitioner, held_on: date) -> None:
    group = groups.begin(workers, held_on=held_on, question=QUESTION, by=manager)
    groups.write_learned(group, learned=LEARNED, read_version=group.version, by=manager)
    groups.finish(group, by=manager)
