"""Is this the same person? Two descriptions are compared and scored, and every point has its reason in words.

Nothing here decides: a worker does. The score only says in which order to look."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import jellyfish
from rapidfuzz.distance import OSA, JaroWinkler

from .names import fold
from .words import N_, Sentence, say

SHOWN_FROM, LIKELY_FROM, MOST_POINTS = 40, 70, 100
NEARLY, EXPECTED_WITHIN = 0.88, timedelta(days=42)

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
    postcode: str | None = None


@dataclass
class Likeness:
    """How alike two descriptions are, from 0 to 100 points, and why."""

    points: int = 0
    reasons: list[Sentence] = field(default_factory=list)

    @property
    def is_likely(self) -> bool:
        """Whether they are probably one person."""
        return self.points >= LIKELY_FROM

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
    if asked.postcode and asked.postcode == held.postcode:
        likeness.add(12, N_("same postcode"))
    if asked.phone and held.phone and _digits(asked.phone) == _digits(held.phone):
        likeness.add(15, N_("same phone number"))
    likeness.points = max(0, min(MOST_POINTS, likeness.points))
    return likeness


def _numbers(likeness: Likeness, asked: Described, held: Described) -> None:
    for mine, theirs, same, other in (
        (asked.nhs_number, held.nhs_number, N_("same NHS number"), N_("a different NHS number")),
        (asked.upn, held.upn, N_("same unique pupil number"), N_("a different unique pupil number")),
    ):
        if mine and theirs:
            likeness.add(80 if mine == theirs else -40, same if mine == theirs else other)


def _names(likeness: Likeness, asked: Described, held: Described) -> None:
    surname, forename = fold(asked.surname), fold(asked.forename)
    held_surname = fold(held.surname)
    held_forenames = [name for name in (fold(held.forename), fold(held.known_as or "")) if name]
    if surname and forename and surname in held_forenames and forename == held_surname:
        likeness.add(40, N_("first name and surname the other way round"))
        return
    _surname(likeness, surname, held_surname)
    if forename and held_forenames:
        _forename(likeness, forename, held_forenames)


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


def _forename(likeness: Likeness, mine: str, theirs: list[str]) -> None:
    if mine in theirs:
        likeness.add(25, N_("same first name"))
    elif any(name in SHORT_FORMS.get(mine, ()) for name in theirs):
        likeness.add(18, N_("first name is a short form"))
    elif any(set(mine.split()) & set(name.split()) for name in theirs):
        likeness.add(18, N_("one first name of several is the same"))
    elif any(nearly(mine, name) for name in theirs):
        likeness.add(16, N_("first name spelled almost the same"))
    elif any(sounds_like(mine, name) for name in theirs):
        likeness.add(14, N_("first names sound alike"))
    else:
        likeness.add(-20, N_("a different first name"))


def _birth(likeness: Likeness, asked: Described, held: Described) -> None:
    mine, theirs = asked.birth_date, held.birth_date
    if mine and theirs:
        if mine == theirs:
            likeness.add(40, N_("same date of birth"))
        elif theirs in near_dates(mine):
            likeness.add(25, N_("date of birth almost the same: one slip of the pen apart"))
        else:
            likeness.add(-25, N_("a different date of birth"))
        return
    if asked.due_date and held.due_date:
        if abs(asked.due_date - held.due_date) <= EXPECTED_WITHIN:
            likeness.add(30, N_("expected at about the same time"))
        return
    expected, born = (asked.due_date, theirs) if asked.due_date else (held.due_date, mine)
    if expected and born and abs(expected - born) <= EXPECTED_WITHIN:
        likeness.add(25, N_("born at about the time that was expected"))


def nearly(one: str, other: str) -> bool:
    """Whether two folded names are a typing error apart."""
    if min(len(one), len(other)) < 3:
        return False
    return JaroWinkler.similarity(one, other) >= NEARLY or (
        min(len(one), len(other)) >= 5 and OSA.distance(one, other) == 1
    )


def sounds_like(one: str, other: str) -> bool:
    """Whether two folded names sound alike (metaphone)."""
    sound = jellyfish.metaphone(one)
    return len(sound) > 1 and sound == jellyfish.metaphone(other)


def name_likeness(surname: str, forename: str, held_surname: str, held_forename: str) -> float:
    """How alike two folded names are, from 0 to 1; a name without a first name is judged by its surname."""
    last = float(JaroWinkler.similarity(surname, held_surname))
    if not forename:
        return last
    short = held_forename in SHORT_FORMS.get(forename, ())
    return 0.6 * last + 0.4 * (1.0 if short else float(JaroWinkler.similarity(forename, held_forename)))


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


def _digits(text: str) -> str:
    digits = "".join(character for character in text if character.isascii() and character.isdigit())
    return "0" + digits[2:] if digits.startswith("44") else digits
