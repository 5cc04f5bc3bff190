"""Reading how long records are kept, and what is on legal hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Family, LegalHold, Practitioner, RetentionSetting
from ..policy import sees_family
from ..practice.retention import USUAL, RecordKind, Rule
from ..practice.roles import Role
from .paging import Page, page_by_day


def rules_now() -> dict[RecordKind, Rule]:
    """The rules as they are set today; one statement."""
    newest = sa.select(sa.func.max(RetentionSetting.id)).group_by(RetentionSetting.record)
    rows = db.session.scalars(
        sa.select(RetentionSetting).where(RetentionSetting.id.in_(newest)).order_by(RetentionSetting.id)
    )
    own = {
        row.record: replace(USUAL[row.record], years=row.years, child_until=row.child_until, version=row.id)
        for row in rows
    }
    return dict(USUAL) | own


def changes(record: RecordKind | None = None) -> Sequence[RetentionSetting]:
    """The changes of one rule, or of all of them, the newest first."""
    query = sa.select(RetentionSetting).options(joinedload(RetentionSetting.set_by, innerjoin=True))
    if record is not None:
        query = query.where(RetentionSetting.record == record)
    return db.session.scalars(query.order_by(RetentionSetting.id.desc()).limit(500)).all()


# Legal holds ----------------------------------------------------------------------------------------------------


def is_held(family_id: Any) -> sa.ColumnElement[bool]:
    """The condition that a family is on legal hold."""
    return sa.exists().where(LegalHold.family_id == family_id, LegalHold.lifted_at.is_(None))


def holds_of(family: Family) -> Sequence[LegalHold]:
    """The holds on a family that are in force, the oldest first."""
    return db.session.scalars(
        sa.select(LegalHold)
        .where(LegalHold.family_id == family.id, LegalHold.lifted_at.is_(None))
        .options(joinedload(LegalHold.placed_by, innerjoin=True))
        .order_by(LegalHold.id)
    ).all()


def hold_of(family: Family, code: str | None, *, locking: bool) -> LegalHold | None:
    """One hold on a family by reference, also one that was lifted."""
    query = sa.select(LegalHold).where(LegalHold.family_id == family.id, LegalHold.code == code)
    return db.session.scalar(query.with_for_update(of=LegalHold) if locking else query)


def held_families(viewer: Practitioner, after: str | None) -> Page[LegalHold]:
    """What is on hold, what is to be looked at first in front: to an administrator all of it, to a manager the families
    that they see. One statement."""
    query = (
        sa.select(LegalHold)
        .join(Family, Family.id == LegalHold.family_id)
        .where(LegalHold.lifted_at.is_(None))
        .options(joinedload(LegalHold.family, innerjoin=True), joinedload(LegalHold.placed_by, innerjoin=True))
    )
    if viewer.role is not Role.ADMINISTRATOR:
        query = query.where(sees_family(viewer))
    return page_by_day(query, LegalHold.review_on, LegalHold.id, after)


def to_review(today: date) -> int:
    """How many holds are past the day by which somebody should have looked at them."""
    late = sa.select(sa.func.count()).where(LegalHold.lifted_at.is_(None), LegalHold.review_on < today)
    return db.session.scalar(late) or 0
