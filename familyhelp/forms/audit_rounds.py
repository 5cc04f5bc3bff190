"""A round of audits: when, with what, how many, whose, and by whom."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.audits import WhichTool
from ..practice.sampling import Sampling, Theme
from .base import Choice, DateField, Form, Line, Needed, Pick, Several, Text


class PlanForm(Form):
    """What is planned."""

    name = Line(
        _("What is this round called?"),
        Needed(_("Give the round a name.")),
        hint=_("For example, spring audits."),
    )
    starts_on = DateField(
        _("When does it start?"),
        [Needed(_("Enter the day it starts."))],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    due_on = DateField(
        _("When are the audits due?"),
        [Needed(_("Enter the day the audits are due."))],
        hint=_("For example, 24 4 2026"),
    )
    which = Choice(_("Which tool?"), WhichTool, Needed(_("Choose the tool.")))
    size = Line(
        _("How many cases?"),
        Needed(_("Enter how many cases.")),
        hint=_("A whole number. Those who have waited longest for an audit are drawn first."),
    )
    sampling = Choice(_("How are they chosen?"), Sampling, Needed(_("Choose how the cases are chosen.")))
    theme = Choice(_("Which theme?"), Theme, hint=_("Only where they are chosen by a theme."))
    auditors = Several(
        _("Who audits?"),
        Needed(_("Choose at least one auditor.")),
        hint=_("Nobody is given a family that they lead, led, help or supervised."),
    )
    seed = Line(
        _("Seed of the draw (optional)"),
        hint=_("A number that nobody here chooses, such as this week’s lottery numbers. Left empty, one is made."),
        most=40,
    )

    @property
    def number(self) -> int | None:
        """How many cases, where that is a whole number."""
        text = self.size.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


class DrawForm(Form):
    """Nothing but the button."""


class HandOnForm(Form):
    """Who audits it instead, and why."""

    auditor = Pick(
        _("Who audits it instead?"),
        Needed(_("Choose who audits it.")),
        hint=_("Nobody is given a family that they lead, led, help or supervised."),
    )
    because = Text(_("Why?"), Needed(_("Say why somebody else audits it.")), rows=2, most=2000)
