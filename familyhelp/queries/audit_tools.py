"""Audit tools: the versions that an authority made, and the one that counts now."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import AuditTool, Event, Practitioner
from ..policy import visible_audit_tools
from ..practice import audits as rules
from ..practice.audits import WhichTool
from ..practice.chronology import Subject

MOST = 50
"""More versions than an authority makes in twenty years."""


def versions(viewer: Practitioner) -> Sequence[AuditTool]:
    """The newest fifty versions, the newest first."""
    newest = visible_audit_tools(viewer).options(joinedload(AuditTool.made_by)).order_by(AuditTool.id.desc())
    return db.session.scalars(newest.limit(MOST)).all()


def counting(held: Sequence[AuditTool]) -> dict[WhichTool, rules.Tool]:
    """The version of each tool that new rounds are held with, of these versions (the newest first)."""
    found = dict(rules.FIRST)
    for tool in reversed(held):
        if tool.used_from is not None:
            found[tool.which] = tool.in_words()
    return found


def events_of(tool: AuditTool) -> Sequence[Event]:
    """What was done to a version, newest first, at most fifty."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.subject == Subject.AUDIT_TOOL, Event.subject_id == tool.id)
        .options(joinedload(Event.by))
        .order_by(Event.number.desc())
        .limit(MOST)
    ).all()
