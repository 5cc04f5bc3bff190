"""One family's way with help over years: its episodes, and what happened in those that the reader may see. Pages go
by time, and their keys say nothing of what the reader may not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ..extensions import db
from ..models import Case, Contact, Event, Family, Outcome, Plan, Practitioner, Review, Score
from ..policy import as_viewer, reads_restricted, sees_case, sees_contact, somebody
from ..practice.chronology import RESTRICTED_EVENTS, EventKind, Subject
from ..practice.domains import Respondent
from ..practice.journeys import SHOWN_AT_FIRST, Strand, kinds_of
from ..practice.outcomes import Result
from ..practice.roles import Role
from .paging import Page, nearest

ENTRIES = 50
MOST_EPISODES = 25
_FORMAT = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True)
class Distance:
    """How far an episode's agreed outcomes came, as the practitioner saw it: points gained of points to gain."""

    outcomes: int
    met: int
    gained: int | None
    to_gain: int


@dataclass(frozen=True)
class Episode:
    """One episode of help: whether the reader may open it, and its restricted notes; how far it came."""

    case: Case
    may_open: bool
    restricted_too: bool
    distance: Distance | None = None


@dataclass(frozen=True)
class Asked:
    """What the reader asks of a journey: strands (all that is shown at first where none), one episode by its
    reference, which end first, and the key to go on from."""

    strands: frozenset[Strand] = frozenset()
    episode: str | None = None
    oldest_first: bool = False
    after: str | None = None


@dataclass(frozen=True)
class Journey:
    """A page of a family's journey."""

    episodes: Sequence[Episode]
    page: Page[Event]
    cases: Mapping[int, Case] = field(default_factory=dict)
    """The episodes that may be opened, by their number."""
    scores: Mapping[tuple[int, int], Sequence[Score]] = field(default_factory=dict)
    """What was scored at a review, by the number of its case and its own."""


def journey(family: Family, viewer: Practitioner, asked: Asked) -> Journey:
    """A family's journey as a person may read it, in at most four statements whatever there is."""
    episodes = _episodes(family, viewer)
    open_to = {e.case.id: e for e in episodes if e.may_open}
    distances = _distances(list(open_to)) if open_to else {}
    episodes = [
        Episode(e.case, e.may_open, e.restricted_too, distances.get(e.case.id)) if e.may_open else e for e in episodes
    ]
    chosen = [e for e in open_to.values() if asked.episode in (None, e.case.code)]
    page = _events(family, viewer, chosen, asked) if chosen else Page([], None)
    return Journey(episodes, page, {k: e.case for k, e in open_to.items()}, _scores(page.rows))


def _episodes(family: Family, viewer: Practitioner) -> list[Episode]:
    # Named, for where both are plainly "no" they would be one column, read twice.
    may_open, restricted_too = sees_case(viewer).label("may_open"), reads_restricted(viewer).label("restricted_too")
    rows = db.session.execute(
        sa.select(Case, may_open, restricted_too)
        .where(Case.family_id == family.id)
        .options(joinedload(Case.lead), joinedload(Case.team, innerjoin=True))
        .order_by(Case.closed_on.is_not(None), Case.opened_on.desc(), Case.id.desc())
        .limit(MOST_EPISODES)
    )
    return [Episode(case, bool(opens), bool(restricted)) for case, opens, restricted in rows]


# What happened ------------------------------------------------------------------------------------------------


def _events(family: Family, viewer: Practitioner, chosen: Sequence[Episode], asked: Asked) -> Page[Event]:
    """A page of events, of which each arm reads one index in time and stops."""
    key = _read_key(asked.after)
    kinds = kinds_of(asked.strands or SHOWN_AT_FIRST)
    shape = tuple(e.restricted_too for e in chosen)
    statement = _statement(viewer.role, shape, kinds, asked.episode is None, key is not None, asked.oldest_first)
    seen_then = key[1] if key else 0
    values: dict[str, Any] = as_viewer(viewer) | {"family_id": family.id, "most": ENTRIES + 1 + seen_then}
    values |= {f"case_{n}": e.case.id for n, e in enumerate(chosen)}
    if key:
        values["from_at"] = key[0]
    rows = db.session.scalars(statement, values).all()[seen_then:]
    if len(rows) <= ENTRIES:
        return Page(rows, None)
    return Page(rows[:ENTRIES], _write_key(rows[:ENTRIES], key))


