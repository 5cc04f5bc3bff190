"""Who a request comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from ..extensions import db
from ..models import BreakGlass, Case, Leave, Practitioner, Sharing, SignIn, team_managers
from ..models.columns import Moment
from ..practice import clock
from ..practice.sharing import LawfulBasis
from .clocks import NEWEST, keep_up

KEPT_FOR = timedelta(days=7)
"""How long after the last click a lapsed sign-in can still hand in what was typed, as a draft for its owner alone."""


def sign_in_of(token: str) -> SignIn | None:
    """The sign-in that a token belongs to, ended or not, with its practitioner and those for whom they cover, if there
    are any: what they may see depends on it. The clocks of the authority are read along."""
    digest = hashlib.sha256(str(token).encode("utf-8", "replace")).hexdigest()
    rows = db.session.execute(_BY_DIGEST, {"digest": digest, "today": clock.today(), "now": clock.now()}).all()
    if not rows:
        return None
    found: SignIn = rows[0][0]
    set_committed_value(found.practitioner, "covering", [row[1] for row in rows if row[1] is not None])
    found.practitioner.opened_for_a_reason = bool(rows[0].opened)
    found.practitioner.glass_to_review = bool(rows[0].to_review)
    found.practitioner.sharing_to_look_at = bool(rows[0].to_look_at)
    keep_up(rows[0].clocks)
    return found


_OPENED = sa.exists().where(
    BreakGlass.practitioner_id == SignIn.practitioner_id,
    BreakGlass.ended_at.is_(None),
    BreakGlass.until > sa.bindparam("now", type_=Moment()),
)
_theirs = sa.select(team_managers.c.team_id).where(team_managers.c.practitioner_id == SignIn.practitioner_id)
_TO_REVIEW = sa.exists().where(
    BreakGlass.reviewed_at.is_(None),
    BreakGlass.practitioner_id != SignIn.practitioner_id,
    sa.or_(BreakGlass.team_id.is_(None), BreakGlass.team_id.in_(_theirs.correlate(SignIn))),
)
# Written out, so that the index of these few is known to hold all of them; and each asks for its team, so that nobody
# begins with all cases of a team.
_AGREEMENT: sa.ColumnElement[str] = sa.literal_column(f"'{LawfulBasis.AGREEMENT.value}'")
_TEAM = sa.select(Case.team_id).where(Case.id == Sharing.case_id, Case.disposed_on.is_(None)).scalar_subquery()
_TO_LOOK_AT = sa.exists().where(
    Sharing.looked_at.is_(None),
    Sharing.basis != _AGREEMENT,
    _TEAM.in_(_theirs.correlate(SignIn)),
)

# Every request asks this, so the statement is built once.
_BY_DIGEST = (
    sa.select(SignIn, Leave, NEWEST.label("clocks"), _OPENED.label("opened"), _TO_REVIEW.label("to_review"))
    .add_columns(_TO_LOOK_AT.label("to_look_at"))
    .outerjoin(
        Leave,
        sa.and_(
            Leave.cover_id == SignIn.practitioner_id,
            Leave.ended_at.is_(None),
            Leave.ends_on >= sa.bindparam("today", type_=sa.Date()),
        ),
    )
    .options(
        joinedload(SignIn.practitioner, innerjoin=True),
        joinedload(Leave.worker).load_only(Practitioner.name, Practitioner.code),
    )
    .where(SignIn.token_digest == sa.bindparam("digest"))
    .order_by(Leave.starts_on)
)


MOST_OWN = 50


def own(practitioner: Practitioner, idle: timedelta, longest: timedelta) -> Sequence[SignIn]:
    """Somebody's sign-ins that still count, the newest used first; at most 50."""
    now = clock.now()
    query = sa.select(SignIn).where(
        SignIn.practitioner_id == practitioner.id,
        SignIn.ended_at.is_(None),
        SignIn.last_seen_at >= now - idle,
        SignIn.started_at >= now - longest,
    )
    return db.session.scalars(query.order_by(SignIn.last_seen_at.desc(), SignIn.id.desc()).limit(MOST_OWN)).all()


def in_force(sign_in: SignIn, idle: timedelta, longest: timedelta) -> bool:
    """Whether a sign-in still counts: not ended, used within `idle`, started within `longest`, its owner active."""
    now = clock.now()
    return (
        sign_in.ended_at is None
        and now - sign_in.last_seen_at <= idle
        and now - sign_in.started_at <= longest
        and sign_in.practitioner.is_active
    )


def only_lapsed(sign_in: SignIn) -> bool:
    """Whether a sign-in ended by time alone, and lately: nobody ended it, and its owner still works here."""
    return (
        sign_in.ended_at is None and sign_in.practitioner.is_active and clock.now() - sign_in.last_seen_at <= KEPT_FOR
    )
