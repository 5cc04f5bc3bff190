"""Practice models: which domains an assessment has, what is asked in each, its needs and its scale. An authority
starts from one of two, makes its own from it, and an old assessment still reads as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from .domains import DOMAINS, HIGHEST_SCORE, LOWEST_SCORE, Domain, Headline
from .needs import NEEDS
from .words import N_, Sentence, Word, say, word_of

MOST_NEEDS, LONGEST_NEED = 20, 200


class BuiltIn(Word):
    """The models that everyone can start from."""

    THREE_COLUMNS = "three_columns", N_("Three columns, with a scale of 0 to 10")
    TEN_OUTCOMES = "ten_outcomes", N_("Ten headline outcomes, each with its needs")


@dataclass(frozen=True)
class PracticeModel:
    """A whole model: its scale (whole numbers, within 0 to 10) and its domains in their order."""

    name: str
    number: int
    domains: tuple[Domain, ...]
    lowest: int = LOWEST_SCORE
    highest: int = HIGHEST_SCORE
    by_headline: Mapping[Headline, Domain] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_headline", {domain.headline: domain for domain in self.domains})

    @property
    def scale(self) -> str:
        """The scale as scores keep it beside them: “0-10”. Scores on different scales are never compared."""
        return f"{self.lowest}-{self.highest}"

    @property
    def low(self) -> int:
        """A score of this or lower asks for an outcome in the plan, or for the reason why there is none: the lowest
        three tenths of the scale, 3 of 0 to 10."""
        return self.lowest + (self.highest - self.lowest) * 3 // 10

    @property
    def scores(self) -> range:
        """Every score there is, from the lowest to the highest."""
        return range(self.lowest, self.highest + 1)


@cache
def built_in(which: BuiltIn) -> PracticeModel:
    """One of the two models that are there from the start."""
    domains = tuple(DOMAINS.values())
    if which is BuiltIn.TEN_OUTCOMES:
        domains = tuple(replace(domain, needs=NEEDS[domain.headline]) for domain in domains)
    return PracticeModel(which.label, 1, domains)


def standard() -> PracticeModel:
    """The model of every assessment that was begun before an authority chose another."""
    return built_in(BuiltIn.THREE_COLUMNS)


def kept(domains: Sequence[Domain]) -> list[dict[str, Any]]:
    """Domains as the database keeps them."""
    return [
        {
            "headline": domain.headline.value,
            "name": domain.own_name,
            "prompt": domain.prompt,
            "lowest": domain.lowest,
            "highest": domain.highest,
            "needs": list(domain.needs),
        }
        for domain in domains
    ]


def read(domains: Sequence[Mapping[str, Any]]) -> tuple[Domain, ...]:
    """Domains as the database kept them."""
    return tuple(
        Domain(
            word_of(Headline, domain["headline"]),
            domain["prompt"],
            domain["lowest"],
            domain["highest"],
            domain["name"],
            tuple(domain["needs"]),
        )
        for domain in domains
    )


def with_domain(domains: Sequence[Domain], changed: Domain) -> tuple[Domain, ...]:
    """The domains with one changed or added, in the order of the headline outcomes."""
    others = [domain for domain in domains if domain.headline is not changed.headline]
    order = list(Headline)
    return tuple(sorted([*others, changed], key=lambda domain: order.index(domain.headline)))


def without_domain(domains: Sequence[Domain], headline: Headline) -> tuple[Domain, ...]:
    """The domains without one."""
    return tuple(domain for domain in domains if domain.headline is not headline)


def on_scale(model: PracticeModel, lowest: int, highest: int) -> tuple[Domain, ...]:
    """The domains with anchors that begin with the ends of another scale, where they began with those of this one."""
    return tuple(
        replace(
            domain,
            lowest=_from_end(domain.lowest, model.lowest, lowest),
            highest=_from_end(domain.highest, model.highest, highest),
        )
        for domain in model.domains
    )


def _from_end(anchor: str, before: int, now: int) -> str:
    begins = f"{before}:"
    return f"{now}:{anchor.removeprefix(begins)}" if anchor.startswith(begins) else anchor


def missing_scale(name: str, lowest: int | None, highest: int | None) -> Iterator[Sentence]:
    """What is wrong with a model's name and its scale."""
    if not name.strip():
        yield say(N_("Give the practice model a name."), "name")
    for score, field_name in ((lowest, "lowest"), (highest, "highest")):
        if score is None or not LOWEST_SCORE <= score <= HIGHEST_SCORE:
            yield say(
                N_("Both ends of the scale are whole numbers from %(lowest)s to %(highest)s."),
                field_name,
                lowest=LOWEST_SCORE,
                highest=HIGHEST_SCORE,
            )
    if lowest is not None and highest is not None and lowest >= highest:
        yield say(N_("The highest score must be more than the lowest."), "highest")


def missing_domain(domain: Domain) -> Iterator[Sentence]:
    """What one domain of a model lacks."""
    for text, field_name, sentence in (
        (domain.prompt, "prompt", N_("Say what to talk about in this domain.")),
        (domain.lowest, "lowest", N_("Say what the lowest score means, so that everyone scores alike.")),
        (domain.highest, "highest", N_("Say what the highest score means, so that everyone scores alike.")),
    ):
        if not text.strip():
            yield say(sentence, field_name)
    if len(domain.needs) > MOST_NEEDS:
        yield say(N_("List at most %(most)s needs."), "needs", most=MOST_NEEDS)
    if any(len(need) > LONGEST_NEED for need in domain.needs):
        yield say(N_("Use %(most)s characters or fewer for each need."), "needs", most=LONGEST_NEED)
    if len(set(domain.needs)) < len(domain.needs):
        yield say(N_("The same need is listed twice."), "needs")


def missing(model: PracticeModel) -> Iterator[Sentence]:
    """What a model lacks before assessments can use it."""
    yield from missing_scale(model.name, model.lowest, model.highest)
    if not model.domains:
        yield say(N_("A practice model needs at least one domain."))
    for domain in model.domains:
        yield from missing_domain(domain)


def missing_answers(
    model: PracticeModel, domain: Domain, scores: Iterable[int | None], needs: Iterable[str]
) -> Iterator[Sentence]:
    """What is off the model in the answers to one of its domains."""
    if any(score is not None and score not in model.scores for score in scores):
        yield say(
            N_("In this assessment a score is a whole number from %(lowest)s to %(highest)s."),
            "score",
            lowest=model.lowest,
            highest=model.highest,
        )
    if set(needs) - set(domain.needs):
        yield say(N_("One of these is not among the needs of this domain."), "needs")


def needs_in(text: str) -> tuple[str, ...]:
    """Needs as they were typed: one a line."""
    return tuple(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def frozen() -> Sentence:
    """Why a model that is or was in use cannot be changed."""
    return say(N_("Assessments were written with this version, so it stays as it is. Make a new version from it."))
