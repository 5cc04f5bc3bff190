"""PUBLICATIONS: which columns of which publication are which lines of figures. A file is known by its columns, never by
its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from . import outturn
from .published import COUNT, NUMBER
from .words import N_, Word


@dataclass(frozen=True)
class Line:
    """One kind of figure that is kept. A count is whole and never below 0; other numbers may be anything."""

    slug: str
    label: str
    whole: bool = True

    @property
    def pattern(self) -> re.Pattern[str]:
        """What its numbers look like."""
        return COUNT if self.whole else NUMBER


LINES = {
    line.slug: line
    for line in (
        Line("children_0_17", N_("Children aged 0 to 17")),
        Line("referrals", N_("Referrals to children’s social care")),
        Line("re_referrals", N_("Referrals within 12 months of an earlier one")),
        Line("re_referrals_percent", N_("Re-referrals, published percentage"), whole=False),
        Line("no_further_action", N_("Referrals that led to no further action")),
        Line("no_further_action_percent", N_("No further action, published percentage"), whole=False),
        Line("not_in_need", N_("Referrals assessed, child not in need")),
        Line("not_in_need_percent", N_("Child not in need, published percentage"), whole=False),
        Line("children_referred", N_("Children referred")),
        Line("children_re_referred", N_("Children referred again within 12 months")),
        Line("children_re_referred_percent", N_("Children re-referred, published percentage"), whole=False),
        Line("looked_after", N_("Children looked after at 31 March")),
        Line("looked_after_rate", N_("Looked after, published rate"), whole=False),
        Line("starting_looked_after", N_("Children who started to be looked after")),
        Line("starting_looked_after_rate", N_("Started to be looked after, published rate"), whole=False),
        Line("ceasing_looked_after", N_("Children who ceased to be looked after")),
        Line("ceasing_looked_after_rate", N_("Ceased to be looked after, published rate"), whole=False),
        Line("looked_after_population", N_("Children aged 0 to 17, as published with the rate")),
        Line("spend_total", N_("All spend on children and young people’s services"), whole=False),
        Line("spend_sure_start", N_("Sure Start children’s centres and early years"), whole=False),
        Line("spend_family_support", N_("Family support services"), whole=False),
        Line("spend_young_people", N_("Services for young people"), whole=False),
        Line("spend_youth_justice", N_("Youth justice"), whole=False),
        Line("spend_looked_after", N_("Children looked after"), whole=False),
        Line("spend_safeguarding", N_("Safeguarding children and young people"), whole=False),
        Line("spend_other", N_("Other children’s and families’ services"), whole=False),
        Line("good_development", N_("Children with a good level of development, per cent"), whole=False),
        Line("persistent_absence", N_("Pupils persistently absent, per cent"), whole=False),
        Line("severe_absence", N_("Pupils severely absent, per cent"), whole=False),
        Line("neet", N_("Aged 16 to 17 not in education, employment or training, per cent"), whole=False),
        Line("first_time_entrants", N_("First-time entrants to youth justice, rate"), whole=False),
        Line("injury_admissions", N_("Emergency hospital admissions, aged 0 to 14, rate"), whole=False),
        Line("mental_health_admissions", N_("Admissions for mental health, aged 0 to 17, rate"), whole=False),
        *(Line(f"outturn_{slug}", label, whole=False) for slug, (label, _words) in outturn.SERVICES.items()),
    )
}


class Shape(Word):
    """How a file is laid out."""

    EES = "ees", N_("“Explore education statistics” standard")
    LONG = "long", N_("Long: one value a row")
    NEIGHBOURS = "neighbours", N_("Statistical neighbours: one authority a row")
    OUTTURN = "outturn", N_("Revenue outturn: a spreadsheet with one authority a row")


@dataclass(frozen=True)
class Take:
    """One column of a publication and the line it becomes, on the rows where the filters say so."""

    column: str
    line: str
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Publication:
    """A publication: its name where people find it, who publishes it, and what the service takes from it."""

    slug: str
    name: str
    publisher: str
    shape: Shape
    needs: frozenset[str]
    takes: tuple[Take, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """Every column that the service reads, besides time and place."""
        return self.needs | {t.column for t in self.takes} | {column for t in self.takes for column in t.where}


EES_COLUMNS = frozenset({"time_period", "time_identifier", "geographic_level"})
LONG_COLUMNS = frozenset({"measure", "period", "la_number", "area", "value"})
_REFERRALS = {"category": "Referrals and Re-referrals"}
_DFE, _ONS = N_("Department for Education"), N_("Office for National Statistics")


def _referrals(column: str, line: str) -> Take:
    return Take(column, line, _REFERRALS)


def _looked_after(population: str, line: str) -> tuple[Take, Take]:
    where = {"population_type": population}
    return Take("children_count", line, where), Take("rate_per_10000", f"{line}_rate", where)


_AT_31_MARCH = "Children looked after on 31 March each year"

PUBLICATIONS = {
    publication.slug: publication
    for publication in (
        Publication(
            "referrals",
            N_("Children in need: referrals and re-referrals"),
            _DFE,
            Shape.EES,
            frozenset({"category", "referral_count", "rereferral_count"}),
            (
                _referrals("referral_count", "referrals"),
                _referrals("rereferral_count", "re_referrals"),
                _referrals("rereferral_percent", "re_referrals_percent"),
                _referrals("no_further_action_count", "no_further_action"),
                _referrals("no_further_action_percent", "no_further_action_percent"),
                _referrals("not_in_need_count", "not_in_need"),
                _referrals("not_in_need_percent", "not_in_need_percent"),
                _referrals("referral_child_count", "children_referred"),
                _referrals("rereferral_child_count", "children_re_referred"),
                _referrals("rereferral_child_percent", "children_re_referred_percent"),
            ),
        ),
        Publication(
            "looked_after",
            N_("Children looked after in England: number and rate per 10,000 children"),
            _DFE,
            Shape.EES,
            frozenset({"population_type", "children_count"}),
            (
                *_looked_after(_AT_31_MARCH, "looked_after"),
                *_looked_after("Children starting to be looked after each year", "starting_looked_after"),
                *_looked_after("Children ceasing to be looked after each year", "ceasing_looked_after"),
                Take("population_estimate", "looked_after_population", {"population_type": _AT_31_MARCH}),
            ),
        ),
        Publication(
            "population",
            N_("Mid-year population estimates: children aged 0 to 17"),
            _ONS,
            Shape.EES,
            frozenset({"age_group", "population_estimate"}),
            (Take("population_estimate", "children_0_17", {"age_group": "Children aged 0 to 17 years"}),),
        ),
        Publication(
            "local_authority_interactive",
            N_("Local authority interactive tool"),
            _DFE,
            Shape.LONG,
            LONG_COLUMNS,
            tuple(
                Take("value", line, {"measure": measure})
                for measure, line in (
                    ("C&YPExpenditure", "spend_total"),
                    ("SureStartFinance", "spend_sure_start"),
                    ("FamilySupportFinance", "spend_family_support"),
                    ("YoungPeopleFinance", "spend_young_people"),
                    ("YouthJusticeFinance", "spend_youth_justice"),
                    ("TotalLACFinance", "spend_looked_after"),
                    ("SafeguardingFinance", "spend_safeguarding"),
                    ("OtherChildren&FamilyFinance", "spend_other"),
                    ("FSP_NEW_GOODDEV", "good_development"),
                    ("TotPerAbNew", "persistent_absence"),
                    ("TotSevPerAbNew", "severe_absence"),
                    ("16-17 NEET", "neet"),
                    ("FirstYJS", "first_time_entrants"),
                    ("HospAd0-14", "injury_admissions"),
                    ("CMH_0-17yrs", "mental_health_admissions"),
                )
            ),
        ),
        Publication(
            "revenue_outturn",
            N_("Revenue outturn: social care (RO3)"),
            N_("Ministry of Housing, Communities and Local Government"),
            Shape.OUTTURN,
            frozenset({outturn.CODE, outturn.NAME, outturn.TOTAL_NET}),
            tuple(Take(outturn.net(label), f"outturn_{slug}") for slug, (label, _words) in outturn.SERVICES.items()),
        ),
        Publication(
            "neighbours",
            N_("Children’s services statistical neighbours"),
            _DFE,
            Shape.NEIGHBOURS,
            frozenset({"old_la_code", "SN_1"}),
        ),
    )
}


def line_of(slug: str) -> Line:
    """The line of that slug; those of an authority's own measures are numbers of any kind."""
    return LINES.get(slug) or Line(slug, slug, whole=False)


def source_of(line: str) -> Publication:
    """The publication that a line comes from."""
    return next(p for p in PUBLICATIONS.values() if any(t.line == line for t in p.takes))


def recognise(columns: Iterable[str]) -> Publication | None:
    """The publication that a file with these columns is; None where the service does not know it."""
    held = frozenset(columns)
    fitting = [
        p for p in PUBLICATIONS.values() if p.needs <= held and (p.shape is not Shape.EES or held >= EES_COLUMNS)
    ]
    return max(fitting, key=lambda p: len(p.columns & held), default=None)
