"""Making the next version of an audit tool and putting it into use. A version that was used never changes."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from ..extensions import db
from ..models import AuditTool, Practitioner
from ..practice import audits as rules
from ..practice import clock
from ..practice.audits import AuditDomain, WhichTool
from ..practice.chronology import EventKind
from ..practice.words import N_, Changed, NotYet, Sentence, say


def start_version(which: WhichTool, *, by: Practitioner) -> AuditTool:
    """Start the next version of a tool, in writing, as a copy of the newest one. Raises NotYet where one is in
    writing already."""
    newest = db.session.scalar(
        sa.select(AuditTool).where(AuditTool.which == which).order_by(AuditTool.number.desc()).limit(1)
    )
    if newest is not None and newest.used_from is None:
        raise NotYet(say(N_("A version of this tool is in writing already: go on with that one.")))
    before = newest.in_words() if newest else rules.FIRST[which]
    tool = AuditTool(
        which=which, number=before.number + 1, domains=rules.kept(before.domains), made_by=by, made_at=clock.now()
    )
    db.session.add(tool)
    db.session.flush()
    tool.record(EventKind.AUDIT_TOOL_STARTED, by=by, tool=which, version=tool.number)
    return tool


def write_domain(tool: AuditTool, domain: AuditDomain, *, read_version: int, by: Practitioner) -> None:
    """Write what a tool in writing asks in one domain, or take one more domain in. Raises Changed, NotYet."""
    _refuse_frozen(tool)
    held = tool.in_words()
    if tool.version != read_version:
        now = held.by_slug.get(domain.slug)
        stored = {"name": now.name, "question": now.question} if now else {}
        raise Changed(stored=stored, version=tool.version)
    domains = rules.with_domain(held.domains, domain)
    lacking = list(rules.missing_domain(domain))
    if len(domains) > rules.MOST_DOMAINS:
        lacking.append(say(N_("An audit tool has at most %(most)s domains."), most=rules.MOST_DOMAINS))
    _refuse(lacking)
    tool.domains = rules.kept(domains)
    tool.record(EventKind.AUDIT_TOOL_CHANGED, by=by, domain_name=domain.name)


def leave_out_domain(tool: AuditTool, slug: str, *, by: Practitioner) -> None:
    """Leave a domain out of a version in writing. Raises NotYet."""
    _refuse_frozen(tool)
    held = tool.in_words()
    if slug not in held.by_slug:
        raise NotYet(say(N_("This domain is not in the tool.")))
    tool.domains = rules.kept([domain for domain in held.domains if domain.slug != slug])
    tool.record(EventKind.AUDIT_TOOL_CHANGED, by=by, domain_name=held.by_slug[slug].name)


def use_version(tool: AuditTool, *, by: Practitioner) -> None:
    """Hold every round that is planned from now on with this version; those that were planned keep theirs."""
    _refuse_frozen(tool)
    _refuse(rules.missing_tool(tool.in_words().domains))
    tool.used_from = clock.today()
    tool.record(EventKind.AUDIT_TOOL_USED, by=by, tool=tool.which, version=tool.number)


def _refuse_frozen(tool: AuditTool) -> None:
    if tool.used_from is not None:
        raise NotYet(rules.tool_frozen())


def _refuse(lacking: Iterable[Sentence]) -> None:
    found = list(lacking)
    if found:
        raise NotYet(*found)
