"""Self-evaluations: what two frameworks ask, in versions, and how the views of several people are read together.

The wording is data: a version that was used stays as it is, and a change is a new version beside it, so that an
evaluation reads as it was begun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from .words import N_, Sentence, Word, say


class Which(Word):
    """What an evaluation is held against."""

    ENABLERS = "enablers", N_("Sixteen enablers of an effective early-help offer")
    CHARACTERISTICS = (
        "characteristics",
        N_("Twenty-three characteristics of places that safely reduce the number of looked-after children"),
    )


@dataclass(frozen=True)
class Grade:
    """One phase or grade: where a place stands, and what that means."""

    slug: str
    label: str
    says: str


@dataclass(frozen=True)
class Row:
    """One thing that is looked at: how it is numbered, what it is called."""

    slug: str
    mark: str
    label: str


@dataclass(frozen=True)
class Group:
    """Rows that belong together."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Framework:
    """One version of one framework: its scale from the first to the furthest, and its rows in groups."""

    which: Which
    version: int
    about: str
    scale: tuple[Grade, ...]
    groups: tuple[Group, ...]

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Every row by its slug, in order."""
        return {row.slug: row for group in self.groups for row in group.rows}

    @cached_property
    def grades(self) -> dict[str, Grade]:
        """Every grade by its slug, from the first to the furthest."""
        return {grade.slug: grade for grade in self.scale}


def _group(label: str, first: int, letter: str, *rows: tuple[str, str]) -> Group:
    return Group(label, tuple(Row(slug, f"{letter}{n}", text) for n, (slug, text) in enumerate(rows, start=first)))


ENABLERS_1 = Framework(
    Which.ENABLERS,
    1,
    N_("The phases lie over each other: a place can be in more than one. Choose the one that describes most of it."),
    (
        Grade("principle", N_("Establishing the principle"), N_("It is agreed and said aloud.")),
        Grade("grip", N_("Organisational grip"), N_("It is planned, somebody answers for it, and it is followed up.")),
        Grade("consolidation", N_("Consolidation and integration"),
              N_("It is the usual way of working, in every team and with partners.")),
        Grade("multiplier", N_("The multiplier effect"),
              N_("It strengthens other work, and others carry it on by themselves.")),
    ),
    (
        _group(N_("Setting the direction"), 1, "", ("passion", N_("Leading with passion")),
               ("commitment", N_("Long-term commitment")), ("vision", N_("A clear vision")),
               ("priorities", N_("A small number of priorities and outcome targets"))),
        _group(N_("Developing the capacity"), 5, "", ("key_work", N_("The core key-work team")),
               ("partners", N_("Empowering and enabling partners")),
               ("communities", N_("Harnessing the power of communities")),
               ("place", N_("A coherent offer around place"))),
        _group(N_("Working with families"), 9, "", ("front_door", N_("A safe and effective front door")),
               ("whole_family", N_("The needs of the family as a whole")),
               ("practice_model", N_("A practice model based on evidence")),
               ("resilience", N_("Promoting resilience and being responsive"))),
        _group(N_("Evaluating impact and quality"), 13, "",
               ("information", N_("An effective management information system")),
               ("quality", N_("Auditing and quality-assuring practice")),
               ("impact", N_("Being clear about the desired impact")),
               ("reporting", N_("Proportionate and informative reporting"))),
    ),
)  # fmt: skip
CHARACTERISTICS_1 = Framework(
    Which.CHARACTERISTICS,
    1,
    N_("Choose the grade that describes your place as it is today. There is no target to reach."),
    (
        Grade("not_yet", N_("Not yet"), N_("We see no sign of it so far.")),
        Grade("in_parts", N_("In parts"), N_("Some teams or partners work like this.")),
        Grade("mostly", N_("Mostly"), N_("It is usual, with exceptions that we know.")),
        Grade("throughout", N_("Throughout"), N_("Everybody would recognise it, and we can show it.")),
    ),
    (
        _group(N_("A. Strategy and leadership"), 1, "A", ("strategy", N_("An explicit strategy")),
               ("communicated", N_("Communicated by all senior leaders")),
               ("corporate", N_("Corporate and elected buy-in")),
               ("buy_in", N_("Partners’ and courts’ buy-in")),
               ("outcomes_first", N_("About outcomes first, money second")),
               ("entering_leaving", N_("Entering and leaving care get equal attention")),
               ("reviewed", N_("Reviewed openly and regularly"))),
        _group(N_("B. Prevention and early intervention"), 1, "B", ("believed", N_("Believed to work")),
               ("invest", N_("Willingness to invest")), ("embedded", N_("Embedded and long-standing")),
               ("continuum", N_("A coherent continuum with step-up and step-down")),
               ("measured", N_("Clear objectives, impact measured")),
               ("risk", N_("Risk held further down the system, agreed by all"))),
        _group(N_("C. Practice"), 1, "C", ("assurance", N_("Robust quality assurance")),
               ("model", N_("A defined practice model")), ("time", N_("Enough time for families")),
               ("focus", N_("An outcomes focus")), ("resources", N_("Resources follow need, not status"))),
        _group(N_("D. Partnership"), 1, "D", ("collaboration", N_("Strong collaboration")),
               ("challenge", N_("Mutual support and challenge")),
               ("trust", N_("Courts and lawyers trust the assessments"))),
        _group(N_("E. Information"), 1, "E", ("insight", N_("Insight into the whole system")),
               ("interrogated", N_("Regularly interrogated and used"))),
    ),
)  # fmt: skip

FRAMEWORKS: dict[tuple[Which, int], Framework] = {(f.which, f.version): f for f in (ENABLERS_1, CHARACTERISTICS_1)}
"""Every version of both; a new one is added here and the old one stays."""


def newest(which: Which) -> Framework:
    """The version that an evaluation is begun with today."""
    return FRAMEWORKS[which, max(version for name, version in FRAMEWORKS if name is which)]


# The views of several people --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Middle:
    """The view in the middle, as a place on the scale from 0; where two are in the middle, both."""

    lower: int
    upper: int


@dataclass(frozen=True)
class Spread:
    """How many gave each grade, from the first to the furthest; and how many said that they cannot tell."""

    counts: tuple[int, ...]
    cannot_tell: int = 0

    @property
    def middle(self) -> Middle | None:
        """The middle of those who gave a grade; None where nobody did."""
        known = sum(self.counts)
        return Middle(self._at((known - 1) // 2), self._at(known // 2)) if known else None

    @property
    def ends(self) -> Middle | None:
        """The lowest and the furthest grade that somebody gave."""
        given = [place for place, count in enumerate(self.counts) if count]
        return Middle(given[0], given[-1]) if given else None

    def _at(self, position: int) -> int:
        for place, count in enumerate(self.counts):
            if position < count:
                return place
            position -= count
        raise IndexError(position)


def spread(scale: Sequence[Grade], said: Mapping[str | None, int]) -> Spread:
    """The spread of the views on a row: how many said each grade, None for those who cannot tell."""
    return Spread(tuple(said.get(grade.slug, 0) for grade in scale), said.get(None, 0))


class Change(Word):
    """How the middle stands to that of the evaluation before."""

    FURTHER = "further", N_("Further along")
    SAME = "same", N_("As before")
    LESS = "less", N_("Less far along")


def change(now: Middle | None, before: Middle | None) -> Change | None:
    """How the middle changed; None where either is not known."""
    if now is None or before is None:
        return None
    difference = now.lower + now.upper - before.lower - before.upper
    return Change.FURTHER if difference > 0 else Change.LESS if difference < 0 else Change.SAME


# What is refused --------------------------------------------------------------------------------------------

LONGEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class Given:
    """What one person says about a row: the grade (None: they cannot tell), what shows it, and what is next."""

    grade: str | None
    evidence: str = ""
    next_step: str = ""
    owner: str = ""
    due_on: date | None = None


def day_missing(day: date, today: date) -> Iterator[Sentence]:
    """What is wrong with the day that an evaluation stands for."""
    if day > today + LONGEST_AHEAD:
        yield say(N_("This day is more than a year ahead."), "day")


def view_missing(framework: Framework, given: Given, today: date, *, stood: date | None = None) -> Iterator[Sentence]:
    """What a view still lacks; `stood` is the day that its next step had before, which may have passed."""
    if given.grade is not None and given.grade not in framework.grades:
        yield say(N_("Choose one from the list."), "grade")
    if given.grade is not None and not given.evidence.strip():
        yield say(N_("Say what shows it, so that others can follow your view."), "evidence")
    if not given.next_step.strip():
        if given.owner.strip() or given.due_on:
            yield say(N_("Say what the next step is, or leave its owner and date empty."), "next_step")
        return
    if not given.owner.strip():
        yield say(N_("Name who sees to the next step."), "owner")
    if given.due_on is None:
        yield say(N_("Say by when the next step is done."), "due_on")
    elif given.due_on < today and given.due_on != stood:
        yield say(N_("This day has passed: choose a day that is still to come."), "due_on")


def finish_missing(summary: str, views: int) -> Iterator[Sentence]:
    """What an evaluation lacks before it is finished."""
    if not views:
        yield say(N_("Nobody has given a view yet, so there is nothing to finish."))
    if not summary.strip():
        yield say(N_("Say in a few sentences what this evaluation tells you."), "summary")


def frozen() -> Sentence:
    """Why a finished evaluation takes no more views."""
    return say(N_("This evaluation is finished: its views stay as they are. Begin a new one to look again."))
