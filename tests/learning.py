"""What families and workers say, and what is learned from it, made through the deeds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from familyhelp.casework import complaints as complaint_deeds
from familyhelp.casework import feedback as feedback_deeds
from familyhelp.casework import themes as theme_deeds
from familyhelp.casework.themes import Written
from familyhelp.extensions import db
from familyhelp.models import Case, Complaint, Feedback, Theme
from familyhelp.practice import clock
from familyhelp.practice.complaints import About, ComplaintKind, Finding, SaidBy
from familyhelp.practice.feedback import FeedbackHow, Question, Said
from familyhelp.practice.references import write_code
from familyhelp.practice.themes import SourceKind
from tests.by_link import member
from tests.cast import Cast

NOT_HEARD = {Question.HEARD: Said.NO, Question.BETTER: Said.MOSTLY}


def feedback(case: Case, cast: Cast, who: str = "Rosa", **more: Any) -> Feedback:
    """Rosa says in a meeting that nobody listened to her; committed."""
    rosa = member(case, who)
    said: dict[str, Any] = {
        "member": rosa,
        "respondent": feedback_deeds.respondent_of(rosa),
        "how": FeedbackHow.MEETING,
        "given_on": clock.today(),
        "answers": NOT_HEARD,
        "differently": "Ask me first.",
        "by": cast.kamal,
    }
    found = feedback_deeds.record(case, **(said | more))
    db.session.commit()
    return found


def workers_say(case: Case, cast: Cast, text: str = "We lose a day a week to travel.") -> None:
    """Kamal tells the managers, about a family and about the offer; committed."""
    for about in (case, None):
        feedback_deeds.tell_managers(about, works=Said.MOSTLY, text=text, by=cast.kamal)
    db.session.commit()


def complaint(cast: Cast, **more: Any) -> Complaint:
    """Rosa complains of Kamal, and Mabel handles it; committed."""
    said: dict[str, Any] = {
        "kind": ComplaintKind.COMPLAINT,
        "received_on": clock.today(),
        "said_by": SaidBy.FAMILY,
        "name": "Rosa Ashdown",
        "about": About.WORKER,
        "text": "He did not come when he said.",
        "case": None,
        "concerns": cast.kamal,
        "handler": cast.mabel,
        "by": cast.mabel,
    }
    found = complaint_deeds.receive(**(said | more))
    db.session.commit()
    return found


def answered(one: Complaint, cast: Cast, text: str = "Two visits were missed.") -> Complaint:
    """It is acknowledged and answered; committed."""
    complaint_deeds.acknowledge(one, on=one.received_on, by=cast.mabel)
    return answered_only(one, cast, text)


def answered_only(one: Complaint, cast: Cast, text: str = "Two visits were missed.") -> Complaint:
    """It is answered; committed."""
    complaint_deeds.answer(
        one,
        found=Finding.PARTLY,
        because=text,
        told="We are sorry, and a visit that is called off is called off by phone.",
        told_on=clock.today(),
        lesson="Call off by phone, the day before.",
        by=cast.mabel,
    )
    db.session.commit()
    return one


def at_complaint(tail: str = "", **more: Any) -> Callable[[Cast], str]:
    """The address of a page of a new complaint."""
    return lambda cast: f"/complaints/{write_code(complaint(cast, **more).code)}{tail}"


def weeks_ago(weeks: int) -> Any:
    """The day that many weeks before today."""
    return clock.today() - timedelta(weeks=weeks)


def theme(cast: Cast, kind: SourceKind = SourceKind.PRACTICE, reference: str | None = None, **more: Any) -> Theme:
    """Mabel makes a theme; committed."""
    said: dict[str, Any] = {
        "title": "Ring before a visit is called off",
        "seen": "Visits are called off on the day, and the family waits at the window.",
        "good": "A call the day before, and a new day at once.",
        "change": "The rota has a line for who rings.",
        "owner": cast.mabel,
        "due_on": clock.today() + timedelta(days=42),
    }
    made = theme_deeds.make(Written(**(said | more)), kind=kind, reference=reference, found=True, by=cast.mabel)
    db.session.commit()
    return made


def published(one: Theme, cast: Cast, heard: str = "You waited, and nobody came.") -> Theme:
    """It is published; committed."""
    theme_deeds.publish(one, heard=heard, changed="Now somebody rings the day before.", by=cast.mabel)
    db.session.commit()
    return one


def at_theme(tail: str = "", *, shown: bool = False) -> Callable[[Cast], str]:
    """The address of a page of a new theme."""

    def where(cast: Cast) -> str:
        one = theme(cast)
        if shown:
            published(one, cast)
        return f"/themes/{write_code(one.code)}{tail}"

    return where
