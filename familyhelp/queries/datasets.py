"""The editions of published figures: all of them, the newest first; one of them for one area beside the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Area, Dataset, Figure, Neighbour, OwnMeasure
from ..practice.publications import PUBLICATIONS, Publication
from ..practice.readings import Cell
from ..practice.revisions import Key, Revised, revised
from .paging import PAGE, Page, page_by_number

MOST = 200


def editions(after: str | None, size: int = PAGE) -> Page[Dataset]:
    """A page of editions, the newest first."""
    return page_by_number(sa.select(Dataset).options(joinedload(Dataset.imported_by)), Dataset.id, after, size=size)


def publications() -> Mapping[str, Publication]:
    """Every publication by its slug, those of measures that the authority described itself as well."""
    owns = db.session.scalars(sa.select(OwnMeasure).order_by(OwnMeasure.name).limit(MOST))
    described = [own.in_words().publication for own in owns]
    return PUBLICATIONS | {publication.slug: publication for publication in described}


def edition(number: int) -> tuple[Dataset, Dataset | None] | None:
    """An edition and the one before it of the same publication; None where there is no such edition."""
    found = db.session.get(Dataset, number) if number < 2**63 else None
    if found is None:
        return None
    earlier = (
        sa.select(Dataset)
        .where(Dataset.publication == found.publication, Dataset.id < found.id)
        .order_by(Dataset.id.desc())
        .limit(1)
    )
    return found, db.session.scalar(earlier)


@dataclass(frozen=True)
class Near:
    """A statistical neighbour in an edition, and its place in the edition before (None: it was none then)."""

    name: str
    position: int
    before: int | None


def figures_of(area: Area, now: Dataset, before: Dataset | None) -> dict[str, list[Revised]]:
    """The figures of an area in an edition beside those of the one before, by line. One statement."""
    held: dict[int, dict[Key, Cell]] = {}
    query = sa.select(Figure.dataset_id, Figure.line, Figure.year, Figure.value, Figure.symbol).where(
        Figure.dataset_id.in_(_ids(now, before)), Figure.area_id == area.id
    )
    for dataset, line, year, value, symbol in db.session.execute(query):
        held.setdefault(dataset, {})[line, year] = (value, symbol)
    current = held.get(now.id, {})
    return revised(current, held.get(before.id, {}) if before else current)


def neighbours_of(area: Area, now: Dataset, before: Dataset | None) -> list[Near]:
    """The neighbours of an area in an edition, the nearest first. One statement."""
    query = (
        sa.select(Neighbour.dataset_id, Neighbour.position, Area.name)
        .join(Area, Area.id == Neighbour.neighbour_id)
        .where(Neighbour.dataset_id.in_(_ids(now, before)), Neighbour.area_id == area.id)
        .order_by(Neighbour.position)
    )
    rows = db.session.execute(query).all()
    places = {name: position for dataset, position, name in rows if before is None or dataset == before.id}
    return [Near(name, position, places.get(name)) for dataset, position, name in rows if dataset == now.id]


def _ids(now: Dataset, before: Dataset | None) -> Sequence[int]:
    return [dataset.id for dataset in (now, before) if dataset is not None]
