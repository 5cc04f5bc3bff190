"""How long records are kept, as an authority sets it; and legal holds, which never end by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import check
from familyhelp.casework import retention as deeds
from familyhelp.models import Event, RetentionSetting
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.holds import HoldReview
from familyhelp.practice.references import write_code
from familyhelp.practice.retention import RecordKind
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from familyhelp.queries import retention as queries
from tests import stories
from tests.conftest import MONDAY
from tests.filled_retention import a_hold, of

TODAY = MONDAY.date()


def test_a_change_is_a_new_version_that_everybody_who_may_read_it_sees_with_its_reason(
    client, cast, session, count_queries
):
    client.sign_in(cast.adam)
    for years, because in (("8", "Schedule of 2026."), ("10", "Schedule of 2027.")):
        client.send(client.get("/retention/helped"), {"years": years, "child_until": "0", "because": because})
    rows = session.scalars(sa.select(RetentionSetting).order_by(RetentionSetting.id)).all()
    assert [(row.years, row.child_until, row.set_by.name) for row in rows] == [
        (8, None, "Adam Quist"),
        (10, None, "Adam Quist"),
    ]
    assert queries.rules_now()[RecordKind.HELPED].version == rows[-1].id
    before = client.get("/retention/helped")
    assert before.main.index("Schedule of 2027.") < before.main.index("Schedule of 2026.")
    client.sign_in(cast.mabel)
    with count_queries() as count:
        page = client.get("/retention")
    assert count() <= 8
    assert "10 years" in page.main and "usually: 6 years, and until the youngest child is 25" in page.main
    assert "Set a rule" not in page.main
    assert not list(check.Check().faults())


def test_only_within_bounds(client, cast, session):
    client.sign_in(cast.adam)
    page = client.send(client.get("/retention/request"), {"years": "31", "because": "Forever."}, 409)
    assert "Records are kept for 1 to 30 years." in page.main
    assert not session.scalar(sa.select(sa.func.count(RetentionSetting.id)))


def test_a_hold_stays_until_somebody_lifts_it_and_another_stays_beside_it(client, cast, session):
    first = a_hold(cast)
    family = first.family
    second = deeds.place_hold(family, because="An inquest.", review_on=TODAY + timedelta(days=30), by=cast.mabel)
    session.commit()
    with clock.at(MONDAY + timedelta(days=400)):
        deeds.review_hold(
            first,
            review=HoldReview.GOES_ON,
            because="It is before the court.",
            review_on=clock.today() + timedelta(days=9),
            by=cast.mabel,
        )
        session.commit()
        client.sign_in(cast.mabel)
        page = client.get("/holds")
        assert page.main.index("An inquest.") < page.main.index("A claim"), "what is to be looked at first"
        assert page.main.count("Late") == 1
        client.send(client.get(of(second)), {"review": "lifted", "because": "It is over."})
        assert [hold.id for hold in queries.holds_of(family)] == [first.id]
        assert client.send(client.get(of(second)), {"review": "lifted", "because": "Again."}, 409)
    kinds = session.scalars(sa.select(Event.kind).where(Event.subject == "family").order_by(Event.id)).all()
    assert kinds[-4:] == [EventKind.HOLD_PLACED, EventKind.HOLD_PLACED, EventKind.HOLD_GOES_ON, EventKind.HOLD_LIFTED]


@pytest.mark.parametrize("days", [0, 367, None])
def test_a_hold_says_by_when_somebody_looks_again_within_a_year(days, cast):
    review_on = None if days is None else TODAY + timedelta(days=days)
    with pytest.raises(NotYet):
        deeds.place_hold(stories.a_family(), because="A claim.", review_on=review_on, by=cast.mabel)


def test_managers_see_it_on_the_family_page_and_nobody_else_learns_of_it(client, cast):
    family = a_hold(cast).family
    path = f"/families/{write_code(family.code)}"
    for who, sees in ((cast.mabel, True), (cast.kamal, False), (cast.flora, False)):
        client.sign_in(who)
        page = client.get(path)
        assert ("On legal hold" in page.main) is sees, who.name
        assert ("SAL/2026/14" in page.main) is sees, "nor in what changed on the record"


def test_an_administrator_sees_references_and_no_family(client, cast, session, count_queries):
    hold = a_hold(cast)
    restricted = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Hartwell", restricted=True)).family
    deeds.place_hold(restricted, because="An inquest.", review_on=TODAY + timedelta(days=30), by=cast.mabel)
    session.commit()
    client.sign_in(cast.adam)
    with count_queries() as count:
        page = client.get("/holds")
    assert count() <= 8
    assert write_code(hold.family.code) in page.main and write_code(restricted.code) in page.main
    assert "Ashdown" not in page.main and "SAL" not in page.main
    client.sign_in(cast.mabel)
    page = client.get("/holds")
    assert "Ashdown" in page.main and "Hartwell" not in page.main and write_code(restricted.code) not in page.main
