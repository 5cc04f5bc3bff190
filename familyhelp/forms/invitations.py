"""Inviting somebody of an agency, and taking an invitation up."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms.validators import EqualTo

from ..practice.invitations import INVITED
from ..practice.roles import Role
from .base import Choice, Form, Line, Needed, Select
from .practitioners import AnAddress
from .sign_in import a_password


class InviteForm(Form):
    """Who is invited, to do what?"""

    name = Line(_("Name"), Needed(_("Enter the person’s name.")), hint=_("They can correct it."))
    email = Line(
        _("E-mail address at work"),
        Needed(_("Enter the person’s e-mail address.")),
        AnAddress(),
        hint=_("The invitation goes there, and they sign in with it. Never one that several people read."),
    )
    role = Choice(_("What will they do here?"), Role, Needed(_("Choose what they will do here.")), only=INVITED)


class InviteForFamilyForm(InviteForm):
    """Who is invited to help one family, and where do they work?"""

    agency = Select(_("Which agency do they work at?"), Needed(_("Choose the agency.")))


class AcceptByProviderForm(Form):
    """What are you called? (Signing in is the provider’s.)"""

    name = Line(_("Your name"), Needed(_("Enter your name.")), hint=_("As families and colleagues will read it."))


class AcceptForm(AcceptByProviderForm):
    """What are you called, and with which password will you sign in?"""

    new_password = a_password(
        _("A password that only you know"),
        Needed(_("Choose a password.")),
        hint=_(
            "12 characters or more. Three or four words that have nothing to do with each other are easy to remember."
        ),
    )
    new_password_again = a_password(
        _("The password again"),
        Needed(_("Type the password again.")),
        EqualTo("new_password", message=_("The two passwords are not the same.")),
    )
