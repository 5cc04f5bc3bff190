"""The versions of a plan: the list of them, and two side by side with what changed, why, and by whom."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext

from ..models import Action, Case, Outcome, Plan
from ..policy import Act
from ..practice import comparing
from ..queries import versions as queries
from .guards import on_case
from .language import day, word

bp = Blueprint("versions", __name__)


@bp.get("/cases/<case>/plan/versions")
@on_case(Act.SEE_CASE)
def versions(case: Case) -> Any:
    """Every version of the plan, newest first."""
    page = queries.versions(case, request.args.get("after"))
    return render_template(
        "plans/versions.html", case=case, page=page, whose=queries.whose(case, [plan.number for plan in page.rows])
    )


@bp.get("/cases/<case>/plan/compare")
@on_case(Act.SEE_CASE)
def compare(case: Case) -> Any:
    """Two versions side by side: by default the newest and the one before it."""
    numbers = queries.numbers(case)
    newer = _asked("newer") or (numbers[0] if numbers else 0)
    older = _asked("older") or newer - 1
    older, newer = min(older, newer), max(older, newer)
    found = queries.two(case, older, newer)
    if any(asked and asked not in found for asked in (_asked("older"), _asked("newer"))):
        abort(404)
    before, after = found.get(older), found.get(newer)
    return render_template(
        "plans/compare.html",
        case=case,
        numbers=numbers,
        before=before,
        after=after,
        whose=queries.whose(case, list(found)),
        outcomes=_compared(case, before, after) if before and after and before is not after else [],
        slips=comparing.text(before.if_things_slip or "", after.if_things_slip or "") if before and after else None,
    )


def _asked(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _compared(case: Case, before: Plan, after: Plan) -> list[comparing.OutcomeChange]:
    first = queries.first_of_each_action(case)

    def actions_of(outcome: Any) -> dict[int, str]:
        return {first.get(action.id, action.id): _in_words(action) for action in outcome.actions}

    return comparing.outcomes(before.outcomes, after.outcomes, actions_of=actions_of, headline=word, scores=_scores)


def _in_words(action: Action) -> str:
    facts = {"what": action.what, "who": action.owner_name, "on": day(action.due_on)}
    return str(gettext("%(what)s – %(who)s, by %(on)s", **facts))


def _scores(outcome: Outcome | Any) -> str:
    return str(gettext("Start %(start)s, goal %(goal)s", start=outcome.start_score, goal=outcome.goal_score))
