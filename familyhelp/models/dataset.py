"""Datasets: the files that published figures came from."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.chronology import Subject
from .columns import At, Id, OptionalAt, Short, belongs_to
from .event import Recorded
from .practitioner import Practitioner


class Dataset(Recorded, Base):
    """One edition of a publication, as one file. A newer edition takes its place as a whole; it stays readable."""

    __tablename__ = "datasets"
    __table_args__ = (
        sa.Index(
            "uq_datasets_in_force",
            "publication",
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        ),
    )
    subject = Subject.DATASET

    id: Mapped[Id]
    publication: Mapped[str] = mapped_column(sa.String(40))
    file_name: Mapped[Short]
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    rows: Mapped[int]
    first_year: Mapped[int | None]
    last_year: Mapped[int | None]
    imported_at: Mapped[At]
    imported_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    superseded_at: Mapped[OptionalAt]

    imported_by: Mapped[Practitioner | None] = relationship()