@lru_cache(maxsize=256)
def _statement(
    role: Role,
    shape: tuple[bool, ...],
    kinds: frozenset[EventKind],
    with_requests: bool,
    goes_on: bool,
    oldest_first: bool,
) -> Any:
    """The statement for so many episodes, each with or without what tells of restricted notes."""
    arms = []
    for n, restricted_too in enumerate(shape):
        subject_id = sa.bindparam(f"case_{n}", type_=sa.BigInteger())
        query = sa.select(Event.id, Event.at).where(Event.subject == Subject.CASE, Event.subject_id == subject_id)
        arms.append(_in_time(query.where(_told(kinds, restricted_too)), goes_on, oldest_first))
    if with_requests:
        family_id = sa.bindparam("family_id", type_=sa.BigInteger())
        requests = (
            sa.select(Event.id, Event.at)
            .join(Contact, sa.and_(Event.subject == Subject.CONTACT, Event.subject_id == Contact.id))
            .where(Contact.family_id == family_id, sees_contact(somebody(role)), _told(kinds, False))
        )
        arms.append(_in_time(requests, goes_on, oldest_first))
    found = nearest(arms)
    whole = sa.select(Event).join(found, found.c.id == Event.id)
    return _in_time(whole, False, oldest_first).options(joinedload(Event.by).load_only(Practitioner.name))


def _told(kinds: frozenset[EventKind], restricted_too: bool) -> sa.ColumnElement[bool]:
    return Event.kind.in_(sorted(kinds if restricted_too else kinds - RESTRICTED_EVENTS))


def _in_time(query: Any, goes_on: bool, oldest_first: bool) -> Any:
    if goes_on:
        start = sa.bindparam("from_at", type_=Event.at.type)
        query = query.where(Event.at >= start if oldest_first else Event.at <= start)
    order = (Event.at, Event.id) if oldest_first else (Event.at.desc(), Event.id.desc())
    return query.order_by(*order).limit(sa.bindparam("most", type_=sa.Integer()))


def _write_key(rows: Sequence[Event], before: tuple[datetime, int] | None) -> str:
    """Where the next page begins: the moment of the last event here, and how many of that moment were shown. Numbers
    of events would let a reader count what happened that they may not see."""
    last = rows[-1].at
    shown = sum(event.at == last for event in rows)
    if before is not None and before[0] == last:
        shown += before[1]
    return f"{last.astimezone(UTC).strftime(_FORMAT)}_{shown}"


def _read_key(text: str | None) -> tuple[datetime, int] | None:
    moment, _, shown = (text or "").partition("_")
    if not (len(moment) == 21 and shown.isascii() and shown.isdigit() and len(shown) < 5):
        return None
    try:
        return datetime.strptime(moment, _FORMAT).replace(tzinfo=UTC), int(shown)
    except ValueError:
        return None


# How far it came ----------------------------------------------------------------------------------------------


def _distances(case_ids: Sequence[int]) -> dict[int, Distance]:
    """The agreed outcomes of episodes (of the newest agreed plan), with the practitioner's newest score of each."""
    later = aliased(Plan)
    is_newest = ~sa.exists().where(
        later.case_id == Plan.case_id, later.agreed_on.is_not(None), later.number > Plan.number
    )
    score = (
        sa.select(Score.value)
        .where(
            Score.case_id == Plan.case_id,
            Score.outcome_number == Outcome.number,
            Score.respondent == Respondent.PRACTITIONER,
            Score.scale == Outcome.scale,
        )
        .order_by(Score.scored_on.desc(), Score.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(Plan.case_id, Outcome.start_score, Outcome.goal_score, Outcome.result, score, Outcome.scale)
        .join(Outcome, Outcome.plan_id == Plan.id)
        .where(Plan.case_id.in_(case_ids), Plan.agreed_on.is_not(None), is_newest)
    ).all()
    found: dict[int, Distance] = {}
    for case_id in {row[0] for row in rows}:
        mine = [row for row in rows if row[0] == case_id]
        # Points of different scales are never added up.
        scored = [row for row in mine if row[4] is not None] if len({row[5] for row in mine}) == 1 else []
        found[case_id] = Distance(
            outcomes=len(mine),
            met=sum(row[3] is Result.MET for row in mine),
            gained=sum(row[4] - row[1] for row in scored) if scored else None,
            to_gain=sum(row[2] - row[1] for row in scored),
        )
    return found


def _scores(events: Sequence[Event]) -> dict[tuple[int, int], list[Score]]:
    """What was scored at the reviews that a page tells of."""
    wanted = {
        (event.subject_id, int(number))
        for event in events
        if event.kind is EventKind.REVIEWED and (number := event.facts.get("number")) is not None
    }
    if not wanted:
        return {}
    rows = db.session.execute(
        sa.select(Review.case_id, Review.number, Score)
        .join(Score, Score.review_id == Review.id)
        .where(sa.or_(*(sa.and_(Review.case_id == c, Review.number == n) for c, n in sorted(wanted))))
        .order_by(Score.outcome_number, Score.respondent, Score.id)
    )
    found: dict[tuple[int, int], list[Score]] = {}
    for case_id, number, score in rows:
        found.setdefault((case_id, number), []).append(score)
    return found
