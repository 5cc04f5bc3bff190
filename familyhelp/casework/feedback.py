"""Feedback: what families say about the help, by their own hand or recorded for them; what workers tell managers.
Nothing that was said is overwritten: saying it again is said anew."""

from __future__ import annotations

from datetime import date

from ..extensions import db
from ..models import Answer, Case, Feedback, FeedbackRow, Link, Member, Plan, Practitioner, WorkerView
from ..practice import clock
from ..practice import feedback as rules
from ..practice.chronology import EventKind
from ..practice.domains import Respondent
from ..practice.feedback import Answers, FeedbackHow, Said
from ..practice.links import reading_age, respondent
from ..practice.words import N_, NotYet, say


def give(
    case: Case,
    plan: Plan | None,
    *,
    answers: Answers,
    differently: str | None,
    respondent: Respondent,
    submission: str,
    by: Link,
) -> Feedback:
    """Somebody in the family tells us by their link how the help was."""
    lacking = list(rules.missing(answers, differently))
    if lacking:
        raise NotYet(*lacking)
    said = _answer(case, answers, differently, by.recipient)
    said.link_id, said.plan_id, said.submission = by.id, plan.id if plan else None, submission
    found = _keep(said, answers, respondent, how=FeedbackHow.LINK, given_on=clock.today(), person_id=by.person_id)
    case.record(EventKind.FEEDBACK_GIVEN, by=None, who=by.recipient, code=found.code)
    return found


def record(
    case: Case,
    *,
    member: Member | None,
    respondent: Respondent,
    how: FeedbackHow,
    given_on: date,
    answers: Answers,
    differently: str | None,
    by: Practitioner,
) -> Feedback:
    """Record what somebody said on paper or in a meeting: a `member` of the family, or nobody who said their name
    (then `respondent` says whether it was a child, a parent or somebody of the network). Raises NotYet."""
    lacking = list(rules.missing_day(given_on, case.opened_on, clock.today()))
    lacking += rules.missing(answers, differently)
    if how not in rules.RECORDED_HOW or respondent not in rules.RESPONDENTS:
        lacking.append(say(N_("Choose how it reached you.")))
    if member is not None and member.family_id != case.family_id:
        lacking.append(say(N_("Choose somebody who is in the family."), "who"))
    if lacking:
        raise NotYet(*lacking)
    said = _answer(case, answers, differently, member.person.name if member else respondent.label)
    person_id = member.person_id if member else None
    found = _keep(said, answers, respondent, how=how, given_on=given_on, person_id=person_id, by=by)
    case.record(EventKind.FEEDBACK_RECORDED, by=by, respondent=respondent, how=how, code=found.code)
    return found


def respondent_of(member: Member) -> Respondent:
    """As whom somebody in the family answers."""
    return respondent(member.role, reading_age(member.person.age_on(clock.today()), member.role))


def _answer(case: Case, answers: Answers, differently: str | None, who: str) -> Answer:
    return Answer(
        case_id=case.id,
        who=who,
        kind=rules.kind(answers),
        text=(differently or "").strip() or None,
        waits=rules.needs_an_answer(answers, differently),
        given_at=clock.now(),
    )


def _keep(
    said: Answer,
    answers: Answers,
    respondent: Respondent,
    *,
    how: FeedbackHow,
    given_on: date,
    person_id: int | None,
    by: Practitioner | None = None,
) -> Feedback:
    found = Feedback(
        case_id=said.case_id,
        answer=said,
        version=rules.NEWEST,
        respondent=respondent,
        person_id=person_id,
        how=how,
        given_on=given_on,
        recorded_by_id=by.id if by else None,
        rows=[FeedbackRow(question=question, said=value) for question, value in sorted(answers.items())],
    )
    db.session.add(found)
    db.session.flush()
    return found


def tell_managers(case: Case | None, *, works: Said | None, text: str | None, by: Practitioner) -> WorkerView:
    """A worker tells the managers how the offer works, or how it works for one family. Raises NotYet."""
    if works is None and not (text or "").strip():
        raise NotYet(say(N_("Choose an answer, or write something.")))
    view = WorkerView(
        case_id=case.id if case else None,
        given_by_id=by.id,
        works=works,
        text=(text or "").strip() or None,
        given_at=clock.now(),
    )
    db.session.add(view)
    by.record(EventKind.MANAGERS_TOLD, by=by)
    return view
