"""Reading families: who is in one, and which episodes of help it had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Case, Contact, Event, Family, Member, Merge, Person, Practitioner, Team
from ..models.practitioner import team_managers
from ..policy import Act, could, leads, visible_cases, visible_contacts, visible_people
from ..practice.chronology import HOLD_EVENTS, WITHHELD_EVENTS, EventKind, Subject
from ..practice.left_out import OfTheHome
from ..practice.people import FamilyRole
from ..practice.roles import Role
from .left_out import left_out_of_case
from .relationships import Kinship, kinship

MOST_MEMBERS, MOST_EPISODES = 40, 25


def latest_case(family_id: int) -> Case | None:
    """The family's open episode, or else its latest one."""
    return db.session.scalar(
        sa.select(Case)
        .where(Case.family_id == family_id)
        .order_by(Case.closed_on.is_not(None), Case.opened_on.desc(), Case.id.desc())
        .limit(1)
    )


def latest_cases(family_ids: Iterable[int]) -> dict[int, Case]:
    """The open episode, or else the latest one, of each of these families, with who leads it and its team."""
    wanted = set(family_ids)
    if not wanted:
        return {}
    return {case.family_id: case for case in db.session.scalars(_latest_of(), {"families": sorted(wanted)})}


@cache
def _latest_of() -> Any:
    """Built once: the pages that find people ask it each time."""
    newest_first = (Case.closed_on.is_not(None), Case.opened_on.desc(), Case.id.desc())
    place = sa.func.row_number().over(partition_by=Case.family_id, order_by=newest_first).label("place")
    of_these = Case.family_id.in_(sa.bindparam("families", expanding=True))
    ranked = sa.select(Case.id, place).where(of_these).subquery()
    return (
        sa.select(Case)
        .join(ranked, ranked.c.id == Case.id)
        .where(ranked.c.place == 1)
        .options(joinedload(Case.lead), joinedload(Case.team, innerjoin=True))
    )


def whom_to_ask(cases: Iterable[Case]) -> dict[int, str]:
    """The managers of the teams of these cases, by the number of the team: “Mabel Thorne (North family help)”."""
    teams = {case.team_id for case in cases}
    if not teams:
        return {}
    rows = db.session.execute(
        sa.select(Team.id, Team.name, Practitioner.name)
        .join(team_managers, team_managers.c.team_id == Team.id)
        .join(Practitioner, Practitioner.id == team_managers.c.practitioner_id)
        .where(Team.id.in_(teams), Practitioner.is_active)
        .order_by(Practitioner.name)
    )
    asked: dict[int, str] = {}
    for team, team_name, manager in rows:
        asked.setdefault(team, f"{manager} ({team_name})")
    return asked


@dataclass(frozen=True)
class Episode:
    """One episode of help, and whether the reader may open it."""

    case: Case
    may_open: bool


@dataclass(frozen=True)
class FamilyPage:
    """What the family page shows, besides the family itself."""

    members: Sequence[Member]
    hidden: int
    gone: Sequence[Member]
    episodes: Sequence[Episode]
    requests: Sequence[Contact]
    near: Case | None
    """The open (else latest) episode, by which it is judged who may see where the family lives."""
    details: bool
    addresses: bool
    events: Sequence[Event]
    kinship: Kinship
    """How they are related; nothing of it where the reader sees no details."""
    left_out: Sequence[OfTheHome]
    """Who of the home is in nothing that is written in the open case, where the reader may open it."""


def family_page(family: Family, viewer: Practitioner) -> FamilyPage:
    """Everything for the family page, in a fixed number of statements."""
    held = belonging(family, viewer)
    episodes = _episodes(family, viewer)
    near = episodes[0].case if episodes else None
    details = _sees_details(viewer, episodes)
    return FamilyPage(
        held.members,
        held.hidden,
        held.gone,
        episodes,
        requests_of(family, viewer),
        near,
        details=details,
        addresses=sees_hidden_address(viewer, near),
        events=_events(
            family,
            [*held.members, *held.gone],
            withheld_too=sees_hidden_address(viewer, near),
            holds_too=could(viewer, Act.HOLD_RECORDS),
        ),
        kinship=kinship(held.members, viewer) if details else Kinship(),
        left_out=left_out_of_case(near, held.members)
        if near and near.closed_on is None and episodes[0].may_open
        else (),
    )


def _episodes(family: Family, viewer: Practitioner) -> Sequence[Episode]:
    seen = visible_cases(viewer).where(Case.family_id == family.id).with_only_columns(Case.id).subquery()
    rows = db.session.execute(
        sa.select(Case, Case.id.in_(sa.select(seen.c.id)))
        .where(Case.family_id == family.id)
        .options(joinedload(Case.lead), joinedload(Case.team, innerjoin=True))
        .order_by(Case.closed_on.is_not(None), Case.opened_on.desc(), Case.id.desc())
        .limit(MOST_EPISODES)
    ).all()
    return [Episode(case, bool(may_open)) for case, may_open in rows]


def _sees_details(viewer: Practitioner, episodes: Sequence[Episode]) -> bool:
    return viewer.role is Role.FRONT_DOOR or any(e.may_open for e in episodes)


@dataclass(frozen=True)
class KinPage:
    """What a page shows of how the people of a family are related."""

    members: Sequence[Member]
    hidden: int
    near: Case | None
    details: bool
    addresses: bool
    kinship: Kinship


