"""Looking for somebody, as a person does: what is typed goes in the body, and the answer has an address of its own."""

from __future__ import annotations

from typing import Any

from familyhelp.casework import searches
from familyhelp.extensions import db
from familyhelp.practice.references import write_code
from tests.cast import Cast
from tests.client import Page


def find(client: Any, text: str) -> Page:
    """Type it into the box, and read what was found."""
    return client.follow(client.send(client.get("/search"), {"q": text}, containing="q"))


def looked_for(cast: Cast, text: str, who: str = "flora") -> str:
    """The address of what somebody found."""
    kept = searches.keep_search(text, by=getattr(cast, who))
    db.session.commit()
    return f"/search/{write_code(kept.code)}"
