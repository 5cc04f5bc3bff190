"""The pages of practice audit that are read, as one of their readers finds them; places.py takes them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from familyhelp.casework import audit_tools
from familyhelp.models import Audit
from familyhelp.practice.audits import AuditDomain, Grade
from familyhelp.practice.references import write_code
from familyhelp.practice.sampling import Sampling
from tests import audit_stories as audits
from tests.cast import Cast


def places(page: Callable[..., Any], long: str, unbroken: str) -> dict[str, Any]:
    """The part of PLACES that is about audits; `long` and `unbroken` are words that must fit."""

    def tool(cast: Cast) -> str:
        made = audits.a_tool(cast)
        asked = AuditDomain("own_1", unbroken[:190], long)
        audit_tools.write_domain(made, asked, read_version=made.version, by=cast.adam)
        return f"/audit-tools/{write_code(made.code)}"

    def audit(cast: Cast) -> str:
        made = audits.begun(cast)
        audits.grade(made, "plan", Grade.REQUIRES_IMPROVEMENT, f"{long} {unbroken}")
        audits.reflect(made, cast, f"{long} {unbroken}")
        return audits.audit_address(made)

    def week(first: Audit) -> str:
        return audits.round_address(first.round, "/practice-week")

    return {
        "audits.mine": page("kamal", lambda cast: (audits.action(cast, what=f"{long} {unbroken}"), "/audits/mine")[1]),
        "audits.audit": page("morag", audit),
        "audit_tools.tools": page("adam", lambda cast: (audits.a_tool(cast), "/audit-tools")[1]),
        "audit_tools.tool": page("adam", tool),
        "audit_rounds.list_of": page("mabel", lambda cast: (audits.drawn(cast), "/audit-rounds")[1]),
        "audit_rounds.round_of": page("mabel", audits.in_round(name=unbroken[:190])),
        "audit_rounds.draw_again": page("mabel", audits.in_round("/draw-again", sampling=Sampling.TEAM)),
        "moderations.both": page("morag", audits.of(audits.paired, "/both", agreed=True)),
        "moderations.agreements": page("mabel", lambda cast: (audits.paired(cast), "/audits/agreement")[1]),
        "audit_actions.list_of": page(
            "mabel", lambda cast: (audits.action(cast, what=f"{long} {unbroken}", reported=True), "/audits/actions")[1]
        ),
        "audit_actions.re_audits": page("mabel", lambda cast: (audits.asks_again(cast), "/audits/re-audits")[1]),
        "audit_patterns.patterns": page(
            "mabel", lambda cast: (audits.paired(cast, agreed=True), "/audits/patterns")[1]
        ),
        "audit_patterns.week": page("mabel", lambda cast: week(audits.paired(cast, agreed=True))),
    }
