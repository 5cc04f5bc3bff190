"""`flask practitioners unused`: warns whoever has not signed in for long, then suspends. Run it each night."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from ..casework import unused as deeds
from ..extensions import db
from ..models import Practitioner, Team
from ..practice import clock
from ..practice.unused import UnusedDays
from ..practice.words import Refusal
from ..queries import unused as queries
from ..queries.practitioners import to_hand_over
from .practitioners import group


@click.command("unused")
@click.option("--look", is_flag=True, help="Only say what would happen.")
@with_appcontext
def unused(look: bool) -> None:
    """Warn whoever has not signed in for long, and suspend the accounts of those who were warned in time. Whoever is
    on leave is left alone."""
    days: UnusedDays | None = current_app.config["UNUSED_DAYS"]
    if days is None:
        click.echo("FAMILYHELP_UNUSED_ACCOUNTS is off: nobody is warned or suspended.")
        return
    refused, number = 0, 0
    while people := queries.unused(clock.now() - timedelta(days=days.warned), number):
        for number in [person.id for person in people]:
            refused += not _look_at(number, days)
            if look:
                db.session.rollback()
            else:
                db.session.commit()
    if refused:
        raise click.exceptions.Exit(1)


def held_by(person: Practitioner) -> list[tuple[Team, int]]:
    """What somebody holds, by team: families open or to be checked in with."""
    return [(one.team, one.families + one.check_ins) for one in to_hand_over(person).teams]


def service_address() -> str:
    """The address that messages carry."""
    return str(current_app.config["SERVICE_URL"]).rstrip("/")


def say_who_hands_over(person: Practitioner, held: Sequence[tuple[Team, int]]) -> None:
    """Say what of somebody is to be handed over, and by whom."""
    for team, families in held:
        who = ", ".join(manager.email for manager in deeds.answering(team, person))
        click.echo(
            f"  {families} families of {team.name} are to be handed over by {who or 'NOBODY: give it a manager'}"
        )


def _look_at(number: int, days: UnusedDays) -> bool:
    """Warn one person or suspend their account, where it is time. False where that was refused."""
    person = db.session.get_one(Practitioner, number, with_for_update=True)
    since, now = queries.last_here(person), clock.now()
    so_long = (now - since).days
    if person.warned_unused_at is None:
        left = days.suspended - days.warned
        deeds.warn_unused(person, days=so_long, left=left, address=service_address(), by=None)
        click.echo(f"{person.email}: warned, not signed in for {so_long} days.")
    elif days.suspends(since, person.warned_unused_at, now):
        held = held_by(person)
        try:
            deeds.suspend_unused(person, days=so_long, held=held, address=service_address(), by=None)
        except Refusal as refusal:
            db.session.rollback()
            sentences = " ".join(str(sentence) for sentence in refusal.sentences)
            click.echo(f"{person.email}: not suspended. {sentences}", err=True)
            return False
        click.echo(f"{person.email}: suspended, not signed in for {so_long} days.")
        say_who_hands_over(person, held)
    return True


def init_app(_app: Flask) -> None:
    """Add the command beside those about practitioners."""
    group.add_command(unused)
