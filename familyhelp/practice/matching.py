"""Is this the same person? Two descriptions are compared and scored, and every point has its reason in words.

Nothing here decides: a worker does. The score only says in which order to look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from . import names
from .names import fold
from .words import N_, Sentence, say

SHOWN_FROM, LIKELY_FROM, MOST_POINTS = 40, 70, 100
SAME_ADDRESS, PHONE = 18, 15
NEARLY, EXPECTED_WITHIN, ESTIMATED_WITHIN = 0.88, timedelta(days=42), timedelta(days=550)

_SHORT_FORMS = """
abigail abi abbie gail | alexander alexandra alex alec sandy sasha xander lexi | alfred alf alfie fred | amelia
millie emily emmy | andrew andy drew | anthony antony tony | benjamin ben benny | bethany beth elizabeth eliza liz
lizzie libby betty betsy lily | catherine katherine kathryn katie kate kathy cathy kat kitty | charles charlie
charlotte lottie | christopher chris kit christine christina chrissie tina | daniel dan danny danielle dani | david
dave davey | deborah debbie debra deb | dominic dom | dorothy dot dottie | edward ed eddie ted teddy ned | eleanor
ellie ella nell nora | florence flo florrie flossie | frances francis fran frankie frank | frederick fred freddie |
gabriel gabrielle gabe gabby | george georgie georgina georgia | gerald gerard gerry jerry | grace gracie | harold
harry henry hal hank | isabella isabel isobel bella izzy | jacob jake jack john johnny jonny | jacqueline jackie |
james jim jimmy jamie | janet jan | jennifer jenny jen | jessica jess jessie | jonathan jon jonny | joseph joe joey
josephine jo josie | joshua josh | judith judy jude | kenneth ken kenny | lawrence laurence larry laurie | leonard
len lenny leo | louise louisa lou lulu lewis louis | madeleine maddie maddy | margaret maggie meg peggy greta
maisie | martin marty | mary molly polly may | matthew matt matty | michael mike mick mickey michelle | mohammed
muhammad mohammad mohamed mohamad mo | natalie nat nathan nathaniel | nicholas nick nicky nico nicola nikki |
oliver ollie olivia liv livvy | pamela pam | patricia pat patsy trish patrick paddy | penelope penny | peter pete |
philip phillip phil philippa pippa | rachel rach | rebecca becky becca bex | richard rick ricky dick rich richie |
robert rob robbie bob bobby bert | ronald ron ronnie | rosemary rose rosie | samuel samantha sam sammy | sarah sara
sally | simon si | stephen steven steve stevie | stephanie steph | susan sue susie suzanne | terence terry teresa
theresa tess | theodore theo teddy | thomas tom tommy | timothy tim timmy | tobias toby | victoria vicky tori |
vincent vince vinny | william will bill billy willie liam | zachary zach zak
"""


def _short_forms() -> dict[str, frozenset[str]]:
    forms: dict[str, frozenset[str]] = {}
    for group in _SHORT_FORMS.split("|"):
        together = frozenset(group.split())
        for name in together:
            forms[name] = forms.get(name, frozenset()) | together
    return forms


SHORT_FORMS = _short_forms()
"""Each first name with those that are used for it, by its folded text."""


@dataclass(frozen=True)
class Described:
    """A person as somebody describes them, or as they are held."""

    forename: str
    surname: str
    known_as: str | None = None
    birth_date: date | None = None
    due_date: date | None = None
    nhs_number: str | None = None
    upn: str | None = None
    phone: str | None = None
    birth_estimated: bool = False
    postcode: str | None = None
    lines: str | None = None


@dataclass
class Likeness:
    """How alike two descriptions are, from 0 to 100 points, and why."""

    points: int = 0
    reasons: list[Sentence] = field(default_factory=list)
    named: bool = False
    """Whether the first names agree, in whatever form: what a twin's or a brother's does not."""
    dated: bool = False
    """Whether something says that they were born together: what a father of the same name was not."""
    numbered: bool = False
    """Whether a number that only one person holds is the same."""
    contradicted: bool = False

    @property
    def is_likely(self) -> bool:
        """Whether they are probably one person. A name and a home alone never say so."""
        return self.points >= LIKELY_FROM and not self.contradicted and (self.numbered or (self.named and self.dated))

    def add(self, points: int, reason: str | None = None) -> None:
        """Count points, with the reason where there is something to say."""
        self.points = self.points + points
        if reason is not None:
            self.reasons.append(_said(reason))


_said = lru_cache(say)
_Part = tuple[int, str | None, bool]
"""What one thing that was compared counts, why in words, and whether it says that they are one person."""
_NOTHING: _Part = (0, None, False)
_SAME: _Part = (25, N_("same surname"), False)
_TURNED: _Part = (40, N_("first name and surname the other way round"), True)


class Comparison:
    """One description beside many: what is compared of it is worked out once, and each name once, whoever bears it."""

    def __init__(self, asked: Described) -> None:
        """`asked` is the person somebody asks about."""
        self.asked = asked
        self.surname, self.forenames = fold(asked.surname), _forenames(asked)
        self.phone, self.line = names.phone_key(asked.phone), names.address_key(asked.lines)
        self._surnames: dict[str, _Part] = {}
        self._given: dict[tuple[str, str | None], _Part] = {}

    def likeness(self, held: Described) -> Likeness:
        """How alike the person asked about and a person held are."""
        likeness = Likeness()
        _numbers(likeness, self.asked, held)
        for points, reason, agrees in self._names(held):
            likeness.add(points, reason)
            likeness.named = likeness.named or agrees
        points, reason, likeness.dated = _birth(self.asked, held)
        likeness.add(points, reason)
        self._home(likeness, held)
        if self._same_phone(held):
            likeness.add(PHONE, N_("same phone number"))
        likeness.points = max(0, min(MOST_POINTS, likeness.points))
        return likeness

    def may_show(self, held: Described) -> bool:
        """Whether somebody held would be shown if they lived where the person asked about does. It gives no reasons,
        so that it is quick: most of those who are looked at are somebody else."""
        points = sum(part[0] for part in self._names(held)) + _birth(self.asked, held)[0]
        if self.asked.nhs_number or self.asked.upn:
            likeness = Likeness()
            _numbers(likeness, self.asked, held)
            points += likeness.points
        if self.asked.postcode:
            points += SAME_ADDRESS
        return points >= SHOWN_FROM or (points >= SHOWN_FROM - PHONE and self._same_phone(held))

    def _same_phone(self, held: Described) -> bool:
        return bool(self.phone and held.phone and self.phone == names.phone_key(held.phone))

    def _names(self, held: Described) -> tuple[_Part, ...]:
        last, given = self._surnames.get(held.surname), self._given.get((held.forename, held.known_as))
        if last is None:
            last = self._surnames[held.surname] = _surname(self.surname, fold(held.surname))
        if given is None:
            forenames = _forenames(held)
            given = self._given[held.forename, held.known_as] = _forename(self.forenames, forenames)
        if last is not _SAME and fold(held.surname) in self.forenames and self.surname in _forenames(held):
            return (_TURNED,)
        return last, given

    def _home(self, likeness: Likeness, held: Described) -> None:
        if not self.asked.postcode or self.asked.postcode != held.postcode:
            return
        if self.line and self.line == names.address_key(held.lines):
            likeness.add(SAME_ADDRESS, N_("same address"))
        else:
            likeness.add(12, N_("same postcode"))


def compare(asked: Described, held: Described) -> Likeness:
    """How alike the person somebody asks about and a person held are."""
    return Comparison(asked).likeness(held)


def _numbers(likeness: Likeness, asked: Described, held: Described) -> None:
    for mine, theirs, same, other in (
        (asked.nhs_number, held.nhs_number, N_("same NHS number"), N_("a different NHS number")),
        (asked.upn, held.upn, N_("same unique pupil number"), N_("a different unique pupil number")),
    ):
        if mine and theirs:
            likeness.add(80 if mine == theirs else -40, same if mine == theirs else other)
            likeness.numbered = likeness.numbered or mine == theirs
            likeness.contradicted = likeness.contradicted or mine != theirs


def _forenames(described: Described) -> list[str]:
    """The first names that a person goes by, folded."""
    return [name for name in (fold(described.forename), fold(described.known_as or "")) if name]


def _surname(mine: str, theirs: str) -> _Part:
    if not mine or not theirs:
        return _NOTHING
    if mine == theirs:
        return _SAME
    if set(mine.split()) & set(theirs.split()):
        return 18, N_("one surname of two is the same"), False
    if nearly(mine, theirs):
        return 18, N_("surname spelled almost the same"), False
    if sounds_like(mine, theirs):
        return 16, N_("surnames sound alike"), False
    return -10, None, False


def _forename(mine: list[str], theirs: list[str]) -> _Part:
    if not mine or not theirs:
        return _NOTHING
    best = min([_agreement(one, other) for one in mine for other in theirs])
    if best == len(_FORENAMES):
        return -20, N_("a different first name"), False
    points, reason, _ = _FORENAMES[best]
    return points, reason, True


@lru_cache(maxsize=16_384)
def _agreement(one: str, other: str) -> int:
    """The first way in which two folded first names agree, by its place; one more than the last where they do not."""
    return next((place for place, (_, _, agree) in enumerate(_FORENAMES) if agree(one, other)), len(_FORENAMES))


def _birth(asked: Described, held: Described) -> _Part:
    mine, theirs = asked.birth_date, held.birth_date
    if mine and theirs:
        if mine == theirs:
            return 40, N_("same date of birth"), True
        if one_slip(mine, theirs):
            return 18, N_("date of birth almost the same: one slip of the pen apart"), True
        if (asked.birth_estimated or held.birth_estimated) and abs(mine - theirs) <= ESTIMATED_WITHIN:
            return 10, N_("about the same age: a date of birth is an estimate"), True
        return -25, N_("a different date of birth"), False
    if asked.due_date and held.due_date:
        near = abs(asked.due_date - held.due_date) <= EXPECTED_WITHIN
        return (30, N_("expected at about the same time"), True) if near else _NOTHING
    expected, born = (asked.due_date, theirs) if asked.due_date else (held.due_date, mine)
    if expected and born and abs(expected - born) <= EXPECTED_WITHIN:
        return 25, N_("born at about the time that was expected"), True
    return _NOTHING


def nearly(one: str, other: str) -> bool:
    """Whether two folded names are a typing error apart."""
    if min(len(one), len(other)) < 3:
        return False
    return JaroWinkler.similarity(one, other) >= NEARLY or (
        min(len(one), len(other)) >= 5 and OSA.distance(one, other) == 1
    )


def sounds_like(one: str, other: str) -> bool:
    """Whether two folded names sound alike (metaphone)."""
    sound = names.sound(one)
    return len(sound) > 1 and sound == names.sound(other)


_FORENAMES: tuple[tuple[int, str, Callable[[str, str], bool]], ...] = (
    (25, N_("same first name"), lambda one, other: one == other),
    (18, N_("first name is a short form"), lambda one, other: other in SHORT_FORMS.get(one, ())),
    (18, N_("one first name of several is the same"), lambda one, other: bool({*one.split()} & {*other.split()})),
    (16, N_("first name spelled almost the same"), nearly),
    (14, N_("first names sound alike"), sounds_like),
)
"""How first names agree, the surest way first."""


def name_likeness(surname: str, forename: str, held_surname: str, held_forename: str) -> float:
    """How alike two folded names are, from 0 to 1; a name without a first name is judged by its surname."""
    last = float(JaroWinkler.similarity(surname, held_surname))
    if not forename:
        return last
    short = held_forename in SHORT_FORMS.get(forename, ())
    return 0.6 * last + 0.4 * (1.0 if short else float(JaroWinkler.similarity(forename, held_forename)))


@lru_cache(maxsize=256)
def near_dates(day: date) -> frozenset[date]:
    """The dates one slip of the pen away: day and month swapped, one digit wrong, or two neighbours swapped."""
    text = _written(day)
    slips = {text[2:4] + text[:2] + text[4:]}
    for at in range(len(text) - 1):
        slips.add(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    for at in range(len(text)):
        slips |= {text[:at] + digit + text[at + 1 :] for digit in "0123456789"}
    return frozenset(found for slip in slips if (found := _date_of(slip)) and found != day)


def one_slip(one: date, other: date) -> bool:
    """Whether two dates are one slip of the pen apart: whether each is among the `near_dates` of the other."""
    mine, theirs = _written(one), _written(other)
    differs = [at for at in range(len(mine)) if mine[at] != theirs[at]]
    if len(differs) == 1:
        return True
    if len(differs) == 2 and differs[1] == differs[0] + 1:
        first, second = differs
        return mine[first] == theirs[second] and mine[second] == theirs[first]
    return bool(differs) and mine[2:4] + mine[:2] + mine[4:] == theirs


def _written(day: date) -> str:
    """Day, month and year in digits; ten times as fast as formatting it."""
    text = day.isoformat()
    return text[8:] + text[5:7] + text[:4]


def turned(day: date) -> date | None:
    """The date with its day and month swapped, where that is one and another."""
    found = _date_of(f"{day:%m%d%Y}")
    return found if found != day else None


def _date_of(text: str) -> date | None:
    try:
        found = date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2100 else None
