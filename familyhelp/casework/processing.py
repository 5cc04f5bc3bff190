"""Saying what allows what is done with personal data: the authority's own word in the register of lawful bases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Practitioner, ProcessingSetting
from ..practice import clock
from ..practice import processing as rules
from ..practice.chronology import EventKind
from ..practice.processing import Activity, Grounds
from ..practice.words import Changed, NotYet, version_after


def set_grounds(
    activity: Activity,
    grounds: Grounds,
    *,
    assessment: str,
    because: str,
    review_on: date | None,
    read_version: int,
    by: Practitioner,
) -> ProcessingSetting:
    """Set what allows an activity. `read_version` tells the newest change that was before their eyes. Raises Changed,
    NotYet."""
    newest = db.session.scalar(
        sa.select(ProcessingSetting)
        .where(ProcessingSetting.activity == activity)
        .order_by(ProcessingSetting.id.desc())
        .limit(1)
    )
    version = version_after(newest.id if newest else 0)
    if version != read_version:
        raise Changed(stored=as_typed(newest), version=version, who=newest.set_by.name if newest else None)
    lacking = list(rules.missing(grounds, because, review_on, clock.today()))
    if lacking or review_on is None:
        raise NotYet(*lacking)
    said = replace(grounds, law=grounds.law.strip(), schedule_1=grounds.schedule_1.strip())
    setting = ProcessingSetting(
        activity=activity,
        basis=said.basis,
        law=said.law,
        condition=said.condition,
        schedule_1=said.schedule_1,
        assessment=assessment.strip(),
        because=because.strip(),
        review_on=review_on,
        set_by=by,
        set_at=clock.now(),
    )
    db.session.add(setting)
    by.record(
        EventKind.GROUNDS_SET, by=by, because=setting.because, activity=activity, allowed=setting.basis, law=setting.law
    )
    return setting


def as_typed(setting: ProcessingSetting | None) -> dict[str, str]:
    """What the form held when it was set, by its fields."""
    if setting is None:
        return {}
    names = ("law", "schedule_1", "assessment", "because")
    return {name: getattr(setting, name) for name in names} | {
        "basis": setting.basis.value,
        "condition": setting.condition.value,
    }
