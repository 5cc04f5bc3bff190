"""`flask practitioners add`: the first administrator of a real deployment, who adds everybody else by the pages."""

from __future__ import annotations

from typing import TypeVar

import click
import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError

from ..casework import practitioners as deeds
from ..extensions import db
from ..models import Agency, Practitioner, Team
from ..practice.clock import LOCAL
from ..practice.roles import Role
from ..practice.words import Refusal, word_of

T = TypeVar("T", Team, Agency)
group = AppGroup("practitioners", help="The people who work here.")


@group.command("add")
@click.option("--name", required=True, prompt=True, help="The person's name, as families and colleagues read it.")
@click.option("--email", required=True, prompt=True, help="They sign in with it.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.ADMINISTRATOR.value,
    show_default=True,
    help="What they do here.",
)
@click.option("--team", default=None, help="The name of the team they work in (key workers) or answer for (managers).")
@click.option("--agency", default=None, help="The name of the agency they work at (partners).")
def add(name: str, email: str, role: str, team: str | None, agency: str | None) -> None:
    """Add a person and print a password to begin with; they choose their own when they sign in."""
    name, what = " ".join(name.split())[:200], word_of(Role, role)
    if not name:
        raise click.ClickException("Give the person a name.")
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise click.ClickException(f"{email} is not an e-mail address.") from None
    teams = [_named(Team, team, "team")] if team else []
    try:
        person = deeds.add_practitioner(
            name=name,
            email=email,
            role=what,
            team=teams[0] if teams and what is Role.KEY_WORKER else None,
            teams=teams if what is Role.MANAGER else [],
            agency=_named(Agency, agency, "agency") if agency else None,
            by=None,
        )
        password = deeds.give_password(person, by=None)
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        raise click.ClickException(" ".join(str(sentence) for sentence in refusal.sentences)) from None
    except IntegrityError:
        db.session.rollback()
        raise click.ClickException("Another account already has this e-mail address.") from None
    _say(person, password)


def _say(person: Practitioner, password: str) -> None:
    click.echo(f"{person.name} ({person.role.label}) signs in as {person.email}")
    until = person.password_expires_at
    click.echo(f"with the password {password}")
    click.echo(f"until {until.astimezone(LOCAL):%d %B %Y, %H:%M}, and then chooses their own." if until else "")


def _named(kind: type[T], name: str, what: str) -> T:
    """The team or agency of a name, or one clear sentence."""
    found = db.session.scalar(sa.select(kind).where(kind.name == name))
    if found is None:
        raise click.ClickException(f"There is no {what} called “{name}”.")
    return found


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
