"""Accounts that nobody uses: when their owner is warned, and when they are suspended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class UnusedDays:
    """After how many days without a sign-in somebody is warned, and after how many their account is suspended."""

    warned: int
    suspended: int

    def warns(self, since: datetime, now: datetime) -> bool:
        """Whether somebody who was last here at `since` is warned by now."""
        return now - since >= timedelta(days=self.warned)

    def suspends(self, since: datetime, warned_at: datetime | None, now: datetime) -> bool:
        """Whether the account is suspended by now: never before its owner had all the days between to answer the
        warning, also where the service begins to look late."""
        if warned_at is None:
            return False
        between = timedelta(days=self.suspended - self.warned)
        return now - since >= timedelta(days=self.suspended) and now - warned_at >= between


def days_in(text: str) -> UnusedDays | None:
    """The two numbers of a setting such as `60,90`, or None for `off`. Raises ValueError for anything else."""
    if text.strip() == "off":
        return None
    parts = [part.strip() for part in text.split(",")]
    days = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 5]
    if len(days) != 2 or len(parts) != 2 or not 0 < days[0] < days[1]:
        raise ValueError("FAMILYHELP_UNUSED_ACCOUNTS: off, or the days until the warning and the end, as in 60,90")
    return UnusedDays(*days)