def kin_page(family: Family, viewer: Practitioner) -> KinPage:
    """How the people of a family are related, in a fixed number of statements."""
    members, hidden = members_seen(family, viewer)
    episodes = _episodes(family, viewer)
    near, details = episodes[0].case if episodes else None, _sees_details(viewer, episodes)
    held = kinship(members, viewer) if details else Kinship()
    return KinPage(members, hidden, near, details, sees_hidden_address(viewer, near), held)


def sees_hidden_address(viewer: Practitioner, near: Case | None) -> bool:
    """A hidden address is shown to those who lead or manage the family's case, and to nobody else."""
    if near is None:
        return False
    return leads(viewer, near) or (
        viewer.role is Role.MANAGER and near.team_id in {team.id for team in viewer.managed_teams}
    )


@dataclass(frozen=True)
class Belonging:
    """Who is in a family now and who no longer is, as far as a person may see, and how many more are in it now."""

    members: Sequence[Member]
    hidden: int
    gone: Sequence[Member]


_ORDER = {FamilyRole.PARENT: 0, FamilyRole.ADULT: 1, FamilyRole.CHILD: 2, FamilyRole.NETWORK: 3}


def belonging(family: Family, viewer: Practitioner) -> Belonging:
    """Who belongs to a family, those of now first; who left it and came back is not among the gone."""
    seen = visible_people(viewer).with_only_columns(Person.id)
    found = db.session.execute(
        sa.select(Member, Member.person_id.in_(seen))
        .where(Member.family_id == family.id)
        .options(joinedload(Member.person, innerjoin=True).joinedload(Person.addresses))
        .order_by(Member.ends_on.is_not(None), Member.id)
        .limit(2 * MOST_MEMBERS)
    )
    rows = found.unique().all()
    now = [(member, visible) for member, visible in rows if member.ends_on is None]
    members = sorted(
        (member for member, visible in now if visible),
        key=lambda m: (_ORDER[m.role], str(m.person.birth_date or m.person.due_date or "9999"), m.id),
    )
    here = {member.person_id for member, _visible in now}
    gone = [member for member, visible in rows if visible and member.person_id not in here]
    return Belonging(members, len(now) - len(members), gone)


def members_seen(family: Family, viewer: Practitioner) -> tuple[Sequence[Member], int]:
    """Who is in a family now, as far as a person may see, and how many more there are."""
    found = belonging(family, viewer)
    return found.members, found.hidden


def member_seen(family: Family, viewer: Practitioner, code: str | None) -> Member | None:
    """The member of a family by the reference of the person, where the viewer may see them."""
    if code is None:
        return None
    return db.session.scalar(
        sa.select(Member)
        .join(Member.person)
        .where(
            Member.family_id == family.id,
            Member.ends_on.is_(None),
            Person.code == code,
            Person.id.in_(visible_people(viewer).with_only_columns(Person.id)),
        )
        .options(joinedload(Member.person, innerjoin=True))
        .limit(1)
    )


def requests_of(family: Family, viewer: Practitioner) -> Sequence[Contact]:
    """The newest requests for help about a family that a person may see; at most 25."""
    query = visible_contacts(viewer).where(Contact.family_id == family.id)
    return db.session.scalars(query.order_by(Contact.received_at.desc(), Contact.id.desc()).limit(MOST_EPISODES)).all()


def _events(family: Family, members: Sequence[Member], *, withheld_too: bool, holds_too: bool) -> Sequence[Event]:
    """The newest events of a family and of the people in it whom the reader may see; at most 25. What tells of how
    somebody is related is left out where the reader does not see them here, and so is what is kept from whom for
    whoever may not see a withheld address, and a legal hold for whoever places none. Those of records that were merged
    into theirs are among them."""
    people = [m.person_id for m in members]
    merged = sa.select(Person.id).join(Merge, Merge.gone_id == Person.id)
    merged = merged.where(Merge.kept_id.in_(people), Merge.undone_at.is_(None))
    also = merged.with_only_columns(sa.func.aggregate_strings(Person.code, " ")).scalar_subquery()
    rows = db.session.execute(
        sa.select(Event, also.label("also"))
        .where(
            sa.or_(
                sa.and_(Event.subject == Subject.FAMILY, Event.subject_id == family.id),
                sa.and_(Event.subject == Subject.PERSON, Event.subject_id.in_(people)),
                sa.and_(Event.subject == Subject.PERSON, Event.subject_id.in_(merged)),
            )
        )
        .options(joinedload(Event.by))
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(MOST_EPISODES)
    ).all()
    codes = {m.person.code for m in members} | {code for row in rows[:1] for code in (row.also or "").split()}
    shut: frozenset[EventKind] = frozenset() if withheld_too else WITHHELD_EVENTS
    if not holds_too:
        shut |= HOLD_EVENTS
    found = [row.Event for row in rows if row.Event.kind not in shut]
    return [event for event in found if set(str(event.facts.get("named", "")).split()) <= codes]


def events_of(subject: Subject, subject_id: int, most: int = 25) -> Sequence[Event]:
    """The newest events of a record, with who did each."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.subject == subject, Event.subject_id == subject_id)
        .options(joinedload(Event.by))
        .order_by(Event.number.desc())
        .limit(most)
    ).all()
