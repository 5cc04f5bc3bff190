"""Feedback: what families say about the help, each time they are asked; and what workers say about the offer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.domains import Respondent
from ..practice.feedback import FeedbackHow, Question, Said
from .case import Case
from .columns import At, BigId, Code, Id, OptionalLong, Slug, belongs_to
from .link import Answer
from .person import Person
from .practitioner import Practitioner


class Feedback(Base):
    """One time that somebody told us how the help was. It is never changed: who says it again says it anew. Their
    own words are in `answer`, by which the lead hears of it and what was done about it is told."""

    __tablename__ = "feedback"
    __table_args__ = (
        sa.CheckConstraint("(how = 'by_link') = (recorded_by_id IS NULL)", name="recorded_by_somebody"),
        sa.CheckConstraint("respondent IN ('child', 'parent', 'network')", name="of_the_family"),
        sa.Index("ix_feedback_case_id_id", "case_id", "id"),
        sa.Index("ix_feedback_given_on", "given_on", "respondent"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    case_id: Mapped[int] = belongs_to("cases", index=False)
    answer_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("answers.id"), unique=True)
    version: Mapped[int]
    """The version of the questions."""
    respondent: Mapped[Respondent] = mapped_column(Slug(Respondent))
    person_id: Mapped[int | None] = belongs_to("people", optional=True)
    """None where they did not say who they are."""
    how: Mapped[FeedbackHow] = mapped_column(Slug(FeedbackHow))
    given_on: Mapped[date]
    recorded_by_id: Mapped[int | None] = belongs_to("practitioners", optional=True)

    case: Mapped[Case] = relationship()
    answer: Mapped[Answer] = relationship()
    person: Mapped[Person | None] = relationship()
    recorded_by: Mapped[Practitioner | None] = relationship()
    rows: Mapped[list[FeedbackRow]] = relationship()

    @property
    def answers(self) -> Mapping[Question, Said]:
        """What was answered, in the order of the questions."""
        said = {row.question: row.said for row in self.rows}
        return {question: said[question] for question in Question if question in said}


class FeedbackRow(Base):
    """The answer to one question."""

    __tablename__ = "feedback_rows"

    feedback_id: Mapped[int] = mapped_column(BigId, sa.ForeignKey("feedback.id"), primary_key=True)
    question: Mapped[Question] = mapped_column(Slug(Question), primary_key=True)
    said: Mapped[Said] = mapped_column(Slug(Said))


class WorkerView(Base):
    """What a worker says about a case, or about how the offer works. Managers read it."""

    __tablename__ = "worker_views"
    __table_args__ = (sa.CheckConstraint("works IS NOT NULL OR text IS NOT NULL", name="says_something"),)

    id: Mapped[Id]
    code: Mapped[Code]
    case_id: Mapped[int | None] = belongs_to("cases", optional=True)
    given_by_id: Mapped[int] = belongs_to("practitioners")
    works: Mapped[Said | None] = mapped_column(Slug(Said))
    text: Mapped[OptionalLong]
    given_at: Mapped[At]

    case: Mapped[Case | None] = relationship()
    given_by: Mapped[Practitioner] = relationship()
