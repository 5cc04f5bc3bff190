"""The forms of disposing of records; tests/filled.py takes them in. A request for help is the cheapest record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from familyhelp.casework import disposals
from familyhelp.extensions import db
from familyhelp.models import Contact, Disposal
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.triage import ContactOutcome, Level
from familyhelp.queries import disposals as queries
from tests import stories
from tests.cast import Cast


def an_old_request(cast: Cast) -> Contact:
    """A request for help of no family that may go today; committed."""
    with clock.at(clock.now() - timedelta(days=7 * 366)):
        contact = stories.a_request(cast)
        stories.decide(cast, contact, outcome=ContactOutcome.NO_ACTION, level=Level.UNIVERSAL, team=None)
        db.session.commit()
    return contact


def a_proposal(cast: Cast, *, because: str = "Its time is over.") -> Disposal:
    """Mabel proposes that such a request goes; committed."""
    due = queries.due_of(an_old_request(cast))
    found = disposals.propose_disposal(due.held, facts=due.facts, rule=due.rule, because=because, by=cast.mabel)
    db.session.commit()
    return found


def filled(row: Callable[..., Any]) -> dict[str, Any]:
    """The part of FILLED that is about disposing of records."""
    words = "I looked at the register of complaints."
    return {
        "disposals.propose": row(
            "mabel", lambda cast: f"/disposals/due/{write_code(an_old_request(cast).code)}", {"because": words}
        ),
        "disposals.review": row(
            "adam",
            lambda cast: f"/disposals/{write_code(a_proposal(cast).code)}",
            {"decision": "approve", "words": words},
        ),
    }
