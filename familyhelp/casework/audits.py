"""Holding an audit: beginning, a grade and a reason for each domain, what is strong, what the family says, what the
worker thinks, finishing. A finished audit never changes. No event says a grade."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ..extensions import db
from ..models import Audit, AuditGrade, AuditReflection, Practitioner
from ..policy import knows_family
from ..practice import audits as rules
from ..practice import clock
from ..practice.audits import Ending, Grade
from ..practice.chronology import EventKind
from ..practice.words import N_, Changed, NotYet, Sentence, say


@dataclass(frozen=True)
class Graded:
    """What an auditor says of one domain: the grade, why, and what on the record shows it."""

    grade: Grade | None
    why: str
    evidence: Sequence[str] = ()


def begin(audit: Audit, *, by: Practitioner) -> None:
    """Begin an audit. The case's chronology says that, and nothing more. Raises NotYet."""
    refuse_frozen(audit)
    if audit.begun_at is not None:
        raise NotYet(say(N_("This audit was begun already.")))
    _refuse_own(audit)
    audit.begun_at = clock.now()
    audit.record(EventKind.AUDIT_BEGUN, by=by)
    if audit.moderates_id is None:
        audit.case.record(EventKind.CASE_AUDIT_BEGUN, by=by)


def grade(
    audit: Audit, slug: str, graded: Graded, *, offered: Collection[str], read_version: int, by: Practitioner
) -> None:
    """Grade one domain, with the reason; `offered` is what of the case's record can be pointed at. Raises Changed,
    NotYet."""
    _refuse_not_begun(audit)
    held = next((row for row in audit.grades if row.domain == slug), None)
    if (held.version if held else 0) != read_version:
        stored = {N_("Grade"): held.grade.label, "why": held.why} if held else {}
        raise Changed(stored=stored, version=held.version if held else 0, who=by.name)
    lacking = list(rules.missing_grade(audit.tool, slug, graded.grade, graded.why))
    if set(graded.evidence) - set(offered) - set(held.evidence if held else ()):
        lacking.append(say(N_("One of these is not on the record of this case."), "evidence"))
    _refuse(lacking)
    row = held or AuditGrade(audit_id=audit.id, domain=slug)
    row.grade, row.why, row.evidence = graded.grade or Grade.GOOD, graded.why.strip(), list(graded.evidence)
    row.graded_at = clock.now()
    if held is None:
        audit.grades.append(row)
    audit.record(EventKind.AUDIT_GRADED, by=by, domain_name=audit.tool.by_slug[slug].name)


def write_words(
    audit: Audit, *, strengths: str, family_said: str, family_asked: str, read_version: int, by: Practitioner
) -> None:
    """Write what is strong in the work, what the family says, and how it was asked. Raises Changed, NotYet."""
    _refuse_not_begun(audit)
    if audit.version != read_version:
        stored = {
            "strengths": audit.strengths or "",
            "family_said": audit.family_said or "",
            "family_asked": audit.family_asked or "",
        }
        raise Changed(stored=stored, version=audit.version, who=by.name)
    audit.strengths = strengths.strip() or None
    audit.family_said = family_said.strip() or None
    audit.family_asked = family_asked.strip() or None
    audit.record(EventKind.AUDIT_WORDS_WRITTEN, by=by)


def reflect(audit: Audit, *, text: str, read_version: int, by: Practitioner) -> AuditReflection:
    """Write what the worker thinks of their own work in this case. Raises Changed, NotYet."""
    refuse_frozen(audit)
    if audit.case.lead_id != by.id:
        raise NotYet(say(N_("Whoever leads the case writes this.")))
    held = audit.reflection
    if (held.version if held else 0) != read_version:
        stored = {"text": held.text} if held else {}
        raise Changed(stored=stored, version=held.version if held else 0, who=held.written_by.name if held else by.name)
    if not text.strip():
        raise NotYet(say(N_("Write what you think of your own work here."), "text"))
    found = held or AuditReflection()
    found.text, found.written_by, found.written_at = text.strip(), by, clock.now()
    audit.reflection = found
    audit.record(EventKind.AUDIT_REFLECTED, by=by)
    return found


def finish(audit: Audit, ending: Ending, *, by: Practitioner) -> None:
    """Finish an audit, which then never changes. An inadequate on safety limits the overall grade. Raises NotYet."""
    _refuse_not_begun(audit)
    _refuse_own(audit)
    second = audit.moderates_id is not None
    alone = ending.alone_because.strip() or (N_("A second look, held blind.") if second else "")
    ending = Ending(ending.overall, ending.overall_because, ending.held_on, alone, ending.again_by)
    strengths, said = audit.strengths or "", audit.family_said or ""
    if second:  # a second look grades, and leaves these to the first
        strengths, said = strengths or "–", said or "–"
    _refuse(
        rules.missing_to_finish(
            audit.tool, audit.graded, strengths=strengths, family_said=said, ending=ending, today=clock.today()
        )
    )
    audit.overall, audit.overall_because = ending.overall, ending.overall_because.strip() or None
    audit.held_on, audit.alone_because = ending.held_on, alone or None
    audit.again_by = ending.again_by
    audit.finished_at = clock.now()
    audit.record(EventKind.AUDIT_FINISHED, by=by)
    if not second:
        audit.case.record(EventKind.CASE_AUDIT_FINISHED, by=by)


def refuse_frozen(audit: Audit) -> None:
    """Refuse what would change a finished audit. No deed of its own. Raises NotYet."""
    if audit.finished_at is not None:
        raise NotYet(rules.frozen())


def _refuse_not_begun(audit: Audit) -> None:
    refuse_frozen(audit)
    if audit.begun_at is None:
        raise NotYet(say(N_("Begin this audit first.")))


def _refuse_own(audit: Audit) -> None:
    # Since the draw they may have been given the case.
    if db.session.scalar(sa.select(knows_family(audit.auditor_id, audit.case.family_id))):
        raise NotYet(say(N_("You lead, led, help or supervised this family by now: somebody else must audit it.")))


def _refuse(lacking: Iterable[Sentence]) -> None:
    found = list(lacking)
    if found:
        raise NotYet(*found)
