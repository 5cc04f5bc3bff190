"""A birth, a death, and from whom it is kept where somebody lives."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.people import Sex
from ..practice.words import word_of
from .base import DateField, Form, Line, Needed, NotLater, Select, Several, offer


class BornForm(Form):
    """When was the child born, and what is it called?"""

    born_on = DateField(_("When was the child born?"), [Needed(_("Enter the day.")), NotLater(clock.today)])
    forename = Line(_("First name"), Needed(_("Enter a name.")))
    surname = Line(_("Surname"))
    sex = Select(_("Sex"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the words of the practice."""
        super().__init__(*args, **kwargs)
        words = ((w.value, gettext(w.label)) for w in (Sex.FEMALE, Sex.MALE))
        self.sex.choices = offer([("", gettext("Not known")), *words])

    @property
    def chosen_sex(self) -> Sex | None:
        """The sex, where it is known."""
        return word_of(Sex, self.sex.data) if self.sex.data else None


class DiedForm(Form):
    """When did somebody die?"""

    died_on = DateField(_("When did they die?"), [Needed(_("Enter the day.")), NotLater(clock.today)])


class NotDiedForm(Form):
    """Why was a death recorded by mistake?"""

    because = Line(_("How did the mistake come about?"), Needed(_("Say how it came about.")))


class KeepFromForm(Form):
    """Whose address is kept from whom?"""

    people = Several(_("Whose address must not be learned?"), Needed(_("Choose whose address it is.")))
    other = Select(_("Who must not learn it?"), Needed(_("Choose who must not learn it.")))
    because = Line(
        _("Why?"),
        Needed(_("Say why.")),
        hint=_("For example, a court order, or what somebody asked of us. Only those who lead or manage see it."),
    )


class StopKeepingForm(Form):
    """Why is it no longer kept?"""

    because = Line(_("Why is it no longer kept from them?"), Needed(_("Say why.")))
