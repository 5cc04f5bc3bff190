"""What would come of a file: it is imported, looked at, and taken back, so that the preview is the import itself."""

from __future__ import annotations

import io
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..extensions import db
from ..models import Area, Dataset, Figure, Neighbour, Practitioner
from ..practice.own_measures import OwnMeasure
from .published import Imported, import_file

SHOWN = 12
"""How many figures, and how many changes, a preview shows one by one."""
_NEW, _OLD = aliased(Figure), aliased(Figure)
_SAME_PLACE = sa.and_(_NEW.area_id == _OLD.area_id, _NEW.line == _OLD.line, _NEW.year == _OLD.year)
_DIFFERS = sa.or_(
    sa.func.coalesce(_NEW.value, "") != sa.func.coalesce(_OLD.value, ""),
    sa.func.coalesce(_NEW.symbol, "") != sa.func.coalesce(_OLD.symbol, ""),
)


def preview(content: bytes, file_name: str, *, whole: bool, own: OwnMeasure | None, by: Practitioner) -> dict[str, Any]:
    """What would come of a file, in a form that can be kept. Nothing of it stays. Raises BadFile, NotYet."""
    tried = db.session.begin_nested()
    try:
        result = import_file(io.BytesIO(content), file_name, by=by, whole=whole, own=own)
        told = _told(result, own)
    finally:
        tried.rollback()
    return told


def in_force(publication: str, *, but: int = 0) -> int | None:
    """The edition of a publication that counts now; `but` leaves one out."""
    return db.session.scalar(
        sa.select(sa.func.max(Dataset.id)).where(Dataset.publication == publication, Dataset.id != but)
    )


def _told(result: Imported, own: OwnMeasure | None) -> dict[str, Any]:
    dataset = result.dataset
    told: dict[str, Any] = {
        "name": own.name if own else "",
        "publication": dataset.publication,
        "figures": dataset.rows,
        "years": [dataset.first_year, dataset.last_year],
        "already": None if result.new else dataset.id,
        "already_at": None if result.new else dataset.imported_at.isoformat(),
        "rows": result.report.rows,
        "unused": result.report.unused.most_common(10),
        "unused_columns": result.report.unused_columns[:30],
    }
    if not result.new:
        return told
    before = in_force(dataset.publication, but=dataset.id)
    told |= {"against": before, "places": _places(dataset), "symbols": _symbols(dataset), "first": _first(dataset)}
    if before is not None and dataset.first_year is not None:
        told |= _changes(dataset.id, before)
    return told


def _places(dataset: Dataset) -> dict[str, int]:
    """How many areas of each level it tells of."""
    table = Figure if dataset.first_year is not None else Neighbour
    counted = (
        sa.select(Area.level, sa.func.count(sa.distinct(Area.id)))
        .join(table, table.area_id == Area.id)
        .where(table.dataset_id == dataset.id)
        .group_by(Area.level)
    )
    return {level.value: count for level, count in db.session.execute(counted)}


def _symbols(dataset: Dataset) -> dict[str, int]:
    counted = (
        sa.select(Figure.symbol, sa.func.count())
        .where(Figure.dataset_id == dataset.id, Figure.symbol.is_not(None))
        .group_by(Figure.symbol)
    )
    return {symbol or "": count for symbol, count in db.session.execute(counted)}


def _first(dataset: Dataset) -> list[list[Any]]:
    """A few figures of its last year: area, line, year, value, symbol."""
    found = db.session.execute(
        sa.select(Area.name, Figure.line, Figure.year, Figure.value, Figure.symbol)
        .join(Area, Area.id == Figure.area_id)
        .where(Figure.dataset_id == dataset.id, Figure.year == dataset.last_year)
        .order_by(Figure.area_id, Figure.line)
        .limit(SHOWN)
    )
    return [list(row) for row in found]


def _changes(new: int, old: int) -> dict[str, Any]:
    """How it differs from the edition that counts now."""
    both = sa.select(sa.func.count()).select_from(sa.join(_NEW, _OLD, _SAME_PLACE))
    both = both.where(_NEW.dataset_id == new, _OLD.dataset_id == old)
    counted = {number: _count(number) for number in (new, old)}
    shared, revised = db.session.scalar(both) or 0, db.session.scalar(both.where(_DIFFERS)) or 0
    first = db.session.execute(
        sa.select(Area.name, _NEW.line, _NEW.year, _OLD.value, _OLD.symbol, _NEW.value, _NEW.symbol)
        .select_from(sa.join(_NEW, _OLD, _SAME_PLACE))
        .join(Area, Area.id == _NEW.area_id)
        .where(_NEW.dataset_id == new, _OLD.dataset_id == old, _DIFFERS)
        .order_by(_NEW.year.desc(), _NEW.area_id, _NEW.line)
        .limit(SHOWN)
    )
    return {
        "changes": {
            "same": shared - revised,
            "revised": revised,
            "new": counted[new] - shared,
            "gone": counted[old] - shared,
        },
        "revised": [list(row) for row in first],
    }


def _count(dataset: int) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(Figure.dataset_id == dataset)) or 0
