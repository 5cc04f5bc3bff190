"""The summary: one page for whoever comes new to a family, made from the record and never typed again."""

from datetime import date

import pytest

from familyhelp.casework import assessments, follow_ups, leads, notes, plans
from familyhelp.casework.notes import About
from familyhelp.extensions import db
from familyhelp.policy import Act
from familyhelp.practice import clock
from familyhelp.practice.domains import Headline
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.triage import Urgency
from familyhelp.views.next_steps import pages
from tests import stories


def at(case, rest: str = "/summary") -> str:
    return f"/cases/{write_code(case.code)}{rest}"


def test_it_says_who_why_what_matters_what_was_tried_and_what_is_next(client, cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    poppy = next(m.person for m in case.family.members if m.person.forename == "Poppy")
    action = case.agreed_outcomes[0].actions[0]
    plans.report_action(
        case, action, done_on=clock.today(), progress="Done.", read_version=action.version, by=cast.kamal
    )
    note = notes.write_note(
        case, kind=NoteKind.VISIT, happened_on=date(2026, 2, 20), text="x", people_seen=None, restricted=False,
        about=[About(poppy, seen_alone=True)], by=cast.kamal,
    )  # fmt: skip
    follow_ups.ask(case, note, of=cast.kamal, due_on=clock.today(), what="Ring the dentist.", by=cast.mabel)
    stories.ask_up(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    page = client.get(client.get(at(case, "")).links["Summary"])
    for said in (
        "Poppy Ashdown, 8", "Last seen 20 February 2026, alone 20 February 2026", "Not seen yet",
        "Mornings are hard and school is missed.", "We want mornings without shouting (1).", "Started at 3, goal 7",
        "Poppy loves her teacher.", "Visits every week.", "Rosa, done 2 March 2026", "Rosa, by 16 March 2026",
        "Ring the dentist. – Kamal Osei", "Step-up asked for by Kamal Osei", "Kamal Osei, Key worker",
    ):  # fmt: skip
        assert said in page.main, said


def test_risks_come_first_and_only_where_there_are_any(client, cast):
    case = stories.a_case(cast, Stage.ASSESSING)
    client.sign_in(cast.kamal)
    assert "before you visit" not in client.get(at(case)).main
    for domain, score in ((Headline.HOUSING, 3), (Headline.MONEY, 4)):
        assessments.write_part(
            case, domain, working_well="", worries="Damp.", needs_to_happen="x", score=score, read_version=0,
            by=cast.kamal,
        )  # fmt: skip
    db.session.commit()
    page = client.get(at(case)).main
    risks = page.partition("Know this before you visit")[2].partition("Who")[0]
    assert "Secure housing: Practitioner 3" in risks and "Financial stability" not in risks


def test_a_request_about_harm_is_known_to_the_new_worker(client, cast):
    from familyhelp.casework import contacts

    contact = stories.a_request(cast, urgency=Urgency.SAFEGUARDING, risk="canary of the referrer")
    for named in contact.people:
        contacts.create_person(contact, named, by=cast.flora)
    case = stories.a_case(cast, Stage.ASSESSING, family=contact.family or stories.a_family("Birch"))
    case.contact = contact
    db.session.commit()
    client.sign_in(cast.kamal)
    page = client.get(at(case))
    assert "because a child might be at risk of harm" in page.main
    assert "Before we came: A breakfast club." in page.main
    assert "canary" not in page.html and "Ms Hale" not in page.html, "who asked is not the new worker's first page"


def test_a_restricted_note_shows_nothing_here_to_who_may_not_read_it(client, cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    leads.add_contributor(case, person=cast.conor, by=cast.mabel)
    db.session.commit()
    client.sign_in(cast.conor)
    before = client.get(at(case)).main
    poppy = next(m.person for m in case.family.members if m.person.forename == "Poppy")
    note = notes.write_note(
        case, kind=NoteKind.VISIT, happened_on=clock.today(), text="canary", people_seen=None, restricted=True,
        about=[About(poppy, seen_alone=True)], by=cast.kamal,
    )  # fmt: skip
    follow_ups.ask(case, note, of=cast.kamal, due_on=clock.today(), what="canary", by=cast.mabel)
    db.session.commit()
    assert client.get(at(case)).main == before


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("who", ["kamal", "mabel", "lionel"])
def test_it_takes_at_most_twelve_statements_at_every_stage(client, cast, count_queries, stage, who):
    case = stories.a_case(cast, stage)
    path = at(case)
    client.sign_in(getattr(cast, who))
    if client.status(path) != 200:
        assert who == "lionel"
        return
    with count_queries() as count:
        page = client.get(path)
    assert count() <= 12
    assert len(page.html) < 20_000


def test_strangers_find_nothing_and_the_case_page_stays_the_page_of_a_case(client, cast, app):
    case = stories.a_case(cast, Stage.ACTIVE)
    client.sign_in(cast.sven)
    assert client.status(at(case)) == 404
    with app.test_request_context():
        assert pages()[Act.SEE_CASE] == "cases.case"
