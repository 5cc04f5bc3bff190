"""Importing a file by what is remembered of it: the publication that the service knows, or the measures that were
taken from last year's file."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

import sqlalchemy as sa

from ..extensions import db
from ..models import OwnMeasure, Practitioner
from ..practice import own_measures as rules
from ..practice import publications
from ..practice.tables import Report
from .published import Imported, import_file, open_table


def import_known(
    stream: BinaryIO,
    file_name: str,
    *,
    by: Practitioner | None,
    whole: bool = False,
    progress: Callable[[int], None] = lambda _rows: None,
) -> list[Imported]:
    """Import one file as it was imported last year: several measures of one's own may come of one file, all of them or
    none. Raises BadFile, NotYet, and then nothing changed."""
    known = known_by(open_table(stream, Report()).columns)
    owns: list[rules.OwnMeasure | None] = [*known] or [None]
    with db.session.begin_nested():
        return [import_file(stream, file_name, by=by, whole=whole, own=own, progress=progress) for own in owns]


def known_by(columns: tuple[str, ...]) -> list[rules.OwnMeasure]:
    """The measures of one's own that are taken from a file with these columns; none of a publication that the service
    knows itself."""
    if publications.recognise(columns) is not None:
        return []
    held = db.session.scalars(sa.select(OwnMeasure).order_by(OwnMeasure.id))
    return rules.remembered(((own.in_words(), frozenset(own.columns or ())) for own in held), frozenset(columns))
