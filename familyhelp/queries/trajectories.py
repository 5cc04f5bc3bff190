"""Trajectories as pages read them: the newest plan of each measure, its versions, what people say, and actual values as
the approved reports keep them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import QuarterlyReport, ReportFigure, Trajectory, TrajectoryComment
from ..practice.periods import Period, quarter_of
from ..practice.reports import Frozen

MOST_VERSIONS, MOST_COMMENTS, MOST_QUARTERS, MOST_PLANS = 50, 50, 40, 200


def versions(measure: str) -> Sequence[Trajectory]:
    """Every version of the plan of a measure, the newest first. One statement."""
    return db.session.scalars(
        sa.select(Trajectory)
        .where(Trajectory.measure == measure)
        .options(joinedload(Trajectory.set_by, innerjoin=True))
        .order_by(Trajectory.number.desc())
        .limit(MOST_VERSIONS)
    ).all()


def newest() -> dict[str, Trajectory]:
    """The newest plan of each measure that has one. One statement."""
    latest = sa.select(Trajectory.measure, sa.func.max(Trajectory.number)).group_by(Trajectory.measure)
    query = (
        sa.select(Trajectory)
        .where(sa.tuple_(Trajectory.measure, Trajectory.number).in_(latest))
        .options(joinedload(Trajectory.set_by, innerjoin=True))
        .limit(MOST_PLANS)
    )
    return {one.measure: one for one in db.session.scalars(query)}


def planned_for(quarter: Period) -> dict[str, Fraction]:
    """What is planned for a quarter, by measure. One statement."""
    paths = {slug: plan.path for slug, plan in newest().items()}
    return {slug: path[quarter] for slug, path in paths.items() if quarter in path}


def actual(measure: str) -> dict[Period, Frozen]:
    """The values of a measure by quarter, as the approved reports keep them, the earliest first. One statement."""
    query = (
        sa.select(ReportFigure, QuarterlyReport.ends_on)
        .join(QuarterlyReport, QuarterlyReport.id == ReportFigure.report_id)
        .where(ReportFigure.measure == measure, QuarterlyReport.approved_at.is_not(None))
        .order_by(QuarterlyReport.ends_on.desc())
        .limit(MOST_QUARTERS)
    )
    found = {quarter_of(ends_on): figure.in_words() for figure, ends_on in db.session.execute(query)}
    return dict(sorted(found.items(), key=lambda pair: pair[0].first_day))


def comments(measure: str) -> Sequence[TrajectoryComment]:
    """What people said of a measure's plan, the newest first. One statement."""
    return db.session.scalars(
        sa.select(TrajectoryComment)
        .where(TrajectoryComment.measure == measure)
        .options(joinedload(TrajectoryComment.written_by, innerjoin=True))
        .order_by(TrajectoryComment.id.desc())
        .limit(MOST_COMMENTS)
    ).all()
