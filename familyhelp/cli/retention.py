"""`flask retention due`: how many records have been kept for as long as their rule says. It changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import click
from flask import Flask
from flask.cli import AppGroup

from ..practice.references import write_code
from ..practice.retention import RecordKind
from ..queries import disposals as queries
from ..queries.disposals import Due
from ..queries.paging import Page

group = AppGroup("retention", help="How long records are kept.")


@group.command("due")
@click.option("--list", "each", is_flag=True, help="Also name each record: its reference and until when it was kept.")
def due(each: bool) -> None:
    """Say how many records may be disposed of today, by kind, and how many of them somebody has proposed. Nothing goes
    by itself: one person proposes it on a page, another decides."""
    counts: Counter[RecordKind] = Counter()
    waiting: Counter[RecordKind] = Counter()
    for read in (lambda after: queries.due_families(None, after, size=_EACH), _requests):
        _count(read, each, counts, waiting)
    for record in RecordKind:
        click.echo(f"{record.label}: {counts[record]} due, {waiting[record]} of them proposed")


_EACH = 500


def _requests(after: str | None) -> Page[Due]:
    return queries.due_requests(after, size=_EACH)


def _count(
    read: Callable[[str | None], Page[Due]], each: bool, counts: Counter[RecordKind], waiting: Counter[RecordKind]
) -> None:
    page = read(None)
    while True:
        for one in page.rows:
            counts[one.facts.record] += 1
            waiting[one.facts.record] += one.waits
            if each:
                click.echo(f"{write_code(one.held.code)}  {one.until.on}  {one.facts.record.label}")
        if not page.following:
            return
        page = read(page.following)


def init_app(app: Flask) -> None:
    """Add the group of commands."""
    app.cli.add_command(group)
