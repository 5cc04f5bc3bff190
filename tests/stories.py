"""Families on their way: a case at any stage, made through the deeds, so that its chronology is true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

from familyhelp.casework import (
    agreements,
    assessments,
    cases,
    closings,
    contacts,
    family_meetings,
    leads,
    meetings,
    plans,
    reviews,
    steps,
    supervision,
)
from familyhelp.casework.contacts import NewPerson
from familyhelp.casework.meetings import Guest
from familyhelp.extensions import db
from familyhelp.models import (
    Case,
    Contact,
    Family,
    FamilyMeeting,
    Member,
    Person,
    Review,
    Step,
    Supervision,
    TeamMeeting,
)
from familyhelp.practice import clock, names
from familyhelp.practice.domains import Headline, Respondent
from familyhelp.practice.endings import ClosureReason
from familyhelp.practice.outcomes import AgreedHow, OwnerKind, Result, ReviewDecision
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.triage import ContactOutcome, Level, Source, Urgency
from tests.cast import Cast


def a_person(forename: str = "Poppy", surname: str = "Ashdown", born: date | None = date(2017, 5, 4)) -> Person:
    """A person, added to the session."""
    person = Person(forename=forename, surname=surname, birth_date=born, created_at=clock.now())
    db.session.add(person)
    return person


def a_family(name: str = "Ashdown", *, restricted: bool = False) -> Family:
    """A mother and two children."""
    family = Family(name=f"{name} family", name_key=names.fold(name), restricted=restricted, created_at=clock.now())
    db.session.add(family)
    people = [
        (a_person("Rosa", name, date(1989, 2, 11)), FamilyRole.PARENT),
        (a_person("Poppy", name), FamilyRole.CHILD),
        (a_person("Jude", name, date(2020, 9, 30)), FamilyRole.CHILD),
    ]
    family.members = [Member(person=p, role=role, starts_on=clock.today()) for p, role in people]
    db.session.flush()
    return family


def a_case(
    cast: Cast,
    stage: Stage = Stage.ALLOCATING,
    *,
    family: Family | None = None,
    lead: object = None,
    team: object = None,
    agreed: bool = True,
) -> Case:
    """A case of the north team at `stage`, led by Kamal unless another lead is given; committed."""
    who = lead or cast.kamal
    case = cases.open_case(
        family or a_family(),
        team=team or cast.north,
        level=Level.COMPLEX,
        why="Mornings are hard and school is missed.",
        by=cast.flora,
    )
    if stage is not Stage.ALLOCATING:
        leads.allocate(case, lead=who, by=cast.mabel)
        if agreed:
            agree(case, who)
        if stage is not Stage.ASSESSING:
            _further(cast, case, stage, who)
    db.session.commit()
    return case


def agree(case: Case, who: object) -> None:
    """The family says yes."""
    agreements.record_agreement(
        case, agreed_by="Rosa Ashdown", agreed_on=clock.today(), how=AgreedHow.IN_PERSON, by=who
    )


def _further(cast: Cast, case: Case, stage: Stage, who: object) -> None:
    assess(case, who)
    if stage is Stage.PLANNING:
        return
    plan(case, who)
    if stage is Stage.STATUTORY:
        ask_up(case, who)
        steps.accept_step_up(case, by=cast.lionel)
    elif stage is Stage.CLOSED:
        close(case, who)


def assess(case: Case, who: object) -> None:
    """One part of the assessment, completed."""
    one_part(case, who)
    assessments.complete_assessment(case, by=who, because="The children were at school; they are seen on Friday.")


def one_part(case: Case, who: object) -> None:
    """One part of the assessment."""
    assessments.write_part(
        case,
        Headline.EDUCATION,
        working_well="Poppy loves her teacher.",
        worries="Two days missed each week.",
        needs_to_happen="Mornings that work.",
        score=4,
        read_version=0,
        by=who,
    )


def write_plan(case: Case, who: object, count: int = 2) -> None:
    """A plan in writing with `count` outcomes, each with one action."""
    plans.start_plan(case, by=who)
    for number in range(1, count + 1):
        outcome = plans.write_outcome(
            case,
            None,
            words=f"We want mornings without shouting ({number}).",
            headline=Headline.EDUCATION,
            how_we_know="On time four days of five.",
            start_score=3,
            goal_score=7,
            read_version=0,
            by=who,
        )
        plans.write_action(
            case,
            outcome,
            None,
            what="Pack bags the evening before.",
            owner_kind=OwnerKind.FAMILY,
            owner_name="Rosa",
            due_on=clock.today() + timedelta(days=14),
            read_version=0,
            by=who,
        )


def plan(case: Case, who: object, count: int = 2) -> None:
    """A plan, agreed by the family."""
    write_plan(case, who, count)
    plans.agree_plan(case, agreed_by="Rosa Ashdown", agreed_on=clock.today(), how=AgreedHow.IN_PERSON, by=who)


def review(case: Case, who: object, **more: object) -> Review:
    """A review today, with a score for every agreed outcome."""
    said = {
        "held_on": clock.today(),
        "attended": "Rosa and Poppy",
        "apologies": None,
        "progress": "Four mornings of five.",
        "family_view": "It is calmer now.",
        "decision": ReviewDecision.CONTINUE,
        "next_review_on": clock.today() + timedelta(weeks=6),
        "scores": [(o.number, Respondent.PRACTITIONER, 5) for o in case.agreed_outcomes],
        "by": who,
    }
    return reviews.review(case, **(said | more))


def arrange(case: Case, who: object, **more: object) -> TeamMeeting:
    """A meeting of the team in ten days, to which Grandma is invited."""
    said = {
        "meets_on": clock.today() + timedelta(days=10),
        "meets_at": time(15, 30),
        "place": "Marsh Lane Primary School",
        "agenda": "Mornings.",
        "guests": [Guest("Grandma Lil")],
        "link": "https://help.example.org/meeting",
        "by": who,
    }
    return meetings.arrange_meeting(case, **(said | more))


def ask_family(case: Case, who: object) -> FamilyMeeting:
    """The family is offered a meeting of its own."""
    return family_meetings.offer_family_meeting(
        case, offered_on=clock.today(), offered_to="Rosa", note="With her sisters.", by=who
    )


def family_meets(case: Case, who: object) -> FamilyMeeting:
    """The family makes a plan of its own, with two outcomes that it wants."""
    meeting = ask_family(case, who)
    family_meetings.hold_family_meeting(
        case,
        meeting,
        held_on=clock.today(),
        answered_by="Rosa and her sisters",
        plan_text="Lil has the children on Fridays.",
        wishes=[("We want quiet Fridays.", Headline.RELATIONSHIPS), ("We want the rent paid.", Headline.MONEY)],
        note=None,
        by=who,
    )
    return meeting


def ask_up(case: Case, who: object, *, immediate: bool = False) -> Step:
    """A step-up is asked for."""
    return steps.ask_step_up(
        case,
        immediate=immediate,
        reasons="The risk has grown.",
        risk="A new partner.",
        tried="Visits every week.",
        family_view="Rosa is worried.",
        family_agrees=True,
        without_agreement_because=None,
        by=who,
    )


def ask_down(case: Case, who: object) -> None:
    """A step-down is asked for."""
    steps.ask_step_down(
        case,
        to_level=Level.COMPLEX,
        reasons="Things are safer.",
        risk=None,
        tried=None,
        family_view="Rosa wants this.",
        family_agrees=True,
        without_agreement_because=None,
        by=who,
    )


def close(case: Case, who: object) -> None:
    """The outcomes were met, and the family chose all three check-ins."""
    closings.close(
        case,
        reason=ClosureReason.MET,
        summary="Mornings work now.",
        family_feedback="It helped.",
        sustaining_plan="Ring Grandma first.",
        who_was_told="School and GP.",
        results={o.number: Result.MET for o in case.agreed_outcomes},
        final_scores={o.number: 8 for o in case.agreed_outcomes},
        check_ins=[3, 6, 12],
        check_ins_declined=False,
        by=who,
    )


CHILD = NewPerson("Poppy", "Ashdown", FamilyRole.CHILD, birth_date=date(2017, 5, 4))
MOTHER = NewPerson("Rosa", "Ashdown", FamilyRole.PARENT, birth_date=date(1989, 2, 11))


def a_request(cast: Cast, **more: object) -> Contact:
    """A request for help from the school about Rosa and Poppy, as it was received now unless `more` says otherwise."""
    said = {
        "source": Source.SCHOOL,
        "agency": cast.school,
        "referrer_name": "Ms Hale",
        "referrer_email": "hale@example.org",
        "referrer_phone": None,
        "received_at": clock.now(),
        "needs": "Poppy misses two mornings a week.",
        "tried": "A breakfast club.",
        "strengths": "Poppy loves her teacher.",
        "family_view": "Rosa would like help.",
        "family_knows": True,
        "urgency": Urgency.ROUTINE,
        "risk": None,
        "address": "12 Marsh Lane, Saltmere",
        "postcode": "ZZ99 3VZ",
        "people": [MOTHER, CHILD],
        "by": cast.flora,
    }
    return contacts.receive(**(said | more))


def decide(
    cast: Cast,
    contact: Contact,
    outcome: ContactOutcome = ContactOutcome.TARGETED,
    level: Level = Level.COMPLEX,
    **more: object,
) -> Case | None:
    """Flora decides a request: targeted help by the north team, unless `more` says otherwise."""
    said = {
        "level": level,
        "outcome": outcome,
        "rationale": "Two services are needed.",
        "referrer_told": "A key worker will be in touch.",
        "team": cast.north,
        "read_version": contact.version,
        "by": cast.flora,
    }
    return contacts.decide(contact, **(said | more))


# Supervision ------------------------------------------------------------------------------------------------


def a_supervision(cast: Cast, *, finished: bool = True, discuss: bool = True, **private: str) -> Supervision:
    """Mabel supervises Kamal, or goes on with what she began: one of his two families is discussed; committed."""
    cases = [a_case(cast, Stage.ACTIVE, family=a_family(name)) for name in ("Ashdown", "Birch")]
    begun = db.session.query(Supervision).filter_by(supervisor=cast.mabel, finished_at=None).first()
    held = begun or supervision.begin(cast.kamal, held_on=clock.today(), by=cast.mabel)
    if discuss:
        supervision.discuss(held, cases[0], decision="Go on, and see Jude alone.", restricted=False, by=cast.mabel)
    if private:
        said = {"wellbeing": "", "development": ""} | private
        supervision.write_private_words(held, **said, read_version=held.version, by=cast.mabel)
    if finished:
        supervision.finish(held, held=2, by=cast.mabel)
    db.session.commit()
    return held


def in_supervision(tail: str, **private: str) -> Callable[[Cast], str]:
    """The address of a page of a supervision that is not finished."""
    said = {"wellbeing": "Tired."} | private
    return lambda cast: f"/supervision/{write_code(a_supervision(cast, finished=False, **said).code)}{tail}"


def worker_to_supervise(cast: Cast) -> str:
    """The address where Mabel begins a supervision with Kamal."""
    a_case(cast, Stage.ACTIVE)
    return f"/supervision/begin/{write_code(cast.kamal.code)}"


def family_to_discuss(cast: Cast) -> str:
    """The address of a family that waits in a supervision."""
    held = a_supervision(cast, finished=False, discuss=False)
    case = db.session.query(Case).order_by(Case.id.desc()).first()
    return f"/supervision/{write_code(held.code)}/families/{write_code(case.code)}"
