"""An audit tool in writing: what its domains ask."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from .base import Form, Line, Needed, Text, Tick


class SureForm(Form):
    """Nothing but the button."""


class DomainForm(Form):
    """What one domain asks."""

    name = Line(_("What is this domain called?"), Needed(_("Give the domain a name.")))
    question = Text(
        _("What does the auditor ask?"), Needed(_("Say what the auditor asks in this domain.")), rows=3, most=1000
    )
    safety = Tick(_("It is about safety"), hint=_("An inadequate here limits the overall grade to inadequate."))
