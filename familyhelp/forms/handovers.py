"""A change of lead: what the new lead needs to know, and whether the family knows."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.handovers import ToldHow
from .base import Choice, DateField, Form, Line, Needed, NotLater, Select, Text


class ChangeLeadForm(Form):
    """Who leads from now on, what do they need to know, and does the family know?"""

    lead = Select(_("Who will lead from today?"), Needed(_("Choose who will lead.")))
    because = Text(_("Why does the lead change?"), Needed(_("Say why the lead changes.")), rows=3)
    handover = Text(
        _("What does the new lead need to know?"),
        Needed(_("Write what the new lead needs to know, so that the family need not tell it again.")),
        hint=_(
            "What the family wants them to know, what is due next, and what was promised. "
            "It is kept as a note on the case."
        ),
        rows=8,
    )
    told_on = DateField(
        _("When was the family told?"),
        [NotLater(clock.today)],
        hint=_("Leave this empty if they do not know yet. The case then reminds you."),
    )
    told_how = Choice(_("How were they told?"), ToldHow)
    told_by = Line(_("Who told them?"))

    def validate(self, extra_validators: Any = None) -> bool:
        """How the family was told is said whole or not at all."""
        fine = bool(super().validate(extra_validators))
        said = {name: self[name].data for name in _WHOLE}
        if not any(said.values()) or self.told_on.errors:
            return fine
        for name, sentence in _WHOLE.items():
            if not said[name]:
                self[name].errors = [*self[name].errors, str(sentence)]
                fine = False
        return fine


_WHOLE = {
    "told_on": _("Enter the day they were told."),
    "told_how": _("Choose how they were told."),
    "told_by": _("Name who told the family."),
}


class TellForm(Form):
    """When, how and by whom was the family told?"""

    told_on = DateField(
        _("When was the family told?"),
        [Needed(_("Enter the day they were told.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    told_how = Choice(_("How were they told?"), ToldHow, Needed(_("Choose how they were told.")))
    told_by = Line(_("Who told them?"), Needed(_("Name who told the family.")))


class ReadForm(Form):
    """The handover note is read; nothing is typed."""
