"""What many audits show: patterns by domain, team and quarter, and what one round found, to print and to share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from ..models import AuditRound
from ..policy import Act
from ..practice.audit_patterns import FEW
from ..practice.audits import GRADES
from ..queries import audit_patterns as queries
from .guards import me, on_audit_round, signed_in

bp = Blueprint("audit_patterns", __name__)


@bp.get("/audits/patterns")
@signed_in(Act.PLAN_AUDITS)
def patterns() -> Any:
    """The grades of two years by domain, team and quarter; of one of the reader's teams where they ask."""
    asked = request.args.get("team")
    team = next((team for team in me().managed_teams if str(team.id) == asked), None)
    if asked and team is None:
        abort(404)
    return render_template(
        "audit_patterns/patterns.html",
        found=queries.patterns(me(), team.id if team else None),
        team=team,
        teams=me().managed_teams,
        names=queries.domain_names(),
        grades=GRADES,
        few=FEW,
    )


@bp.get("/audit-rounds/<audit_round>/practice-week")
@on_audit_round(Act.PLAN_AUDITS)
def week(audit_round: AuditRound) -> Any:
    """What a round found, without a name, to print."""
    if audit_round.drawn_at is None:
        abort(404)
    tool = audit_round.tool
    return render_template(
        "audit_patterns/week.html",
        round=audit_round,
        found=queries.week(me(), audit_round),
        names={**queries.domain_names(), **{domain.slug: domain.name for domain in tool.domains}},
        grades=GRADES,
        few=FEW,
    )
