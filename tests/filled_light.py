"""The forms of contributions to meetings, filled in as a person would; tests/filled.py takes them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from familyhelp.casework import leads, meetings
from familyhelp.models import Case
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.by_link import asks_outside
from tests.cast import Cast
from tests.filled_sharing import agreed
from tests.filling import on


def _meeting_and_sharing(case: Case, cast: Cast) -> None:
    """A meeting is ahead, and something is shared with the school."""
    if meetings.ahead(case) is None:
        stories.arrange(case, cast.kamal)
        agreed(case, cast.school, cast.kamal)


def with_conor(case: Case, cast: Cast) -> None:
    """Conor has a part in the case, and a meeting is ahead."""
    if meetings.ahead(case) is None:
        _meeting_and_sharing(case, cast)
        leads.add_contributor(case, person=cast.conor, by=cast.kamal)


def by_link(cast: Cast) -> str:
    """The address at which Kamal gives a new code to a health visitor who answers by a link."""
    case = stories.a_case(cast, Stage.ACTIVE)
    asked, _given = asks_outside(case, cast)
    return f"/cases/{write_code(case.code)}/meeting/contributions/{write_code(asked.code)}/code"


def filled(row: Callable[..., Any]) -> dict[str, Any]:
    """The part of FILLED that is about contributions."""
    asked = {"agency": "<school>", "name": "Mr Bright, head of year", "question": "Does Poppy come on time?"}
    return {
        "contributions.ask": row("kamal", on(Stage.ACTIVE, "/meeting/ask", _meeting_and_sharing), asked),
        "contributions.say": row(
            "conor", on(Stage.ACTIVE, "/meeting/say", with_conor), {"text": "Poppy is on time on four days of five."}
        ),
        "contributions.new_code": row("kamal", by_link),
    }
