"""Reading families: who is in one, and which episodes of help it had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ..extensions import db
from ..models import Case, Contact, Event, Family, Member, Merge, Person, Practitioner, Team
from ..models.practitioner import team_managers
from ..policy import leads, visible_cases, visible_contacts, visible_people
from ..practice.chronology import Subject
from ..practice.people import FamilyRole
from ..practice.roles import Role

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
    newest_first = (Case.closed_on.is_not(None), Case.opened_on.desc(), Case.id.desc())
    place = sa.func.row_number().over(partition_by=Case.family_id, order_by=newest_first).label("place")
    ranked = sa.select(Case.id, place).where(Case.family_id.in_(wanted)).subquery()
    first = aliased(ranked)
    cases = db.session.scalars(
        sa.select(Case)
        .join(first, first.c.id == Case.id)
        .where(first.c.place == 1)
        .options(joinedload(Case.lead), joinedload(Case.team, innerjoin=True))
    )
    return {case.family_id: case for case in cases}


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
    episodes: Sequence[Episode]
    requests: Sequence[Contact]
    near: Case | None
    """The open (else latest) episode, by which it is judged who may see where the family lives."""
    details: bool
    addresses: bool
    events: Sequence[Event]


def family_page(family: Family, viewer: Practitioner) -> FamilyPage:
    """Everything for the family page, in a fixed number of statements."""
    members, hidden = members_seen(family, viewer)
    seen = visible_cases(viewer).where(Case.family_id == family.id).with_only_columns(Case.id).subquery()
    rows = db.session.execute(
        sa.select(Case, Case.id.in_(sa.select(seen.c.id)))
        .where(Case.family_id == family.id)
        .options(joinedload(Case.lead), joinedload(Case.team, innerjoin=True))
        .order_by(Case.closed_on.is_not(None), Case.opened_on.desc(), Case.id.desc())
        .limit(MOST_EPISODES)
    ).all()
    episodes = [Episode(case, bool(may_open)) for case, may_open in rows]
    near = episodes[0].case if episodes else None
    return FamilyPage(
        members,
        hidden,
        episodes,
        requests_of(family, viewer),
        near,
        details=viewer.role is Role.FRONT_DOOR or any(e.may_open for e in episodes),
        addresses=sees_hidden_address(viewer, near),
        events=_events(family, members),
    )


def sees_hidden_address(viewer: Practitioner, near: Case | None) -> bool:
    """A hidden address is shown to those who lead or manage the family's case, and to nobody else."""
    if near is None:
        return False
    return leads(viewer, near) or (
        viewer.role is Role.MANAGER and near.team_id in {team.id for team in viewer.managed_teams}
    )


def members_seen(family: Family, viewer: Practitioner) -> tuple[Sequence[Member], int]:
    """Who is in a family now, as far as a person may see, and how many more there are."""
    seen = visible_people(viewer).with_only_columns(Person.id)
    rows = db.session.execute(
        sa.select(Member, Member.person_id.in_(seen))
        .where(Member.family_id == family.id, Member.ends_on.is_(None))
        .options(joinedload(Member.person, innerjoin=True).selectinload(Person.addresses))
        .order_by(Member.id)
        .limit(MOST_MEMBERS)
    ).all()
    order = {FamilyRole.PARENT: 0, FamilyRole.ADULT: 1, FamilyRole.CHILD: 2, FamilyRole.NETWORK: 3}
    members = sorted(
        (member for member, visible in rows if visible),
        key=lambda m: (order[m.role], str(m.person.birth_date or m.person.due_date or "9999"), m.id),
    )
    return members, len(rows) - len(members)


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


def _events(family: Family, members: Sequence[Member]) -> Sequence[Event]:
    """The newest events of a family and of the people in it whom the reader may see, also of records that were merged
    into theirs; at most 25."""
    people = [m.person_id for m in members]
    merged = sa.select(Merge.gone_id).where(Merge.kept_id.in_(people), Merge.undone_at.is_(None))
    return db.session.scalars(
        sa.select(Event)
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


def events_of(subject: Subject, subject_id: int, most: int = 25) -> Sequence[Event]:
    """The newest events of a record, with who did each."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.subject == subject, Event.subject_id == subject_id)
        .options(joinedload(Event.by))
        .order_by(Event.number.desc())
        .limit(most)
    ).all()
