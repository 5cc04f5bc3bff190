"""Generated histories over the whole of MOVES. After every step: one holder and a next date for every open case, one
open case a family, a whole chronology; and whatever was refused has left nothing behind.

More of them: FAMILYHELP_HISTORIES=20 FAMILYHELP_STEPS=10000 pytest tests/casework/test_moves.py"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from familyhelp.casework import (
    agreements,
    assessments,
    cases,
    closing_requests,
    closings,
    leads,
    notes,
    plans,
    reviews,
    steps,
)
from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.models import AssessmentShare, Case, Event, Lead
from familyhelp.practice import clock
from familyhelp.practice.assessing import FamilyAnswer, Shared
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.domains import Headline, Respondent
from familyhelp.practice.endings import CHECK_IN_MONTHS, CheckInResult, ClosureReason, Said
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.outcomes import AgreedHow, OwnerKind, Result, ReviewDecision
from familyhelp.practice.roles import Part
from familyhelp.practice.stages import MOVES, Move, Stage, possible
from familyhelp.practice.triage import Level
from familyhelp.practice.words import Refusal
from tests import stories
from tests.cast import Cast
from tests.conftest import MONDAY

HISTORIES = int(os.environ.get("FAMILYHELP_HISTORIES", "5"))
STEPS = int(os.environ.get("FAMILYHELP_STEPS", "120"))


@dataclass
class World:
    """Three families, everyone who works with them, and what happens by chance."""

    cast: Cast
    chance: random.Random
    now: datetime = MONDAY
    heads: dict[int, tuple[int, str]] = field(default_factory=dict)
    families: list[Any] = field(default_factory=list)
    done: set[Move] = field(default_factory=set)
    eager: bool = False
    """Whether what has not happened yet is the likeliest to happen."""

    def person(self) -> Any:
        return self.chance.choice(self.cast.everybody)

    def worker(self) -> Any:
        c = self.cast
        return self.chance.choice([c.kamal, c.colette, c.lena, c.mabel])

    def maybe(self, *choices: Any) -> Any:
        return self.chance.choice(choices)

    def text(self) -> str:
        return self.maybe("Because it is so.", "Because it is so.", "Because it is so.", " ")

    def day(self) -> Any:
        return clock.today() + timedelta(days=self.maybe(0, 0, 0, 0, -3, 5, 30))


# What can happen: each gives the move it stands for, and the deed itself -------------------------------------


def allocate(w: World, case: Case) -> None:
    leads.allocate(case, lead=w.maybe(w.worker(), w.person()), by=w.cast.mabel)


def change_lead(w: World, case: Case) -> None:
    leads.change_lead(case, lead=w.maybe(w.worker(), w.person()), by=w.cast.mabel, because="Leave.", handover=w.text())


def record_agreement(w: World, case: Case) -> None:
    agreements.record_agreement(case, agreed_by="Rosa", agreed_on=clock.today(), how=AgreedHow.IN_PERSON, by=w.worker())


def withdraw_agreement(w: World, case: Case) -> None:
    agreements.withdraw_agreement(case, withdrawn_on=clock.today(), because="No more.", by=w.worker())


def assess(w: World, case: Case) -> None:
    domain = w.maybe(*list(Headline)[:3])
    newest = case.current_parts.get(domain.value)
    assessments.write_part(
        case,
        domain,
        working_well="Much.",
        worries=w.text(),
        needs_to_happen="More.",
        score=w.maybe(None, 0, 10, 11),
        read_version=w.maybe(newest.version if newest else 0, 0, 7),
        by=w.worker(),
    )


def complete_assessment(w: World, case: Case) -> None:
    assessments.complete_assessment(case, by=w.worker(), because=w.text())


def share_assessment(w: World, case: Case) -> None:
    shares = assessments_shared(case)
    if shares and w.chance.random() < 0.5:
        assessments.record_answer(
            case, w.maybe(*shares), answer=w.maybe(*FamilyAnswer), answered_on=w.day(), says=w.text(), by=w.worker()
        )
        return
    assessments.share_assessment(case, shared_on=w.day(), with_whom=w.text(), how=Shared.READ_TOGETHER, by=w.worker())


def assessments_shared(case: Case) -> list[AssessmentShare]:
    return list(db.session.scalars(sa.select(AssessmentShare).where(AssessmentShare.case_id == case.id)))


def write_plan(w: World, case: Case) -> None:
    plan = case.plan_in_writing
    bare = [o for o in plan.outcomes if not o.actions] if plan else []
    if plan is None or w.chance.random() < 0.05:
        plans.start_plan(case, by=w.worker(), because=w.maybe("The family asked for it.", None))
    elif len(plan.outcomes) < 2 or w.chance.random() < 0.1:
        plans.write_outcome(
            case, None, words=w.text(), headline=Headline.HOUSING, how_we_know="We see it.",
            start_score=w.maybe(2, 2, 9), goal_score=8, read_version=0, by=w.worker(),
        )  # fmt: skip
    elif bare:
        write_action(w, case, bare[0], None)
    else:
        change_plan(w, case, w.maybe(*plan.outcomes))


def change_plan(w: World, case: Case, outcome: Any) -> None:
    action = w.maybe(*outcome.actions)
    match w.chance.randrange(4):
        case 0:
            plans.remove_outcome(case, outcome, by=w.worker())
        case 1:
            plans.remove_action(case, action, by=w.worker())
        case 2:
            plans.write_outcome(
                case, outcome, words=w.text(), headline=Headline.HOUSING, how_we_know="We see it.",
                start_score=outcome.start_score, goal_score=10, read_version=w.maybe(outcome.version, 99),
                by=w.worker(),
            )  # fmt: skip
        case _:
            write_action(w, case, outcome, action)


def write_action(w: World, case: Case, outcome: Any, action: Any) -> None:
    plans.write_action(
        case, outcome, action, what=w.text(), owner_kind=OwnerKind.FAMILY, owner_name="Rosa",
        due_on=clock.today() + timedelta(days=20), read_version=action.version if action else 0, by=w.worker(),
    )  # fmt: skip


def allow_one_more(w: World, case: Case) -> None:
    plans.allow_one_more(case, because=w.text(), by=w.cast.mabel)


def agree_plan(w: World, case: Case) -> None:
    plans.agree_plan(case, agreed_by="Rosa", agreed_on=clock.today(), how=AgreedHow.BY_PHONE, by=w.worker())


def report_action(w: World, case: Case) -> None:
    actions = [a for o in case.agreed_outcomes for a in o.actions]
    if not actions:
        case.move(Move.REPORT_ACTION)
        return
    action = w.maybe(*actions)
    plans.report_action(
        case, action, done_on=w.maybe(None, clock.today()), progress="On the way.",
        read_version=w.maybe(action.version, action.version, 99), by=w.worker(),
    )  # fmt: skip


def review(w: World, case: Case) -> None:
    reviews.review(
        case,
        held_on=w.day(),
        attended="Rosa",
        apologies=None,
        progress="Some.",
        family_view=None,
        decision=w.maybe(*ReviewDecision),
        next_review_on=w.maybe(None, clock.today() + timedelta(weeks=4), clock.today() + timedelta(weeks=30)),
        scores=[(o.number, Respondent.PRACTITIONER, w.maybe(3, 5, 6, 7, 7, 7, 8, 11)) for o in case.agreed_outcomes],
        by=w.worker(),
    )


def write_note(w: World, case: Case) -> None:
    notes.write_note(
        case, kind=NoteKind.VISIT, happened_on=w.day(), text=w.text(), people_seen=None,
        restricted=w.maybe(True, False), by=w.worker(),
    )  # fmt: skip


def step_up(w: World, case: Case) -> None:
    steps.ask_step_up(
        case, immediate=w.maybe(True, False), reasons=w.text(), risk=w.text(), tried=None, family_view="Worried.",
        family_agrees=w.maybe(True, False), without_agreement_because=w.maybe(None, "Not safe to ask."), by=w.worker(),
    )  # fmt: skip


def step_down(w: World, case: Case) -> None:
    steps.ask_step_down(
        case, to_level=w.maybe(*Level), reasons=w.text(), risk=None, tried=None, family_view="Glad.",
        family_agrees=w.maybe(True, False), without_agreement_because=w.maybe(None, "Not safe to ask."),
        by=w.cast.lionel,
    )  # fmt: skip


def recall(w: World, case: Case) -> None:
    steps.recall_step(case, because=w.text(), by=w.worker())


def decline(w: World, case: Case) -> None:
    steps.decline_step(case, because=w.text(), by=w.maybe(w.cast.lionel, w.cast.mabel))


def accept_up(w: World, case: Case) -> None:
    steps.accept_step_up(case, by=w.maybe(w.cast.lionel, w.cast.lionel, w.person()))


def accept_down(w: World, case: Case) -> None:
    steps.accept_step_down(
        case, lead=w.maybe(w.worker(), w.person()), by=w.cast.mabel,
        handover_on=w.maybe(None, None, clock.today() + timedelta(days=2), clock.today() + timedelta(days=40)),
    )  # fmt: skip


def ending(w: World, case: Case) -> dict[str, Any]:
    """What is said at the end, mostly whole."""
    whole = w.chance.random() < 0.7
    return {
        "reason": w.maybe(*ClosureReason),
        "summary": "Done." if whole else w.text(),
        "family_feedback": w.maybe("Good.", "Good.", None),
        "sustaining_plan": w.maybe("Ring Grandma.", "Ring Grandma.", None),
        "who_was_told": "School.",
        "results": {o.number: w.maybe(*Result) for o in case.agreed_outcomes if whole or w.maybe(True, False)},
        "final_scores": {o.number: w.maybe(8, 8, 8, 11) for o in case.agreed_outcomes if whole or w.maybe(True, False)},
        "check_ins": w.chance.sample(CHECK_IN_MONTHS, w.maybe(0, 1, 2, 3)),
        "check_ins_declined": w.maybe(False, False, True),
    }


def close(w: World, case: Case) -> None:
    closings.close(case, **ending(w, case), by=w.worker())


def ask_closing(w: World, case: Case) -> None:
    closing_requests.ask_closing(case, Said(**ending(w, case)), by=w.worker())


def approve_closing(w: World, case: Case) -> None:
    closing_requests.approve_closing(case, by=w.maybe(w.cast.mabel, w.worker()))


def send_back_closing(w: World, case: Case) -> None:
    closing_requests.send_back_closing(case, because=w.text(), by=w.cast.mabel)


def add_late_paper(w: World, case: Case) -> None:
    notes.add_late_paper(case, kind=NoteKind.CALL, happened_on=w.day(), text=w.text(), because=w.text(), by=w.worker())


def check_in(w: World, case: Case) -> None:
    chosen = case.closing.check_ins if case.closing else []
    if not chosen:
        case.move(Move.CHECK_IN)
        raise Refusal
    closings.check_in(
        case, w.maybe(*chosen), made_on=w.day(), result=w.maybe(*CheckInResult), what_was_said=None, by=w.worker()
    )


def re_engage(w: World, case: Case) -> None:
    closings.re_engage(case, team=w.maybe(w.cast.north, w.cast.south), why=w.text(), by=w.worker())


def add_contributor(w: World, case: Case) -> None:
    leads.add_contributor(case, person=w.maybe(w.cast.conor, w.cast.lena), by=w.worker())


def end_contributor(w: World, case: Case) -> None:
    if case.leads:
        leads.end_contributor(case, part=w.maybe(*case.leads), by=w.worker(), because="Done.")


DEEDS: list[tuple[Move | None, Callable[[World, Case], None], int]] = [
    (Move.ALLOCATE, allocate, 6),
    (Move.CHANGE_LEAD, change_lead, 1),
    (Move.RECORD_AGREEMENT, record_agreement, 4),
    (Move.WITHDRAW_AGREEMENT, withdraw_agreement, 1),
    (Move.ASSESS, assess, 3),
    (Move.COMPLETE_ASSESSMENT, complete_assessment, 5),
    (Move.SHARE_ASSESSMENT, share_assessment, 1),
    (Move.WRITE_PLAN, write_plan, 14),
    (Move.ALLOW_ONE_MORE, allow_one_more, 2),
    (Move.AGREE_PLAN, agree_plan, 8),
    (Move.REPORT_ACTION, report_action, 3),
    (Move.REVIEW, review, 6),
    (Move.WRITE_NOTE, write_note, 1),
    (Move.STEP_UP, step_up, 3),
    (Move.STEP_DOWN, step_down, 12),
    (Move.RECALL_STEP_UP, recall, 1),
    (Move.RECALL_STEP_DOWN, recall, 1),
    (Move.DECLINE_STEP_UP, decline, 1),
    (Move.DECLINE_STEP_DOWN, decline, 2),
    (Move.ACCEPT_STEP_UP, accept_up, 4),
    (Move.ACCEPT_STEP_DOWN, accept_down, 4),
    (Move.CLOSE, close, 2),
    (Move.ASK_CLOSING, ask_closing, 2),
    (Move.APPROVE_CLOSING, approve_closing, 2),
    (Move.SEND_BACK_CLOSING, send_back_closing, 2),
    (Move.ADD_LATE_PAPER, add_late_paper, 1),
    (Move.CHECK_IN, check_in, 9),
    (Move.RE_ENGAGE, re_engage, 2),
    (None, add_contributor, 1),
    (None, end_contributor, 1),
]
TOLD_BY = {
    Move.STEP_UP: {EventKind.STEP_UP_ASKED},
    Move.STEP_DOWN: {EventKind.STEP_DOWN_ASKED},
    Move.ACCEPT_STEP_UP: {EventKind.STEPPED_UP},
    Move.ACCEPT_STEP_DOWN: {EventKind.STEPPED_DOWN},
    Move.CLOSE: {EventKind.CLOSED},
    Move.ASK_CLOSING: {EventKind.CLOSING_ASKED},
    Move.SEND_BACK_CLOSING: {EventKind.CLOSING_SENT_BACK},
    Move.ADD_LATE_PAPER: {EventKind.LATE_PAPER_ADDED},
    Move.CHECK_IN: {EventKind.CHECKED_IN},
    Move.RE_ENGAGE: {EventKind.RE_ENGAGED},
    Move.ALLOCATE: {EventKind.ALLOCATED},
    Move.AGREE_PLAN: {EventKind.PLAN_AGREED},
    Move.REVIEW: {EventKind.REVIEWED},
}


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements inside the block that change something."""
    found: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            found.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


