"""`flask check`: prove that the records hold, and print every fault."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click
from flask.cli import with_appcontext

from ..casework.check import Check, Head
from ..extensions import db
from ..queries import clocks
from .attachments import folder

FIRST_LINE, LAST_LINE = "familyhelp anchor 1\n", "end\n"


@click.command("check")
@click.option(
    "--anchor",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Compare with the last digests kept in this file, then keep the newest there. Store it elsewhere.",
)
@with_appcontext
def check(anchor: Path | None) -> None:
    """Prove the chronology whole and every open case held and dated. Exit with 1 where something is not."""
    clocks.load()
    db.session.rollback()
    known = anchor is not None and anchor.exists()
    faults = 0
    with _Writer(anchor) as new:
        run = Check(_read(anchor) if anchor and known else (), new.write, folder())
        for fault in run.faults():
            faults += 1
            click.echo(f"FAULT  {fault}")
        new.keep(run.chronology_faults == 0)
    for notice in run.notices():
        click.echo(f"notice {notice}")
    counts = run.counts
    click.echo(
        f"Read {counts['events']} events in {counts['chronologies']} chronologies, {counts['cases']} cases "
        f"({counts['open']} open), {counts['contacts']} requests for help, {counts['families']} families."
    )
    if anchor and run.chronology_faults:
        click.echo(f"{anchor} stays as it was." if known else f"{anchor} was not written.")
    elif anchor:
        click.echo(f"{anchor} holds the last digest of every chronology." + ("" if known else " It is new."))
    if faults:
        click.echo(f"{faults} fault{'s' if faults > 1 else ''}.")
        raise click.exceptions.Exit(1)
    click.echo("Everything holds.")


def _read(anchor: Path) -> Iterator[Head]:
    """The heads that an anchor file keeps, one a line, in its own order. Raises ClickException for any other file."""
    try:
        with anchor.open(encoding="ascii") as lines:
            if lines.readline() != FIRST_LINE:
                raise ValueError("it does not begin like one")
            before: tuple[str, int] = ("", 0)
            for line in lines:
                if line == LAST_LINE:
                    return
                subject, subject_id, number, digest = line.rstrip("\n").split("\t")
                head = Head(subject, int(subject_id), int(number), digest)
                if head[:2] <= before or len(digest) != 64:
                    raise ValueError("its lines were changed")
                before = head[:2]
                yield head
            raise ValueError("its end is missing")
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{anchor} cannot be read as an anchor: {error}.") from None


class _Writer:
    """Writes heads to a file beside the anchor, which takes the anchor's place once all is well."""

    def __init__(self, anchor: Path | None) -> None:
        self.anchor = anchor
        self.beside = anchor.with_name(anchor.name + ".new") if anchor else None
        self.stream: TextIO | None = None

    def __enter__(self) -> _Writer:
        if self.beside:
            try:
                self.stream = self.beside.open("w", encoding="ascii")
            except OSError as error:
                raise click.ClickException(f"Cannot write {self.beside}: {error.strerror}.") from None
            self.stream.write(FIRST_LINE)
        return self

    def write(self, head: Head) -> None:
        """Add one line."""
        if self.stream:
            self.stream.write("\t".join(map(str, head)) + "\n")

    def keep(self, well: bool) -> None:
        """Let the new file take the anchor's place, or throw it away."""
        if self.stream and self.beside and self.anchor:
            if well:
                self.stream.write(LAST_LINE)
                self.stream.flush()
                os.fsync(self.stream.fileno())
                os.replace(self.beside, self.anchor)
            self.stream.close()
            self.stream = None

    def __exit__(self, *_error: object) -> None:
        if self.stream:
            self.stream.close()
        if self.beside:
            self.beside.unlink(missing_ok=True)
