"""What somebody looks for is kept for them alone and for a while: the address of what was found holds no name."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import KeptSearch, Practitioner
from ..practice import clock
from ..practice.searches import KEPT_FOR, MOST_KEPT


def keep_search(text: str, *, by: Practitioner) -> KeptSearch:
    """Keep what somebody looks for, and forget what is old or more than they need. No record tells of it: nothing of a
    family is changed, and what they then open is a look."""
    mine = KeptSearch.practitioner_id == by.id
    newest = sa.select(KeptSearch.id).where(mine).order_by(KeptSearch.id.desc()).limit(MOST_KEPT - 1)
    old = sa.or_(KeptSearch.kept_at <= clock.now() - KEPT_FOR, KeptSearch.id.not_in(newest))
    forgotten = sa.delete(KeptSearch).where(mine, old)
    db.session.execute(forgotten.execution_options(synchronize_session=False))
    kept = KeptSearch(practitioner_id=by.id, text=text, kept_at=clock.now())
    db.session.add(kept)
    db.session.flush()
    return kept
