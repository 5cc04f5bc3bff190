"""Fill an empty database with families by the thousand: rows, not deeds, yet true to what the deeds would leave."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import sqlalchemy as sa

from familyhelp.models import Case, Contact, Family, Person, keep_surnames
from familyhelp.practice import names
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.roles import Role
from familyhelp.practice.stages import Stage
from familyhelp.queries.paging import write_key

from . import frontdoor
from .episodes import AGES, OPEN_STAGES, Episode, Shape, World
from .households import Household, moment, settle
from .rows import Codes, Rows
from .staff import Worker, hire
from .words import Chance

OPEN = 0.43
"""The share of families with an open episode: a third of all episodes, at 1.3 a family."""
MANY_NOTES = 2000
PAGES = ("cases.case", "cases.chronology", "notes.notes", "plans.plan")


@dataclass(frozen=True)
class Landmarks:
    """What a measurement needs to know of what was made."""

    families: int
    case: str
    long_case: str
    long_family: str
    key_worker: str
    manager: str
    front_door: str
    liaison: str
    analyst: str
    surname: str
    last_key: str
    """The key of the last page of the key worker's team list."""
    rows: int

    lead_professional = f"{Role.LEAD_PROFESSIONAL.value}.1@example.org"
    contributor = f"{Role.CONTRIBUTOR.value}.1@example.org"

    def keep(self, file: Path) -> None:
        """Write them beside the database."""
        file.write_text(json.dumps(asdict(self), indent=1))

    @classmethod
    def kept(cls, file: Path) -> Landmarks:
        """Read them again."""
        return cls(**json.loads(file.read_text()))


def fill(engine: sa.Engine, families: int, *, today: date, seed: int = 1) -> Landmarks:
    """Fill an empty, migrated database. The same seed and day make the same rows."""
    rows, chance, codes = Rows(engine), Chance(seed), Codes(seed)
    began = datetime.combine(today - timedelta(days=1600), time(9), UTC)
    staff = hire(rows, chance, codes, families, began)
    world = World(rows, chance, codes, staff, today)
    worker = staff.key_workers[1][0]
    marks: list[Episode] = []
    waiting = min(frontdoor.WAITING, families)
    for number in range(families):
        if number < 2:
            marks.append(_landmark(world, worker, MANY_NOTES if number else 10))
        else:
            home = _family(world)
            if number < waiting + 2:
                frontdoor.waiting(world, home)
        if rows.ready():
            rows.write()
    _sign_ins(world)
    rows.close()
    with engine.begin() as connection:
        keep_surnames(connection, map(names.fold, connection.scalars(sa.select(Person.surname).distinct())))
    return Landmarks(
        families=families,
        case=marks[0].code,
        long_case=marks[1].code,
        long_family=_family_of(engine, marks[1].code),
        key_worker=worker.email,
        manager=staff.managers[1][0].email,
        front_door=staff.by_role[Role.FRONT_DOOR][0].email,
        liaison=staff.by_role[Role.LIAISON][0].email,
        analyst=staff.by_role[Role.ANALYST][0].email,
        surname=marks[0].home.surname,
        last_key=_last_key(engine),
        rows=sum(rows.counts.values()),
    )


def _family_of(engine: sa.Engine, code: str) -> str:
    """The reference of the family of a case."""
    with engine.connect() as connection:
        found = sa.select(Family.code).join(Case, Case.family_id == Family.id).where(Case.code == code)
        return str(connection.execute(found).scalar_one())


def _landmark(world: World, worker: Worker, notes: int) -> Episode:
    """A family whose case is measured: a plan under way for 300 days."""
    day = world.today - timedelta(days=300)
    home = settle(world.rows, world.chance, world.codes, day, worker, [worker])
    shape = Shape(day, None, Stage.ACTIVE, notes)
    contact_id, by = frontdoor.decided(world, home, day, world.rows["cases"].last + 1)
    return _looked_at(world, Episode(world, home, shape, opened_by=by, contact_id=contact_id, worker=worker).live())


