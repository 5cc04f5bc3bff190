"""The family's own page: it opens by a link and a code, shows the plan in plain words, and takes what they say."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import plans
from familyhelp.extensions import db
from familyhelp.models import Answer, Event, Score
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.domains import Respondent
from familyhelp.practice.links import AnswerKind, ReadingAge
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.by_link import agreed_outside, enter, family_link, is_gone
from tests.client import StrictClient
from tests.conftest import MONDAY


def kinds(case) -> list[EventKind]:
    db.session.rollback()
    query = sa.select(Event.kind).where(Event.subject == "case", Event.subject_id == case.id).order_by(Event.number)
    return list(db.session.scalars(query))


def last_event(case) -> Event:
    db.session.rollback()
    query = sa.select(Event).where(Event.subject == "case", Event.subject_id == case.id)
    return db.session.scalars(query.order_by(Event.number.desc()).limit(1)).one()


@pytest.fixture
def case(cast):
    return stories.a_case(cast, Stage.ACTIVE)


@pytest.fixture
def held(app, case, cast):
    return family_link(app, case, cast)


@pytest.fixture
def rosa(client, held):
    """Rosa's browser, with her page open."""
    enter(client, held)
    return client


def test_a_parent_reads_the_plan_in_plain_words(client, case, held, cast):
    asked = client.get(held.path)
    assert asked.heading == "Enter your code"
    assert "Ashdown" not in asked.text and "mornings" not in asked.text, "nothing is told before the code"
    page = enter(client, held)
    assert page.heading == "Our plan"
    for words in (
        "This copy is for Rosa Ashdown.",
        "Rosa Ashdown agreed this plan on 2 March 2026.",
        "We want mornings without shouting (1).",
        "How we will know: On time four days of five.",
        "When we started: 3",
        "Where we want to be: 7",
        "Rosa: Pack bags the evening before. By 16 March 2026.",
        "Kamal Osei leads this work with you. You can write to kamal@example.org.",
        "We look at this plan together by",
    ):
        assert words in page.main, words
    assert write_code(case.code) not in page.html and case.why not in page.html
    assert "Two days missed each week" not in page.html, "nothing of the assessment"


def test_a_visit_is_in_the_chronology_once_however_often_it_clicks(client, case, held):
    page = client.get(held.path)
    sent = page.fields() | {"code": held.code}
    for _ in range(3):
        client.post(held.path, sent)
    for _ in range(4):
        client.get(held.path)
    assert kinds(case).count(EventKind.LINK_OPENED) == 1
    event = last_event(case)
    assert event.by_id is None and event.facts["who"] == "Rosa Ashdown"
    assert held.link.last_opened_at == MONDAY
    with clock.at(MONDAY + timedelta(hours=2)):
        enter(client, held)
    assert kinds(case).count(EventKind.LINK_OPENED) == 2


def test_the_worker_reads_of_the_visit(client, app, case, rosa, cast):
    kamal = StrictClient(app)
    kamal.sign_in(cast.kamal)
    page = kamal.get(f"/cases/{write_code(case.code)}/chronology")
    assert "Rosa Ashdown opened the family’s own page, by a link and a code" in page.main


@pytest.mark.parametrize(
    ("kind", "text", "waits"),
    [("right", "", False), ("right", "Thank you.", True), ("not_right", "It is Jude.", True), ("comment", "Hm.", True)],
)
def test_they_can_say_that_it_is_right_or_not_or_something_else(kind, text, waits, rosa, case, held):
    page = rosa.get(f"{held.path}/say")
    done = rosa.follow(rosa.send(page, {"kind": kind, "text": text}))
    assert (text or "Thank you. Your worker can see this.") in done.main
    answer = db.session.scalars(sa.select(Answer)).one()
    assert (answer.kind, answer.text or "", answer.waits) == (AnswerKind(kind), text, waits)
    assert answer.plan_id == case.plan.id
    event = last_event(case)
    assert (event.kind, event.by_id, event.facts["who"]) == (EventKind.FAMILY_SAID, None, "Rosa Ashdown")
    assert event.because == (text or None)


def test_not_right_needs_words_and_keeps_what_was_chosen(rosa, case, held):
    before = kinds(case)
    page = rosa.get(f"{held.path}/say")
    refused = rosa.post(page.path, page.fields() | {"kind": "not_right"}, 409)
    assert refused.errors == ["Write what you want to say."]
    assert refused.fields()["kind"] == ["not_right"]
    nothing = rosa.post(page.path, page.fields() | {"text": "Über ‘x’ <b>\n100%"}, 400)
    assert nothing.fields()["text"] == "Über ‘x’ <b>\n100%"
    assert kinds(case) == before


