"""Who hears what was decided of a request for help: the family in words of its own, by a message only where that is
safe, else by a person, by a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from . import timescales
from .people import FamilyRole
from .triage import ContactOutcome, Urgency
from .words import N_, Word

YOUNGEST = 16
"""From which age on a message about the family may go to somebody themselves."""
WITHIN = 1
"""Within how many working days a person tells whoever gets no message."""

FAMILY_SAYS = {
    ContactOutcome.ADVICE: N_(
        "We have advice and information for you. You do not need a plan with us now. You can ask for help again at any "
        "time."
    ),
    ContactOutcome.COMMUNITY: N_("There is a group or a place near you that can help. We will put you in touch."),
    ContactOutcome.PARTNER_LED: N_(
        "Somebody who knows you already, for example from school, will talk with you about what would help, and make a "
        "plan with you if you want one."
    ),
    ContactOutcome.TARGETED: N_(
        "A family worker will get in touch with you. You decide together what would help. Nothing is done without you."
    ),
    ContactOutcome.STEP_UP: N_("A social worker will get in touch with you, and tell you why."),
    ContactOutcome.ALREADY_OPEN: N_("The person who works with you has it now, and will talk with you about it."),
    ContactOutcome.STEP_DOWN: N_(
        "A family worker takes over from your social worker, and will get in touch with you. Your plan goes on."
    ),
    ContactOutcome.RETURNED: N_("We need to know more before we can decide. We asked whoever wrote to us."),
    ContactOutcome.NO_ACTION: N_("We will do nothing more now. You can ask for help again at any time."),
}
"""What a family is told, by what was decided: words that a parent may read, without a name."""


class ByPerson(Word):
    """Why somebody tells it, and no message goes out."""

    CHOSEN = "chosen", N_("Whoever decided wants it told by a person")
    NO_ADDRESS = "no_address", N_("No e-mail address is known that may be used")
    NOT_KNOWN = "not_known", N_("The family does not know about the request, or has not agreed to it")
    HARM = "harm", N_("It is about harm: social care and the front door agree who tells the family")
    KEPT = "kept", N_("Somebody must not learn where they are: a message could be read by others")
    RESTRICTED = "restricted", N_("Only named people see this family")


@dataclass(frozen=True)
class Named:
    """Somebody whom a request names, as far as it says whether a message may go to them."""

    role: FamilyRole
    age: int | None
    email: str | None
    withheld: bool
    has_died: bool


@dataclass(frozen=True)
class About:
    """What a decided request says about writing to the family."""

    knows: bool
    urgency: Urgency
    outcome: ContactOutcome
    address_hidden: bool
    kept_from_somebody: bool
    restricted: bool
    by_person: bool


def why_by_person(about: About) -> ByPerson | None:
    """Why nobody of a family is written to, whoever they are; None where a message may go out."""
    return next(
        (
            why
            for why, holds in (
                (ByPerson.CHOSEN, about.by_person),
                (ByPerson.HARM, about.urgency is Urgency.SAFEGUARDING or about.outcome is ContactOutcome.STEP_UP),
                (ByPerson.NOT_KNOWN, not about.knows),
                (ByPerson.KEPT, about.address_hidden or about.kept_from_somebody),
                (ByPerson.RESTRICTED, about.restricted),
            )
            if holds
        ),
        None,
    )


def may_be_written_to(one: Named) -> bool:
    """Whether a message may go to somebody: a living parent, or a young person of 16 or more, whose address is known
    and not withheld."""
    if one.has_died or one.withheld or not one.email:
        return False
    if one.role is FamilyRole.CHILD:
        return one.age is not None and one.age >= YOUNGEST
    return one.role is FamilyRole.PARENT and (one.age is None or one.age >= YOUNGEST)


def whom_to_write_to(people: Sequence[Named]) -> int | None:
    """The place in a list of whoever is written to: the first parent, else the first young person; None for nobody."""
    can = [place for place, one in enumerate(people) if may_be_written_to(one)]
    return min(can, key=lambda place: (people[place].role is FamilyRole.CHILD, place), default=None)


def told_by(decided_on: date) -> date:
    """The day by which a person tells whoever gets no message."""
    return timescales.working_days_after(decided_on, WITHIN)
