"""The second step of signing in: begin, confirm, end, and reset somebody else's."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from .base import Form, Line, Needed, Text
from .sign_in import a_password


class ConfirmSecondStepForm(Form):
    """The code that the app shows now."""

    code = Line(_("The code that the app shows now"), Needed(_("Enter the code of six digits.")), most=20)


class OwnPasswordForm(Form):
    """The password, once more."""

    current_password = a_password(_("The password you have now"), Needed(_("Enter the password you have now.")))


class ResetSecondStepForm(Form):
    """Why."""

    because = Text(
        _("Why, and how do you know that it is they who ask?"),
        Needed(_("Write why, and how you know that it is they who ask.")),
        rows=4,
    )
