"""Who works here: the eight roles, and the kinds of agency that partners come from."""

from __future__ import annotations

from collections.abc import Iterator

from .words import N_, Sentence, Word, say


class Role(Word):
    """What a practitioner is here to do."""

    FRONT_DOOR = "front_door", N_("Front-door worker")
    KEY_WORKER = "key_worker", N_("Key worker")
    LEAD_PROFESSIONAL = "lead_professional", N_("Lead professional")
    CONTRIBUTOR = "contributor", N_("Contributor")
    MANAGER = "manager", N_("Team manager")
    LIAISON = "liaison", N_("Social care liaison")
    ANALYST = "analyst", N_("Analyst")
    ADMINISTRATOR = "administrator", N_("Administrator")


class Part(Word):
    """The part a practitioner takes in one case."""

    KEY_WORKER = "key_worker", N_("Key worker")
    LEAD_PROFESSIONAL = "lead_professional", N_("Lead professional")
    SOCIAL_CARE = "social_care", N_("Statutory social care")
    CONTRIBUTOR = "contributor", N_("Contributor")


LEADING = frozenset({Part.KEY_WORKER, Part.LEAD_PROFESSIONAL, Part.SOCIAL_CARE})
PART_OF_ROLE = {
    Role.KEY_WORKER: Part.KEY_WORKER,
    Role.MANAGER: Part.KEY_WORKER,
    Role.LEAD_PROFESSIONAL: Part.LEAD_PROFESSIONAL,
    Role.LIAISON: Part.SOCIAL_CARE,
    Role.CONTRIBUTOR: Part.CONTRIBUTOR,
}
"""The part that a practitioner of a role takes when given a case; other roles hold no case."""


class AgencyKind(Word):
    """Where a partner works."""

    AUTHORITY = "authority", N_("Local authority")
    SCHOOL = "school", N_("School or college")
    HEALTH = "health", N_("Health")
    POLICE = "police", N_("Police")
    HOUSING = "housing", N_("Housing")
    VOLUNTARY = "voluntary", N_("Voluntary or community")
    OTHER = "other", N_("Other")


WORKS_IN_TEAM = frozenset({Role.KEY_WORKER})
ANSWERS_FOR_TEAMS = frozenset({Role.MANAGER})
WORKS_AT_AGENCY = frozenset({Role.LEAD_PROFESSIONAL, Role.CONTRIBUTOR})


def missing(role: Role, *, team: bool, teams: bool, agency: bool) -> Iterator[Sentence]:
    """What a role still needs: a team to work in, teams to answer for, or an agency, in sentences."""
    if role in WORKS_IN_TEAM and not team:
        yield say(N_("A key worker works in a team: choose which."), "team")
    if role in ANSWERS_FOR_TEAMS and not teams:
        yield say(N_("A team manager answers for at least one team: choose which."), "teams")
    if role not in ANSWERS_FOR_TEAMS and teams:
        yield say(N_("Only a team manager answers for teams."), "teams")
    if role in WORKS_AT_AGENCY and not agency:
        yield say(N_("A partner works at an agency: choose which."), "agency")
