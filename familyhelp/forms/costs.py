"""What is assumed of avoided cost."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from .base import DateField, Form, Line, Needed, Text

_WHOLE = Needed(_("Enter a whole number."))


class CostsForm(Form):
    """One version of the assumptions."""

    share_low = Line(_("Of 100 episodes, in how many help avoided a step-up, at least"), _WHOLE, most=3)
    share_high = Line(_("Of 100 episodes, in how many help avoided a step-up, at most"), _WHOLE, most=3)
    cost_low = Line(_("What an episode of social work costs, at least (whole pounds)"), _WHOLE, most=9)
    cost_high = Line(_("What an episode of social work costs, at most (whole pounds)"), _WHOLE, most=9)
    source = Text(
        _("Where do these come from?"), Needed(_("Name the source: others must be able to look.")), rows=3, most=2000
    )
    source_on = DateField(_("From which day is the source?"), [Needed(_("Enter the day of the source."))])


def pounds(text: str | None) -> int | None:
    """The whole number that a line says, with or without a sign and commas; None for anything else."""
    said = (text or "").strip().removeprefix("£").replace(",", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None
