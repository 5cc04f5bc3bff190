"""What a level of need is called here: each change a row of its own, which never changes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.levels import Colour, OwnLevel
from ..practice.triage import Level
from .columns import At, Id, Long, OptionalLong, Short, Slug, belongs_to
from .practitioner import Practitioner


class LevelSetting(Base):
    """From a moment on, one level has this name, colour, meaning and signs."""

    __tablename__ = "level_settings"
    __table_args__ = (sa.Index("ix_level_settings_level_id", "level", "id"),)

    id: Mapped[Id]
    level: Mapped[Level] = mapped_column(Slug(Level))
    name: Mapped[Short]
    colour: Mapped[Colour] = mapped_column(Slug(Colour))
    means: Mapped[Long]
    signs: Mapped[OptionalLong]
    because: Mapped[Long]
    set_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    set_at: Mapped[At]

    set_by: Mapped[Practitioner] = relationship()

    @property
    def own(self) -> OwnLevel:
        """It, in the words of the practice."""
        return OwnLevel(self.level.value, self.name, self.colour, self.means, self.signs or "")
