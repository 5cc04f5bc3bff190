"""Random worlds of case work for the scorecard, and a naive recount of them in plain Python, written from the field's
brief and not from the SQL."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from statistics import median
from typing import Any

import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import (
    Answer,
    Audit,
    AuditAction,
    AuditRound,
    Case,
    CheckIn,
    Closing,
    Contact,
    Family,
    Feedback,
    FeedbackRow,
    Outcome,
    Plan,
    Practitioner,
    Score,
    Step,
    Supervision,
    Team,
    insert_rows,
)
from familyhelp.practice import clock, references
from familyhelp.practice.clock import LOCAL

FIRST_DAY, DAYS = date(2022, 1, 1), 1500
EDGES = [
    date(2023, 3, 31),
    date(2023, 4, 1),
    date(2024, 2, 29),
    date(2024, 3, 31),
    date(2024, 4, 1),
    date(2023, 10, 29),
    date(2024, 10, 27),
    date(2025, 3, 30),
    date(2025, 3, 31),
    date(2025, 4, 1),
]
REASONS = ["met", "partly_met", "stepped_up", "withdrawn_after", "not_engaged", "moved", "error"]
FEEDBACK = (Answer, Feedback, FeedbackRow)
RESPONDENTS = ["child", "parent", "practitioner", "network"]


@dataclass
class World:
    """Rows by table, as they will be in the database."""

    seed: int
    size: int = 30
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        for table in ("families", "contacts", "cases", "closings", "plans", "outcomes", "scores", "steps", "check_ins"):
            self.rows[table] = []
        for table in ("answers", "feedback", "feedback_rows"):
            self.rows[table] = []
        for _ in range(self.size):
            self._family()
        for case in self.rows["cases"]:
            if self.chance.random() < 0.4:
                self._feedback(case["id"])
        for table in ("audits", "audit_actions", "supervisions"):
            self.rows[table] = []
        for case in self.rows["cases"]:
            if self.chance.random() < 0.5:
                self._audit(case["id"])
        for _ in range(self.size):
            self._supervisions(self.chance.randrange(2))

    def add(self, table: str, **row: Any) -> int:
        row["id"] = len(self.rows[table]) + 1
        self.rows[table].append(row)
        return row["id"]

    def day(self) -> date:
        """Any day, and often one at the edge of a year, of summer time, or of a leap year."""
        if self.chance.random() < 0.3:
            return self.chance.choice(EDGES) + timedelta(days=self.chance.choice((-1, 0, 0, 1)))
        return FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))

    def moment(self, day: date) -> datetime:
        hour = self.chance.choice((0, 0, 9, 14, 22, 23, 23))
        local = datetime(day.year, day.month, day.day, hour, self.chance.choice((0, 30, 59)), tzinfo=LOCAL)
        return local.astimezone(UTC)

    def _feedback(self, case: int) -> None:
        answer = self.add("answers", case_id=case)
        told = self.add(
            "feedback",
            case_id=case,
            answer_id=answer,
            respondent=self.chance.choice(("child", "parent", "network")),
            given_on=self.day(),
        )
        for question in ("heard", "better"):
            if self.chance.random() < 0.8:
                said = self.chance.choice(("yes", "mostly", "not_really", "no"))
                self.rows["feedback_rows"].append({"feedback_id": told, "question": question, "said": said})

    def _audit(self, case: int, moderates: int | None = None) -> None:
        chance = self.chance
        done = chance.random() < 0.7
        number = self.add(
            "audits",
            case_id=case,
            of_round=chance.random() < 0.8,
            moderates_id=moderates,
            due_on=self.day(),
            finished_at=self.moment(self.day()) if done else None,
            overall=chance.choice(("outstanding", "good", "requires_improvement", "inadequate")) if done else None,
        )
        if moderates is None and chance.random() < 0.6:
            self._audit(case, moderates=number)
        for _ in range(chance.choice((0, 0, 1, 2))):
            due = self.day()
            closed = due + timedelta(days=chance.choice((-3, -1, 0, 0, 1, 5))) if chance.random() < 0.7 else None
            self.add("audit_actions", audit_id=number, due_on=due, closed_at=self.moment(closed) if closed else None)

    def _supervisions(self, worker: int) -> None:
        day = self.day()
        for _ in range(self.chance.choice((1, 2, 3))):
            finished = self.chance.random() < 0.8
            self.add("supervisions", worker=worker, held_on=day, finished_at=self.moment(day) if finished else None)
            day += timedelta(days=self.chance.choice((1, 27, 28, 28, 29, 60)))

    def _family(self) -> None:
        family = self.add("families", name="A family", name_key="a family", restricted=False, created_at=clock.now())
        if self.chance.random() < 0.3:
            self._contact(None, None, self.day())
        day = self.day()
        for _ in range(self.chance.choice((0, 1, 1, 2, 3))):
            closed = self._episode(family, day)
            if closed is None:
                break
            day = closed + timedelta(days=self.chance.choice((0, 1, 30, 364, 365, 366, 367, 700)))

    def _contact(self, family: int | None, case: int | None, day: date) -> int:
        chance = self.chance
        due = day + timedelta(days=chance.choice((1, 1, 3)))
        decided = (
            None
            if case is None and chance.random() < 0.4
            else self.moment(day + timedelta(days=chance.choice((0, 1, 2, 4))))
        )
        opening = ["targeted", "partner_led", "step_down"]
        outcome = (
            chance.choice(opening if case else ["advice", "no_action", "already_open", "step_up"]) if decided else None
        )
        return self.add(
            "contacts",
            state="decided" if decided else "waiting",
            received_at=self.moment(day),
            due_on=due,
            decided_at=decided,
            outcome=outcome,
            family_id=family,
            case_id=case if outcome != "already_open" else None,
        )

    def _episode(self, family: int, opened: date) -> date | None:
        chance = self.chance
        closed = (
            opened + timedelta(days=chance.choice((0, 5, 40, 200, 364, 365, 366))) if chance.random() < 0.8 else None
        )
        case = self.add("cases", family_id=family, opened_on=opened, closed_on=closed, contact_id=None)
        if chance.random() < 0.8:
            began = opened - timedelta(days=chance.choice((0, 1, 2)))
            self.rows["cases"][-1]["contact_id"] = self._contact(family, case, began)
        for number in range(1, chance.choice((1, 2, 3))):
            plan = self.add("plans", case_id=case, number=number, agreed_on=opened if chance.random() < 0.8 else None)
            for outcome in range(1, chance.choice((3, 4))):
                result = chance.choice(("met", "partly", "not_met")) if closed else None
                self.add("outcomes", plan_id=plan, number=outcome, result=result)
            if self.rows["plans"][-1]["agreed_on"] is None:
                break
        for _ in range(chance.randrange(10)):
            self.add(
                "scores",
                case_id=case,
                outcome_number=chance.choice((1, 2)),
                respondent=chance.choice(RESPONDENTS),
                value=chance.randrange(11),
                scored_on=opened + timedelta(days=chance.choice((0, 0, 7, 40))),
            )
        for _ in range(chance.choice((0, 0, 1, 2))):
            state = chance.choice(("accepted", "declined", "recalled"))
            self.add(
                "steps",
                case_id=case,
                direction=chance.choice(("up", "down")),
                state=state,
                decided_at=self.moment(self.day()),
            )
        if closed:
            closing = self.add("closings", case_id=case, closed_on=closed, reason=chance.choice(REASONS))
            for months in (3, 6, 12):
                if chance.random() < 0.5:
                    result = chance.choice(("sustained", "slipping", "not_reached", "declined", "re_engage", None))
                    self.add("check_ins", closing_id=closing, months=months, due_on=self.day(), result=result)
        return closed

    # Into the database ---------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Put the rows into the database, with whatever else a row must hold."""
        team, person = (
            Team(name=f"Team {self.seed}"),
            Practitioner(name="P", email="p@example.org", role="manager", created_at=clock.now()),
        )
        db.session.add_all([team, person])
        db.session.flush()
        fixed: dict[str, dict[str, Any]] = {
            "contacts": {
                "source": "2A",
                "needs": "",
                "family_knows": True,
                "urgency": "routine",
                "urgency_order": 2,
                "level": "3",
                "rationale": "r",
                "decided_by_id": person.id,
                "version": 1,
                "address_hidden": False,
            },
            "cases": {
                "team_id": team.id,
                "lead_id": person.id,
                "level": "3",
                "why": "",
                "next_due_on": FIRST_DAY,
                "version": 1,
                "plan_agreed_on": FIRST_DAY,
            },
            "closings": {
                "summary": "",
                "who_was_told": "",
                "check_ins_declined": False,
                "recorded_by_id": person.id,
                "recorded_at": clock.now(),
                "sustaining_plan": "",
                "family_feedback": "",
            },
            "plans": {"outcome_count": 2, "agreed_by": "M", "agreed_how": "in_person", "version": 1},
            "outcomes": {
                "words": "",
                "headline": "money",
                "how_we_know": "",
                "start_score": 1,
                "goal_score": 5,
                "version": 1,
            },
            "scores": {"recorded_by_id": person.id, "recorded_at": clock.now()},
            "steps": {
                "immediate": False,
                "from_level": "3",
                "to_level": "4",
                "reasons": "",
                "family_agrees": True,
                "asked_at": clock.now(),
                "asked_by_id": person.id,
                "due_on": FIRST_DAY,
                "decided_by_id": person.id,
                "decided_because": "b",
            },
            "families": {"version": 1},
            "answers": {"who": "", "kind": "feedback", "waits": False, "given_at": clock.now()},
            "feedback": {"version": 1, "how": "on_paper", "recorded_by_id": person.id},
        }
        waiting = {c["id"]: c["case_id"] for c in self.rows["contacts"]}
        for model in (Family, Contact, Case, Closing, Plan, Outcome, Score, Step, CheckIn, *FEEDBACK):
            name = model.__tablename__
            rows = [{**fixed.get(name, {}), **row} for row in self.rows[name]]
            for row in rows:
                if "code" in model.__table__.columns:
                    row["code"] = references.new_code()
                if name == "contacts":
                    row["case_id"] = None
                if name == "cases":
                    row["stage"] = "closed" if row["closed_on"] else "active"
                if name == "check_ins":
                    row["made_on"] = row["due_on"] if row["result"] else None
            if rows:
                insert_rows(db.session.connection(), name, rows)
        self._save_quality(team, person)
        linked = [{"b_id": contact, "b_case": case} for contact, case in waiting.items() if case]
        if linked:
            table = Contact.__table__
            db.session.connection().execute(
                sa.update(table).where(table.c.id == sa.bindparam("b_id")).values(case_id=sa.bindparam("b_case")),
                linked,
            )
        db.session.commit()

    def _save_quality(self, team: Team, manager: Practitioner) -> None:
        workers = [
            Practitioner(name=f"W{n}", email=f"w{n}@example.org", role="key_worker", created_at=clock.now())
            for n in range(2)
        ]
        held = AuditRound(
            code=references.new_code(),
            name="Spring",
            starts_on=FIRST_DAY,
            due_on=FIRST_DAY,
            which="ten_domains",
            sampling="random",
            size=1,
            seed="s",
            planned_by_id=manager.id,
            planned_at=clock.now(),
            version=1,
        )
        db.session.add_all([*workers, held])
        db.session.flush()
        for row in self.rows["audits"]:
            kept = {
                "auditor_id": manager.id,
                "which": "ten_domains",
                "assigned_at": clock.now(),
                "begun_at": clock.now(),
            }
            own = {k: v for k, v in row.items() if k != "of_round"}
            own |= {"round_id": held.id if row["of_round"] else None, "held_on": FIRST_DAY, "version": 1}
            own |= {"code": references.new_code(), **kept}
            insert_rows(db.session.connection(), Audit.__tablename__, [own])
        for row in self.rows["audit_actions"]:
            own = row | {"code": references.new_code(), "what": "w", "owner_id": workers[0].id}
            own |= {"added_by_id": manager.id, "added_at": clock.now()}
            if row["closed_at"]:
                own |= {"closed_by_id": manager.id, "closed_because": "b"}
            insert_rows(db.session.connection(), AuditAction.__tablename__, [own])
        for row in self.rows["supervisions"]:
            own = {k: v for k, v in row.items() if k != "worker"} | {"code": references.new_code(), "version": 1}
            own |= {"worker_id": workers[row["worker"]].id, "begun_at": clock.now(), "supervisor_id": manager.id}
            if own["finished_at"] is None:
                continue  # a manager has begun no more than one with a worker; it counts for nothing anyway
            insert_rows(db.session.connection(), Supervision.__tablename__, [own])

    # The naive recount ---------------------------------------------------------------------------------------------

    def recount(self, ending: int, today: date) -> dict[str, tuple[Any, Any]]:
        """Numerator and denominator (or median and count) of every local measure."""
        rows, first, last = self.rows, date(ending - 1, 4, 1), date(ending, 3, 31)

        def inside(day: date | None) -> bool:
            return day is not None and first <= day <= last

        def local(moment: datetime | None) -> date | None:
            return moment.astimezone(LOCAL).date() if moment else None

        contact = {c["id"]: c for c in rows["contacts"]}
        case = {c["id"]: c for c in rows["cases"]}
        reason = {k["case_id"]: k["reason"] for k in rows["closings"]}
        mine = [c for c in rows["contacts"] if inside(local(c["received_at"]))]
        asked = [c for c in mine if c["decided_at"] or c["due_on"] < today]
        in_time = [c for c in asked if c["decided_at"] and local(c["decided_at"]) <= c["due_on"]]
        became = [c for c in mine if c["outcome"] in ("targeted", "partner_led", "step_down")]
        found: dict[str, tuple[Any, Any]] = {
            "requests": (len(mine), None),
            "decided_in_time": (len(in_time), len(asked)),
            "requests_to_cases": (len(became), len(mine)),
        }
        for direction, slug in (("up", "step_ups"), ("down", "step_downs")):
            answered = [
                s
                for s in rows["steps"]
                if s["direction"] == direction
                and s["state"] in ("accepted", "declined")
                and inside(local(s["decided_at"]))
            ]
            found[slug] = (sum(s["state"] == "accepted" for s in answered), len(answered))
        found["family_re_referrals"] = self._re_referrals(inside, contact, reason)
        closed = {c["id"] for c in rows["cases"] if inside(c["closed_on"]) and reason[c["id"]] != "error"}
        outcomes = []
        for one in closed:
            agreed = [p for p in rows["plans"] if p["case_id"] == one and p["agreed_on"]]
            if agreed:
                newest = max(agreed, key=lambda p: p["number"])["id"]
                outcomes += [o for o in rows["outcomes"] if o["plan_id"] == newest]
        found["outcomes_met"] = (sum(o["result"] == "met" for o in outcomes), len(outcomes))
        for who in RESPONDENTS:
            found[f"distance_{who}"] = self._distance(closed, who)
        due = [c for c in rows["check_ins"] if inside(c["due_on"]) and (c["due_on"] <= today or c["result"])]
        found["sustained"] = (sum(c["result"] == "sustained" for c in due), len(due))
        for who in ("child", "parent"):
            told = {f["id"] for f in rows["feedback"] if f["respondent"] == who and inside(f["given_on"])}
            said = [r["said"] for r in rows["feedback_rows"] if r["feedback_id"] in told and r["question"] == "heard"]
            found[f"heard_{who}"] = (said.count("yes") + said.count("mostly"), len(said))
        found |= self._quality(inside, local, today)
        took = [
            (case[one]["closed_on"] - local(contact[case[one]["contact_id"]]["received_at"])).days
            for one in closed
            if case[one]["contact_id"]
        ]
        found["days_to_closure"] = (median(took) if took else None, len(took))
        return found

    def _quality(self, inside: Any, local: Any, today: date) -> dict[str, tuple[int, int]]:
        audits = {a["id"]: a for a in self.rows["audits"]}
        first = [a for a in audits.values() if a["moderates_id"] is None]
        drawn = [a for a in first if a["of_round"] and inside(a["due_on"])]
        drawn = [a for a in drawn if a["finished_at"] or a["due_on"] < today]
        done = [a for a in first if inside(local(a["finished_at"]))]
        second = [a for a in audits.values() if a["moderates_id"] and inside(local(a["finished_at"]))]
        pairs = [(audits[a["moderates_id"]], a) for a in second]
        pairs = [(one, two) for one, two in pairs if one["finished_at"]]
        actions = [a for a in self.rows["audit_actions"] if inside(a["due_on"])]
        in_time = [a for a in actions if a["closed_at"] and local(a["closed_at"]) <= a["due_on"]]
        due = [a for a in actions if a in in_time or a["due_on"] < today]
        gaps = []
        for held in self.rows["supervisions"]:
            earlier = [
                s["held_on"]
                for s in self.rows["supervisions"]
                if s["worker"] == held["worker"] and s["finished_at"] and s["held_on"] < held["held_on"]
            ]
            if held["finished_at"] and inside(held["held_on"]) and earlier:
                gaps.append((held["held_on"] - max(earlier)).days)
        return {
            "audits_done": (sum(a["finished_at"] is not None for a in drawn), len(drawn)),
            "audits_good": (sum(a["overall"] in ("outstanding", "good") for a in done), len(done)),
            "audits_agreed": (sum(one["overall"] == two["overall"] for one, two in pairs), len(pairs)),
            "audit_actions": (len(in_time), len(due)),
            "supervised": (sum(gap <= 28 for gap in gaps), len(gaps)),
        }

    def _re_referrals(self, inside: Any, contact: Any, reason: Any) -> tuple[int, int]:
        new, again = 0, 0
        cases = sorted(self.rows["cases"], key=lambda c: (c["family_id"], c["opened_on"], c["id"]))
        for _family, episodes in groupby(cases, key=lambda c: c["family_id"]):
            last_end: date | None = None
            for episode in episodes:
                if reason.get(episode["id"]) == "error":
                    continue
                stepped = episode["contact_id"] and contact[episode["contact_id"]]["outcome"] == "step_down"
                if inside(episode["opened_on"]) and not stepped:
                    new += 1
                    again += last_end is not None and (episode["opened_on"] - last_end).days <= 365
                last_end = max(filter(None, (last_end, episode["closed_on"])), default=None)
        return again, new

    def _distance(self, closed: set[int], who: str) -> tuple[int, int]:
        mine = [s for s in self.rows["scores"] if s["case_id"] in closed and s["respondent"] == who]
        mine.sort(key=lambda s: (s["case_id"], s["outcome_number"], s["scored_on"], s["id"]))
        points = count = 0
        for _key, series in groupby(mine, key=lambda s: (s["case_id"], s["outcome_number"])):
            values = [s["value"] for s in series]
            if len(values) > 1:
                points, count = points + values[-1] - values[0], count + 1
        return points, count
