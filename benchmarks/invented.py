"""Invented people by the million, what goes wrong when they are written down again, and others who are like them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from familyhelp.practice.matching import SHORT_FORMS, Described, near_dates
from familyhelp.practice.people import FamilyRole

from .words import FORENAMES, STREETS, SURNAMES, Chance

LETTERS = "abcdefghijklmnopqrstuvwxyz"
MANY_SURNAMES = 18_000
_ENDS = ("", "", "s", "son", "e", "er", "ley", "man")
_ACCENTS = str.maketrans({"a": "á", "e": "é", "i": "í", "o": "ö", "u": "ü", "c": "ç", "n": "ñ"})
_GIVEN = sorted({name.title() for name in SHORT_FORMS} | set(FORENAMES))


def _surnames() -> list[str]:
    made = [name + end for end in dict.fromkeys(_ENDS) for name in SURNAMES]
    Chance(7).shuffle(made)
    return list(dict.fromkeys(made))[:MANY_SURNAMES]


EVERY_SURNAME = _surnames()


def a_surname(chance: Chance) -> str:
    """As in life: a few are very common, and most are rare (the commonest holds one person in a hundred)."""
    return EVERY_SURNAME[int(chance.random() ** 2.5 * len(EVERY_SURNAME))]


def a_forename(chance: Chance) -> str:
    """The commonest is held by one person in fifty."""
    return _GIVEN[int(chance.random() ** 1.6 * len(_GIVEN))]


def a_phone(chance: Chance) -> str:
    """A mobile number, of those that are kept for stories and of those beside them."""
    return f"07{chance.some(100, 999)} {chance.some(0, 999_999):06}"


def a_home(chance: Chance) -> tuple[str, str]:
    """An address and its postcode, which some fifteen homes share."""
    code = f"ZZ{chance.some(1, 99)} {chance.some(1, 9)}{chance.one('ABDEFGHJLN')}{chance.one('ABDEFGHJLNPQ')}"
    return f"{chance.some(1, 40)} {chance.one(STREETS)} Road, Saltmere", code


@dataclass
class Home:
    """A family as it is held: everybody, with the part of each."""

    people: list[tuple[Described, FamilyRole]] = field(default_factory=list)


def homes(chance: Chance, people: int, today: date) -> Iterator[Home]:
    """Families of about two and a half, twins and children named after a parent among them."""
    made = 0
    while made < people:
        home = _home(chance, today)
        made += len(home.people)
        yield home


def _home(chance: Chance, today: date) -> Home:
    surname, (lines, postcode), phone = a_surname(chance), a_home(chance), a_phone(chance)
    home = Home()

    def add(role: FamilyRole, born: date, forename: str) -> None:
        number = phone if role is FamilyRole.PARENT or chance.maybe(0.3) else None
        nhs = f"9{chance.some(0, 999_999_999):09}" if chance.maybe(0.3) else None
        described = Described(
            forename, surname, birth_date=born, phone=number, postcode=postcode, lines=lines, nhs_number=nhs
        )
        home.people.append((described, role))

    for _ in range(chance.one((1, 1, 2))):
        add(FamilyRole.PARENT, today - timedelta(days=chance.some(19 * 365, 50 * 365)), a_forename(chance))
    for _ in range(chance.one((1, 1, 2, 2))):
        named_after = home.people[0][0].forename if chance.maybe(0.01) else a_forename(chance)
        add(FamilyRole.CHILD, today - timedelta(days=chance.some(0, 17 * 365)), named_after)
    if chance.maybe(0.02):
        add(FamilyRole.CHILD, home.people[-1][0].birth_date or today, a_forename(chance))
    return home


# What goes wrong when somebody is written down again --------------------------------------------------------------


def slip(text: str, chance: Chance) -> str:
    """One typing error: a letter too many, too few, another one, or two turned round."""
    at = chance.some(0, len(text) - 1)
    kind = chance.some(0, 3)
    if kind == 0:
        return text[:at] + chance.one(LETTERS) + text[at:]
    if kind == 1 and len(text) > 2:
        return text[:at] + text[at + 1 :]
    if kind == 2 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + chance.one(LETTERS) + text[at + 1 :]


def _short(held: Described, chance: Chance) -> Described:
    forms = sorted(SHORT_FORMS.get(held.forename.lower(), frozenset()) - {held.forename.lower()})
    return replace(held, forename=chance.one(forms).title()) if forms else held


def _dates(held: Described, chance: Chance) -> Described:
    day = held.birth_date
    return replace(held, birth_date=chance.one(sorted(near_dates(day)))) if day else held


def _estimated(held: Described, chance: Chance) -> Described:
    year = (held.birth_date or date(2000, 1, 1)).year + chance.some(-1, 1)
    return replace(held, birth_date=date(year, 1, 1), birth_estimated=True)


def _moved(held: Described, chance: Chance) -> Described:
    lines, postcode = a_home(chance)
    return replace(held, lines=lines, postcode=postcode, phone=a_phone(chance))


def _missing(held: Described, chance: Chance) -> Described:
    """No date of birth, and of the rest only where they live or their number."""
    bare = replace(held, birth_date=None)
    return (
        replace(bare, phone=None)
        if held.phone is None or chance.maybe(0.5)
        else replace(bare, postcode=None, lines=None)
    )


def _missing_and_slip(held: Described, chance: Chance) -> Described:
    return replace(_missing(held, chance), surname=slip(held.surname, chance))


CORRUPTIONS: dict[str, Callable[[Described, Chance], Described]] = {
    "as held": lambda held, _: held,
    "typing error in the surname": lambda held, chance: replace(held, surname=slip(held.surname, chance)),
    "typing error in the first name": lambda held, chance: replace(held, forename=slip(held.forename, chance)),
    "short form of the first name": _short,
    "names the other way round": lambda held, _: replace(held, forename=held.surname, surname=held.forename),
    "double-barrelled surname": lambda held, chance: replace(held, surname=f"{a_surname(chance)}-{held.surname}"),
    "accents, case and hyphens": lambda held, _: replace(
        held, forename=held.forename.translate(_ACCENTS).upper(), surname=f" {held.surname.translate(_ACCENTS)}’"
    ),
    "one slip in the date of birth": _dates,
    "estimated date of birth": _estimated,
    "moved house, another phone": _moved,
    "married name": lambda held, chance: replace(held, surname=a_surname(chance)),
    "a middle name": lambda held, chance: replace(held, forename=f"{held.forename} {a_forename(chance)}"),
    "no date of birth, and one of home and phone": _missing,
    "the same with a typing error": _missing_and_slip,
}
"""How one person is written down a second time. What is written has no NHS number: that would be too easy."""


# Who they are not -------------------------------------------------------------------------------------------------


def _another(held: Described, chance: Chance) -> str:
    """A first name that is not the same in another form."""
    same = SHORT_FORMS.get(held.forename.lower(), frozenset()) | {held.forename.lower()}
    while (name := a_forename(chance)).lower() in same:
        pass
    return name


def _sibling(held: Described, chance: Chance) -> Described:
    day = held.birth_date or date(2000, 1, 1)
    return replace(held, forename=_another(held, chance), birth_date=day - timedelta(days=chance.some(300, 3000)))


def _generation(held: Described, chance: Chance) -> Described:
    day = held.birth_date or date(2000, 1, 1)
    return replace(held, birth_date=day - timedelta(days=chance.some(18 * 365, 40 * 365)))


OTHERS: dict[str, Callable[[Described, Chance], Described]] = {
    "a twin who is not held": lambda held, chance: replace(held, forename=_another(held, chance)),
    "a brother or sister at one address": _sibling,
    "a parent of the same name": _generation,
    "a parent of the same name, no date of birth": lambda held, _: replace(held, birth_date=None),
    "somebody of the same name elsewhere": lambda held, chance: _moved(
        replace(held, birth_date=date(1980, 1, 1) + timedelta(days=chance.some(0, 15_000))), chance
    ),
    "nobody like it": lambda held, chance: _moved(
        replace(held, forename=a_forename(chance), surname=a_surname(chance)), chance
    ),
}
"""Somebody else who is written down as somebody held might be."""
