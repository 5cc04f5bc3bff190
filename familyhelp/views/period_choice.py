"""Which years and quarters can be asked for."""

from __future__ import annotations

from ..practice.flow_figures import QUARTERS
from ..practice.periods import Period
from ..queries.local_results import years_counted


def periods_offered(exact: bool) -> list[Period]:
    """The years that can be asked for, the newest first; each with its quarters where numbers are exact. Nobody
    subtracts a quarter from a year who sees no quarter."""
    found = []
    for ending in reversed(years_counted()):
        found.append(Period(ending))
        if exact:
            found += [Period(ending, number) for number in QUARTERS]
    return found
