"""Professional disagreements: raised, talked about stage by stage, ended with what was learned. Nothing here changes
who holds the family."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Disagreement, DisagreementTalk, Practitioner, Step
from ..practice import clock
from ..practice import disagreements as rules
from ..practice.chronology import EventKind
from ..practice.disagreements import Raised, Settled, Side, Talked, Talks
from ..practice.references import write_code
from ..practice.roles import Role
from ..practice.words import N_, NotYet, Sentence, say
from . import messages


def raise_disagreement(
    case: Case,
    *,
    about: str,
    side: Side,
    other_side: str,
    our_view: str,
    other_view: str,
    urgent: bool,
    by: Practitioner,
    step: Step | None = None,
) -> Disagreement:
    """Raise a disagreement, about a declined step or anything else. Whoever raises it holds it first. Raises NotYet."""
    raised = Raised(about, other_side, our_view, other_view)
    _refuse(list(rules.missing(raised, case_closed=case.closed_on is not None)))
    today = clock.today()
    disagreement = Disagreement(
        case_id=case.id,
        step_id=step.id if step else None,
        # A step lies between family help and social care, and a liaison speaks for social care.
        social_care=step is not None or side is Side.SOCIAL_CARE or by.role is Role.LIAISON,
        side=side,
        other_side=other_side,
        urgent=urgent,
        about=about,
        our_view=our_view,
        other_view=other_view,
        stage=Talks.WORKERS,
        stage_began_on=today,
        due_on=rules.end_by(Talks.WORKERS, today, urgent=urgent),
        holder=by,
        raised_by=by,
        raised_at=clock.now(),
    )
    db.session.add(disagreement)
    db.session.flush()
    case.record(EventKind.DISAGREEMENT_RAISED, by=by, because=about, who=other_side, code=disagreement.code)
    return disagreement


def record_talk(
    case: Case,
    disagreement: Disagreement,
    *,
    talked_on: date,
    who_talked: str,
    decided: str,
    result: Settled,
    learned: str | None,
    read_version: int,
    by: Practitioner,
    holder: Practitioner | None = None,
) -> None:
    """Record what came of the stage: it ends here, or goes on to the next stage, held by `holder`. Raises NotYet."""
    _still_open(disagreement, read_version)
    talked = Talked(talked_on, who_talked, decided, result, learned, holder is not None)
    lacking = list(
        rules.missing_of_talk(
            talked, stage=disagreement.stage, began_on=disagreement.stage_began_on, today=clock.today()
        )
    )
    _refuse(lacking + _unfit(holder))
    _keep_talk(disagreement, talked, by)
    if result is Settled.NOT_AGREED and holder is not None:
        _go_on(case, disagreement, holder, by=by)
    else:
        _end(case, disagreement, talked, by=by)


def _keep_talk(disagreement: Disagreement, talked: Talked, by: Practitioner) -> None:
    disagreement.talks.append(
        DisagreementTalk(
            stage=disagreement.stage,
            began_on=disagreement.stage_began_on,
            due_on=disagreement.due_on,
            talked_on=talked.talked_on,
            who_talked=talked.who_talked,
            decided=talked.decided,
            result=talked.result,
            recorded_by=by,
            recorded_at=clock.now(),
        )
    )


def _go_on(case: Case, disagreement: Disagreement, holder: Practitioner, *, by: Practitioner) -> None:
    stage = rules.following(disagreement.stage) or disagreement.stage
    today = clock.today()
    disagreement.stage, disagreement.stage_began_on = stage, today
    disagreement.due_on = rules.end_by(stage, today, urgent=disagreement.urgent)
    _give(case, disagreement, holder, by)
    case.record(EventKind.DISAGREEMENT_WENT_ON, by=by, talks=stage, person=holder.name, code=disagreement.code)


def _end(case: Case, disagreement: Disagreement, talked: Talked, *, by: Practitioner) -> None:
    disagreement.ended_at = clock.now()
    disagreement.holder, disagreement.due_on = None, None
    disagreement.settled, disagreement.decided, disagreement.learned = talked.result, talked.decided, talked.learned
    case.record(
        EventKind.DISAGREEMENT_ENDED, by=by, because=talked.decided, settled=talked.result, code=disagreement.code
    )


def hand_on(
    case: Case,
    disagreement: Disagreement,
    *,
    holder: Practitioner,
    because: str,
    read_version: int,
    by: Practitioner,
) -> None:
    """Give an open disagreement to somebody else to hold; its day stays. Raises NotYet."""
    _still_open(disagreement, read_version)
    lacking = _unfit(holder)
    if holder is disagreement.holder:
        lacking.append(say(N_("%(person)s holds it already."), "holder", person=holder.name))
    if not because.strip():
        lacking.append(say(N_("Say why somebody else holds it from now on."), "because"))
    _refuse(lacking)
    _give(case, disagreement, holder, by)
    case.record(EventKind.DISAGREEMENT_HANDED_ON, by=by, because=because, person=holder.name, code=disagreement.code)


def _give(case: Case, disagreement: Disagreement, holder: Practitioner, by: Practitioner) -> None:
    disagreement.holder = holder
    if holder is not by:
        messages.write(
            holder.email,
            "You hold a professional disagreement",
            f"You hold a professional disagreement in case {write_code(case.code)} from now on. "
            f"Sign in, open the case and see to it by {disagreement.due_on}.",
        )


def pass_on(case: Case, before: Practitioner, to: Practitioner) -> None:
    """What a lead held who sees the case no longer, once they lead it no more, lies with whoever leads now."""
    if before.role not in (Role.LEAD_PROFESSIONAL, Role.LIAISON):
        return
    left = sa.update(Disagreement).where(
        Disagreement.case_id == case.id, Disagreement.holder_id == before.id, Disagreement.ended_at.is_(None)
    )
    if before.role is Role.LIAISON:
        left = left.where(sa.not_(Disagreement.social_care))
    db.session.execute(left.values(holder_id=to.id).execution_options(synchronize_session="fetch"))


def _still_open(disagreement: Disagreement, read_version: int) -> None:
    if disagreement.ended_at is not None:
        raise NotYet(rules.ended())
    if disagreement.version != read_version:
        raise NotYet(rules.moved_on())


def _unfit(holder: Practitioner | None) -> list[Sentence]:
    if holder is None or holder.is_active:
        return []
    return [say(N_("%(person)s does not work here at the moment."), "holder", person=holder.name)]


def _refuse(lacking: list[Sentence]) -> None:
    if lacking:
        raise NotYet(*lacking)
