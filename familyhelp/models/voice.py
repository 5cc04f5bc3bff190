"""Voices in an assessment, the people around the family, offers of an advocate, and sharing it with the family."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.assessing import Advocacy, FamilyAnswer, Heard, Shared, Topic
from ..practice.domains import Headline
from .columns import At, Id, Long, OptionalAt, OptionalLong, Short, Slug, belongs_to
from .person import Person
from .practitioner import Practitioner


class Voice(Base):
    """One version of what one person says, and of their day-to-day life, in their own words; or why not yet."""

    __tablename__ = "assessment_voices"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "person_id", "version"),
        sa.CheckConstraint("(heard = 'not_yet') = (because IS NOT NULL)", name="heard_or_why_not"),
        sa.CheckConstraint("(heard = 'not_yet') = (heard_on IS NULL)", name="heard_on_a_day"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    person_id: Mapped[int] = belongs_to("people")
    version: Mapped[int]
    heard: Mapped[Heard] = mapped_column(Slug(Heard))
    heard_on: Mapped[date | None]
    heard_by: Mapped[Short]
    words: Mapped[Long]
    daily_life: Mapped[Long]
    because: Mapped[OptionalLong]
    written_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    written_at: Mapped[At]

    person: Mapped[Person] = relationship()
    written_by: Mapped[Practitioner] = relationship()


class AssessmentAround(Base):
    """One version of what an assessment says about the family network, or about the professionals involved."""

    __tablename__ = "assessment_around"
    __table_args__ = (sa.UniqueConstraint("case_id", "topic", "version"),)

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    topic: Mapped[Topic] = mapped_column(Slug(Topic))
    version: Mapped[int]
    who: Mapped[Long]
    more: Mapped[Long]
    written_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    written_at: Mapped[At]

    written_by: Mapped[Practitioner] = relationship()


class LowScoreReason(Base):
    """One version of why a domain with a low score has no outcome in the plan."""

    __tablename__ = "low_score_reasons"
    __table_args__ = (sa.UniqueConstraint("case_id", "domain", "version"),)

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    domain: Mapped[Headline] = mapped_column(Slug(Headline))
    version: Mapped[int]
    because: Mapped[Long]
    written_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    written_at: Mapped[At]

    written_by: Mapped[Practitioner] = relationship()


class AdvocacyOffer(Base):
    """One offer of an advocate to one person: by whom, in what words, and what they said. Never changed."""

    __tablename__ = "advocacy_offers"
    __table_args__ = (sa.Index("ix_advocacy_offers_case_id_person_id_id", "case_id", "person_id", "id"),)

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    person_id: Mapped[int] = belongs_to("people")
    offered_on: Mapped[date]
    offered_by: Mapped[Short]
    explained: Mapped[Long]
    answer: Mapped[Advocacy] = mapped_column(Slug(Advocacy))
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]


class AssessmentShare(Base):
    """One time an assessment was shared with the family, and the family’s answer to it, written once."""

    __tablename__ = "assessment_shares"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "number"),
        sa.CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answered_on_a_day"),
        sa.CheckConstraint("answer IS NULL OR answer = 'agrees' OR says IS NOT NULL", name="answered_in_words"),
    )

    id: Mapped[Id]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    number: Mapped[int]
    shared_on: Mapped[date]
    with_whom: Mapped[Short]
    how: Mapped[Shared] = mapped_column(Slug(Shared))
    recorded_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    recorded_at: Mapped[At]
    answer: Mapped[FamilyAnswer | None] = mapped_column(Slug(FamilyAnswer))
    answered_on: Mapped[date | None]
    says: Mapped[OptionalLong]
    answer_recorded_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    answer_recorded_at: Mapped[OptionalAt]
