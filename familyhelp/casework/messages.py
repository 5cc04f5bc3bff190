"""The outbox: what goes out to people, written in the same transaction as what it tells of. A command sends it."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa

from ..extensions import db
from ..models import Contact, Message, in_row
from ..practice import clock
from ..practice.links import IN_ADDRESS


def write(to: str, topic: str, text: str, contact: Contact | None = None) -> Message:
    """Put a message to an e-mail address into the outbox. It names no family."""
    message = Message(
        to=to, topic=topic[:200], text=text, created_at=clock.now(), contact_id=contact.id if contact else None
    )
    db.session.add(message)
    return message


CLAIMED_FOR = timedelta(minutes=10)
"""How long a claim holds: a sender that died lets go by itself, and a failed message is tried again after that."""
MOST_TRIES = 144
"""How often a message is tried: for about a day."""


def _free() -> sa.ColumnElement[bool]:
    waited = sa.or_(Message.claimed_at.is_(None), Message.claimed_at < clock.now() - CLAIMED_FOR)
    return sa.and_(Message.sent_at.is_(None), Message.tries < MOST_TRIES, waited)


def next_to_send(after: int = 0) -> int | None:
    """The number of the first message after `after` that nobody has sent or is sending."""
    return db.session.scalar(sa.select(Message.id).where(Message.id > after, _free()).order_by(Message.id).limit(1))


def claim(number: int) -> bool:
    """Take a message in hand, alone: of two senders at once one is told False."""
    taken = sa.update(Message).where(Message.id == number, _free())
    found = db.session.execute(taken.values(claimed_at=clock.now(), tries=Message.tries + 1).returning(Message.id))
    return found.first() is not None


def sent(number: int) -> None:
    """Note that a message has gone out. Its signed link, if it has one, is kept no longer."""
    text = db.session.scalar(sa.select(Message.text).where(Message.id == number)) or ""
    values = {"sent_at": clock.now(), "text": in_row(_SIGNED.sub(r"\1…", text), number)}
    db.session.execute(sa.update(Message).where(Message.id == number).values(values))


_SIGNED = re.compile(rf"(https?://\S*/(?:{'|'.join(IN_ADDRESS.values())})/)\S+")


def given_up() -> int:
    """How many messages were tried for a day and never went out; counted to 100."""
    stuck = sa.select(Message.id).where(Message.sent_at.is_(None), Message.tries >= MOST_TRIES).limit(100)
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(stuck.subquery())) or 0)
