"""Who takes which part in a case, from when to when."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from ..extensions import Base
from ..practice.roles import Part
from .columns import Id, OptionalLong, Slug, belongs_to
from .handover import Handover
from .note import FollowUp
from .practitioner import Practitioner


class Lead(Base):
    """One practitioner's dated part in one case: leading it, or contributing to it."""

    __tablename__ = "leads"
    __table_args__ = (
        sa.Index(
            "uq_leads_one_leader",
            "case_id",
            unique=True,
            sqlite_where=sa.text("ends_on IS NULL AND part <> 'contributor'"),
            postgresql_where=sa.text("ends_on IS NULL AND part <> 'contributor'"),
        ),
        sa.Index(
            "ix_leads_practitioner_id_case_id",
            "practitioner_id",
            "case_id",
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        ),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases")
    practitioner_id: Mapped[int] = belongs_to("practitioners", index=False)
    part: Mapped[Part] = mapped_column(Slug(Part))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    because: Mapped[OptionalLong]
    supports: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Whether this contributor is the named worker of the authority who supports a partner in leading."""

    practitioner: Mapped[Practitioner] = relationship()
    handover: Mapped[Handover | None] = relationship(uselist=False)
    follow_ups: Mapped[list[FollowUp]] = relationship(
        primaryjoin=lambda: sa.and_(
            FollowUp.case_id == Lead.case_id,
            foreign(FollowUp.held_by_id) == Lead.practitioner_id,
            FollowUp.answered_at.is_(None),
        ),
        order_by="FollowUp.due_on, FollowUp.id",
        viewonly=True,
    )
    """What this person was asked in this case and has not answered."""
