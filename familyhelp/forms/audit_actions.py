"""What follows from an audit: an action, that it is done, that it is closed, who audits again."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from .base import DateField, Form, Needed, Pick, Text


class AddForm(Form):
    """One action."""

    what = Text(_("What is to be done?"), Needed(_("Write what is to be done.")), rows=3, most=2000)
    owner = Pick(_("Who sees to it?"), Needed(_("Choose who sees to it.")))
    due_on = DateField(_("By when?"), [Needed(_("Enter the day."))], hint=_("For example, 27 4 2026"))


class ReportForm(Form):
    """What was done."""

    what = Text(
        _("What was done, and what came of it?"),
        Needed(_("Say what was done, and what came of it.")),
        rows=3,
        most=2000,
    )


class CloseForm(Form):
    """Why it is closed."""

    because = Text(
        _("What shows that it is done, or why is it not needed any more?"),
        Needed(_("Say what shows that it is done, or why it is not needed any more.")),
        rows=3,
        most=2000,
    )


class AgainForm(Form):
    """Who audits again."""

    auditor = Pick(
        _("Who audits this case again?"),
        Needed(_("Choose who audits it.")),
        hint=_("Nobody is given a family that they lead, led, help or supervised."),
    )
