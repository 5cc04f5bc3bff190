"""Whatever happens around steps and endings, at every moment somebody holds the family and everything that waits, until
a day: generated histories over the deeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import hypothesis
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from familyhelp.casework import closing_requests, disagreements, edge_of_care, leads, steps
from familyhelp.casework.check_rules import RULES
from familyhelp.extensions import db
from familyhelp.models import Case, Closing, Disagreement, LegalBasis, Step
from familyhelp.practice import clock, timescales
from familyhelp.practice.disagreements import Settled, Side, possible
from familyhelp.practice.legal_bases import Basis
from familyhelp.practice.stages import Stage
from familyhelp.practice.steps import StepState
from familyhelp.practice.words import NotYet
from tests import stories, stories_steps
from tests.cast import Cast
from tests.conftest import MONDAY

Deed = Callable[[Case, Cast], object]


def _open(case: Case) -> Disagreement:
    query = sa.select(Disagreement).where(Disagreement.case_id == case.id, Disagreement.ended_at.is_(None))
    found = db.session.scalars(query.order_by(Disagreement.id)).first()
    if found is None:
        raise NotYet
    return found


def _raised(side: Side, urgent: bool) -> Deed:
    def deed(case: Case, cast: Cast) -> None:
        about = next((s for s in reversed(case.steps) if s.state is StepState.DECLINED), None)
        by = case.lead or cast.mabel
        stories_steps.disagree(case, by, side=side, urgent=urgent, step=about if side is Side.SOCIAL_CARE else None)

    return deed


def _talked(result: Settled, holder: str) -> Deed:
    def deed(case: Case, cast: Cast) -> None:
        found = _open(case)
        said = result if result in possible(found.stage) else Settled.DECIDED
        stories_steps.talk(case, found, said, holder=getattr(cast, holder) if said is Settled.NOT_AGREED else None)

    return deed


def _handed_on(holder: str) -> Deed:
    def deed(case: Case, cast: Cast) -> None:
        found = _open(case)
        to = getattr(cast, holder)
        disagreements.hand_on(case, found, holder=to, because="Leave.", read_version=found.version, by=cast.mabel)

    return deed


def _asked_up(immediate: bool) -> Deed:
    def deed(case: Case, cast: Cast) -> None:
        steps.ask_step_up(
            case,
            immediate=immediate,
            reasons="The risk has grown.",
            risk="A new partner.",
            tried=None,
            family_view="Rosa is worried.",
            family_agrees=True,
            without_agreement_because=None,
            by=case.lead,
        )

    return deed


def _basis(basis: Basis, overseer: str | None) -> Deed:
    return lambda case, cast: stories_steps.help_under(
        case, basis, cast.mabel, overseer=getattr(cast, overseer) if overseer else None
    )


def _led_by(who: str) -> Deed:
    return lambda case, cast: leads.change_lead(
        case, lead=getattr(cast, who), by=cast.mabel, because="Leave.", handover="Ring Rosa first."
    )


DEEDS: dict[str, Deed] = {
    "ask up": _asked_up(False),
    "ask up at once": _asked_up(True),
    "ask down": lambda case, cast: stories.ask_down(case, cast.lionel),
    "recall": lambda case, cast: steps.recall_step(case, because="Not now.", by=case.lead),
    "decline": lambda case, cast: steps.decline_step(case, because="Not now.", by=cast.lionel),
    "accept up": lambda case, cast: steps.accept_step_up(case, by=cast.lionel),
    "accept down": lambda case, cast: steps.accept_step_down(case, lead=cast.kamal, by=cast.mabel),
    "disagree with social care": _raised(Side.SOCIAL_CARE, False),
    "disagree with a partner": _raised(Side.PARTNER, True),
    "talk and agree": _talked(Settled.AGREED, "mabel"),
    "talk and go on": _talked(Settled.NOT_AGREED, "mabel"),
    "hand on": _handed_on("lionel"),
    "a partner leads": _led_by("lena"),
    "a key worker leads": _led_by("kamal"),
    "early help": _basis(Basis.EARLY_HELP, None),
    "section 17": _basis(Basis.SECTION_17, None),
    "section 17, overseen": _basis(Basis.SECTION_17, "lionel"),
    "on the register": lambda case, cast: stories_steps.put_on_edge(case, cast),
    "off the register": lambda case, cast: edge_of_care.take_off(case, because="Calm.", by=cast.mabel),
    "ask to close": lambda case, cast: stories_steps.ask_to_close(case, case.lead or cast.mabel),
    "send the closing back": lambda case, cast: closing_requests.send_back_closing(case, because="x", by=cast.mabel),
    "approve the closing": lambda case, cast: closing_requests.approve_closing(case, by=cast.mabel),
    "close": lambda case, cast: stories.close(case, case.lead or cast.mabel),
}


def held(case: Case) -> None:
    """Everything that is open has one accountable holder and a next day, and the record breaks no rule."""
    db.session.flush()
    db.session.refresh(case)
    open_case = case.closed_on is None
    if open_case:
        assert case.lead is not None and case.lead.is_active
        assert case.next_due_on is not None
    due = timescales.next_deadline(case)
    assert (case.next_due, case.next_due_on) == ((due.due, due.on) if due else (None, None))
    waiting = db.session.scalars(sa.select(Step).where(Step.case_id == case.id, Step.state == StepState.PENDING)).all()
    assert len(waiting) <= 1 and (open_case or not waiting)
    assert all(step.due_on for step in waiting)
    for found in db.session.scalars(sa.select(Disagreement).where(Disagreement.ended_at.is_(None))):
        assert found.holder is not None and found.due_on is not None and open_case
    alone = sa.select(LegalBasis).where(LegalBasis.ends_on.is_(None), LegalBasis.basis == Basis.SECTION_17)
    for period in db.session.scalars(alone):
        assert period.overseer or (case.lead and case.lead.is_social_worker)
    for rule in RULES:
        broken = db.session.execute(rule.broken_by).all()
        assert not broken, rule.fault


@pytest.mark.parametrize("stage", [Stage.ACTIVE, Stage.STATUTORY])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 2)), max_size=14))
def test_whatever_happens_somebody_holds_it_until_a_day(session, cast, stage, happened):
    case = _case_at(stage)
    moment, done = MONDAY, 0
    for name, days in happened:
        moment += timedelta(days=days)
        with clock.at(moment):
            before = (case.stage, case.lead_id, case.next_due_on, case.version)
            try:
                DEEDS[name](case, cast)
                done += 1
            except NotYet:
                changed = [one for one in db.session.dirty if db.session.is_modified(one)]
                assert not db.session.new and not changed, f"a refused “{name}” left something behind"
                assert (case.stage, case.lead_id, case.next_due_on, case.version) == before
            held(case)
    hypothesis.event(f"{done} of {len(happened)} deeds done")
    db.session.rollback()


def _case_at(stage: Stage) -> Case:
    """The case of this stage, as it was before the history began."""
    return db.session.scalars(sa.select(Case).where(Case.stage == stage)).one()


@pytest.fixture(autouse=True)
def _two_cases(cast):
    stories.a_case(cast, Stage.ACTIVE)
    stories.a_case(cast, Stage.STATUTORY, family=stories.a_family("Birch"))
    assert not db.session.scalar(sa.select(sa.func.count(Closing.id)))
