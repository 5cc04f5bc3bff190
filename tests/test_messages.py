"""The outbox: every message goes out, once, whoever sends and whatever fails."""

from __future__ import annotations

import threading
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa

from familyhelp.casework import messages
from familyhelp.cli import messages as command
from familyhelp.cli.messages import FileMailer, NotSent, SmtpMailer, as_mail, send_waiting
from familyhelp.extensions import db
from familyhelp.models import Message
from familyhelp.practice import clock
from tests.conftest import MONDAY

SENDER = "familyhelp@example.org"


class Sack:
    """A mailer that keeps what it is given, and refuses what it is told to."""

    def __init__(self, *broken: str) -> None:
        self.broken, self.sent = broken, []

    def send(self, mail: EmailMessage) -> None:
        if mail["To"] in self.broken:
            raise NotSent("mailbox full")
        self.sent.append(mail)


def write(count: int = 3) -> list[Message]:
    made = [messages.write(f"pell{n}@example.org", "Your request for help", f"Thank you ({n}).") for n in range(count)]
    db.session.commit()
    return made


def sent_at() -> list[object]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Message.sent_at).order_by(Message.id)))


def test_what_waits_goes_out_once_and_is_marked(session):
    write()
    sack = Sack()
    assert send_waiting(sack, SENDER) == (3, 0)
    assert [mail["To"] for mail in sack.sent] == [f"pell{n}@example.org" for n in range(3)]
    assert sent_at() == [MONDAY] * 3
    assert send_waiting(sack, SENDER) == (0, 0)
    assert len(sack.sent) == 3


def test_one_that_fails_holds_up_no_other_and_is_tried_again_later(session):
    write()
    assert send_waiting(Sack("pell1@example.org"), SENDER) == (2, 1)
    assert sent_at() == [MONDAY, None, MONDAY]
    sack = Sack()
    assert send_waiting(sack, SENDER) == (0, 0), "not at once"
    with clock.at(MONDAY + messages.CLAIMED_FOR * 1.1):
        assert send_waiting(sack, SENDER) == (1, 0)
    assert [mail["To"] for mail in sack.sent] == ["pell1@example.org"]


def test_a_sender_that_dies_half_way_loses_nothing(session):
    write(1)

    class Dying(Sack):
        def send(self, mail: EmailMessage) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_waiting(Dying(), SENDER)
    db.session.rollback()
    sack = Sack()
    assert send_waiting(sack, SENDER) == (0, 0)
    with clock.at(MONDAY + timedelta(minutes=11)):
        assert send_waiting(sack, SENDER) == (1, 0)


def test_after_a_day_of_trying_it_is_given_up_and_said(app, session):
    write(1)
    for n in range(200):
        with clock.at(MONDAY + timedelta(minutes=11 * n)):
            send_waiting(Sack("pell0@example.org"), SENDER)
    message = db.session.scalars(sa.select(Message)).one()
    assert message.tries == messages.MOST_TRIES
    result = app.test_cli_runner().invoke(args=["messages", "send"])
    assert result.exit_code == 1
    assert "Given up after a day of trying: 1." in result.output


def test_four_senders_at_once_send_each_message_once(app, session):
    write(40)
    sack, barrier = Sack(), threading.Barrier(4)

    def work() -> None:
        with app.app_context(), clock.at(MONDAY):
            barrier.wait()
            send_waiting(sack, SENDER)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(mail["To"] for mail in sack.sent) == sorted(f"pell{n}@example.org" for n in range(40))
    assert None not in sent_at()


@pytest.mark.parametrize("to", ["a@example.org\r\nBcc: all@example.org", "a@example.org\nX: y"])
def test_a_line_break_in_an_address_never_becomes_a_header(session, to):
    db.session.add(Message(to=to, topic="x", text="x", created_at=clock.now()))
    db.session.commit()
    sack = Sack()
    assert send_waiting(sack, SENDER) == (0, 1)
    assert sack.sent == []


def test_a_message_is_plain_text_with_a_number_of_its_own_and_odd_topics_stay_one_line(session):
    db.session.add(
        Message(
            to="pell@example.org", topic="Your\r\nBcc: x@y request – ŵŷ", text="Diolch ŵŷ\n.\n", created_at=clock.now()
        )
    )
    db.session.commit()
    message = db.session.scalars(sa.select(Message)).one()
    mail = as_mail(message, SENDER)
    assert mail["Message-ID"] == f"<message-{message.id}@example.org>"
    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"]
    assert mail.get_content() == "Diolch ŵŷ\n.\n"


def test_in_development_messages_are_files_and_the_command_says_how_many(app, session, tmp_path: Path, monkeypatch):
    write(2)
    monkeypatch.setattr(command, "mailer", lambda: FileMailer(tmp_path / "mail"))
    result = app.test_cli_runner().invoke(args=["messages", "send"])
    assert (result.exit_code, result.output) == (0, "Sent: 2. Not sent, to be tried again: 0.\n")
    files = sorted((tmp_path / "mail").iterdir())
    assert len(files) == 2
    assert b"Thank you (0)." in files[0].read_bytes()


def test_a_mail_server_that_is_away_is_a_failure_in_a_sentence_not_a_fault(app, session, monkeypatch):
    write(1)
    monkeypatch.setattr(command, "mailer", lambda: SmtpMailer("127.0.0.1", 1))
    result = app.test_cli_runner().invoke(args=["messages", "send"])
    assert result.exit_code == 1
    assert "was not sent and will be tried again" in result.output
    assert sent_at() == [None]


def test_a_real_mail_server_gets_the_message(session):
    """A small server that speaks just enough SMTP, on a port of its own."""
    import socket

    write(1)
    got: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        with connection, connection.makefile("rwb") as stream:
            stream.write(b"220 here\r\n")
            stream.flush()
            body = False
            for line in stream:
                got.append(line)
                if body and line == b".\r\n":
                    body = False
                elif body:
                    continue
                elif line.upper().startswith(b"DATA"):
                    body = True
                    stream.write(b"354 go on\r\n")
                    stream.flush()
                    continue
                stream.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 fine\r\n")
                stream.flush()
                if line.upper().startswith(b"QUIT"):
                    return

    thread = threading.Thread(target=serve)
    thread.start()
    assert send_waiting(SmtpMailer("127.0.0.1", listening.getsockname()[1]), SENDER) == (1, 0)
    thread.join(10)
    listening.close()
    assert b"rcpt to:<pell0@example.org>\r\n" in [line.lower() for line in got]
    assert any(b"Thank you (0)." in line for line in got)
