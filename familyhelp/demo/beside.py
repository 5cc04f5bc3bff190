"""What stands beside others in the last days: a family that social care hands back, partners who are supported."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime, time

from ..casework import leads, steps
from ..models import Case, Practitioner
from ..practice import clock, timescales
from ..practice.legal_bases import Basis
from ..practice.roles import Role
from ..practice.stages import Stage
from ..practice.triage import Level
from .edges import quiet
from .endings import help_under
from .staff import Staff


def _at(day: date) -> AbstractContextManager[None]:
    return clock.at(datetime.combine(day, time(10, 20), clock.LOCAL))


def hand_one_back(today: date, staff: Staff) -> None:
    """Social care took a family over, assessed, and asks early help to take it again: that waits at the front door."""
    liaison = staff.liaison[0]
    led = [one for one in quiet(today, Stage.ACTIVE) if one[0].lead and one[0].lead.role is Role.KEY_WORKER]
    for case, day in led:
        back = timescales.working_days_after(day, 6)
        if back < today and case.lead is not None and _something_to_go_on_with(case):
            _go_up(case, day, case.lead, liaison)
            with _at(back):
                steps.ask_step_down(
                    case,
                    to_level=Level.COMPLEX,
                    reasons="The assessment is finished: both children are safe. Bedtimes and money still need a hand.",
                    risk="Arguments may come back when the benefit changes in spring.",
                    tried="A child and family assessment, with three visits to the home.",
                    family_view="They would like the worker they know, and not to tell it all again.",
                    family_agrees=True,
                    without_agreement_because=None,
                    by=liaison,
                )
            return


def _something_to_go_on_with(case: Case) -> bool:
    return any(action.done_on is None for outcome in case.agreed_outcomes for action in outcome.actions)


def _go_up(case: Case, day: date, lead: Practitioner, liaison: Practitioner) -> None:
    with _at(day):
        steps.ask_step_up(
            case,
            immediate=False,
            reasons="The younger child came to school with a bruise that nobody explains.",
            risk="It may not be safe at the weekends.",
            tried="Visits twice a week, the school’s counsellor.",
            family_view="The parents are worried, and will speak to a social worker.",
            family_agrees=True,
            without_agreement_because=None,
            by=lead,
        )
    with _at(timescales.working_days_after(day, 1)):
        steps.accept_step_up(case, by=liaison, because="A social worker assesses with the family.")
        help_under(case, Basis.SECTION_17, "Social care leads while it assesses.", by=liaison)


def support_partners(today: date, staff: Staff) -> None:
    """A manager names a worker beside each partner who leads but one, of whom a page says that nobody does."""
    found = [*quiet(today, Stage.ACTIVE), *quiet(today, Stage.ASSESSING)]
    led = [(case, day) for case, day in found if case.lead and case.lead.role is Role.LEAD_PROFESSIONAL]
    for case, day in led[:-1] or led:
        with _at(day):
            leads.name_supporter(case, person=staff.workers_of(case.team)[0], by=staff.manager_of(case.team))
