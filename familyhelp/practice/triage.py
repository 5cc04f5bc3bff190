"""The front door: what a request for help may become, and what each decision must say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from . import levels
from .timescales import Due, deadline
from .words import N_, Sentence, Word, say


class Urgency(Word):
    """How soon a request must be looked at. Safeguarding goes first, always."""

    SAFEGUARDING = "safeguarding", N_("A child may be at risk of significant harm")
    URGENT = "urgent", N_("Urgent")
    ROUTINE = "routine", N_("Routine")


URGENCY_ORDER = {Urgency.SAFEGUARDING: 0, Urgency.URGENT: 1, Urgency.ROUTINE: 2}


class Level(Word):
    """The level of need. An authority may call each something else; its number stays."""

    UNIVERSAL = "1", N_("1 Universal")
    ADDITIONAL = "2", N_("2 Additional")
    COMPLEX = "3", N_("3 Complex (targeted)")
    ACUTE = "4", N_("4 Acute (statutory)")

    @property
    def label(self) -> str:
        """What it is called here."""
        return levels.label(self.value, self._usual)

    @label.setter
    def label(self, usual: str) -> None:
        self._usual = usual


LEVEL_MEANS = {
    Level.UNIVERSAL: N_("Needs are met at home and by services that every family can use."),
    Level.ADDITIONAL: N_("The family needs some extra help; one or two services can give it together."),
    Level.COMPLEX: N_("Several needs at once: the family needs one plan, one lead and a team around it."),
    Level.ACUTE: N_("A child is or may be at risk of significant harm, or needs a statutory service."),
}
"""What each level of need means, where the authority says nothing else."""


def usual_name(level: Level) -> str:
    """What a level is called where the authority does not say, without its number."""
    return level._usual.partition(" ")[2]


def name_of(level: Level) -> str:
    """What a level is called here, without its number."""
    return level.label.partition(" ")[2]


def means_of(level: Level) -> str:
    """What a level means here, shown beside the choice."""
    own = levels.own(level.value)
    return own.means if own else LEVEL_MEANS[level]


def signs_of(level: Level) -> list[str]:
    """What tells a level from the next, as the authority wrote it: one sign a line."""
    own = levels.own(level.value)
    return [line.strip() for line in (own.signs if own else "").splitlines() if line.strip()]


def colour_of(level: Level) -> levels.Colour:
    """The colour of a level's tag."""
    own = levels.own(level.value)
    return own.colour if own else levels.USUAL_COLOURS[level.value]


def due_on(received_on: date, urgency: Urgency) -> date:
    """The day by which a request is decided: a safeguarding concern on the day itself, others by DUE."""
    return received_on if urgency is Urgency.SAFEGUARDING else deadline(Due.TRIAGE, received_on).on


class ContactState(Word):
    """Where a request for help stands."""

    WAITING = "waiting", N_("Waiting for a decision")
    DECIDED = "decided", N_("Decided")


class Told(Word):
    """Who is told what was decided."""

    REFERRER = "referrer", N_("Whoever asked for help")
    FAMILY = "family", N_("The family")


class ToldHow(Word):
    """How somebody was told, besides the message that goes out with the decision."""

    PHONE = "phone", N_("By phone")
    IN_PERSON = "in_person", N_("In person")
    LETTER = "letter", N_("By letter")


class TakenHow(Word):
    """How somebody in statutory social care said that they have taken a request on."""

    PHONE = "phone", N_("By phone")
    IN_PERSON = "in_person", N_("In person")
    EMAIL = "email", N_("By e-mail")
    THEMSELVES = "themselves", N_("They record it here themselves")


class Source(Word):
    """Where a request comes from, in the codes of the children in need census."""

    SELF = "1A", N_("The family itself")
    RELATIVE = "1B", N_("A relative, friend or neighbour")
    SCHOOL = "2A", N_("A school")
    EDUCATION = "2B", N_("An education service")
    GP = "3A", N_("A GP")
    HEALTH_VISITOR = "3B", N_("A health visitor")
    OTHER_HEALTH = "3C", N_("Another health service")
    HOUSING = "4", N_("Housing")
    AUTHORITY = "5A", N_("A social worker or team of this authority")
    POLICE = "6", N_("The police")
    OTHER = "8", N_("Somebody else")
    ANONYMOUS = "9", N_("Anonymous")


class ContactOutcome(Word):
    """What a request for help became."""

    ADVICE = "advice", N_("Advice and information")
    COMMUNITY = "community", N_("Community or group offer")
    PARTNER_LED = "partner_led", N_("Partner lead professional")
    TARGETED = "targeted", N_("Targeted key work")
    STEP_UP = "step_up", N_("Step-up to statutory social care")
    ALREADY_OPEN = "already_open", N_("Already open: added to the plan")
    STEP_DOWN = "step_down", N_("Step-down accepted")
    RETURNED = "returned", N_("Returned: something is missing")
    NO_ACTION = "no_action", N_("No further action")


