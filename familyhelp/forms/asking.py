"""Asking for help on the public page: one short form for each part, in words that suit who asks."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FormField
from wtforms.fields.core import Label

from ..practice import asking, identifiers
from ..practice.asking import ASKED, KNOWS_SAYS, OF_THE_FAMILY, WORKS_IN, Asker, Harm, Knows, Part
from ..practice.triage import Source
from ..practice.words import N_, say
from .base import Choice, Form, Line, Needed, Pick, Text, Tick, offer
from .contacts import MOST_PEOPLE, People, PersonRow, Right, wrong_in_rows

MOST = 5_000
TRAP = "website"
"""A field that nobody sees: only programs that fill in everything fill it in."""


class AskingForm(Form):
    """A part of what is asked on the public page."""

    part: ClassVar[Part]
    website = Line(_("Leave this empty"))

    def __init__(self, *args: Any, asker: Asker = Asker.PROFESSIONAL, **kwargs: Any) -> None:
        """`asker` is who asks, by whom the questions are worded."""
        super().__init__(*args, **kwargs)
        self.asker = asker
        for field in self:
            if field.name in ASKED:
                field.label = Label(field.id, gettext(asking.asked(field.name, asker)))

    def validate(self, extra_validators: Any = None) -> bool:
        """What everybody must say, and what this asker must say."""
        fine = bool(super().validate(extra_validators))
        for name, wrong, sentence in self.lacking():
            if wrong and not self[name].errors:
                self[name].errors = [str(sentence)]
                fine = False
        if self.website.data:
            self.website.data = ""
            self.sentences.append(say(N_("Something was filled in that nobody sees. Send the page once more.")))
            fine = False
        return fine

    def lacking(self) -> list[tuple[str, bool, Any]]:
        """What this asker must say: the field, whether it is missing, and the sentence."""
        return []

    @property
    def questions(self) -> list[Any]:
        """The fields that are asked."""
        return [field for field in self if field.name not in ("csrf_token", "submission", "version", TRAP)]


class WhoForm(AskingForm):
    """Who asks?"""

    part = Part.WHO
    asker_is = Choice(_("Who are you?"), Asker, Needed(_("Choose who you are.")))


class AgreementForm(AskingForm):
    """Does the family know, and does it agree?"""

    part = Part.AGREEMENT
    knows = Pick("", Needed(_("Choose one answer.")))
    because = Text(_("If they do not know or have not agreed: why?"), rows=3, most=MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what this asker can answer."""
        super().__init__(*args, **kwargs)
        self.knows.choices = offer((word.value, gettext(text)) for word, text in KNOWS_SAYS[self.asker].items())
        if self.asker in OF_THE_FAMILY:
            del self.because

    def lacking(self) -> list[tuple[str, bool, Any]]:
        """Who asks for somebody else without their agreement says why."""
        if self.asker in OF_THE_FAMILY:
            return []
        away = self.knows.data in (Knows.KNOWS.value, Knows.NOT_TOLD.value) and not self.because.data
        return [("because", away, _("Say why the family does not know, or has not agreed."))]


