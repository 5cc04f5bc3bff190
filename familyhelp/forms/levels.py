"""What a level of need is called, and what tells it from the next."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice.levels import Colour
from .base import Choice, Form, Line, Needed, Text


class LevelForm(Form):
    """One change of one level."""

    name = Line(_("What is it called?"), hint=_("Without its number, which stays."), most=60)
    colour = Choice(_("Which colour has its tag?"), Colour, Needed(_("Choose a colour.")))
    means = Text(_("What does it mean?"), rows=2, most=500, hint=_("It stands beside the choice at triage."))
    signs = Text(_("What tells it from the next level?"), rows=6, most=5_000, hint=_("One sign a line."))
    because = Text(_("Why does it change?"), Needed(_("Say why it changes.")), rows=3, most=2_000)
