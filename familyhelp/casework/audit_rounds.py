"""Planning a round of audits and drawing its cases, so that the same draw can be made again and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Audit, AuditRound, AuditTool, Case, Practitioner
from ..policy import may_audit
from ..practice import audits as rules
from ..practice import clock, references, sampling
from ..practice.audits import WhichTool
from ..practice.chronology import EventKind
from ..practice.moderation import not_blind
from ..practice.sampling import Framed, Sampling, Theme
from ..practice.words import N_, NotYet, say
from .moderations import could_be_second


@dataclass(frozen=True)
class Planned:
    """What is planned: when, with which tool, how many, how they are chosen, and the seed where it is not by chance."""

    name: str
    starts_on: date
    due_on: date
    which: WhichTool
    size: int
    sampling: Sampling
    theme: Theme | None = None
    seed: str = ""


def plan(planned: Planned, auditors: Sequence[Practitioner], *, by: Practitioner) -> AuditRound:
    """Plan a round with the newest version of its tool, which it keeps. Raises NotYet."""
    lacking = list(
        sampling.missing_to_plan(
            name=planned.name,
            starts_on=planned.starts_on,
            due_on=planned.due_on,
            size=planned.size,
            sampling=planned.sampling,
            theme=planned.theme,
            auditors=auditors,
        )
    )
    if lacking:
        raise NotYet(*lacking)
    themed = planned.sampling is Sampling.THEME
    planned_round = AuditRound(
        name=planned.name.strip(),
        starts_on=planned.starts_on,
        due_on=planned.due_on,
        which=planned.which,
        tool_id=newest_version(planned.which),
        sampling=planned.sampling,
        theme=planned.theme if themed else None,
        size=planned.size,
        seed=planned.seed.strip() or references.new_code(),
        planned_by=by,
        planned_at=clock.now(),
        auditors=list(auditors),
    )
    db.session.add(planned_round)
    db.session.flush()
    planned_round.record(EventKind.AUDIT_ROUND_PLANNED, by=by, name=planned_round.name)
    return planned_round


def newest_version(which: WhichTool) -> int | None:
    """The number of the version of a tool that counts now; none where that is the first. No deed of its own."""
    return db.session.scalar(
        sa.select(AuditTool.id)
        .where(AuditTool.which == which, AuditTool.used_from.is_not(None))
        .order_by(AuditTool.number.desc())
        .limit(1)
    )


def draw(drawn_round: AuditRound, frame: Sequence[Framed], *, by: Practitioner) -> list[Audit]:
    """Draw the cases of a round from a frame and give each to its auditor. The frame, the seed and what was drawn
    stay, and their digest is in the chronology. Raises NotYet."""
    if drawn_round.drawn_at is not None:
        raise NotYet(say(N_("This round was drawn already.")))
    people = {person.code: person for person in drawn_round.auditors}
    drawn = sampling.draw(frame, people, seed=drawn_round.seed, size=drawn_round.size, on=clock.today())
    if not drawn:
        raise NotYet(say(N_("There is no case that these auditors could audit.")))
    codes = [code for code, _ in drawn]
    cases: dict[str, int] = {
        row[0]: row[1] for row in db.session.execute(sa.select(Case.code, Case.id).where(Case.code.in_(codes)))
    }
    audits = [
        Audit(
            round=drawn_round,
            case_id=cases[code],
            auditor=people[auditor],
            which=drawn_round.which,
            tool_id=drawn_round.tool_id,
            assigned_at=clock.now(),
            due_on=drawn_round.due_on,
        )
        for code, auditor in drawn
    ]
    db.session.add_all(audits)
    drawn_round.drawn_at = clock.now()
    drawn_round.frame = sampling.kept(frame)
    drawn_round.drawn = [list(pair) for pair in drawn]
    drawn_round.record(
        EventKind.AUDIT_ROUND_DRAWN,
        by=by,
        drawn=len(drawn),
        frame=len(frame),
        seed=drawn_round.seed,
        digest=sampling.digest(drawn_round.frame, people, drawn),
    )
    return audits


def hand_on(audit: Audit, auditor: Practitioner, *, because: str, by: Practitioner) -> None:
    """Give an audit that is not finished to another auditor, who goes on where it stands: somebody left, or was given
    the family. Raises NotYet."""
    lacking = []
    if audit.finished_at is not None:
        raise NotYet(rules.frozen())
    if auditor.id == audit.auditor_id:
        lacking.append(say(N_("They hold it already."), "auditor"))
    if not because.strip():
        lacking.append(say(N_("Say why somebody else audits it."), "because"))
    if audit.moderates is not None:
        if not could_be_second(audit.moderates, auditor):
            lacking.append(not_blind())
    elif not db.session.scalar(
        sa.select(sa.exists().where(Case.id == audit.case_id, may_audit(auditor.id)).correlate(None))
    ):
        lacking.append(rules.not_theirs())
    if lacking:
        raise NotYet(*lacking)
    audit.auditor = auditor
    audit.record(EventKind.AUDIT_HANDED_ON, by=by, because=because.strip(), person=auditor.name)
