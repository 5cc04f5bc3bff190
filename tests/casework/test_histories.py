"""No sequence of edits loses a version: generated histories over the deeds of assessments, plans and notes."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from familyhelp.casework import assessments, family_meetings, notes, plans, reviews
from familyhelp.extensions import db
from familyhelp.models import AssessmentPart, Note, Outcome, Plan, Score
from familyhelp.practice import clock
from familyhelp.practice.distance import distances
from familyhelp.practice.domains import Headline, Respondent
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.outcomes import AgreedHow, OwnerKind, ReviewDecision
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import Changed, NotYet
from familyhelp.queries.plans import distance_travelled
from tests.stories import a_case

a_history = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def case(cast):
    return a_case(cast, Stage.ACTIVE)


@a_history
@given(
    st.lists(st.tuples(st.sampled_from(list(Headline)[:2]), st.integers(0, 4), st.text("ab", min_size=1)), max_size=12)
)
def test_an_assessment_keeps_every_text_that_was_saved_and_refuses_every_stale_one(session, cast, case, saves):
    kept: dict[Headline, list[str]] = {d: [p.worries for p in case.parts if p.domain is d] for d in Headline}

    def save(domain: Headline, read_version: int, worries: str) -> None:
        assessments.write_part(
            case, domain, working_well="", worries=worries, needs_to_happen="", score=None,
            read_version=read_version, by=cast.kamal,
        )  # fmt: skip

    for domain, read_version, worries in saves:
        if read_version == len(kept[domain]):
            save(domain, read_version, worries)
            kept[domain].append(worries)
            continue
        with pytest.raises(Changed) as refused:
            save(domain, read_version, worries)
        assert refused.value.version == len(kept[domain])
        assert refused.value.stored.get("worries", "") == (kept[domain][-1] if kept[domain] else "")
    rows = db.session.scalars(sa.select(AssessmentPart).order_by(AssessmentPart.version)).all()
    assert {d: [p.worries for p in rows if p.domain is d] for d in Headline} == kept
    db.session.rollback()


@a_history
@given(st.lists(st.tuples(st.integers(0, 4), st.text("ab", min_size=1)), max_size=10))
def test_a_note_keeps_every_text_that_was_saved_and_refuses_every_stale_one(session, cast, case, corrections):
    note = notes.write_note(
        case, kind=NoteKind.VISIT, happened_on=clock.today(), text="first", people_seen=None, restricted=False,
        by=cast.kamal,
    )  # fmt: skip
    kept = ["first"]

    def correct(read_version: int, text: str) -> None:
        notes.correct_note(case, note, text=text, because="So.", read_version=read_version, by=cast.mabel)

    for read_version, text in corrections:
        if read_version == len(kept):
            correct(read_version, text)
            kept.append(text)
            continue
        with pytest.raises(Changed) as refused:
            correct(read_version, text)
        assert (refused.value.version, refused.value.stored["text"]) == (len(kept), kept[-1])
    rows = db.session.scalars(sa.select(Note).where(Note.code == note.code).order_by(Note.version)).all()
    assert [row.text for row in rows] == kept
    assert [row.is_current for row in rows] == [False] * (len(kept) - 1) + [True]
    db.session.rollback()


def _snapshot(plan: Plan) -> list[Any]:
    return [
        (
            o.number,
            o.words,
            o.how_we_know,
            o.start_score,
            o.goal_score,
            [(a.code, a.what, a.owner_name) for a in o.actions],
            plan.if_things_slip,
            plan.change_because,
        )
        for o in plan.outcomes
    ]


class Desk:
    """A worker at the plan, who does anything in any order; what is refused changes nothing."""

    def __init__(self, cast: Any, case: Any) -> None:
        self.cast, self.case, self.by = cast, case, cast.kamal
        self.agreed = {plan.number: _snapshot(plan) for plan in case.plans}
        self.ever_agreed = {number for plan in self.agreed.values() for number, *_ in plan}
        self.turn = 0
        self.done: set[str] = set()

    def pick(self, which: int) -> Outcome | None:
        plan = self.case.plan_in_writing
        return plan.outcomes[which % len(plan.outcomes)] if plan and plan.outcomes else None

    def do(self, deed: str, which: int) -> None:
        self.turn += 1
        with suppress(NotYet):
            getattr(self, deed)(which)
            self.done.add(deed)

    def start(self, which: int) -> None:
        plans.start_plan(self.case, by=self.by, because=f"Turn {self.turn}")

    def add(self, which: int) -> None:
        outcome = self._write(None, start=which % 5)
        assert outcome.number not in self.ever_agreed, "a number is never given twice"
        plans.write_action(
            self.case, outcome, None, what=f"Step {self.turn}", owner_kind=OwnerKind.FAMILY, owner_name="Rosa",
            due_on=clock.today() + timedelta(days=1), read_version=0, by=self.by,
        )  # fmt: skip

    def edit(self, which: int) -> None:
        outcome = self.pick(which)
        if outcome:
            self._write(outcome, start=outcome.start_score)

    def slip(self, which: int) -> None:
        plan = self.case.plan_in_writing
        plans.write_contingency(
            self.case, text=f"Slip {self.turn}", read_version=plan.slip_version if plan else 0, by=self.by
        )

    def wish(self, which: int) -> None:
        wishes = [(f"Wish {self.turn}.{n}", Headline.MONEY) for n in range(which % 3)]
        meeting = family_meetings.offer_family_meeting(
            self.case, offered_on=clock.today(), offered_to="Rosa", note=None, by=self.by
        )
        family_meetings.hold_family_meeting(
            self.case, meeting, held_on=clock.today(), answered_by="Rosa", plan_text="Ours.", wishes=wishes, note=None,
            by=self.by,
        )  # fmt: skip
        plans.start_plan(self.case, by=self.by, because=f"Turn {self.turn}", meeting=meeting)

    def restart(self, which: int) -> None:
        outcome = self.pick(which)
        if outcome and outcome.number in self.ever_agreed:
            with pytest.raises(NotYet):
                self._write(outcome, start=(outcome.start_score + 1) % 5)

    def _write(self, outcome: Outcome | None, start: int) -> Outcome:
        return plans.write_outcome(
            self.case, outcome, words=f"Wish {self.turn}", headline=Headline.HOUSING, how_we_know=f"Sign {self.turn}",
            start_score=start, goal_score=8, read_version=outcome.version if outcome else 0, by=self.by,
        )  # fmt: skip

    def remove(self, which: int) -> None:
        outcome = self.pick(which)
        if outcome:
            plans.remove_outcome(self.case, outcome, by=self.by)

    def strip(self, which: int) -> None:
        outcome = self.pick(which)
        if outcome and outcome.actions:
            plans.remove_action(self.case, outcome.actions[0], by=self.by)

    def report(self, which: int) -> None:
        actions = [a for o in self.case.agreed_outcomes for a in o.actions]
        action = actions[which % len(actions)]
        plans.report_action(
            self.case, action, done_on=clock.today(), progress=f"Report {self.turn}", read_version=action.version,
            by=self.by,
        )  # fmt: skip

    def more(self, which: int) -> None:
        plans.allow_one_more(self.case, because="Much at once.", by=self.cast.mabel)

    def agree(self, which: int) -> None:
        plans.agree_plan(self.case, agreed_by="Rosa", agreed_on=clock.today(), how=AgreedHow.BY_PHONE, by=self.by)
        plan = self.case.plan
        self.agreed[plan.number] = _snapshot(plan)
        self.ever_agreed |= {o.number for o in plan.outcomes}

    def review(self, which: int) -> None:
        reviews.review(
            self.case, held_on=clock.today(), attended="Rosa", apologies=None, progress="Well.", family_view=None,
            decision=ReviewDecision.CONTINUE, next_review_on=clock.today() + timedelta(days=7), by=self.by,
            scores=[(o.number, r, (which + o.number) % 11) for o in self.case.agreed_outcomes
                    for r in list(Respondent)[: 1 + which % 4] + [Respondent.PRACTITIONER][: int(which % 4 < 2)]],
        )  # fmt: skip

    def holds(self) -> None:
        """What is true after every step."""
        db.session.flush()
        db.session.expire_all()
        case = self.case
        assert {p.number: _snapshot(p) for p in case.plans if p.agreed_on} == self.agreed, "agreed versions stand"
        assert [p.number for p in case.plans] == list(range(1, len(case.plans) + 1))
        assert sum(p.agreed_on is None for p in case.plans) <= 1
        assert all(p.outcome_count == len(p.outcomes) for p in case.plans)
        firsts = [s for s in case.scores if s.review_id is None]
        assert sorted(s.outcome_number for s in firsts) == sorted(self.ever_agreed), "one first score for each"
        starts = {n: start for plan in self.agreed.values() for n, _w, _h, start, *_ in plan}
        assert {s.outcome_number: s.value for s in firsts} == starts, "and it is where the outcome started, always"


deeds = st.sampled_from(
    [
        "start",
        "wish",
        "slip",
        "add",
        "add",
        "edit",
        "restart",
        "remove",
        "strip",
        "report",
        "more",
        "agree",
        "agree",
        "review",
    ]
)


@a_history
@given(st.lists(st.tuples(deeds, st.integers(0, 7)), min_size=8, max_size=40))
def test_whatever_is_done_to_a_plan_agreed_versions_numbers_and_first_scores_stand(session, cast, case, steps):
    desk = Desk(cast, case)
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Score))
    for deed, which in steps:
        desk.do(deed, which)
        desk.holds()
        now = db.session.scalar(sa.select(sa.func.count()).select_from(Score))
        assert now >= before, "no score is ever lost"
        before = now
    for deed in desk.done:
        hypothesis.event(deed)
    assert distance_travelled(case) == distances(case.scores), "two rows of each say what all of them say"
    db.session.rollback()
