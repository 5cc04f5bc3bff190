"""Pages of the quarterly report, as one of their readers finds them; tests/browser/places.py takes them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from familyhelp.models import QuarterlyReport
from familyhelp.queries import reports as queries
from tests import report_stories as stories
from tests.cast import Cast


def places(place: Callable[..., Any], long: str, unbroken: str) -> dict[str, Any]:
    """The part of PLACES that is about quarterly reports."""

    def full(cast: Cast) -> QuarterlyReport:
        """A published report with long words everywhere, after another one; made once in a database."""
        last = queries.last_report()
        if last is None:
            stories.approved(cast, words=long, what=unbroken)
            return stories.approved(cast, more=7, words=unbroken, what=long)
        return stories.published(cast)

    return {
        "reports.list_of": place("mabel", lambda cast: full(cast) and "/reports"),
        "trajectories.list_of": place("anita", lambda cast: stories.planned()(cast) and "/scorecard/trajectories"),
        "trajectories.trajectory": place("mabel", lambda cast: full(cast) and stories.planned(words=unbroken)(cast)),
        "reports.report": place("mabel", lambda cast: stories.where(full(cast))),
    }
