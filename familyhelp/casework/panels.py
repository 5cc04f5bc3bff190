"""Bringing a step before the panel: its day, its advice, and what an answer waits for."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Panel, Practitioner, Step
from ..practice import clock, panels, timescales
from ..practice.chronology import EventKind
from ..practice.panels import Advice
from ..practice.steps import StepState
from ..practice.timescales import Due
from ..practice.words import N_, NotYet, say


def newest(step: Step) -> Panel | None:
    """The last day of the panel for a step; None where none was set."""
    return db.session.scalar(sa.select(Panel).where(Panel.step_id == step.id).order_by(Panel.id.desc()).limit(1))


def agrees(step: Step) -> None:
    """Raises NotYet where a step goes before a panel that has not agreed with it."""
    lacking = list(panels.not_ready(step, newest(step) if panels.goes_before(step) else None))
    if lacking:
        raise NotYet(*lacking)


def set_panel(case: Case, step: Step, *, meets_on: date, by: Practitioner) -> Panel:
    """Set the day on which the panel meets about a step, or another day. The step is answered after it."""
    _waits(case, step)
    last = newest(step)
    lacking = list(panels.day_missing(step, last, meets_on, clock.today()))
    if lacking:
        raise NotYet(*lacking)
    if last is not None and last.advice is None:
        last.meets_on, last.set_by_id, last.set_at = meets_on, by.id, clock.now()
    else:
        last = Panel(step_id=step.id, meets_on=meets_on, set_by_id=by.id, set_at=clock.now())
        db.session.add(last)
    step.due_on = timescales.deadline(Due.STEP_ANSWER, meets_on).on
    case.reset_clock()
    case.record(EventKind.PANEL_SET, by=by, meets_on=str(meets_on), direction=step.direction)
    return last


def record_advice(case: Case, step: Step, *, advice: Advice, present: str, because: str, by: Practitioner) -> None:
    """Record what the panel advised. Where it wants to know more, another day is set; its advice is no answer yet."""
    _waits(case, step)
    last = newest(step)
    lacking = list(panels.advice_missing(last, present, because, clock.today()))
    if lacking or last is None:
        raise NotYet(*lacking)
    last.advice, last.present, last.because = advice, present, because
    last.recorded_by, last.recorded_at = by, clock.now()
    case.record(EventKind.PANEL_ADVISED, by=by, because=because, advice=advice, direction=step.direction)


def _waits(case: Case, step: Step) -> None:
    if step.case_id != case.id:
        raise ValueError("a step of another case")
    if step.state is not StepState.PENDING:
        raise NotYet(say(N_("This step was answered or taken back: the panel has nothing to advise.")))
