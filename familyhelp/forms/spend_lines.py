"""Whether a line of published spend counts as early help, and why."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice.words import N_, Word
from .base import Choice, Form, Needed, Text


class Counts(Word):
    """In or out."""

    IN = "in", N_("Yes, it counts")
    OUT = "out", N_("No, it does not")


class SpendLineForm(Form):
    """One change of what counts."""

    counts = Choice(_("Does it count as early-help spend?"), Counts, Needed(_("Choose whether it counts.")))
    because = Text(_("Why?"), Needed(_("Say why.")), rows=3, most=2000)
