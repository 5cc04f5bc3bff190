"""Which measures each quadrant shows, the first one first."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from ..practice.measure_choices import MOST
from ..practice.scorecard import Quadrant
from .base import Form, Needed, Select, Text


class ChoiceForm(Form):
    """Six places for each quadrant (an empty one shows nothing), and why."""

    because = Text(
        _("Why these measures?"),
        Needed(_("Say why these measures.")),
        hint=_("It stays beside this choice, and everybody who uses the scorecard can ask you."),
        rows=3,
    )

    def places(self, quadrant: Quadrant) -> list[Any]:
        """The fields of a quadrant, the first place first."""
        return [self[f"{quadrant.value}_{number}"] for number in range(1, MOST + 1)]


for _quadrant in Quadrant:
    for _number in range(1, MOST + 1):
        setattr(ChoiceForm, f"{_quadrant.value}_{_number}", Select(_("Place %(number)s", number=_number)))
