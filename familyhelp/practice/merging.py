"""Two records of one person: what a merge may choose, and how each row goes along."""

from __future__ import annotations

from collections.abc import Iterable

from .words import N_, Word


class How(Word):
    """What a merge did to a row."""

    MOVED = "moved", N_("Belongs to the record kept")
    DOUBLED = "doubled", N_("Stood there already, and is kept aside")
    CHOSEN = "chosen", N_("Taken over from the other record")


WITHHELD = "contact_hidden"
"""Whether phone and e-mail are withheld: a merge can add that, and never takes it away."""

NEVER_CHOSEN = frozenset({"id", "code", "created_at", "version", "name_key", "sound_key", "phone_key", WITHHELD})
"""Of the columns of a person, those that stay with their record or follow from others."""

NOT_MOVED = frozenset({"merges", "person_pairs"})
"""Tables that name people and stay as they are: they tell which records were taken for one."""

TOGETHER: dict[str, tuple[str, ...]] = {
    "birth_date": ("birth_date", "birth_estimated", "due_date"),
    "phone": ("phone", "email"),
    "nhs_number": ("nhs_number", "nhs_traced"),
    "school": ("school", "school_since"),
    "communication": ("communication", "communication_note", "interpreter", "language"),
}
"""What is chosen as one, since its parts say something only together."""


def choices(columns: Iterable[str]) -> list[str]:
    """What may be chosen field by field, of the columns of a person: also those that are added one day."""
    follow = {name for first, names in TOGETHER.items() for name in names if name != first}
    return [name for name in columns if name not in NEVER_CHOSEN | follow]


LABELS = {
    "forename": N_("First name"),
    "surname": N_("Surname"),
    "known_as": N_("Known as"),
    "birth_date": N_("Date of birth"),
    "died_on": N_("Date of death"),
    "sex": N_("Sex"),
    "gender": N_("Gender"),
    "ethnicity": N_("Ethnic background"),
    "communication": N_("How they understand best"),
    "nhs_number": N_("NHS number"),
    "upn": N_("Unique pupil number"),
    "phone": N_("Phone and e-mail"),
    "religion": N_("Religion"),
    "disabilities": N_("What a disability affects"),
    "school": N_("School or other setting"),
}
"""What the fields are called where two records stand side by side; others go by the name of their column."""

TICKS = {"birth_estimated": N_("an estimate"), "interpreter": N_("needs an interpreter"), "nhs_traced": N_("traced")}
"""What a tick says."""
