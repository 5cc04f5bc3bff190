"""Agencies: who of them has an account, corrected and ended without touching what they did."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from familyhelp.casework import agencies, practitioners
from familyhelp.extensions import db
from familyhelp.models import Agency, Event
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.roles import AgencyKind, Role
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from tests import stories
from tests.client import StrictClient
from tests.filled_agencies import page_of


@pytest.fixture
def adam(client, cast):
    client.sign_in(cast.adam)
    return client


def test_an_agency_is_added_once_corrected_ended_and_taken_back(adam, cast):
    adam.send(adam.get("/agencies/new"), {"name": "Harbour Health", "kind": "health"})
    assert adam.send(adam.get("/agencies/new"), {"name": "HARBOUR health", "kind": "police"}, 409).errors == [
        "There is already an agency of this name."
    ]
    agency = db.session.scalars(sa.select(Agency).where(Agency.name == "Harbour Health")).one()
    page = page_of(agency)
    taken = adam.send(adam.get(f"{page}/edit"), {"name": cast.school.name}, 409)
    assert taken.errors == ["There is already an agency of this name."]
    adam.send(adam.get(f"{page}/edit"), {"name": "harbour health"})
    adam.send(adam.get(f"{page}/working"), {"because": "It closed."})
    assert "works with us since" in adam.get(page).main
    assert adam.get("/agencies").main.endswith("harbour health No longer works with us Health 0"), "the ended last"
    assert "harbour health" not in adam.get("/people/new").main
    adam.send(adam.get(f"{page}/working"), {"because": "It opened again."})
    assert "works with us since" not in adam.get(page).main
    found = db.session.scalars(
        sa.select(Event.kind).where(Event.subject == Subject.AGENCY, Event.subject_id == agency.id).order_by(Event.id)
    ).all()
    kinds = EventKind.AGENCY_ADDED, EventKind.AGENCY_CHANGED, EventKind.AGENCY_ENDED, EventKind.AGENCY_BACK
    assert tuple(found) == kinds


def test_an_ended_agency_keeps_its_people_who_are_listed_to_be_suspended_and_takes_nobody_new(adam, cast):
    asked = adam.get(page_of(cast.school, "/working"))
    assert "Lena Whitlock" in asked.main and "Suspend their accounts one by one" in asked.main
    adam.send(asked, {"because": "It closed."})
    assert "Open the account of each" in adam.get(page_of(cast.school)).main
    with pytest.raises(NotYet, match="no longer works with us"):
        practitioners.add_practitioner(
            name="Ana Bell", email="ana@example.org", role=Role.CONTRIBUTOR, agency=cast.school, by=cast.adam
        )
    lena = adam.get(next(to for words, to in asked.links.items() if words == "Lena Whitlock") + "/edit")
    adam.send(lena, {"name": "Lena Whitlock-Adeyemi"}, containing="email")


def test_how_many_families_is_told_to_a_manager_of_those_they_see_and_to_no_administrator(
    app, adam, cast, count_queries
):
    stories.a_case(cast, Stage.ACTIVE, lead=cast.lena)
    stories.a_case(cast, Stage.CLOSED, lead=cast.lena, family=stories.a_family("Birch"))
    db.session.commit()
    seen = {}
    for name in ("mabel", "morag"):
        browser = StrictClient(app)
        browser.sign_in(getattr(cast, name))
        with count_queries() as count:
            seen[name] = browser.get(page_of(cast.school)).main
        assert count() <= 12
    assert "Lena Whitlock Lead professional 2 March 2026 Never 1" in seen["mabel"]
    assert "Lena Whitlock Lead professional 2 March 2026 Never 0" in seen["morag"]
    told = adam.get(page_of(cast.school))
    assert "Open families" not in told.main and "Ashdown" not in told.html + seen["mabel"]


def test_the_list_pages_by_name_and_shows_each_agency_once(adam, cast, count_queries):
    for n in range(55):
        agencies.add_agency(name=f"Agency {n:02}", kind=AgencyKind.OTHER, by=cast.adam)
    db.session.commit()
    path, seen = "/agencies", []
    while path:
        with count_queries() as count:
            page = adam.get(path)
        assert count() <= 8
        seen += [to for to in page.links.values() if to.count("/agencies/") and "new" not in to]
        path = next((a.get("href") for a in page.find("a") if a.get("rel") == "next"), None)
    assert len(seen) == len(set(seen)) == 56
