"""Passkeys: begin, confirm, name, remove."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from .base import Form, Line, Needed
from .sign_in import a_password


class NamePasskeyForm(Form):
    """What a passkey is called."""

    name = Line(
        _("What do you call it?"),
        Needed(_("Write what you call it.")),
        hint=_("Such as “My telephone” or “The blue key”."),
        most=100,
    )


class NewPasskeyForm(NamePasskeyForm):
    """What it is called, and the password once more."""

    current_password = a_password(_("The password you have now"), Needed(_("Enter the password you have now.")))


class AnswerForm(Form):
    """What the browser answered; its script fills it in."""

    answer = HiddenField()
