"""The picture of a self-evaluation, drawn by the server: where the views of each row lie on the scale, and where the
middle lay the time before. A table beside it says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from ..practice.self_evaluations import Change, Framework, Middle, Row, Spread, change, spread

WIDTH, LEFT, TOP, STEP = 480, 64, 36, 28


@dataclass(frozen=True)
class Line:
    """One row: how its views are spread, where their middle lay before, and how it changed."""

    row: Row
    spread: Spread
    before: Middle | None

    @property
    def change(self) -> Change | None:
        """How the middle stands to the one before."""
        return change(self.spread.middle, self.before)


@dataclass(frozen=True)
class Mark:
    """One row as it is drawn: its height, its name, the ends of its views, the middle, the middle before."""

    y: float
    name: str
    ends: tuple[float, float] | None
    middle: float | None
    before: float | None


@dataclass(frozen=True)
class Picture:
    """The whole drawing, with its words."""

    title: str
    description: str
    columns: list[tuple[float, int]]
    marks: list[Mark]
    height: int
    width: int = WIDTH
    left: int = LEFT
    top: int = TOP
    step: int = STEP


def lines(framework: Framework, now: Mapping[str, Spread], before: Mapping[str, Spread]) -> list[Line]:
    """Every row of a framework, also those that nobody said anything about."""
    nobody = spread(framework.scale, {})
    return [
        Line(row, now.get(slug, nobody), before[slug].middle if slug in before else None)
        for slug, row in framework.rows.items()
    ]


def picture(framework: Framework, lines: Sequence[Line], *, beside: bool) -> Picture:
    """The drawing of some lines; `beside` is whether there is an evaluation before."""
    grades = len(framework.scale)
    width = (WIDTH - LEFT) / grades

    def across(place: float) -> float:
        return round(LEFT + (place + 0.5) * width, 1)

    marks = []
    for number, line in enumerate(lines):
        middle, ends = line.spread.middle, line.spread.ends
        marks.append(
            Mark(
                y=TOP + number * STEP + STEP / 2,
                name=line.row.mark,
                ends=(across(ends.lower), across(ends.upper)) if ends else None,
                middle=across(_place(middle)) if middle else None,
                before=across(_place(line.before)) if line.before else None,
            )
        )
    return Picture(
        title=gettext("Where each row stands"),
        description=_description(framework, lines, beside=beside),
        columns=[(across(place), place + 1) for place in range(grades)],
        marks=marks,
        height=TOP + len(lines) * STEP + 8,
    )


def in_words(framework: Framework, middle: Middle | None) -> str:
    """A middle as words: a grade, or between two of them; or that nobody gave a grade."""
    if middle is None:
        return str(gettext("No view yet"))
    lower, upper = (str(gettext(framework.scale[place].label)) for place in (middle.lower, middle.upper))
    if middle.lower == middle.upper:
        return lower
    return str(gettext("Between “%(lower)s” and “%(upper)s”", lower=lower, upper=upper))


def _place(middle: Middle) -> float:
    return (middle.lower + middle.upper) / 2


def _description(framework: Framework, lines: Sequence[Line], *, beside: bool) -> str:
    known = [line for line in lines if line.spread.middle]
    said = [gettext("%(known)s of %(all)s rows have a view.", known=len(known), all=len(lines))]
    for place, grade in enumerate(framework.scale):
        here = [line for line in known if line.spread.middle == Middle(place, place)]
        if here:
            marks = ", ".join(line.row.mark for line in here)
            said.append(gettext("%(grade)s: %(rows)s.", grade=gettext(grade.label), rows=marks))
    between = [
        line.row.mark for line in known if line.spread.middle and line.spread.middle.lower != line.spread.middle.upper
    ]
    if between:
        said.append(gettext("Between two: %(rows)s.", rows=", ".join(between)))
    if beside:
        for one in Change:
            count = sum(line.change is one for line in lines)
            text = ngettext("%(change)s: %(num)s row.", "%(change)s: %(num)s rows.", count, change=gettext(one.label))
            said.append(text)
    return " ".join(said)