def _family(world: World) -> Household:
    """One family, with its episodes and its requests."""
    chance = world.chance
    shapes = _shapes(world)
    first = shapes[0].opened_on
    clerk = world.staff.one(Role.FRONT_DOOR, chance)
    managers = [chance.one(world.staff.managers[chance.some(1, len(world.staff.managers))]) for _ in range(2)]
    home = settle(world.rows, chance, world.codes, first, clerk, list({m.id: m for m in managers}.values()))
    earlier: Episode | None = None
    for shape in shapes:
        if earlier and earlier.worker and chance.maybe(0.4):
            earlier = _again(world, home, shape, earlier)
        else:
            contact_id, by = frontdoor.decided(world, home, shape.opened_on, world.rows["cases"].last + 1)
            earlier = Episode(world, home, shape, opened_by=by, contact_id=contact_id).live()
        _looked_at(world, earlier)
    if chance.maybe(0.6):
        frontdoor.decided(world, home, min(first + timedelta(days=200), world.today - timedelta(days=1)))
    return home


def _again(world: World, home: Household, shape: Shape, earlier: Episode) -> Episode:
    """The family comes back: a new episode, linked to the one before."""
    again = Episode(world, home, shape, opened_by=earlier.worker, earlier_case_id=earlier.id)
    chain = earlier.chain
    after = max(chain.at, datetime.combine(shape.opened_on, time(9), UTC))
    chain.add(EventKind.RE_ENGAGED, after, earlier.worker.id, again.why, case=again.code)
    return again.live()


def _shapes(world: World) -> list[Shape]:
    """When the episodes of one family begin and end, the first one first."""
    chance, today = world.chance, world.today
    count = 1 if chance.maybe(0.75) else 2 if chance.maybe(0.8) else 3
    if chance.maybe(OPEN):
        stage = chance.one(OPEN_STAGES)
        shapes = [Shape(today - timedelta(days=chance.some(*AGES[stage])), None, stage)]
    else:
        shapes = [_closed(world, today - timedelta(days=chance.some(1, 1000)))]
    while len(shapes) < count:
        shapes.insert(0, _closed(world, shapes[0].opened_on - timedelta(days=chance.some(30, 500))))
    return shapes


def _closed(world: World, closed_on: date) -> Shape:
    return Shape(closed_on - timedelta(days=world.chance.some(20, 360)), closed_on, Stage.CLOSED)


def _looked_at(world: World, case: Episode) -> Episode:
    """Looks and submissions that a case leaves behind in its life."""
    chance = world.chance
    for _ in range(6):
        world.rows.add(
            "looks",
            at=moment(case.day(chance.random()), chance),
            practitioner_id=(case.worker or case.manager).id,
            subject=Subject.CASE,
            subject_id=case.id,
            page=chance.one(PAGES),
        )
    for number in range(3):
        world.rows.add(
            "submissions",
            key=f"{case.code}{number:024x}",
            practitioner_id=(case.worker or case.manager).id,
            path=f"/cases/{case.code}/notes/new",
            location=f"/cases/{case.code}",
            at=moment(case.day(0.5), chance),
        )
    return case


def _sign_ins(world: World) -> None:
    """Sign-ins of the last 60 days, all ended."""
    for people in world.staff.by_role.values():
        for person in people:
            for days in range(1, 61, 3):
                at = moment(world.today - timedelta(days=days), world.chance)
                world.rows.add(
                    "sign_ins",
                    token_digest=hashlib.sha256(f"{person.id} {days}".encode()).hexdigest(),
                    practitioner_id=person.id,
                    started_at=at,
                    last_seen_at=at,
                    ended_at=at,
                )


def _last_key(engine: sa.Engine) -> str:
    """The key after which twenty cases remain in the list of the first team."""
    ours = sa.select(Case.next_due_on, Case.id).where(Case.team_id == 1, Case.closed_on.is_(None))
    with engine.connect() as connection:
        rows = connection.execute(ours.order_by(Case.next_due_on.desc(), Case.id.desc()).limit(21)).all()
    return write_key(rows[-1].next_due_on, rows[-1].id)


def counts(connection: sa.Connection) -> dict[str, int]:
    """How many families, cases, open cases and waiting requests there are."""
    count = sa.select(sa.func.count())
    return {
        "families": connection.scalar(count.select_from(Family)) or 0,
        "cases": connection.scalar(count.select_from(Case)) or 0,
        "open": connection.scalar(count.where(Case.closed_on.is_(None))) or 0,
        "waiting": connection.scalar(count.where(Contact.state == "waiting")) or 0,
    }
