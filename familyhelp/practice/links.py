"""Signed links: what they are for, how long they last, when they open, and what can be said through them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol

from .domains import Respondent
from .endings import CheckInResult, ClosureReason
from .people import FamilyRole
from .stages import Stage
from .words import N_, Sentence, Word, say

MOST_TRIES = 5
"""How many wrong codes in a row lock a link."""
IDLE = timedelta(minutes=30)
"""How long a page that was opened by a code stays open without a click."""
RESTRICTED_LASTS = timedelta(days=7)
"""How long a link lasts for a restricted family."""


class Purpose(Word):
    """What a link is for. It opens nothing else."""

    FAMILY_PAGE = "family_page", N_("the family’s own page")
    ACTION = "action", N_("an action to answer")
    STEP = "step", N_("a step-up to answer")
    AFTERWARDS = "afterwards", N_("how things are after the help ended")
    VIEW = "view", N_("a question about a request for help")
    MISSING = "missing", N_("what is missing in a request for help")
    CONTRIBUTION = "contribution", N_("a contribution to a meeting")
    INVITATION = "invitation", N_("an invitation to an account")
    TOLD = "told", N_("what was decided of a request for help")


LASTS = {
    Purpose.FAMILY_PAGE: timedelta(days=28),
    Purpose.ACTION: timedelta(days=14),
    Purpose.STEP: timedelta(days=7),
    Purpose.AFTERWARDS: timedelta(days=28),
    Purpose.VIEW: timedelta(days=7),
    Purpose.MISSING: timedelta(days=28),
    Purpose.CONTRIBUTION: timedelta(days=28),
    Purpose.INVITATION: timedelta(days=7),
    Purpose.TOLD: timedelta(days=28),
}
"""How long a link lasts from the day it is given."""


IN_ADDRESS = {
    Purpose.FAMILY_PAGE: "family",
    Purpose.ACTION: "answer",
    Purpose.STEP: "social-care",
    Purpose.AFTERWARDS: "afterwards",
    Purpose.VIEW: "your-view",
    Purpose.MISSING: "what-is-missing",
    Purpose.CONTRIBUTION: "your-contribution",
    Purpose.INVITATION: "invitation",
    Purpose.TOLD: "what-we-decided",
}
"""What stands in a link's address before its secret. Whatever forgets or hides such secrets reads it here."""


class ReadingAge(Word):
    """For whom a page is written."""

    ADULT = "adult", N_("An adult")
    YOUNG_PERSON = "young_person", N_("A young person (about 11 to 17)")
    CHILD = "child", N_("A child (about 5 to 10)")


class LinkState(Word):
    """How a link stands."""

    OPEN = "open", N_("Works")
    DONE = "done", N_("Answered")
    LOCKED = "locked", N_("Locked: too many wrong codes")
    EXPIRED = "expired", N_("Run out")
    REVOKED = "revoked", N_("Ended")
    HELD = (
        "held",
        N_("Does not open: what it rests on has ended, such as the agreement, the plan or their place in the family"),
    )


class AnswerKind(Word):
    """What somebody said by a link."""

    RIGHT = "right", N_("This is right")
    NOT_RIGHT = "not_right", N_("This is not right")
    COMMENT = "comment", N_("A comment")
    SCORES = "scores", N_("New scores")
    ACTION = "action", N_("How an action went")
    FEEDBACK = "feedback", N_("How the help was")
    NOT_HEARD = "not_heard", N_("We were not listened to")
    STILL_WELL = "still_well", N_("Things are still good, or good enough")
    HARDER = "harder", N_("Things are harder than they were")
    HELP_AGAIN = "help_again", N_("We would like help again")
    RATHER_NOT = "rather_not", N_("I would rather not say")


SAID = (AnswerKind.RIGHT, AnswerKind.NOT_RIGHT, AnswerKind.COMMENT)
"""What a family can say to the plan as a whole."""
NOW = (AnswerKind.STILL_WELL, AnswerKind.HARDER, AnswerKind.HELP_AGAIN, AnswerKind.RATHER_NOT)
"""What a family can say after the help has ended, when we ask how things are."""


class LinkFacts(Protocol):
    """What the rules read of a link."""

    expires_at: datetime
    revoked_at: datetime | None
    done_at: datetime | None
    tries: int


