"""Reading who of the home is in no assessment, outcome or action of an open case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Action, AssessmentAround, AssessmentPart, Case, Member, Outcome, Plan, Voice, among_named
from ..practice.left_out import OF_THE_HOME, OfTheHome, left_out


def of_the_home(members: Iterable[Member]) -> list[OfTheHome]:
    """The children and adults of a home, who live."""
    people = [m.person for m in members if m.role in OF_THE_HOME and m.person.died_on is None]
    return [OfTheHome(p.id, p.name, (p.forename, p.known_as or "")) for p in people]


def left_out_of_case(case: Case, members: Iterable[Member]) -> Sequence[OfTheHome]:
    """Who is in no part of the assessment, in no outcome and in no action of a case; one statement."""
    nobody = sa.literal(None, sa.BigInteger())
    part, around = AssessmentPart, AssessmentAround
    arms: list[sa.Select[*tuple[Any, ...]]] = [
        *(
            sa.select(nobody, text).where(part.case_id == case.id)
            for text in (part.working_well, part.worries, part.needs_to_happen)
        ),
        *(sa.select(nobody, text).where(around.case_id == case.id) for text in (around.who, around.more)),
        sa.select(Voice.person_id, Voice.words).where(Voice.case_id == case.id),
    ]
    newest = sa.select(sa.func.max(Plan.id)).where(Plan.case_id == case.id).scalar_subquery()
    plans: list[sa.Select[*tuple[Any, ...]]] = [
        sa.select(nobody, Outcome.words).where(Outcome.plan_id == newest),
        *(
            sa.select(nobody, text).join(Outcome, Outcome.id == Action.outcome_id).where(Outcome.plan_id == newest)
            for text in (Action.what, among_named(Action.owner_name))
        ),
    ]
    rows = db.session.execute(sa.union_all(*arms, *plans)).all()
    return left_out(of_the_home(members), [text or "" for _who, text in rows], {who for who, _text in rows if who})


def left_out_of_plan(outcomes: Iterable[Outcome], members: Iterable[Member]) -> Sequence[OfTheHome]:
    """Who is in no outcome and in no action of these; nothing more is read."""
    said = [text for o in outcomes for text in (o.words, *(t for a in o.actions for t in (a.what, a.owner_name)))]
    return left_out(of_the_home(members), said)
