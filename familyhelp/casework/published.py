"""Importing published figures: the whole file or nothing, and no file twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO, cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ..extensions import db
from ..models import Area, AreaCode, Dataset, Figure, Neighbour, OwnMeasure, Practitioner
from ..practice import clock, publications
from ..practice import own_measures as rules
from ..practice.chronology import EventKind
from ..practice.outturn import Sheet, is_spreadsheet
from ..practice.outturn_reader import OutturnReader
from ..practice.publications import Publication, Shape
from ..practice.readers import EesReader, LongReader, NeighboursReader, Reader
from ..practice.tables import BadFile, Report, Table, Tabled
from ..practice.words import N_, Refusal, say
from . import bulk
from .areas import Gazetteer

BATCH = 5_000
LONGEST_LINE = 1 << 20
FigureReader = EesReader | LongReader | OutturnReader


@dataclass
class Imported:
    """What came of a file: its dataset, whether it is new, and what was left out of it on purpose."""

    dataset: Dataset
    new: bool
    report: Report


def import_file(
    stream: BinaryIO,
    file_name: str,
    *,
    by: Practitioner | None,
    whole: bool = False,
    own: rules.OwnMeasure | None = None,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Imported:
    """Import one file of published figures. The same file again changes nothing; a new edition takes the place of the
    one before. `whole` says that a file whose last year is short is not cut off; `own` takes it as a measure of one's
    own; `progress` hears how many figures are in. Raises BadFile, NotYet, and then nothing changed."""
    digest = _digest(stream, own)
    known = db.session.scalar(sa.select(Dataset).where(Dataset.digest == digest))
    if known is not None:
        return Imported(known, False, Report())
    report = Report()
    table = open_table(stream, report)
    publication = _described(table, own) if own else _recognise(table)
    report.insist()
    try:
        with db.session.begin_nested():
            if own:
                _remember(own, table.columns)
            dataset = _new_edition(publication, file_name, digest, by)
            _fill(dataset, _reader(table, publication), whole, progress)
            dataset.record(EventKind.DATASET_IMPORTED, by=by, name=publication.name, rows=dataset.rows)
    except IntegrityError:
        _tell_duplicates(stream, publication)
        raise
    return Imported(dataset, True, report)


def _digest(stream: BinaryIO, own: rules.OwnMeasure | None) -> str:
    """The digest of a file; taken as a measure of one's own, of what was described as well."""
    stream.seek(0)
    digest = hashlib.sha256(repr((own, sorted(own.filters.items()))).encode() if own else b"")
    while chunk := stream.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()


def open_table(stream: BinaryIO, report: Report) -> Tabled:
    """A file as a table: a CSV file, or the sheet of a spreadsheet that holds figures. Raises BadFile."""
    return Sheet(stream, report) if is_spreadsheet(stream) else Table(lines_of(stream), report)


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """A file from its beginning, line by line; a line that never ends comes in pieces."""
    stream.seek(0)
    return iter(lambda: stream.readline(LONGEST_LINE), b"")


def _described(table: Tabled, own: rules.OwnMeasure) -> Publication:
    """The publication that a measure of one's own describes. Raises BadFile where the file is not like that."""
    lacking = list(rules.missing(own)) or list(rules.missing_columns(own, frozenset(table.columns)))
    if lacking:
        table.report.insist()
        raise BadFile(say(N_("Nothing was imported: the file cannot be taken as described.")), hints=lacking)
    return own.publication


def _remember(own: rules.OwnMeasure, columns: tuple[str, ...]) -> None:
    """Keep the description, in place of an earlier one of the same name."""
    held = db.session.scalar(sa.select(OwnMeasure).where(OwnMeasure.name == own.name))
    if held is None:
        held = OwnMeasure(name=own.name)
        db.session.add(held)
    held.label, held.quadrant, held.better = own.label, own.quadrant, own.better
    held.numerator, held.denominator, held.per = own.numerator, own.denominator, own.per
    held.pounds = own.pounds
    held.filters, held.columns, held.described_at = dict(own.filters), list(columns), clock.now()


def _recognise(table: Tabled) -> Publication:
    publication = publications.recognise(table.columns)
    if publication is not None:
        return publication
    table.report.insist()
    names = ", ".join(column[:40] for column in table.columns[:30])
    shape = publications.EES_COLUMNS - set(table.columns)
    nearest = max(publications.PUBLICATIONS.values(), key=lambda p: len(p.needs & set(table.columns)) / len(p.needs))
    absent = sorted(nearest.needs - set(table.columns)) + (sorted(shape) if nearest.shape is Shape.EES else [])
    raise BadFile(
        say(N_("Nothing was imported: the service does not know a publication with these columns.")),
        hints=(
            say(N_("Row 1: the file has the columns %(columns)s."), columns=names),
            say(N_("To take it as a measure of your own, name its columns: --measure, --quadrant, --numerator.")),
            say(N_("To be “%(name)s” it lacks: %(absent)s."), name=nearest.name, absent=", ".join(absent)),
        ),
    )


def _reader(table: Tabled, publication: Publication) -> Reader:
    match publication.shape:
        case Shape.EES:
            return EesReader(table, publication)
        case Shape.LONG:
            return LongReader(table, publication)
        case Shape.NEIGHBOURS:
            return NeighboursReader(table, publication)
        case Shape.OUTTURN:
            return OutturnReader(table, publication)


