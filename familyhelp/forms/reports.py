"""The quarterly report: beginning it, what it means, what is promised, what became of what was promised."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice.reports import Kept
from .base import Choice, DateField, Form, Line, Needed, Pick, Several, Text


class BeginForm(Form):
    """Of which quarter, with which measures."""

    quarter = Pick(_("Which quarter?"), Needed(_("Choose a quarter.")))
    measures = Several(
        _("Which measures?"),
        hint=_("A few that people understand are worth more than many. Their figures stay as they are today."),
    )


class SoWhatForm(Form):
    """What the figures mean."""

    so_what = Text(
        _("So what?"),
        Needed(_("Say what these figures mean.")),
        hint=_("What they mean for children and families, what explains them, what we do not know. Name no family."),
        rows=10,
    )


class PromiseForm(Form):
    """One thing that will be done differently."""

    what = Text(
        _("What will we do differently?"),
        Needed(_("Say what you will do differently.")),
        hint=_("One thing, so that somebody can say next quarter whether it was done. Name no family."),
        rows=3,
        most=2000,
    )
    owner = Line(_("Who sees to it?"), Needed(_("Say who sees to it.")), hint=_("A person’s name."))
    due_on = DateField(
        _("By when?"), [Needed(_("Enter the date by which it is done."))], hint=_("For example, 27 3 2026")
    )


class AnswerForm(Form):
    """What became of a promise."""

    kept = Choice(_("What became of it?"), Kept, Needed(_("Choose what became of it.")))
    words = Text(
        _("In words"),
        Needed(_("Say in words what became of it.")),
        hint=_("What was done, what came of it, and what stood in the way. Name no family."),
        rows=4,
        most=2000,
    )


class SureForm(Form):
    """Nothing but the button."""
