"""Step-up and step-down: how an answer stands."""

from __future__ import annotations

from .words import N_, Word


class StepState(Word):
    """How a step stands."""

    PENDING = "pending", N_("Waiting for an answer")
    ACCEPTED = "accepted", N_("Accepted")
    DECLINED = "declined", N_("Declined")
    RECALLED = "recalled", N_("Taken back")
