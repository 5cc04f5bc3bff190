"""What a family's journey is made of: strands of its story, and the events that belong to each."""

from __future__ import annotations

from collections.abc import Iterable

from .chronology import EventKind
from .words import N_, Word

E = EventKind


class Strand(Word):
    """One strand of a family's journey."""

    REQUESTS = "requests", N_("Requests for help")
    EPISODES = "episodes", N_("Beginnings, agreements and endings")
    PLAN = "plan", N_("Assessment and plan")
    REVIEWS = "reviews", N_("Reviews and scores")
    NOTES = "notes", N_("Notes")
    SIGNIFICANT = "significant", N_("Significant events")
    STEPS = "steps", N_("Steps")
    LEADS = "leads", N_("Who leads and helps")


STRANDS: dict[Strand, frozenset[EventKind]] = {
    Strand.REQUESTS: frozenset({E.RECEIVED, E.DECIDED, E.ACKNOWLEDGED, E.REQUEST_ADDED}),
    Strand.EPISODES: frozenset(
        {
            E.OPENED,
            E.AGREEMENT_GIVEN,
            E.AGREEMENT_WITHDRAWN,
            E.CLOSED,
            E.CHECKED_IN,
            E.FAMILY_SAID_AFTERWARDS,
            E.RE_ENGAGED,
        }
    ),
    Strand.PLAN: frozenset({E.ASSESSMENT_COMPLETED, E.PLAN_STARTED, E.PLAN_AGREED}),
    Strand.REVIEWS: frozenset({E.REVIEWED}),
    Strand.NOTES: frozenset(
        {
            E.NOTED,
            E.NOTE_CORRECTED,
            E.LATE_PAPER_ADDED,
            E.RESTRICTED_NOTED,
            E.RESTRICTED_NOTE_CORRECTED,
            E.NOTE_SHARED,
            E.FAMILY_COMMENTED,
        }
    ),
    Strand.SIGNIFICANT: frozenset({E.SIGNIFICANT, E.SIGNIFICANT_CORRECTED, E.RESTRICTED_SIGNIFICANT}),
    Strand.STEPS: frozenset({E.STEP_UP_ASKED, E.STEP_DOWN_ASKED, E.STEP_RECALLED, E.STEPPED_UP, E.STEPPED_DOWN})
    | {E.STEP_DECLINED},
    Strand.LEADS: frozenset({E.ALLOCATED, E.LEAD_CHANGED, E.CONTRIBUTOR_ADDED, E.CONTRIBUTOR_ENDED, E.FAMILY_TOLD}),
}
SHOWN_AT_FIRST = frozenset(Strand) - {Strand.NOTES}
"""Years of calls and visits would hide the turns of the story: notes are shown when they are asked for."""
TURNS = frozenset(
    {
        E.OPENED,
        E.PLAN_AGREED,
        E.STEPPED_UP,
        E.STEPPED_DOWN,
        E.CLOSED,
        E.RE_ENGAGED,
        E.SIGNIFICANT,
        E.SIGNIFICANT_CORRECTED,
        E.RESTRICTED_SIGNIFICANT,
    }
)
"""The turns of the story, which stand out on the page."""


def kinds_of(strands: Iterable[Strand]) -> frozenset[EventKind]:
    """The events that belong to these strands."""
    return frozenset().union(*(STRANDS[strand] for strand in strands))
