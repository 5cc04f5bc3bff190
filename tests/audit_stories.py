"""Rounds of audits on their way, made through the deeds. Morag of the south audits Kamal's families in the north, and
Mabel, who manages him, plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from familyhelp.casework import audit_actions, audit_rounds, audit_tools, moderations
from familyhelp.casework import audits as deeds
from familyhelp.casework.audit_rounds import Planned
from familyhelp.casework.audits import Graded
from familyhelp.extensions import db
from familyhelp.models import Audit, AuditAction, AuditRound, AuditTool, Practitioner
from familyhelp.practice import clock
from familyhelp.practice.audits import Ending, Grade, WhichTool
from familyhelp.practice.references import write_code
from familyhelp.practice.sampling import Sampling
from familyhelp.practice.stages import Stage
from familyhelp.queries import audit_frames
from tests import stories
from tests.cast import Cast


def a_round(
    cast: Cast,
    *,
    auditors: Sequence[Practitioner] = (),
    size: int = 3,
    which: WhichTool = WhichTool.CHECKLIST,
    name: str = "Spring audits",
    **more: object,
) -> AuditRound:
    """A round that Mabel plans, Morag auditing; committed."""
    day = clock.today()
    planned = Planned(
        name, day, day + timedelta(days=30), which, size, more.pop("sampling", Sampling.RANDOM), seed="7", **more
    )
    made = audit_rounds.plan(planned, auditors or [cast.morag], by=cast.mabel)
    db.session.commit()
    return made


def drawn(cast: Cast, *, families: Sequence[str] = ("Ashdown", "Birch"), **more: object) -> list[Audit]:
    """The audits of a round that was drawn, of Kamal’s new families, or of all where none is made; committed."""
    own = {stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(name)).code for name in families}
    made = a_round(cast, **more)
    frame = [case for case in audit_frames.frame(made) if not own or case.code in own]
    audits = audit_rounds.draw(made, frame, by=cast.mabel)
    db.session.commit()
    return audits


def round_address(made: AuditRound, tail: str = "") -> str:
    """The address of a page of a round."""
    return f"/audit-rounds/{write_code(made.code)}{tail}"


def to_draw(cast: Cast) -> str:
    """The address where Mabel draws a round."""
    stories.a_case(cast, Stage.ACTIVE)
    return round_address(a_round(cast), "/draw")


def in_round(tail: str = "", **more: object) -> Callable[[Cast], str]:
    """The address of a page of a round that was drawn."""
    return lambda cast: round_address(drawn(cast, **more)[0].round, tail)


def a_tool(cast: Cast, which: WhichTool = WhichTool.CHECKLIST) -> AuditTool:
    """The next version of a tool, in writing, or the one that is; committed."""
    tool = db.session.query(AuditTool).filter_by(which=which, used_from=None).first()
    tool = tool or audit_tools.start_version(which, by=cast.adam)
    db.session.commit()
    return tool


def in_tool(tail: str = "") -> Callable[[Cast], str]:
    """The address of a page of a version in writing."""
    return lambda cast: f"/audit-tools/{write_code(a_tool(cast).code)}{tail}"


# One audit ----------------------------------------------------------------------------------------------------


def grade(audit: Audit, slug: str, given: Grade, why: str = "The record says so.", *evidence: str) -> None:
    """Grade one domain, as the auditor."""
    held = {row.domain: row.version for row in audit.grades}
    said = Graded(given, why, evidence)
    deeds.grade(audit, slug, said, offered=evidence, read_version=held.get(slug, 0), by=audit.auditor)


def begun(cast: Cast, *, graded: bool = True, worse: dict[str, Grade] | None = None, **more: object) -> Audit:
    """An audit of Kamal's that Morag began, every domain good but for `worse`, with its words; committed."""
    audit = drawn(cast, **{"families": ["Ashdown"], "size": 1} | more)[0]
    deeds.begin(audit, by=audit.auditor)
    if graded:
        for domain in audit.tool.domains:
            grade(audit, domain.slug, (worse or {}).get(domain.slug, Grade.GOOD))
        deeds.write_words(
            audit,
            strengths="Visits are kept.",
            family_said="“She rings when she says she will.”",
            family_asked="By telephone, the mother.",
            read_version=audit.version,
            by=audit.auditor,
        )
    db.session.commit()
    return audit


