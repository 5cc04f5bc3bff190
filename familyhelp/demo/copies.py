"""What the demo's families are given of their plan: copies, pages of their own, and what they say there."""

from __future__ import annotations

from ..casework import answers, copies, links
from ..models import Case, Member, Practitioner
from ..practice import clock
from ..practice.copies import CopyFormat, CopyHow
from ..practice.links import AnswerKind, ReadingAge
from ..practice.people import FamilyRole
from .lives import Life

SAYS = (
    (AnswerKind.RIGHT, None),
    (AnswerKind.COMMENT, "Can we meet after school next time? I am at work until three."),
    (AnswerKind.NOT_RIGHT, "It says every day. We said school days."),
)


def give(life: Life, case: Case, lead: Practitioner) -> None:
    """A copy for a parent, and for some a page of their own, which they open and answer."""
    parent = next((m for m in case.family.members if m.role is FamilyRole.PARENT and m.ends_on is None), None)
    plan = case.plan
    if parent is None or plan is None or life.chance.random() < 0.5:
        return
    with life.now():
        how = life.chance.choice((CopyHow.HANDED, CopyHow.READ_TOGETHER, CopyHow.POSTED))
        form = life.chance.choice(list(CopyFormat))
        copies.give_copy(case, plan, member=parent, format=form, how=how, given_on=clock.today(), by=lead)
    if life.chance.random() < 0.3:
        _page(life, case, parent, lead)


def _page(life: Life, case: Case, parent: Member, lead: Practitioner) -> None:
    with life.now():
        link = links.give_link(case, member=parent, reading_age=ReadingAge.ADULT, by=lead).link
    life.later(1, 3)
    with life.now():
        links.open_link(link, visit=f"{link.code}-first-visit", by=link)
        if case.plan is None or life.chance.random() < 0.3:
            return
        kind, text = life.chance.choice(SAYS)
        said = answers.say_about_plan(case, case.plan, kind=kind, text=text, submission=f"{link.code}-said", by=link)
    if said.waits:
        life.later(1, 4)
        with life.now():
            answers.attend(case, said, done_about="I rang, and we put it right together.", by=lead)
