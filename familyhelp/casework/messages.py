"""The outbox: what goes out to people, written in the same transaction as what it tells of. A command sends it."""

from __future__ import annotations

from ..extensions import db
from ..models import Contact, Message
from ..practice import clock


def write(to: str, topic: str, text: str, contact: Contact | None = None) -> Message:
    """Put a message to an e-mail address into the outbox. It names no family."""
    message = Message(
        to=to, topic=topic[:200], text=text, created_at=clock.now(), contact_id=contact.id if contact else None
    )
    db.session.add(message)
    return message
