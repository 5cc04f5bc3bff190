"""Taking figures away."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from ..practice.exports import ExportFormat
from .base import Choice, Form, Needed, Text


class ExportForm(Form):
    """In which format, and for what."""

    format = Choice(_("How do you want it?"), ExportFormat, Needed(_("Choose how you want it.")))
    purpose = Text(
        _("What is it for?"),
        Needed(_("Say what it is for.")),
        hint=_("It is kept with your name, so that everybody knows what left the service and why."),
        rows=3,
        most=500,
    )


class TableForm(ExportForm):
    """The same for one table of a page, with what the page was asked for, so that a draft knows it too."""

    chosen = HiddenField()
