"""Practitioners, their teams, and the teams that managers answer for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice import clock
from ..practice.chronology import Subject
from ..practice.roles import Role
from ..practice.ways import Way
from .agency import Agency
from .columns import At, BigId, Code, Id, OptionalAt, Short, Slug, Version, belongs_to
from .event import Recorded

if TYPE_CHECKING:
    from .leave import Leave

team_managers = sa.Table(
    "team_managers",
    Base.metadata,
    sa.Column("team_id", BigId, sa.ForeignKey("teams.id"), primary_key=True),
    sa.Column("practitioner_id", BigId, sa.ForeignKey("practitioners.id"), primary_key=True, index=True),
)


class Team(Base):
    """A team of the authority, which holds cases."""

    __tablename__ = "teams"

    id: Mapped[Id]
    name: Mapped[Short] = mapped_column(unique=True)
    managers: Mapped[list[Practitioner]] = relationship(secondary=team_managers, back_populates="managed_teams")


class Practitioner(Recorded, UserMixin, Base):  # type: ignore[misc]  # flask-login has no types
    """A person who works with families here, or with the figures, or who keeps the service."""

    __tablename__ = "practitioners"
    __allow_unmapped__ = True
    subject = Subject.PRACTITIONER

    id: Mapped[Id]
    code: Mapped[Code]
    name: Mapped[Short]
    email: Mapped[Short] = mapped_column(unique=True)
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    password_expires_at: Mapped[OptionalAt]
    role: Mapped[Role] = mapped_column(Slug(Role))
    team_id: Mapped[int | None] = belongs_to("teams", optional=True)
    agency_id: Mapped[int | None] = belongs_to("agencies", optional=True)
    is_social_worker: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    second_step_at: Mapped[OptionalAt]
    """Since when signing in asks for a code, too."""
    created_at: Mapped[At]
    last_signed_in_at: Mapped[OptionalAt]
    restored_at: Mapped[OptionalAt]
    warned_unused_at: Mapped[OptionalAt]
    """When they were told that their account will be suspended because nobody uses it; signing in clears it."""
    version: Mapped[Version]

    team: Mapped[Team | None] = relationship(foreign_keys=[team_id])
    agency: Mapped[Agency | None] = relationship()
    managed_teams: Mapped[list[Team]] = relationship(secondary=team_managers, back_populates="managers")

    leaves: Mapped[list[Leave]] = relationship(
        foreign_keys="Leave.worker_id", back_populates="worker", order_by="Leave.starts_on"
    )
    covering: Mapped[list[Leave]] = relationship(
        foreign_keys="Leave.cover_id", back_populates="cover", order_by="Leave.starts_on"
    )

    token: str | None = None
    """The secret of the sign-in that this request came with; never stored."""
    sign_in_id: int | None = None
    way: Way = Way.PASSWORD
    """How they signed in, at this request."""
    opened_for_a_reason: bool = False
    """Whether some family is open to them for a reason alone, at this request."""
    glass_to_review: bool = False
    """Whether a family of theirs that somebody opened for a reason waits for their review, at this request."""
    sharing_to_look_at: bool = False
    """Whether something is shared without agreement in their teams at which no manager has looked, at this request."""
    reads_by_glass: frozenset[int] = frozenset()
    """The numbers of the families that they see at this request for that reason alone."""

    @property
    def away(self) -> Leave | None:
        """The absence that is in force today."""
        return next((leave for leave in self.leaves if leave.in_force(clock.today())), None)

    @property
    def covers(self) -> list[Leave]:
        """The absences of others for whom they cover today."""
        return [leave for leave in self.covering if leave.in_force(clock.today())]

    @property
    def must_choose_password(self) -> bool:
        """Whether the password was given by an administrator: it opens nothing but the page that changes it."""
        return self.password_expires_at is not None

    def get_id(self) -> Any:
        """What the cookie carries: the token of the sign-in, never the number of the person."""
        return self.token

    def __repr__(self) -> str:
        return f"<Practitioner {self.id}>"
