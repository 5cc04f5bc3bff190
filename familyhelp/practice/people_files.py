"""A file of people from another system: its columns, and every row read or refused with what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from . import identifiers
from .people import Ethnicity, FamilyRole, Sex
from .tables import Report, Table
from .words import N_

W = TypeVar("W")
NEEDED = ("reference", "family", "role", "forename", "surname")
OPTIONAL = (
    *("known_as", "birth_date", "due_date", "sex", "ethnicity", "nhs_number", "upn", "phone", "address", "postcode"),
)
LONGEST, LONGEST_KEY = 200, 60


class Row(NamedTuple):
    """One person, as a row of the file says."""

    number: int
    reference: str
    family: str
    role: FamilyRole
    forename: str
    surname: str
    known_as: str | None
    birth_date: date | None
    due_date: date | None
    sex: Sex | None
    ethnicity: Ethnicity
    nhs_number: str | None
    upn: str | None
    phone: str | None
    address: str | None
    postcode: str | None


_ROLES = {word.value: word for word in FamilyRole}
_SEXES = {word.value: word for word in Sex}
_ETHNICITIES = {word.value: word for word in Ethnicity}


def read(table: Table, report: Report, today: date) -> Iterator[Row]:
    """The rows that can be taken over; what is wrong with the others is in the report."""
    seen: set[str] = set()
    for cells in table.rows():
        report.rows += 1
        said = dict(zip(table.columns, map(str.strip, cells), strict=True))
        before = report.count
        row = _row(table.row, said, report, today)
        if said["reference"] in seen:
            report.add(table.row, "reference", N_("this reference is there twice"))
        seen.add(said["reference"])
        if row is not None and report.count == before:
            yield row


def _row(number: int, said: dict[str, str], report: Report, today: date) -> Row | None:
    wrong: list[tuple[str, str]] = []
    _checked(said, wrong)
    born, expected = _day(said, "birth_date", wrong), _day(said, "due_date", wrong)
    if born and (born > today or born.year < 1900):
        wrong.append(("birth_date", N_("this day lies ahead, or too long ago")))
    if born and expected:
        wrong.append(("due_date", N_("give a date of birth or an expected date, not both")))
    role, sex = _word(said, "role", _ROLES, wrong), _word(said, "sex", _SEXES, wrong)
    ethnicity = _word(said, "ethnicity", _ETHNICITIES, wrong)
    nhs_number = _right(said, "nhs_number", identifiers.read_nhs_number, wrong)
    upn = _right(said, "upn", identifiers.read_upn, wrong)
    postcode = _right(said, "postcode", identifiers.read_postcode, wrong)
    for column, what in wrong:
        report.add(number, column, what)
    if wrong or role is None:
        return None
    return Row(
        number=number,
        reference=said["reference"],
        family=said["family"],
        role=role,
        forename=said["forename"],
        surname=said["surname"],
        known_as=said.get("known_as") or None,
        birth_date=born,
        due_date=expected,
        sex=sex,
        ethnicity=ethnicity or Ethnicity.NOBT,
        nhs_number=nhs_number,
        upn=upn,
        phone=said.get("phone") or None,
        address=said.get("address") or None,
        postcode=postcode,
    )


def _word(said: dict[str, str], column: str, words: dict[str, W], wrong: list[tuple[str, str]]) -> W | None:
    text = said.get(column)
    if not text:
        return None
    if text not in words:
        wrong.append((column, N_("this word is not known here")))
    return words.get(text)


def _right(
    said: dict[str, str], column: str, reader: Callable[[str], str | None], wrong: list[tuple[str, str]]
) -> str | None:
    text = said.get(column)
    if not text:
        return None
    value = reader(text)
    if value is None:
        wrong.append((column, N_("this cannot be one")))
    return value


def _day(said: dict[str, str], column: str, wrong: list[tuple[str, str]]) -> date | None:
    text = said.get(column)
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or len(text) != len("2026-03-27"):
        wrong.append((column, N_("write the day as 2026-03-27")))
    return found


def _checked(said: dict[str, str], wrong: list[tuple[str, str]]) -> None:
    for column in ("reference", "family", "role"):
        if not said[column]:
            wrong.append((column, N_("this is empty")))
    if not (said["forename"] or said["surname"]):
        wrong.append(("surname", N_("write a name")))
    if max(map(len, said.values())) > LONGEST_KEY:
        for column, text in said.items():
            if len(text) > (LONGEST_KEY if column in ("reference", "family") else LONGEST):
                wrong.append((column, N_("this is too long")))
    if said.get("postcode") and not said.get("address"):
        wrong.append(("address", N_("write the address of the postcode")))
