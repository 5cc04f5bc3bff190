"""Asking somebody outside for a contribution to a meeting, and giving it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice import identifiers
from .base import DateField, Form, Line, Needed, Select, Text
from .contacts import Right


class AskContributionForm(Form):
    """Whom, what, and by when?"""

    agency = Select(
        _("Which agency do they work for?"),
        Needed(_("Choose an agency.")),
        hint=_("Those with which something is shared about this family today."),
    )
    name = Line(_("Who is it, and what do they do?"), Needed(_("Write who it is, and what they do.")), most=150)
    email = Line(
        _("Their e-mail address"),
        Right(identifiers.email_problem),
        hint=_("The link goes there. Leave it empty to be shown the link yourself."),
    )
    question = Text(
        _("What do you want to know?"),
        Needed(_("Write what you want to know.")),
        rows=4,
        hint=_(
            "They read this, the day of the meeting and the children’s names. Where the family’s record is shared with "
            "their agency, they read everybody’s name and what you will talk about, too."
        ),
        most=5_000,
    )
    due_on = DateField(_("By when?"), [Needed(_("Enter the day."))])


class GiveContributionForm(Form):
    """What do they know?"""

    text = Text(_("What should the meeting know?"), Needed(_("Write what you want to say.")), most=10_000)
