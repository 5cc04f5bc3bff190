"""Setting what counts as early-help spend. Every figure follows at once, for every year."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import Practitioner, SpendLine
from ..practice import clock
from ..practice import spend_lines as rules
from ..practice.chronology import EventKind
from ..practice.words import N_, Changed, NotYet, version_after


def set_spend_line(
    line: rules.SpendLine, *, counts: bool, because: str, read_version: int, by: Practitioner
) -> SpendLine:
    """Say whether a line counts as early-help spend. `read_version` tells the newest change that was before their
    eyes. Raises Changed, NotYet. Two at once wait for each other at the first account there is."""
    first = sa.select(Practitioner.id).order_by(Practitioner.id).limit(1)
    db.session.execute(first.with_for_update())
    held = {one.line: one for one in db.session.scalars(sa.select(SpendLine).order_by(SpendLine.id))}
    newest = held.get(line)
    version = version_after(newest.id if newest else 0)
    if version != read_version:
        stored = {"because": newest.because} if newest else {}
        raise Changed(stored=stored, version=version, who=newest.set_by.name if newest else None)
    counted = {one for one in rules.SpendLine if (held[one].counts if one in held else one in rules.USUAL)}
    lacking = list(rules.missing(line, counts, counted))
    if lacking:
        raise NotYet(*lacking)
    setting = SpendLine(line=line, counts=counts, because=because, set_by=by, set_at=clock.now())
    db.session.add(setting)
    by.record(
        EventKind.SPEND_LINE_SET,
        by=by,
        because=because,
        line=line,
        counts=N_("it counts") if counts else N_("it does not"),
    )
    return setting
