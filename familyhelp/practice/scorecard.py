"""MEASURES: what the scorecard counts, over what, from where, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass

from . import publications
from .publications import LINES
from .words import N_, Sentence, Word, say


class Quadrant(Word):
    """The three quadrants of the balanced scorecard, and beside them the practice that they rest on."""

    SPEND = "spend", N_("Relative early-help spend")
    DEMAND = "demand", N_("Demand for statutory services")
    WELLBEING = "wellbeing", N_("Long-term well-being")
    QUALITY = "quality", N_("Quality of practice")


class Better(Word):
    """Which way is better."""

    LOWER = "lower", N_("Lower is better")
    HIGHER = "higher", N_("Higher is better")
    NEITHER = "neither", N_("Neither way is better")


class Unit(Word):
    """What a value is counted in."""

    PERCENT = "percent", N_("per cent")
    PER_10000 = "per_10000", N_("per 10,000 children")
    PER_100000 = "per_100000", N_("per 100,000 children")
    POUNDS = "pounds", N_("pounds per child")
    POUNDS_EACH = "pounds_each", N_("pounds")
    POINTS = "points", N_("points on the scale of 0 to 10")
    DAYS = "days", N_("days")
    COUNT = "count", N_("number")


class PeriodKind(Word):
    """What the year of a figure means; the label says it in words."""

    FINANCIAL_YEAR = "financial_year", N_("financial year %(before)s to %(year)s")
    YEAR_TO_MARCH = "year_to_march", N_("year ending 31 March %(year)s")
    AT_31_MARCH = "at_31_march", N_("at 31 March %(year)s")
    ACADEMIC_YEAR = "academic_year", N_("academic year %(before)s to %(year)s")
    PUBLISHED_YEAR = "published_year", N_("%(year)s, as published")

    def in_words(self, year: int) -> Sentence:
        """The period that ends in `year`."""
        return say(self.label, before=str(year - 1), year=str(year))


@dataclass(frozen=True)
class Part:
    """A line of published figures as a measure uses it: of the same year, or of some years before."""

    line: str
    years_before: int = 0
    minus: bool = False
    column: str = ""
    """Of an own measure: what the column is called in its file."""

    @property
    def label(self) -> str:
        """What it is, for people."""
        return self.column or LINES[self.line].label


@dataclass(frozen=True)
class Measure:
    """One row of MEASURES. A published measure has parts; a local one says in words what is counted over what."""

    slug: str
    label: str
    quadrant: Quadrant
    unit: Unit
    better: Better
    period: PeriodKind
    says: str
    per: int = 1
    places: int = 1
    numerator: tuple[Part, ...] = ()
    denominator: tuple[Part, ...] = ()
    """Alternatives, the best first: the first one that is a number counts."""
    published: str | None = None
    """The line in which the same value is published, rounded."""
    counts: str = ""
    over: str = ""
    own: publications.Publication | None = None
    """The publication of an own measure, which an authority described by its columns."""

    @property
    def local(self) -> bool:
        """Whether it is counted over the cases of this database."""
        return not self.numerator

    @property
    def lines(self) -> frozenset[str]:
        """Every line of figures that it reads."""
        own = {part.line for part in self.numerator + self.denominator}
        return frozenset(own | ({self.published} if self.published else set()))

    @property
    def sources(self) -> tuple[publications.Publication, ...]:
        """The publications it is made of."""
        lines = [part.line for part in self.numerator + self.denominator[:1] if not part.column]
        found = {publications.source_of(line).slug: None for line in lines}
        return (*([self.own] if self.own else []), *(publications.PUBLICATIONS[slug] for slug in found))

    @property
    def numerator_words(self) -> tuple[str, ...]:
        """What is counted."""
        return tuple(part.label for part in self.numerator) or ((self.counts,) if self.counts else ())

    @property
    def denominator_words(self) -> tuple[str, ...]:
        """What it is counted over."""
        return tuple(part.label for part in self.denominator[:1]) or ((self.over,) if self.over else ())


_P = Part
CHILDREN = Part("children_0_17", years_before=1)
"""The mid-year estimate of the preceding year: mid-2024 for 2024-25."""
RE_REFERRAL_DAYS = 365
"""A new episode so many days after the last one ended, or fewer, is a re-referral."""
EARLY_HELP_LINES = (_P("spend_sure_start"), _P("spend_family_support"), _P("spend_young_people"))
OUTTURN_EARLY_HELP_LINES = (_P("outturn_sure_start"), _P("outturn_family_support"), _P("outturn_young_people"))
"""What usually counts as early-help spend; an authority sets its own (`spend_lines.py`)."""

_spend, _demand, _wellbeing = Quadrant.SPEND, Quadrant.DEMAND, Quadrant.WELLBEING
_lower, _higher, _neither = Better.LOWER, Better.HIGHER, Better.NEITHER
_percent, _rate = Unit.PERCENT, Unit.PER_10000
_financial, _to_march, _at_march = PeriodKind.FINANCIAL_YEAR, PeriodKind.YEAR_TO_MARCH, PeriodKind.AT_31_MARCH
_academic, _published = PeriodKind.ACADEMIC_YEAR, PeriodKind.PUBLISHED_YEAR


def _as_published(slug: str, label: str, unit: Unit, better: Better, period: PeriodKind, says: str) -> Measure:
    """A value that is published ready-made, without the counts it came from."""
    return Measure(slug, label, _wellbeing, unit, better, period, says, numerator=(Part(slug),))


PUBLISHED = (
    Measure(
        "early_help_share", N_("Early help as a share of children’s services spend"), _spend, _percent, _higher,
        _financial, N_("Of every £100 spent on children’s services, how much goes to early help."), 100, 2,
        EARLY_HELP_LINES, (_P("spend_total"),),
    ),
    Measure(
        "early_help_spend_per_child", N_("Early-help spend per child"), _spend, Unit.POUNDS, _neither, _financial,
        N_("How many pounds are spent on early help for each child aged 0 to 17."), 1, 2,
        EARLY_HELP_LINES, (CHILDREN,),
    ),
    Measure(
        "not_looked_after_share", N_("Share of spend that is not for children looked after"), _spend, _percent,
        _higher, _financial, N_("What is left for everybody else once children looked after are paid for."), 100, 2,
        (_P("spend_total"), _P("spend_looked_after", minus=True)), (_P("spend_total"),),
    ),
    Measure(
        "outturn_early_help_share", N_("Early help as a share of children’s social care, net outturn"), _spend,
        _percent, _higher, _financial,
        N_("Of every £100 of net current expenditure on children’s social care, how much goes to early help."), 100, 2,
        OUTTURN_EARLY_HELP_LINES, (_P("outturn_total"),),
    ),
    Measure(
        "outturn_early_help_per_child", N_("Early-help spend per child, net outturn"), _spend, Unit.POUNDS, _neither,
        _financial, N_("How many pounds of net current expenditure go to early help for each child aged 0 to 17."),
        1000, 2, OUTTURN_EARLY_HELP_LINES, (CHILDREN,),
    ),
    Measure(
        "looked_after_per_child", N_("Spend on children looked after, per child"), _spend, Unit.POUNDS, _neither,
        _financial, N_("The price of late help: pounds spent on children looked after for each child aged 0 to 17."),
        1, 2, (_P("spend_looked_after"),), (CHILDREN,),
    ),
    Measure(
        "spend_per_looked_after", N_("Spend for each child looked after"), _spend, Unit.POUNDS, _neither, _financial,
        N_("The price of late help: pounds spent in the year for each child who was looked after at its end."), 1, 0,
        (_P("spend_looked_after"),), (_P("looked_after"),),
    ),
    Measure(
        "outturn_looked_after_per_child", N_("Spend on children looked after, per child, net outturn"), _spend,
        Unit.POUNDS, _neither, _financial,
        N_("The price of late help: pounds of net current expenditure on children looked after for each child."),
        1000, 2, (_P("outturn_looked_after"),), (CHILDREN,),
    ),
    Measure(
        "referral_rate", N_("Referrals to children’s social care"), _demand, _rate, _neither, _to_march,
        N_("How many referrals were made for every 10,000 children."), 10_000, 1, (_P("referrals"),), (CHILDREN,),
    ),
    Measure(
        "re_referrals", N_("Re-referrals within 12 months"), _demand, _percent, _lower, _to_march,
        N_("Of all referrals, how many came within 12 months of an earlier one."), 100, 1,
        (_P("re_referrals"),), (_P("referrals"),), "re_referrals_percent",
    ),
    Measure(
        "no_further_action", N_("Referrals with no further action"), _demand, _percent, _lower, _to_march,
        N_("Of all referrals, how many led to nothing more."), 100, 1,
        (_P("no_further_action"),), (_P("referrals"),), "no_further_action_percent",
    ),
    Measure(
        "looked_after_rate", N_("Children looked after"), _demand, _rate, _neither, _at_march,
        N_("How many children of every 10,000 were looked after on that day. There is no magic number."), 10_000, 0,
        (_P("looked_after"),), (CHILDREN, _P("looked_after_population")), "looked_after_rate",
    ),
    Measure(
        "starting_looked_after_rate", N_("Children starting to be looked after"), _demand, _rate, _neither, _to_march,
        N_("How many children of every 10,000 started to be looked after in the year."), 10_000, 0,
        (_P("starting_looked_after"),), (CHILDREN, _P("looked_after_population")), "starting_looked_after_rate",
    ),
    Measure(
        "ceasing_looked_after_rate", N_("Children ceasing to be looked after"), _demand, _rate, _neither, _to_march,
        N_("How many children of every 10,000 ceased to be looked after in the year."), 10_000, 0,
        (_P("ceasing_looked_after"),), (CHILDREN, _P("looked_after_population")), "ceasing_looked_after_rate",
    ),
    _as_published(
        "good_development", N_("Good level of development at age five"), _percent, _higher, _academic,
        N_("How many children of every 100 reach a good level of development at the end of reception."),
    ),
    _as_published(
        "persistent_absence", N_("Persistent absence"), _percent, _lower, _academic,
        N_("How many pupils of every 100 miss a tenth of their lessons or more."),
    ),
    _as_published(
        "severe_absence", N_("Severe absence"), _percent, _lower, _academic,
        N_("How many pupils of every 100 miss half of their lessons or more."),
    ),
    _as_published(
        "neet", N_("Aged 16 to 17, not in education, employment or training"), _percent, _lower, _published,
        N_("How many young people of every 100 are in none of these, or nobody knows."),
    ),
    _as_published(
        "first_time_entrants", N_("First-time entrants to youth justice"), Unit.PER_100000, _lower, _published,
        N_("How many of every 100,000 aged 10 to 17 came into the youth justice system for the first time."),
    ),
    _as_published(
        "injury_admissions", N_("Emergency hospital admissions, aged 0 to 14"), _rate, _lower, _published,
        N_("How many emergency admissions there were for every 10,000 children aged 0 to 14."),
    ),
    _as_published(
        "mental_health_admissions", N_("Hospital admissions for mental health, aged 0 to 17"), Unit.PER_100000, _lower,
        _published, N_("How many admissions there were for every 100,000 aged 0 to 17."),
    ),
)  # fmt: skip

RESPONDENTS = {
    "distance_child": N_("Distance travelled, as the children see it"),
    "distance_parent": N_("Distance travelled, as parents and carers see it"),
    "distance_practitioner": N_("Distance travelled, as practitioners see it"),
    "distance_network": N_("Distance travelled, as the family network sees it"),
}
"""Scores of different respondents are never mixed."""

HEARD = {
    "heard_child": N_("Children who say that they were listened to"),
    "heard_parent": N_("Parents and carers who say that they were listened to"),
}
"""Nor are their answers."""

SUPERVISION_DAYS = 28
"""What counts as supervision in time on the scorecard, also where an authority sets a clock of its own: figures of
different years stay alike."""

QUALITY = ("audits_done", "audits_good", "audits_agreed", "audit_actions", "supervised")
"""What is counted of practice itself."""

LOCAL = (
    Measure(
        "requests", N_("Requests for help"), _demand, Unit.COUNT, _neither, _to_march,
        N_("How many requests for help came in."), places=0, counts=N_("Requests received in the year"),
    ),
    Measure(
        "decided_in_time", N_("Requests decided in time"), _demand, _percent, _higher, _to_march,
        N_("Of the requests that were decided or due, how many had an answer by the end of the next working day."),
        100, counts=N_("Decided by the day they were due"), over=N_("Requests received in the year, decided or due"),
    ),
    Measure(
        "requests_to_cases", N_("Requests that became a case"), _demand, _percent, _neither, _to_march,
        N_("Of the requests for help, how many opened an episode of help."), 100,
        counts=N_("Requests that opened a case"), over=N_("Requests received in the year"),
    ),
    Measure(
        "step_ups", N_("Step-ups accepted"), _demand, _percent, _neither, _to_march,
        N_("Of the step-ups that were answered, how many statutory social care accepted."), 100,
        counts=N_("Step-ups accepted in the year"), over=N_("Step-ups answered in the year"),
    ),
    Measure(
        "step_downs", N_("Step-downs accepted"), _demand, _percent, _neither, _to_march,
        N_("Of the step-downs that were answered, how many early help accepted."), 100,
        counts=N_("Step-downs accepted in the year"), over=N_("Step-downs answered in the year"),
    ),
    Measure(
        "family_re_referrals", N_("Families who came again within 12 months"), _demand, _percent, _lower, _to_march,
        N_("Of the new episodes of help, how many began 365 days or less after the family’s last one ended. "
           "Step-downs and episodes opened in error are left out."), 100,
        counts=N_("New episodes within 365 days of the last one"), over=N_("New episodes that began in the year"),
    ),
    Measure(
        "outcomes_met", N_("Agreed outcomes met"), _wellbeing, _percent, _higher, _to_march,
        N_("Of the outcomes that families agreed, how many were met when their case closed."), 100,
        counts=N_("Outcomes met"), over=N_("Agreed outcomes of cases that closed in the year"),
    ),
    *(
        Measure(
            slug, label, _wellbeing, Unit.POINTS, _higher, _to_march,
            N_("How far the latest score of an outcome lies above the first, on average, in cases that closed."),
            places=2, counts=N_("Points between the first score and the latest"),
            over=N_("Outcomes scored on two occasions or more"),
        )
        for slug, label in RESPONDENTS.items()
    ),
    Measure(
        "sustained", N_("Sustained at the check-in"), _wellbeing, _percent, _higher, _to_march,
        N_("Of the check-ins that were due, how many found that things are still better. A family that was not reached "
           "counts as not sustained."), 100,
        counts=N_("Check-ins that found things sustained"), over=N_("Check-ins due in the year"),
    ),
    *(
        Measure(
            slug, label, _wellbeing, _percent, _higher, _to_march,
            N_("Of the times that they told us, how often they said “yes” or “mostly”."), 100,
            counts=N_("Answers “yes” or “mostly” in the year"), over=N_("Answers to this question in the year"),
        )
        for slug, label in HEARD.items()
    ),
    Measure(
        "days_to_closure", N_("Days from the request to closure"), _wellbeing, Unit.DAYS, _neither, _to_march,
        N_("Half of the cases that closed took this long or less."), places=1,
        over=N_("Cases that closed in the year and began with a request"),
    ),
    Measure(
        "audits_done", N_("Practice audits done"), Quadrant.QUALITY, _percent, _higher, _to_march,
        N_("Of the audits that rounds had drawn and that were due, how many are finished."), 100,
        counts=N_("Finished"), over=N_("Audits drawn for a round and due in the year"),
    ),
    Measure(
        "audits_good", N_("Practice audits that came to good or better"), Quadrant.QUALITY, _percent, _higher,
        _to_march, N_("Of the audits that were finished, how many came to good or outstanding overall."), 100,
        counts=N_("Good or outstanding"), over=N_("First audits finished in the year"),
    ),
    Measure(
        "audits_agreed", N_("Audits on which two auditors agree"), Quadrant.QUALITY, _percent, _higher, _to_march,
        N_("Of the audits that somebody graded again without knowing the first grades, how many came to the same "
           "overall grade."), 100,
        counts=N_("The same overall grade"), over=N_("Second looks finished in the year"),
    ),
    Measure(
        "audit_actions", N_("Actions from audits done in time"), Quadrant.QUALITY, _percent, _higher, _to_march,
        N_("Of the actions that were due, how many somebody had closed by the day they were due."), 100,
        counts=N_("Closed by the day they were due"), over=N_("Actions due in the year"),
    ),
    Measure(
        "supervised", N_("Supervision in time"), Quadrant.QUALITY, _percent, _higher, _to_march,
        N_("Of the supervisions that had one before them, how many came 28 days or less after it. A worker who was "
           "never supervised is not in this figure: the list of who is due shows them."), 100,
        counts=N_("28 days or less after the one before"), over=N_("Supervisions in the year with one before them"),
    ),
)  # fmt: skip

MEASURES = {measure.slug: measure for measure in PUBLISHED + LOCAL}
