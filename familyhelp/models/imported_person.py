"""People who were taken over from a file."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from .columns import At, Id, belongs_to


class ImportedPerson(Base):
    """One row of a file that was taken over: nobody comes in twice, and an import that was cut short goes on."""

    __tablename__ = "imported_people"
    __table_args__ = (
        sa.UniqueConstraint("source", "reference"),
        sa.Index("ix_imported_people_source_family_key", "source", "family_key"),
    )

    id: Mapped[Id]
    source: Mapped[str] = mapped_column(sa.String(60))
    reference: Mapped[str] = mapped_column(sa.String(60))
    family_key: Mapped[str] = mapped_column(sa.String(60))
    family_id: Mapped[int] = belongs_to("families", index=False)
    person_id: Mapped[int] = belongs_to("people")
    imported_at: Mapped[At]
