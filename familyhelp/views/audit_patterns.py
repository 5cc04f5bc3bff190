"""What many audits show: patterns by domain, team and quarter, and what one round found, to print and to share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, render_template
from flask_babel import gettext

from ..models import AuditRound
from ..policy import Act
from ..practice.audit_patterns import FEW, Pattern, shown_in_file
from ..practice.audits import GRADES, Grade
from ..practice.figure_tables import HIDDEN, FigureTable, Shown
from ..queries import audit_patterns as queries
from .guards import me, on_audit_round, signed_in
from .language import day
from .tables import Asked, Figures, figure_page

bp = Blueprint("audit_patterns", __name__)


@bp.get("/audits/patterns")
@signed_in(Act.PLAN_AUDITS)
def patterns() -> Any:
    """The grades of two years by domain, team and quarter; of one of the reader's teams where they ask."""
    return read.show("audit_patterns/patterns.html")


@figure_page("audit-patterns", Act.PLAN_AUDITS)
def read(asked: Asked, exact: bool) -> Figures:
    """What the page shows: a table by domain, by team and by quarter."""
    team = next((team for team in me().managed_teams if str(team.id) == asked.get("team")), None)
    if asked.get("team") and team is None:
        abort(404)
    found, domain = queries.patterns(me(), team.id if team else None), _namer(queries.domain_names())
    domains = [(domain(slug), one) for slug, one in found.domains]
    by_quarter = [(gettext("From %(day)s", day=day(start)), one) for start, one in found.quarters]
    return Figures(
        about=team.name if team else gettext("All teams"),
        source=gettext("the audits of this service that were finished in the last eight quarters"),
        tables=(
            _table("domains", gettext("By domain"), gettext("Domain"), domains, exact),
            _table("teams", gettext("Overall grades by team"), gettext("Team"), found.teams, exact),
            _table(
                "quarters",
                gettext("Overall grades by quarter, the newest first"),
                gettext("Quarter"),
                by_quarter,
                exact,
            ),
        ),
        asked={"team": str(team.id)} if team else {},
        context={"team": team, "teams": me().managed_teams, "few": FEW},
    )


@bp.get("/audit-rounds/<audit_round>/practice-week")
@on_audit_round(Act.PLAN_AUDITS)
def week(audit_round: AuditRound) -> Any:
    """What a round found, without a name, to print."""
    if audit_round.drawn_at is None:
        abort(404)
    tool = audit_round.tool
    found = queries.week(me(), audit_round)
    domain = _namer({**queries.domain_names(), **{domain.slug: domain.name for domain in tool.domains}})
    rows = [(gettext("Overall"), found.overall), *((domain(slug), one) for slug, one in found.domains)]
    table = replace(_table("grades", gettext("Grades"), gettext("Domain"), rows, exact=True), leaves=False)
    return render_template(
        "audit_patterns/week.html", round=audit_round, found=found, table=table, few=FEW, share=_share
    )


def _namer(names: Mapping[str, str]) -> Callable[[str], str]:
    return lambda slug: gettext(names[slug]) if slug in names else gettext("A domain of your own")


def _table(name: str, title: str, first: str, rows: Sequence[tuple[str, Pattern]], exact: bool) -> FigureTable:
    shown = None if exact else shown_in_file({n: one for n, (_called, one) in enumerate(rows)})

    def row(number: int, called: str, one: Pattern) -> list[Shown]:
        def safe(key: str | Grade, count: int) -> Shown:
            return Shown(count if count == 0 or shown is None or (key, number) in shown else HIDDEN)

        together = shown is None or {("graded", number), ("good", number)} <= shown
        grades = [safe(grade, one.counts.get(grade, 0)) for grade in GRADES]
        share = _share(one) if together or not one.graded else Shown(HIDDEN)
        return [Shown(called), *grades, safe("graded", one.graded), share]

    columns = [first, *(gettext(grade.label) for grade in GRADES), gettext("Graded"), gettext("Good or better")]
    return FigureTable(
        name, title, columns, [row(n, *one) for n, one in enumerate(rows)], units={len(columns) - 1: "%"}
    )


def _share(one: Pattern) -> Shown:
    """The share of good or better; one of few grades says so."""
    if one.share is None:
        return Shown(None, gettext("Not known"))
    return Shown(one.share, f"{one.share}%", note=gettext("of %(count)s only", count=one.graded) if one.few else "")
