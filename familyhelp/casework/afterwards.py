"""What a family says by a link once the help has ended: how things are now. Where nothing is left to do, that alone is
the check-in; else whoever leads reads it first."""

from __future__ import annotations

from ..extensions import db
from ..models import Answer, Case, CheckIn, Link
from ..practice import clock, links
from ..practice.chronology import EventKind
from ..practice.endings import CheckInHow, already_recorded
from ..practice.links import AnswerKind
from ..practice.words import N_, NotYet, Sentence, say
from .closings import settle


def say_how_things_are(
    case: Case, check_in: CheckIn | None, *, kind: AnswerKind, text: str | None, submission: str, by: Link
) -> Answer:
    """Somebody in the family answers a check-in by their link; None where none is asked for any more. Raises NotYet."""
    if check_in is None:
        raise NotYet(say(N_("We know already how things are. You can still write to us under “Say how the help was”.")))
    lacking = _missing(case, check_in, kind, by)
    if lacking:
        raise NotYet(*lacking)
    settled = links.speaks_for_itself(kind, text, by.reading_age)
    said = Answer(
        link_id=by.id,
        case_id=case.id,
        plan_id=case.plan.id if case.plan else None,
        who=by.recipient,
        kind=kind,
        text=text,
        waits=not settled,
        submission=submission,
        given_at=clock.now(),
    )
    db.session.add(said)
    check_in.answer = said
    if settled:
        found = links.FOUND[kind]
        settle(case, check_in, made_on=clock.today(), result=found, how=CheckInHow.LINK, what_was_said=None, by=None)
    case.record(
        EventKind.FAMILY_SAID_AFTERWARDS, by=None, because=text, who=by.recipient, months=check_in.months, answer=kind
    )
    return said


def _missing(case: Case, check_in: CheckIn, kind: AnswerKind, by: Link) -> list[Sentence]:
    if case.closing is None or check_in not in case.closing.check_ins or by.case_id != case.id:
        raise ValueError("a check-in of another case")
    if check_in.result is not None:
        return [already_recorded()]
    if check_in.answer is not None:
        return [say(N_("Somebody in your family has told us already. Thank you."))]
    return [] if kind in links.NOW else [say(N_("Choose how things are."), "kind")]
