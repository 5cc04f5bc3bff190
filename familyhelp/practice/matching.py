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
            self.reasons.append(say(reason))


def compare(asked: Described, held: Described) -> Likeness:
    """How alike the person somebody asks about and a person held are."""
    likeness = Likeness()
    _numbers(likeness, asked, held)
    _names(likeness, asked, held)
    _birth(likeness, asked, held)
    _home(likeness, asked, held)
    phone = names.phone_key(asked.phone)
    if phone and phone == names.phone_key(held.phone):
        likeness.add(15, N_("same phone number"))
    likeness.points = max(0, min(MOST_POINTS, likeness.points))
    return likeness


def _home(likeness: Likeness, asked: Described, held: Described) -> None:
    if not asked.postcode or asked.postcode != held.postcode:
        return
    first = names.address_key(asked.lines)
    if first and first == names.address_key(held.lines):
        likeness.add(18, N_("same address"))
    else:
        likeness.add(12, N_("same postcode"))


def _numbers(likeness: Likeness, asked: Described, held: Described) -> None:
    for mine, theirs, same, other in (
        (asked.nhs_number, held.nhs_number, N_("same NHS number"), N_("a different NHS number")),
        (asked.upn, held.upn, N_("same unique pupil number"), N_("a different unique pupil number")),
    ):
        if mine and theirs:
            likeness.add(80 if mine == theirs else -40, same if mine == theirs else other)
            likeness.numbered = likeness.numbered or mine == theirs
            likeness.contradicted = likeness.contradicted or mine != theirs


def _names(likeness: Likeness, asked: Described, held: Described) -> None:
    surname, held_surname = fold(asked.surname), fold(held.surname)
    forenames, held_forenames = _forenames(asked), _forenames(held)
    if (
        surname
        and held_surname
        and surname != held_surname
        and (surname in held_forenames and held_surname in forenames)
    ):
        likeness.add(40, N_("first name and surname the other way round"))
        likeness.named = True
        return
    _surname(likeness, surname, held_surname)
    if forenames and held_forenames:
        _forename(likeness, forenames, held_forenames)


def _forenames(described: Described) -> list[str]:
    """The first names that a person goes by, folded."""
    return [name for name in (fold(described.forename), fold(described.known_as or "")) if name]


def _surname(likeness: Likeness, mine: str, theirs: str) -> None:
    if not mine or not theirs:
        return
    if mine == theirs:
        likeness.add(25, N_("same surname"))
    elif set(mine.split()) & set(theirs.split()):
        likeness.add(18, N_("one surname of two is the same"))
    elif nearly(mine, theirs):
        likeness.add(18, N_("surname spelled almost the same"))
    elif sounds_like(mine, theirs):
        likeness.add(16, N_("surnames sound alike"))
    else:
        likeness.add(-10)


def _forename(likeness: Likeness, mine: list[str], theirs: list[str]) -> None:
    pairs = [(one, other) for one in mine for other in theirs]
    for points, reason, agree in _FORENAMES:
        if any(agree(one, other) for one, other in pairs):
            likeness.add(points, reason)
            likeness.named = True
            return
    likeness.add(-20, N_("a different first name"))


def _birth(likeness: Likeness, asked: Described, held: Described) -> None:
    mine, theirs = asked.birth_date, held.birth_date
    if mine and theirs:
        if mine == theirs:
            _dated(likeness, 40, N_("same date of birth"))
        elif theirs in near_dates(mine):
            _dated(likeness, 18, N_("date of birth almost the same: one slip of the pen apart"))
        elif (asked.birth_estimated or held.birth_estimated) and abs(mine - theirs) <= ESTIMATED_WITHIN:
            _dated(likeness, 10, N_("about the same age: a date of birth is an estimate"))
        else:
            likeness.add(-25, N_("a different date of birth"))
        return
    if asked.due_date and held.due_date:
        if abs(asked.due_date - held.due_date) <= EXPECTED_WITHIN:
            _dated(likeness, 30, N_("expected at about the same time"))
        return
    expected, born = (asked.due_date, theirs) if asked.due_date else (held.due_date, mine)
    if expected and born and abs(expected - born) <= EXPECTED_WITHIN:
        _dated(likeness, 25, N_("born at about the time that was expected"))


def _dated(likeness: Likeness, points: int, reason: str) -> None:
    likeness.add(points, reason)
    likeness.dated = True


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
    text = f"{day:%d%m%Y}"
    slips = {text[2:4] + text[:2] + text[4:]}
    for at in range(len(text) - 1):
        slips.add(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    for at in range(len(text)):
        slips |= {text[:at] + digit + text[at + 1 :] for digit in "0123456789"}
    return frozenset(found for slip in slips if (found := _date_of(slip)) and found != day)


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
