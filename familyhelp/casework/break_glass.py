"""Opening a family out of one's sight for a reason, and the review of it. Whoever answers for the family is told at
once; to read is all that it allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import sqlalchemy as sa

from ..extensions import db
from ..models import BreakGlass, Case, Family, NamedViewer, Practitioner, team_managers
from ..practice import break_glass as rules
from ..practice import clock
from ..practice.break_glass import GlassKind, Verdict
from ..practice.chronology import EventKind
from ..practice.roles import Role
from ..practice.words import NotYet
from . import messages

MOST_TOLD = 20


def open_for_a_reason(
    family: Family,
    *,
    kind: GlassKind,
    because: str,
    lasts: timedelta,
    sees_already: bool,
    ruled_out: bool,
    link: Callable[[BreakGlass], str],
    by: Practitioner,
) -> BreakGlass:
    """Open a family to somebody for a while, and tell whoever answers for it. Raises NotYet."""
    now = clock.now()
    still = sa.exists().where(
        BreakGlass.family_id == family.id,
        BreakGlass.practitioner_id == by.id,
        BreakGlass.ended_at.is_(None),
        BreakGlass.until > now,
    )
    still_open = bool(db.session.scalar(sa.select(still)))
    lacking = list(
        rules.missing_to_open(because, seen=sees_already and not still_open, still_open=still_open, ruled_out=ruled_out)
    )
    if lacking:
        raise NotYet(*lacking)
    team_id, managers = _who_answers(family, by)
    glass = BreakGlass(
        family_id=family.id,
        practitioner_id=by.id,
        team_id=team_id,
        kind=kind,
        because=because.strip(),
        opened_at=now,
        until=now + lasts,
    )
    db.session.add(glass)
    db.session.flush()
    family.record(EventKind.GLASS_BROKEN, by=by, because=glass.because, glass=kind)
    told = {person.id: person for person in (*managers, *_named(family, by))}
    for person in told.values():
        messages.write(person.email, "A family was opened for a reason", _word(glass, by, link(glass)))
    return glass


def _word(glass: BreakGlass, by: Practitioner, link: str) -> str:
    until = glass.until.astimezone(clock.LOCAL).strftime("%H:%M")
    return (
        f"{by.name} opened a family for a reason that they do not usually see. They can read it until {until}.\n"
        f"What was opened, and why, is here:\n{link}\n"
    )


def _who_answers(family: Family, by: Practitioner) -> tuple[int | None, Sequence[Practitioner]]:
    """The team of the family's newest case with its other managers; where nobody else answers for the family, no team
    and every other manager."""
    newest_first = (Case.closed_on.is_not(None), Case.opened_on.desc(), Case.id.desc())
    team_id = db.session.scalar(
        sa.select(Case.team_id).where(Case.family_id == family.id).order_by(*newest_first).limit(1)
    )
    others = sa.select(Practitioner).where(
        Practitioner.is_active, Practitioner.role == Role.MANAGER, Practitioner.id != by.id
    )
    of_team = sa.select(team_managers.c.practitioner_id).where(team_managers.c.team_id == team_id)
    found = db.session.scalars(others.where(Practitioner.id.in_(of_team)).order_by(Practitioner.id)).all()
    if found:
        return team_id, found
    return None, db.session.scalars(others.order_by(Practitioner.id).limit(MOST_TOLD)).all()


def _named(family: Family, by: Practitioner) -> Sequence[Practitioner]:
    """Of a family that only named people see: those named, and who leads its cases now."""
    if not family.restricted:
        return ()
    named = sa.select(NamedViewer.practitioner_id).where(NamedViewer.family_id == family.id)
    leading = sa.select(Case.lead_id).where(Case.family_id == family.id, Case.closed_on.is_(None))
    return db.session.scalars(
        sa.select(Practitioner)
        .where(
            Practitioner.is_active,
            Practitioner.id != by.id,
            sa.or_(Practitioner.id.in_(named), Practitioner.id.in_(leading)),
        )
        .order_by(Practitioner.id)
    ).all()


def review_glass(glass: BreakGlass, *, verdict: Verdict, words: str, by: Practitioner) -> None:
    """Say whether it was right to open a family; where it was not, it ends at once. Raises NotYet."""
    lacking = list(rules.missing_to_review(words, reviewed=glass.reviewed_at is not None))
    if lacking:
        raise NotYet(*lacking)
    now = clock.now()
    glass.reviewed_at, glass.reviewed_by_id, glass.verdict, glass.words = now, by.id, verdict, words.strip()
    if verdict is Verdict.NOT_RIGHT and glass.in_force(now):
        glass.ended_at = now
    glass.family.record(
        EventKind.GLASS_REVIEWED, by=by, because=glass.words, person=glass.practitioner.name, verdict=verdict
    )
