"""Family group decision making: the offer, the family's answer, and the plan it makes."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from ..practice import clock
from ..practice.domains import Headline
from ..practice.family_meetings import MOST_WISHES, ONE_WISH
from ..practice.words import word_of
from .base import DateField, Form, Line, Needed, NotLater, SelectOne, Text, offer, tidy


class OfferForm(Form):
    """The offer of a meeting of the family's own."""

    offered_to = Line(
        _("Who in the family was asked?"),
        Needed(_("Name who in the family was asked.")),
        hint=_("Both sides of the family, where there are two."),
    )
    offered_on = DateField(
        _("When?"),
        [Needed(_("Enter the day of the offer.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    note = Text(_("What was said?"), hint=_("Who they would want there, who prepares it, and when."), rows=3)


class DeclinedForm(Form):
    """The family does not want a meeting now."""

    answered_by = Line(_("Who answered for the family?"), Needed(_("Name who answered.")))
    answered_on = DateField(
        _("When?"),
        [Needed(_("Enter the day they answered.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    note = Text(_("What did they say?"), hint=_("In their own words. The meeting can be offered again."), rows=3)


class HeldForm(Form):
    """The family met and made its plan."""

    answered_by = Line(_("Who came?"), Needed(_("Write who came.")), hint=_("Name the family and its friends."))
    answered_on = DateField(
        _("When did the family meet?"),
        [Needed(_("Enter the day of the meeting.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    plan_text = Text(
        _("What plan did the family make, in its own words?"),
        Needed(_("Write the plan that the family made, in its own words.")),
        rows=8,
    )
    note = Text(_("Anything else to remember?"), rows=3)

    @property
    def wishes(self) -> list[ONE_WISH]:
        """The outcomes that were written, in their order."""
        given = ((self[f"words_{n}"].data, self[f"headline_{n}"].data) for n in range(1, MOST_WISHES + 1))
        return [(words, word_of(Headline, headline)) for words, headline in given if words and headline]


class BothOrNeither:
    """An outcome's words and its part of life go together."""

    def __init__(self, other: str, sentence: object) -> None:
        """`other` is the name of the field that says the rest; `sentence` is shown where this one does not."""
        self.other, self.sentence = other, sentence

    def __call__(self, form: Any, field: Any) -> None:
        """Raise the sentence where only the other field says something."""
        if form[self.other].data and not field.data and not field.errors:
            raise ValidationError(str(self.sentence))


def held_form() -> type[HeldForm]:
    """The form with room for up to four outcomes, each in the family's words."""
    fields: dict[str, object] = {}
    for number in range(1, MOST_WISHES + 1):
        fields[f"words_{number}"] = Text(
            _("Outcome %(number)s: what does the family want?", number=number),
            BothOrNeither(f"headline_{number}", _("Write what the family wants, in its own words.")),
            most=2_000,
            rows=2,
        )
        fields[f"headline_{number}"] = SelectOne(
            _("Outcome %(number)s: which part of life is it about?", number=number),
            validators=[BothOrNeither(f"words_{number}", _("Choose what this is about."))],
            choices=lambda: offer([("", ""), *((h.value, _(h.label)) for h in Headline)]),
            filters=[tidy],
            coerce=lambda value: str(value.value if isinstance(value, Headline) else value or ""),
        )
    return type("HeldForm", (HeldForm,), fields)


class StartFromForm(Form):
    """Begin a version of the plan with what the family wants."""

    because = Text(
        _("What changes, and why?"),
        Needed(_("Say what changes and why, so that the family can follow.")),
        hint=_("The version that the family agreed stays as it is, and can still be read."),
        rows=3,
    )