@dataclass(frozen=True)
class Pathway:
    """What one outcome leads to: a new case, a case already open, and which levels of need fit it."""

    outcome: ContactOutcome
    opens_case: bool = False
    joins_case: bool = False
    levels: frozenset[Level] = frozenset(Level)
    says: str = ""


PATHWAYS = {
    pathway.outcome: pathway
    for pathway in (
        Pathway(
            ContactOutcome.ADVICE,
            levels=frozenset({Level.UNIVERSAL, Level.ADDITIONAL}),
            says=N_("We gave advice and information. No plan is needed at this time."),
        ),
        Pathway(
            ContactOutcome.COMMUNITY,
            levels=frozenset({Level.UNIVERSAL, Level.ADDITIONAL}),
            says=N_("We put the family in touch with a group or community offer."),
        ),
        Pathway(
            ContactOutcome.PARTNER_LED,
            opens_case=True,
            levels=frozenset({Level.ADDITIONAL, Level.COMPLEX}),
            says=N_("A lead professional who knows the family will work with them on a plan."),
        ),
        Pathway(
            ContactOutcome.TARGETED,
            opens_case=True,
            levels=frozenset({Level.COMPLEX}),
            says=N_("A key worker will be in touch with the family."),
        ),
        Pathway(
            ContactOutcome.STEP_UP,
            levels=frozenset({Level.ACUTE}),
            says=N_("We passed this to statutory social care today."),
        ),
        Pathway(
            ContactOutcome.ALREADY_OPEN,
            joins_case=True,
            says=N_("The family already has a worker, who now has what you told us."),
        ),
        Pathway(
            ContactOutcome.STEP_DOWN,
            opens_case=True,
            levels=frozenset({Level.ADDITIONAL, Level.COMPLEX}),
            says=N_("We accepted the step-down and a worker will be in touch with the family."),
        ),
        Pathway(ContactOutcome.RETURNED, says=N_("We need to know more before we can decide.")),
        Pathway(
            ContactOutcome.NO_ACTION,
            levels=frozenset({Level.UNIVERSAL}),
            says=N_("No further action is needed."),
        ),
    )
}


@dataclass(frozen=True)
class Decision:
    """A triage decision as it is about to be made."""

    outcome: ContactOutcome
    level: Level
    rationale: str
    referrer_told: str
    urgency: Urgency
    family_matched: bool
    family_has_open_case: bool
    team_chosen: bool


def missing(decision: Decision) -> Iterator[Sentence]:
    """What a triage decision still lacks, in sentences."""
    pathway = PATHWAYS[decision.outcome]
    if decision.level not in pathway.levels:
        yield say(
            N_("“%(outcome)s” does not fit level of need “%(level)s”."),
            "level",
            outcome=decision.outcome,
            level=decision.level,
        )
    if decision.urgency is Urgency.SAFEGUARDING and decision.outcome is not ContactOutcome.STEP_UP:
        yield say(
            N_(
                "A child may be at risk of significant harm: this request goes to statutory social care "
                "at once. If that is no longer so, change the urgency first and say why."
            ),
            "outcome",
        )
    if (pathway.opens_case or pathway.joins_case) and not decision.family_matched:
        yield say(N_("Match each person first, so that the family tells its story once."), "outcome")
    if pathway.opens_case and decision.family_has_open_case:
        yield say(N_("This family already has an open case. Choose “Already open”."), "outcome")
    if pathway.opens_case and not decision.team_chosen:
        yield say(N_("Choose the team that will hold the case."), "team")
    if pathway.joins_case and not decision.family_has_open_case:
        yield say(N_("This family has no open case to add the request to."), "outcome")
    if not decision.rationale.strip():
        yield say(N_("Say why: the family and the next worker will want to know."), "rationale")
    if not decision.referrer_told.strip():
        yield say(N_("Write what the referrer is told."), "referrer_told")


_BEGINS = frozenset(
    {
        "all",
        "an",
        "any",
        "best",
        "both",
        "can",
        "day",
        "do",
        "early",
        "good",
        "grace",
        "hope",
        "in",
        "little",
        "long",
        "mark",
        "may",
        "my",
        "new",
        "our",
        "rose",
        "so",
        "the",
        "this",
        "to",
        "we",
        "will",
        "you",
        "young",
    }
)
"""Words that begin sentences and are names too."""


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """The names (as they were given) that stand in a text which leaves the service. A name that is also a word, such
    as Will or May, does not count where it begins a sentence."""
    found = []
    for name in names:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text) if len(name) > 1 else ():
            before = text[: match.start()].rstrip()
            if name.lower() not in _BEGINS or (before and before[-1] not in ".!?:\n"):
                found.append(name)
                break
    return found
