"""Leave: from when to when, and who covers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from .base import DateField, Form, Needed, Select, Text


class LeaveForm(Form):
    """Away from one day to another, and who covers."""

    starts_on = DateField(
        _("What is the first day away?"), [Needed(_("Enter the first day."))], hint=_("For example, 27 3 2026")
    )
    ends_on = DateField(_("What is the last day away?"), [Needed(_("Enter the last day."))])
    cover = Select(
        _("Who covers?"),
        Needed(_("Choose who covers.")),
        hint=_("On these days, and no longer, they see and do for these families what their lead may."),
    )
    note = Text(
        _("What does the cover need to know?"),
        hint=_("Optional. Name no family here: what concerns one belongs on its record."),
        rows=4,
        most=2000,
    )


class EndForm(Form):
    """Nothing but the button."""
