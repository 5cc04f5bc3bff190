"""Signing in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import PasswordField

from .base import Form, Line, Needed


class SignInForm(Form):
    """Who is it?"""

    email = Line(_("E-mail address"), Needed(_("Enter your e-mail address.")))
    password = PasswordField(_("Password"), validators=[Needed(_("Enter your password."))])