class YouForm(AskingForm):
    """Who are they, and how are they reached?"""

    part = Part.YOU
    name = Line("", most=80)
    works_in = Choice(_("Where do you work?"), Source, only=WORKS_IN)
    agency_name = Line(_("What is your school, practice or service called?"), most=55)
    job = Line(_("What do you do there?"), most=55)
    phone = Line(_("Your phone number"), Right(identifiers.phone_problem))
    email = Line(
        _("Your e-mail address"),
        Right(identifiers.email_problem),
        hint=_("We write there that your request came, and name nobody. Use one that only you read."),
    )
    reach = Text("", rows=3, most=1_000, hint=_("For example: after four, by text message, do not leave a message."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask where somebody works only who asks for their work."""
        super().__init__(*args, **kwargs)
        if self.asker is not Asker.PROFESSIONAL:
            del self.works_in, self.agency_name, self.job

    def lacking(self) -> list[tuple[str, bool, Any]]:
        """Everybody but a neighbour says who they are; and there is a way to reach them."""
        works = self.asker is Asker.PROFESSIONAL
        unreachable = not (self.phone.data or self.email.data or self.reach.data)
        found = [
            ("name", self.asker is not Asker.RELATIVE and not self.name.data, _("Write your name.")),
            (
                "phone",
                self.asker is not Asker.RELATIVE and unreachable,
                _("Give us one way to reach you: a phone number, an e-mail address, or how else."),
            ),
        ]
        if works:
            found += [
                ("works_in", self.works_in.data is None, _("Choose where you work.")),
                ("agency_name", not self.agency_name.data, _("Write what it is called.")),
            ]
        return found


class FamilyForm(AskingForm):
    """Whom is it about, and where do they live?"""

    part = Part.FAMILY
    people = People(FormField(PersonRow), label=_("The people"), min_entries=2, max_entries=MOST_PEOPLE)
    address = Line(_("Where do they live?"), hint=_("House, street and town"))
    postcode = Line(_("Postcode"), Right(identifiers.postcode_problem))
    address_hidden = Tick(_("Somebody must not learn this address"))

    @property
    def rows(self) -> list[PersonRow]:
        """The rows that name somebody."""
        return [entry.form for entry in self.people if not entry.form.is_blank]

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one person is named."""
        fine = super().validate(extra_validators)
        first = self.people[0].form.forename
        if not self.rows and not first.errors:
            first.errors = [gettext("Name at least one person whom this is about.")]
            return False
        return fine

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """Everything that is wrong, in the order of the page; people by their row."""
        found = [("", sentence.in_words(gettext)) for sentence in self.sentences]
        found += wrong_in_rows(self.people)
        return found + [(f.id, str(e)) for f in (self.address, self.postcode) for e in f.errors]

    def add_row(self) -> None:
        """One more blank row, as long as there may be more."""
        if len(self.people) < MOST_PEOPLE:
            self.people.append_entry()


class WhyForm(AskingForm):
    """What would help?"""

    part = Part.WHY
    needs = Text("", Needed(_("Write what help is needed. A few words are enough.")), most=MOST)
    strengths = Text("", rows=3, most=MOST)
    tried = Text("", rows=3, most=MOST)
    family_view = Text(_("What does the family say, in its own words?"), rows=3, most=MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A family that asks for itself has said it above."""
        super().__init__(*args, **kwargs)
        if self.asker in OF_THE_FAMILY:
            del self.family_view


class SafetyForm(AskingForm):
    """May a child come to serious harm?"""

    part = Part.SAFETY
    harm = Choice("", Harm, Needed(_("Choose one answer.")))
    risk = Text("", rows=4, most=MOST)

    def lacking(self) -> list[tuple[str, bool, Any]]:
        """A few words for a worry; a young person need not find any."""
        missing = self.harm.data is Harm.MAY_BE and not self.risk.data and self.asker is not Asker.YOUNG_PERSON
        return [("risk", missing, _("Write what you are worried about. A few words are enough."))]


FORMS: dict[Part, type[AskingForm]] = {
    form.part: form for form in (WhoForm, AgreementForm, YouForm, FamilyForm, WhyForm, SafetyForm)
}
"""The form of each part, in the order of the pages."""


def shown(field: Any) -> str:
    """What was answered, in words, for reading it over and for keeping it word for word."""
    if isinstance(field, People):
        return "\n".join(_person(entry.form) for entry in field if not entry.form.is_blank)
    if field.type == "BooleanField":
        return gettext("Yes") if field.data else ""
    if hasattr(field, "iter_choices"):
        return next((str(c.label) for c in field.iter_choices() if field.data and c.value == str(field.data)), "")
    return str(field.data or "")


def _person(row: PersonRow) -> str:
    role = {c.value: c.label for c in row.role.iter_choices()}.get(row.role.data, "")
    born = row.birth_date.data or row.due_date.data
    said = (
        *(f"{row.forename.data or ''} {row.surname.data or ''}".strip(), role, born and _day(born), row.phone.data),
        *(row.nhs_number.data, row.upn.data),
    )
    return ", ".join(str(part) for part in said if part)


def _day(day: Any) -> str:
    return f"{day.day} {day:%B %Y}"


__all__ = ["FORMS", "TRAP", "AskingForm", "FamilyForm", "SafetyForm", "WhoForm", "shown"]
