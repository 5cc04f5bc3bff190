"""Two self-evaluations of the invented council: one that was finished a year ago, and one that is open."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from ..casework import self_evaluations as deeds
from ..extensions import db
from ..models import Practitioner, SelfEvaluation
from ..practice import clock
from ..practice.roles import Role
from ..practice.self_evaluations import Given, Which

EVIDENCE = (
    "It is in the yearly plan, and the board asks about it each quarter.",
    "Two of our partners say so; the others have not been asked.",
    "The last audit found it in most of the plans it read.",
    "Families told us at the summer event. We wrote it down, and have not answered yet.",
)
STEPS = (
    ("Ask every school what it hears from us.", "Marcus Vale"),
    ("Show the board one family’s journey, with nothing that tells whose.", "Ada Price"),
    ("Agree with health visitors who keeps the list.", "Moira Keane"),
)


def look_at_the_offer(seed: int, today: date) -> None:
    """Let managers and the analyst look at the offer. Its chance is its own, so that families stay as they are."""
    chance = random.Random(f"self-evaluations {seed}")
    people = db.session.scalars(
        sa.select(Practitioner).where(Practitioner.role.in_((Role.MANAGER, Role.ANALYST))).order_by(Practitioner.id)
    ).all()
    for ago, better in ((365, 0), (14, 1)):
        day = today - timedelta(days=ago)
        with clock.at(datetime.combine(day, time(10), clock.LOCAL)):
            one = deeds.begin(Which.ENABLERS, day=day, occasion="Partnership board", by=people[-1])
            _say(one, people[: len(people) - better], better, chance, day)
            if ago > 100:
                deeds.finish(
                    one, summary="We are clear about the direction. Partners are not with us yet.", by=people[0]
                )


def _say(one: SelfEvaluation, people: Sequence[Practitioner], better: int, chance: random.Random, day: date) -> None:
    grades = list(one.framework.grades)
    for number, slug in enumerate(one.framework.rows):
        for by in people:
            if chance.random() < 0.15:
                continue
            grade = grades[min(3, number % 2 + better + chance.randrange(2))] if chance.random() > 0.1 else None
            step, owner = chance.choice(STEPS) if better and chance.random() < 0.2 else ("", "")
            due_on = day + timedelta(days=chance.randrange(5, 90)) if step else None
            given = Given(grade, chance.choice(EVIDENCE), step, owner, due_on)
            deeds.give_view(one, slug, given, read_version=0, by=by)
