"""The edge-of-care register: why, until when, what was put in and what it costs; and nobody leaves it forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import edge_of_care as deeds
from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.models import Case, EdgeOfCare, EdgeSupport
from familyhelp.practice import clock
from familyhelp.practice.edge_of_care import Support, pence_of
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.timescales import Due
from familyhelp.practice.words import NotYet
from tests import stories, stories_steps
from tests.conftest import MONDAY


@pytest.fixture
def case(cast):
    return stories.a_case(cast, Stage.ACTIVE)


@pytest.fixture
def on_it(cast, case):
    stories_steps.put_on_edge(case, cast)
    db.session.commit()
    return case


def path(case: Case, tail: str = "") -> str:
    return f"/cases/{write_code(case.code)}{tail}"


def faults() -> list[str]:
    db.session.commit()
    return list(Check().faults())


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("1250", 125_000),
        ("1,250", 125_000),
        ("£1,250.50", 125_050),
        ("0", 0),
        ("12.5", None),
        ("1,25", None),
        ("-3", None),
        ("a lot", None),
        ("", None),
    ],
)
def test_a_sum_in_pounds_is_whole_pence_or_nothing(text, pence):
    assert pence_of(text) == pence


def test_its_review_is_what_is_next_when_it_comes_first(cast, on_it):
    assert (on_it.next_due, on_it.next_due_on) == (Due.EDGE_REVIEW, date(2026, 3, 30))
    stories_steps.look_at_edge(on_it, cast)
    assert (on_it.next_due, on_it.next_due_on) == (Due.EDGE_REVIEW, date(2026, 4, 13))
    deeds.take_off(on_it, because="It is calm.", by=cast.kamal)
    assert (on_it.next_due, on_it.edge_review_on) == (Due.FIRST_REVIEW, None)
    assert faults() == []


@pytest.mark.parametrize("days", [0, 43])
def test_the_review_is_within_six_weeks(cast, case, days):
    with pytest.raises(NotYet, match="six weeks at most"):
        deeds.flag(case, reason="x", review_on=clock.today() + timedelta(days=days), by=cast.kamal)


def test_what_is_missing_is_said(cast, case):
    with pytest.raises(NotYet, match="not on the edge-of-care register"):
        stories_steps.package(case, cast)
    with pytest.raises(NotYet, match="why the children may come into care"):
        deeds.flag(case, reason=" ", review_on=date(2026, 3, 30), by=cast.kamal)
    stories_steps.put_on_edge(case, cast)
    with pytest.raises(NotYet, match="already"):
        stories_steps.put_on_edge(case, cast)
    with pytest.raises(NotYet, match="what the package costs"):
        deeds.put_in(case, kind=Support.NETWORK, what="Weekends.", starts_on=clock.today(), by=cast.kamal)
    with pytest.raises(NotYet, match="the day it was looked at"):
        stories_steps.look_at_edge(case, cast, held_on=date(2026, 3, 1))
    with pytest.raises(NotYet, match="why the family comes off"):
        deeds.take_off(case, because="", by=cast.kamal)
    db.session.rollback()


def test_nobody_closes_a_case_that_is_on_it(cast, on_it):
    with pytest.raises(NotYet, match="Take it off first"):
        stories.close(on_it, cast.kamal)
    deeds.take_off(on_it, because="It is calm.", by=cast.kamal)
    stories.close(on_it, cast.kamal)
    assert faults() == []
    with pytest.raises(NotYet, match="The case is closed"):
        stories_steps.put_on_edge(on_it, cast)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE edges_of_care SET review_on = NULL",
        "UPDATE edges_of_care SET off_at = flagged_at, review_on = NULL",
        "UPDATE edge_support SET cost_pence = NULL",
        "UPDATE edge_support SET cost_pence = -1",
    ],
)
def test_the_database_refuses_what_cannot_be(cast, on_it, change):
    stories_steps.package(on_it, cast)
    db.session.commit()
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.exec_driver_sql(change)


def test_the_check_finds_a_day_that_the_case_does_not_keep(cast, on_it):
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE edges_of_care SET review_on = '2026-03-20'")
    assert [fault.partition(": ")[2] for fault in faults()] == [
        "keeps another day for the edge of care than its register."
    ]


def test_the_register_has_the_longest_overdue_first_and_adds_up_the_packages(client, cast, on_it):
    stories_steps.package(on_it, cast)
    stories_steps.package(on_it, cast, 100_000)
    stories_steps.package(on_it, cast, kind=Support.SHORT_BREAKS)
    other = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"))
    south = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("South"), lead=cast.sven, team=cast.south)
    for case in (other, south):
        deeds.flag(case, reason="x", review_on=date(2026, 3, 5), by=case.lead)
    stories_steps.package(south, cast, 5_000)
    db.session.commit()
    with clock.at(MONDAY + timedelta(days=4)):
        client.sign_in(cast.mabel)
        main = client.get("/edge-of-care").main
        assert main.index("Birch family") < main.index("Ashdown family") and "South" not in main
        assert "Families on it now2" in main and "Family network support packages2" in main
        assert "altogether£2,250.50" in main
        assert main.count("Late") == 1
        client.sign_in(cast.lionel)
        main = client.get("/edge-of-care").main
        assert "South family" in main and "altogether£2,300.50" in main
        for who, status in (("kamal", 403), ("anita", 403)):
            client.sign_in(getattr(cast, who))
            assert client.status("/edge-of-care") == status


def test_social_care_sees_the_case_while_it_is_on_it_but_no_restricted_one(client, cast, case):
    restricted = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Hartwell", restricted=True))
    for one in (case, restricted):
        stories_steps.put_on_edge(one, cast)
    db.session.commit()
    client.sign_in(cast.lionel)
    assert client.status(path(case)) == 200
    assert client.status(path(case, "/edge-of-care/look")) == 403
    assert client.status(path(restricted)) == 404
    assert "Hartwell" not in client.get("/edge-of-care").main
    deeds.take_off(case, because="Calm.", by=cast.kamal)
    db.session.commit()
    assert client.status(path(case)) == 404


def test_the_case_page_says_it_and_leads_to_the_review(client, cast, on_it):
    client.sign_in(cast.kamal)
    page = client.get(path(on_it))
    assert "Edge of care" in page.main
    assert page.links["Look again at the edge of care"] == path(on_it, "/edge-of-care/look")
    client.post(
        path(on_it, "/edge-of-care/support"),
        client.get(path(on_it, "/edge-of-care/support")).fields()
        | {"kind": "network", "what": "Grandma.", "cost": "£1,250.50"},
    )
    assert db.session.scalar(sa.select(EdgeSupport.cost_pence)) == 125_050
    assert "£1,250.50" in client.get(path(on_it, "/edge-of-care")).main


def test_the_pages_send_few_statements_however_many_families(client, cast, on_it, count_queries):
    stories_steps.package(on_it, cast)
    stories_steps.look_at_edge(on_it, cast)
    db.session.commit()
    client.sign_in(cast.mabel)

    def counted(where):
        client.get(where)
        with count_queries() as count:
            client.get(where)
        return count()

    pages = ("/edge-of-care", path(on_it, "/edge-of-care"), path(on_it))
    first = [counted(where) for where in pages]
    assert first[0] <= 8 and first[1] <= 8 and first[2] <= 12
    for number in range(27):
        another = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Family{number}"))
        stories_steps.put_on_edge(another, cast)
        stories_steps.package(another, cast)
    for _ in range(3):
        stories_steps.look_at_edge(on_it, cast)
    db.session.commit()
    assert [counted(where) for where in pages] == first
    page = client.get("/edge-of-care")
    assert len(list(page.find("tr"))) == 26 and "Families on it now28" in page.main
    assert len(list(client.get(page.links["Next page"]).find("tr"))) == 4
    assert db.session.scalar(sa.select(sa.func.count(EdgeOfCare.id))) == 28
