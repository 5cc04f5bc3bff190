"""The edge-of-care register: putting a family on it, what is put in, looking at it again, taking it off."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, EdgeLook, EdgeOfCare, EdgeSupport, Practitioner
from ..practice import clock
from ..practice import edge_of_care as rules
from ..practice.chronology import EventKind
from ..practice.edge_of_care import Look, Package, Support
from ..practice.words import N_, NotYet, Sentence, say


def flag(case: Case, *, reason: str, review_on: date, by: Practitioner) -> EdgeOfCare:
    """Put a family on the register until it is reviewed. Raises NotYet."""
    today = clock.today()
    on_it = _now(case) is not None
    _refuse(list(rules.missing(reason, review_on, on_it=on_it, closed=case.closed_on is not None, today=today)))
    edge = EdgeOfCare(
        case_id=case.id,
        reason=reason,
        flagged_on=today,
        flagged_by_id=by.id,
        flagged_at=clock.now(),
        review_on=review_on,
    )
    db.session.add(edge)
    _set_review(case, review_on)
    case.record(EventKind.EDGE_FLAGGED, by=by, because=reason)
    return edge


def put_in(
    case: Case, *, kind: Support, what: str, starts_on: date, by: Practitioner, cost_pence: int | None = None
) -> EdgeSupport:
    """Record what is put in so that the children can stay. Raises NotYet."""
    edge = _on_it(case)
    _refuse(list(rules.missing_of_support(Package(kind, what, starts_on, cost_pence), today=clock.today())))
    support = EdgeSupport(
        edge_id=edge.id,
        kind=kind,
        what=what,
        starts_on=starts_on,
        cost_pence=cost_pence,
        recorded_by_id=by.id,
        recorded_at=clock.now(),
    )
    db.session.add(support)
    case.record(EventKind.EDGE_SUPPORTED, by=by, support=kind)
    return support


def look_again(case: Case, *, look: Look, held_on: date, decided: str, review_on: date, by: Practitioner) -> EdgeLook:
    """Record what a panel or a review decided, and when it is looked at next. Raises NotYet."""
    edge = _on_it(case)
    _refuse(list(rules.missing_of_look(decided, held_on, review_on, flagged_on=edge.flagged_on, today=clock.today())))
    looked = EdgeLook(
        edge_id=edge.id,
        look=look,
        held_on=held_on,
        decided=decided,
        review_on=review_on,
        recorded_by_id=by.id,
        recorded_at=clock.now(),
    )
    db.session.add(looked)
    edge.review_on = review_on
    _set_review(case, review_on)
    case.record(EventKind.EDGE_LOOKED_AT, by=by, because=decided, look=look)
    return looked


def take_off(case: Case, *, because: str, by: Practitioner) -> None:
    """Take a family off the register, and say why. What was recorded stays. Raises NotYet."""
    edge = _on_it(case)
    if not because.strip():
        raise NotYet(say(N_("Say why the family comes off the register."), "because"))
    with db.session.no_autoflush:
        edge.off_at, edge.off_because, edge.off_by_id, edge.review_on = clock.now(), because, by.id, None
    _set_review(case, None)
    case.record(EventKind.EDGE_TAKEN_OFF, by=by, because=because)


def _set_review(case: Case, review_on: date | None) -> None:
    case.edge_review_on = review_on
    case.reset_clock()


def _now(case: Case) -> EdgeOfCare | None:
    query = sa.select(EdgeOfCare).where(EdgeOfCare.case_id == case.id, EdgeOfCare.off_at.is_(None))
    return db.session.scalar(query)


def _on_it(case: Case) -> EdgeOfCare:
    edge = _now(case)
    if edge is None:
        raise NotYet(rules.not_on_it())
    return edge


def _refuse(lacking: list[Sentence]) -> None:
    if lacking:
        raise NotYet(*lacking)
