"""The family's copy: what a plan says in plain words, line by line. The page, the paper and the PDF all read these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from .domains import Respondent
from .links import ReadingAge
from .outcomes import OwnerKind
from .words import N_, Word


class CopyFormat(Word):
    """What a copy is on."""

    PAGE = "page", N_("Printed page")
    PDF = "pdf", N_("PDF")
    LARGE = "large", N_("PDF in large print")


class CopyHow(Word):
    """How somebody was given their copy."""

    HANDED = "handed", N_("Handed over")
    READ_TOGETHER = "read_together", N_("Read together")
    POSTED = "posted", N_("Sent by post")
    EMAILED = "emailed", N_("Sent by e-mail")


class LineKind(Word):
    """What a line of a copy is."""

    TITLE = "title", N_("Title")
    HEADING = "heading", N_("Heading")
    SMALL = "small", N_("Smaller heading")
    TEXT = "text", N_("Text")
    VOICE = "voice", N_("In their own words")
    ITEM = "item", N_("One of a list")


@dataclass(frozen=True)
class Line:
    """One line; `key` says what it is about: an outcome's number or an action's code."""

    kind: LineKind
    text: str
    key: str = ""


@dataclass(frozen=True)
class ActionTold:
    """An action, as far as a copy tells of it."""

    code: str
    what: str
    owner: str
    owner_kind: OwnerKind
    due_on: date
    done_on: date | None


@dataclass(frozen=True)
class OutcomeTold:
    """An outcome, as far as a copy tells of it."""

    number: int
    words: str
    how_we_know: str
    start: int
    goal: int
    ends: tuple[int, int]
    """The lowest and the highest score of its scale."""
    latest: Mapping[Respondent, int]
    actions: Sequence[ActionTold]


@dataclass(frozen=True)
class PlanTold:
    """A plan, as far as a copy tells of it: no address, nothing of reviews, notes or assessments."""

    recipient: str
    number: int
    agreed_by: str
    agreed_on: date
    outcomes: Sequence[OutcomeTold]
    lead: str | None
    lead_email: str | None
    reach: str
    authority: str
    changed: str | None = None
    contingency: str | None = None
    next_review_on: date | None = None
    addresses: Sequence[tuple[str, str | None]] = field(default=())
    """Where people of the family live or lived (lines, postcode): none of it is ever in a line."""
    contacts: Sequence[str] = field(default=())
    """Phone numbers and e-mail addresses that somebody must not learn: none of them is ever in a line."""


@dataclass(frozen=True)
class Voice:
    """How things are said: a text in the reader's language with its facts, and a day in words."""

    say: Callable[..., str]
    day: Callable[[date], str]


LATEST = {
    Respondent.PARENT: N_("Now, as a parent or carer sees it: %(value)s"),
    Respondent.CHILD: N_("Now, as a child sees it: %(value)s"),
    Respondent.NETWORK: N_("Now, as family and friends see it: %(value)s"),
    Respondent.PRACTITIONER: N_("Now, as your worker sees it: %(value)s"),
}


def lines(plan: PlanTold, age: ReadingAge, voice: Voice) -> list[Line]:
    """Every line of a copy, in order, for this reading age."""
    told = _adult(plan, voice) if age is ReadingAge.ADULT else _young(plan, voice)
    hide = hider(plan.addresses, plan.contacts, voice.say(LEFT_OUT))
    return [Line(line.kind, hide(line.text), line.key) for line in told]


def _adult(plan: PlanTold, voice: Voice) -> Iterator[Line]:
    tell, day = voice.say, voice.day
    yield Line(LineKind.TITLE, tell(N_("Our plan")))
    yield Line(LineKind.TEXT, tell(N_("This copy is for %(who)s."), who=plan.recipient))
    agreed = N_("%(who)s agreed this plan on %(on)s. It is version %(number)s.")
    yield Line(LineKind.TEXT, tell(agreed, who=plan.agreed_by, on=day(plan.agreed_on), number=plan.number))
    if plan.changed:
        yield Line(LineKind.TEXT, tell(N_("What changed, and why: %(text)s"), text=plan.changed))
    for place, outcome in enumerate(plan.outcomes, start=1):
        key = str(outcome.number)
        yield Line(LineKind.HEADING, tell(N_("What we want, %(number)s"), number=place), key)
        yield Line(LineKind.VOICE, outcome.words, key)
        yield Line(LineKind.TEXT, tell(N_("How we will know: %(text)s"), text=outcome.how_we_know), key)
        yield Line(LineKind.SMALL, tell(N_("How far we have come")), key)
        ends = N_("%(lowest)s means as far away as can be. %(highest)s means it has happened.")
        yield Line(LineKind.TEXT, tell(ends, lowest=outcome.ends[0], highest=outcome.ends[1]), key)
        yield from _scores(outcome, voice, key, list(LATEST))
        yield Line(LineKind.SMALL, tell(N_("Who will do what")), key)
        yield from _actions(outcome, voice)
    if plan.contingency:
        yield Line(LineKind.HEADING, tell(N_("If things slip")))
        yield Line(LineKind.TEXT, plan.contingency)
    yield Line(LineKind.HEADING, tell(N_("What happens next")))
    if plan.next_review_on:
        yield Line(LineKind.TEXT, tell(N_("We look at this plan together by %(on)s."), on=day(plan.next_review_on)))
    yield from _who(plan, voice)
    yield Line(LineKind.TEXT, tell(N_("If something here is not right, tell us. It is your plan.")))


