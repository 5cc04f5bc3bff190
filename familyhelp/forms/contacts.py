"""The front door: recording a request for help, matching people, deciding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FieldList, FormField
from wtforms import Form as Part
from wtforms.validators import ValidationError

from ..practice import clock, identifiers
from ..practice.people import FamilyRole, Sex
from ..practice.triage import Source, Urgency
from ..practice.words import Sentence, word_of
from .base import (
    Choice,
    DateField,
    Form,
    Line,
    Needed,
    NotLater,
    Pick,
    Select,
    Text,
    Tick,
    TimeField,
    local_moment,
    offer,
)

FEWEST_ROWS, MOST_PEOPLE = 4, 12


class Right:
    """A text that can be what it says, by a rule of the practice that gives the sentence where it cannot."""

    def __init__(self, problem: Any) -> None:
        """`problem` gives the sentence for a text, or None."""
        self.problem = problem

    def __call__(self, form: Any, field: Any) -> None:
        """Raise the sentence for a text that cannot be right; an empty one is."""
        found: Sentence | None = self.problem(field.data) if field.data else None
        if found is not None:
            raise ValidationError(found.in_words(gettext))


class PersonRow(Part):
    """One person whom a request is about; a row left blank is nobody."""

    forename = Line(_("First name"))
    surname = Line(_("Surname"))
    role = Select(_("Who is this in the family?"))
    birth_date = DateField(_("Date of birth"), [NotLater(clock.today)], hint=_("For example, 27 3 2017"))
    due_date = DateField(_("Not born yet: when is the baby expected?"))
    sex = Select(_("Sex"))
    phone = Line(_("Phone"), Right(identifiers.phone_problem))
    nhs_number = Line(_("NHS number"), Right(identifiers.nhs_number_problem), hint=_("If you have it at hand."))
    upn = Line(_("Unique pupil number"), Right(identifiers.upn_problem), hint=_("Of a child at school."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the words of the practice."""
        super().__init__(*args, **kwargs)
        self.role.choices = offer([("", ""), *((w.value, gettext(w.label)) for w in FamilyRole)])
        self.sex.choices = offer([("", gettext("Not known")), *((w.value, gettext(w.label)) for w in Sex)])

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed in this row."""
        texts = [self.forename.data, self.surname.data, self.role.data, self.sex.data, self.phone.data]
        texts += [self.nhs_number.data, self.upn.data]
        dates = (*self.birth_date.typed.values(), *self.due_date.typed.values())
        return not any(texts) and not any(dates)

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that says something needs a name and a place in the family; born or expected, not both."""
        if self.is_blank:
            return True
        fine = bool(super().validate(extra_validators))
        for field, wrong, sentence in (
            (self.forename, not (self.forename.data or self.surname.data), _("Enter a name.")),
            (self.role, not self.role.data, _("Choose who this is in the family.")),
            (
                self.due_date,
                bool(self.birth_date.data and self.due_date.data),
                _("Give a date of birth or an expected date, not both."),
            ),
            (self.due_date, not can_be_expected(self.due_date.data), _("A baby is expected within ten months.")),
        ):
            if wrong:
                field.errors = [*field.errors, str(sentence)]
                fine = False
        return fine

    @property
    def described(self) -> dict[str, Any]:
        """The person of this row, in the words of the practice."""
        return {
            "forename": self.forename.data or "",
            "surname": self.surname.data or "",
            "role": word_of(FamilyRole, self.role.data),
            "birth_date": self.birth_date.data,
            "due_date": self.due_date.data,
            "sex": word_of(Sex, self.sex.data) if self.sex.data else None,
            "phone": self.phone.data or None,
            "nhs_number": identifiers.read_nhs_number(self.nhs_number.data or ""),
            "upn": identifiers.read_upn(self.upn.data or ""),
        }


def can_be_expected(day: date | None) -> bool:
    """Whether a day can be when a baby is expected: within ten months, or up to two months past."""
    return day is None or clock.today() - timedelta(days=60) <= day <= clock.today() + timedelta(days=310)


class People(FieldList):  # type: ignore[type-arg]
    """Rows of people; what is not the number of a row (such as a forged one) is no row."""

    def _extract_indices(self, prefix: str, formdata: Mapping[str, Any]) -> Iterator[int]:
        row = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,2}})-")
        for name in formdata:
            found = row.match(name)
            if found:
                yield int(found[1])


class RequestForm(Form):
    """What is asked and what was said: as it is recorded, and as it is set right later."""

    referrer_name = Line(_("Who is asking?"), hint=_("Their name and what they do, if they are not the family."))
    referrer_email = Line(
        _("Their e-mail address"), Right(identifiers.email_problem), hint=_("We tell them here what was decided.")
    )
    referrer_phone = Line(_("Their phone number"), Right(identifiers.phone_problem))
    needs = Text(_("What help is needed, and why now?"), Needed(_("Write what help is needed.")))
    tried = Text(_("What has been tried already?"), rows=3)
    strengths = Text(_("What is going well?"), rows=3)
    family_view = Text(_("What does the family say?"), rows=3, hint=_("In their own words where you have them."))
    family_knows = Tick(_("The family knows about this request and agrees to it"))


