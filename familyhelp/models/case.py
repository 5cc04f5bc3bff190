"""Cases: episodes of help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from ..extensions import Base
from ..practice import stages, timescales
from ..practice.chronology import Subject
from ..practice.endings import CheckInResult, ClosingFacts, Ended, Ending
from ..practice.stages import Direction, Move, Stage
from ..practice.steps import StepState
from ..practice.timescales import Due
from ..practice.triage import Level
from .agreement import Agreement
from .assessment import AssessmentPart
from .closing import CheckIn, Closing
from .columns import BigId, Code, Id, Slug, Version, belongs_to
from .contact import Contact
from .disagreement import Disagreement
from .event import Recorded
from .family import Family
from .lead import Lead
from .plan import Outcome, Plan, Score
from .practitioner import Practitioner, Team
from .review import Review
from .step import Step


class Case(Recorded, Base):
    """One episode of help for one family. Its stage and its facts hold each other, here and in the database."""

    __tablename__ = "cases"
    __allow_unmapped__ = True
    __table_args__ = (
        sa.CheckConstraint("(stage = 'closed') = (closed_on IS NOT NULL)", name="closed_with_day"),
        sa.CheckConstraint("stage IN ('allocating', 'closed') OR lead_id IS NOT NULL", name="held_by_somebody"),
        sa.CheckConstraint("stage = 'closed' OR next_due_on IS NOT NULL", name="open_with_next_day"),
        sa.CheckConstraint("stage <> 'active' OR plan_agreed_on IS NOT NULL", name="active_with_plan"),
        sa.Index(
            "uq_cases_one_open",
            "family_id",
            unique=True,
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        ),
        # Of the closed ones alone, so that nobody looks for the open ones here, who are many.
        sa.Index(
            "ix_cases_closed_on",
            "closed_on",
            sqlite_where=sa.text("closed_on IS NOT NULL"),
            postgresql_where=sa.text("closed_on IS NOT NULL"),
        ),
        sa.Index("ix_cases_lead_id_next_due_on_id", "lead_id", "next_due_on", "id"),
        sa.Index("ix_cases_team_id_next_due_on_id", "team_id", "next_due_on", "id"),
        sa.Index("ix_cases_team_id_closed_on_id", "team_id", "closed_on", "id"),
        sa.Index("ix_cases_team_id_stage_next_due_on_id", "team_id", "stage", "next_due_on", "id"),
        sa.Index("ix_cases_stage_next_due_on_id", "stage", "next_due_on", "id"),
    )
    subject = Subject.CASE

    id: Mapped[Id]
    code: Mapped[Code]
    family_id: Mapped[int] = belongs_to("families")
    team_id: Mapped[int] = belongs_to("teams", index=False)
    lead_id: Mapped[int | None] = belongs_to("practitioners", optional=True, index=False)
    stage: Mapped[Stage] = mapped_column(Slug(Stage), default=Stage.ALLOCATING)
    level: Mapped[Level] = mapped_column(Slug(Level))
    why: Mapped[str] = mapped_column(sa.Text)
    opened_on: Mapped[date] = mapped_column(index=True)
    allocated_on: Mapped[date | None]
    assessed_on: Mapped[date | None]
    plan_agreed_on: Mapped[date | None]
    stepped_on: Mapped[date | None]
    next_review_on: Mapped[date | None]
    meeting_on: Mapped[date | None]
    minutes_owed_on: Mapped[date | None]
    edge_review_on: Mapped[date | None]
    closing_due_on: Mapped[date | None]
    contact_owed_since: Mapped[date | None]
    """Since when whoever took the family over by a step owes it a first word."""
    agreement_owed_since: Mapped[date | None]
    """Since when the family is to be asked again whether it agrees, because its lead changed."""
    sharing_ends_on: Mapped[date | None]
    """The first day on which something that is shared until a day is shared for the last time."""
    closed_on: Mapped[date | None]
    next_due: Mapped[Due | None] = mapped_column(Slug(Due))
    next_due_on: Mapped[date | None]
    late_after: Mapped[date | None]
    contact_id: Mapped[int | None] = mapped_column(
        BigId, sa.ForeignKey("contacts.id", use_alter=True, name="fk_cases_contact_id"), index=True
    )
    earlier_case_id: Mapped[int | None] = belongs_to("cases", optional=True)
    disposed_on: Mapped[date | None]
    """Since when its words are gone; what figures count stays."""
    version: Mapped[Version] = mapped_column()

    family: Mapped[Family] = relationship()
    team: Mapped[Team] = relationship()
    lead: Mapped[Practitioner | None] = relationship()
    contact: Mapped[Contact | None] = relationship(foreign_keys=[contact_id])
    earlier_case: Mapped[Case | None] = relationship(remote_side="Case.id")
    leads: Mapped[list[Lead]] = relationship(order_by="Lead.id")
    agreements: Mapped[list[Agreement]] = relationship(order_by="Agreement.id")
    parts: Mapped[list[AssessmentPart]] = relationship(order_by="AssessmentPart.version")
    plans: Mapped[list[Plan]] = relationship(order_by="Plan.number")
    reviews: Mapped[list[Review]] = relationship(order_by="Review.number")
    scores: Mapped[list[Score]] = relationship(order_by="Score.scored_on, Score.id")
    steps: Mapped[list[Step]] = relationship(order_by="Step.id")
    closing: Mapped[Closing | None] = relationship(uselist=False)

    __mapper_args__ = {"version_id_col": version}

    ending: Ending | None = None
    """The closing that is about to be made, while the rules read it; never stored."""

    # What the practice reads of a case ------------------------------------------------------------------

    @property
    def agreement(self) -> Agreement | None:
        """The agreement in force."""
        return next((a for a in self.agreements if a.withdrawn_on is None), None)

    @property
    def agreement_in_force(self) -> bool:
        """Whether the family's agreement to work together stands."""
        return self.agreement is not None

    @property
    def waiting_step(self) -> Step | None:
        """The step that waits for its answer."""
        return next((s for s in self.steps if s.state is StepState.PENDING), None)

    @property
    def pending_step(self) -> Direction | None:
        """Which way a step waits for its answer."""
        return self.waiting_step.direction if self.waiting_step else None

    @property
    def pending_step_due_on(self) -> date | None:
        """The day by which the waiting step is to be answered."""
        return self.waiting_step.due_on if self.waiting_step else None

    @property
    def current_parts(self) -> dict[str, AssessmentPart]:
        """The newest version of each part of the assessment, by domain."""
        return {part.domain.value: part for part in self.parts}

    @property
    def assessed_domains(self) -> int:
        """How many domains of the assessment say something."""
        return len(self.current_parts)

    @property
    def plan(self) -> Plan | None:
        """The newest agreed version of the plan."""
        return next((p for p in reversed(self.plans) if p.agreed_on), None)

    @property
    def plan_agreed(self) -> bool:
        """Whether the family ever agreed a plan in this episode."""
        return self.plan is not None

    @property
    def plan_in_writing(self) -> Plan | None:
        """The version that is being written."""
        return next((p for p in reversed(self.plans) if p.agreed_on is None), None)

    @property
    def agreed_outcomes(self) -> list[Outcome]:
        """The outcomes of the newest agreed version."""
        return self.plan.outcomes if self.plan else []

    @property
    def outcome_results(self) -> Sequence[Ended]:
        """The agreed outcomes with how each ended, or is about to."""
        return self.ending.results if self.ending else [Ended(o.number, o.result) for o in self.agreed_outcomes]

    @property
    def open_actions(self) -> int:
        """How many actions of the agreed plan are not done."""
        return sum(a.done_on is None for o in self.agreed_outcomes for a in o.actions)

    @property
    def closing_facts(self) -> ClosingFacts | None:
        """The closing as it stands, or is about to be made."""
        return self.ending.closing if self.ending else self.closing

    @property
    def has_open_disagreement(self) -> bool:
        """Whether two sides still disagree about the family; only whoever closes the case asks."""
        session = object_session(self)
        if session is None:
            return False
        still = sa.exists().where(Disagreement.case_id == self.id, Disagreement.ended_at.is_(None))
        return bool(session.scalar(sa.select(still)))

    @property
    def closing_asked(self) -> bool:
        """Whether a closing waits for a manager's answer: there is a day for it."""
        return self.closing_due_on is not None

    @property
    def on_edge_register(self) -> bool:
        """Whether the family is on the edge-of-care register: there is a day to look at it again."""
        return self.edge_review_on is not None

    @property
    def has_lead(self) -> bool:
        """Whether somebody leads the case."""
        return self.lead_id is not None or self.lead is not None

    @property
    def next_check_in(self) -> CheckIn | None:
        """The next check-in that is still to be made."""
        if self.closing is None:
            return None
        return next((c for c in self.closing.check_ins if c.result is None), None)

    @property
    def next_check_in_on(self) -> date | None:
        """The day of the next check-in."""
        return self.next_check_in.due_on if self.next_check_in else None

    @property
    def re_engage_since(self) -> date | None:
        """The day the family asked, at a check-in, to work together again, while no later episode answers it."""
        asked = [
            c.made_on
            for c in (self.closing.check_ins if self.closing else ())
            if c.result is CheckInResult.RE_ENGAGE and c.made_on
        ]
        return asked[0] if asked and not self._followed_since(asked[-1]) else None

    def _followed_since(self, day: date) -> bool:
        session = object_session(self)
        if session is None:
            return False
        later = sa.exists().where(
            Case.family_id == self.family_id,
            Case.id != self.id,
            sa.or_(Case.opened_on >= day, Case.closed_on.is_(None)),
        )
        return bool(session.scalar(sa.select(later)))

    @property
    def family_has_open_case(self) -> bool:
        """Whether the family has another open episode."""
        session = object_session(self)
        if session is None:
            return False
        return bool(
            session.scalar(
                sa.select(
                    sa.exists().where(Case.family_id == self.family_id, Case.closed_on.is_(None), Case.id != self.id)
                )
            )
        )

    # What happens to a case -----------------------------------------------------------------------------

    def move(self, move: Move, *, ending: Ending | None = None) -> None:
        """Go where MOVES leads. Raises NotYet with every sentence of what is missing; then nothing changed.
        `ending` is the closing that is about to be made: the rules read it before it is on the record."""
        session = object_session(self)
        if session is None:
            raise ValueError("a case outside a session does not move")
        self.ending = ending
        try:
            with session.no_autoflush:
                self.stage = stages.after(move, self)
        finally:
            self.ending = None

    def reset_clock(self) -> None:
        """Work out again what is due next, and keep it where lists can find it."""
        due = timescales.next_deadline(self)
        self.next_due = due.due if due else None
        self.next_due_on = due.on if due else None
        self.late_after = due.late_after if due else None