def _young(plan: PlanTold, voice: Voice) -> Iterator[Line]:
    tell, day = voice.say, voice.day
    yield Line(LineKind.TITLE, tell(N_("Your family’s plan")))
    yield Line(LineKind.TEXT, tell(N_("This is for %(who)s."), who=plan.recipient))
    for place, outcome in enumerate(plan.outcomes, start=1):
        key = str(outcome.number)
        yield Line(LineKind.HEADING, tell(N_("We want this, %(number)s"), number=place), key)
        yield Line(LineKind.VOICE, outcome.words, key)
        ends = N_("%(lowest)s means a long way to go. %(highest)s means we did it.")
        yield Line(LineKind.TEXT, tell(ends, lowest=outcome.ends[0], highest=outcome.ends[1]), key)
        yield from _scores(outcome, voice, key, [Respondent.CHILD, Respondent.PRACTITIONER])
    yield Line(LineKind.HEADING, tell(N_("What happens next")))
    if plan.next_review_on:
        yield Line(LineKind.TEXT, tell(N_("We talk about it again by %(on)s."), on=day(plan.next_review_on)))
    if plan.lead:
        yield Line(LineKind.TEXT, tell(N_("You can tell %(lead)s anything you like."), lead=plan.lead))
    if plan.reach:
        yield Line(LineKind.TEXT, tell(N_("To talk to us: %(reach)s"), reach=plan.reach))


def _scores(outcome: OutcomeTold, voice: Voice, key: str, of: Iterable[Respondent]) -> Iterator[Line]:
    yield Line(LineKind.ITEM, voice.say(N_("When we started: %(value)s"), value=outcome.start), key)
    for respondent in of:
        if respondent in outcome.latest:
            yield Line(LineKind.ITEM, voice.say(LATEST[respondent], value=outcome.latest[respondent]), key)
    yield Line(LineKind.ITEM, voice.say(N_("Where we want to be: %(value)s"), value=outcome.goal), key)


def _actions(outcome: OutcomeTold, voice: Voice) -> Iterator[Line]:
    for action in outcome.actions:
        text = N_("%(who)s: %(what)s Done on %(on)s.") if action.done_on else N_("%(who)s: %(what)s By %(on)s.")
        what = action.what if action.what.rstrip()[-1:] in ".!?…" else f"{action.what.rstrip()}."
        on = voice.day(action.done_on or action.due_on)
        yield Line(LineKind.ITEM, voice.say(text, who=action.owner, what=what, on=on), action.code)


def _who(plan: PlanTold, voice: Voice) -> Iterator[Line]:
    if plan.lead and plan.lead_email:
        text = N_("%(lead)s leads this work with you. You can write to %(email)s.")
        yield Line(LineKind.TEXT, voice.say(text, lead=plan.lead, email=plan.lead_email))
    if plan.reach:
        text = N_("To reach %(authority)s: %(reach)s")
        yield Line(LineKind.TEXT, voice.say(text, authority=plan.authority, reach=plan.reach))


# No address, of anybody, ever --------------------------------------------------------------------------------


LEFT_OUT = N_("[address left out]")


def hider(addresses: Iterable[tuple[str, str | None]], contacts: Iterable[str], instead: str) -> Callable[[str], str]:
    """A function that leaves every known address, and every phone number and e-mail address that is withheld, out of
    a text, however it is spaced and whatever its letters' case."""
    texts: set[str] = set()
    for where, postcode in addresses:
        first = re.split(r"[,\n]", where)[0].strip()
        texts |= {" ".join(where.split()), postcode or ""}
        if any(c.isdigit() for c in first) and any(c.isalpha() for c in first):
            texts.add(first)
    patterns = [_loosely(text) for text in sorted(texts, key=len, reverse=True) if len(text.strip()) >= 5]
    patterns += [_reached_by(contact) for contact in sorted(contacts)]
    if not patterns:
        return lambda text: text
    found = re.compile("|".join(patterns), re.IGNORECASE)
    return lambda text: found.sub(lambda _: instead, text)


def _reached_by(contact: str) -> str:
    """An e-mail address, or a phone number with any space between its digits and either way of beginning it."""
    digits = re.sub(r"\D", "", contact)
    if "@" in contact or len(digits) < 6:
        return re.escape(contact)
    national = re.sub(r"^(?:0044|44|0)", "", digits)
    return r"(?<!\d)(?:(?:\+|00)?44|0)?[\s().-]*" + r"[\s().-]*".join(national) + r"(?!\d)"


def _loosely(text: str) -> str:
    """The words of a text with any space, comma or line end between them, or none."""
    words = [re.escape(word) for word in re.findall(r"\w+", text)]
    return r"(?<!\w)" + r"[\s,.]*".join(words) + r"(?!\w)"
