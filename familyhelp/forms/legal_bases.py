"""The legal basis of children: which children, which basis, from when, overseen by whom, why."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.legal_bases import Basis
from .base import Choice, DateField, Form, Needed, NotLater, Select, Several, Text


class LegalBasisForm(Form):
    """On which legal basis are which children helped?"""

    children = Several(_("Which children?"), Needed(_("Choose at least one child.")))
    basis = Choice(_("Which legal basis?"), Basis, Needed(_("Choose a legal basis.")))
    starts_on = DateField(
        _("From which day?"),
        [Needed(_("Enter the day.")), NotLater(clock.today)],
        hint=_("The period before it ends on this day."),
        default=clock.today,
    )
    overseer = Select(
        _("Who oversees the work under section 17?"),
        hint=_("A qualified social worker. Needed where whoever leads is not one."),
    )
    because = Text(_("Why?"), Needed(_("Say why.")), hint=_("The family may read it one day."), rows=3)
