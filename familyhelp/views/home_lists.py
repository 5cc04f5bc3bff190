"""What each role's home page lists, in what order: the first thing on it is the first thing to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext

from ..models import Case, Practitioner
from ..policy import Act, could
from ..practice import clock
from ..practice.endings import needs_approval
from ..practice.references import write_code
from ..practice.roles import Role
from ..practice.stages import Direction, Move, Stage
from ..practice.timescales import DUE, Due
from ..queries import home as queries
from .home_answers import family_says
from .home_items import (
    Item,
    Section,
    asked,
    case_item,
    case_page,
    count,
    covering_links,
    leader_of,
    mine,
    page_for,
    request_item,
    section,
    state_of,
    steps,
    untaken,
)
from .next_steps import link_for


@dataclass(frozen=True)
class Lists:
    """Everything under the heading of a home page."""

    sections: Sequence[Section]
    figures: Sequence[tuple[str, str, bool]] = ()
    """What is counted, how many, and whether that is a reason to hurry."""
    links: Sequence[tuple[str, str]] = ()
    """What to begin with at any moment."""
    why: str = ""
    more: Sequence[tuple[str, str]] = ()
    """What is looked at now and then: after what is due."""


def for_role(viewer: Practitioner) -> dict[str, Any]:
    """What the home page of a person shows."""
    return {"lists": _BY_ROLE[viewer.role](viewer)}


# The roles --------------------------------------------------------------------------------------------------


def _front_door(viewer: Practitioner) -> Lists:
    today = clock.today()
    harm, late = queries.queue_counts(viewer, today)
    waiting = section(
        gettext("Requests for help to decide"),
        (request_item(contact, today) for contact in queries.queue(viewer)),
        gettext("Nobody is waiting for a decision."),
        page_for(Act.SEE_QUEUE),
    )
    figures = (
        (gettext("may be about a child at risk"), count(harm), harm > 0),
        (gettext("late"), count(late), late > 0),
    )
    record = page_for(Act.RECEIVE)
    links = ((gettext("Record a request for help"), record),) if record else ()
    return Lists((waiting, untaken(viewer)), figures, links, more=_tell_managers())


def _worker(viewer: Practitioner) -> Lists:
    own = page_for(Act.SEE_SUPERVISION)
    links = ((gettext("Your own supervision"), own),) if own else ()
    more = (*links, *_tell_managers(), *_audits(viewer), *_leave(viewer))
    return Lists((*family_says(viewer), *asked(viewer), *mine(viewer)), more=more)


def _partner(viewer: Practitioner) -> Lists:
    # Their families and what is next, and nothing else: everything more is on the page of all pages.
    return Lists((*family_says(viewer), *asked(viewer), *mine(viewer)))


def _manager(viewer: Practitioner) -> Lists:
    today = clock.today()
    waiting = section(
        gettext("Waiting for a lead"),
        (_to_lead(case, today) for case in queries.without_lead(viewer)),
        gettext("Every family of your teams has a lead."),
    )
    down = steps(
        viewer, Direction.DOWN, gettext("Step-downs to answer"), gettext("No step-down waits for your answer.")
    )
    late = section(
        gettext("Late in your teams"),
        (case_item(case, today) for case in queries.late_in_teams(viewer, today)),
        gettext("Nothing is late."),
        page_for(Act.LIST_CASES),
    )
    review = page_for(Act.REVIEW_GLASS)
    to_review = ((gettext("Somebody opened a family of yours for a reason: review it"), review),) if review else ()
    without = page_for(Act.SEE_SHARED_WITHOUT)
    shared = gettext("Something is shared without the family’s agreement: look at it")
    to_look_at = ((shared, without),) if without else ()
    links = (
        *(to_review if viewer.glass_to_review else ()),
        *(to_look_at if viewer.sharing_to_look_at else ()),
        *covering_links(viewer),
    )
    more = (
        *_closings(),
        *_supervision(),
        *_audits(viewer),
        *_self_evaluations(),
        *_learning(),
        *_leave(viewer),
    )
    return Lists((waiting, down, *asked(viewer), late), (), links, more=more)


def _to_lead(case: Case, today: date) -> Item:
    move = Move.ALLOCATE if case.stage is Stage.ALLOCATING else Move.CHANGE_LEAD
    return Item(
        name=case.family.name,
        href=case_page(case),
        code=case.code,
        what=gettext(move.label),
        do=link_for(move, case),
        due_on=case.next_due_on,
        state=state_of(case, today),
        why=gettext(DUE[Due.ALLOCATE].why),
        note=leader_of(case),
    )


def _liaison(viewer: Practitioner) -> Lists:
    up = steps(viewer, Direction.UP, gettext("Step-ups to answer"), gettext("No step-up waits for your answer."))
    lists = (up, untaken(viewer), *family_says(viewer), *asked(viewer), *mine(viewer))
    return Lists(lists, more=(*_tell_managers(), *_audits(viewer), *_leave(viewer)))


def _analyst(_viewer: Practitioner) -> Lists:
    found = page_for(Act.SEE_SCORECARD)
    why = gettext("You see how early help is doing as a whole: figures, and never a family’s name.")
    board = ((gettext("Balanced scorecard"), found),) if found else ()
    return Lists((), (), (*board, *_self_evaluations()), why)


def _closings() -> Sequence[tuple[str, str]]:
    found = page_for(Act.LIST_CLOSINGS) if needs_approval(Role.KEY_WORKER) else None
    return ((gettext("Closings to approve"), found),) if found else ()


def _leave(viewer: Practitioner) -> Sequence[tuple[str, str]]:
    return ((gettext("Leave and cover"), url_for("leave.leave")),) if could(viewer, Act.TAKE_LEAVE) else ()


def _supervision() -> Sequence[tuple[str, str]]:
    return ((gettext("Supervision: whose is due"), url_for("supervision.team")),)


def _audits(viewer: Practitioner) -> Sequence[tuple[str, str]]:
    return ((gettext("Audits that concern you"), url_for("audits.mine")),) if could(viewer, Act.SEE_AUDIT) else ()


def _self_evaluations() -> Sequence[tuple[str, str]]:
    return (
        (gettext("Self-evaluations"), url_for("self_evaluations.list_of")),
        (gettext("Next steps from self-evaluations"), url_for("self_evaluations.next_steps")),
    )


def _tell_managers() -> Sequence[tuple[str, str]]:
    return (
        (gettext("Tell the managers how it works"), url_for("feedback.on_the_offer")),
        (gettext("What we are learning"), url_for("themes.learning")),
    )


def _learning() -> Sequence[tuple[str, str]]:
    return (
        (gettext("What families tell us"), url_for("feedback.figures")),
        (gettext("What workers say"), url_for("feedback.from_workers")),
    )


def _administrator(_viewer: Practitioner) -> Lists:
    what = gettext("Give a password")
    why = gettext("They have no password that works, so they cannot sign in yet.")
    people = section(
        gettext("People who cannot sign in"),
        (
            Item(
                name=person.name,
                href=url_for("practitioners.practitioner", practitioner=write_code(person.code)),
                code="",
                what=what,
                do=url_for("practitioners.password", practitioner=write_code(person.code)),
                why=why,
                note=gettext(person.role.label),
            )
            for person in queries.cannot_sign_in()
        ),
        gettext("Everybody who works here can sign in."),
        url_for("practitioners.people"),
    )
    return Lists((people,), (), ((gettext("Add a person"), url_for("practitioners.add")),))


_BY_ROLE: dict[Role, Callable[[Practitioner], Lists]] = {
    Role.FRONT_DOOR: _front_door,
    Role.KEY_WORKER: _worker,
    Role.LEAD_PROFESSIONAL: _partner,
    Role.CONTRIBUTOR: _partner,
    Role.MANAGER: _manager,
    Role.LIAISON: _liaison,
    Role.ANALYST: _analyst,
    Role.ADMINISTRATOR: _administrator,
}
