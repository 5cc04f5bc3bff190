"""People and teams."""

from __future__ import annotations

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from ..practice.roles import Role
from .base import Choice, Form, Line, Needed, Select, Several, Text, Tick


class AnAddress:
    """The field is an e-mail address by its form; nobody is asked whether it exists."""

    def __call__(self, form: Any, field: Any) -> None:
        """Raise a sentence for anything else."""
        try:
            validate_email(field.data or "", check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            raise ValidationError(gettext("Enter an e-mail address, like name@example.org.")) from None


class PractitionerForm(Form):
    """Who is it, and what do they do here?"""

    name = Line(_("Name"), Needed(_("Enter the person’s name.")), hint=_("As families and colleagues will read it."))
    email = Line(
        _("E-mail address"),
        Needed(_("Enter the person’s e-mail address.")),
        AnAddress(),
        hint=_("They sign in with it."),
    )
    role = Choice(_("What will they do here?"), Role, Needed(_("Choose what they will do here.")))
    team = Select(_("Which team do they work in?"), hint=_("For key workers."))
    teams = Several(_("Which teams do they answer for?"), hint=_("For team managers."))
    agency = Select(_("Which agency do they work at?"), hint=_("For partners: lead professionals and contributors."))
    is_social_worker = Tick(_("They are a qualified social worker"))


class SuspendForm(Form):
    """Why does this account stop or start again?"""

    because = Text(_("Why?"), Needed(_("Say why.")), rows=3, most=2000)


class GivePasswordForm(Form):
    """A new password."""


class TeamForm(Form):
    """A new team."""

    name = Line(_("What is the team called?"), Needed(_("Enter the name of the team.")))
