"""Everything held about one person, as they may ask for it: what is looked through, what is left out and why, and what
somebody must check before it is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from .words import N_

CHECK = N_("about another person: check before giving")
RESTRICTED = N_("restricted: check that giving it harms nobody")
WITHHELD = N_("withheld from somebody: check that it does not reach them")

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "looks": N_("Which of the staff opened the record: it is about their work. Managers read it at “Who looked”."),
        "look_answers": N_("What staff were asked about whom they looked at: it is about their work."),
        "drafts": N_("What staff typed and have not saved: it is nobody’s record yet."),
        "submissions": N_("Keys by which a form that is sent twice is done once: they say nothing."),
        "supervisions": N_("Supervision of staff: it is about them. What was decided stands in the notes."),
        "supervised_cases": N_("Which families a supervision went through. What was decided stands in the notes."),
        "group_supervisions": N_("Group supervision of staff. What was decided stands in the notes."),
        "group_cases": N_("Which families a group went through. What was decided stands in the notes."),
        "audits": N_("Practice audits: how well staff worked. Whoever plans audits gives what concerns the person."),
        "audit_actions": N_("Actions from practice audits: they are about staff and teams."),
        "audit_grades": N_("Grades of practice audits: how well staff worked."),
        "audit_moderations": N_("Second grades of practice audits: how well staff worked."),
        "audit_reflections": N_("What staff wrote about their own work for an audit."),
        "worker_views": N_("What staff say about how the service works."),
        "complaints": N_("Compliments and complaints: whoever handles one gives what concerns the person."),
        "theme_sources": N_("What learning came from, as a reference: learning names nobody."),
        "invitations": N_("Who of which agency was invited to an account: it is about them and their work."),
        "exports": N_("Which files left the service, to whom and why: they are named by reference."),
    }
)
"""Tables that touch a family and do not come with it, each with the reason that the file says."""

SECRET = frozenset({"token_digest", "code_hash", "digest", "previous", "stored_as", "submission", "browser"})
"""Columns that keep a record or a door whole; they say nothing about anybody and would open something."""
DERIVED = frozenset({"name_key", "sound_key", "phone_key", "line_key"})
"""Columns by which something is found again, made from what stands beside them."""

NAMES_SOMEBODY = frozenset(
    {
        "referrer_name", "referrer_email", "referrer_phone", "referrer_told", "acknowledged_by", "agreed_by", "said_by",
        "shared_with", "with_whom", "who", "heard_by", "offered_by", "offered_to", "answered_by", "told_by",
        "recipient", "attended", "apologies", "owner_name", "owner_email", "present", "who_talked", "who_was_told",
        "people_seen", "proposed_lead", "to",
    }
)  # fmt: skip
"""Columns that name somebody by what they are for."""
NAME_COLUMNS = frozenset(
    (table, "name") for table in ("partner_views", "contributions", "team_meeting_people", "review_copies")
)
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def words_of(*names: str | None) -> frozenset[str]:
    """The words of names, as they are looked for."""
    return frozenset(word.casefold() for name in names if name for word in _WORD.findall(name) if len(word) > 1)


def others_in(text: str, others: frozenset[str]) -> bool:
    """Whether a text names somebody else who is held here, by a first name, a known-as or another surname."""
    found = set()
    for word in _WORD.findall(text):
        folded = word.casefold().replace("’", "'")
        found.add(folded)
        found.add(folded.removesuffix("'s"))
    return not found.isdisjoint(others)


def to_check(table: str, column: str, text: str, own: frozenset[str], others: frozenset[str]) -> bool:
    """Whether a value names somebody else: by what its column is for, or by a name in it."""
    if column in NAMES_SOMEBODY or (table, column) in NAME_COLUMNS:
        said = words_of(text)
        if said and not said <= own:
            return True
    return others_in(text, others)


def left_out(tables: Iterable[str]) -> dict[str, str]:
    """Why each of these tables is left out."""
    return {table: LEFT_OUT[table] for table in tables}
