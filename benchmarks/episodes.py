"""Episodes of help: what happens in one, day by day, and the rows and events that it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from familyhelp.practice import timescales
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.outcomes import AgreedHow
from familyhelp.practice.roles import Part, Role
from familyhelp.practice.stages import Direction, Stage
from familyhelp.practice.triage import Level

from . import endings, plans, talks
from .chains import Chain
from .households import Household
from .rows import Codes, Rows
from .staff import Staff, Worker
from .words import NEEDS, Chance

OPEN_STAGES = (
    *[Stage.ALLOCATING] * 8,
    *[Stage.ASSESSING] * 20,
    *[Stage.PLANNING] * 12,
    *[Stage.ACTIVE] * 50,
    *[Stage.STATUTORY] * 10,
)
MORNING = time(9)
STORED = (
    *("id", "code", "team_id", "stage", "level", "why", "opened_on", "allocated_on", "assessed_on"),
    *("plan_agreed_on", "stepped_on", "next_review_on", "closed_on"),
)
"""What an episode keeps in its row by the same name."""
AGES = {
    Stage.ALLOCATING: (1, 4),
    Stage.ASSESSING: (3, 45),
    Stage.PLANNING: (25, 75),
    Stage.ACTIVE: (60, 420),
    Stage.STATUTORY: (90, 420),
}
"""How many days ago an open case at each stage was opened."""


@dataclass
class Shape:
    """What an episode will be: from when to when, and where it stands now."""

    opened_on: date
    closed_on: date | None
    stage: Stage
    notes: int = 10

    def last_day(self, today: date) -> date:
        """The last day on which something could happen: nothing does today, whose evening lies ahead."""
        return self.closed_on or today - timedelta(days=1)


@dataclass
class World:
    """What every story needs: where rows go, chance, references, the staff and the day."""

    rows: Rows
    chance: Chance
    codes: Codes
    staff: Staff
    today: date


class Episode:
    """One case on its way. Parts of it in plans, talks and endings; what happened is told in order at the end."""

    stage: Stage

    def __init__(self, world: World, home: Household, shape: Shape, *, opened_by: Worker, **links: Any) -> None:
        self.world, self.home, self.shape, self.links = world, home, shape, links
        self.opened_by = opened_by
        self.stage = shape.stage
        given: Worker | None = links.get("worker")
        self.team_id = given.team_id if given and given.team_id else world.chance.some(1, len(world.staff.teams))
        self.manager = world.chance.one(world.staff.managers[self.team_id])
        self.lead: Worker | None = None
        self.worker: Worker | None = None
        self.level = Level.COMPLEX if world.chance.maybe(0.7) else Level.ADDITIONAL
        self.code = world.codes()
        table = world.rows["cases"]
        self.id = table.last = table.last + 1
        self.chain = Chain(world.rows, Subject.CASE, self.id)
        self.told: list[tuple[datetime, EventKind, Worker, str | None, dict[str, Any]]] = []
        self.why = world.chance.one(NEEDS)
        self.opened_on = shape.opened_on
        self.closed_on = shape.closed_on
        self.allocated_on: date | None = None
        self.assessed_on: date | None = None
        self.plan_agreed_on: date | None = None
        self.stepped_on: date | None = None
        self.next_review_on: date | None = None
        self.agreement_in_force = False
        self.pending_step: Direction | None = None
        self.pending_step_due_on: date | None = None
        self.next_check_in_on: date | None = None
        self.re_engage_since: date | None = None
        self.meeting_on: date | None = None
        self.minutes_owed_on: date | None = None
        self.closing_due_on: date | None = None
        self.contact_owed_since: date | None = None
        self.agreement_owed_since: date | None = None
        self.sharing_ends_on: date | None = None
        self.edge_review_on: date | None = None
        self.lead_ends_on: date | None = None
        self.outcomes: list[plans.Goal] = []

    # Telling ------------------------------------------------------------------------------------------------

    def tell(self, kind: EventKind, day: date, by: Worker, because: str | None = None, **facts: Any) -> datetime:
        """Something happened on a day, after what was told of that day before. The case numbers its events by
        their time once everything is told."""
        at = datetime.combine(day, MORNING, UTC) + timedelta(seconds=10 * len(self.told))
        self.told.append((at, kind, by, because, facts))
        return at

    def live(self) -> Episode:
        """Let everything happen, and leave its rows."""
        team = self.world.staff.teams[self.team_id]
        self.tell(EventKind.OPENED, self.opened_on, self.opened_by, self.why, team=team)
        if self.stage is not Stage.ALLOCATING:
            self._begin()
            self._plan()
            talks.notes(self)
            talks.around(self)
        if self.closed_on:
            endings.close(self)
        self._leave()
        return self

    def day(self, share: float) -> date:
        """The day at a share (0 to 1) of the episode."""
        return self.opened_on + timedelta(
            days=int((self.shape.last_day(self.world.today) - self.opened_on).days * share)
        )

    def _begin(self) -> None:
        """A lead is found, and the family says yes."""
        world, chance = self.world, self.world.chance
        partner = "worker" not in self.links and chance.maybe(0.15)
        self.worker = (
            world.staff.one(Role.LEAD_PROFESSIONAL, chance)
            if partner
            else self.links.get("worker") or chance.one(world.staff.key_workers[self.team_id])
        )
        self.lead = self.worker
        self.part = Part.LEAD_PROFESSIONAL if partner else Part.KEY_WORKER
        self.allocated_on = min(self.opened_on + timedelta(days=chance.some(0, 3)), self.day(0.3))
        self.tell(EventKind.ALLOCATED, self.allocated_on, self.manager, lead=self.worker.name)
        if self.stage is Stage.ASSESSING and chance.maybe(0.3):
            return
        self.agreement_in_force = True
        how = chance.one(list(AgreedHow))
        at = self.tell(EventKind.AGREEMENT_GIVEN, self.day(0.1), self.worker, who=self.home.parent, how=how)
        world.rows.add(
            "agreements",
            case_id=self.id,
            agreed_on=at.date(),
            agreed_by=self.home.parent,
            how=how,
            recorded_by_id=self.worker.id,
            recorded_at=at,
        )

    def _plan(self) -> None:
        """Assessment, plan, reviews and steps, as far as this episode gets."""
        if not self.agreement_in_force:
            return
        short = self.closed_on and (self.closed_on - self.opened_on).days < 60
        plans.assess(self, whole=self.stage is not Stage.ASSESSING and not short)
        if self.stage is Stage.ASSESSING or short:
            return
        if self.stage is Stage.PLANNING:
            if self.world.chance.maybe(0.5):
                plans.write(self, agreed=False)
            return
        plans.write(self, agreed=True)
        plans.review(self)
        if self.stage is Stage.STATUTORY:
            talks.step_up(self)
        talks.pending(self)

    # Leaving rows -------------------------------------------------------------------------------------------

    def _leave(self) -> None:
        rows = self.world.rows
        if self.lead and self.worker:
            begun = {"case_id": self.id, "starts_on": self.allocated_on}
            if self.lead is self.worker:
                rows.add("leads", **begun, practitioner_id=self.worker.id, part=self.part, ends_on=self.lead_ends_on)
            else:
                rows.add("leads", **begun, practitioner_id=self.worker.id, part=self.part, ends_on=self.stepped_on)
                begun["starts_on"] = self.stepped_on
                rows.add("leads", **begun, practitioner_id=self.lead.id, part=Part.SOCIAL_CARE)
        due = _deadline(self)
        rows["cases"].rows.append(
            {name: getattr(self, name) for name in STORED}
            | {
                "family_id": self.home.id,
                "lead_id": self.lead.id if self.lead else None,
                "next_due": due.due if due else None,
                "next_due_on": due.on if due else None,
                "late_after": due.late_after if due else None,
                "contact_id": self.links.get("contact_id"),
                "earlier_case_id": self.links.get("earlier_case_id"),
            }
        )
        self.told.sort(key=lambda told: told[0])
        for at, kind, by, because, facts in self.told:
            self.chain.add(kind, at, by.id, because, **facts)


_deadlines: dict[tuple[Any, ...], timescales.Deadline | None] = {}


def _deadline(case: Episode) -> timescales.Deadline | None:
    """What is due next, by the practice's own rule; asked once for each day that it starts from."""
    key = (
        case.stage,
        case.agreement_in_force,
        case.pending_step_due_on,
        case.next_check_in_on,
        case.next_review_on if case.stage is Stage.ACTIVE else None,
        {
            Stage.ALLOCATING: case.opened_on,
            Stage.ASSESSING: case.allocated_on,
            Stage.PLANNING: case.assessed_on,
            Stage.ACTIVE: case.plan_agreed_on,
            Stage.STATUTORY: case.stepped_on,
        }.get(case.stage),
    )
    if key not in _deadlines:
        _deadlines[key] = timescales.next_deadline(case)
    return _deadlines[key]
