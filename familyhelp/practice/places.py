"""Places as published files name them: nine-character codes, three-digit numbers, levels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import published
from .published import AreaLevel
from .words import N_, Scalar


@dataclass(frozen=True)
class Place:
    """A place as one file names it. An authority is known by its three digits: its code may change over the years
    while the place stays; when the place itself changes, so do the digits."""

    level: AreaLevel
    number: str | None
    code: str | None
    name: str
    region_code: str | None = None
    region_name: str | None = None
    nation_code: str | None = None
    nation_name: str | None = None

    @property
    def key(self) -> str:
        """What tells it from every other place."""
        return self.number or self.code or self.name.casefold()


Cell = Callable[[str], str | None]
"""What a row holds in a column; None for nothing, a symbol, or where there is no such column."""
Tell = Callable[..., None]
"""Notes a problem: the column, the sentence, its facts."""

_OWN_CODE = {AreaLevel.NATION: "country_code", AreaLevel.REGION: "region_code", AreaLevel.AUTHORITY: "new_la_code"}
_OWN_NAME = {AreaLevel.NATION: "country_name", AreaLevel.REGION: "region_name", AreaLevel.AUTHORITY: "la_name"}
_WIDER = {
    AreaLevel.NATION: (AreaLevel.NATION,),
    AreaLevel.REGION: (AreaLevel.NATION, AreaLevel.REGION),
    AreaLevel.AUTHORITY: (AreaLevel.NATION, AreaLevel.REGION, AreaLevel.AUTHORITY),
}


def place_of(level: AreaLevel, cell: Cell, tell: Tell) -> Place | None:
    """The place of a row in the EES standard; None where its codes are wrong, which is told."""
    codes = {of: cell(_OWN_CODE[of]) for of in _WIDER[level]}
    right = [_is_code(of, code, tell) for of, code in codes.items() if code]
    if codes[level] is None:
        tell(_OWN_CODE[level], N_("the code of the place is missing"))
        return None
    number = cell("old_la_code") if level is AreaLevel.AUTHORITY else None
    if number:
        right.append(is_number(number, "old_la_code", tell))
    if not all(right):
        return None
    return Place(
        level,
        number,
        codes[level],
        cell(_OWN_NAME[level]) or codes[level] or "",
        codes.get(AreaLevel.REGION),
        cell("region_name"),
        codes[AreaLevel.NATION],
        cell("country_name"),
    )


def _is_code(level: AreaLevel, code: str, tell: Tell) -> bool:
    if published.CODES[level].fullmatch(code):
        return True
    tell(
        _OWN_CODE[level],
        N_("“%(code)s” is not a code of this kind of place (%(level)s)"),
        code=code[:40],
        level=str(level.label),
    )
    return False


def is_number(number: str, column: str, tell: Tell) -> bool:
    """Whether this is the three digits of an authority; if not, that is told."""
    if published.NUMBER_OF_AUTHORITY.fullmatch(number):
        return True
    facts: dict[str, Scalar] = {"number": number[:40]}
    tell(column, N_("“%(number)s” is not the three digits of an authority"), **facts)
    return False
