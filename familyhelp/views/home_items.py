"""The lines of a home page: whose record, what to do there, why, by when, and the one link that does it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext

from ..models import Case, Contact, FollowUp, Leave, Practitioner, Step
from ..policy import Act, may
from ..practice import clock
from ..practice.chronology import Subject
from ..practice.references import write_code
from ..practice.stages import Direction, Move, Stage
from ..practice.steps import is_late
from ..practice.timescales import DUE, Due
from ..practice.triage import Urgency
from ..queries import home as queries
from .guards import Door, me
from .language import day
from .next_steps import link_due, link_for, pages


@dataclass(frozen=True)
class Item:
    """One line: whose record, what to do there and why, by when."""

    name: str
    href: str | None
    code: str
    what: str
    do: str | None = None
    due_on: date | None = None
    state: str = ""
    """`late`, `soon`, `harm` or nothing."""
    why: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    """One list of the home page."""

    title: str
    items: Sequence[Item]
    empty: str
    more: str | None = None
    """Where the whole list is, if the page has one."""
    full: bool = False
    """Whether there is more than is shown."""


def section(title: str, rows: Iterable[Item], empty: str, more: str | None = None) -> Section:
    """A list of at most ten lines; the eleventh only tells that there are more."""
    items = list(rows)
    return Section(title, items[: queries.TOP], empty, more, len(items) > queries.TOP)


def endpoint(act: Act, subject: Subject | None = None) -> str | None:
    """The page of an act that needs nothing but its subject, or None where it is not built. Worked out once."""
    known: dict[Any, str] = current_app.extensions.setdefault("familyhelp_first_pages", {})
    if not known:
        for rule in current_app.url_map.iter_rules():
            door: Door | None = getattr(current_app.view_functions[rule.endpoint], "door", None)
            wanted = {door.subject.value} if door and door.subject else set()
            if door and door.act and rule.arguments == wanted and "GET" in (rule.methods or ()):
                known.setdefault((door.act, door.subject), rule.endpoint)
    return known.get((act, subject))


def page_for(act: Act, **arguments: Any) -> str | None:
    """Where the reader finds the page of an act that is about no record; None where they may not or it is not built."""
    found = endpoint(act)
    return url_for(found, **arguments) if found and may(me(), act) else None


# Cases ------------------------------------------------------------------------------------------------------


def state_of(case: Case, today: date) -> str:
    """How a case stands today: late, due (`soon`), or neither."""
    if case.late_after is not None and today > case.late_after:
        return "late"
    return "soon" if case.next_due_on is not None and today >= case.next_due_on else ""


def _move(case: Case) -> Move | None:
    """The move that does what is due for a case."""
    if case.next_due is Due.STEP_ANSWER:
        return Move.ACCEPT_STEP_DOWN if case.stage is Stage.STATUTORY else Move.ACCEPT_STEP_UP
    return DUE[case.next_due].move if case.next_due else None


def case_item(case: Case, today: date, months: int | None = None) -> Item:
    """A case: what is due next and why; `months` names its next check-in where it is closed."""
    clocked = DUE[case.next_due] if case.next_due else None
    move = _move(case)
    do = link_due(case.next_due, move, case, months) if case.next_due else None
    return Item(
        name=case.family.name,
        href=case_page(case),
        code=case.code,
        what=gettext(clocked.due.label) if clocked else gettext(case.stage.label),
        do=do,
        due_on=case.next_due_on,
        state=state_of(case, today),
        why=gettext(clocked.why) if clocked else "",
        note=leader_of(case),
    )


def leader_of(case: Case) -> str:
    """Who leads a case, where that is not the reader."""
    if case.lead is None:
        return str(gettext("%(team)s, nobody leads yet", team=case.team.name))
    if not case.lead.is_active:
        return str(gettext("%(lead)s led it, whose account is suspended", lead=case.lead.name))
    return "" if case.lead_id == me().id else str(gettext("%(lead)s leads", lead=case.lead.name))


def case_page(case: Case) -> str | None:
    """Where a case is."""
    found = pages().get(Act.SEE_CASE)
    return url_for(found, case=write_code(case.code)) if found else None


def mine(viewer: Practitioner) -> Sequence[Section]:
    """What is due for the families in which the reader has a part; and a list for each person they cover for."""
    today = clock.today()
    found = queries.own_cases(viewer, today)
    own = section(
        gettext("What is due for your families"),
        (case_item(one.case, today, one.months) for one in found if one.own),
        gettext("No family is with you at the moment."),
        page_for(Act.LIST_CASES),
    )
    return (own, *(_covered(leave, found, today) for leave in viewer.covers))


def _covered(leave: Leave, found: Sequence[queries.Near], today: date) -> Section:
    theirs = [one for one in found if not one.own and one.case.lead_id == leave.worker_id]
    return section(
        covering(leave),
        (case_item(one.case, today, one.months) for one in theirs),
        gettext("Nothing is due for their families."),
        page_for(Act.LIST_CASES, whose="covered"),
    )


def covering(leave: Leave) -> str:
    """For whom somebody covers, and until when."""
    return str(gettext("Covering for %(who)s until %(last)s", who=leave.worker.name, last=day(leave.ends_on)))


def covering_links(viewer: Practitioner) -> Sequence[tuple[str, str]]:
    """Where the families are for which the reader covers, where their home page has no list of them."""
    return [(covering(leave), url_for("cases.case_list", whose="covered")) for leave in viewer.covers]


MOST_SAID = 120
"""Characters of what somebody is asked that a line shows."""


def asked(viewer: Practitioner) -> Sequence[Section]:
    """What notes ask of the reader, as a list of its own; no list where nothing is asked."""
    today = clock.today()
    found = section(
        gettext("What you are asked to follow up"),
        (_asked(one, case, today) for one, case in queries.asked_of(viewer)),
        "",
    )
    return (found,) if found.items else ()


def _asked(one: FollowUp, case: Case, today: date) -> Item:
    state = "late" if today > one.due_on else ("soon" if today == one.due_on else "")
    return Item(
        name=case.family.name,
        href=case_page(case),
        code=case.code,
        what=gettext("Answer"),
        do=url_for(
            "notes.answer",
            case=write_code(case.code),
            note=write_code(one.note.code),
            follow_up=write_code(one.code),
        ),
        due_on=one.due_on,
        state=state,
        why=one.what if len(one.what) <= MOST_SAID else f"{one.what[:MOST_SAID]}…",
        note=gettext("Asked by %(who)s", who=one.asked_by.name),
    )


def _step(step: Step, case: Case) -> Item:
    move = Move.ACCEPT_STEP_UP if step.direction is Direction.UP else Move.ACCEPT_STEP_DOWN
    return Item(
        name=case.family.name,
        href=case_page(case),
        code=case.code,
        what=gettext("Answer the step"),
        do=link_for(move, case),
        due_on=step.due_on,
        state="late" if is_late(step, clock.now()) else ("harm" if step.immediate else ""),
        why=gettext(DUE[Due.STEP_IMMEDIATE if step.immediate else Due.STEP_ANSWER].why),
        note=gettext("Asked for by %(who)s", who=step.asked_by.name),
    )


def steps(viewer: Practitioner, direction: Direction, title: str, empty: str) -> Section:
    """The steps that wait for the reader’s answer."""
    return section(title, (_step(step, case) for step, case in queries.waiting_steps(viewer, direction)), empty)


# Requests for help ------------------------------------------------------------------------------------------


def _contact(contact: Contact, act: Act, what: str, why: str, state: str, note: str) -> Item:
    doing, seeing = endpoint(act, Subject.CONTACT), endpoint(Act.SEE_CONTACT, Subject.CONTACT)
    code = write_code(contact.code)
    return Item(
        name=gettext("Request %(code)s", code=code),
        href=url_for(seeing, contact=code) if seeing else None,
        code="",
        what=what,
        do=url_for(doing, contact=code) if doing and may(me(), act) else None,
        due_on=contact.due_on if contact.decided_at is None else None,
        state=state,
        why=why,
        note=note,
    )


def request_item(contact: Contact, today: date) -> Item:
    """A request for help that waits for its decision."""
    state = "harm" if contact.urgency is Urgency.SAFEGUARDING else ("late" if today > contact.due_on else "")
    note = gettext(contact.source.label)
    if contact.held_by is not None:
        note = gettext("%(source)s. In hand: %(who)s", source=note, who=contact.held_by.name)
    why = gettext(DUE[Due.TRIAGE].why)
    if state == "harm":
        why = gettext("A child may be at risk: this comes before everything else.")
    return _contact(contact, Act.TRIAGE, gettext(Due.TRIAGE.label), why, state, note)


def untaken(viewer: Practitioner) -> Section:
    """What was passed to statutory social care and nobody there has taken on yet."""
    why = gettext("Until somebody there has taken it on, the child is still ours to worry about.")
    what = gettext("Record who has taken it on")
    return section(
        gettext("Passed to statutory social care, not yet taken on"),
        (
            _contact(contact, Act.ACKNOWLEDGE, what, why, "harm", gettext(contact.source.label))
            for contact in queries.unacknowledged(viewer)
        ),
        gettext("Everything that was passed on has been taken on."),
    )


def count(number: int) -> str:
    """A number as it is told: counts stop at a hundred."""
    return gettext("more than 99") if number >= queries.MOST_COUNTED else str(number)
