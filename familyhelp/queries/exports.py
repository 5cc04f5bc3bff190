"""What left the service: files with their purpose, the newest first."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Export
from .paging import PAGE, Page


def exports(after: str | None, size: int = PAGE) -> Page[Export]:
    """A page of what left, starting before the number `after`. One statement."""
    number = int(after) if after and after.isascii() and after.isdigit() and len(after) < 19 else None
    query = sa.select(Export).options(joinedload(Export.taken_by)).order_by(Export.id.desc()).limit(size + 1)
    if number is not None:
        query = query.where(Export.id < number)
    found = list(db.session.scalars(query))
    return Page(found[:size], str(found[size - 1].id) if len(found) > size else None)
