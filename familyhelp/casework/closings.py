"""Closing a case, checking in with the family afterwards, and opening a new episode where it wants one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ..models import Case, CheckIn, Closing, Practitioner, Team
from ..practice import clock, endings, timescales
from ..practice.chronology import EventKind
from ..practice.domains import Respondent
from ..practice.endings import CheckInHow, CheckInResult, ClosureReason, Ended, Ending, Said
from ..practice.outcomes import Result
from ..practice.roles import Part
from ..practice.stages import Move
from ..practice.timescales import Unit
from ..practice.triage import Level
from ..practice.words import N_, NotYet, say
from . import cases, leads, legal_bases
from .reviews import keep_scores


def close(
    case: Case,
    *,
    reason: ClosureReason,
    summary: str,
    family_feedback: str | None,
    sustaining_plan: str | None,
    who_was_told: str,
    results: Mapping[int, Result],
    final_scores: Mapping[int, int],
    check_ins: Sequence[int],
    check_ins_declined: bool,
    by: Practitioner,
) -> Closing:
    """Close a case. `results` and `final_scores` (0 to 10) go by the number of the agreed outcome, `check_ins` are
    months after today. Whoever leads holds the family until its last check-in."""
    said = Said(
        reason,
        summary,
        family_feedback,
        sustaining_plan,
        who_was_told,
        results,
        final_scores,
        check_ins,
        check_ins_declined,
    )
    return end_case(case, Move.CLOSE, said, written_by=by, by=by)


def end_case(case: Case, move: Move, said: Said, *, written_by: Practitioner, by: Practitioner) -> Closing:
    """End a case as somebody wrote it: `by` says so, who is another person where a closing was approved."""
    today = clock.today()
    closing, ending = as_it_would_end(case, said, written_by)
    case.move(move, ending=ending)
    case.closed_on, case.closing_due_on = today, None
    case.contact_owed_since = case.agreement_owed_since = case.sharing_ends_on = None
    case.closing = closing
    _say_how_they_ended(case, ending.results, by)
    for part in case.leads:
        if part.part is Part.CONTRIBUTOR and part.ends_on is None:
            part.ends_on = today
    legal_bases.end_all(case)
    leads.let_go(case)
    case.record(EventKind.CLOSED, by=by, reason=said.reason)
    return closing


def as_it_would_end(case: Case, said: Said, written_by: Practitioner) -> tuple[Closing, Ending]:
    """The closing of a case if it closed today, and its ending, for the rules to read. It is in no session: a refusal
    leaves nothing behind."""
    closing = Closing(
        closed_on=clock.today(),
        reason=said.reason,
        summary=said.summary,
        family_feedback=said.family_feedback,
        sustaining_plan=said.sustaining_plan,
        who_was_told=said.who_was_told,
        check_ins_declined=said.check_ins_declined,
        recorded_by_id=written_by.id,
        recorded_at=clock.now(),
        check_ins=_chosen(said.check_ins, clock.today()),
    )
    results, scores = said.results, said.final_scores
    ended = [Ended(o.number, results.get(o.number), scores.get(o.number)) for o in case.agreed_outcomes]
    return closing, Ending(closing, ended)


def _chosen(check_ins: Sequence[int], today: date) -> list[CheckIn]:
    return [
        CheckIn(months=months, due_on=timescales.count_on(today, months, Unit.MONTHS))
        for months in sorted(set(check_ins))
    ]


def _say_how_they_ended(case: Case, ended: Sequence[Ended], by: Practitioner) -> None:
    for outcome, end in zip(case.agreed_outcomes, ended, strict=True):
        outcome.result = end.result
    last = [(e.number, Respondent.PRACTITIONER, e.final_score) for e in ended if e.final_score is not None]
    keep_scores(case, last, clock.today(), by=by)


def check_in(
    case: Case,
    check_in: CheckIn,
    *,
    made_on: date,
    result: CheckInResult,
    what_was_said: str | None,
    by: Practitioner,
    how: CheckInHow | None = None,
) -> None:
    """Record one check-in: when and how it was made, what it found and what the family said. A family that wants to
    work with us again stays with whoever led until a new episode is open."""
    case.move(Move.CHECK_IN)
    closing = case.closing
    if closing is None or check_in not in closing.check_ins:
        raise NotYet(say(N_("The family did not choose this check-in.")))
    lacking = list(
        endings.check_in_missing(check_in, closed_on=closing.closed_on, made_on=made_on, today=clock.today())
    )
    if lacking:
        raise NotYet(*lacking)
    settle(case, check_in, made_on=made_on, result=result, how=how, what_was_said=what_was_said, by=by)
    _attend(check_in, by)
    case.record(EventKind.CHECKED_IN, by=by, months=check_in.months, result=result)


def settle(
    case: Case,
    check_in: CheckIn,
    *,
    made_on: date,
    result: CheckInResult,
    how: CheckInHow | None,
    what_was_said: str | None,
    by: Practitioner | None,
) -> None:
    """Put on the record what a check-in found; the deed that it belongs to tells of it. `by` is nobody where the family
    said it by a link."""
    check_in.result = result
    check_in.made_on = made_on
    check_in.how = how
    check_in.what_was_said = what_was_said
    check_in.recorded_by_id = by.id if by else None
    check_in.recorded_at = clock.now()
    leads.let_go(case)


def _attend(check_in: CheckIn, by: Practitioner) -> None:
    """What the family said by a link before is answered by the check-in itself: nobody types it twice."""
    said = check_in.answer
    if said is not None and said.seen_at is None:
        said.seen_at, said.seen_by_id = check_in.recorded_at, by.id
        said.done_about = check_in.what_was_said or str(check_in.result.label if check_in.result else "")


def re_engage(case: Case, *, team: Team, why: str, by: Practitioner) -> Case:
    """Open a new episode for a family that wants to work with us again; the old one stays as it is, linked."""
    case.move(Move.RE_ENGAGE)
    if not why.strip():
        raise NotYet(say(N_("Say why the family comes back: the next worker starts from there."), "why"))
    # Whoever leads next says what the level is now; nobody is stepped up by coming back.
    level = Level.COMPLEX if case.level is Level.ACUTE else case.level
    new = cases.open_case(case.family, team=team, level=level, why=why, by=by, earlier=case)
    case.record(EventKind.RE_ENGAGED, by=by, because=why, case=new.code)
    return new
