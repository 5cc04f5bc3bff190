"""Meetings of the team around the family: where, when, about what, and who is invited."""

from __future__ import annotations

from datetime import date, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from .columns import At, Id, Long, OptionalAt, Short, Version, belongs_to

_AHEAD = sa.text("called_off_at IS NULL AND review_id IS NULL")


class TeamMeeting(Base):
    """One meeting: ahead until it is called off, or its review is recorded. One ahead at a time."""

    __tablename__ = "team_meetings"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "number"),
        sa.CheckConstraint("called_off_at IS NULL OR review_id IS NULL", name="held_or_called_off"),
        sa.Index("uq_team_meetings_one_ahead", "case_id", unique=True, sqlite_where=_AHEAD, postgresql_where=_AHEAD),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    number: Mapped[int]
    meets_on: Mapped[date]
    meets_at: Mapped[time] = mapped_column(sa.Time)
    place: Mapped[Short]
    agenda: Mapped[Long]
    arranged_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    arranged_at: Mapped[At]
    called_off_at: Mapped[OptionalAt]
    review_id: Mapped[int | None] = belongs_to("reviews", optional=True)
    version: Mapped[Version]

    invited: Mapped[list[MeetingPerson]] = relationship(order_by="MeetingPerson.id", cascade="all, delete-orphan")


class MeetingPerson(Base):
    """Somebody who is invited: a practitioner, someone in the family, or another person by name alone."""

    __tablename__ = "team_meeting_people"

    id: Mapped[Id]
    meeting_id: Mapped[int] = belongs_to("team_meetings")
    name: Mapped[Short]
    practitioner_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    person_id: Mapped[int | None] = belongs_to("people", optional=True, index=False)