def state(link: LinkFacts, now: datetime, *, holds: bool) -> LinkState:
    """How a link stands now; `holds` is whether what it rests on (case, agreement, plan, place in the family) does."""
    if link.revoked_at is not None:
        return LinkState.REVOKED
    if link.done_at is not None:
        return LinkState.DONE
    if now >= link.expires_at:
        return LinkState.EXPIRED
    if not holds:
        return LinkState.HELD
    return LinkState.LOCKED if link.tries >= MOST_TRIES else LinkState.OPEN


def lasts(purpose: Purpose, *, restricted: bool) -> timedelta:
    """How long a new link lasts."""
    return min(LASTS[purpose], RESTRICTED_LASTS) if restricted else LASTS[purpose]


def purpose_at(stage: Stage) -> Purpose:
    """What a link to somebody in the family opens: their page, or how things are now once the help has ended."""
    return Purpose.AFTERWARDS if stage is Stage.CLOSED else Purpose.FAMILY_PAGE


def missing(stage: Stage, agreed: bool, planned: bool) -> Iterator[Sentence]:
    """Why nobody in a family can be given a link, in sentences. After a closing nothing stands in the way but what
    `after_closing` says."""
    if stage is Stage.CLOSED:
        return
    if not agreed:
        yield say(
            N_("The family has not agreed to work together, so their page is shut. Record their agreement first.")
        )
    if not planned:
        yield say(N_("The family has not agreed a plan yet, so there is nothing to show on their page."))


def needs_an_answer(kind: AnswerKind, text: str | None) -> bool:
    """Whether somebody must say what was done about it: whatever the family put in words, or called wrong."""
    return kind is AnswerKind.NOT_RIGHT or (kind in SAID and bool(text))


NOBODY_IS_ASKED = (ClosureReason.CHILD_DIED, ClosureReason.ERROR)
"""A message after these would hurt, or mean nothing."""


def after_closing(reason: ClosureReason | None) -> Iterator[Sentence]:
    """Why nobody is asked how things are after a case has closed."""
    if reason in NOBODY_IS_ASKED:
        yield say(N_("This case closed for a reason after which nobody is asked by a link."))


def speaks_for_itself(kind: AnswerKind, text: str | None, age: ReadingAge | None) -> bool:
    """Whether what somebody said is the whole check-in: a grown-up who has nothing to add and asks for nothing. All
    else is read by whoever leads before anything is recorded."""
    settled = kind in (AnswerKind.STILL_WELL, AnswerKind.RATHER_NOT)
    return settled and not (text or "").strip() and age is ReadingAge.ADULT


FOUND = {
    AnswerKind.STILL_WELL: CheckInResult.SUSTAINED,
    AnswerKind.HARDER: CheckInResult.SLIPPING,
    AnswerKind.HELP_AGAIN: CheckInResult.RE_ENGAGE,
    AnswerKind.RATHER_NOT: CheckInResult.DECLINED,
}
"""What a check-in finds, by what the family said."""
ASKED_BEFORE = timedelta(days=28)
"""How long before its day a check-in can be answered by a link."""


def answer_missing(kind: AnswerKind, text: str | None) -> Iterator[Sentence]:
    """What an answer lacks."""
    if kind is not AnswerKind.RIGHT and not (text or "").strip():
        yield say(N_("Write what you want to say."), "text")


def reading_age(age: int | None, role: FamilyRole) -> ReadingAge:
    """For whom a page is written, by a person's age; a child whose age is not known is read to as a child."""
    if role is not FamilyRole.CHILD and age is None:
        return ReadingAge.ADULT
    if age is None or age < 11:
        return ReadingAge.CHILD
    return ReadingAge.YOUNG_PERSON if age < 18 else ReadingAge.ADULT


YOUNGEST = 5
"""Who is younger is told by those who care for them."""


def respondent(role: FamilyRole | None, age: ReadingAge | None) -> Respondent:
    """As whom somebody in the family scores."""
    if role is FamilyRole.NETWORK:
        return Respondent.NETWORK
    young = role is FamilyRole.CHILD if role else age is not ReadingAge.ADULT
    return Respondent.CHILD if young else Respondent.PARENT
