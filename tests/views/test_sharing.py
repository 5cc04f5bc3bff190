"""Sharing with agencies: what a decision needs, and that a partner's sight follows from it at the moment of reading."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import agreements, leads, sharing
from familyhelp.extensions import db
from familyhelp.models import Case, Look, Message, Sharing
from familyhelp.policy import sees_case
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.sharing import Decision, LawfulBasis, SharedFor, missing
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from tests import stories
from tests.conftest import MONDAY
from tests.filled_sharing import a_sharing, agreed

TODAY = MONDAY.date()


@pytest.fixture
def case(cast) -> Case:
    found = stories.a_case(cast, Stage.ACTIVE)
    leads.add_contributor(found, person=cast.conor, by=cast.kamal)
    db.session.commit()
    return found


def sees(who, case: Case) -> bool:
    db.session.commit()
    return db.session.scalar(sa.select(sa.exists().where(Case.id == case.id, sees_case(who))))


def the_sharing(case: Case) -> Sharing:
    return db.session.scalars(sa.select(Sharing).where(Sharing.case_id == case.id).order_by(Sharing.id)).all()[-1]


FINE = Decision("The plan.", LawfulBasis.AGREEMENT, "", True, "", TODAY, None)
NO_FACTS = {"closed": False, "excluded": False, "agreement_ended": False, "standing": False}


@pytest.mark.parametrize(
    ("change", "facts", "sentence"),
    [
        ({}, {}, None),
        ({"what": " "}, {}, "Say what may be shared"),
        ({"basis": LawfulBasis.AT_RISK}, {}, "Say why it is shared without"),
        ({"basis": LawfulBasis.LEGAL_DUTY}, {}, "Say why it is shared without"),
        ({"family_told": False}, {}, "Say why the family is not told"),
        ({"ends_on": TODAY - timedelta(days=1)}, {}, "last day lies before"),
        ({"starts_on": TODAY + timedelta(days=1)}, {}, "Sharing starts today"),
        ({}, {"excluded": True}, "said not to share"),
        ({}, {"agreement_ended": True}, "withdrew its agreement"),
        ({}, {"standing": True}, "already"),
        ({}, {"closed": True}, "The case is closed"),
        ({"basis": LawfulBasis.AT_RISK, "because": "x"}, {"excluded": True, "agreement_ended": True}, None),
    ],
)
def test_what_a_decision_lacks_is_said(change, facts, sentence):
    found = [str(s.text) for s in missing(Decision(**(vars(FINE) | change)), today=TODAY, **(NO_FACTS | facts))]
    assert [sentence in text for text in found] == [True] if sentence else not found


def test_a_part_records_the_sharing_in_the_same_deed_and_once(cast, case):
    first = the_sharing(case)
    assert (first.agency, first.purpose, first.basis) == (cast.school, SharedFor.TOGETHER, LawfulBasis.AGREEMENT)
    leads.change_lead(case, lead=cast.lena, by=cast.mabel, because="School.", handover="Text first.")
    db.session.commit()
    assert the_sharing(case) is first
    assert sees(cast.lena, case) and sees(cast.conor, case)


def test_sight_needs_the_part_the_sharing_and_the_agreement_and_nothing_else(cast, case):
    assert sees(cast.conor, case) and not sees(cast.lena, case)
    sharing.withdraw(case, the_sharing(case), because="Not any more.", by=cast.kamal)
    assert not sees(cast.conor, case)
    told_only = a_sharing(case, cast.school, cast.kamal, purpose=SharedFor.INFORM)
    assert not sees(cast.conor, case), "to be told is not to see"
    agreed(case, cast.school, cast.kamal, ends_on=TODAY + timedelta(days=2))
    assert sees(cast.conor, case)
    with clock.at(MONDAY + timedelta(days=2)):
        assert sees(cast.conor, case), "the last day counts"
    with clock.at(MONDAY + timedelta(days=3)):
        assert not sees(cast.conor, case)
    agreements.withdraw_agreement(case, withdrawn_on=TODAY, because="We manage.", by=cast.kamal)
    assert not sees(cast.conor, case)
    safety = a_sharing(case, cast.school, cast.kamal, purpose=SharedFor.SAFETY)
    assert sees(cast.conor, case), "without agreement it goes on"
    sharing.withdraw(case, safety, because="She is safe.", by=cast.kamal)
    stories.agree(case, cast.kamal)
    assert sees(cast.conor, case), "the family agreed again"
    assert told_only.withdrawn_on is None and sees(cast.kamal, case)


def test_what_the_family_rules_out_ends_at_once_and_is_not_begun_again_by_a_part(cast, case):
    sharing.exclude(case, agency=cast.school, because="Not with my son’s school.", by=cast.kamal)
    assert not sees(cast.conor, case)
    with pytest.raises(NotYet, match="said not to share"):
        leads.change_lead(case, lead=cast.lena, by=cast.mabel, because="x", handover="y")
    db.session.rollback()
    assert case.lead is cast.kamal
    with pytest.raises(NotYet, match="on record already"):
        sharing.exclude(case, agency=cast.school, because="Again.", by=cast.kamal)
    sharing.withdraw(case, the_sharing(case), because="She thought again.", by=cast.kamal)
    db.session.commit()
    with pytest.raises(NotYet, match="has ended"):
        leads.change_lead(case, lead=cast.lena, by=cast.mabel, because="x", handover="y")
    db.session.rollback()
    assert not sees(cast.conor, case), "lifting shares nothing by itself"
    agreed(case, cast.school, cast.kamal)
    leads.change_lead(case, lead=cast.lena, by=cast.mabel, because="x", handover="y")
    assert sees(cast.lena, case)


def test_a_partner_is_given_no_part_where_the_agreement_ended(cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    agreements.withdraw_agreement(case, withdrawn_on=TODAY, because="We manage.", by=cast.kamal)
    with pytest.raises(NotYet, match="would see nothing"):
        leads.add_contributor(case, person=cast.conor, by=cast.kamal)


def test_the_next_click_says_that_it_ended_and_whom_to_ask_but_only_to_who_worked_with_them(cast, case, client, app):
    code, family = write_code(case.code), write_code(case.family.code)
    client.sign_in(cast.conor)
    client.get(f"/cases/{code}")
    sharing.withdraw(case, the_sharing(case), because="Not any more.", by=cast.kamal)
    db.session.commit()
    for path in (f"/cases/{code}", f"/cases/{code}/notes", f"/families/{family}"):
        page = client.get(path, status=403)
        assert "sharing with your agency has ended. Ask Kamal Osei." in page.heading
        assert "Ashdown" not in page.text
    last = db.session.scalars(sa.select(Look).order_by(Look.id.desc())).first()
    assert last.refused and last.subject_id == case.family_id
    leads.end_contributor(case, part=case.leads[-1], by=cast.kamal, because="He left.")
    db.session.commit()
    assert "Your part in this family’s help has ended. Ask Kamal Osei." in client.get(f"/cases/{code}", 403).heading
    case.family.restricted = True
    db.session.commit()
    client.get(f"/cases/{code}", status=404)
    client.sign_in(cast.lena)
    client.get(f"/cases/{code}", status=404)


def test_what_is_shared_without_agreement_waits_until_a_manager_looked(cast, case, client, count_queries):
    shared = a_sharing(case, cast.school, cast.mabel, purpose=SharedFor.SERVICE)
    sharing.look_at(case, shared, words="Nobody else answers for the team.", by=cast.mabel)
    one = a_sharing(case, cast.school, cast.kamal)
    to = db.session.scalars(sa.select(Message.to).where(Message.topic.contains("without a family"))).all()
    assert to == [cast.mabel.email]
    client.sign_in(cast.morag)
    assert "There is none." in client.get("/shared-without-agreement").main
    waits = "Something is shared without the family’s agreement: look at it"
    assert waits not in client.get("/").main, "it is not of her teams"
    client.sign_in(cast.mabel)
    assert client.get("/").links[waits] == "/shared-without-agreement"
    client.get("/shared-without-agreement")
    with count_queries() as count:
        assert "She was alone at night." in client.get("/shared-without-agreement").main
    assert count() <= 8
    client.send(client.get(f"/cases/{write_code(case.code)}/sharing/{write_code(one.code)}/look"), {"words": "Right."})
    assert waits not in client.get("/").main
    assert "Kamal Osei" not in client.get("/shared-without-agreement").main
    with count_queries() as count:
        assert "Mabel Thorne looked at it" in client.get(f"/cases/{write_code(case.code)}/sharing").main
    assert count() <= 12


def test_a_contributor_reads_nothing_of_it(cast, case, client):
    sharing.exclude(case, agency=cast.school, because="Not with the school.", by=cast.kamal)
    a_sharing(case, cast.school, cast.kamal)
    client.sign_in(cast.conor)
    told = client.get(f"/cases/{write_code(case.code)}/chronology").main
    assert "wants nothing shared" not in told and "child is at risk" not in told
    client.get(f"/cases/{write_code(case.code)}/sharing", status=403)
