"""The pages of the local scorecard, as one of their readers finds them."""

from __future__ import annotations

import sqlalchemy as sa

from familyhelp.casework import costs
from familyhelp.extensions import db
from familyhelp.models import CostAssumption
from familyhelp.practice import clock
from familyhelp.practice.stages import Stage
from tests import stories
from tests.browser.place import LONG, UNBROKEN, Place
from tests.cast import Cast


def _families(cast: Cast, where: str) -> str:
    """Where a page is, with one family at each end of its way."""
    stories.a_case(cast, Stage.CLOSED)
    stories.a_case(cast, Stage.STATUTORY)
    return where


def _with_assumptions(cast: Cast) -> str:
    """With a source in long words."""
    newest = db.session.scalar(sa.select(sa.func.max(CostAssumption.id))) or 0
    costs.assume(
        share_low=5,
        share_high=20,
        cost_low=2000,
        cost_high=12000,
        source=f"{LONG}{UNBROKEN}",
        source_on=clock.today(),
        read_version=newest + 1,
        by=cast.anita,
    )
    db.session.commit()
    return _families(cast, "/costs")


MEASURES: dict[str, Place] = {
    "flow.flow_of": Place("mabel", lambda cast: _families(cast, "/flow")),
    "cuts.cuts_of": Place("mabel", lambda cast: _families(cast, "/outcomes-by")),
    "behind.behind": Place("mabel", lambda cast: _families(cast, "/scorecard/behind/days_to_closure?part=denominator")),
    "explained.explained": Place("mabel", lambda cast: _families(cast, "/scorecard/explained/outcomes_met")),
    "costs.costs": Place("anita", _with_assumptions),
}
