"""A step-up that goes to somebody of social care by a link: what opens, what they answer, and what it leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from familyhelp.casework import notes, step_links, steps
from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.models import Case, Event, Link, Message
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.links import Purpose
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.steps import StepState
from familyhelp.practice.timescales import Due
from familyhelp.practice.words import NotYet
from tests import stories
from tests.by_link import Held, enter, is_gone, path_of
from tests.client import StrictClient
from tests.conftest import MONDAY


@pytest.fixture
def case(cast):
    found = stories.a_case(cast, Stage.ACTIVE)
    stories.ask_up(found, cast.kamal)
    db.session.commit()
    return found


def sent_to(app: Any, case: Case, cast: Any, *, by_email: bool = False) -> Held:
    given = step_links.send_step(
        case, case.steps[-1], liaison=cast.lionel, by_email=by_email, address_of=lambda _p, t: t, by=cast.kamal
    )
    db.session.commit()
    return Held(path_of(app, Purpose.STEP, given.token), given.code, given.link.id)


def fresh(case: Case) -> Case:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(Case, case.id)


def kinds(case: Case) -> list[EventKind]:
    theirs = sa.select(Event.kind).where(Event.subject == Subject.CASE, Event.subject_id == case.id)
    return list(db.session.scalars(theirs.order_by(Event.id)))


def worker(app: Any, person: Any) -> StrictClient:
    found = StrictClient(app)
    found.sign_in(person)
    return found


def test_a_letter_brings_the_link_once_and_the_code_is_not_printed(app, cast, case):
    kamal = worker(app, cast.kamal)
    page = kamal.get(f"/cases/{write_code(case.code)}/steps/{write_code(case.steps[-1].code)}")
    form = kamal.get(page.links["Send it to social care by a link"])
    shown = kamal.post(form.path, form.fields() | {"liaison": cast.lionel.code, "how": "letter"}, 200)
    code = next(shown.find("strong", class_="fh-code")).text
    letter = next(shown.find("section"))
    words = "".join(letter.itertext())
    assert "/social-care/" in words and code not in words and "Ashdown" not in words and "Lionel Achebe" in words
    again = kamal.post(form.path, form.fields() | {"liaison": cast.lionel.code, "how": "letter"})
    assert again.status_code == 303, "sent twice, one link is made"
    assert db.session.scalar(sa.select(sa.func.count(Link.id))) == 1
    assert "Sent to Lionel Achebe by a link" in kamal.get(page.path).main


def test_by_e_mail_nobody_is_named_and_the_code_stays_here(app, cast, case):
    kamal = worker(app, cast.kamal)
    form = kamal.get(f"/cases/{write_code(case.code)}/steps/{write_code(case.steps[-1].code)}/send")
    shown = kamal.post(form.path, form.fields() | {"liaison": cast.lionel.code, "how": "email"}, 200)
    code = next(shown.find("strong", class_="fh-code")).text
    message = db.session.scalars(sa.select(Message).where(Message.to == cast.lionel.email).order_by(Message.id)).all()[
        -1
    ]
    assert "/social-care/" in message.text and code not in message.text and "Ashdown" not in message.text
    assert "/social-care/" not in shown.main


def test_a_restricted_family_goes_by_letter_only(app, cast, case):
    case.family.restricted = True
    db.session.commit()
    with pytest.raises(NotYet, match="restricted"):
        sent_to(app, case, cast, by_email=True)


def test_opening_it_says_that_the_step_arrived_and_once(app, client, cast, case):
    held = sent_to(app, case, cast)
    page = enter(client, held)
    assert "The risk has grown." in page.main and "Kamal Osei holds the family until you accept." in page.main
    step = fresh(case).steps[-1]
    assert (step.received_by_id, step.received_at) == (cast.lionel.id, MONDAY)
    enter(StrictClient(app), held)
    assert kinds(case).count(EventKind.STEP_RECEIVED) == 1
    told = worker(app, cast.kamal).get(f"/cases/{write_code(case.code)}/steps/{write_code(step.code)}")
    assert "It arrived: Lionel Achebe" in told.main


def test_accepted_by_the_link_the_family_is_held_by_whom_it_was_sent_to(app, client, cast, case):
    page = client.get(enter(client, sent_to(app, case, cast)).links["Accept the step-up"])
    sent = page.fields() | {"because": "A visit today."}
    first = client.post(page.path, sent)
    assert "Your answer is on the family’s record" in client.follow(first).main
    assert client.post(page.path, sent).location == first.location, "sent twice, it is answered once"
    now = fresh(case)
    assert (now.stage, now.lead_id) == (Stage.STATUTORY, cast.lionel.id)
    assert kinds(case)[-2:] == [EventKind.STEP_RECEIVED, EventKind.STEPPED_UP] and EventKind.LINK_OPENED in kinds(case)
    assert (now.next_due, now.contact_owed_since) == (Due.FIRST_CONTACT, clock.today())
    assert "The risk has grown." not in client.get(first.location).main, "the record is shut again"


def test_declined_by_the_link_it_goes_back_with_the_reason(app, client, cast, case):
    page = client.get(enter(client, sent_to(app, case, cast)).links["Decline the step-up"])
    refused = client.post(page.path, page.fields(), 400)
    assert refused.errors
    client.post(page.path, page.fields() | {"because": "Hear the school first."})
    step = fresh(case).steps[-1]
    assert (step.state, step.decided_by_id, step.decided_because) == (
        StepState.DECLINED,
        cast.lionel.id,
        "Hear the school first.",
    )
    assert case.lead_id == cast.kamal.id


def ended(how: str, case: Case, cast: Any) -> None:
    match how:
        case "recalled":
            steps.recall_step(case, because="Calmer.", by=cast.kamal)
        case "answered on the page":
            steps.decline_step(case, because="Not yet.", by=cast.lionel)
        case "asked anew":
            steps.recall_step(case, because="Calmer.", by=cast.kamal)
            stories.ask_up(case, cast.kamal)
        case "left":
            cast.lionel.is_active = False
        case "has another role":
            cast.lionel.role = cast.kamal.role
    db.session.commit()


@pytest.mark.parametrize("how", ["recalled", "answered on the page", "asked anew", "left", "has another role"])
def test_what_ends_it_shuts_the_page_that_is_open(app, client, cast, case, how):
    held = sent_to(app, case, cast)
    page = client.get(enter(client, held).links["Accept the step-up"])
    ended(how, fresh(case), cast)
    assert is_gone(client.get(held.path, 404))
    assert is_gone(client.post(page.path, page.fields(), 404))
    assert fresh(case).stage is Stage.ACTIVE


def test_it_runs_out_after_a_week_and_a_newer_one_ends_it(app, client, cast, case):
    first = sent_to(app, case, cast)
    second = sent_to(app, fresh(case), cast)
    assert is_gone(client.get(first.path, 404))
    with clock.at(MONDAY + timedelta(days=7)):
        assert is_gone(client.get(second.path, 404))


def test_only_a_waiting_step_up_is_sent_and_only_to_social_care(app, cast, case):
    with pytest.raises(NotYet, match="statutory social care"):
        step_links.send_step(
            case, case.steps[-1], liaison=cast.colette, by_email=False, address_of=lambda _p, t: t, by=cast.kamal
        )
    steps.recall_step(case, because="Calmer.", by=cast.kamal)
    with pytest.raises(NotYet, match="waits for its answer"):
        sent_to(app, case, cast)


def test_the_pages_send_few_statements(app, client, cast, case, count_queries):
    held = sent_to(app, case, cast)
    enter(client, held)
    with count_queries() as count:
        client.get(held.path)
    assert count() <= 12
    kamal, path = worker(app, cast.kamal), f"/cases/{write_code(case.code)}/steps/{write_code(case.steps[-1].code)}"
    with count_queries() as count:
        kamal.get(path)
    assert count() <= 12


# That it arrived, in hours ----------------------------------------------------------------------------------


def test_the_other_side_says_that_it_arrived_and_no_other(app, cast, case):
    step = case.steps[-1]
    assert step.receive_by == MONDAY + timedelta(hours=4)
    for person in (cast.kamal, cast.mabel):
        with pytest.raises(NotYet, match="The other side"):
            steps.receive_step(case, step, by=person)
    steps.receive_step(case, step, by=cast.lionel)
    with pytest.raises(NotYet, match="on the record already"):
        steps.receive_step(case, step, by=cast.lionel)


def test_an_answer_says_that_it_arrived_and_taking_it_back_does_not(cast, case):
    steps.decline_step(case, because="Not yet.", by=cast.lionel)
    assert case.steps[-1].received_at is not None
    stories.ask_up(case, cast.kamal)
    steps.recall_step(case, because="Calmer.", by=cast.kamal)
    assert case.steps[-1].received_at is None


def test_the_list_says_by_which_moment_and_what_is_late(app, cast, case):
    immediate = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"))
    stories.ask_up(immediate, cast.kamal, immediate=True)
    db.session.commit()
    assert "2 March 2026, 13:30" in worker(app, cast.lionel).get("/steps").main
    with clock.at(MONDAY + timedelta(hours=4, minutes=1)):
        late = worker(app, cast.lionel).get("/steps").main
    assert late.count("Late") == 3, "two that nobody received, one of them not answered in time"


# The first word after a step ---------------------------------------------------------------------------------


@pytest.fixture
def stepped(cast, case):
    steps.accept_step_up(case, by=cast.lionel)
    db.session.commit()
    return case


def note(case: Case, who: Any, kind: str, on: Any = None) -> None:
    notes.write_note(
        case,
        kind=NoteKind(kind),
        happened_on=on or clock.today(),
        text="We spoke.",
        people_seen=None,
        restricted=False,
        by=who,
    )


def test_the_new_leads_first_visit_is_the_first_word_and_nobody_types_it_twice(cast, stepped):
    assert stepped.next_due is Due.FIRST_CONTACT
    for who, kind, on in ((cast.mabel, "visit", None), (cast.lionel, "oversight", None)):
        note(stepped, who, kind, on)
        assert stepped.next_due is Due.FIRST_CONTACT
    note(stepped, cast.lionel, "visit", clock.today() - timedelta(days=1))
    assert stepped.next_due is Due.FIRST_CONTACT, "before the step it was somebody else’s family"
    note(stepped, cast.lionel, "call")
    assert stepped.next_due is Due.STATUTORY_PLAN and stepped.contact_owed_since is None


def test_a_step_down_owes_one_too(cast, stepped):
    note(stepped, cast.lionel, "visit")
    stories.ask_down(stepped, cast.lionel)
    steps.accept_step_down(stepped, lead=cast.kamal, by=cast.mabel)
    assert stepped.next_due is Due.FIRST_CONTACT
    note(stepped, cast.kamal, "visit")
    assert stepped.next_due is Due.AGREEMENT_AGAIN, "it agreed to work with somebody else"


def test_who_closes_before_a_first_word_owes_none_any_more(cast, stepped):
    note(stepped, cast.lionel, "visit")
    stories.ask_down(stepped, cast.lionel)
    steps.accept_step_down(stepped, lead=cast.kamal, by=cast.mabel)
    stories.close(stepped, cast.kamal)
    assert (stepped.contact_owed_since, stepped.agreement_owed_since) == (None, None)
    assert stepped.next_due is Due.CHECK_IN
    db.session.commit()
    assert not list(Check().faults())
