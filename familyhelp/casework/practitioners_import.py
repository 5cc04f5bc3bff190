"""Joiners, changes and leavers from a staff system: the whole file or nothing of it, and twice is as once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa

from ..extensions import db
from ..models import Agency, Practitioner, Team
from ..practice import practitioner_files
from ..practice.practitioner_files import Row, State
from ..practice.tables import Report, Table, check_columns
from ..practice.words import N_, Refusal
from . import practitioners
from .unused import tell_who_hands_over

T = TypeVar("T", Team, Agency)
Held = Sequence[tuple[Team, int]]


@dataclass
class TakenIn:
    """What an import did: who joined, changed, left with what they hold, and who is suspended though the file says
    that they work here."""

    joined: list[Practitioner] = field(default_factory=list)
    changed: list[Practitioner] = field(default_factory=list)
    left: list[tuple[Practitioner, Held]] = field(default_factory=list)
    suspended: list[Practitioner] = field(default_factory=list)
    as_before: int = 0


def take_in(
    lines: Iterable[bytes], *, file: str, held: Callable[[Practitioner], Held], address: str, by: Practitioner | None
) -> TakenIn:
    """Add who joined, change what changed, suspend who left. `held` says what somebody holds, by team. Who is not in
    the file stays as they are; who is suspended stays so. Raises BadFile with every problem by row."""
    report, done = Report(), TakenIn()
    table = Table(lines, report)
    check_columns(table, report, practitioner_files.NEEDED, practitioner_files.OPTIONAL)
    rows = list(practitioner_files.read(table, report))
    # Who joins comes first: a new administrator may take over from one who leaves in the same file.
    for row in sorted(rows, key=lambda row: row.state is State.LEFT):
        try:
            if row.state is State.LEFT:
                _leave(row, done, file, held, address, by)
            else:
                _be_here(row, done, report, by)
        except Refusal as refusal:
            for sentence in refusal.sentences:
                report.add(row.number, sentence.field_name or "", sentence.text, **sentence.facts)
    report.insist()
    return done


def _account(row: Row) -> Practitioner | None:
    """The account of a row: under its address, or under the new one where an earlier import gave it that."""
    query = sa.select(Practitioner).where(Practitioner.email.in_({row.email, row.new_email} - {""}))
    found = {person.email: person for person in db.session.scalars(query.order_by(Practitioner.id))}
    return found.get(row.email) or found.get(row.new_email)


def _leave(
    row: Row,
    done: TakenIn,
    file: str,
    held: Callable[[Practitioner], Held],
    address: str,
    by: Practitioner | None,
) -> None:
    person = _account(row)
    if person is None or not person.is_active:
        done.as_before += 1
        return
    theirs = held(person)
    practitioners.suspend(person, because=f"Has left ({file}).", by=by)
    tell_who_hands_over(person, theirs, address)
    done.left.append((person, theirs))


def _be_here(row: Row, done: TakenIn, report: Report, by: Practitioner | None) -> None:
    before = report.count
    team = _named(Team, row.team, "team", row, report)
    teams = [_named(Team, name, "teams", row, report) for name in row.teams]
    agency = _named(Agency, row.agency, "agency", row, report)
    if report.count != before or row.role is None:
        return
    said: dict[str, Any] = {
        "name": row.name,
        "email": row.new_email or row.email,
        "role": row.role,
        "team": team,
        "teams": [one for one in teams if one is not None],
        "agency": agency,
        "is_social_worker": row.social_worker,
    }
    person = _account(row)
    if person is None:
        done.joined.append(practitioners.add_practitioner(**said, by=by))
        return
    if not person.is_active:
        done.suspended.append(person)
    if _now(person) == said | {"teams": {one.id for one in said["teams"]}}:
        done.as_before += 1
        return
    practitioners.change_practitioner(person, **said, read_version=person.version, by=by)
    done.changed.append(person)


def _now(person: Practitioner) -> dict[str, Any]:
    return {
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "team": person.team,
        "teams": {team.id for team in person.managed_teams},
        "agency": person.agency,
        "is_social_worker": person.is_social_worker,
    }


def _named(kind: type[T], name: str, column: str, row: Row, report: Report) -> T | None:
    found = db.session.scalar(sa.select(kind).where(kind.name == name)) if name else None
    if name and found is None:
        report.add(row.number, column, N_("there is none of this name here"))
    return found
