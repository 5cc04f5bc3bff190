"""`flask messages send`: sends what waits in the outbox. Run it from a timer; two at once do no harm."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from ..casework import messages
from ..extensions import db
from ..models import Message

group = AppGroup("messages", help="The outbox.")
PATIENCE = 30  # seconds for one answer of the mail server


class NotSent(Exception):
    """A message could not be handed on; it stays in the outbox and is tried again."""


class Mailer(Protocol):
    """Whatever hands messages on."""

    def send(self, mail: EmailMessage) -> None:
        """Hand one message on. Raises NotSent."""


class SmtpMailer:
    """Hands messages to a mail server, encrypted where the server offers it."""

    def __init__(self, host: str, port: int, user: str | None = None, password: str | None = None) -> None:
        """`user` and `password` where the server wants them."""
        self.host, self.port, self.user, self.password = host, port, user, password

    def send(self, mail: EmailMessage) -> None:
        """Hand one message to the server. Raises NotSent."""
        try:
            with smtplib.SMTP(self.host, self.port, timeout=PATIENCE) as server:
                server.ehlo()
                if server.has_extn("starttls"):
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password or "")
                server.send_message(mail)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(str(error)) from error


class FileMailer:
    """Writes messages into a folder, for development: one file each."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made where it is not there."""
        self.folder = folder

    def send(self, mail: EmailMessage) -> None:
        """Write one message. Raises NotSent."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{mail['X-Familyhelp-Message']}.eml").write_bytes(bytes(mail))
        except OSError as error:
            raise NotSent(str(error)) from error


def mailer() -> Mailer:
    """The mailer of the settings: a mail server where one is named, else files in instance/mail."""
    config = current_app.config
    if config["SMTP_HOST"]:
        return SmtpMailer(config["SMTP_HOST"], config["SMTP_PORT"], config["SMTP_USER"], config["SMTP_PASSWORD"])
    return FileMailer(Path(current_app.instance_path) / "mail")


def as_mail(message: Message, sender: str) -> EmailMessage:
    """A message as mail. Its number makes its Message-ID, so that one that arrives twice is known as one.
    Raises NotSent for an address or a topic that cannot be a header."""
    mail = EmailMessage()
    try:
        mail["From"], mail["To"], mail["Subject"] = sender, message.to, " ".join(message.topic.split())
    except (ValueError, IndexError) as error:  # a line break or a broken address must never become a header
        raise NotSent(str(error)) from error
    mail["Message-ID"] = f"<message-{message.id}@{sender.rpartition('@')[2] or 'localhost'}>"
    mail["X-Familyhelp-Message"] = str(message.id)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    return mail


def send_waiting(by: Mailer, sender: str) -> tuple[int, int]:
    """Send every message that waits; each in transactions of its own, so that what went out is never forgotten.
    Gives how many went out and how many failed."""
    went = failed = number = 0
    while (found := messages.next_to_send(number)) is not None:
        number = found
        mine = messages.claim(number)
        db.session.commit()
        if not mine:
            continue
        if _send(number, by, sender):
            went += 1
        else:
            failed += 1
    db.session.rollback()
    return went, failed


def _send(number: int, by: Mailer, sender: str) -> bool:
    message: Any = db.session.get_one(Message, number)
    db.session.expunge(message)
    db.session.rollback()  # no transaction is open while a mail server thinks
    try:
        by.send(as_mail(message, sender))
    except NotSent as error:
        click.echo(f"Message {number} was not sent and will be tried again: {error}", err=True)
        return False
    messages.sent(number)
    db.session.commit()
    return True


@group.command("send")
def send() -> None:
    """Send what waits in the outbox."""
    went, failed = send_waiting(mailer(), current_app.config["MAIL_FROM"])
    click.echo(f"Sent: {went}. Not sent, to be tried again: {failed}.")
    stuck = messages.given_up()
    if stuck:
        click.echo(f"Given up after a day of trying: {stuck}. Look at their addresses.", err=True)
    if failed or stuck:
        raise click.exceptions.Exit(1)


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
