"""With which agency what is shared of a case, for what, on which basis; and with which it is not."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.sharing import LawfulBasis, SharedFor
from .agency import Agency
from .case import Case
from .columns import At, Code, Id, OptionalAt, OptionalLong, Slug, belongs_to
from .practitioner import Practitioner

TO_LOOK_AT = sa.text("looked_at IS NULL AND basis <> 'agreement'")


class Sharing(Base):
    """One decision to share with one agency for one purpose; without a purpose, that nothing is shared with it (an
    exclusion). It ends by its last day or by being withdrawn, and never changes otherwise."""

    __tablename__ = "sharings"
    __table_args__ = (
        sa.CheckConstraint("withdrawn_on IS NULL OR withdrawn_because IS NOT NULL", name="withdrawn_with_reason"),
        sa.CheckConstraint("(purpose IS NULL) = (basis IS NULL)", name="shared_on_a_basis"),
        sa.CheckConstraint("basis = 'agreement' OR because IS NOT NULL", name="without_agreement_with_reason"),
        sa.CheckConstraint("family_told OR not_told_because IS NOT NULL", name="not_told_with_reason"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
        sa.CheckConstraint("(looked_at IS NULL) = (looked_by_id IS NULL)", name="looked_at_by_somebody"),
        sa.Index("ix_sharings_case_id_agency_id", "case_id", "agency_id"),
        sa.Index("ix_sharings_to_look_at", "id", sqlite_where=TO_LOOK_AT, postgresql_where=TO_LOOK_AT),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    agency_id: Mapped[int] = belongs_to("agencies")
    purpose: Mapped[SharedFor | None] = mapped_column(Slug(SharedFor))
    """None: the family does not want anything shared with this agency."""
    what: Mapped[OptionalLong]
    basis: Mapped[LawfulBasis | None] = mapped_column(Slug(LawfulBasis))
    because: Mapped[OptionalLong]
    family_told: Mapped[bool] = mapped_column(default=True)
    not_told_because: Mapped[OptionalLong]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """The last day on which it stands."""
    withdrawn_on: Mapped[date | None]
    withdrawn_because: Mapped[OptionalLong]
    withdrawn_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    recorded_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    """None for those that were taken over from the parts that stood when these records began."""
    recorded_at: Mapped[At]
    looked_at: Mapped[OptionalAt]
    looked_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    """The manager who looked at sharing without the family's agreement."""
    looked_words: Mapped[OptionalLong]
    end_told_at: Mapped[OptionalAt]
    """When whoever leads and the managers were told that its last day is over."""

    case: Mapped[Case] = relationship()
    agency: Mapped[Agency] = relationship()
    recorded_by: Mapped[Practitioner | None] = relationship(foreign_keys=[recorded_by_id])
    withdrawn_by: Mapped[Practitioner | None] = relationship(foreign_keys=[withdrawn_by_id])
    looked_by: Mapped[Practitioner | None] = relationship(foreign_keys=[looked_by_id])

    @property
    def needs_a_look(self) -> bool:
        """Whether it is shared without the family's agreement and no manager has looked at it."""
        return self.basis not in (None, LawfulBasis.AGREEMENT) and self.looked_at is None

    def stands(self, today: date) -> bool:
        """Whether it was not withdrawn and its last day is not over. The agreement of the family is asked elsewhere."""
        return self.withdrawn_on is None and (self.ends_on is None or self.ends_on >= today)
