"""A clock of the authority's own: how long, from when it is late, from which day on, and why."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from .base import DateField, Form, Line, Needed, Text


class ClockForm(Form):
    """One change of one clock."""

    length = Line(_("Due after"), Needed(_("Enter a whole number.")), most=3)
    late = Line(_("Late after"), Needed(_("Enter a whole number.")), most=3)
    from_on = DateField(
        _("From which day on?"),
        [Needed(_("Enter the first day."))],
        hint=_("For whatever starts on that day or later. It is tomorrow at the earliest."),
    )
    because = Text(_("Why?"), Needed(_("Say why.")), rows=3, most=2000)


def whole(text: str | None) -> int | None:
    """The whole number that a line says, or None."""
    said = (text or "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else None
