"""Arranging a meeting of the team around the family, and saying who was given a copy of a review."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _

from ..practice import clock
from .base import DateField, Form, Line, Needed, NotLater, Several, Text, TimeField


class MeetingForm(Form):
    """When, where, about what, and who is invited."""

    meets_on = DateField(
        _("On which day do you meet?"), [Needed(_("Enter the day of the meeting."))], hint=_("For example, 27 3 2026")
    )
    meets_at = TimeField(
        _("At what time?"),
        validators=[Needed(_("Enter the time of the meeting."))],
        description=_("For example, 15:30. Ask the family first: after school, outside working hours, is it easier?"),
    )
    place = Line(
        _("Where?"),
        Needed(_("Say where you meet.")),
        hint=_("Somewhere the family feels at ease. Leave out an address that somebody must not see."),
    )
    agenda = Text(
        _("What will you talk about?"),
        Needed(_("Say what you will talk about, so that everyone can prepare.")),
        hint=_("What got better, what is still hard, what the family wants to ask."),
    )
    people = Several(
        _("Who is invited?"),
        hint=_("Practitioners get a message that names no family. Tell the family yourself."),
    )
    others = Line(
        _("Anyone else, by name?"),
        hint=_("A friend, a neighbour, somebody from another service. Put a comma between names."),
    )

    @property
    def other_names(self) -> list[str]:
        """The names that were typed."""
        return names_in(self.others.data)


class CallOffForm(Form):
    """Why a meeting does not take place."""

    because = Text(
        _("Why does the meeting not take place?"),
        Needed(_("Say why, so that everyone knows what comes instead.")),
        hint=_("The review stays due: arrange another day when you can."),
        rows=3,
    )


class CopiesForm(Form):
    """Who was given a copy of a review."""

    people = Several(_("Who was given a copy?"))
    others = Line(_("Anyone else, by name?"), hint=_("Put a comma between names."))
    given_on = DateField(
        _("When?"),
        [Needed(_("Enter the day they were given it.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )

    @property
    def other_names(self) -> list[str]:
        """The names that were typed."""
        return names_in(self.others.data)


def names_in(text: str | None) -> list[str]:
    """The names in a line with commas between them."""
    return [name.strip() for name in (text or "").split(",") if name.strip()]


def chosen_names(chosen: Sequence[str] | None, names: dict[str, str]) -> list[str]:
    """The names of the people who were ticked, in the order of the page."""
    return [name for key, name in names.items() if key in (chosen or ())]
