"""`flask messages digest`: writes each person what is due into the outbox. Run it each morning from a timer."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import IntegrityError

from ..casework import sharing_ends, telling
from ..extensions import db
from ..models import Practitioner
from ..practice import clock
from ..practice.timescales import is_working_day
from ..queries import clocks
from ..queries import telling as queries
from ..queries.agenda import Counted, agenda, counted
from .messages import group

TOPIC = "What is due"


def text_of(found: Counted, address: str) -> str:
    """The message: numbers and a link. It names no family."""
    lines = [
        f"{name}: {number}"
        for name, number in (("Late", found.late), ("Due today", found.today), ("Due this week", found.week))
        if number
    ]
    end = "You choose how often you are told at"
    return "\n".join([*lines, "", f"Your work: {address}/", f"{end} {address}/how-you-are-told", ""])


def write_all() -> int:
    """Write what is due to everybody who is here, has something and wants to be told today, each in a transaction of
    their own. Gives how many were written."""
    written = after = 0
    while people := queries.active(after):
        for number in [person.id for person in people]:
            after = number
            written += _write(number)
    return written


def _write(number: int) -> bool:
    person = db.session.get_one(Practitioner, number)
    if person.away:
        return False
    found = counted(agenda(person))
    address = current_app.config["SERVICE_URL"].rstrip("/")
    try:
        told = bool(found) and telling.tell(person, topic=TOPIC, text=text_of(found, address), on=clock.today())
        db.session.commit()
    except IntegrityError:  # another one wrote them their first message at this moment
        db.session.rollback()
        return False
    return told


@click.command("digest")
@with_appcontext
def digest() -> None:
    """Write each person what is due, once a day, however often it is run; first, whose sharing ended by its date."""
    if not is_working_day(clock.today()):
        click.echo("Today is no working day: nothing was written.")
        return
    clocks.load()
    ended = sharing_ends.tell_of_ends()
    db.session.commit()
    if ended:
        click.echo(f"Sharing that ended by its date: {ended}.")
    click.echo(f"Written: {write_all()}.")


def init_app(_app: Flask) -> None:
    """Add the command beside that which sends."""
    group.add_command(digest)
