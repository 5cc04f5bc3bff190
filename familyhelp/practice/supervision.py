"""Supervision: when it is due, and what it lacks before it is finished. A decision about a family belongs on the
family's record; what is said about the worker belongs to the two of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from .roles import Role
from .stages import Stage
from .timescales import Deadline, Due, deadline
from .words import N_, Sentence, say

SUPERVISED = (Role.KEY_WORKER, Role.LEAD_PROFESSIONAL, Role.MANAGER)
"""Who can hold families of a team, and so is supervised by its managers."""


def next_supervision(last: date | None, holds_since: date) -> Deadline:
    """The next supervision of a worker: counted from the last one or, where there was none, from the day they were
    given the first of the families that they hold now."""
    return deadline(Due.SUPERVISION, last or holds_since)


class StagedCase(Protocol):
    """What is read of a case to say since when it is at its stage."""

    stage: Stage
    opened_on: date
    allocated_on: date | None
    assessed_on: date | None
    plan_agreed_on: date | None
    stepped_on: date | None
    closed_on: date | None


def at_stage_since(case: StagedCase, stepped_down_on: date | None) -> date:
    """The day on which a case came to its stage; `stepped_down_on` is when it last came back from statutory care."""
    days = {
        Stage.ALLOCATING: case.opened_on,
        Stage.ASSESSING: case.allocated_on,
        Stage.PLANNING: case.assessed_on,
        Stage.ACTIVE: stepped_down_on or case.plan_agreed_on,
        Stage.STATUTORY: case.stepped_on,
        Stage.CLOSED: case.closed_on,
    }
    return days[case.stage] or case.opened_on


def missing_to_begin(held_on: date, today: date) -> Iterator[Sentence]:
    """What is wrong with the day of a supervision."""
    if held_on > today:
        yield say(N_("This date cannot be in the future."), "held_on")


def missing_to_discuss(decision: str) -> Iterator[Sentence]:
    """What a discussed family still lacks."""
    if not decision.strip():
        yield say(N_("Write what was decided for this family, and why."), "decision")


def missing_to_finish(discussed: int, held: int) -> Iterator[Sentence]:
    """What a supervision still lacks, where the worker holds `held` families and `discussed` were talked about."""
    if held and not discussed:
        yield say(N_("No family was discussed yet. Write at least one decision before you finish."))


FEWEST = 2
"""So many workers at least make a group, besides the manager who holds it."""


def missing_to_begin_group(held_on: date, today: date, workers: int) -> Iterator[Sentence]:
    """What is wrong with the day of a group supervision, or with who takes part."""
    yield from missing_to_begin(held_on, today)
    if workers < FEWEST:
        yield say(N_("Choose at least %(count)s workers who take part."), "workers", count=FEWEST)


def missing_to_finish_group(learned: str | None) -> Iterator[Sentence]:
    """What a group supervision still lacks. It need not decide anything for a family."""
    if not (learned or "").strip():
        yield say(N_("Write what the group learned before you finish."))


def frozen() -> Sentence:
    """Why a finished supervision stays as it is."""
    return say(N_("This supervision is finished and stays as it is. A decision is corrected on the family’s own note."))
