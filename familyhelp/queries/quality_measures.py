"""Counting the quality of practice: audits, how far auditors agree, actions, and supervision in time."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..models import Audit, AuditAction, Supervision
from ..practice.audits import Grade
from ..practice.scorecard import SUPERVISION_DAYS
from .measure_rows import TODAY, Row, count_if, has_day, has_moment, row
from .times import days_between, local_day


def quality_rows() -> Sequence[Row]:
    """A row for each measure of quality, all in the one shape."""
    return [_audits_done(), _audits_good(), _audits_agreed(), _actions_in_time(), _supervised_in_time()]


def _audits_done() -> Row:
    """Of the audits that a round drew, those that are finished."""
    done = Audit.finished_at.is_not(None)
    return row("audits_done", 0, count_if(done), sa.func.count()).where(
        Audit.round_id.is_not(None), Audit.moderates_id.is_(None), has_day(Audit.due_on), done | (Audit.due_on < TODAY)
    )


def _audits_good() -> Row:
    """Of the first looks that were finished, those that came to good or better."""
    good = Audit.overall.in_([Grade.OUTSTANDING, Grade.GOOD])
    return row("audits_good", 0, count_if(good), sa.func.count()).where(
        Audit.moderates_id.is_(None), has_moment(Audit.finished_at)
    )


def _audits_agreed() -> Row:
    """Of the second looks, held blind, those that came to the grade of the first."""
    first = aliased(Audit)
    return (
        row("audits_agreed", 0, count_if(first.overall == Audit.overall), sa.func.count())
        .select_from(Audit)
        .join(first, first.id == Audit.moderates_id)
        .where(first.finished_at.is_not(None), has_moment(Audit.finished_at))
    )


def _actions_in_time() -> Row:
    """Of the actions that were due, those that somebody had closed by then."""
    in_time = AuditAction.closed_at.is_not(None) & (local_day(AuditAction.closed_at) <= AuditAction.due_on)
    return row("audit_actions", 0, count_if(in_time), sa.func.count()).where(
        has_day(AuditAction.due_on), in_time | (AuditAction.due_on < TODAY)
    )


def _supervised_in_time() -> Row:
    """Of the supervisions that had one before them, those that came soon enough after it."""
    before = aliased(Supervision)
    last = (
        sa.select(sa.func.max(before.held_on))
        .where(
            before.worker_id == Supervision.worker_id,
            before.finished_at.is_not(None),
            before.held_on < Supervision.held_on,
        )
        .correlate(Supervision)
        .scalar_subquery()
    )
    held = (
        sa.select(Supervision.held_on, last.label("last"))
        .where(Supervision.finished_at.is_not(None), has_day(Supervision.held_on))
        .subquery()
    )
    soon = days_between(held.c.last, held.c.held_on) <= SUPERVISION_DAYS
    return row("supervised", 0, count_if(soon), sa.func.count()).where(held.c.last.is_not(None))
