"""What somebody knows, said before a meeting of the team around the family: asked for by a link, or signed in."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import clock, contributions
from ..practice.partner_views import Verified
from .agency import Agency
from .case import Case
from .columns import At, Code, Id, Long, OptionalAt, OptionalLong, OptionalShort, Short, Slug, belongs_to
from .meeting import TeamMeeting
from .practitioner import Practitioner


class Contribution(Base):
    """A question to one person of an agency before one meeting, by a day; and their answer, with how we know that it is
    theirs, and whether it came after the meeting. Who is signed in says it unasked: no question, and `asked_by` is who
    says it."""

    __tablename__ = "contributions"
    __table_args__ = (
        sa.CheckConstraint(
            "(given_at IS NULL) = (text IS NULL) AND (given_at IS NULL) = (verified IS NULL)", name="given_by_somebody"
        ),
        sa.CheckConstraint("given_at IS NOT NULL OR NOT came_after", name="came_after_if_it_came"),
        sa.Index("ix_contributions_case_id_id", "case_id", "id"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    meeting_id: Mapped[int] = belongs_to("team_meetings")
    agency_id: Mapped[int | None] = belongs_to("agencies", optional=True)
    """None: of the authority itself, which is asked by no link."""
    name: Mapped[Short]
    email: Mapped[OptionalShort]
    question: Mapped[Long]
    due_on: Mapped[date]
    asked_at: Mapped[At]
    asked_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    text: Mapped[OptionalLong]
    given_at: Mapped[OptionalAt]
    verified: Mapped[Verified | None] = mapped_column(Slug(Verified))
    came_after: Mapped[bool] = mapped_column(default=False)
    """Whether the meeting was over, or called off, when it came."""

    case: Mapped[Case] = relationship()
    meeting: Mapped[TeamMeeting] = relationship()
    agency: Mapped[Agency | None] = relationship()
    asked_by: Mapped[Practitioner] = relationship(foreign_keys=[asked_by_id])

    @property
    def who(self) -> str:
        """Whose it is: the name, and the agency where there is one."""
        return f"{self.name}, {self.agency.name}" if self.agency else self.name

    @property
    def waits(self) -> bool:
        """Whether somebody waits for it: not given, and the case is open."""
        return self.given_at is None and self.case.closed_on is None

    @property
    def would_come_after(self) -> bool:
        """Whether what is said now comes after the meeting."""
        ended = self.meeting.called_off_at is not None or self.meeting.review_id is not None
        return contributions.comes_after(self.meeting.meets_on, ended=ended, today=clock.today())

    def is_late(self, today: date) -> bool:
        """Whether it was asked for by a day that is over, and is not here."""
        return contributions.is_late(self.due_on, self.given_at is not None, today)
