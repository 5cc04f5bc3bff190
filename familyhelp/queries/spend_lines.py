"""Which lines of published spend count as early help now, and how that was set."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import SpendLine
from ..practice import spend_lines as rules

MOST = 500
_NEWEST = sa.select(sa.func.max(SpendLine.id)).group_by(SpendLine.line)


def counted() -> frozenset[rules.SpendLine]:
    """The lines that count. One statement."""
    return counted_of(settings())


def counted_of(held: dict[rules.SpendLine, SpendLine]) -> frozenset[rules.SpendLine]:
    """The lines that count by these settings; a line that was never set counts as usual."""
    return frozenset(line for line in rules.SpendLine if (held[line].counts if line in held else line in rules.USUAL))


def settings() -> dict[rules.SpendLine, SpendLine]:
    """The newest setting of each line that was ever set, with who set it. One statement."""
    newest = sa.select(SpendLine).where(SpendLine.id.in_(_NEWEST)).options(joinedload(SpendLine.set_by, innerjoin=True))
    return {setting.line: setting for setting in db.session.scalars(newest)}


def changes(line: rules.SpendLine) -> Sequence[SpendLine]:
    """How a line was set, the newest change first."""
    query = sa.select(SpendLine).where(SpendLine.line == line).options(joinedload(SpendLine.set_by, innerjoin=True))
    return db.session.scalars(query.order_by(SpendLine.id.desc()).limit(MOST)).all()
