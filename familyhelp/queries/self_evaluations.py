"""Self-evaluations as pages read them: the list, the spread of views on each row, the views themselves, the next
steps that are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ..extensions import db
from ..models import EvaluationView, Event, Practitioner, SelfEvaluation
from ..policy import visible_self_evaluations
from ..practice.chronology import Subject
from ..practice.self_evaluations import Spread, spread
from .paging import PAGE, Page, page_by_day

MOST_VERSIONS = 200
"""More versions of the views of one row than a page holds."""
MOST_EVENTS = 20
FIRST_STEPS = 10

_newer = aliased(EvaluationView)
_LATEST = ~sa.exists().where(
    _newer.evaluation_id == EvaluationView.evaluation_id,
    _newer.row_slug == EvaluationView.row_slug,
    _newer.given_by_id == EvaluationView.given_by_id,
    _newer.version > EvaluationView.version,
)
"""A view is the latest of its person on its row: that one counts."""


def evaluations(viewer: Practitioner, after: str | None) -> Page[SelfEvaluation]:
    """A page of evaluations, the newest day first. One statement."""
    query = visible_self_evaluations(viewer).options(joinedload(SelfEvaluation.begun_by))
    return page_by_day(query, SelfEvaluation.day, SelfEvaluation.id, after, newest_first=True)


def last_before(evaluation: SelfEvaluation, viewer: Practitioner) -> SelfEvaluation | None:
    """The last finished evaluation against the same framework before this one."""
    return db.session.scalar(
        visible_self_evaluations(viewer)
        .where(
            SelfEvaluation.which == evaluation.which,
            SelfEvaluation.finished_at.is_not(None),
            sa.tuple_(SelfEvaluation.day, SelfEvaluation.id) < sa.tuple_(sa.literal(evaluation.day), evaluation.id),
        )
        .order_by(SelfEvaluation.day.desc(), SelfEvaluation.id.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class Views:
    """The spread of the views on every row that somebody said something about, and how many said something."""

    by_row: Mapping[str, Spread]
    people: int


def views_of(*asked: SelfEvaluation) -> dict[int, Views]:
    """The views of some evaluations, counted row by row from the latest of each person. Two statements."""
    ids = [evaluation.id for evaluation in asked]
    view = EvaluationView
    said: dict[int, dict[str, dict[str | None, int]]] = defaultdict(lambda: defaultdict(dict))
    count = (
        sa.select(view.evaluation_id, view.row_slug, view.grade, sa.func.count())
        .where(view.evaluation_id.in_(ids), _LATEST)
        .group_by(view.evaluation_id, view.row_slug, view.grade)
    )
    for number, row_slug, grade, how_many in db.session.execute(count):
        said[number][row_slug][grade] = how_many
    people = (
        sa.select(view.evaluation_id, sa.func.count(view.given_by_id.distinct()))
        .where(view.evaluation_id.in_(ids))
        .group_by(view.evaluation_id)
    )
    known: dict[int, int] = {row[0]: row[1] for row in db.session.execute(people)}
    return {
        one.id: Views(
            {slug: spread(one.framework.scale, counts) for slug, counts in said[one.id].items()}, known.get(one.id, 0)
        )
        for one in asked
    }


def rows_given(evaluation: SelfEvaluation, by: Practitioner) -> set[str]:
    """The rows that somebody has given a view of."""
    query = (
        sa.select(EvaluationView.row_slug)
        .distinct()
        .where(EvaluationView.evaluation_id == evaluation.id, EvaluationView.given_by_id == by.id)
    )
    return set(db.session.scalars(query))


def views_on(evaluation: SelfEvaluation, row_slug: str) -> list[list[EvaluationView]]:
    """What people said about a row: for each person every version, the latest first; people in the order of their
    names. One statement, at most two hundred versions, of which the latest ones come first."""
    query = (
        sa.select(EvaluationView)
        .join(EvaluationView.given_by)
        .where(EvaluationView.evaluation_id == evaluation.id, EvaluationView.row_slug == row_slug)
        .options(contains_eager(EvaluationView.given_by), joinedload(EvaluationView.done_by))
        .order_by(sa.case((_LATEST, 0), else_=1), EvaluationView.id.desc())
        .limit(MOST_VERSIONS)
    )
    by_person: dict[int, list[EvaluationView]] = defaultdict(list)
    for view in db.session.scalars(query):
        by_person[view.given_by_id].append(view)
    return sorted(by_person.values(), key=lambda versions: (versions[0].given_by.name, versions[0].given_by_id))


def view_of(evaluation: SelfEvaluation, code: str) -> EvaluationView | None:
    """A view of an evaluation by its reference."""
    return db.session.scalar(
        sa.select(EvaluationView)
        .where(EvaluationView.evaluation_id == evaluation.id, EvaluationView.code == code)
        .options(joinedload(EvaluationView.given_by, innerjoin=True))
    )


def _open_steps(viewer: Practitioner) -> sa.Select[EvaluationView]:
    seen = visible_self_evaluations(viewer).with_only_columns(SelfEvaluation.id)
    return (
        sa.select(EvaluationView)
        .where(
            EvaluationView.next_step.is_not(None),
            EvaluationView.done_at.is_(None),
            EvaluationView.evaluation_id.in_(seen),
            _LATEST,
        )
        .options(joinedload(EvaluationView.evaluation, innerjoin=True))
    )


def open_steps(viewer: Practitioner, after: str | None) -> Page[EvaluationView]:
    """A page of the next steps that are open, of every evaluation: the latest first, by their day. One statement."""
    return page_by_day(_open_steps(viewer), EvaluationView.due_on, EvaluationView.id, after, size=PAGE)


def steps_of(evaluation: SelfEvaluation, viewer: Practitioner) -> Sequence[EvaluationView]:
    """The first next steps of one evaluation that are open, with one more where there are more."""
    return db.session.scalars(
        _open_steps(viewer)
        .where(EvaluationView.evaluation_id == evaluation.id)
        .order_by(EvaluationView.due_on, EvaluationView.id)
        .limit(FIRST_STEPS + 1)
    ).all()


def events_of(evaluation: SelfEvaluation) -> Sequence[Event]:
    """What was done to an evaluation last, newest first."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.subject == Subject.SELF_EVALUATION, Event.subject_id == evaluation.id)
        .options(joinedload(Event.by))
        .order_by(Event.number.desc())
        .limit(MOST_EVENTS)
    ).all()
