"""Signed links for families and for people outside, and what they said by them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.links import AnswerKind, Purpose, ReadingAge
from .case import Case
from .columns import (
    At,
    BigId,
    Code,
    Id,
    Moment,
    OptionalAt,
    OptionalLong,
    OptionalShort,
    Short,
    Slug,
    belongs_to,
)
from .contribution import Contribution
from .event import Recorded
from .partner_view import PartnerView
from .person import Person
from .plan import Action, Plan
from .practitioner import Practitioner
from .step import Step


class Link(Base):
    """A link that opens one page, with a code that was told another way. Of both only a digest is kept."""

    __tablename__ = "links"
    __table_args__ = (
        sa.CheckConstraint("(purpose = 'action') = (action_id IS NOT NULL)", name="for_its_action"),
        sa.CheckConstraint(
            "(purpose IN ('family_page', 'afterwards')) = (reading_age IS NOT NULL)", name="read_by_an_age"
        ),
        sa.CheckConstraint(
            "(purpose = 'step') = (step_id IS NOT NULL) AND (step_id IS NULL) = (liaison_id IS NULL)",
            name="for_its_step",
        ),
        sa.CheckConstraint(
            "(purpose = 'view') = (view_id IS NOT NULL) AND (view_id IS NULL) = (case_id IS NOT NULL)",
            name="for_its_view",
        ),
        sa.CheckConstraint("(purpose = 'contribution') = (contribution_id IS NOT NULL)", name="for_its_contribution"),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name="few_tries"),
        sa.CheckConstraint(
            "revoked_at IS NULL OR (revoked_by_id IS NOT NULL AND revoked_because IS NOT NULL)",
            name="revoked_by_somebody",
        ),
        sa.Index("ix_links_case_id_id", "case_id", "id"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    purpose: Mapped[Purpose] = mapped_column(Slug(Purpose))
    case_id: Mapped[int | None] = belongs_to("cases", optional=True, index=False)
    """None for a view alone, which is about a request for help and no case."""
    view_id: Mapped[int | None] = belongs_to("partner_views", optional=True)
    contribution_id: Mapped[int | None] = belongs_to("contributions", optional=True)
    action_id: Mapped[int | None] = belongs_to("actions", optional=True)
    person_id: Mapped[int | None] = belongs_to("people", optional=True)
    step_id: Mapped[int | None] = belongs_to("steps", optional=True)
    liaison_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    """Who of social care answers the step: the link and its code stand for them alone."""
    recipient: Mapped[Short]
    email: Mapped[OptionalShort]
    reading_age: Mapped[ReadingAge | None] = mapped_column(Slug(ReadingAge))
    restricted: Mapped[bool] = mapped_column(default=False)
    """Whether the family was restricted when the link was made."""
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    code_hash: Mapped[str | None] = mapped_column(sa.String(200))
    tries: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    opened_with: Mapped[str | None] = mapped_column(sa.String(64))
    """The submission key of the last visit, so that one visit is counted once."""
    made_at: Mapped[At]
    made_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    last_opened_at: Mapped[OptionalAt]
    done_at: Mapped[OptionalAt]
    revoked_at: Mapped[OptionalAt]
    revoked_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    revoked_because: Mapped[OptionalLong]

    # Pages of a view never ask for the case; to all others it is there, as the rule of the table says.
    case: Mapped[Case] = relationship()
    view: Mapped[PartnerView | None] = relationship()
    contribution: Mapped[Contribution | None] = relationship()
    person: Mapped[Person | None] = relationship()
    action: Mapped[Action | None] = relationship()
    step: Mapped[Step | None] = relationship()
    liaison: Mapped[Practitioner | None] = relationship(foreign_keys=[liaison_id])
    made_by: Mapped[Practitioner] = relationship(foreign_keys=[made_by_id])

    @property
    def about(self) -> Recorded:
        """The record in whose chronology it stands what happens to this link."""
        return self.view.contact if self.view is not None else self.case

    @property
    def asked(self) -> PartnerView | Contribution | None:
        """What somebody of an agency is asked by this link, if that is what it is for."""
        return self.view or self.contribution


class Answer(Base):
    """What somebody said, by a link, mostly to one version of the plan, or as feedback; and what was done about it."""

    __tablename__ = "answers"
    __table_args__ = (
        sa.UniqueConstraint("link_id", "submission"),
        sa.CheckConstraint("(link_id IS NULL) = (submission IS NULL)", name="by_a_link"),
        sa.CheckConstraint(
            "seen_at IS NULL OR (seen_by_id IS NOT NULL AND done_about IS NOT NULL)", name="seen_by_somebody"
        ),
        sa.Index("ix_answers_case_id_id", "case_id", "id"),
        sa.Index(
            "ix_answers_waiting",
            "case_id",
            sqlite_where=sa.text("waits AND seen_at IS NULL"),
            postgresql_where=sa.text("waits AND seen_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    link_id: Mapped[int | None] = belongs_to("links", optional=True, index=False)
    """None for what came on paper or was said in a meeting."""
    case_id: Mapped[int] = belongs_to("cases", index=False)
    plan_id: Mapped[int | None] = belongs_to("plans", optional=True)
    action_id: Mapped[int | None] = belongs_to("actions", optional=True)
    who: Mapped[Short]
    kind: Mapped[AnswerKind] = mapped_column(Slug(AnswerKind))
    text: Mapped[OptionalLong]
    waits: Mapped[bool] = mapped_column(default=False)
    submission: Mapped[str | None] = mapped_column(sa.String(64))
    given_at: Mapped[At]
    seen_at: Mapped[OptionalAt]
    seen_by_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("practitioners.id"))
    done_about: Mapped[OptionalLong]

    case: Mapped[Case] = relationship()
    plan: Mapped[Plan | None] = relationship()
    action: Mapped[Action | None] = relationship()
    seen_by: Mapped[Practitioner | None] = relationship()