def left_behind() -> list[object]:
    """What a session would still write."""
    s = db.session
    return [*s.new, *s.deleted, *(o for o in s.dirty if s.is_modified(o))]


def step(world: World) -> None:
    """One thing happens, or is refused."""
    family = world.chance.choice(world.families)
    episodes = db.session.scalars(sa.select(Case).where(Case.family_id == family.id).order_by(Case.id)).all()
    if not episodes or world.chance.random() < 0.02:
        open_anew(world, family)
        return
    case = episodes[-1] if world.chance.random() < 0.8 else world.chance.choice(episodes)
    if case.id not in world.heads:
        since(world, case)
    rows = DEEDS if world.chance.random() < 0.2 else [d for d in DEEDS if d[0] is None or possible(d[0], case.stage)]
    # A case with a waiting step would else mostly wait.
    answers = {"up": "_STEP_UP", "down": "_STEP_DOWN"}.get(case.pending_step or "", "none")
    weights = [
        weight
        * (4 if move and move.name.endswith(answers) else 1)
        * (5 if world.eager and move not in world.done else 1)
        for move, _, weight in rows
    ]
    move, deed, _ = world.chance.choices(rows, weights)[0]
    stage, version, direction = case.stage, case.version, case.pending_step
    with writes() as written:
        try:
            deed(world, case)
        except Refusal:
            assert not left_behind(), f"{deed.__name__} was refused and left {left_behind()}"
            assert not written, f"{deed.__name__} was refused and wrote {written}"
            assert (case.stage, case.version) == (stage, version)
            return
    db.session.commit()
    told = since(world, case)
    if deed in (recall, decline):
        assert direction is not None
        move = _answer(deed.__name__, direction.value)
    if move:
        assert possible(move, stage), f"{move} was done at {stage}"
        world.done.add(move)
        assert len(told) == 1, f"{deed.__name__} told {told}"
        assert set(told) == TOLD_BY.get(move, set(told))


