"""Practice audit: what two tools ask of a case, in versions, and what a grade, an overall grade and an end need.

The wording is data: an audit keeps the version it was begun with. The first version of each tool is here; an authority
makes the next ones (models/audit_tool.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from .words import N_, Sentence, Word, say

MOST_DOMAINS = 20


class WhichTool(Word):
    """What a case is audited with."""

    TEN_DOMAINS = "ten_domains", N_("Ten domains")
    CHECKLIST = "checklist", N_("Checklist for lead professionals")


class Grade(Word):
    """How well something was done."""

    OUTSTANDING = "outstanding", N_("Outstanding")
    GOOD = "good", N_("Good")
    REQUIRES_IMPROVEMENT = "requires_improvement", N_("Requires improvement")
    INADEQUATE = "inadequate", N_("Inadequate")
    NOT_APPLICABLE = "not_applicable", N_("Not applicable")


GRADES = (Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)
"""From the best to the worst; what does not apply is no grade."""


@dataclass(frozen=True)
class AuditDomain:
    """One domain of a tool, with what it asks. An inadequate on a domain of safety limits the whole."""

    slug: str
    name: str
    question: str
    safety: bool = False


@dataclass(frozen=True)
class Tool:
    """One version of one tool."""

    which: WhichTool
    number: int
    domains: tuple[AuditDomain, ...]

    @cached_property
    def by_slug(self) -> dict[str, AuditDomain]:
        """Every domain by its slug, in order."""
        return {domain.slug: domain for domain in self.domains}


TEN_DOMAINS_1 = Tool(
    WhichTool.TEN_DOMAINS,
    1,
    (
        AuditDomain("agreement", N_("Agreement and information"),
            N_("Did the family agree, knowing to what? Is it clear what is shared with whom, and why?")),
        AuditDomain("assessment", N_("Assessment and analysis"),
            N_("Is it understood what lies under the family’s needs, and is what may harm a child seen as that?"),
            safety=True),
        AuditDomain("voice", N_("Voice and lived experience"),
            N_("Was each child seen and heard? Would you know what a day is like for them?"), safety=True),
        AuditDomain("plan", N_("Plan"),
            N_("Are there a few outcomes in the family’s words, with actions that somebody does by a day?")),
        AuditDomain("multi_agency", N_("Multi-agency work"),
            N_("Do those who work with the family know of each other and pull the same way?")),
        AuditDomain("oversight", N_("Management oversight"),
            N_("Did a manager decide where it mattered, with reasons, and was it done?")),
        AuditDomain("impact", N_("Impact and progress"),
            N_("What is better for the children because of this help, and what shows it?")),
        AuditDomain("recording", N_("Recording and chronology"),
            N_("Could somebody new take over from the record, and could the family read it?")),
        AuditDomain("diversity", N_("Diversity and identity"),
            N_("Does the help fit who this family is: language, faith, disability, culture, what matters to them?")),
        AuditDomain("endings", N_("Closure and step decisions"),
            N_("Was the case stepped up, down or closed when it should have been, and safely?"), safety=True),
    ),
)  # fmt: skip
CHECKLIST_1 = Tool(
    WhichTool.CHECKLIST,
    1,
    (
        AuditDomain("agreement", N_("Agreement and information"), N_("Did the family agree, knowing to what?")),
        AuditDomain("voice", N_("Voice and lived experience"), N_("Was each child seen and heard?"), safety=True),
        AuditDomain("assessment", N_("Assessment and analysis"),
            N_("Is what may harm a child seen, and did somebody act on it?"), safety=True),
        AuditDomain("plan", N_("Plan"), N_("Does everybody know who does what by when?")),
        AuditDomain("multi_agency", N_("Multi-agency work"), N_("Does the team around the family meet and agree?")),
        AuditDomain("impact", N_("Impact and progress"), N_("Is anything better for the children yet?")),
    ),
)  # fmt: skip
FIRST: Mapping[WhichTool, Tool] = {tool.which: tool for tool in (TEN_DOMAINS_1, CHECKLIST_1)}


def kept(domains: Sequence[AuditDomain]) -> list[dict[str, Any]]:
    """Domains as the database keeps them."""
    return [{"slug": d.slug, "name": d.name, "question": d.question, "safety": d.safety} for d in domains]


def read(domains: Sequence[Mapping[str, Any]]) -> tuple[AuditDomain, ...]:
    """Domains as the database kept them."""
    return tuple(AuditDomain(d["slug"], d["name"], d["question"], d["safety"]) for d in domains)


def new_slug(domains: Sequence[AuditDomain]) -> str:
    """The slug of one more domain of an authority's own."""
    taken = {domain.slug for domain in domains}
    return next(slug for n in range(1, len(taken) + 2) if (slug := f"own_{n}") not in taken)


