"""Writing the assessment with the family, part by part. Every save is a new version; none is overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import AssessmentPart, AssessmentScore, AssessmentShare, Case, LowScoreReason, Practitioner
from ..practice import assessing, clock, domains, stages
from ..practice.assessing import FamilyAnswer, Shared
from ..practice.chronology import EventKind
from ..practice.domains import Headline, Respondent
from ..practice.stages import Move
from ..practice.words import N_, Changed, NotYet, say
from . import practice_models, voices


def write_part(
    case: Case,
    domain: Headline,
    *,
    working_well: str,
    worries: str,
    needs_to_happen: str,
    score: int | None,
    read_version: int,
    by: Practitioner,
    presenting_need: str = "",
    underlying_need: str = "",
    others: Mapping[Respondent, int] | None = None,
    needs: Sequence[str] = (),
) -> AssessmentPart:
    """Save one domain as its next version; `score` is the practitioner's, `others` what the family and its network
    said, `needs` those ticked on the practice model's list. Raises Changed where a newer version than `read_version`
    is there."""
    case.move(Move.ASSESS)
    newest = _newest(case, domain)
    if (newest.version if newest else 0) != read_version:
        raise _changed(newest)
    said = dict(others or {})
    lacking = [
        *domains.part_missing(working_well, worries, needs_to_happen, score),
        *(s for who, value in said.items() for s in assessing.score_missing(f"score_{who.value}", value)),
    ]
    if lacking:
        raise NotYet(*lacking)
    practice_models.hold_to_model(case, domain, [score, *said.values()], needs)
    part = AssessmentPart(
        case_id=case.id,
        domain=domain,
        version=read_version + 1,
        working_well=working_well,
        worries=worries,
        needs_to_happen=needs_to_happen,
        presenting_need=presenting_need or None,
        underlying_need=underlying_need or None,
        score=score,
        needs=list(needs) or None,
        written_by=by,
        written_at=clock.now(),
        scores=_scores(said, newest),
    )
    db.session.add(part)
    case.record(EventKind.ASSESSED, by=by, domain=domain)
    db.session.expire(case, ["parts"])
    return part


def _scores(said: Mapping[Respondent, int], newest: AssessmentPart | None) -> list[AssessmentScore]:
    """The scores of the others; one that is as it was keeps the day on which it was given."""
    before = {s.respondent: s for s in newest.scores} if newest else {}
    return [
        AssessmentScore(
            respondent=who,
            value=value,
            scored_on=before[who].scored_on if who in before and before[who].value == value else clock.today(),
        )
        for who, value in said.items()
        if who is not Respondent.PRACTITIONER
    ]


def _newest(case: Case, domain: Headline) -> AssessmentPart | None:
    return db.session.scalar(
        sa.select(AssessmentPart)
        .where(AssessmentPart.case_id == case.id, AssessmentPart.domain == domain)
        .order_by(AssessmentPart.version.desc())
        .limit(1)
    )


def _changed(newest: AssessmentPart | None) -> Changed:
    if newest is None:
        return Changed(stored={}, version=0)
    return Changed(
        stored={
            "working_well": newest.working_well,
            "worries": newest.worries,
            "presenting_need": newest.presenting_need or "",
            "underlying_need": newest.underlying_need or "",
            "needs_to_happen": newest.needs_to_happen,
            "score": "" if newest.score is None else str(newest.score),
            **{f"score_{given.respondent.value}": str(given.value) for given in newest.scores},
        },
        version=newest.version,
        who=newest.written_by.name,
    )


def explain_low_score(
    case: Case, domain: Headline, *, because: str, read_version: int, by: Practitioner
) -> LowScoreReason:
    """Say why the plan does not take up a domain with a low score. An earlier reason stays, as its own version."""
    case.move(Move.ASSESS)
    newest = db.session.scalar(
        sa.select(LowScoreReason)
        .where(LowScoreReason.case_id == case.id, LowScoreReason.domain == domain)
        .order_by(LowScoreReason.version.desc())
        .limit(1)
    )
    if (newest.version if newest else 0) != read_version:
        stored = {"because": newest.because} if newest else {}
        version, who = (newest.version, newest.written_by.name) if newest else (0, None)
        raise Changed(stored=stored, version=version, who=who)
    if not because.strip():
        raise NotYet(say(N_("Say why this is not in the plan."), "because"))
    reason = LowScoreReason(
        case_id=case.id,
        domain=domain,
        version=read_version + 1,
        because=because,
        written_by=by,
        written_at=clock.now(),
    )
    db.session.add(reason)
    case.record(EventKind.LOW_SCORE_EXPLAINED, by=by, because=because, domain=domain)
    return reason


def complete_assessment(case: Case, *, by: Practitioner, because: str | None = None) -> None:
    """Say that the assessment is whole, so that the plan can be made. Where a child was not heard, `because` says why
    it is complete all the same."""
    stages.after(Move.COMPLETE_ASSESSMENT, case)
    unheard = voices.unheard_children(case)
    lacking = list(assessing.completion_missing(unheard, because))
    if lacking:
        raise NotYet(*lacking)
    case.move(Move.COMPLETE_ASSESSMENT)
    case.assessed_on = clock.today()
    case.reset_clock()
    case.record(EventKind.ASSESSMENT_COMPLETED, by=by, because=because or None)


def share_assessment(case: Case, *, shared_on: date, with_whom: str, how: Shared, by: Practitioner) -> AssessmentShare:
    """Record that the assessment was shared with the family. Each time is a record of its own."""
    case.move(Move.SHARE_ASSESSMENT)
    lacking = list(assessing.sharing_missing(shared_on, with_whom, case.assessed_on, clock.today()))
    if lacking:
        raise NotYet(*lacking)
    last = db.session.scalar(sa.select(sa.func.max(AssessmentShare.number)).where(AssessmentShare.case_id == case.id))
    share = AssessmentShare(
        case_id=case.id,
        number=(last or 0) + 1,
        shared_on=shared_on,
        with_whom=with_whom,
        how=how,
        recorded_by_id=by.id,
        recorded_at=clock.now(),
    )
    db.session.add(share)
    case.record(EventKind.ASSESSMENT_SHARED, by=by, who=with_whom, shared=how)
    return share


def record_answer(
    case: Case, share: AssessmentShare, *, answer: FamilyAnswer, answered_on: date, says: str, by: Practitioner
) -> None:
    """Record what the family says to the assessment that was shared with it. Said once; shared again, said again."""
    case.move(Move.SHARE_ASSESSMENT)
    if share.answer is not None:
        raise NotYet(say(N_("The family’s answer is already recorded. If it says more, share the assessment again.")))
    lacking = list(assessing.answer_missing(answer, says, answered_on, share.shared_on, clock.today()))
    if lacking:
        raise NotYet(*lacking)
    share.answer, share.answered_on, share.says = answer, answered_on, says or None
    share.answer_recorded_by_id, share.answer_recorded_at = by.id, clock.now()
    case.record(EventKind.ASSESSMENT_ANSWERED, by=by, because=says or None, family_answer=answer)
