"""The pages of the local scorecard, as one of their readers finds them."""

from __future__ import annotations

from familyhelp.practice.stages import Stage
from tests import stories
from tests.browser.place import Place
from tests.cast import Cast


def _families(cast: Cast, where: str) -> str:
    """Where a page is, with one family at each end of its way."""
    stories.a_case(cast, Stage.CLOSED)
    stories.a_case(cast, Stage.STATUTORY)
    return where


MEASURES: dict[str, Place] = {
    "flow.flow_of": Place("mabel", lambda cast: _families(cast, "/flow")),
    "cuts.cuts_of": Place("mabel", lambda cast: _families(cast, "/outcomes-by")),
    "behind.behind": Place("mabel", lambda cast: _families(cast, "/scorecard/behind/days_to_closure?part=denominator")),
    "explained.explained": Place("mabel", lambda cast: _families(cast, "/scorecard/explained/outcomes_met")),
}
