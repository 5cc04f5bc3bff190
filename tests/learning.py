"""What families and workers say, and what is learned from it, made through the deeds."""

from __future__ import annotations

from typing import Any

from familyhelp.casework import feedback as feedback_deeds
from familyhelp.extensions import db
from familyhelp.models import Case, Feedback
from familyhelp.practice import clock
from familyhelp.practice.feedback import FeedbackHow, Question, Said
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