def test_what_was_said_waits_for_the_lead_and_the_answer_reaches_the_family(app, rosa, case, held, cast):
    page = rosa.get(f"{held.path}/say")
    rosa.send(page, {"kind": "not_right", "text": "We never said that about Jude."})
    kamal, code = StrictClient(app), write_code(case.code)
    kamal.sign_in(cast.kamal)
    home = kamal.get("/")
    assert "Families said something to you" in home.main
    for path in (f"/cases/{code}", f"/cases/{code}/plan", f"/cases/{code}/family-page"):
        assert "We never said that about Jude." in kamal.get(path).main, path
    to_do = kamal.get(next(href for words, href in home.links.items() if words.startswith("This is not right")))
    kamal.send(to_do, {"done_about": "I rang on Tuesday and we changed it."})
    assert "Families said something to you" not in kamal.get("/").main
    assert "The family says" not in kamal.get(f"/cases/{code}").main
    assert last_event(case).kind is EventKind.FAMILY_ANSWERED
    assert "I rang on Tuesday and we changed it." in rosa.get(held.path).main
    twice = kamal.get(to_do.path)
    kamal.post(to_do.path, twice.fields() | {"done_about": "Again."}, 409)


def test_others_do_not_hear_of_it_as_theirs_to_answer(app, rosa, held, cast):
    rosa.send(rosa.get(f"{held.path}/say"), {"kind": "comment", "text": "Hello."})
    for person in (cast.colette, cast.sven, cast.lena, cast.lionel):
        browser = StrictClient(app)
        browser.sign_in(person)
        assert "Families said something" not in browser.get("/").main


def test_they_tick_their_own_action_and_it_is_recorded_as_theirs(rosa, case, held):
    front = rosa.get(held.path)
    href = next(href for words, href in front.links.items() if words.startswith("Say how it went"))
    done = rosa.follow(rosa.send(rosa.get(href), {"done": "done", "progress": "Every evening but one."}))
    assert "Done on 2 March 2026." in done.main
    db.session.rollback()
    action = case.plan.outcomes[1].actions[0]
    assert (action.done_on, action.progress) == (clock.today(), "Every evening but one.")
    event = last_event(case)
    assert (event.kind, event.by_id) == (EventKind.OWNER_REPORTED, None)
    assert (event.facts["who"], event.facts["state"], event.facts["code"]) == ("Rosa Ashdown", "done", action.code)
    again = rosa.ask("GET", href)
    assert again.status_code == 303, "what is done is not asked again"


def test_not_done_yet_needs_a_word_about_how_it_goes(rosa, held):
    href = next(h for words, h in rosa.get(held.path).links.items() if words.startswith("Say how it went"))
    page = rosa.get(href)
    refused = rosa.post(href, page.fields() | {"done": "not_yet"}, 409)
    assert refused.errors == ["Say when it was done, or how it is going."]
    rosa.send(rosa.get(href), {"done": "not_yet", "progress": "Half of it."})


def test_two_people_report_one_action_and_neither_is_overwritten_in_silence(rosa, case, held, cast):
    href = next(h for words, h in rosa.get(held.path).links.items() if words.startswith("Say how it went"))
    page = rosa.get(href)
    action = case.plan.outcomes[1].actions[0]
    plans.report_action(
        case, action, done_on=None, progress="Kamal’s words", read_version=action.version, by=cast.kamal
    )
    db.session.commit()
    refused = rosa.post(href, page.fields() | {"done": "not_yet", "progress": "Rosa’s words"}, 409)
    assert "Kamal’s words" in refused.main and refused.fields()["progress"] == "Rosa’s words"
    rosa.post(href, refused.fields() | {"done": "not_yet", "progress": "Rosa’s words"})


def test_they_cannot_tick_what_somebody_else_does_nor_an_action_of_another_family(app, client, cast):
    case, _ = agreed_outside(app, cast, email=None)
    other = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Penhale"))
    held = family_link(app, case, cast)
    enter(client, held)
    before = len(kinds(case)), len(kinds(other))
    brights = case.plan.outcomes[1].actions[1]
    theirs = other.plan.outcomes[0].actions[0]
    front = client.get(held.path)
    token = front.fields()["csrf_token"]
    for code in (brights.code, theirs.code, "00000000", "x", "../.."):
        path = f"{held.path}/actions/{write_code(code)}"
        sent = {"csrf_token": token, "submission": "s" * 30, "done": "done", "version": "1"}
        response = client.ask("POST", path, data=sent)
        assert response.status_code in (303, 404), path
    db.session.rollback()
    assert (brights.done_on, theirs.done_on) == (None, None)
    assert (len(kinds(case)), len(kinds(other))) == before


def test_a_parent_scores_as_a_parent_and_nothing_is_mixed(rosa, case, held):
    page = rosa.get(f"{held.path}/scores")
    done = rosa.follow(rosa.send(page, {"score_1": "5"}))
    assert "Now, as a parent or carer sees it: 5" in done.main
    assert "Now, as your worker sees it: 3" in done.main
    given = db.session.scalars(sa.select(Score).where(Score.link_id.is_not(None))).one()
    assert (given.respondent, given.value, given.outcome_number, given.recorded_by_id) == (
        Respondent.PARENT,
        5,
        1,
        None,
    )
    assert given.link_id == held.id
    assert last_event(case).kind is EventKind.FAMILY_SCORED


