"""Two records of one person: merged by somebody who looked at both, and undone with nothing lost."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import (
    Case,
    KeptFrom,
    Member,
    Merge,
    MergeRow,
    Person,
    PersonPair,
    Practitioner,
    Relationship,
    Responsibility,
    Step,
)
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.merging import TOGETHER, WITHHELD, How, choices
from ..practice.steps import StepState
from ..practice.words import N_, Changed, NotYet, say
from .moving_rows import move, move_back, read, write


def merge_people(
    kept: Person, gone: Person, *, take: Collection[str] = (), because: str, read_version: int, by: Practitioner
) -> Merge:
    """Take one record of a person into another. `take` names what is taken over from the record that goes;
    `read_version` is what `version_of` said of both when they were compared."""
    _check(kept, gone)
    if read_version != version_of(kept, gone):
        raise Changed(stored={}, version=version_of(kept, gone))
    unknown = set(take) - set(choices(Person.__table__.columns.keys()))
    if unknown:
        raise ValueError(f"not chosen in a merge: {sorted(unknown)}")
    merge = Merge(kept_id=kept.id, gone_id=gone.id, because=because, merged_at=clock.now(), merged_by_id=by.id)
    db.session.add(merge)
    db.session.flush()
    merge.rows.extend(move(merge))
    chosen = _choose(kept, gone, take)
    if chosen:
        merge.rows.append(chosen)
    _touch(kept, gone)
    kept.record(EventKind.PEOPLE_MERGED, by=by, because=because, person=gone.name, code=gone.code)
    gone.record(EventKind.MERGED_INTO, by=by, because=because, person=kept.name, code=kept.code)
    db.session.expire_all()
    return merge


def version_of(one: Person, other: Person) -> int:
    """One number for the versions of two records: it grows when either does."""
    return one.version + other.version


def _check(kept: Person, gone: Person) -> None:
    if kept.id == gone.id:
        raise NotYet(say(N_("Choose two records: this is one.")))
    for person in (kept, gone):
        if merge_of(person):
            raise NotYet(say(N_("The record of %(person)s was merged into another already."), person=person.name))
    if _two_by_what_is_held(kept, gone):
        raise NotYet(say(N_("What is held of them says that they are two people. Ask whoever leads their help.")))
    if _step_waits(kept, gone):
        raise NotYet(say(N_("A step up or down of their family waits for its answer. Merge them after that.")))


def merge_of(person: Person) -> Merge | None:
    """The merge that took this record into another, while it stands."""
    return db.session.scalar(sa.select(Merge).where(Merge.gone_id == person.id, Merge.undone_at.is_(None)))


def _two_by_what_is_held(one: Person, other: Person) -> bool:
    """Whether they are related to each other, hold responsibility one for the other, or one is kept from the other."""
    pairs = (
        (Relationship.person_id, Relationship.other_id, Relationship.current & ~Relationship.withdrawn),
        (Responsibility.child_id, Responsibility.holder_id, Responsibility.current & ~Responsibility.withdrawn),
        (KeptFrom.person_id, KeptFrom.from_id, KeptFrom.ends_on.is_(None)),
    )
    both = {one.id, other.id}
    held = [
        sa.exists().where(first.in_(both), second.in_(both), first != second, stands) for first, second, stands in pairs
    ]
    return bool(db.session.scalar(sa.select(sa.or_(*held))))


def _step_waits(*people: Person) -> bool:
    homes = sa.select(Member.family_id).where(Member.person_id.in_([person.id for person in people]))
    waits = sa.select(Step.id).join(Case, Case.id == Step.case_id).where(Case.family_id.in_(homes))
    return db.session.scalar(waits.where(Step.state == StepState.PENDING).limit(1)) is not None


def _choose(kept: Person, gone: Person, take: Collection[str]) -> MergeRow | None:
    names = [name for first in sorted(take) for name in TOGETHER.get(first, (first,))]
    if gone.contact_hidden and not kept.contact_hidden:
        names.append(WITHHELD)
    was = {name: write(getattr(kept, name)) for name in names}
    now = {name: write(getattr(gone, name)) for name in names}
    different = [name for name in names if was[name] != now[name]]
    if not different:
        return None
    for name in different:
        setattr(kept, name, getattr(gone, name))
    return MergeRow(
        table_name="people",
        column_name="id",
        how=How.CHOSEN,
        row_key={"id": kept.id},
        was={name: was[name] for name in different},
        now={name: now[name] for name in different},
    )


def undo_merge(merge: Merge, *, because: str, by: Practitioner) -> None:
    """Make two records of one again: each with what it had, and the one that was kept with what came since."""
    if merge.undone_at is not None:
        raise NotYet(say(N_("This merge was undone already.")))
    later = sa.select(Merge.id).where(
        Merge.id > merge.id,
        Merge.undone_at.is_(None),
        sa.or_(Merge.kept_id == merge.kept_id, Merge.gone_id == merge.kept_id),
    )
    if db.session.scalar(later.limit(1)):
        raise NotYet(say(N_("This record was merged again since. Undo that merge first.")))
    kept, gone = merge.kept, merge.gone
    move_back(merge)
    for row in merge.rows:
        if row.how is How.CHOSEN:
            _unchoose(kept, row.was, row.now)
    merge.undone_at, merge.undone_by_id = clock.now(), by.id
    _touch(kept, gone)
    kept.record(EventKind.MERGE_UNDONE, by=by, because=because, person=gone.name, code=gone.code)
    gone.record(EventKind.MERGE_UNDONE, by=by, because=because, person=kept.name, code=kept.code)
    db.session.expire_all()


def _unchoose(kept: Person, was: dict[str, Any], now: dict[str, Any]) -> None:
    """What was taken over goes back, unless somebody changed it since."""
    columns = Person.__table__.columns
    for name, value in was.items():
        if write(getattr(kept, name)) == now[name]:
            setattr(kept, name, read(columns[name], value))


def _touch(*people: Person) -> None:
    for person in people:
        person.version += 1


def note_pair(one_id: int, other_id: int, points: int) -> bool:
    """Put two people in the queue of those who may be one, unless they were there already or somebody said that they
    are two. Gives whether they are new there."""
    first, second = sorted((one_id, other_id))
    held = sa.select(PersonPair.id).where(PersonPair.one_id == first, PersonPair.other_id == second)
    if db.session.scalar(held) is not None:
        return False
    db.session.add(PersonPair(one_id=first, other_id=second, points=points, found_at=clock.now()))
    db.session.flush()
    return True


def say_apart(one: Person, other: Person, *, because: str | None, by: Practitioner) -> PersonPair:
    """Remember that two people held are not one, so that nobody is asked again."""
    if one is other:
        raise NotYet(say(N_("Choose two records: this is one.")))
    pair = _pair(one, other)
    if pair is not None and pair.apart_at is not None:
        return pair
    pair = decline(one, other, because=because, by=by)
    one.record(EventKind.SAID_APART, by=by, because=because, person=other.name, code=other.code)
    return pair


def _pair(one: Person, other: Person) -> PersonPair | None:
    first, second = sorted((one.id, other.id))
    return db.session.scalar(sa.select(PersonPair).where(PersonPair.one_id == first, PersonPair.other_id == second))


def decline(one: Person, other: Person, *, points: int = 0, because: str | None = None, by: Practitioner) -> PersonPair:
    """Somebody was shown the one when they added the other, and took them for two: kept with who and when."""
    db.session.flush()
    pair = _pair(one, other)
    if pair is None:
        first, second = sorted((one.id, other.id))
        pair = PersonPair(one_id=first, other_id=second, points=points, found_at=clock.now())
        db.session.add(pair)
    if pair.apart_at is None:
        pair.apart_at, pair.apart_by_id, pair.because = clock.now(), by.id, because
    return pair
