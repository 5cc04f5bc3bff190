"""Signing in, and choosing a password."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import PasswordField
from wtforms.validators import EqualTo

from .base import Form, Line, Needed


def a_password(label: Any, *validators: Any, hint: Any = "") -> Any:
    """A password. It is never tidied, never shown again and never kept in a draft."""
    return PasswordField(label, validators=list(validators), description=hint)


class SignInForm(Form):
    """Who is it?"""

    email = Line(_("E-mail address"), Needed(_("Enter your e-mail address.")))
    password = a_password(_("Password"), Needed(_("Enter your password.")))
    code = Line(
        _("Code, if you have set up a second step"), hint=_("From your app, or one that you wrote down."), most=100
    )


class PasswordForm(Form):
    """Which password from now on?"""

    current_password = a_password(_("The password you have now"), Needed(_("Enter the password you have now.")))
    new_password = a_password(
        _("The new password"),
        Needed(_("Enter a new password.")),
        hint=_(
            "12 characters or more. Three or four words that have nothing to do with each other are easy to remember."
        ),
    )
    new_password_again = a_password(
        _("The new password again"),
        Needed(_("Type the new password again.")),
        EqualTo("new_password", message=_("The two new passwords are not the same.")),
    )
