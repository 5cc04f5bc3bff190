"""Families: the people in them and where they live."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ..practice import clock, identifiers
from ..practice.assessing import Communication
from ..practice.people import Disability, Ethnicity, FamilyRole, Sex
from ..practice.words import word_of
from .base import Choice, DateField, Form, Line, Needed, NotLater, Pick, Select, Several, Tick, offer
from .contacts import Right, can_be_expected


def _words(field: Any, words: Any, nothing: str) -> None:
    field.choices = offer([("", nothing), *((w.value, gettext(w.label)) for w in words)])


class _Born(Form):
    """A name, and a date of birth or an expected date."""

    forename = Line(_("First name"))
    surname = Line(_("Surname"))
    birth_date = DateField(_("Date of birth"), [NotLater(clock.today)], hint=_("For example, 27 3 2017"))
    due_date = DateField(_("Not born yet: when is the baby expected?"))
    sex = Select(_("Sex"))
    phone = Line(_("Phone"), Right(identifiers.phone_problem))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the words of the practice."""
        super().__init__(*args, **kwargs)
        _words(self.sex, Sex, gettext("Not known"))

    def validate(self, extra_validators: Any = None) -> bool:
        """A name; born or expected, not both."""
        fine = bool(super().validate(extra_validators))
        for field, wrong, sentence in (
            (self.forename, not (self.forename.data or self.surname.data), _("Enter a name.")),
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


class PersonForm(_Born):
    """What is held about a person."""

    known_as = Line(_("Known as"), hint=_("The name they use, if it is not their first name."))
    birth_estimated = Tick(_("The date of birth is an estimate"))
    ethnicity = Select(_("Ethnic background"))
    language = Line(_("First language"))
    interpreter = Tick(_("Needs an interpreter"))
    communication = Several(_("What else helps them to understand and to be understood?"))
    communication_note = Line(_("Anything else about how they understand best?"))
    gender = Line(_("Gender"), hint=_("In their own words, where it is not the sex recorded at birth."))
    religion = Line(_("Religion or belief"))
    disabilities = Several(
        _("What does a disability affect?"), hint=_("Leave all of them empty while nobody has asked.")
    )
    school = Line(_("School, nursery or other setting"))
    school_since = DateField(_("There since when?"), [NotLater(clock.today)])
    email = Line(_("E-mail address"), Right(identifiers.email_problem))
    contact_hidden = Tick(
        _("Somebody must not learn the phone number and the e-mail address"),
        hint=_("Then only those who lead or manage the family’s case see them."),
    )
    nhs_number = Line(_("NHS number"), Right(identifiers.nhs_number_problem))
    nhs_traced = Tick(_("The NHS number was traced with the health service"))
    upn = Line(_("Unique pupil number"), Right(identifiers.upn_problem))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the words of the practice."""
        super().__init__(*args, **kwargs)
        self.ethnicity.choices = offer((w.value, gettext(w.label)) for w in Ethnicity)
        self.communication.choices = offer((w.value, gettext(w.label)) for w in Communication)
        self.disabilities.choices = offer((w.value, gettext(w.label)) for w in Disability)

    def leave_out_contact(self) -> None:
        """For whoever may not see the phone number and the e-mail address: they cannot be changed here either."""
        for name in WITHHELD:
            del self[name]

    def validate(self, extra_validators: Any = None) -> bool:
        """No disability stands alone; a number that was traced is there."""
        fine = bool(super().validate(extra_validators))
        for field, wrong, sentence in (
            (
                self.disabilities,
                Disability.NONE in self.disabilities.data and len(self.disabilities.data) > 1,
                _("“No disability” stands alone: choose that, or what a disability affects."),
            ),
            (
                self.nhs_traced,
                self.nhs_traced.data and not self.nhs_number.data,
                _("Enter the NHS number that was traced."),
            ),
        ):
            if wrong:
                field.errors = [*field.errors, str(sentence)]
                fine = False
        return fine

    @property
    def changes(self) -> dict[str, Any]:
        """What the record should hold now."""
        held = {
            "forename": self.forename.data or "",
            "surname": self.surname.data or "",
            "known_as": self.known_as.data or None,
            "birth_date": self.birth_date.data,
            "birth_estimated": bool(self.birth_estimated.data and self.birth_date.data),
            "due_date": self.due_date.data,
            "sex": word_of(Sex, self.sex.data) if self.sex.data else None,
            "ethnicity": word_of(Ethnicity, self.ethnicity.data or Ethnicity.NOBT.value),
            "language": self.language.data or None,
            "interpreter": bool(self.interpreter.data),
            "communication": " ".join(w.value for w in Communication if w.value in self.communication.data) or None,
            "communication_note": self.communication_note.data or None,
            "nhs_number": identifiers.read_nhs_number(self.nhs_number.data or ""),
            "upn": identifiers.read_upn(self.upn.data or ""),
            "nhs_traced": bool(self.nhs_traced.data and self.nhs_number.data),
            "gender": self.gender.data or None,
            "religion": self.religion.data or None,
            "disabilities": " ".join(w.value for w in Disability if w.value in self.disabilities.data) or None,
            "school": self.school.data or None,
            "school_since": self.school_since.data,
        }
        if WITHHELD[0] in self:
            held |= {"phone": self.phone.data or None, "email": self.email.data or None}
            held["contact_hidden"] = bool(self.contact_hidden.data)
        return held


WITHHELD = ("phone", "email", "contact_hidden")


class NewMemberForm(_Born):
    """Somebody who belongs to the family and is not on its record yet."""

    role = Choice(_("Who is this in the family?"), FamilyRole, Needed(_("Choose who this is in the family.")))
    person = Pick(_("Is it one of these people?"))

    @property
    def described(self) -> dict[str, Any]:
        """The person, in the words of the practice."""
        return {
            "forename": self.forename.data or "",
            "surname": self.surname.data or "",
            "role": self.role.data,
            "birth_date": self.birth_date.data,
            "due_date": self.due_date.data,
            "sex": word_of(Sex, self.sex.data) if self.sex.data else None,
            "phone": self.phone.data or None,
        }


class TypedForm(_Born):
    """One person as they are being typed, with the home that was given."""

    address = Line(_("Where do they live?"))
    postcode = Line(_("Postcode"))
    nhs_number = Line(_("NHS number"))
    upn = Line(_("Unique pupil number"))


class AddressForm(Form):
    """Where a person lives from now on."""

    lines = Line(_("Where do they live now?"), Needed(_("Write the address.")), hint=_("House, street and town"))
    postcode = Line(_("Postcode"), Right(identifiers.postcode_problem))
    uprn = Line(_("Unique property reference number"), Right(identifiers.uprn_problem), hint=_("Where it is known."))
    starts_on = DateField(_("Since when?"), [Needed(_("Enter the day.")), NotLater(clock.today)], default=clock.today)
    hidden = Tick(
        _("Somebody must not learn this address"),
        hint=_("Then only those who lead or manage the family’s case see it."),
    )
