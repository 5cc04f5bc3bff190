"""A clock of the authority's own: how long, from when it is late, from which day on, and why."""

from __future__ import annotations

from datetime import time

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


class HoursForm(Form):
    """From when until when the authority works."""

    opens = Line(_("Work begins at"), Needed(_("Write a time as 9:00 or 17:30.")), most=5)
    closes = Line(_("Work ends at"), Needed(_("Write a time as 9:00 or 17:30.")), most=5)
    from_on = DateField(
        _("From which day on?"),
        [Needed(_("Enter the first day."))],
        hint=_("For whatever starts on that day or later. It is tomorrow at the earliest."),
    )
    because = Text(_("Why?"), Needed(_("Say why.")), rows=3, most=2000)


def time_of_day(text: str | None) -> time | None:
    """The time that a line says, such as 9, 9:00 or 17.30, or None."""
    hour, _colon, minute = (text or "").strip().replace(".", ":").partition(":")
    numbers = [part for part in (hour, minute or "0") if part.isascii() and part.isdigit() and len(part) < 3]
    if len(numbers) < 2 or int(numbers[0]) > 23 or int(numbers[1]) > 59:
        return None
    return time(int(numbers[0]), int(numbers[1]))


def whole(text: str | None) -> int | None:
    """The whole number that a line says, or None."""
    said = (text or "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else None