def _new_edition(publication: Publication, file_name: str, digest: str, by: Practitioner | None) -> Dataset:
    now = clock.now()
    db.session.execute(
        sa.update(Dataset)
        .where(Dataset.publication == publication.slug, Dataset.superseded_at.is_(None))
        .values(superseded_at=now)
    )
    dataset = Dataset(
        publication=publication.slug,
        file_name=file_name[:200],
        digest=digest,
        rows=0,
        imported_at=now,
        imported_by_id=by.id if by else None,
    )
    db.session.add(dataset)
    db.session.flush()
    return dataset


def _fill(dataset: Dataset, reader: Reader, whole: bool, progress: Callable[[int], None]) -> None:
    """Put the rows of a file into the database, as long as there is nothing wrong with it."""
    found = _Areas(reader)
    if isinstance(reader, NeighboursReader):
        kind, rows = Neighbour.__table__, _neighbours(dataset.id, reader, found)
    elif isinstance(reader, FigureReader):
        kind, rows = Figure.__table__, _figures(dataset.id, reader, found)
    else:  # pragma: no cover
        raise TypeError(reader)
    connection = db.session.connection()
    while batch := list(islice(rows, BATCH)):
        if not reader.report.count:
            db.session.flush()  # the areas that are new
            bulk.put(connection, cast(sa.Table, kind), batch)
        dataset.rows += len(batch)
        progress(dataset.rows)
    if not whole:
        reader.look_at_end()
    reader.report.insist()
    reader.report.rows = reader.table.row - 1
    if dataset.rows == 0:
        raise BadFile(say(N_("Nothing was imported: the file holds no figure that the service knows.")))
    _keep_codes(dataset, reader, found)


class _Areas:
    """The area of each place that a reader has met; a place that contradicts what is held is a problem of the file."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.gazetteer = Gazetteer()
        self.ids: list[int] = []

    def id_of(self, place: int) -> int:
        """The number of the area of a place; 0 where there is none."""
        while len(self.ids) <= place:
            index = len(self.ids)
            try:
                self.ids.append(self.gazetteer.find(self._reader.places[index]).id)
            except Refusal as refusal:
                self.ids.append(0)
                sentence = refusal.sentences[0]
                self._reader.report.add(self._reader.row_of_place[index], "", sentence.text, **sentence.facts)
        return self.ids[place]


def _figures(dataset_id: int, reader: FigureReader, found: _Areas) -> Iterator[tuple[Any, ...]]:
    for line, place, year, value, symbol in reader.figures():
        area_id = found.ids[place] if place < len(found.ids) else found.id_of(place)
        yield dataset_id, area_id, line, year, value, symbol


def _neighbours(dataset_id: int, reader: NeighboursReader, found: _Areas) -> Iterator[tuple[Any, ...]]:
    """Neighbours are known once every authority of the file is."""
    pairs = [(found.id_of(place), place, position, number, close) for place, position, number, close in reader.pairs()]
    for area_id, place, position, number, close in pairs:
        near = found.gazetteer.by_number(number)
        if near is None:
            row = reader.row_of_place[place]
            reader.report.add(
                row, f"SN_{position}", N_("%(number)s is no authority that the service knows"), number=number
            )
            continue
        yield dataset_id, area_id, position, near.id, close


def _keep_codes(dataset: Dataset, reader: Reader, found: _Areas) -> None:
    """Remember under which codes the dataset publishes its areas, and which code of each is the newest."""
    spans: dict[tuple[int, str], tuple[int, int]] = {}
    for area_id, place, (first, last) in zip(found.ids, reader.places, reader.spans, strict=False):
        if place.code and first <= last:
            before = spans.get((area_id, place.code), (first, last))
            spans[area_id, place.code] = (min(first, before[0]), max(last, before[1]))
    years = [year for first, last in reader.spans if first <= last for year in (first, last)]
    dataset.first_year, dataset.last_year = min(years, default=None), max(years, default=None)
    if not spans:
        return
    db.session.execute(
        sa.insert(AreaCode),
        [
            {"dataset_id": dataset.id, "area_id": area_id, "code": code, "first_year": first, "last_year": last}
            for (area_id, code), (first, last) in spans.items()
        ],
    )
    newest: dict[int, tuple[int, str]] = {}
    for area_id, code, last in db.session.execute(
        sa.select(AreaCode.area_id, AreaCode.code, sa.func.max(AreaCode.last_year)).group_by(
            AreaCode.area_id, AreaCode.code
        )
    ):
        newest[area_id] = max(newest.get(area_id, (0, "")), (last, code))
    for area in db.session.scalars(sa.select(Area).where(Area.id.in_({area_id for area_id, _code in spans}))):
        area.code = newest[area.id][1]


def _tell_duplicates(stream: BinaryIO, publication: Publication) -> None:
    """Raise BadFile with the rows that say the same thing twice, if that is what is wrong."""
    report = Report()
    reader = _reader(open_table(stream, report), publication)
    if isinstance(reader, NeighboursReader):
        return
    rows: dict[int, int] = {}
    told: set[tuple[int, int]] = set()
    for line, place, year, _value, _symbol in reader.figures():  # type: ignore[attr-defined]
        key = hash((line, reader.places[place].key, year))
        first = rows.setdefault(key, reader.table.row)
        if first != reader.table.row and (first, reader.table.row) not in told:
            told.add((first, reader.table.row))
            report.add(
                reader.table.row, "", N_("this row is of the same place and year as row %(earlier)s"), earlier=first
            )
    report.insist()
