"""What an assessment looks at: by default the ten headline outcomes; and the scale that scores use."""

from __future__ import annotations

from collections.abc import Iterator

from .words import N_, Sentence, Word, say


class Headline(Word):
    """The ten headline outcomes, which are also the domains of an assessment."""

    EDUCATION = "education", N_("Getting a good education")
    EARLY_YEARS = "early_years", N_("Good early years development")
    HEALTH = "health", N_("Improved mental and physical health")
    SUBSTANCES = "substances", N_("Promoting recovery and reducing harm from substance use")
    RELATIONSHIPS = "relationships", N_("Improved family relationships")
    SAFETY = "safety", N_("Children safe from abuse and exploitation")
    CRIME = "crime", N_("Crime prevention and tackling crime")
    DOMESTIC_ABUSE = "domestic_abuse", N_("Safe from domestic abuse")
    HOUSING = "housing", N_("Secure housing")
    MONEY = "money", N_("Financial stability")


class Respondent(Word):
    """Who gave a score. Scores of different respondents are never mixed."""

    CHILD = "child", N_("Child")
    PARENT = "parent", N_("Parent or carer")
    PRACTITIONER = "practitioner", N_("Practitioner")
    NETWORK = "network", N_("Family network")


LOWEST_SCORE, HIGHEST_SCORE = 0, 10


def part_missing(working_well: str, worries: str, needs_to_happen: str, score: int | None) -> Iterator[Sentence]:
    """What one part of an assessment still lacks, in sentences."""
    if not any(text.strip() for text in (working_well, worries, needs_to_happen)):
        yield say(N_("Write something in at least one of the three parts."), "working_well")
    if score is not None and not LOWEST_SCORE <= score <= HIGHEST_SCORE:
        yield say(
            N_("A score is a whole number from %(lowest)s to %(highest)s."),
            "score",
            lowest=LOWEST_SCORE,
            highest=HIGHEST_SCORE,
        )
