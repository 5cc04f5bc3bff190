"""The front door in real browsers: two workers at one request, and a request for a family that is helped already."""

from __future__ import annotations

from datetime import date

from familyhelp.extensions import db
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.stages import Stage
from tests import filled_front_door as front
from tests import stories
from tests.browser.hands import BrowserHands
from tests.browser.looking import away
from tests.cast import practitioner
from tests.journeys.front_door import named
from tests.journeys.hands import Called


def test_two_browsers_claim_one_request_and_the_second_is_told_who_has_it(sit_down, cast):
    frank = practitioner("Frank Dale", Role.FRONT_DOOR)
    claim = f"/requests/{write_code(front.a_contact(cast).code)}/claim"
    db.session.commit()
    desks = [sit_down(), sit_down()]
    for desk, person in zip(desks, (cast.flora, frank), strict=True):
        desk.sign_in(person)
        desk.open(claim)
    for desk in desks:
        desk.page.click("main form button")
        desk.page.wait_for_load_state()
    first, second = desks
    assert "in hand with Flora" in first.page.inner_text("main")
    assert "Flora" in second.page.inner_text(".govuk-error-summary")
    assert "in hand" in second.page.inner_text(".govuk-error-summary")


def test_a_request_for_a_family_that_is_helped_already_joins_its_case_and_whoever_leads_reads_it(app, cast, sit_down):
    case = write_code(stories.a_case(cast, Stage.ACTIVE).code)
    db.session.commit()  # what was read is let go of: the service could not write beside it
    hands = BrowserHands(app, sit_down, away)
    hands.now("flora")
    hands.open("/requests/new")
    asked = {"source": "2A", "needs": "Poppy is late again.", "urgency": "routine"}
    hands.send({**asked, **named(0, "Rosa", "parent", date(1989, 2, 11))})
    hands.next()
    hands.see("Open case since")
    hands.send({"person": Called("Rosa Ashdown")})
    hands.next()
    hands.send({"level": "3", "outcome": "already_open", "rationale": "Kamal works with them."})
    hands.see("Already open: added to the plan")
    hands.now("kamal")
    hands.open(f"/cases/{case}/chronology")
    hands.see("Poppy is late again.")
