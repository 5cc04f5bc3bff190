"""Feedback: the questions to a family as it reads them, the same as a worker types them, and what a worker says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice import feedback as rules
from ..practice.domains import Respondent
from ..practice.feedback import FeedbackHow, Said
from .base import Choice, DateField, Form, Needed, NotLater, Select, Text


def feedback_form(respondent: Respondent) -> type[Form]:
    """What a child or a grown-up in the family is asked. Everything may be left out."""
    return type("FeedbackForm", (Form,), _questions(lambda asked: asked.to(respondent)))


def recording_form() -> type[Form]:
    """What a worker types of a paper that came back, or writes down in a meeting."""
    about: dict[str, Any] = {
        "how": Choice(
            _("How did it reach you?"), FeedbackHow, Needed(_("Choose how it reached you.")), only=rules.RECORDED_HOW
        ),
        "who": Select(_("Who says it?"), Needed(_("Choose who says it."))),
        "given_on": DateField(
            _("When did they say it?"),
            [Needed(_("Enter the day.")), NotLater(clock.today)],
            default=clock.today,
        ),
    }
    return type("RecordingForm", (Form,), about | _questions(lambda asked: asked.to_adults))


def _questions(words: Callable[[rules.Asked], str]) -> dict[str, Any]:
    asked = {q.question.value: Choice(gettext(words(q)), Said) for q in rules.VERSIONS[rules.NEWEST]}
    return asked | {"differently": Text(gettext(rules.DIFFERENTLY), rows=4, most=5_000)}


def answers_in(form: Form) -> dict[rules.Question, Said]:
    """What was answered, by question."""
    found = {asked.question: form[asked.question.value].data for asked in rules.VERSIONS[rules.NEWEST]}
    return {question: said for question, said in found.items() if said is not None}


class TellManagersForm(Form):
    """What a worker tells the managers."""

    works = Choice(_("Does our way of helping work?"), Said)
    text = Text(
        _("What helps, and what gets in the way?"),
        hint=_("Managers read this, nobody else. What a family needs to know belongs on its record."),
        most=5_000,
    )
