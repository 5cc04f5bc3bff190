"""A round of practice audits of the invented council: finished ones, one looked at twice, one under way."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from ..casework import audit_actions, audit_rounds, moderations
from ..casework import audits as deeds
from ..casework.audit_rounds import Planned
from ..casework.audits import Graded
from ..extensions import db
from ..models import Audit, Case, Event, Practitioner
from ..practice import audits as rules
from ..practice import clock
from ..practice.audits import Ending, Grade, WhichTool
from ..practice.chronology import Subject
from ..practice.roles import Role
from ..practice.sampling import Sampling
from ..queries import audit_frames

BEGAN = 9
"""How many days ago the round was drawn."""
WHY = {
    Grade.OUTSTANDING: "It is in the family’s own words, it was kept, and others could learn from it.",
    Grade.GOOD: "The record shows it, and so does what the worker says. A little of it came late.",
    Grade.REQUIRES_IMPROVEMENT: "It was begun, and then nobody came back to it. The reviews say the same thing twice.",
    Grade.INADEQUATE: "Nothing on the record shows that the children were seen alone since the plan was agreed.",
    Grade.NOT_APPLICABLE: "Nothing of the kind was to be decided yet.",
}
REFLECTIONS = (
    "I know this family well and wrote too little of it down. The visits that helped most are one line each.",
    "The school and I agreed too early that attendance was the matter. I would ask the children first now.",
    "It went well because the grandmother was there from the first day. I got stuck when she was ill.",
)


def audit_some(seed: int, today: date) -> None:
    """Let the managers audit each other’s families. Its chance is its own, so that families stay as they are."""
    chance = random.Random(f"audits {seed}")
    managers = db.session.scalars(
        sa.select(Practitioner).where(Practitioner.role == Role.MANAGER).order_by(Practitioner.id)
    ).all()
    first = today - timedelta(days=BEGAN)
    with _evening(first):
        planned = Planned("Autumn audits", first, today + timedelta(days=21), WhichTool.TEN_DOMAINS, 6, Sampling.TEAM)
        planned_round = audit_rounds.plan(planned, managers, by=managers[0])
        quiet = _quiet_since(first)
        frame = [case for case in audit_frames.frame(planned_round) if case.code in quiet]
        if len(frame) < planned.size:
            return
        audits = audit_rounds.draw(planned_round, frame, by=managers[0])
    for number, audit in enumerate(audits[:-1]):
        with _evening(first + timedelta(days=number + 1)):
            _hold(audit, chance, finish=number < len(audits) - 2)
    with _evening(today - timedelta(days=2)):
        other = next(m for m in managers if m.id != audits[0].auditor_id)
        _look_twice(audits[0], other, chance)
        _follow_up(audits[1])


@contextmanager
def _evening(day: date) -> Iterator[None]:
    with clock.at(datetime.combine(day, time(17, 5), clock.LOCAL)):
        yield


def _quiet_since(day: date) -> set[str]:
    """The cases in which nothing was recorded from a day on, so that their chronology stays in the order of time."""
    last = sa.select(sa.func.max(Event.at)).where(Event.subject == Subject.CASE, Event.subject_id == Case.id)
    before = datetime.combine(day, time(17), clock.LOCAL)
    return set(db.session.scalars(sa.select(Case.code).where(last.scalar_subquery() < before)))


def _grades(audit: Audit, chance: random.Random, slugs: Sequence[str]) -> None:
    for slug in slugs:
        weights = (1, 6, 4, 0, 0) if slug != "endings" else (0, 2, 1, 0, 4)
        given = chance.choices(list(Grade), weights)[0]
        deeds.grade(audit, slug, Graded(given, WHY[given]), offered=(), read_version=0, by=audit.auditor)


def _hold(audit: Audit, chance: random.Random, *, finish: bool) -> None:
    by = audit.auditor
    deeds.begin(audit, by=by)
    slugs = list(audit.tool.by_slug)
    _grades(audit, chance, slugs if finish else slugs[:4])
    if audit.case.lead is not None:
        deeds.reflect(audit, text=chance.choice(REFLECTIONS), read_version=0, by=audit.case.lead)
    if not finish:
        return
    deeds.write_words(
        audit,
        strengths="The worker rings when they say they will, and the family knows whom to ask.",
        family_said="“She asked what we want first. Nobody did that before.”",
        family_asked="By telephone, a parent; the children were not asked.",
        read_version=audit.version,
        by=by,
    )
    overall = rules.proposed(audit.tool, audit.graded)
    again = clock.today() + timedelta(days=90) if overall is Grade.REQUIRES_IMPROVEMENT else None
    deeds.finish(audit, Ending(overall, "", clock.today(), "", again), by=by)


def _look_twice(audit: Audit, other: Practitioner, chance: random.Random) -> None:
    second = moderations.ask_second(audit, other, by=other)
    db.session.flush()
    deeds.begin(second, by=other)
    _grades(second, chance, list(second.tool.by_slug))
    deeds.finish(second, Ending(rules.proposed(second.tool, second.graded)), by=other)
    overall = audit.overall
    because = "Both read the same reviews. The first had talked with the worker, and that decided it."
    moderations.agree(audit, second, grades=audit.graded, overall=overall, because=because, by=other)


def _follow_up(audit: Audit) -> None:
    owner = audit.case.lead
    if owner is None:
        return
    due_on = clock.today() + timedelta(days=14)
    by, what = audit.auditor, "See each child alone, and write down what they say."
    audit_actions.add(audit, what=what, owner=owner, due_on=due_on, by=by)
    done = audit_actions.add(
        audit, what="Put the agreement of both parents on the record.", owner=owner, due_on=due_on, by=by
    )
    audit_actions.report(done, what="Both signed at the last visit.", by=owner)
