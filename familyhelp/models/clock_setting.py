"""The clocks as an authority sets them: each change a row of its own, which never changes."""

from __future__ import annotations

from datetime import date, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.hours import Hours
from ..practice.timescales import Due, Own
from .columns import At, Id, Long, Slug, belongs_to
from .practitioner import Practitioner


class ClockSetting(Base):
    """One change of one clock, for whatever starts from a day on. What started before keeps the days it had."""

    __tablename__ = "clock_settings"
    __table_args__ = (
        sa.CheckConstraint("length >= 0 AND late >= length", name="late_after_due"),
        sa.Index("ix_clock_settings_due_id", "due", "id"),
    )

    id: Mapped[Id]
    due: Mapped[Due] = mapped_column(Slug(Due))
    length: Mapped[int] = mapped_column(sa.SmallInteger)
    late: Mapped[int] = mapped_column(sa.SmallInteger)
    from_on: Mapped[date]
    because: Mapped[Long]
    set_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    set_at: Mapped[At]

    set_by: Mapped[Practitioner] = relationship()

    @property
    def own(self) -> Own:
        """What the practice reads of it."""
        return Own(self.due, self.length, self.late, self.from_on)


class WorkingHours(Base):
    """From when until when the authority works, for every working day from one on; in minutes after midnight."""

    __tablename__ = "working_hours"
    __table_args__ = (sa.CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440", name="within_a_day"),)

    id: Mapped[Id]
    opens: Mapped[int] = mapped_column(sa.SmallInteger)
    closes: Mapped[int] = mapped_column(sa.SmallInteger)
    from_on: Mapped[date]
    because: Mapped[Long]
    set_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    set_at: Mapped[At]

    set_by: Mapped[Practitioner] = relationship()

    @property
    def own(self) -> Hours:
        """What the practice reads of it."""
        return Hours(time(*divmod(self.opens, 60)), time(*divmod(self.closes, 60)), self.from_on)
