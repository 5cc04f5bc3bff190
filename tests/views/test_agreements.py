"""The agreement to work together: for whom it speaks, asked again when the lead changes, refused with what follows."""

from __future__ import annotations

from datetime import date

import pytest

from familyhelp.casework import agreements, leads
from familyhelp.extensions import db
from familyhelp.practice import clock
from familyhelp.practice.outcomes import AgreedHow, Route
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.timescales import Due
from familyhelp.practice.words import NotYet
from tests import stories

AGAIN = "Ask the family again whether it agrees"


def test_the_family_is_asked_again_when_the_lead_changes_and_only_then(cast, client):
    case = stories.a_case(cast, Stage.ACTIVE)
    page = f"/cases/{write_code(case.code)}"
    client.sign_in(cast.mabel)
    assert AGAIN not in client.get(page).main
    leads.change_lead(case, lead=cast.colette, by=cast.mabel, because="Leave.", handover="Ring first.")
    db.session.commit()
    assert (case.next_due, case.next_due_on) == (Due.AGREEMENT_AGAIN, date(2026, 3, 16)), "ten working days"
    client.sign_in(cast.colette)
    found = client.get(page)
    assert found.main.count(AGAIN) == 1 and found.links[AGAIN] == f"{page}/agreement/again"
    assert AGAIN in client.get("/").main, "on the home page of whoever leads"
    client.send(client.get(f"{page}/agreement/again"), {"agreed_by": "Rosa", "how": "by_phone"})
    assert AGAIN not in client.get(page).main
    db.session.refresh(case)
    assert (case.next_due, case.agreement_owed_since) == (Due.FIRST_REVIEW, None)
    assert "Asked again after the lead changed, Rosa said yes" in client.get(f"{page}/sharing").main
    client.get(f"{page}/agreement/again", status=409)


def test_nobody_asks_again_what_was_never_agreed_and_nobody_refuses_what_stands(cast):
    case = stories.a_case(cast, Stage.ASSESSING, agreed=False)
    said = {"refused_by": "Rosa", "refused_on": clock.today(), "because": "We manage.", "route": Route.NO_FURTHER}
    agreements.refuse_agreement(case, **said, by=cast.kamal)
    leads.change_lead(case, lead=cast.colette, by=cast.mabel, because="Leave.", handover="Ring first.")
    db.session.commit()
    part = case.leads[-1]
    with pytest.raises(NotYet, match="has not agreed"):
        agreements.agree_again(
            case, part.handover, agreed_by="Rosa", agreed_on=clock.today(), how=AgreedHow.IN_PERSON, by=cast.colette
        )
    stories.agree(case, cast.colette)
    with pytest.raises(NotYet, match="Record that it withdrew"):
        agreements.refuse_agreement(case, **said, by=cast.colette)


def test_for_whom_and_what_follows_are_read_where_sharing_is(cast, client):
    case = stories.a_case(cast, Stage.ASSESSING, agreed=False)
    page = f"/cases/{write_code(case.code)}"
    client.sign_in(cast.kamal)
    assert "Rosa Ashdown, Poppy Ashdown" in client.get(f"{page}/agreement").fields()["speaks_for"]
    client.send(
        client.get(f"{page}/agreement"), {"agreed_by": "Rosa", "how": "in_person", "speaks_for": "Rosa and Poppy"}
    )
    assert "For Rosa and Poppy." in client.get(page).main
    client.send(client.get(f"{page}/agreement/withdraw"), {"because": "“Enough.”", "route": "one_service"})
    told = client.get(f"{page}/sharing").main
    assert "“Enough.” – One service goes on with them" in told
    assert "what is shared by agreement is shared no longer" in told
