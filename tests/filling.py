"""How a form is filled in: who, where, with what; the rows themselves are in filled.py and its sisters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from familyhelp.extensions import db
from familyhelp.models import Case
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.cast import Cast


@dataclass(frozen=True)
class Filled:
    """One form: who fills it in, where it is (after the story is made), what they answer, how many events it leaves
    (one, unless a deed rightly leaves one on two records)."""

    who: str
    where: Callable[[Cast], str]
    answers: dict[str, Any] = field(default_factory=dict)
    events: int = 1
    edits: str | None = None
    """The text field that two tabs would both change, where the form edits something that exists."""
    looks: int = 1
    """How many records are looked at."""


def day(ahead: int = 0, name: str = "") -> dict[str, str]:
    """Three boxes of a date field, this many days ahead of the story's Monday."""
    when = clock.today() + timedelta(days=ahead)
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


def on(stage: Stage, tail: str, *more: Callable[[Case, Cast], None], **options: Any) -> Callable[[Cast], str]:
    """The address of a page of a new case at a stage, after some more of its story."""

    def where(cast: Cast) -> str:
        case = stories.a_case(cast, stage, **options)
        for happen in more:
            happen(case, cast)
        db.session.commit()
        return f"/cases/{write_code(case.code)}{tail}"

    return where
