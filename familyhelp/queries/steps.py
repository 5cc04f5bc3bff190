"""Reading steps: those that wait for an answer, and what whoever answers needs to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from ..extensions import db
from ..models import Case, Contact, Event, Family, Member, Outcome, Panel, Practitioner, Review, Step
from ..policy import as_viewer, sees_case, somebody
from ..practice import panels
from ..practice.distance import ScoreFacts
from ..practice.references import read_code, write_code
from ..practice.roles import Role
from ..practice.stages import Direction
from ..practice.steps import RECEIVED_BY, StepState
from .cases import chronology, fill_plans, members_of
from .paging import PAGE, Page, by_day, nearest, read_key, start_after, write_key
from .scored import latest_scores


@dataclass(frozen=True)
class WaitingStep:
    """One line of the list of steps that wait: what, for whom, since when, until when."""

    case: str
    step: str
    family: str
    direction: Direction
    immediate: bool
    due_on: date
    answer_by: datetime | None
    receive_by: datetime | None
    received_at: datetime | None
    asked_by: str
    lead: str | None


def waiting(viewer: Practitioner, after: str | None, *, size: int = PAGE) -> Page[WaitingStep]:
    """The steps that wait for a person's answer, the immediate ones first, then by the day they are due (so that
    the late ones lead). A key is `i_2026-03-02_15` among the immediate ones and `p_...` among the planned."""
    direction = RECEIVED_BY.get(viewer.role)
    if direction is None:
        return Page([], None)
    kind, _, rest = (after or "").partition("_")
    key = read_key(rest) if kind in ("i", "p") else None
    values = as_viewer(viewer) | start_after(key)
    rows = db.session.execute(_waiting(viewer.role, direction, kind if key else "", size), values).all()
    found = [
        WaitingStep(
            write_code(r.code),
            write_code(r.step),
            r.family,
            direction,
            r.immediate,
            r.due_on,
            r.answer_by,
            r.receive_by,
            r.received_at,
            r.asked_by,
            r.lead,
        )
        for r in rows[:size]
    ]
    if len(rows) <= size:
        return Page(found, None)
    last = rows[size - 1]
    return Page(found, f"{'i' if last.immediate else 'p'}_{write_key(last.due_on, last.id)}")


@cache
def _waiting(role: Role, direction: Direction, after: str, size: int) -> Any:
    """The page's statement: the immediate steps and the planned ones are found apart, each by its index. It starts
    after a key among the immediate ones (`i`) or the planned (`p`)."""
    arms = [_waiting_arm(role, direction, False, after == "p", size)]
    if after != "p":
        arms.append(_waiting_arm(role, direction, True, after == "i", size))
    found = nearest(arms)
    asker, lead = sa.orm.aliased(Practitioner), sa.orm.aliased(Practitioner)
    return (
        sa.select(
            Step.id,
            Step.code.label("step"),
            Step.immediate,
            Step.due_on,
            Step.answer_by,
            Step.receive_by,
            Step.received_at,
            Case.code,
            Family.name.label("family"),
            asker.name.label("asked_by"),
            lead.name.label("lead"),
        )
        .join(found, found.c.id == Step.id)
        .join(Case, Case.id == Step.case_id)
        .join(Family, Family.id == Case.family_id)
        .join(asker, asker.id == Step.asked_by_id)
        .outerjoin(lead, lead.id == Case.lead_id)
        .order_by(Step.immediate.desc(), Step.due_on, Step.id)
        .limit(size + 1)
    )


def _waiting_arm(role: Role, direction: Direction, immediate: bool, goes_on: bool, size: int) -> Any:
    query = (
        sa.select(Step.id)
        .join(Case, Case.id == Step.case_id)
        .where(Step.state == StepState.PENDING, Step.direction == direction, Step.immediate == sa.literal(immediate))
        .where(sees_case(somebody(role)))
    )
    return by_day(query, Step.due_on, Step.id, goes_on, False, size)


def steps_of(case: Case, most: int = PAGE) -> Sequence[Step]:
    """A case's steps, newest first, at most 25."""
    return db.session.scalars(
        sa.select(Step)
        .where(Step.case_id == case.id)
        .options(joinedload(Step.asked_by), joinedload(Step.decided_by))
        .order_by(Step.id.desc())
        .limit(most)
    ).all()


def step_of(case: Case, text: str) -> Step | None:
    """One step of a case by its reference; None where there is none. All of them come along, since whoever reads one
    asks whether it is the one that waits."""
    people = (Step.asked_by, Step.decided_by, Step.received_by)
    query = sa.select(Step).where(Step.case_id == case.id).options(*(joinedload(person) for person in people))
    steps = db.session.scalars(query.order_by(Step.id)).all()
    set_committed_value(case, "steps", steps)
    code = read_code(text)
    return next((step for step in steps if step.code == code), None)


def who_can_answer(most: int = 200) -> Sequence[Practitioner]:
    """The people of statutory social care who can answer a step-up, by name; at most 200."""
    query = sa.select(Practitioner).where(Practitioner.role == Role.LIAISON, Practitioner.is_active)
    return db.session.scalars(query.order_by(Practitioner.name, Practitioner.id).limit(most)).all()


def panel_of(step: Step) -> Panel | None:
    """The last day of the panel for a step, with who recorded its advice; nothing is asked where no panel is."""
    if not panels.goes_before(step):
        return None
    query = sa.select(Panel).where(Panel.step_id == step.id).options(joinedload(Panel.recorded_by))
    return db.session.scalar(query.order_by(Panel.id.desc()).limit(1))


@dataclass(frozen=True)
class Packet:
    """What the record already says and a step carries over: who, the plan, how it goes, what came last."""

    members: Sequence[Member]
    outcomes: Sequence[Outcome]
    latest_scores: Mapping[int, ScoreFacts]
    contact: Contact | None
    last_review: Review | None
    last_event: Event | None


def packet(viewer: Practitioner, case: Case) -> Packet:
    """Everything that a step carries over, as far as a person may read it, in a fixed number of statements."""
    fill_plans(case)
    contact = db.session.get(Contact, case.contact_id) if case.contact_id else None
    set_committed_value(case, "contact", contact)
    review = sa.select(Review).where(Review.case_id == case.id).order_by(Review.number.desc()).limit(1)
    return Packet(
        members_of(case.family_id),
        case.agreed_outcomes,
        latest_scores(case),
        contact,
        db.session.scalar(review),
        next(iter(chronology(viewer, case, None, size=1).rows), None),
    )
