"""Handing over everything that somebody leads: who leads each family, and what they need to know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from ..practice import clock
from .base import DateField, Form, Needed, NotLater, Select, Text

FOR_ALL = "all"
"""The choice of whoever was chosen for all families."""


class CaseloadForm(Form):
    """What holds for every family."""

    lead_all = Select(_("Who will lead from today?"), hint=_("For every family below, unless it says otherwise there."))
    because = Text(_("Why does the lead change?"), Needed(_("Say why the lead changes.")), rows=3)
    talked_on = DateField(
        _("When did you talk it over?"),
        [Needed(_("Enter the day on which you talked it over.")), NotLater(clock.today)],
        hint=_("The handover note carries this day. The new lead leads from today."),
        default=clock.today,
    )
    handover = Text(
        _("What does every new lead need to know?"),
        Needed(_("Write what the new lead needs to know, so that the family need not tell it again.")),
        hint=_("It stands on the record of each family, so name no other family here."),
        rows=5,
    )

    def chosen(self, code: str) -> str:
        """The reference of whoever was chosen for a family, by the reference of its case; empty where it stays."""
        found = self[f"lead_{code}"].data or ""
        return str(self.lead_all.data or "") if found == FOR_ALL else str(found)

    def read_at(self, code: str) -> int:
        """The version at which a family's case was read."""
        text = self[f"read_{code}"].data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def caseload_form(families: Sequence[tuple[str, str]]) -> type[CaseloadForm]:
    """The form for these families, each the reference of its case and its name."""
    fields: dict[str, Any] = {}
    for code, name in families:
        fields[f"lead_{code}"] = Select(_("%(family)s: who will lead?", family=name), default=FOR_ALL)
        fields[f"note_{code}"] = Text(
            _("%(family)s: what is to be known about them alone?", family=name), hint=_("Optional."), rows=2
        )
        fields[f"read_{code}"] = HiddenField()
    return type("CaseloadOfSomebodyForm", (CaseloadForm,), fields)
