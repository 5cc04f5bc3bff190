"""What an assessment looks at: by default the ten headline outcomes; and the scale that scores use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
USUAL_SCALE = f"{LOWEST_SCORE}-{HIGHEST_SCORE}"
"""The scale of a score, by name. Scores on different scales are never compared."""


@dataclass(frozen=True)
class Domain:
    """What to talk about in one part of an assessment, and what the two ends of its scale mean."""

    headline: Headline
    prompt: str
    lowest: str
    highest: str
    own_name: str = ""
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the domain is called: its headline outcome, unless a practice model says otherwise."""
        return self.own_name or self.headline.label


DOMAINS = {
    domain.headline: domain
    for domain in (
        Domain(
            Headline.EDUCATION,
            N_("School or college, learning, getting there each day, friends there."),
            N_("0: not in school or learning, and nothing is arranged"),
            N_("10: there every day, learning and glad to go"),
        ),
        Domain(
            Headline.EARLY_YEARS,
            N_("Talking, playing, sleeping, eating, early learning, health checks of children under five."),
            N_("0: far from what is usual at this age, and no help yet"),
            N_("10: growing and learning well, with all checks done"),
        ),
        Domain(
            Headline.HEALTH,
            N_("How everyone is, in body and mind; doctors, dentists, medicines, worries, sleep."),
            N_("0: somebody is very unwell and gets no help"),
            N_("10: everyone is well, or gets the help that works"),
        ),
        Domain(
            Headline.SUBSTANCES,
            N_("Alcohol, drugs and other substances: who uses what, and what it means for the children."),
            N_("0: use is out of control and the children feel it every day"),
            N_("10: no harm from it, or recovery that has lasted"),
        ),
        Domain(
            Headline.RELATIONSHIPS,
            N_("How people at home get on, who looks after whom, parents who live elsewhere, wider family."),
            N_("0: people at home cannot be together without harm"),
            N_("10: people are kind to each other and sort things out"),
        ),
        Domain(
            Headline.SAFETY,
            N_("Who keeps the children safe, at home, outside and online."),
            N_("0: a child is not safe now (tell statutory social care at once)"),
            N_("10: every child is safe and has somebody to tell"),
        ),
        Domain(
            Headline.CRIME,
            N_("Trouble with the law, being hurt by crime, friends who pull the wrong way."),
            N_("0: crime is part of daily life"),
            N_("10: no crime, and good things to do"),
        ),
        Domain(
            Headline.DOMESTIC_ABUSE,
            N_("Control, threats, hurt or fear between adults. Ask each adult alone."),
            N_("0: somebody at home is in danger now"),
            N_("10: everyone is safe, and the children have had help with what they saw"),
        ),
        Domain(
            Headline.HOUSING,
            N_("The home: warm, dry, big enough, paid for, theirs to stay in."),
            N_("0: nowhere to stay, or about to lose the home"),
            N_("10: a good home that they can keep"),
        ),
        Domain(
            Headline.MONEY,
            N_("Income, benefits, debt, work, food and heating."),
            N_("0: no money for food or heating"),
            N_("10: bills are paid and a little is left"),
        ),
    )
}


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