@pytest.mark.parametrize("sent", [{}, {"score_1": "11"}, {"score_1": "-1"}, {"score_1": "x"}, {"score_9": "3"}])
def test_a_score_that_is_none_is_refused(sent, rosa, case, held):
    before = kinds(case)
    page = rosa.get(f"{held.path}/scores")
    assert rosa.ask("POST", page.path, data=page.fields() | sent).status_code in (400, 409)
    assert kinds(case) == before


@pytest.mark.parametrize("age", [ReadingAge.CHILD, ReadingAge.YOUNG_PERSON])
def test_a_child_reads_fewer_and_larger_words_and_can_tell_somebody(age, app, client, case, cast):
    held = family_link(app, case, cast, "Poppy", age)
    page = enter(client, held)
    assert page.heading == "Your family’s plan"
    assert next(page.find("body", class_="fh-young")) is not None
    assert "Childline" in page.text
    assert "Pack bags" not in page.text and "agreed" not in page.main, "only what is wanted, and how far it is"
    assert "You can tell Kamal Osei anything you like." in page.main
    assert (
        client.ask("GET", f"{held.path}/actions/{write_code(case.plan.outcomes[0].actions[0].code)}").status_code == 303
    )
    tell = client.get(page.links["Tell Kamal Osei something"])
    assert "kind" not in tell.fields()
    client.send(tell, {"text": "I like Mr Bright."})
    answer = db.session.scalars(sa.select(Answer)).one()
    assert (answer.kind, answer.waits, answer.who) == (AnswerKind.COMMENT, True, "Poppy Ashdown")
    client.send(client.get(f"{held.path}/scores"), {"score_2": "6"})
    db.session.rollback()
    given = db.session.scalars(sa.select(Score).where(Score.link_id.is_not(None))).one()
    assert given.respondent is Respondent.CHILD


def test_a_newer_version_of_the_plan_is_what_the_page_shows(rosa, case, held, cast):
    from tests.by_link import rich_plan

    rich_plan(case, cast, words="We want quiet evenings.", what="Read together.")
    page = rosa.get(held.path)
    assert "We want quiet evenings." in page.main and "It is version 2." in page.main
    assert "What changed, and why: We want quiet evenings." in page.main
    assert "If things slip We want quiet evenings." in " ".join(e.text or "" for e in page.root.iter())


def test_closing_the_page_asks_for_the_code_again(rosa, held):
    page = rosa.get(held.path)
    rosa.post(f"{held.path}/leave", {"csrf_token": page.fields()["csrf_token"]})
    assert rosa.get(held.path).heading == "Enter your code"


def test_after_half_an_hour_the_code_is_asked_again_and_what_was_typed_is_not_lost(rosa, case, held):
    page = rosa.get(f"{held.path}/say")
    with clock.at(MONDAY + timedelta(minutes=29)):
        page = rosa.get(page.path)
    with clock.at(MONDAY + timedelta(minutes=58)):
        assert rosa.get(held.path).heading == "Our plan", "every click keeps it open"
    before = kinds(case)
    with clock.at(MONDAY + timedelta(minutes=89)):
        late = rosa.post(page.path, page.fields() | {"kind": "comment", "text": "A long thought."}, 401)
        assert late.heading == "Enter your code"
        assert "A long thought." in [(e.text or "").strip() for e in late.find("textarea")]
        assert held.code not in late.html
        assert kinds(case) == before
        sent = late.fields("code") | {"code": held.code}
        opened = rosa.follow(rosa.post(held.path, sent))
        assert opened.heading == "Our plan"


def test_a_worker_who_is_signed_in_stays_so_and_the_page_shows_nothing_of_them(client, held, cast):
    client.sign_in(cast.kamal)
    page = enter(client, held)
    assert "Sign out" not in page.text and "Find a family" not in page.text and "Signed in as" not in page.text
    assert "data-autosave" not in client.get(f"{held.path}/say").html
    client.send(client.get(f"{held.path}/say"), {"kind": "right"})
    assert client.get("/").heading == "Your work"
    token = client.get(held.path).fields()["csrf_token"]
    client.post(f"{held.path}/leave", {"csrf_token": token})
    assert client.get("/").heading == "Your work"


def test_the_page_reads_a_fixed_number_of_times_whatever_was_said(app, rosa, case, held, cast, count_queries):
    def cost() -> int:
        with count_queries() as count:
            page = rosa.get(held.path)
        assert len(page.html) < 60_000
        return count()

    first = cost()
    for number in range(4):
        rosa.send(rosa.get(f"{held.path}/say"), {"kind": "comment", "text": f"Word {number}."})
        rosa.send(rosa.get(f"{held.path}/scores"), {"score_1": str(number), "score_2": "4"})
    assert cost() == first <= 12


def test_the_address_is_told_to_nobody_and_kept_by_nobody(rosa, held):
    for path in (held.path, f"{held.path}/say", "/family/forged"):
        response = rosa.ask("GET", path)
        assert response.headers.getlist("Referrer-Policy") == ["strict-origin"]
        assert response.headers.getlist("Cache-Control") == ["no-store"]
        assert "noindex" in response.headers["X-Robots-Tag"]
    assert is_gone(rosa.get("/family/forged", 404))
