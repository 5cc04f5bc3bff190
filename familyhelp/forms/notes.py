"""Notes, their corrections, and what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from ..practice import clock
from ..practice.notes import MOST_MINUTES, NoteKind
from .base import Choice, DateField, Form, Line, Needed, NotLater, Select, Several, Text, Tick, offer


class _WithPeople(Form):
    """Whom the note is about, by ticks."""

    there = Several(_("Who was there?"), hint=_("Tick everyone you saw or spoke to."))
    alone = Several(_("Who was seen alone?"), hint=_("Whoever you tick here was there too."))
    about = Several(_("Who else is it about?"), hint=_("For example a child who was at school that day."))

    def offer_people(self, people: Callable[[], Mapping[str, Any]]) -> None:
        """Offer people (by reference) for ticking; nobody is looked up for a form that ticks none."""
        for field in (self.there, self.alone, self.about):
            field.choices = lambda: offer((code, person.name) for code, person in people().items())

    @property
    def ticked(self) -> dict[str, tuple[bool, bool]]:
        """The references that were ticked: whether each was there, and seen alone."""
        there, alone = set(self.there.data or ()), set(self.alone.data or ())
        everyone = [*(self.there.data or ()), *(self.alone.data or ()), *(self.about.data or ())]
        return {code: (code in there or code in alone, code in alone) for code in everyone}


def _whole_minutes(_form: Any, field: Any) -> None:
    text = field.data or ""
    if text and not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= MOST_MINUTES):
        raise ValidationError(gettext("Enter whole minutes, such as 45."))


def _headline_where_significant(form: Any, field: Any) -> None:
    if form.kind.data is NoteKind.SIGNIFICANT and not (field.data or ""):
        raise ValidationError(gettext("Say in one line what happened: the chronology shows it."))


def _offer_helpers(field: Any, helpers: Callable[[], Mapping[str, Any]]) -> None:
    field.choices = lambda: offer([("", ""), *((code, person.name) for code, person in helpers().items())])


class FollowUpForm(Form):
    """What somebody is asked to do about a note."""

    what = Text(_("What should be done?"), Needed(_("Write what they are asked to do.")), rows=3)
    of = Select(_("Who is asked?"), Needed(_("Choose who is asked.")))
    due_on = DateField(
        _("By when?"), [Needed(_("Enter the day by which it should be done."))], hint=_("For example, 27 3 2026")
    )

    def offer_helpers(self, helpers: Callable[[], Mapping[str, Any]]) -> None:
        """Offer those (by reference) who can be asked."""
        _offer_helpers(self.of, helpers)


class NoteForm(_WithPeople):
    """What happened, when, with whom; and what somebody else should do about it."""

    kind = Choice(_("What kind of note is it?"), NoteKind, Needed(_("Choose what kind of note it is.")))
    headline = Line(
        _("What happened, in one line?"),
        _headline_where_significant,
        hint=_("Only for a significant event. The chronology shows it: “Poppy moved to her grandmother’s.”"),
    )
    happened_on = DateField(
        _("When did it happen?"),
        [Needed(_("Enter the day it happened.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    minutes = Line(_("How many minutes did it take?"), _whole_minutes, hint=_("If you like. For example, 45"))
    people_seen = Line(_("Who else did you see or speak to?"), hint=_("Anybody who is not in the list above."))
    text = Text(
        _("What happened, and what was said?"),
        Needed(_("Write what happened and what was said.")),
        hint=_("The family may read this one day: write it so that they would know themselves in it."),
        rows=10,
    )
    restricted = Tick(
        _("Restrict this note"),
        hint=_("Only the lead and the team manager can then read it. Nobody else sees that it is there."),
    )
    what = Text(_("What should somebody do about it?"), rows=3)
    of = Select(_("Who is asked?"))
    due_on = DateField(_("By when?"), hint=_("For example, 27 3 2026"))

    def offer_kinds(self, kinds: Iterable[NoteKind]) -> None:
        """Offer only these kinds of note."""
        self.kind.choices = offer((kind.value, _(kind.label)) for kind in kinds)

    def offer_helpers(self, helpers: Callable[[], Mapping[str, Any]]) -> None:
        """Offer those (by reference) who can be asked; nobody is looked up for a note that asks nothing."""
        _offer_helpers(self.of, helpers)

    def validate(self, extra_validators: Any = None) -> bool:
        """A follow-up is asked whole or not at all."""
        fine = bool(super().validate(extra_validators))
        asked = {"what": self.what.data, "of": self.of.data, "due_on": self.due_on.data}
        if not any(asked.values()) or self.due_on.errors:
            return fine
        for name, sentence in _WHOLE.items():
            if not asked[name]:
                self[name].errors = [*self[name].errors, str(sentence)]
                fine = False
        return fine

    @property
    def asks(self) -> bool:
        """Whether the note asks something of somebody."""
        return bool(self.what.data)

    @property
    def minutes_taken(self) -> int | None:
        """The duration in minutes, if it was given."""
        return int(self.minutes.data) if self.minutes.data else None


_WHOLE = {
    "what": _("Write what they are asked to do."),
    "of": _("Choose who is asked."),
    "due_on": _("Enter the day by which it should be done."),
}


class CorrectionForm(_WithPeople):
    """What the note should say, and what was wrong."""

    headline = Line(_("What happened, in one line?"), hint=_("The chronology shows it."))
    text = Text(
        _("What should the note say?"), Needed(_("A note is never emptied. Write what it should say.")), rows=10
    )
    because = Text(
        _("What was wrong?"),
        Needed(_("Say what was wrong, so that both versions can be understood.")),
        rows=3,
    )


class AnswerForm(Form):
    """What was done about it?"""

    answer = Text(
        _("What was done?"),
        Needed(_("Write what was done, or why it will not be.")),
        hint=_("If it will not be done, say why."),
    )


class ShareForm(Form):
    """Who in the family has seen the note?"""

    shared_with = Line(
        _("Who in the family has seen it?"),
        Needed(_("Name who in the family has seen it.")),
        hint=_("For example: Rosa, and Poppy who is 9."),
    )
    shared_on = DateField(
        _("When?"),
        [Needed(_("Enter the day they saw it.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )


class CommentForm(Form):
    """What does the family say about it?"""

    said_by = Line(_("Who said it?"), Needed(_("Name who in the family said it.")))
    said_on = DateField(
        _("When?"),
        [Needed(_("Enter the day they said it.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    text = Text(
        _("What did they say?"),
        Needed(_("Write what they said, in their words.")),
        hint=_("In their words, also where they see it differently. It stands beside the note for good."),
    )


def read_day(text: str | None) -> date | None:
    """A day as it is typed into a filter (27/3/2026, 27 3 2026, 2026-03-27); None for anything else."""
    parts = re.split(r"[/. -]+", (text or "").strip())
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
        return None
    first, month, last = (int(part) for part in parts)
    year, day = (first, last) if len(parts[0]) == 4 else (last, first)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def write_day(day: date) -> str:
    """A day as it is typed into a filter: 27/3/2026."""
    return f"{day.day}/{day.month}/{day.year}"
