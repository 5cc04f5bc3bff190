"""How people are related: who, what to each other, from when to when; and who can help how."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.relationships import Kin
from ..practice.responsibilities import Ground
from ..practice.words import word_of
from .base import DateField, Form, Line, Needed, NotLater, Select, Tick, offer


class _Between(Form):
    """What one is to the other, and when."""

    kin = Select(_("What are they to them?"), Needed(_("Choose what they are to each other.")))
    starts_on = DateField(_("Since when?"), [NotLater(clock.today)], hint=_("Where it is known and matters."))
    ends_on = DateField(_("Until when?"), [NotLater(clock.today)], hint=_("Only where it has ended."))
    note = Line(_("Anything to know about it?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the words of the practice."""
        super().__init__(*args, **kwargs)
        self.kin.choices = offer([("", ""), *((kin.value, gettext(kin.label)) for kin in Kin)])

    @property
    def chosen(self) -> Kin:
        """What the one is to the other."""
        return word_of(Kin, self.kin.data)


class RelationshipForm(_Between):
    """How is somebody related to somebody else?"""

    other = Select(_("Who is the other person?"), Needed(_("Choose the other person.")))


class CorrectRelationshipForm(_Between):
    """What was recorded wrongly about how two people are related?"""

    withdrawn = Tick(_("It was never so: take it off the record"), hint=_("What was written stays readable."))
    because = Line(_("Why is it corrected?"), Needed(_("Say why it is corrected.")))


class EndForm(Form):
    """When did it end, and why?"""

    ends_on = DateField(_("When did it end?"), [Needed(_("Enter the day.")), NotLater(clock.today)])
    because = Line(_("Why?"), Needed(_("Say why.")))


class LeaveForm(Form):
    """From which day does somebody no longer belong to the family?"""

    ends_on = DateField(
        _("From which day on?"), [Needed(_("Enter the day.")), NotLater(clock.today)], default=clock.today
    )
    because = Line(_("Why?"), Needed(_("Say why.")))


class HelpForm(Form):
    """How can somebody help?"""

    can_help = Line(_("How can they help?"), hint=_("In their words, for example: I can have the children on Fridays."))


class _Ground(Form):
    """How it is known, and when."""

    ground = Select(_("How did they come to hold it?"), Needed(_("Choose how they came to hold it.")))
    known_how = Line(_("How do we know?"), hint=_("For example, the birth certificate or the order was seen."))
    starts_on = DateField(_("Since when?"), [NotLater(clock.today)], hint=_("Where it is known."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the words of the practice."""
        super().__init__(*args, **kwargs)
        self.ground.choices = offer([("", ""), *((g.value, gettext(g.label)) for g in Ground)])

    @property
    def chosen(self) -> Ground:
        """How they came to hold it."""
        return word_of(Ground, self.ground.data)


class ResponsibilityForm(_Ground):
    """Who holds parental responsibility for a child?"""

    holder = Select(_("Who holds it?"), Needed(_("Choose who holds it.")))


class CorrectResponsibilityForm(_Ground):
    """What was recorded wrongly about who holds it?"""

    ends_on = DateField(_("Until when?"), [NotLater(clock.today)], hint=_("Only where it has ended."))
    withdrawn = Tick(_("It was never so: take it off the record"), hint=_("What was written stays readable."))
    because = Line(_("Why is it corrected?"), Needed(_("Say why it is corrected.")))
