"""What a partner leads: who supports them, the manager's list, and a closing that they ask for and never make."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import agreements, leads, sharing
from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.models import Message, Sharing
from familyhelp.practice import clock
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


@pytest.mark.parametrize("how", ["withdrawn", "ruled out", "the agreement", "over"])
def test_a_partner_who_sees_a_family_no_longer_does_not_go_on_leading_it_unseen(how, cast, client, session):
    case = stories.a_case(cast, Stage.ACTIVE, lead=cast.lena)
    shared = session.scalars(sa.select(Sharing).where(Sharing.case_id == case.id)).one()
    assert not [said for said in Check().notices() if "nothing is shared" in said]
    written = session.scalar(sa.select(sa.func.count(Message.id)))
    if how == "withdrawn":
        sharing.withdraw(case, shared, because="They asked.", by=cast.mabel)
    elif how == "ruled out":
        sharing.exclude(case, agency=cast.school, because="They asked.", by=cast.lionel)
    elif how == "the agreement":
        agreements.withdraw_agreement(case, withdrawn_on=clock.today(), because="They asked.", by=cast.lionel)
    else:
        shared.starts_on = shared.ends_on = clock.today() - timedelta(days=1)
    db.session.commit()
    told = session.scalar(sa.select(sa.func.count(Message.id))) - written
    assert told == (1 if how in ("ruled out", "the agreement") else 0), (
        "not to whoever did it, nor about a day that came"
    )
    assert len([said for said in Check().notices() if "nothing is shared" in said]) == 1
    client.sign_in(cast.mabel)
    page = client.get("/led-by-partners")
    assert "They see this family no longer" in page.main and f"/cases/{write_code(case.code)}/lead" in page.html


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
