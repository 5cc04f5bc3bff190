"""Where help is hardest: a professional disagreement, families on the edge of care, children under section 17."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from ..casework import disagreements, edge_of_care, legal_bases
from ..extensions import db
from ..models import Case, Event, Person, Practitioner
from ..practice import clock, timescales
from ..practice.chronology import Subject
from ..practice.disagreements import Settled, Side
from ..practice.edge_of_care import Look, Support
from ..practice.legal_bases import Basis
from ..practice.people import FamilyRole
from ..practice.roles import Role
from ..practice.stages import Stage

REASONS = (
    "The oldest was out two nights, and the parents say that they cannot go on.",
    "The grandmother who held things together is in hospital.",
    "School and the police both say that it is getting worse, and the parents are worn out.",
)
PACKAGES = (
    ("An aunt has the children from Friday to Sunday; her fares and their meals are paid.", 64_000),
    ("Bunk beds and a term’s bus passes, so that the cousins can take the younger two.", 118_550),
)


def hardest(seed: int, today: date) -> None:
    """Let some families come to an edge in the last days. Its chance is its own: the others stay as they are."""
    chance = random.Random(f"edges {seed}")
    cases = quiet(today, Stage.ACTIVE)
    chance.shuffle(cases)
    liaison = db.session.scalar(sa.select(Practitioner).where(Practitioner.role == Role.LIAISON).limit(1))
    if liaison is None:
        return
    for number, (case, day) in enumerate(cases[:6]):
        if number < 3:
            _edge(chance, case, liaison, day)
        elif number == 3:
            _disagree(case, liaison, day)
        else:
            with _at(day):
                _in_need(case, liaison, by=_lead(case))


def _at(day: date, hour: int = 17) -> AbstractContextManager[None]:
    return clock.at(datetime.combine(day, time(hour), clock.LOCAL))


def quiet(today: date, stage: Stage) -> list[tuple[Case, date]]:
    """The cases at a stage in which nothing was written in the last days, each with a working day of the last
    fortnight from which on there was nothing: nothing is told out of its order."""
    last = (
        sa.select(sa.func.max(Event.at))
        .where(Event.subject == Subject.CASE, Event.subject_id == Case.id)
        .scalar_subquery()
    )
    query = sa.select(Case, last).where(Case.stage == stage).order_by(Case.id)
    found = []
    for case, at in db.session.execute(query):
        begins = timescales.working_days_after(max(clock.local_day(at), today - timedelta(days=14)), 1)
        if timescales.working_days_after(begins, 2) < today:
            found.append((case, begins))
    return found


def _lead(case: Case) -> Practitioner:
    if case.lead is None:
        raise ValueError("an active case has a lead")
    return case.lead


def _children(case: Case) -> Sequence[Person]:
    return [m.person for m in case.family.members if m.role is FamilyRole.CHILD and m.ends_on is None]


def _in_need(case: Case, overseer: Practitioner, *, by: Practitioner) -> None:
    legal_bases.set_basis(
        case,
        children=_children(case),
        basis=Basis.SECTION_17,
        starts_on=clock.today(),
        because="The assessment finds that they need more than early help alone can give.",
        overseer=overseer,
        by=by,
    )


def _edge(chance: random.Random, case: Case, liaison: Practitioner, day: date) -> None:
    lead, manager = _lead(case), case.team.managers[0]
    what, pence = chance.choice(PACKAGES)
    with _at(day):
        edge_of_care.flag(case, reason=chance.choice(REASONS), review_on=day + timedelta(days=7), by=lead)
        _in_need(case, liaison, by=manager)
    after = timescales.working_days_after(day, 2)
    with _at(after):
        edge_of_care.look_again(
            case,
            look=Look.PANEL,
            held_on=after,
            decided="They stay at home, with the help of the wider family.",
            review_on=after + timedelta(days=chance.choice((4, 14, 28))),
            by=manager,
        )
        edge_of_care.put_in(case, kind=Support.NETWORK, what=what, starts_on=after, cost_pence=pence, by=lead)
        if chance.random() < 0.6:
            edge_of_care.put_in(
                case, kind=Support.FAMILY_GROUP, what="The family meets on its own.", starts_on=after, by=lead
            )


def _disagree(case: Case, liaison: Practitioner, day: date) -> None:
    """Raised, not settled between the workers, and now with their managers."""
    lead, manager = _lead(case), case.team.managers[0]
    with _at(day):
        found = disagreements.raise_disagreement(
            case,
            about="Whether the children should be seen by a social worker now.",
            side=Side.SOCIAL_CARE,
            other_side=f"{liaison.name}, social care",
            our_view="The risk has grown since Easter, and the plan alone does not hold it.",
            other_view="The plan works, and another worker would unsettle the children.",
            urgent=False,
            by=lead,
        )
    after = timescales.working_days_after(day, 1)
    with _at(after):
        disagreements.record_talk(
            case,
            found,
            talked_on=after,
            who_talked=f"{lead.name} and {liaison.name}",
            decided="We both want a joint visit, and still differ about who leads.",
            result=Settled.NOT_AGREED,
            learned=None,
            holder=manager,
            read_version=found.version,
            by=lead,
        )
