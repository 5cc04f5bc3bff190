"""How the stories of the invented families go on: steps up and down, endings, and check-ins."""

from __future__ import annotations

from ..casework import closings, legal_bases, steps
from ..models import Case, Practitioner
from ..practice import clock, timescales
from ..practice.domains import Respondent
from ..practice.endings import CheckInResult, ClosureReason
from ..practice.legal_bases import Basis
from ..practice.outcomes import Result
from ..practice.people import FamilyRole
from ..practice.roles import Role
from ..practice.triage import Level
from . import words
from .lives import Life, review_all


def step_up(life: Life, case: Case, lead: Practitioner, parent: str) -> bool:
    """A step-up, declined or accepted, and perhaps a step-down later; whether the story ends with it."""
    life.later(10, 40)
    liaison = life.staff.liaison[0]
    with life.now():
        steps.ask_step_up(
            case,
            immediate=life.chance.random() < 0.3,
            reasons="The arguments at home are now every night.",
            risk="The youngest was in the room.",
            tried="Weekly visits, a safety plan, the specialist worker.",
            family_view=f"{parent} is frightened and relieved.",
            family_agrees=True,
            without_agreement_because=None,
            by=lead,
        )
    life.later(0, 2)
    with life.now():
        if life.chance.random() < 0.3:
            steps.decline_step(case, because="The plan is working; add the specialist worker weekly.", by=liaison)
            return False
        steps.accept_step_up(case, by=liaison, because="A social worker will visit tomorrow.")
        help_under(case, Basis.SECTION_17, "Statutory social care leads now.", by=liaison)
    life.later(40, 90)
    manager = life.staff.manager_of(case.team)
    with life.now():
        steps.ask_step_down(
            case,
            to_level=Level.COMPLEX,
            reasons="Safer for two months; the plan still has work in it.",
            risk=None,
            tried=None,
            family_view="They would like Karim back.",
            family_agrees=True,
            without_agreement_because=None,
            by=liaison,
        )
    life.later(0, 2)
    with life.now():
        help_under(case, Basis.EARLY_HELP, "Safer for two months.", by=liaison)
        back = lead if lead.role is Role.KEY_WORKER else life.staff.workers_of(case.team)[0]
        steps.accept_step_down(
            case,
            lead=back,
            by=manager,
            because="Known to the family.",
            handover_on=timescales.working_days_after(clock.today(), 3),
        )
    better = review_all(life, case, back)
    close(life, case, back, better)
    return True


def help_under(case: Case, basis: Basis, because: str, *, by: Practitioner) -> None:
    """The family’s children are helped on another legal basis from today."""
    children = [m.person for m in case.family.members if m.role is FamilyRole.CHILD]
    legal_bases.set_basis(case, children=children, basis=basis, starts_on=clock.today(), because=because, by=by)


def closer(life: Life, case: Case, lead: Practitioner) -> Practitioner:
    """Who closes: the key worker who leads, or the manager for a partner."""
    return lead if lead.role is Role.KEY_WORKER else life.staff.manager_of(case.team)


def end(case: Case, reason: ClosureReason, summary: str, *, by: Practitioner) -> None:
    """Close without a plan having been made."""
    closings.close(
        case,
        reason=reason,
        summary=summary,
        family_feedback=None,
        sustaining_plan=None,
        who_was_told="The referrer and the school.",
        results={},
        final_scores={},
        check_ins=[],
        check_ins_declined=True,
        by=by,
    )


def close(life: Life, case: Case, lead: Practitioner, better: bool) -> None:
    """The episode ends: results, feedback, the sustaining plan, and the check-ins the family chose."""
    life.later(3, 15)
    met = [Result.MET, Result.MET, Result.PARTLY] if better else [Result.PARTLY, Result.NOT_MET]
    results = {o.number: life.chance.choice(met) for o in case.agreed_outcomes}
    all_met = all(result is Result.MET for result in results.values())
    months = life.chance.choice(([3, 6, 12], [3, 6, 12], [6], []))
    newest = {s.outcome_number: s.value for s in case.scores if s.respondent is Respondent.PRACTITIONER}
    with life.now():
        closings.close(
            case,
            reason=ClosureReason.MET if all_met else ClosureReason.PARTLY_MET,
            summary="The family did what it set out to do, with a hand in the hard weeks.",
            family_feedback=life.chance.choice(words.FEEDBACK),
            sustaining_plan=words.SUSTAINING,
            who_was_told="The family, school and the GP.",
            results=results,
            final_scores={n: v for n, v in newest.items() if n in results},
            check_ins=months,
            check_ins_declined=not months,
            by=closer(life, case, lead),
        )
    check_in_all(life, case, lead)


def check_in_all(life: Life, case: Case, lead: Practitioner) -> None:
    """The check-ins the family chose, on time or late, until one of them asks for help again."""
    while case.next_check_in is not None:
        check_in = case.next_check_in
        life.day = max(life.day, check_in.due_on)
        life.later(0, 8)
        result = life.chance.choices(
            [CheckInResult.SUSTAINED, CheckInResult.SLIPPING, CheckInResult.NOT_REACHED, CheckInResult.RE_ENGAGE],
            weights=[60, 15, 17, 8],
        )[0]
        with life.now():
            closings.check_in(
                case,
                check_in,
                made_on=clock.today(),
                result=result,
                what_was_said="A short call." if result is not CheckInResult.NOT_REACHED else None,
                by=lead if lead.role is not Role.LIAISON else life.staff.manager_of(case.team),
            )
        if result is CheckInResult.RE_ENGAGE:
            life.later(0, 2)
            with life.now():
                life.again = closings.re_engage(
                    case,
                    team=case.team,
                    why="Mornings slipped again after the move.",
                    by=life.staff.manager_of(case.team),
                )
            return
