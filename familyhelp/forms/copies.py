"""Copies of the plan."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.copies import CopyFormat, CopyHow
from .base import Choice, DateField, Form, Needed, NotLater


class GiveCopyForm(Form):
    """What was given to whom, when and how."""

    format = Choice(_("What did they get?"), CopyFormat, Needed(_("Choose what they got.")))
    how = Choice(_("How did they get it?"), CopyHow, Needed(_("Choose how they got it.")))
    given_on = DateField(
        _("When?"),
        [Needed(_("Enter the day they got it.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
