"""A decision in stages: who did which when, nothing before the manager's word, and harm never waits."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from familyhelp.casework import staged, triage
from familyhelp.models import Case, Event, Message
from familyhelp.practice import staging
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.triage import ContactOutcome, ContactState, Level, Urgency
from familyhelp.practice.words import NotYet
from tests import filled_front_door as front
from tests.casework.test_contacts import kinds, matched
from tests.stories import a_request

HELP = {
    "level": Level.COMPLEX,
    "outcome": ContactOutcome.TARGETED,
    "rationale": "Several needs.",
    "referrer_told": "A key worker will be in touch.",
}


def test_nothing_follows_before_a_manager_signs_off_and_each_stage_has_its_name(cast, session):
    contact = matched(cast, a_request(cast))
    with pytest.raises(NotYet, match="Screen this request first"):
        staged.propose(contact, **HELP, team=cast.north, read_version=contact.version, by=cast.flora)
    staged.screen(contact, found="Nothing about harm.", by=cast.flora)
    staged.propose(contact, **HELP, team=cast.north, read_version=contact.version, by=cast.flora)
    assert contact.state is ContactState.WAITING and not session.scalars(sa.select(Case)).all()
    assert not session.scalars(sa.select(Message)).all()
    with pytest.raises(NotYet, match="waits for the manager already"):
        staged.propose(contact, **HELP, team=cast.north, read_version=contact.version, by=cast.flora)
    staged.sign_off(contact, by=cast.mabel)
    assert session.scalars(sa.select(Case)).one().team is cast.north
    assert (contact.screened_by, contact.decided_by, contact.signed_off_by) == (cast.flora, cast.flora, cast.mabel)
    assert kinds(contact)[-2:] == [EventKind.DECIDED, EventKind.DECISION_SIGNED_OFF]
    with pytest.raises(NotYet, match="No decision waits"):
        staged.sign_off(contact, by=cast.mabel)


def test_a_decision_that_is_sent_back_is_made_again(cast, session):
    contact = front.a_contact(cast)
    front.proposed(contact, cast)
    staged.send_back(contact, because="Ask the school.", by=cast.mabel)
    assert contact.proposed_at is None and contact.state is ContactState.WAITING
    assert [m.to for m in session.scalars(sa.select(Message))] == [cast.flora.email]
    event = session.scalars(sa.select(Event).where(Event.kind == EventKind.DECISION_SENT_BACK)).one()
    assert event.because == "Ask the school."


def test_the_setting_chooses_the_stages_and_harm_never_waits_for_them(client, cast, session):
    staging.decide_in("staged")
    assert staging.is_staged(Urgency.ROUTINE) and not staging.is_staged(Urgency.SAFEGUARDING)
    contact = front.a_contact(cast)
    staged.screen(contact, found="Nothing about harm.", by=cast.flora)
    session.commit()
    client.sign_in(cast.flora)
    path = f"/requests/{contact.code}"
    page = client.get(f"{path}/decide")
    client.send(page, {"level": "1", "outcome": "advice", "rationale": "Advice is enough."})
    assert "Waits for a manager" in client.get(path).main
    client.sign_in(cast.mabel)
    client.send(client.get(f"{path}/sign-off"), {})
    session.refresh(contact)
    assert (contact.state, contact.outcome) == (ContactState.DECIDED, ContactOutcome.ADVICE)
    session.commit()
    client.sign_in(cast.flora)
    assert "Signed off by" in client.get(path).main
    with pytest.raises(ValueError, match="sometimes"):
        staging.decide_in("sometimes")
    assert triage.families_of(contact) == []
