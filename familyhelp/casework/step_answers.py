"""Answers to step-ups that statutory social care gave in a system of its own: taken over from a file, the whole of it
or nothing, each through the same deed as on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Practitioner, Step
from ..practice import clock, references
from ..practice.roles import Role
from ..practice.stages import Direction
from ..practice.steps import StepState
from ..practice.tables import Report, Table
from ..practice.words import N_, Refusal
from . import steps

COLUMNS = ("reference", "decision", "date", "who", "reason")
ACCEPTED, DECLINED = "accepted", "declined"


@dataclass(frozen=True)
class Answer:
    """One row that can be read: which step-up, whether it was accepted, when, by whom, and why."""

    row: int
    step: Step
    case: Case
    accepted: bool
    decided_on: date
    by: Practitioner
    reason: str

    @property
    def because(self) -> str:
        """The reason, with the day on which it was decided elsewhere: the record says both."""
        decided = f"Decided on {self.decided_on.day}.{self.decided_on.month}.{self.decided_on.year} in the system of "
        return f"{self.reason}\n{decided}social care.".strip()


def import_answers(lines: Iterable[bytes]) -> int:
    """Take over the answers of a CSV file; gives how many. Raises BadFile with every problem by row and column; then
    the caller rolls back, and nothing was taken over."""
    report = Report()
    table = Table(lines, report)
    for column in COLUMNS:
        if column not in table.columns:
            report.add(1, column, N_("this column is missing"))
    report.insist()
    answers = list(_read(table, report))
    report.insist()
    for answer in answers:
        _give(answer, report)
    report.insist()
    return len(answers)


def _read(table: Table, report: Report) -> Iterator[Answer]:
    at = {column: table.index(column) for column in COLUMNS}
    for cells in table.rows():
        said = {column: cells[index].strip() for column, index in at.items()}
        row, before = table.row, report.count
        found = _waiting(said["reference"])
        if found is None:
            report.add(row, "reference", N_("no step-up of this reference waits for an answer"))
        if said["decision"].casefold() not in (ACCEPTED, DECLINED):
            report.add(row, "decision", N_("write “accepted” or “declined”"))
        by = _liaison(said["who"])
        if by is None:
            report.add(row, "who", N_("no social care liaison who works here has this e-mail address"))
        decided_on = _day(said["date"])
        if decided_on is None:
            report.add(row, "date", N_("write the day as 2026-03-27"))
        elif found is not None and not clock.local_day(found[0].asked_at) <= decided_on <= clock.today():
            report.add(row, "date", N_("this day is before the step-up was asked for, or ahead"))
        if not said["reason"] and said["decision"].casefold() == DECLINED:
            report.add(row, "reason", N_("say why it was declined"))
        if report.count == before and found is not None and by is not None and decided_on is not None:
            accepted = said["decision"].casefold() == ACCEPTED
            yield Answer(row, found[0], found[1], accepted, decided_on, by, said["reason"])


def _waiting(text: str) -> tuple[Step, Case] | None:
    """The step-up that waits, by its own reference or by that of its case."""
    code = references.read_code(text)
    if code is None:
        return None
    query = (
        sa.select(Step, Case)
        .join(Case, Case.id == Step.case_id)
        .where(
            Step.state == StepState.PENDING,
            Step.direction == Direction.UP,
            sa.or_(Step.code == code, Case.code == code),
        )
        .order_by(Step.id)
        .limit(1)
    )
    found = db.session.execute(query).first()
    return (found[0], found[1]) if found else None


def _liaison(email: str) -> Practitioner | None:
    query = sa.select(Practitioner).where(
        sa.func.lower(Practitioner.email) == email.lower(), Practitioner.role == Role.LIAISON, Practitioner.is_active
    )
    return db.session.scalar(query.limit(1))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _give(answer: Answer, report: Report) -> None:
    """Answer one step-up as its row says. What the practice refuses is a problem of that row."""
    try:
        if answer.step.state is not StepState.PENDING:
            report.add(answer.row, "reference", N_("this step-up is answered by an earlier row"))
        elif answer.accepted:
            steps.accept_step_up(answer.case, by=answer.by, because=answer.because)
        else:
            steps.decline_step(answer.case, because=answer.because, by=answer.by, direction=Direction.UP)
    except Refusal as refusal:
        for sentence in refusal.sentences:
            report.add(answer.row, "", sentence.text, **sentence.facts)
