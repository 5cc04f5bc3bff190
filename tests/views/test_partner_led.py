"""What a partner leads: who supports them, the manager's list, and a closing that they ask for and never make."""

from __future__ import annotations

import pytest

from familyhelp.casework import leads
from familyhelp.extensions import db
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from tests import stories


def test_a_manager_sees_each_case_that_a_partner_leads_and_who_supports_them(cast, client, count_queries):
    case = stories.a_case(cast, Stage.ACTIVE, lead=cast.lena)
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"))
    client.sign_in(cast.morag)
    assert "There is none." in client.get("/led-by-partners").main
    client.sign_in(cast.mabel)
    page = client.get("/led-by-partners").main
    assert "Lena Whitlock, Marsh Lane Primary School" in page and "Nobody yet" in page and "Birch" not in page
    client.send(client.get(f"/cases/{write_code(case.code)}/supporter"), {"person": cast.colette.code})
    with count_queries() as count:
        assert "Colette Barr" in client.get("/led-by-partners").main
    assert count() <= 8


def test_one_supports_at_a_time_and_only_while_a_partner_leads(cast):
    case = stories.a_case(cast, Stage.ACTIVE, lead=cast.lena)
    first = leads.name_supporter(case, person=cast.colette, by=cast.mabel)
    with pytest.raises(NotYet, match="supports the partner already"):
        leads.name_supporter(case, person=cast.colette, by=cast.mabel)
    with pytest.raises(NotYet, match="somebody of the authority"):
        leads.name_supporter(case, person=cast.conor, by=cast.mabel)
    second = leads.name_supporter(case, person=cast.kamal, by=cast.mabel)
    assert first.ends_on is not None and second.supports
    leads.change_lead(case, lead=cast.colette, by=cast.mabel, because="Term ends.", handover="Ring first.")
    db.session.commit()
    assert second.ends_on is not None
    with pytest.raises(NotYet, match="No partner leads"):
        leads.name_supporter(case, person=cast.kamal, by=cast.mabel)


def test_a_partner_asks_the_manager_to_close_whatever_the_setting(cast, client):
    case = stories.a_case(cast, Stage.ACTIVE, lead=cast.lena)
    page = f"/cases/{write_code(case.code)}"
    client.sign_in(cast.lena)
    client.send(
        client.get(f"{page}/close"),
        {
            "reason": "met",
            "summary": "Mornings work now.",
            "family_feedback": "It helped.",
            "sustaining_plan": "Ring Grandma first.",
            "who_was_told": "School.",
            "check_ins": ["3"],
            "result_1": "met",
            "result_2": "met",
            "score_1": "8",
            "score_2": "8",
        },
    )
    db.session.expire_all()
    assert case.closed_on is None and case.closing_asked
    client.sign_in(cast.mabel)
    client.send(client.get(f"{page}/closing/approve"), {})
    db.session.expire_all()
    assert case.closed_on is not None
