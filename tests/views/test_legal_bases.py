"""The legal basis of each child: periods that never overlap, and section 17 never without somebody qualified."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import leads, steps
from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.models import Case, LegalBasis
from familyhelp.practice import clock
from familyhelp.practice.legal_bases import Basis
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from tests import stories
from tests.conftest import MONDAY
from tests.stories_steps import help_under

FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture
def case(cast):
    return stories.a_case(cast, Stage.ACTIVE)


def children(case: Case):
    return [member.person for member in case.family.members[1:]]


def periods(case: Case, child) -> list[tuple[Basis, date, date | None]]:
    db.session.commit()
    query = sa.select(LegalBasis).where(LegalBasis.case_id == case.id, LegalBasis.person_id == child.id)
    return [(p.basis, p.starts_on, p.ends_on) for p in db.session.scalars(query.order_by(LegalBasis.id))]


def faults() -> list[str]:
    db.session.commit()
    return list(Check().faults())


def test_a_change_ends_one_period_and_begins_the_next_for_the_chosen_children_alone(cast, case):
    poppy, jude = children(case)
    help_under(case, Basis.EARLY_HELP, cast.kamal)
    with clock.at(FRIDAY):
        help_under(case, Basis.SECTION_17, cast.kamal, overseer=cast.lionel, children=[jude])
    monday, friday = date(2026, 3, 2), date(2026, 3, 6)
    assert periods(case, poppy) == [(Basis.EARLY_HELP, monday, None)]
    assert periods(case, jude) == [(Basis.EARLY_HELP, monday, friday), (Basis.SECTION_17, friday, None)]
    assert faults() == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"overseer": None}, "name one who oversees"),
        ({"overseer": "mabel"}, "who is a qualified social worker"),
        ({"overseer": "lionel", "basis": Basis.EARLY_HELP}, "needs no overseer"),
        ({"children": []}, "at least one child"),
        ({"because": " "}, "Say why"),
        ({"starts_on": date(2026, 3, 1)}, "opening of the case"),
        ({"starts_on": date(2026, 3, 3)}, "opening of the case"),
    ],
)
def test_what_a_change_lacks_is_said_and_nothing_is_written(cast, case, change, sentence):
    said = {"basis": Basis.SECTION_17, "overseer": "lionel"} | change
    said["overseer"] = getattr(cast, said["overseer"]) if said["overseer"] else None
    with pytest.raises(NotYet, match=sentence):
        help_under(case, said.pop("basis"), cast.kamal, **said)
    assert periods(case, children(case)[0]) == []


def test_a_period_never_begins_before_the_last_one_and_the_same_is_not_said_twice(cast, case):
    with clock.at(FRIDAY):
        help_under(case, Basis.EARLY_HELP, cast.kamal)
        with pytest.raises(NotYet, match="already has a period"):
            help_under(case, Basis.SECTION_17, cast.kamal, overseer=cast.lionel, starts_on=MONDAY.date())
        with pytest.raises(NotYet, match="on record for Poppy Ashdown already"):
            help_under(case, Basis.EARLY_HELP, cast.kamal)


def test_a_qualified_lead_needs_no_overseer_and_nobody_else_leads_without(cast):
    case = stories.a_case(cast, Stage.STATUTORY)
    help_under(case, Basis.SECTION_17, cast.lionel)
    stories.ask_down(case, cast.lionel)
    with pytest.raises(NotYet, match="Name an overseer"):
        steps.accept_step_down(case, lead=cast.kamal, by=cast.mabel)
    db.session.rollback()
    ines = cast.colette
    ines.is_social_worker = True
    stories.ask_down(case, cast.lionel)
    help_under(case, Basis.SECTION_17, cast.lionel, overseer=ines)
    steps.accept_step_down(case, lead=cast.kamal, by=cast.mabel)
    db.session.commit()
    assert case.lead is cast.kamal
    assert faults() == []
    ines.is_social_worker = False
    with pytest.raises(NotYet, match="Name an overseer"):
        leads.change_lead(case, lead=ines, by=cast.mabel, because="x", handover="y")


def test_closing_ends_the_periods_and_nothing_begins_after_it(cast, case):
    help_under(case, Basis.EARLY_HELP, cast.kamal)
    with clock.at(FRIDAY):
        stories.close(case, cast.kamal)
        assert periods(case, children(case)[0]) == [(Basis.EARLY_HELP, date(2026, 3, 2), date(2026, 3, 6))]
        with pytest.raises(NotYet, match="The case is closed"):
            help_under(case, Basis.EARLY_HELP, cast.kamal)
    assert faults() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE legal_bases SET ends_on = '2026-03-01'",
        "UPDATE legal_bases SET basis = 'early_help'",
        "UPDATE legal_bases SET ends_on = NULL",
    ],
)
def test_the_database_refuses_what_cannot_be(cast, case, change):
    help_under(case, Basis.SECTION_17, cast.kamal, overseer=cast.lionel)
    with clock.at(FRIDAY):
        help_under(case, Basis.EARLY_HELP, cast.kamal)
    db.session.commit()
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.exec_driver_sql(change)


def test_the_check_finds_periods_that_overlap_and_notices_who_is_not_qualified_any_more(cast, case):
    from tests.casework.test_check import tamper

    help_under(case, Basis.SECTION_17, cast.kamal, overseer=cast.lionel, children=children(case)[:1])
    with clock.at(FRIDAY):
        help_under(case, Basis.SECTION_17, cast.kamal, overseer=cast.lionel, children=children(case)[1:])
        help_under(case, Basis.EARLY_HELP, cast.kamal, children=children(case)[:1])
    assert faults() == []
    assert not [notice for notice in Check().notices() if "section 17" in notice]
    tamper("UPDATE legal_bases SET ends_on = '2026-03-09' WHERE ends_on IS NOT NULL")
    assert [fault.partition(": ")[2] for fault in faults()] == ["two periods of one child’s legal basis overlap."]
    cast.lionel.is_active = False
    db.session.commit()
    assert len([notice for notice in Check().notices() if "section 17" in notice]) == 1


def test_the_page_shows_each_child_and_period_and_the_form_has_every_child_chosen(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.get(f"/cases/{write_code(case.code)}/legal-basis")
    assert page.main.count("Nothing is recorded.") == 2
    page = client.get(page.links["Record the legal basis"])
    codes = [child.code for child in children(case)]
    assert sorted(page.fields()["children"]) == sorted(codes)
    assert "Colette" not in page.main
    refused = client.send(page, {"basis": "section_17", "because": "In need."}, 409)
    assert refused.errors == [
        "Whoever leads is no qualified social worker: name one who oversees the work under section 17."
    ]
    sent = {"overseer": cast.lionel.code, "children": codes[:1]}
    page = client.follow(client.send(refused, sent))
    assert "Overseen byLionel Achebe" in page.main and page.main.count("Nothing is recorded.") == 1
    client.sign_in(cast.colette)
    assert "Record the legal basis" not in client.get(page.path).links


def test_the_page_sends_few_statements_however_many_periods(client, cast, case, count_queries):
    help_under(case, Basis.EARLY_HELP, cast.kamal)
    db.session.commit()
    client.sign_in(cast.mabel)
    path = f"/cases/{write_code(case.code)}/legal-basis"
    client.get(path)
    with count_queries() as count:
        client.get(path)
    first = count()
    assert first <= 8
    for basis in (Basis.SECTION_17, Basis.EARLY_HELP) * 4:
        help_under(case, basis, cast.kamal, overseer=cast.lionel if basis is Basis.SECTION_17 else None)
    db.session.commit()
    with count_queries() as count:
        client.get(path)
    assert count() == first
