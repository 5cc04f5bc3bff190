"""Setting how long records are kept, and legal holds, which keep them whatever the rules say."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Family, LegalHold, Practitioner, RetentionSetting
from ..practice import clock, holds, references
from ..practice import retention as rules
from ..practice.chronology import EventKind
from ..practice.holds import HoldReview
from ..practice.retention import USUAL, RecordKind
from ..practice.words import Changed, NotYet, version_after


def set_rule(
    record: RecordKind, *, years: int | None, child_until: int | None, because: str, read_version: int, by: Practitioner
) -> RetentionSetting:
    """Set how long records of a kind are kept; `child_until` is 0 where no birthday counts. `read_version` tells the
    newest change that was before their eyes. Raises Changed, NotYet."""
    newest = db.session.scalar(
        sa.select(RetentionSetting)
        .where(RetentionSetting.record == record)
        .order_by(RetentionSetting.id.desc())
        .limit(1)
    )
    version = version_after(newest.id if newest else 0)
    if version != read_version:
        now = newest or USUAL[record]
        held = {"years": str(now.years), "child_until": str(now.child_until or 0)}
        held |= {"because": newest.because} if newest else {}
        raise Changed(stored=held, version=version, who=newest.set_by.name if newest else None)
    lacking = list(rules.missing(record, years, child_until, because))
    if lacking or years is None:
        raise NotYet(*lacking)
    setting = RetentionSetting(
        record=record,
        years=years,
        child_until=(child_until or None) if record is RecordKind.HELPED else None,
        because=because.strip(),
        set_by=by,
        set_at=clock.now(),
    )
    db.session.add(setting)
    birthday = str(setting.child_until or "–")
    by.record(EventKind.RETENTION_SET, by=by, because=setting.because, record=record, years=years, birthday=birthday)
    return setting


def place_hold(family: Family, *, because: str, review_on: date | None, by: Practitioner) -> LegalHold:
    """Keep everything held about a family until somebody lifts this. Raises NotYet."""
    lacking = list(holds.missing_to_hold(because, review_on, clock.today()))
    if lacking or review_on is None:
        raise NotYet(*lacking)
    hold = LegalHold(
        code=references.new_code(),
        family_id=family.id,
        because=because.strip(),
        placed_by=by,
        placed_at=clock.now(),
        review_on=review_on,
    )
    db.session.add(hold)
    family.record(EventKind.HOLD_PLACED, by=by, because=hold.because, first_day=str(review_on))
    return hold


def review_hold(hold: LegalHold, *, review: HoldReview, because: str, review_on: date | None, by: Practitioner) -> None:
    """Say that a hold goes on, until when somebody looks again, or lift it. Raises NotYet."""
    lacking = list(
        holds.missing_to_review(review, because, review_on, clock.today(), lifted=hold.lifted_at is not None)
    )
    if lacking:
        raise NotYet(*lacking)
    if review is HoldReview.GOES_ON and review_on is not None:
        hold.review_on = review_on
        hold.family.record(EventKind.HOLD_GOES_ON, by=by, because=because.strip(), first_day=str(review_on))
        return
    hold.lifted_at, hold.lifted_by, hold.lifted_because = clock.now(), by, because.strip()
    hold.family.record(EventKind.HOLD_LIFTED, by=by, because=hold.lifted_because)