def with_domain(domains: Sequence[AuditDomain], changed: AuditDomain) -> tuple[AuditDomain, ...]:
    """The domains with one changed in its place, or added at the end."""
    if all(domain.slug != changed.slug for domain in domains):
        return (*domains, changed)
    return tuple(changed if domain.slug == changed.slug else domain for domain in domains)


def missing_domain(domain: AuditDomain) -> Iterator[Sentence]:
    """What one domain of a tool lacks."""
    if not domain.name.strip():
        yield say(N_("Give the domain a name."), "name")
    if not domain.question.strip():
        yield say(N_("Say what the auditor asks in this domain."), "question")


def missing_tool(domains: Sequence[AuditDomain]) -> Iterator[Sentence]:
    """What a tool lacks before audits can use it."""
    if not domains:
        yield say(N_("An audit tool needs at least one domain."))
    if domains and not any(domain.safety for domain in domains):
        yield say(N_("Mark at least one domain as about safety: an inadequate there limits the whole."))
    if len(domains) > MOST_DOMAINS:
        yield say(N_("An audit tool has at most %(most)s domains."), most=MOST_DOMAINS)


def tool_frozen() -> Sentence:
    """Why a version that is or was in use cannot be changed."""
    return say(N_("Audits are held with this version, so it stays as it is. Make the next version."))


# One audit ----------------------------------------------------------------------------------------------------


def limiting(tool: Tool, grades: Mapping[str, Grade]) -> list[AuditDomain]:
    """The domains of safety that were graded inadequate: each of them limits the whole."""
    return [d for d in tool.domains if d.safety and grades.get(d.slug) is Grade.INADEQUATE]


def proposed(tool: Tool, grades: Mapping[str, Grade]) -> Grade | None:
    """The overall grade that the domains propose: the one in the middle, the worse of two; limited by safety. None
    where no domain applies."""
    if limiting(tool, grades):
        return Grade.INADEQUATE
    places = sorted(GRADES.index(grade) for grade in grades.values() if grade in GRADES)
    return GRADES[places[len(places) // 2]] if places else None


def missing_grade(tool: Tool, slug: str, grade: Grade | None, why: str) -> Iterator[Sentence]:
    """What a graded domain lacks: the reason, always."""
    if slug not in tool.by_slug:
        yield say(N_("This audit does not ask about this domain."))
    if grade is None:
        yield say(N_("Choose a grade."), "grade")
    if not why.strip():
        yield say(N_("Say why: what in the record, or from the worker or the family, shows it?"), "why")


def missing_overall(tool: Tool, grades: Mapping[str, Grade], overall: Grade | None, because: str) -> Iterator[Sentence]:
    """What is wrong with an overall grade: none at all, better than safety allows, or another than the domains
    propose without a reason."""
    limits = limiting(tool, grades)
    if overall not in GRADES:
        yield say(N_("Choose the overall grade."), "overall")
    elif limits and overall is not Grade.INADEQUATE:
        yield limited(limits[0])
    elif overall is not proposed(tool, grades) and not because.strip():
        yield say(N_("The domains propose another overall grade: say why yours is the right one."), "overall_because")


def limited(domain: AuditDomain) -> Sentence:
    """Why the overall grade can only be inadequate."""
    return say(
        N_("“%(domain)s” is about safety and was graded inadequate, so the overall grade is inadequate."),
        "overall",
        domain=domain.name,
    )


@dataclass(frozen=True)
class Ending:
    """What an auditor says when they finish."""

    overall: Grade | None
    overall_because: str = ""
    held_on: date | None = None
    """The day on which they went through it with the worker."""
    alone_because: str = ""
    again_by: date | None = None


def missing_to_finish(
    tool: Tool, grades: Mapping[str, Grade], *, strengths: str, family_said: str, ending: Ending, today: date
) -> Iterator[Sentence]:
    """What an audit lacks before it is finished."""
    for domain in tool.domains:
        if domain.slug not in grades:
            yield say(N_("“%(domain)s” is not graded yet."), domain=domain.name)
    if not strengths.strip():
        yield say(N_("Write what is strong in this work first."))
    if not family_said.strip():
        yield say(N_("Write what the family says, or why it was not asked, first."))
    if all(domain.slug in grades for domain in tool.domains):
        yield from missing_overall(tool, grades, ending.overall, ending.overall_because)
    if ending.held_on is None and not ending.alone_because.strip():
        yield say(N_("Enter the day you went through it with the worker, or say why you could not."), "held_on")
    if ending.held_on and ending.held_on > today:
        yield say(N_("This date cannot be in the future."), "held_on")
    if ending.again_by and ending.again_by <= today:
        yield say(N_("A re-audit lies ahead: choose a later day."), "again_by")


def frozen() -> Sentence:
    """Why a finished audit stays as it is."""
    return say(N_("This audit is finished and stays as it is."))


def not_theirs() -> Sentence:
    """Why somebody cannot audit a case."""
    return say(N_("Nobody audits a family that they lead, led, help or supervised: choose another auditor."), "auditor")