class ReceiveForm(RequestForm):
    """A request for help, all of it on one page."""

    received_on = DateField(
        _("When did the request come?"),
        [Needed(_("Enter the day the request came.")), NotLater(clock.today)],
        default=clock.today,
    )
    received_time = TimeField(_("At what time?"), description=_("For example, 14:05"))
    source = Choice(_("Where does the request come from?"), Source, Needed(_("Choose where it comes from.")))
    agency = Select(_("Which agency?"), hint=_("Leave empty if it is not one of these."))
    urgency = Choice(_("How urgent is it?"), Urgency, Needed(_("Choose how urgent it is.")))
    risk = Text(
        _("What makes you think that a child may be at risk?"),
        rows=3,
        hint=_("Needed for a safeguarding concern. If a child is in danger now, ring 999 first."),
    )
    address = Line(_("Where do they live?"), hint=_("House, street and town"))
    postcode = Line(_("Postcode"), Right(identifiers.postcode_problem))
    address_hidden = Tick(
        _("Somebody must not learn this address"),
        hint=_("For example after domestic abuse. Then only those who lead or manage the case see it."),
    )
    people = People(FormField(PersonRow), min_entries=FEWEST_ROWS, max_entries=MOST_PEOPLE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer this moment as the time it came."""
        super().__init__(*args, **kwargs)
        if not self.received_time.raw_data and self.received_time.data is None:
            now = clock.now().astimezone(clock.LOCAL)
            self.received_time.data = now.time().replace(second=0, microsecond=0)  # type: ignore[assignment]

    @property
    def received_at(self) -> datetime:
        """The moment the request came."""
        day: date = self.received_on.data
        return local_moment(day, self.received_time.data)  # type: ignore[arg-type]

    @property
    def rows(self) -> list[PersonRow]:
        """The rows that name somebody."""
        return [entry.form for entry in self.people if not entry.form.is_blank]

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one person, words for a risk, and nothing that comes from the future."""
        fine = bool(super().validate(extra_validators))
        first = self.people[0].form.forename
        late = self.received_on.data and not self.received_on.errors and self.received_at > clock.now()
        for field, wrong, sentence in (
            (first, not self.rows, _("Name at least one person whom this is about.")),
            (
                self.risk,
                self.urgency.data is Urgency.SAFEGUARDING and not self.risk.data,
                _("Say what makes you think that a child may be at risk."),
            ),
            (self.received_time, bool(late), _("This time cannot be in the future.")),
        ):
            if wrong and not field.errors:
                field.errors = [str(sentence)]
                fine = False
        return fine

    @property
    def asked(self) -> list[Any]:
        """The fields of the page but the people, in the order in which a worker on the phone asks."""
        names = (
            "received_on received_time source agency referrer_name referrer_email referrer_phone needs urgency risk "
            "tried strengths family_view family_knows address postcode address_hidden"
        )
        return [self[name] for name in names.split()]

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """Everything that is wrong, in the order of the page; people by their row."""
        found = [("", sentence.in_words(gettext)) for sentence in self.sentences]
        for field in self.asked:
            found += [(_anchor(field), str(error)) for error in field.errors]
        return found + wrong_in_rows(self.people)

    def add_row(self) -> None:
        """One more blank row, as long as there may be more."""
        if len(self.people) < MOST_PEOPLE:
            self.people.append_entry()


def wrong_in_rows(people: People) -> list[tuple[str, str]]:
    """Everything that is wrong in rows of people: where, and the sentence with the number of the row."""
    found = [(_anchor(people[0].form.forename), e) for e in people.errors if isinstance(e, str)]
    for number, entry in enumerate(people, start=1):
        for field in entry.form:
            found += [
                (_anchor(field), gettext("Person %(number)s: %(error)s", number=number, error=error))
                for error in field.errors
            ]
    return found


def _anchor(field: Any) -> str:
    return f"{field.id}-day" if isinstance(field, DateField) else str(field.id)


class ButtonForm(Form):
    """A page that is one button."""


class BecauseForm(Form):
    """Why?"""

    because = Text(_("Why?"), Needed(_("Say why.")), rows=3)


class UnmatchForm(Form):
    """Why was the match wrong?"""

    because = Text(_("Why is this not the same person?"), Needed(_("Say why.")), rows=3)


class UrgencyForm(Form):
    """How urgent is it now, and why?"""

    urgency = Choice(_("How urgent is it now?"), Urgency, Needed(_("Choose how urgent it is.")))
    risk = Text(
        _("What makes you think that a child may be at risk?"), rows=3, hint=_("Needed for a safeguarding concern.")
    )
    because = Text(_("Why does it change?"), Needed(_("Say why it changes.")), rows=3)


class MatchForm(Form):
    """Is one of these the same person?"""

    person = Pick(_("Is this somebody we already know?"), Needed(_("Choose a person, or that nobody is the same.")))
