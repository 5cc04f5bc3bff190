"""A practice model of one's own: its name, its scale, what each domain asks."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice.practice_models import BuiltIn
from .base import Choice, Form, Line, Needed, Score, Text


class StartForm(Form):
    """A model of one's own, from one of the two that are there."""

    name = Line(_("What is your practice model called?"), Needed(_("Give the practice model a name.")))
    based_on = Choice(
        _("What do you start from?"),
        BuiltIn,
        Needed(_("Choose what you start from.")),
        hint=_("You can change every domain of it, and leave some out, before it is used."),
    )


class SureForm(Form):
    """Nothing but the button."""


class ScaleForm(Form):
    """The two ends of the scale."""

    lowest = Score(_("The lowest score"), [Needed(_("Choose the lowest score."))])
    highest = Score(_("The highest score"), [Needed(_("Choose the highest score."))])


class DomainForm(Form):
    """What one domain asks."""

    name = Line(_("What is this domain called?"), hint=_("Leave it empty to use the headline outcome’s name."))
    prompt = Text(
        _("What is there to talk about?"), Needed(_("Say what to talk about in this domain.")), rows=3, most=1000
    )
    lowest = Line(
        _("What does the lowest score mean?"),
        Needed(_("Say what the lowest score means, so that everyone scores alike.")),
    )
    highest = Line(
        _("What does the highest score mean?"),
        Needed(_("Say what the highest score means, so that everyone scores alike.")),
    )
    needs = Text(
        _("Which needs can be ticked?"), hint=_("One a line. Leave it empty to ask in words alone."), rows=6, most=5000
    )
