"""An invented family's story with early help: the day it is in it, what is noted and how reviews go."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ..casework import meetings, notes, plans, reviews
from ..casework.meetings import Guest
from ..models import Case, Practitioner
from ..practice import clock, timescales
from ..practice.domains import Respondent
from ..practice.notes import NoteKind
from ..practice.outcomes import ReviewDecision, Standing
from ..practice.references import write_code
from ..practice.reviews import Progress
from . import words
from .staff import Staff


class Today(Exception):
    """The story has reached today; the rest of it has not happened yet."""


@dataclass
class Life:
    """A family's story so far: chance, the staff, the day it is in the story, and the last day there is."""

    chance: random.Random
    staff: Staff
    day: date
    today: date
    again: Case | None = None
    """The new episode of a family that came back, until somebody works with it."""

    def later(self, least: int, most: int) -> None:
        """Let some working days pass. Raises Today where the story reaches the present."""
        self.day = timescales.working_days_after(self.day, self.chance.randint(least, most))
        if self.day > self.today:
            raise Today

    @contextmanager
    def now(self) -> Iterator[None]:
        """The clock stands at a time of work on the story's day."""
        at = time(self.chance.randint(9, 16), self.chance.choice((0, 10, 25, 40, 55)))
        with clock.at(datetime.combine(self.day, at, clock.LOCAL)):
            yield


def note(life: Life, case: Case, lead: Practitioner) -> None:
    """A visit, a call or a child's own words."""
    life.later(1, 5)
    with life.now():
        voice = life.chance.random() < 0.3
        notes.write_note(
            case,
            kind=NoteKind.VOICE if voice else life.chance.choice((NoteKind.VISIT, NoteKind.CALL)),
            happened_on=clock.today(),
            people_seen=None,
            restricted=life.chance.random() < 0.05,
            text=life.chance.choice(words.VOICES if voice else words.NOTES),
            by=lead,
        )


def review_all(life: Life, case: Case, lead: Practitioner) -> bool:
    """Three to five reviews; whether it went well."""
    scores = {o.number: o.start_score for o in case.agreed_outcomes}
    going_well = life.chance.random() < 0.75
    count = life.chance.randint(3, 5)
    for turn in range(1, count + 1):
        note(life, case, lead)
        _until_the_next(life, case, lead)
        before = dict(scores)
        for outcome in case.agreed_outcomes:
            drift = life.chance.choice((0, 1, 1, 2)) if going_well else life.chance.choice((-1, 0, 0, 1))
            scores[outcome.number] = min(10, max(0, scores[outcome.number] + drift))
        with life.now():
            for action in [a for o in case.agreed_outcomes for a in o.actions if a.done_on is None]:
                if life.chance.random() < 0.5:
                    plans.report_action(
                        case,
                        action,
                        done_on=clock.today(),
                        progress="Done, with some help.",
                        read_version=action.version,
                        by=lead,
                    )
            last = turn == count
            held = reviews.review(
                case,
                held_on=clock.today(),
                attended="The family, school and the lead.",
                apologies=None,
                progress=life.chance.choice(words.PROGRESS),
                family_view=life.chance.choice(words.FAMILY_SAYS),
                decision=ReviewDecision.CLOSE if last else ReviewDecision.CONTINUE,
                next_review_on=None if last else clock.today() + timedelta(weeks=life.chance.randint(5, 8)),
                scores=_said_by_all(life, scores),
                by_outcome=_how_it_stands(life, before, scores),
                meeting=meetings.ahead(case) if case.meeting_on else None,
                by=lead,
            )
            if life.chance.random() < 0.85:
                reviews.give_copies(case, held, names=["The family", "School"], given_on=clock.today(), by=lead)
    return going_well


def _until_the_next(life: Life, case: Case, lead: Practitioner) -> None:
    """Three to five weeks pass; for some the day of the meeting is arranged at their beginning."""
    days = life.chance.randint(15, 26)
    if life.chance.random() < 0.4:
        with life.now():
            _arrange(life, case, lead, timescales.working_days_after(life.day, days))
    life.later(days, days)


def _arrange(life: Life, case: Case, lead: Practitioner, on: date) -> None:
    meetings.arrange_meeting(
        case,
        meets_on=on,
        meets_at=time(life.chance.choice((9, 15, 16)), 30),
        place=life.chance.choice(words.PLACES),
        agenda=words.AGENDA,
        guests=[Guest(lead.name, lead), Guest("The family"), Guest("Grandma")],
        link=f"https://familyhelp.example/cases/{write_code(case.code)}/meeting",
        by=lead,
    )


def _how_it_stands(life: Life, before: dict[int, int], scores: dict[int, int]) -> list[Progress]:
    """How each outcome stands, as its scores say."""
    found = []
    for number, value in scores.items():
        way = (value > before[number]) - (value < before[number])
        standing = {1: Standing.BETTER, 0: Standing.SAME, -1: Standing.HARDER}[way]
        found.append(Progress(number, standing, life.chance.choice(words.HAPPENED[standing])))
    return found


def _said_by_all(life: Life, scores: dict[int, int]) -> list[tuple[int, Respondent, int]]:
    said = [(number, Respondent.PRACTITIONER, value) for number, value in scores.items()]
    if life.chance.random() < 0.6:
        said += [
            (number, Respondent.PARENT, max(0, value - life.chance.randint(0, 2))) for number, value in scores.items()
        ]
    return said
