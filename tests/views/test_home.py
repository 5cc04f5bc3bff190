"""The home page: what should I do next, and why? For each role."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import contacts, edge_of_care, leads
from familyhelp.extensions import db
from familyhelp.models import Case, Draft
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.timescales import DUE
from familyhelp.practice.triage import Source, Urgency
from tests import stories
from tests.conftest import MONDAY
from tests.filled_sharing import agreed
from tests.stories import Stage


def a_request(cast, urgency: Urgency = Urgency.ROUTINE, days_ago: int = 0):
    with clock.at(MONDAY - timedelta(days=days_ago)):
        contact = contacts.receive(
            source=Source.SCHOOL,
            agency=None,
            referrer_name="Ms Pell",
            referrer_email="pell@example.org",
            referrer_phone=None,
            received_at=clock.now(),
            needs="Mornings are hard.",
            tried=None,
            strengths=None,
            family_view=None,
            family_knows=True,
            urgency=urgency,
            risk="Bruises." if urgency is Urgency.SAFEGUARDING else None,
            address=None,
            postcode=None,
            people=[contacts.NewPerson(forename="Poppy", surname="Ashdown", role=stories.FamilyRole.CHILD)],
            by=cast.flora,
        )
    db.session.commit()
    return contact


def items(page) -> list[str]:
    return [" ".join("".join(li.itertext()).split()) for li in page.find("li", class_="fh-next__item")]


@pytest.mark.parametrize("name", ["flora", "kamal", "lena", "conor", "mabel", "lionel", "anita", "adam"])
def test_every_role_has_a_home_page_that_says_something_even_with_nothing_to_do(client, cast, name):
    client.sign_in(getattr(cast, name))
    page = client.get("/")
    assert page.heading == "Your work"
    assert len(page.main) > len("Your work")


def test_a_key_worker_sees_their_families_late_ones_first_with_why_and_the_link_that_does_it(client, cast):
    soon = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Brook"))
    with clock.at(MONDAY - timedelta(days=40)):
        late = stories.a_case(cast, Stage.PLANNING, family=stories.a_family("Carver"))
    client.sign_in(cast.kamal)
    page = client.get("/")
    first, second = items(page)
    assert first.startswith(f"Carver family {write_code(late.code)} Late")
    assert "Agree the plan with the family" in first
    assert "The family has told its story and waits for the plan." in first
    assert second.startswith(f"Brook family {write_code(soon.code)}")
    assert "Hold the first review" in second
    href = page.links["Hold the first review: Brook family"]
    assert client.status(href) == 200
    assert client.status(page.links["Agree the plan with the family: Carver family"]) in (200, 409)


def test_an_assessment_that_is_due_but_not_late_comes_after_a_review_that_is_late(client, cast):
    with clock.at(MONDAY - timedelta(days=44)):
        stories.a_case(cast, Stage.ASSESSING, family=stories.a_family("Due"))
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Overdue"))
    client.sign_in(cast.kamal)
    assert [line.split()[0] for line in items(client.get("/"))] == ["Overdue", "Due"]


def test_a_list_shows_ten_and_says_that_there_are_more(client, cast, count_queries):
    statements = set()
    for n in range(12):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Family{n}"))
        if n in (0, 2, 11):
            client.sign_in(cast.kamal)
            with count_queries() as count:
                page = client.get("/")
            statements.add(count())
    assert len(items(page)) == 10
    assert "There are more: see them all" in page.main
    assert len(statements) == 1, "the number of statements grows with the list"


def test_a_partner_sees_their_own_families_and_no_other_name(client, cast):
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Brook"))
    theirs = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Carver"), lead=cast.lena)
    helped = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Dale"))
    leads.add_contributor(helped, person=cast.conor, by=cast.kamal)
    db.session.commit()
    client.sign_in(cast.lena)
    page = client.get("/")
    assert len(items(page)) == 1
    assert write_code(theirs.code) in items(page)[0]
    assert "Brook" not in page.html
    client.sign_in(cast.conor)
    page = client.get("/")
    assert [line.split()[0] for line in items(page)] == ["Dale"]
    assert "Kamal Osei leads" in items(page)[0]
    assert "Hold the first review: Dale family" not in page.links, "a contributor holds no review"
    leads.end_contributor(helped, part=next(p for p in helped.leads if p.practitioner is cast.conor), by=cast.kamal,
                          because="Moved school.")  # fmt: skip
    db.session.commit()
    assert "Dale" not in client.get("/").html


def test_a_manager_sees_who_waits_for_a_lead_steps_to_answer_and_what_is_late_of_their_teams_alone(client, cast):
    stories.a_case(cast, family=stories.a_family("Brook"))
    down = stories.a_case(cast, Stage.STATUTORY, family=stories.a_family("Carver"))
    stories.ask_down(down, cast.lionel)
    with clock.at(MONDAY - timedelta(days=60)):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Dale"))
    db.session.commit()
    client.sign_in(cast.mabel)
    page = client.get("/")
    waiting, step, late = items(page)
    assert waiting.startswith("Brook family")
    assert "Give the case to a lead: Brook family" in page.links
    assert step.startswith("Carver family")
    assert "Asked for by Lionel Achebe" in step
    assert late.startswith("Dale family")
    assert "Late" in late
    for link in ("Give the case to a lead: Brook family", "Answer the step: Carver family"):
        assert client.status(page.links[link]) == 200
    client.sign_in(cast.morag)
    page = client.get("/")
    assert items(page) == []
    for name in ("Brook", "Carver", "Dale"):
        assert name not in page.html


def test_the_liaison_sees_step_ups_to_answer_and_the_families_that_statutory_social_care_leads(client, cast):
    up = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Brook"))
    stories.ask_up(up, cast.kamal)
    stories.a_case(cast, Stage.STATUTORY, family=stories.a_family("Carver"))
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Dale"))
    db.session.commit()
    client.sign_in(cast.lionel)
    page = client.get("/")
    assert [line.split()[0] for line in items(page)] == ["Brook", "Carver"]
    assert client.status(page.links["Answer the step: Brook family"]) == 200
    assert "Dale" not in page.html


def test_the_front_door_sees_safeguarding_first_then_what_is_late(client, cast):
    a_request(cast)
    a_request(cast, days_ago=7)
    harm = a_request(cast, Urgency.SAFEGUARDING)
    client.sign_in(cast.flora)
    page = client.get("/")
    assert f"Request {write_code(harm.code)} At once" in items(page)[0]
    assert "Late" in items(page)[1]
    figures = [" ".join("".join(li.itertext()).split()) for li in page.find("li", class_="fh-figures__item")]
    assert figures[0].startswith("1 may be about a child at risk")
    assert figures[1].startswith("1 late")
    assert "Ashdown" not in page.html, "names are on the request, not on the home page"


def test_the_analyst_sees_no_family_and_is_led_to_the_figures(client, cast):
    stories.a_case(cast, Stage.ACTIVE)
    client.sign_in(cast.anita)
    page = client.get("/")
    assert "Ashdown" not in page.html
    assert "Balanced scorecard" in page.links


def test_the_administrator_sees_who_cannot_sign_in_and_no_family(client, cast):
    stories.a_case(cast, Stage.ACTIVE)
    cast.sven.password_hash = None
    db.session.commit()
    client.sign_in(cast.adam)
    page = client.get("/")
    assert [line.split()[0] for line in items(page)] == ["Sven"]
    assert client.status(page.links["Give a password: Sven Halloran"]) == 200
    assert "Ashdown" not in page.html


def test_a_closed_case_comes_back_with_its_check_in(client, cast):
    case = stories.a_case(cast, Stage.CLOSED)
    client.sign_in(cast.kamal)
    page = client.get("/")
    assert "Check in with the family" in items(page)[0]
    assert page.links["Check in with the family: Ashdown family"].startswith(f"/cases/{write_code(case.code)}/")


@pytest.mark.parametrize("name", ["flora", "kamal", "lena", "conor", "mabel", "lionel", "anita", "adam"])
def test_no_home_page_takes_more_than_eight_statements_or_60_kilobytes(client, cast, name, count_queries):
    for n, stage in enumerate((Stage.ALLOCATING, Stage.ASSESSING, Stage.ACTIVE, Stage.STATUTORY, Stage.CLOSED)):
        stories.a_case(cast, stage, family=stories.a_family(f"Family{n}"))
    a_request(cast)
    person = getattr(cast, name)
    for case in db.session.scalars(sa.select(Case)):
        path = f"/cases/{write_code(case.code)}/lead"
        db.session.add(Draft(practitioner_id=person.id, path=path, fields={"a": ["b"]}, saved_at=clock.now()))
    db.session.commit()
    client.sign_in(person)
    with count_queries() as count:
        page = client.get("/")
    assert count() <= 8
    assert len(page.html) < 60_000


@pytest.mark.parametrize("due", ["agreement_again", "edge_review", "minutes", "sharing_ends", "check_in"])
def test_what_is_done_on_a_page_of_its_own_is_led_to_from_the_list_as_from_the_case(client, cast, due):
    """The list of the home page and the box on the case never lead two ways, and the list leads somewhere."""
    case = DUE_STORIES[due](cast)
    db.session.commit()
    assert case.next_due == due
    client.sign_in(cast.kamal)
    label = DUE[case.next_due].due.label
    listed = [path for words, path in client.get("/").links.items() if words.startswith(label)]
    boxed = [path for words, path in client.get(f"/cases/{write_code(case.code)}").links.items() if words == label]
    assert len(listed) == 1 and listed == boxed and client.status(listed[0]) < 400


def _with_a_new_lead(cast):
    case = stories.a_case(cast, Stage.ACTIVE, lead=cast.colette)
    leads.change_lead(case, lead=cast.kamal, by=cast.mabel, because="She leaves.", handover="Ring first.")
    return case


def _on_the_edge(cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    edge_of_care.flag(case, reason="It gets worse.", review_on=clock.today() + timedelta(days=7), by=cast.kamal)
    return case


def _reviewed(cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    stories.review(case, cast.kamal)
    return case


def _shared_until(cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    agreed(case, cast.school, cast.kamal, ends_on=clock.today() + timedelta(days=3))
    return case


DUE_STORIES = {
    "agreement_again": _with_a_new_lead,
    "edge_review": _on_the_edge,
    "minutes": _reviewed,
    "sharing_ends": _shared_until,
    "check_in": lambda cast: stories.a_case(cast, Stage.CLOSED),
}
