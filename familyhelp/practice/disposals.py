"""Disposing of a record: proposed by one person, decided by another, and only once nothing speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from .everything_held import others_in, words_of
from .retention import Child, RecordKind, Rule, Until, kept_until
from .words import N_, Sentence, Word, say


class DisposalState(Word):
    """Where a disposal stands."""

    PROPOSED = "proposed", N_("Waits for somebody else to decide")
    APPROVED = "approved", N_("Disposed of")
    REFUSED = "refused", N_("Refused: the record stays")


class Decision(Word):
    """What the second person decides."""

    APPROVE = "approve", N_("Dispose of it now, for good")
    REFUSE = "refuse", N_("Keep the record")


HELD = N_("The family is on legal hold: nothing held about it goes.")
OPEN_CASE = N_("A case is open, or something is still due in it.")
OPEN_REQUEST = N_("A request for help is not decided.")
OPEN_COMPLAINT = N_("A complaint is not answered.")
OPEN_AUDIT = N_("A practice audit is not finished.")


@dataclass(frozen=True)
class Facts:
    """What is known of a record when somebody asks whether it may go."""

    record: RecordKind
    begins: date
    """The day from which the years count."""
    opened_on: date
    children: Sequence[Child] = ()
    blocks: Sequence[str] = ()
    """What speaks against it, whatever its days say."""

    def until(self, rule: Rule) -> Until:
        """The last day on which it is kept."""
        return kept_until(rule, self.begins, self.children)


def not_due(facts: Facts, rule: Rule, today: date) -> Iterator[Sentence]:
    """Why a record may not go today."""
    for block in facts.blocks:
        yield say(block)
    until = facts.until(rule)
    if until.lacks:
        yield say(until.lacks)
    elif not until.is_over(today):
        yield say(N_("It is kept until %(on)s."), on=str(until.on))


def missing_words(because: str, names: Sequence[str], field: str) -> Iterator[Sentence]:
    """What a reason lacks that stays in the register for good: it says something, and names nobody of the record."""
    if not because.strip():
        yield say(N_("Say why."), field)
    elif others_in(because, words_of(*names)):
        yield say(N_("This stays when the record is gone: name nobody of the family in it."), field)


EMPTIED = MappingProxyType(
    {
        "families": N_("its reference, and that it was there"),
        "people": N_("an empty row, so that its number is never given to somebody else"),
        "cases": N_("stage, level of need, team, lead, days"),
        "contacts": N_("who asked by kind, urgency, level, outcome, days"),
        "closings": N_("the reason, the day"),
        "check_ins": N_("the result, the days"),
        "steps": N_("direction, state, levels, days"),
        "plans": N_("version, how many outcomes, the day"),
        "outcomes": N_("the headline, scores at the start and to reach, the result"),
        "scores": N_("values, by which kind of respondent, days"),
        "reviews": N_("number, decision, days"),
        "actions": N_("whose by kind, days"),
        "leads": N_("which practitioner had which part, from when to when"),
        "links": N_("that there was one; it opens nothing"),
        "answers": N_("its kind and its day"),
        "feedback": N_("by which kind of respondent, how, when"),
        "feedback_rows": N_("which of the fixed answers was given"),
        "worker_views": N_("whether it works, in one word"),
        "complaints": N_("kind, what was found, days"),
        "audits": N_("grades, days"),
        "audit_grades": N_("the grade of each domain"),
        "audit_moderations": N_("the grades that were agreed"),
        "audit_actions": N_("whose, days"),
        "audit_reflections": N_("that there was one"),
        "messages": N_("when something went out about a request for help"),
        "outcome_tellings": N_("who was to hear of a decision by kind, how, and when they were told and read it"),
        "break_glass": N_("who opened it, when, and what the review found in one word"),
    }
)
"""Tables whose rows stay without a word, so that figures stay true: with what stays. Every other table that keys lead
to loses its rows; a new one does, too."""

FACTS = frozenset(
    {"code", "scale", "token_digest", "submission", ("audit_moderations", "grades"), ("audit_grades", "domain")}
)
"""Columns of text in these rows that say nothing of anybody, and stay: references, names of scales, digests that open
nothing, domains of an audit and their agreed grades."""

BETWEEN = frozenset({"relationships", "responsibilities", "person_pairs", "merges", "addresses", "imported_people"})
"""What is held of people alone: it goes with either of them and keeps nobody."""

WHOLE = frozenset({"disposals", "disposal_subjects"})
"""The register of disposals."""
