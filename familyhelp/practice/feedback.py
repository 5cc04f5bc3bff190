"""Feedback: what families are asked about the help, in plain words, and when what they say needs an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .domains import Respondent
from .links import AnswerKind
from .words import N_, Sentence, Word, say

RESPONDENTS = (Respondent.CHILD, Respondent.PARENT, Respondent.NETWORK)
"""Whose feedback is asked for."""


class FeedbackHow(Word):
    """How feedback reached us."""

    LINK = "by_link", N_("By link")
    PAPER = "on_paper", N_("On paper")
    MEETING = "in_the_meeting", N_("In the meeting")


RECORDED_HOW = (FeedbackHow.PAPER, FeedbackHow.MEETING)
"""What a worker records for somebody."""


class Said(Word):
    """The scale of words, the same for every question."""

    YES = "yes", N_("Yes")
    MOSTLY = "mostly", N_("Mostly")
    NOT_REALLY = "not_really", N_("Not really")
    NO = "no", N_("No")


GOOD = (Said.YES, Said.MOSTLY)
"""What counts as a good answer, in a share."""
POOR = (Said.NOT_REALLY, Said.NO)


class Question(Word):
    """What is asked. The label is its short name in lists and figures."""

    HEARD = "heard", N_("We were listened to")
    OURS = "ours", N_("The plan was ours")
    BETTER = "better", N_("Things are better")
    AGAIN = "again", N_("We would ask for help again")


@dataclass(frozen=True)
class Asked:
    """One question as it is put to grown-ups and to children."""

    question: Question
    to_adults: str
    to_children: str

    def to(self, respondent: Respondent) -> str:
        """The words for this kind of respondent."""
        return self.to_children if respondent is Respondent.CHILD else self.to_adults


VERSIONS: Mapping[int, Sequence[Asked]] = {
    1: (
        Asked(
            Question.HEARD, N_("Did the people who help you listen to you?"), N_("Did the people who help you listen?")
        ),
        Asked(Question.OURS, N_("Was the plan your own plan?"), N_("Did you help to make the plan?")),
        Asked(Question.BETTER, N_("Are things better now?"), N_("Is it better at home now?")),
        Asked(
            Question.AGAIN,
            N_("Would you ask us for help again?"),
            N_("Would you talk to us again if you were worried?"),
        ),
    ),
}
"""What was asked, by version. A version that somebody answered never changes: other words are a new version."""
NEWEST = max(VERSIONS)
DIFFERENTLY = N_("What should we do differently?")

Answers = Mapping[Question, Said]


def missing(answers: Answers, differently: str | None, version: int = NEWEST) -> Iterator[Sentence]:
    """What feedback lacks: at least one answer or some words, and nothing that was not asked."""
    if not answers and not (differently or "").strip():
        yield say(N_("Answer at least one question, or write something."))
    if answers.keys() - {asked.question for asked in VERSIONS[version]}:
        yield say(N_("Answer only what was asked."))


def missing_day(given_on: date, opened_on: date, today: date) -> Iterator[Sentence]:
    """What is wrong with the day on which feedback was given."""
    if given_on > today:
        yield say(N_("This date cannot be in the future."), "given_on")
    elif given_on < opened_on:
        yield say(N_("This is before the work with the family began."), "given_on")


def not_heard(answers: Answers) -> bool:
    """Whether somebody says that they were not listened to."""
    return answers.get(Question.HEARD) in POOR


def needs_an_answer(answers: Answers, differently: str | None) -> bool:
    """Whether somebody must say what was done about it: not listened to, any plain no, or words."""
    return not_heard(answers) or Said.NO in answers.values() or bool((differently or "").strip())


def kind(answers: Answers) -> AnswerKind:
    """What feedback says first of all."""
    return AnswerKind.NOT_HEARD if not_heard(answers) else AnswerKind.FEEDBACK
