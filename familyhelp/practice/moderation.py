"""Moderation: a second auditor grades the same case without knowing of the first grades; then both agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .audits import Grade, Tool, missing_overall
from .words import N_, Sentence, say

DAYS = 14
"""How long a second look takes at most."""
SHOWS_GRADES = ("audits.audit", "moderations.both")
"""The pages of one audit that show its grades. Whoever opened one for an audit cannot look at the case blind."""


def differing(first: Mapping[str, Grade], second: Mapping[str, Grade]) -> list[str]:
    """The domains that the two graded differently."""
    return [slug for slug, grade in first.items() if second.get(slug) is not grade]


def missing_to_agree(
    tool: Tool, grades: Mapping[str, Grade | None], overall: Grade | None, because: str
) -> Iterator[Sentence]:
    """What an agreement lacks: a grade for each domain, an overall grade within what safety allows, the reason."""
    for domain in tool.domains:
        if grades.get(domain.slug) is None:
            yield say(N_("Choose a grade."), field(domain.slug))
    known = {slug: grade for slug, grade in grades.items() if grade is not None}
    yield from missing_overall(tool, known, overall, because)
    if not because.strip():
        yield say(N_("Say why you agreed on this."), "because")


def field(slug: str) -> str:
    """The form field of a domain's agreed grade."""
    return f"grade_{slug}"


def not_blind() -> Sentence:
    """Why somebody cannot be the second."""
    return say(
        N_("They cannot look at it blind: they audited it, have a part with the family, or have read the grades."),
        "moderator",
    )
