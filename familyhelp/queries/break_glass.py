"""Reading which families were opened for a reason: by whom, what they read, and what waits for a review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import BreakGlass, Case, Contact, Family, Look, Practitioner
from ..policy import reviewed_glass, sees_case, sees_contact, sees_family
from ..practice import clock
from ..practice.chronology import Subject
from .paging import PAGE, Page, page_by_number

MOST_LOOKS = 100


def opened_now(viewer: Practitioner, subject: Subject, number: int, family_id: int | None) -> tuple[int, bool] | None:
    """By what a family is open to somebody now for a reason, and whether they see this record of it anyway."""
    model: Any
    model, sees = {
        Subject.CASE: (Case, sees_case),
        Subject.FAMILY: (Family, sees_family),
        Subject.CONTACT: (Contact, sees_contact),
    }[subject]
    anyway = sa.select(sa.literal(1)).select_from(model).where(model.id == number, sees(viewer)).exists()
    row = db.session.execute(
        sa.select(BreakGlass.id, anyway)
        .where(
            BreakGlass.practitioner_id == viewer.id,
            BreakGlass.family_id == family_id,
            BreakGlass.ended_at.is_(None),
            BreakGlass.until > clock.now(),
        )
        .order_by(BreakGlass.id.desc())
        .limit(1)
    ).first()
    return (row[0], bool(row[1])) if row else None


def sees_all_of(viewer: Practitioner, family: Family) -> bool:
    """Whether somebody sees a family with its newest case without a reason."""
    newest = sa.select(Case.id).where(Case.family_id == family.id).order_by(Case.id.desc()).limit(1).scalar_subquery()
    sees = sa.select(sees_family(viewer)).where(Family.id == family.id).scalar_subquery()
    shut = sa.select(sa.literal(1)).select_from(Case).where(Case.id == newest, sa.not_(sees_case(viewer))).exists()
    row = db.session.execute(sa.select(sees, shut)).one()
    return bool(row[0]) and not row[1]


def page(viewer: Practitioner, after: str | None, *, waiting: bool) -> Page[BreakGlass]:
    """The openings that are a manager's to review, or that are reviewed, newest first."""
    state = BreakGlass.reviewed_at.is_(None) if waiting else BreakGlass.reviewed_at.is_not(None)
    query: sa.Select[Any] = reviewed_glass(viewer).where(state)
    people = (joinedload(BreakGlass.practitioner), joinedload(BreakGlass.reviewed_by), joinedload(BreakGlass.family))
    return page_by_number(query.options(*people), BreakGlass.id, after, size=PAGE)


def one(viewer: Practitioner, code: str | None, *, locking: bool = False) -> tuple[BreakGlass, bool] | None:
    """One opening that is a manager's to review, and whether they see the family."""
    query: sa.Select[Any] = (
        reviewed_glass(viewer)
        .join(Family, Family.id == BreakGlass.family_id)
        .add_columns(sees_family(viewer))
        .where(BreakGlass.code == code)
        .options(joinedload(BreakGlass.practitioner), joinedload(BreakGlass.reviewed_by))
    )
    row = db.session.execute(query.with_for_update(of=BreakGlass) if locking else query).first()
    return (row[0], bool(row[1])) if row else None


def looks_by(glass: BreakGlass) -> Sequence[Look]:
    """What was opened by it, newest first; at most 100."""
    query = sa.select(Look).where(Look.break_glass_id == glass.id).order_by(Look.id.desc()).limit(MOST_LOOKS)
    return db.session.scalars(query).all()
