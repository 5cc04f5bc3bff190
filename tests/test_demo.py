"""The demo: the same seed makes the same families, through the same deeds, and it never touches what is there."""

import pytest
import sqlalchemy as sa

from familyhelp.casework.check import Check
from familyhelp.demo import NotEmpty, fill
from familyhelp.extensions import db
from familyhelp.models import (
    AdvocacyOffer,
    AssessmentShare,
    Case,
    Complaint,
    Contact,
    CostAssumption,
    Dataset,
    Disagreement,
    EdgeOfCare,
    Event,
    Feedback,
    GroupSupervision,
    Lead,
    LegalBasis,
    OutcomeTelling,
    Person,
    SelfEvaluation,
    Step,
    SupervisedCase,
    Trajectory,
    Voice,
)
from familyhelp.practice.assessing import Advocacy, FamilyAnswer, Heard
from familyhelp.practice.legal_bases import Basis
from familyhelp.practice.stages import Direction, Stage
from familyhelp.practice.steps import StepState
from familyhelp.practice.timescales import Unit, count_on
from familyhelp.practice.triage import ContactState


def story(session):
    return session.execute(
        sa.select(Event.subject, Event.number, Event.kind, Event.at, Event.digest).order_by(Event.id)
    ).all()


def something_of_everything_that_is_said_and_learned(session):
    """Complaints of each kind, one answered in time, and enough feedback."""
    kinds = session.execute(sa.select(Complaint.kind, Complaint.told_on.is_not(None))).all()
    assert {(kind.value, told) for kind, told in kinds} == {
        ("complaint", True),
        ("complaint", False),
        ("compliment", False),
    }
    answered = session.scalars(sa.select(Complaint).where(Complaint.told_on.is_not(None))).one()
    assert answered.acknowledged_on <= count_on(answered.received_on, 3, Unit.WORKING_DAYS)
    assert answered.told_on <= count_on(answered.received_on, 10, Unit.WORKING_DAYS)
    assert session.scalar(sa.select(sa.func.count(Feedback.id))) > 10


@pytest.mark.once
def test_the_same_seed_makes_the_same_data(session, database_uri):
    from tests.conftest import empty_tables

    fill(seed=7, families=25)
    first = story(session)
    session.remove()
    empty_tables(database_uri)
    fill(seed=7, families=25)
    assert story(session) == first
    assert len(first) > 300


@pytest.mark.once
def test_the_demo_has_families_at_every_stage_and_a_queue(session):
    fill(seed=1)
    stages = {stage for (stage,) in session.execute(sa.select(Case.stage).distinct())}
    assert stages >= set(Stage) - {Stage.STATUTORY}
    waiting = session.scalar(sa.select(sa.func.count()).where(Contact.state == ContactState.WAITING))
    assert 3 <= waiting <= 15
    assert session.scalar(sa.select(sa.func.count()).where(Case.earlier_case_id.is_not(None))) > 0
    assert session.scalar(sa.select(sa.func.count(Step.id))) > 0
    assert Heard.NOT_YET in set(session.scalars(sa.select(Voice.heard))) != {Heard.NOT_YET}, "heard, and not yet heard"
    assert set(session.scalars(sa.select(AdvocacyOffer.answer))) == set(Advocacy)
    assert set(session.scalars(sa.select(AssessmentShare.answer))) >= {FamilyAnswer.AGREES, None}
    assert session.scalar(sa.select(sa.func.count()).where(Person.communication.is_not(None))) > 0
    assert session.scalar(sa.select(sa.func.count(Disagreement.id)).where(Disagreement.ended_at.is_(None))) == 1
    assert session.scalar(sa.select(sa.func.count(EdgeOfCare.id))) == 3
    assert session.scalar(sa.select(sa.func.count()).where(OutcomeTelling.read_at.is_not(None))) == 1
    assert session.scalar(sa.select(sa.func.count(LegalBasis.id)).where(LegalBasis.basis == Basis.SECTION_17)) > 5
    waits = (Step.direction == Direction.DOWN, Step.state == StepState.PENDING)
    assert session.scalar(sa.select(sa.func.count(Step.id)).where(*waits)) == 1, "in the front door's one queue"
    led = sa.select(Lead.case_id).where(Lead.ends_on.is_(None), Lead.supports)
    assert len(session.scalars(led).all()) > 0
    assert list(Check().faults()) == [], "and all of it holds"
    finished = set(session.scalars(sa.select(SelfEvaluation.finished_at.is_not(None))))
    assert finished == {True, False}, "one self-evaluation is finished and one is open"
    assert session.scalar(sa.select(sa.func.count(SupervisedCase.id))) > 5
    assert session.scalar(sa.select(sa.func.count(GroupSupervision.id))) > 0
    brought = set(session.scalars(sa.select(Dataset.publication)))
    assert {"own_placed_outside", "own_placement_weekly_cost", "revenue_outturn"} <= brought
    assert "no study stands behind" in session.scalars(sa.select(CostAssumption.source)).one()
    assert set(session.scalars(sa.select(Trajectory.measure))) == {"outcomes_met", "decided_in_time"}
    something_of_everything_that_is_said_and_learned(session)


def test_the_chronology_of_the_demo_is_whole(session):
    fill(seed=3, families=15)
    previous = {}
    for event in session.scalars(sa.select(Event).order_by(Event.subject, Event.subject_id, Event.number)):
        key = (event.subject, event.subject_id)
        assert event.previous == previous.get(key, "")
        assert event.digest == event.recomputed()
        previous[key] = event.digest


def test_the_demo_never_touches_a_database_that_holds_anything(session, cast):
    before = session.scalar(sa.select(sa.func.count()).select_from(Case))
    with pytest.raises(NotEmpty):
        fill()
    assert session.scalar(sa.select(sa.func.count()).select_from(Case)) == before


def test_the_command_says_so_in_a_sentence(app, cast):
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "holds something already" in result.output
    assert app.test_cli_runner().invoke(args=["demo", "--if-empty"]).exit_code == 0
    db.session.rollback()
