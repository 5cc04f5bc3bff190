"""What happens around steps and endings: disagreements, and more of the kind. Made through the deeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from familyhelp.casework import closing_requests, disagreements, edge_of_care, legal_bases, panels, steps
from familyhelp.extensions import db
from familyhelp.models import Case, Disagreement
from familyhelp.practice import clock
from familyhelp.practice import panels as panels_asked
from familyhelp.practice.disagreements import Settled, Side
from familyhelp.practice.edge_of_care import Look, Support
from familyhelp.practice.endings import ClosureReason, Said
from familyhelp.practice.legal_bases import Basis
from familyhelp.practice.outcomes import Result
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.cast import Cast


def on(stage: Stage, tail: str, *more: Callable[[Case, Cast], object]) -> Callable[[Cast], str]:
    """The address of a page of a new case at a stage, after some more of its story."""

    def where(cast: Cast) -> str:
        case = stories.a_case(cast, stage)
        for happen in more:
            happen(case, cast)
        db.session.commit()
        return f"/cases/{write_code(case.code)}{tail}"

    return where


def step_page(tail: str) -> Callable[[Cast], str]:
    """The address of a page of a step-up that waits for social care."""

    def where(cast: Cast) -> str:
        case = stories.a_case(cast, Stage.ACTIVE)
        step = stories.ask_up(case, cast.kamal)
        db.session.commit()
        return f"/cases/{write_code(case.code)}/steps/{write_code(step.code)}{tail}"

    return where


def before_panel(tail: str, *, met: bool = False) -> Callable[[Cast], str]:
    """The address of a page of a step-up that goes before a panel, which met today or has no day yet. From then on this
    authority has a panel, until a test begins anew."""

    def where(cast: Cast) -> str:
        panels_asked.ask_for("both")
        case = stories.a_case(cast, Stage.ACTIVE)
        step = stories.ask_up(case, cast.kamal)
        db.session.flush()
        if met:
            panels.set_panel(case, step, meets_on=clock.today(), by=cast.lionel)
        db.session.commit()
        return f"/cases/{write_code(case.code)}/steps/{write_code(step.code)}{tail}"

    return where


def decline_up(case: Case, cast: Cast) -> None:
    """A step-up is asked for and declined."""
    stories.ask_up(case, cast.kamal)
    steps.decline_step(case, because="The plan is working.", by=cast.lionel)


def disagree(case: Case, who: object, **more: object) -> Disagreement:
    """Somebody disagrees with social care about a family."""
    said = {
        "about": "The step-up was declined, and Poppy is not safer.",
        "side": Side.SOCIAL_CARE,
        "other_side": "Lionel Achebe, social care",
        "our_view": "The risk has grown since the new partner moved in.",
        "other_view": "The plan works, and the risk is held.",
        "urgent": False,
        "by": who,
    }
    return disagreements.raise_disagreement(case, **(said | more))


def talk(case: Case, found: Disagreement, result: Settled, **more: object) -> None:
    """What came of a stage is recorded."""
    said = {
        "talked_on": clock.today(),
        "who_talked": "Kamal and Lionel",
        "decided": "We look at the school\u2019s report together.",
        "result": result,
        "learned": None if result is Settled.NOT_AGREED else "Ring before declining.",
        "read_version": found.version,
        "by": found.holder,
    }
    disagreements.record_talk(case, found, **(said | more))


def help_under(case: Case, basis: Basis, who: object, **more: object) -> None:
    """The children are helped on a legal basis from today."""
    said = {
        "children": [m.person for m in case.family.members if m.role is FamilyRole.CHILD],
        "starts_on": clock.today(),
        "because": "The assessment says so.",
        "by": who,
    }
    legal_bases.set_basis(case, basis=basis, **(said | more))


def put_on_edge(case: Case, cast: Cast) -> None:
    """The family is on the edge-of-care register, to be looked at in four weeks."""
    edge_of_care.flag(
        case,
        reason="Rosa says that she cannot keep Poppy at home.",
        review_on=clock.today() + timedelta(days=28),
        by=cast.kamal,
    )


def package(case: Case, cast: Cast, pence: int = 125_050, kind: Support = Support.NETWORK) -> None:
    """Something is put in."""
    edge_of_care.put_in(
        case,
        kind=kind,
        what="Grandma has Poppy from Friday to Sunday.",
        starts_on=clock.today(),
        cost_pence=pence if kind is Support.NETWORK else None,
        by=cast.kamal,
    )


def look_at_edge(case: Case, cast: Cast, **more: object) -> None:
    """The panel decides."""
    said = {
        "look": Look.PANEL,
        "held_on": clock.today(),
        "decided": "A family meeting first.",
        "review_on": clock.today() + timedelta(days=42),
        "by": cast.mabel,
    }
    edge_of_care.look_again(case, **(said | more))


def ask_to_close(case: Case, who: object, **more: object) -> None:
    """The manager is asked to close the case; the outcomes were met."""
    said = {
        "reason": ClosureReason.MET,
        "summary": "Mornings work now.",
        "family_feedback": "It helped.",
        "sustaining_plan": "Ring Grandma first.",
        "who_was_told": "School and GP.",
        "results": {o.number: Result.MET for o in case.agreed_outcomes},
        "final_scores": {o.number: 8 for o in case.agreed_outcomes},
        "check_ins": [3, 6],
        "check_ins_declined": False,
    }
    closing_requests.ask_closing(case, Said(**(said | more)), by=who)


def kamal_asks_to_close(case: Case, cast: Cast) -> None:
    """Kamal asks."""
    ask_to_close(case, cast.kamal)


def disagreement_page(tail: str, stages: int = 0, **more: object) -> Callable[[Cast], str]:
    """The address of a page of an open disagreement, after so many stages that did not settle it."""

    def where(cast: Cast) -> str:
        case = stories.a_case(cast, Stage.ACTIVE)
        decline_up(case, cast)
        found = disagree(case, cast.kamal, step=case.steps[-1], **more)
        for _ in range(stages):
            talk(case, found, Settled.NOT_AGREED, holder=cast.mabel)
        db.session.commit()
        return f"/cases/{write_code(case.code)}/disagreements/{write_code(found.code)}{tail}"

    return where
