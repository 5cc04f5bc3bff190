"""Moderation as pages read it: who could look blind, both audits side by side, how far graders agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from ..extensions import db
from ..models import Audit, AuditAction, AuditGrade, AuditModeration, Case, Look, Practitioner
from ..policy import may_audit, reads_audit
from ..practice import moderation as rules
from ..practice.agreement import Agreement, agreement
from ..practice.audits import FIRST, Grade
from ..practice.chronology import Subject
from ..practice.roles import Role

MOST = 200


def could_be_second(audit: Audit) -> Sequence[Practitioner]:
    """The managers who could grade the case of an audit blind: no part with the family, and no look at the grades;
    one statement."""
    read = sa.exists().where(
        Look.subject == Subject.AUDIT,
        Look.subject_id == audit.id,
        Look.practitioner_id == Practitioner.id,
        Look.page.in_(rules.SHOWS_GRADES),
        sa.not_(Look.refused),
    )
    owns = sa.exists().where(AuditAction.audit_id == audit.id, AuditAction.owner_id == Practitioner.id)
    query = (
        sa.select(Practitioner)
        .join(Case, Case.id == audit.case_id)
        .where(
            Practitioner.is_active,
            Practitioner.role == Role.MANAGER,
            Practitioner.id != audit.auditor_id,
            may_audit(Practitioner.id),
            sa.not_(read),
            sa.not_(owns),
        )
    )
    return db.session.scalars(query.order_by(Practitioner.name, Practitioner.id).limit(MOST)).all()


@dataclass(frozen=True)
class Both:
    """The first audit of a case and the second, both finished, with what was agreed."""

    first: Audit
    second: Audit
    agreed: AuditModeration | None

    @property
    def differing(self) -> list[str]:
        """The domains that the two graded differently."""
        return rules.differing(self.first.graded, self.second.graded)


def both(viewer: Practitioner, audit: Audit) -> Both | None:
    """The two audits that one belongs to, once both are finished and the reader may read both; three statements."""
    first = audit.moderates_id or audit.id
    found = db.session.scalars(
        sa.select(Audit)
        .where(sa.or_(Audit.id == first, Audit.moderates_id == first), Audit.finished_at.is_not(None))
        .where(reads_audit(viewer))
        .options(selectinload(Audit.grades), joinedload(Audit.auditor), joinedload(Audit.tool_version))
        .order_by(Audit.id)
    ).all()
    if len(found) != 2:
        return None
    return Both(found[0], found[1], agreed_of(first))


def agreed_of(audit_id: int) -> AuditModeration | None:
    """What was agreed about an audit."""
    return db.session.scalar(
        sa.select(AuditModeration)
        .where(AuditModeration.audit_id == audit_id)
        .options(joinedload(AuditModeration.agreed_by, innerjoin=True))
    )


@dataclass(frozen=True)
class Agreements:
    """How far graders agree: over all domains, on each, and overall; over how many cases."""

    audits: int
    all_domains: Agreement
    overall: Agreement
    by_domain: Sequence[tuple[str, Agreement]]
    counts: Mapping[tuple[Grade, Grade], int]


def agreements(viewer: Practitioner) -> Agreements:
    """The agreement of all pairs of finished audits that a person may read; two statements."""
    first, second = aliased(AuditGrade), aliased(AuditGrade)
    other = aliased(Audit)
    # Of which somebody is still to grade the first blind, the pair is not finished.
    pairs = sa.and_(other.moderates_id == Audit.id, other.finished_at.is_not(None), Audit.finished_at.is_not(None))
    rows = db.session.execute(
        sa.select(first.domain, first.grade, second.grade, sa.func.count())
        .select_from(Audit)
        .join(other, pairs)
        .join(first, first.audit_id == Audit.id)
        .join(second, sa.and_(second.audit_id == other.id, second.domain == first.domain))
        .where(reads_audit(viewer))
        .group_by(first.domain, first.grade, second.grade)
    )
    domains: dict[str, Counter[tuple[Grade, Grade]]] = {}
    every: Counter[tuple[Grade, Grade]] = Counter()
    for slug, one, two, number in rows:
        domains.setdefault(slug, Counter())[one, two] += number
        every[one, two] += number
    overalls = db.session.execute(
        sa.select(Audit.overall, other.overall, sa.func.count())
        .join(other, pairs)
        .where(reads_audit(viewer))
        .group_by(Audit.overall, other.overall)
    )
    whole: Counter[tuple[Grade, Grade]] = Counter({(a, b): number for a, b, number in overalls if a and b})
    order = [slug for tool in FIRST.values() for slug in tool.by_slug]
    by_domain = sorted(domains, key=lambda slug: (order.index(slug) if slug in order else len(order), slug))
    return Agreements(
        sum(whole.values()),
        agreement(every),
        agreement(whole),
        [(slug, agreement(domains[slug])) for slug in by_domain],
        every,
    )
