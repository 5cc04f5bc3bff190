"""How long what somebody looked for is kept for them, and how much of it."""

from __future__ import annotations

from datetime import timedelta

KEPT_FOR = timedelta(hours=12)
MOST_KEPT = 20
"""So that the way back leads to what was found before, and no more is held of whom somebody looks for."""
