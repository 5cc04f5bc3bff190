"""A file of who works here, as a staff system gives it out: its columns, and every row read or refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from .roles import Role
from .tables import Report, Table
from .words import N_, Word

NEEDED = ("email", "state")
OPTIONAL = ("new_email", "name", "role", "team", "teams", "agency", "social_worker")
LONGEST = 200
YES_OR_NO = {"yes": True, "no": False, "": False}
_ROLES = {role.value: role for role in Role}


class State(Word):
    """Whether somebody works here, as the file says."""

    HERE = "here", N_("Works here")
    LEFT = "left", N_("Has left")


_STATES = {state.value: state for state in State}


@dataclass(frozen=True, slots=True)
class Row:
    """One person, as a row of the file says. Of somebody who has left only the address counts."""

    number: int
    email: str
    new_email: str
    state: State
    name: str
    role: Role | None
    team: str
    teams: tuple[str, ...]
    agency: str
    social_worker: bool


def read(table: Table, report: Report) -> Iterator[Row]:
    """The rows that can be taken; what is wrong with the others is in the report."""
    seen: set[str] = set()
    for cells in table.rows():
        report.rows += 1
        said = {name: " ".join(cell.split()) for name, cell in zip(table.columns, cells, strict=True)}
        before = report.count
        row = _row(table.row, said, report)
        for column in ("email", "new_email"):
            address = said.get(column, "").lower()
            if address in seen:
                report.add(table.row, column, N_("this address is there twice"))
            seen |= {address} - {""}
        if report.count == before and row is not None:
            yield row


def _row(number: int, said: dict[str, str], report: Report) -> Row | None:
    state = _STATES.get(said["state"])
    if state is None:
        report.add(number, "state", N_("write “here” or “left”"))
    for column, text in said.items():
        if len(text) > LONGEST:
            report.add(number, column, N_("this is too long"))
    for column in ("email", "new_email"):
        if (said.get(column) or column == "email") and not _is_address(said.get(column, "")):
            report.add(number, column, N_("this is no e-mail address"))
    role = _ROLES.get(said.get("role", ""))
    if state is State.HERE:
        _check_here(number, said, report)
    if state is None:
        return None
    return Row(
        number=number,
        email=said["email"].lower(),
        new_email=said.get("new_email", "").lower(),
        state=state,
        name=said.get("name", ""),
        role=role,
        team=said.get("team", ""),
        teams=tuple(name.strip() for name in said.get("teams", "").split(";") if name.strip()),
        agency=said.get("agency", ""),
        social_worker=YES_OR_NO.get(said.get("social_worker", ""), False),
    )


def _check_here(number: int, said: dict[str, str], report: Report) -> None:
    if not said.get("name"):
        report.add(number, "name", N_("write the name"))
    if said.get("role", "") not in _ROLES:
        report.add(number, "role", N_("this word is not known here"))
    if said.get("social_worker", "") not in YES_OR_NO:
        report.add(number, "social_worker", N_("write “yes” or “no”"))


def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return text[0] not in "=+-"  # a spreadsheet would take it for a formula
