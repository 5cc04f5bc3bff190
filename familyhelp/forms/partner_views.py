"""Asking a partner for their view, and giving it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice import identifiers
from .base import DateField, Form, Line, Needed, Select, Text, Tick
from .contacts import Right


class AskViewForm(Form):
    """Whom, what, and by when?"""

    person = Select(_("Somebody with an account here"), hint=_("They sign in and answer."))
    name = Line(
        _("Or somebody without an account: their name and what they do"),
        hint=_("They answer by a link and a code. You tell them the code by phone, so that we know who answers."),
        most=150,
    )
    agency = Line(_("Their agency"), most=150)
    email = Line(
        _("Their e-mail address"),
        Right(identifiers.email_problem),
        hint=_("The link goes there. Leave it empty to be shown the link yourself."),
    )
    question = Text(
        _("What do you want to know?"),
        Needed(_("Write what you want to know.")),
        rows=4,
        hint=_("They read this, the names and the days of birth, and nothing else of the request."),
        most=5_000,
    )
    due_on = DateField(_("By when?"), [Needed(_("Enter the day."))])


class NewViewCodeForm(Form):
    """A new code, or a whole new link."""

    whole = Tick(
        _("Give them a new link as well"),
        hint=_("Where the link itself is lost or has run out. The old one then ends."),
    )


class GiveViewForm(Form):
    """What do they think?"""

    text = Text(_("What is your view?"), Needed(_("Write what you want to say.")), most=10_000)