def reflect(audit: Audit, cast: Cast, text: str = "I saw Jude too rarely.") -> None:
    """Kamal thinks about his own work; committed."""
    held = audit.reflection
    deeds.reflect(audit, text=text, read_version=held.version if held else 0, by=cast.kamal)
    db.session.commit()


def finished(cast: Cast, *, overall: Grade = Grade.GOOD, **more: object) -> Audit:
    """An audit that Morag finished, after Kamal wrote about his own work; committed."""
    again = more.pop("again_by", None)
    audit = begun(cast, **more)
    reflect(audit, cast)
    deeds.finish(audit, Ending(overall, "", clock.today(), "", again), by=audit.auditor)
    db.session.commit()
    return audit


def audit_address(audit: Audit, tail: str = "") -> str:
    """The address of a page of an audit."""
    return f"/audits/{write_code(audit.code)}{tail}"


def of(made: Callable[..., Audit], tail: str = "", **more: object) -> Callable[[Cast], str]:
    """The address of a page of an audit, once it is made."""
    return lambda cast: audit_address(made(cast, **more), tail)


def to_begin(cast: Cast) -> str:
    """The address where Morag begins an audit."""
    return audit_address(drawn(cast, families=["Ashdown"])[0], "/begin")


def reflected(cast: Cast, **more: object) -> Audit:
    """An audit that waits, with Kamal's words; committed."""
    audit = begun(cast, **more)
    reflect(audit, cast)
    return audit


# A second look ------------------------------------------------------------------------------------------------


def second(cast: Cast, *, graded: bool = True, second_worse: dict[str, Grade] | None = None, **more: object) -> Audit:
    """A second look by Mabel at what Morag finished: begun, and graded but for the end; committed."""
    first = finished(cast, **more)
    found = moderations.ask_second(first, cast.mabel, by=cast.mabel)
    db.session.flush()
    deeds.begin(found, by=cast.mabel)
    if graded:
        for domain in found.tool.domains:
            grade(found, domain.slug, (second_worse or {}).get(domain.slug, Grade.GOOD), "Read blind.")
    db.session.commit()
    return found


def paired(cast: Cast, *, agreed: bool = False, second_worse: dict[str, Grade] | None = None, **more: object) -> Audit:
    """The first of two audits that are both finished; the second thinks less of the plan; committed."""
    worse = second_worse if second_worse is not None else {"plan": Grade.REQUIRES_IMPROVEMENT}
    found = second(cast, second_worse=worse, **more)
    limited = Grade.INADEQUATE in (worse.get("voice"), worse.get("assessment"))
    deeds.finish(found, Ending(Grade.INADEQUATE if limited else Grade.GOOD), by=cast.mabel)
    first = found.moderates
    if agreed:
        grades = first.graded | {"plan": Grade.REQUIRES_IMPROVEMENT}
        why = "Nobody knew who rings the school."
        moderations.agree(first, found, grades=grades, overall=Grade.GOOD, because=why, by=cast.mabel)
    db.session.commit()
    return first


# What follows -------------------------------------------------------------------------------------------------


def action(cast: Cast, *, reported: bool = False, what: str = "See Jude alone.", **more: object) -> AuditAction:
    """An action of Kamal's from a finished audit, by Morag; committed."""
    audit = finished(cast, **more)
    due_on = clock.today() + timedelta(days=14)
    made = audit_actions.add(audit, what=what, owner=cast.kamal, due_on=due_on, by=cast.morag)
    if reported:
        audit_actions.report(made, what="He showed me his room.", by=cast.kamal)
    db.session.commit()
    return made


def of_action(tail: str, **more: object) -> Callable[[Cast], str]:
    """The address of a page of an action."""
    return lambda cast: f"/audit-actions/{write_code(action(cast, **more).code)}{tail}"


def asks_again(cast: Cast, days: int = 60, **more: object) -> Audit:
    """A finished audit that asks for a re-audit; committed."""
    return finished(cast, again_by=clock.today() + timedelta(days=days), **more)
