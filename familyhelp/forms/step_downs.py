"""What the front door fills in about a step-down."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from .base import Form, Needed, Select, Text


class PassStepDownForm(Form):
    """To which team a step-down goes, and what whoever names the lead there should know."""

    team = Select(
        _("Which team names the lead?"),
        Needed(_("Choose the team that names the lead.")),
        hint=_("The team that held the family before is chosen. Choose another one where the family has moved."),
    )
    says = Text(
        _("What should whoever names the lead know?"),
        Needed(_("Say what whoever names the lead should know.")),
        hint=_("What you found out, not what social care has written: that goes with it."),
    )
