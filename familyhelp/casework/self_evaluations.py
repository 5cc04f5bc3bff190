"""Looking at the offer as a whole: beginning an evaluation, giving a view of a row, finishing, what a step led to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import EvaluationView, Practitioner, SelfEvaluation
from ..practice import clock
from ..practice import self_evaluations as rules
from ..practice.chronology import EventKind
from ..practice.self_evaluations import Given, Which
from ..practice.words import N_, Changed, NotYet, Sentence, say


def begin(which: Which, *, day: date, occasion: str = "", by: Practitioner) -> SelfEvaluation:
    """Begin an evaluation as on a day, with the newest wording, which it keeps. Raises NotYet."""
    _refuse(rules.day_missing(day, clock.today()))
    evaluation = SelfEvaluation(
        which=which,
        framework_version=rules.newest(which).version,
        day=day,
        occasion=occasion.strip() or None,
        begun_by=by,
        begun_at=clock.now(),
    )
    db.session.add(evaluation)
    db.session.flush()
    evaluation.record(EventKind.EVALUATION_BEGUN, by=by, framework=which)
    return evaluation


def give_view(
    evaluation: SelfEvaluation, row_slug: str, given: Given, *, read_version: int, by: Practitioner
) -> EvaluationView:
    """Give one's own view of a row; a changed view is a new version and the old one stays. `read_version` is the
    number of one's own view that was read, 0 for none. Raises Changed, NotYet."""
    if evaluation.finished_at is not None:
        raise NotYet(rules.frozen())
    held = _own(evaluation, row_slug, by)
    if held and held.version != read_version:
        raise Changed(stored=_as_typed(evaluation, held), version=held.version, who=by.name)
    _refuse(rules.view_missing(evaluation.framework, given, clock.today(), stood=held.due_on if held else None))
    step = given.next_step.strip()
    view = EvaluationView(
        evaluation=evaluation,
        row_slug=row_slug,
        given_by=by,
        version=held.version + 1 if held else 1,
        grade=given.grade,
        evidence=given.evidence.strip(),
        next_step=step or None,
        owner=given.owner.strip() if step else None,
        due_on=given.due_on if step else None,
        given_at=clock.now(),
    )
    db.session.add(view)
    evaluation.record(EventKind.VIEW_GIVEN, by=by, row=view.row.mark, version=view.version)
    return view


def finish(evaluation: SelfEvaluation, *, summary: str, by: Practitioner) -> None:
    """Finish an evaluation: its views stay as they are from now on. Raises NotYet."""
    if evaluation.finished_at is not None:
        raise NotYet(rules.frozen())
    views = db.session.scalar(
        sa.select(sa.func.count(EvaluationView.id)).where(EvaluationView.evaluation_id == evaluation.id)
    )
    _refuse(rules.finish_missing(summary, views or 0))
    evaluation.finished_at, evaluation.finished_by, evaluation.summary = clock.now(), by, summary.strip()
    evaluation.record(EventKind.EVALUATION_FINISHED, by=by, because=summary.strip())


def report_step(evaluation: SelfEvaluation, view: EvaluationView, *, what: str, by: Practitioner) -> None:
    """Record that the next step of a view is done, also once the evaluation is finished. Raises NotYet."""
    if view.next_step is None or view.done_at is not None:
        raise NotYet(say(N_("This next step is not open any more.")))
    newest = _own(evaluation, view.row_slug, view.given_by)
    if newest is not view:
        raise NotYet(say(N_("A newer view has taken the place of this one: report its next step.")))
    if not what.strip():
        raise NotYet(say(N_("Say what was done, and what came of it."), "what"))
    view.done_at, view.done_by, view.what_was_done = clock.now(), by, what.strip()
    evaluation.record(EventKind.NEXT_STEP_DONE, by=by, because=what.strip(), row=view.row.mark)


def _own(evaluation: SelfEvaluation, row_slug: str, by: Practitioner) -> EvaluationView | None:
    """The newest view that somebody gave of a row."""
    return db.session.scalar(
        sa.select(EvaluationView)
        .where(
            EvaluationView.evaluation_id == evaluation.id,
            EvaluationView.row_slug == row_slug,
            EvaluationView.given_by_id == by.id,
        )
        .order_by(EvaluationView.version.desc())
        .limit(1)
    )


def _as_typed(evaluation: SelfEvaluation, view: EvaluationView) -> dict[str, str]:
    day = view.due_on
    return {
        N_("Where do we stand?"): evaluation.framework.grades[view.grade].label if view.grade else N_("I cannot tell"),
        "evidence": view.evidence,
        "next_step": view.next_step or "",
        "owner": view.owner or "",
        "due_on": f"{day.day} {day.month} {day.year}" if day else "",
    }


def _refuse(lacking: Iterable[Sentence]) -> None:
    found = list(lacking)
    if found:
        raise NotYet(*found)
