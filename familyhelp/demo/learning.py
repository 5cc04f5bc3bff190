"""What the invented families say about the help, what some complain of, and what the council learns from it. Its
chance is its own, so that families stay as they are."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from ..casework import complaints, feedback, links, themes
from ..casework.answers import attend
from ..casework.themes import Written
from ..extensions import db
from ..models import Case, Complaint, Event, Feedback, Link, Member, Practitioner
from ..practice import clock, timescales
from ..practice.chronology import Subject
from ..practice.complaints import About, ComplaintKind, Finding, SaidBy
from ..practice.feedback import FeedbackHow, Question, Said
from ..practice.links import ReadingAge
from ..practice.people import FamilyRole
from ..practice.roles import Role
from ..practice.themes import SourceKind
from ..practice.timescales import Unit
from .staff import Staff

WELL = (
    "You came when you said you would.",
    "Nobody told us off. Mornings are calm now.",
    "It was good that one person knew all of it.",
    "",
    "",
    "",
)
ILL = (
    "We said it three times before somebody wrote it down.",
    "Ask the children, not only us.",
    "Two visits were called off on the day.",
)
SCALE = (Said.YES, Said.YES, Said.YES, Said.MOSTLY, Said.MOSTLY, Said.NOT_REALLY, Said.NO)


def listen_and_learn(seed: int, today: date, staff: Staff) -> None:
    """Let families say how the help was, some complain and one praise, workers tell their managers, managers learn."""
    chance = random.Random(f"learning {seed}")
    for case, last in _cases():
        if chance.random() < 0.6:
            _tell(chance, case, clock.local_day(last), today)
    _by_link(today)
    led = [case for case, _ in _cases() if case.lead and case.lead.role is Role.KEY_WORKER]
    if led:
        _complain(led[0], staff.manager_of(led[0].team), today)
        _workers(led[0], staff, today)
    _learn(staff, today)


def _at(day: date, hour: int = 15) -> datetime:
    return datetime.combine(day, time(hour), clock.LOCAL)


def _cases() -> list[tuple[Case, datetime]]:
    """The cases with an agreed plan, each with when something happened last."""
    last = sa.select(sa.func.max(Event.at)).where(Event.subject == Subject.CASE, Event.subject_id == Case.id)
    query = sa.select(Case, last.scalar_subquery()).where(Case.plan_agreed_on.is_not(None), Case.lead_id.is_not(None))
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(Case.id))]


def _tell(chance: random.Random, case: Case, last: date, today: date) -> None:
    day = last + timedelta(days=chance.randrange(1, 20))
    people = [m for m in case.family.members if m.role is not FamilyRole.CHILD or (m.person.age_on(day) or 0) >= 6]
    if day >= today or not people or case.lead is None:
        return
    member = chance.choice(people)
    answers = {q: chance.choice(SCALE) for q in Question if chance.random() < 0.9} or {Question.HEARD: Said.YES}
    poor = Said.NO in answers.values()
    with clock.at(_at(day)):
        told = feedback.record(
            case,
            member=member if chance.random() < 0.7 else None,
            respondent=feedback.respondent_of(member),
            how=chance.choice((FeedbackHow.PAPER, FeedbackHow.MEETING)),
            given_on=day,
            answers=answers,
            differently=chance.choice(ILL if poor else WELL),
            by=case.lead,
        )
        if told.answer.waits and day < today - timedelta(days=7):
            # Long ago: somebody has answered it since.
            done = "We talked about it, and agreed how to do it from now on."
            attend(case, told.answer, done_about=done, by=case.lead)


def _by_link(today: date) -> None:
    """A parent says on their own page that nobody listened; it waits for the lead."""
    for case, last in _cases():
        member = next((m for m in case.family.members if m.role is FamilyRole.PARENT), None)
        if case.closed_on or not case.agreement_in_force or member is None or case.lead is None or case.plan is None:
            continue
        if clock.local_day(last) < today - timedelta(days=2) and not case.family.restricted:
            with clock.at(_at(today - timedelta(days=1))):
                given = links.give_link(case, member=member, reading_age=ReadingAge.ADULT, by=case.lead)
                db.session.flush()
                _say(case, member, given.link)
            return


def _say(case: Case, member: Member, link: Link) -> None:
    plan = case.plan
    if plan is not None:
        feedback.give(
            case,
            plan,
            answers={Question.HEARD: Said.NO, Question.BETTER: Said.MOSTLY},
            differently=ILL[0],
            respondent=feedback.respondent_of(member),
            submission="invented-feedback-by-link-00001",
            by=link,
        )


def _complain(case: Case, manager: Practitioner, today: date) -> None:
    """One praises, one complained and was answered in time, one waits."""
    came = today - timedelta(days=40)
    while not timescales.is_working_day(came):
        came -= timedelta(days=1)
    with clock.at(_at(came, 10)):
        one = _receive(case, manager, ComplaintKind.COMPLAINT, About.WORKER, ILL[2])
    with clock.at(_at(timescales.count_on(came, 2, Unit.WORKING_DAYS))):
        complaints.acknowledge(one, on=clock.today(), by=manager)
    with clock.at(_at(timescales.count_on(came, 9, Unit.WORKING_DAYS))):
        complaints.answer(
            one,
            found=Finding.PARTLY,
            because="Two visits were called off on the day itself. The third was not.",
            told="We are sorry. From now on somebody rings the day before, and gives a new day at once.",
            told_on=clock.today(),
            lesson="A visit that is called off on the day costs more trust than it costs time.",
            by=manager,
        )
    with clock.at(_at(today - timedelta(days=4), 11)):
        _receive(case, manager, ComplaintKind.COMPLIMENT, About.HELP, WELL[1])
        _receive(None, manager, ComplaintKind.COMPLAINT, About.WAITING, "It took six weeks before anybody rang.")


def _receive(case: Case | None, manager: Practitioner, kind: ComplaintKind, about: About, text: str) -> Complaint:
    return complaints.receive(
        kind=kind,
        received_on=clock.today(),
        said_by=SaidBy.FAMILY,
        name=None,
        about=about,
        text=text,
        case=case,
        concerns=case.lead if case and about is About.WORKER else None,
        handler=manager,
        by=manager,
    )


def _workers(case: Case, staff: Staff, today: date) -> None:
    with clock.at(_at(today - timedelta(days=9), 16)):
        if case.lead is not None:
            feedback.tell_managers(
                case, works=Said.MOSTLY, text="There is no room in which to meet in the evening.", by=case.lead
            )
        feedback.tell_managers(
            None, works=Said.YES, text="One list for everybody saves me a day a week.", by=staff.leads[0]
        )


def _learn(staff: Staff, today: date) -> None:
    """Two themes: one of them families can read."""
    told = db.session.scalars(sa.select(Feedback).order_by(Feedback.id.desc()).limit(1)).first()
    manager, other = staff.managers[0], staff.managers[1]
    with clock.at(_at(today - timedelta(days=1), 17)):
        first = themes.make(
            Written(
                title="Call off a visit the day before",
                seen="Visits are called off on the day. Families wait at the window, and trust goes.",
                good="A call the day before, with a new day at once.",
                change="The rota names who rings when a worker is ill.",
                owner=manager,
                due_on=today + timedelta(days=30),
            ),
            kind=SourceKind.PRACTICE,
            reference=None,
            found=True,
            by=manager,
        )
        themes.publish(
            first,
            heard="You told us that visits were called off on the day, and that you waited for nothing.",
            changed="Now somebody rings you the day before, and gives you a new day at once.",
            by=manager,
        )
        themes.make(
            Written(
                title="Write it down the first time",
                seen="Families say the same thing again and again before it is in the plan.",
                good="What a family says is in the plan on the same day, in its own words.",
                change="The last five minutes of each visit are for writing together.",
                owner=other,
                due_on=today + timedelta(days=60),
            ),
            kind=SourceKind.FEEDBACK if told else SourceKind.PRACTICE,
            reference=told.code if told else None,
            found=True,
            by=other,
        )