def _answer(deed: str, direction: str) -> Move:
    return Move[f"{deed.upper()}_STEP_{direction.upper()}"]


def open_anew(world: World, family: Any) -> None:
    """A new episode; the database itself refuses a second open one."""
    is_open = db.session.scalar(sa.select(sa.exists().where(Case.family_id == family.id, Case.closed_on.is_(None))))
    try:
        case = cases.open_case(
            family,
            team=world.maybe(world.cast.north, world.cast.south),
            level=Level.COMPLEX,
            why="Why.",
            by=world.cast.flora,
        )
        db.session.commit()
        assert not is_open
        since(world, case)
    except IntegrityError:
        db.session.rollback()
        assert is_open


def since(world: World, case: Case) -> list[EventKind]:
    """What a case's chronology gained: proved to be chained to what was there."""
    number, digest = world.heads.get(case.id, (0, ""))
    rows = db.session.scalars(
        sa.select(Event)
        .where(Event.subject == Subject.CASE, Event.subject_id == case.id, Event.number > number)
        .order_by(Event.number)
    ).all()
    for event in rows:
        assert event.number == number + 1
        assert event.previous == digest
        assert event.recomputed() == event.digest
        number, digest = event.number, event.digest
    world.heads[case.id] = (number, digest)
    return [event.kind for event in rows]


