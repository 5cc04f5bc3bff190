"""Records of which every version stays: the newest one is current, and whoever writes the next has read it."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from ..extensions import db
from ..models import Relationship, Responsibility
from ..practice.words import Changed


def set_aside(held: Relationship | Responsibility, read_number: int, stored: Mapping[str, str]) -> None:
    """Make room for the version after the one that was read. Raises Changed where there is a newer one."""
    kept = type(held)
    taken = db.session.execute(
        sa.update(kept)
        .where(kept.id == held.id, kept.current, kept.number == read_number)
        .values(current=False)
        .execution_options(synchronize_session=False)
    )
    if getattr(taken, "rowcount", 0) != 1:
        raise Changed(stored=stored, version=held.number, who=held.written_by.name)
    db.session.refresh(held, ["current"])