def everything_holds() -> None:
    """Every open case has one accountable holder and a next date, and no family has two."""
    leading = {}
    for case_id, practitioner_id in db.session.execute(
        sa.select(Lead.case_id, Lead.practitioner_id).where(Lead.ends_on.is_(None), Lead.part != Part.CONTRIBUTOR)
    ):
        assert case_id not in leading, f"two lead case {case_id}"
        leading[case_id] = practitioner_id
    open_families: list[int] = []
    for case in db.session.execute(
        sa.select(Case.id, Case.family_id, Case.stage, Case.team_id, Case.lead_id, Case.next_due_on, Case.closed_on)
    ):
        holder = leading.get(case.id)
        if case.stage is Stage.CLOSED:
            assert case.closed_on is not None
            assert (holder is not None) == (case.next_due_on is not None), f"case {case.id} after closing"
            continue
        assert case.next_due_on is not None, f"nothing is due in case {case.id}"
        assert case.closed_on is None
        open_families.append(case.family_id)
        if case.stage is Stage.ALLOCATING:
            assert holder is None
            assert case.team_id is not None
        else:
            assert holder == case.lead_id is not None, f"case {case.id} is led by {case.lead_id}, held by {holder}"
    assert len(open_families) == len(set(open_families))


def go(world: World) -> None:
    """The next step of a history, some days later or at once; then everything must hold."""
    if world.chance.random() < 0.15:
        world.now += timedelta(days=world.maybe(1, 3, 20, 60))
    with clock.at(world.now):
        step(world)
        everything_holds()


def a_world(cast: Cast, seed: int) -> World:
    world = World(cast, random.Random(seed))
    world.families = [stories.a_family(name) for name in ("Ashdown", "Birtwell", "Coppard")]
    db.session.commit()
    return world


def proved(world: World) -> None:
    """What `flask check` says of the whole database."""
    db.session.commit()
    with clock.at(world.now):
        assert list(Check().faults()) == []


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_whatever_happens_every_family_is_held_and_every_word_is_kept(session, cast, seed):
    world = a_world(cast, seed)
    for number in range(STEPS):
        go(world)
        if number % 10 == 0:
            session.commit()
            session.expire_all()
    proved(world)


def test_the_histories_reach_every_move_that_there_is(session, cast):
    """A generator that never gets anywhere proves nothing."""
    world = a_world(cast, 1989)
    world.eager = True
    for _ in range(3000):
        go(world)
        if world.done == {row.move for row in MOVES}:
            break
    assert world.done == {row.move for row in MOVES}
    proved(world)
