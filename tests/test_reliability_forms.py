"""The reliability board over every form: done once (R7), nothing overwritten in silence (R5), one event a deed (R9)."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
import sqlalchemy as sa
from flask.globals import _cv_app

from familyhelp.models import Event, Look, Submission
from familyhelp.practice.chronology import Subject
from tests.client import Page
from tests.filled import FILLED, answers_for

WRITERS = 8
NO_FORM_OF_A_RECORD = {
    "sign_in.sign_in",
    "sign_in.sign_out",
    "sign_in.sign_out_everywhere",
    "sign_in.end_one",
    "sign_in.password",
    "second_step.begin",
    "second_step.confirm",
    "second_step.end",
    "passkeys.challenge",
    "passkeys.sign_in",
    "passkeys.new",
    "passkeys.confirm",
    "passkeys.remove",
    "home.keep",
    "home.discard",
    "alike.of_request",
    "alike.of_family",
    "search.search",
}
"""What is posted but keeps no record: signing in and out, drafts, and who is being typed. Their own tests hold them."""
SHOWN_ONCE = {
    "contributions.ask",
    "contributions.new_code",
    "partner_views.ask",
    "partner_views.new_code",
    "practitioners.password",
    "links.give",
    "links.new_code",
    "telling.calendar",
    "steps.send",
}
"""Answers with a page, not a redirect: a new password is shown once and kept nowhere, so each sending makes a new one
and the newest one stands."""
NOTHING_TYPED = {
    "contributions.new_code",
    "invitations.send_again",
    "invitations.withdraw",
    "partner_views.new_code",
    "staged.sign_off",
    "contacts.claim",
    "step_downs.claim",
    "matches.match",
    "cases.add_contributor",
    "cases.name_supporter",
    "plans.remove_outcome",
    "practice_models.leave_out",
    "practice_models.next_version",
    "practice_models.scale",
    "practice_models.use",
    "actions.remove_action",
    "plans.start",
    "handovers.read",
    "practitioners.password",
    "closing_requests.approve",
    "panels.day",
    "steps.receive",
    "life_events.died",
    "steps.send",
    "supervision.begin",
    "group_supervision.finish",
    "supervision.finish",
    "leave.end",
    "telling.rhythm",
    "telling.calendar",
    "telling.end_calendar",
    "complaints.acknowledge",
    "audit_tools.start",
    "audit_tools.leave_out",
    "audit_tools.use",
    "audit_rounds.draw",
    "audits.begin",
    "moderations.ask",
    "audit_actions.again",
    "links.new_code",
    "links.owner",
    "copies.give",
    "uploads.upload",
    "uploads.look",
    "uploads.leave_out",
    "uploads.discard",
    "reports.begin",
    "reports.take_out",
    "reports.approve",
}
"""Pages with choices, days and buttons only."""
ONCE = pytest.mark.once
"""On PostgreSQL each form is sent by eight at once, which is all of this and more."""
DONE_ONCE = [name for name in FILLED if name not in SHOWN_ONCE]
EDITING = [name for name, filled in FILLED.items() if filled.edits]


def events(session) -> int:
    session.rollback()
    return session.scalar(sa.select(sa.func.count(Event.id)))


def opened(name, cast, client) -> tuple[Page, dict]:
    """The page of a form, signed in as who fills it in, and what they send."""
    filled = FILLED[name]
    path = filled.where(cast)
    client.sign_in(getattr(cast, filled.who))
    page = client.get(path)
    return page, page.fields() | answers_for(filled, cast)


def test_every_page_that_takes_a_form_is_in_the_table(app):
    posting = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    doors = {endpoint: app.view_functions[endpoint].door for endpoint in posting}
    by_link = {endpoint for endpoint, door in doors.items() if door.link or door.asks}
    assert posting - NO_FORM_OF_A_RECORD - by_link == FILLED.keys()  # tests/test_link_attacks.py, test_asking.py


@pytest.mark.parametrize("name", [pytest.param(n, marks=ONCE if n in DONE_ONCE else ()) for n in FILLED])
def test_a_form_leaves_its_event_and_its_look_and_leads_on(name, cast, client, session):
    page, sent = opened(name, cast, client)
    before = events(session)
    last_look = session.scalar(sa.select(sa.func.max(Look.id))) or 0
    client.post(page.path, sent, 200 if name in SHOWN_ONCE else 303)
    assert events(session) - before == FILLED[name].events
    looks = session.scalars(sa.select(Look).where(Look.id > last_look)).all()
    door = client.app.view_functions[name].door
    assert [(look.refused, look.page) for look in looks] == (
        [(False, name)] * FILLED[name].looks if door.subject else []
    )


@ONCE
@pytest.mark.parametrize("name", DONE_ONCE)
def test_a_form_sent_again_is_done_once_and_leads_where_it_led(name, cast, client, session):
    page, sent = opened(name, cast, client)
    first = client.post(page.path, sent)
    after = events(session)
    for _ in range(2):
        again = client.post(page.path, sent)
        assert again.location == first.location
    assert events(session) == after


@pytest.mark.parametrize("name", DONE_ONCE)
def test_a_form_sent_by_eight_at_once_is_done_once(name, app, cast, client, session):
    page, sent = opened(name, cast, client)
    before = events(session)
    client.ask("GET", "/")
    cookies = client.http._cookies.copy() if client.http._cookies else {}
    session.commit()

    def send(_):
        def apart():
            _cv_app.set(None)
            browser = app.test_client()
            browser._cookies = cookies.copy()
            return browser.post(page.path, data=sent)

        return copy_context().run(apart)

    context = copy_context()
    with ThreadPoolExecutor(WRITERS) as pool:
        answers = list(pool.map(lambda n: context.copy().run(send, n), range(WRITERS)))
    assert {(a.status_code, a.location) for a in answers} == {(303, answers[0].location)}
    assert events(session) - before == FILLED[name].events


@pytest.mark.parametrize("name", EDITING)
def test_two_tabs_overwrite_nothing_in_silence(name, cast, client, session):
    filled = FILLED[name]
    page, sent = opened(name, cast, client)
    for turn in range(int(os.environ.get("FAMILYHELP_TEST_TABS", "3"))):
        first_tab, second_tab = client.get(page.path), client.get(page.path)
        first = first_tab.fields() | _only(sent, first_tab) | {filled.edits: f"from the first tab {turn}"}
        second = second_tab.fields() | _only(sent, second_tab) | {filled.edits: f"from the second tab {turn}"}
        client.post(page.path, first)
        before = events(session)
        refused = client.post(page.path, second, 409)
        assert f"from the first tab {turn}" in refused.main, "the stored text is shown"
        gone, put_in = (["".join(e.itertext()) for e in refused.find(tag)] for tag in ("del", "ins"))
        assert any("first" in text for text in gone), "what differs is marked"
        assert any("second" in text for text in put_in), "what differs is marked"
        assert refused.fields()[filled.edits] == f"from the second tab {turn}", "the typed text is kept"
        assert events(session) == before
        reopened = client.get(page.path)
        assert reopened.fields()[filled.edits] == f"from the second tab {turn}", "the draft is kept"
        client.post(page.path, refused.fields() | {filled.edits: f"settled {turn}"})


@pytest.mark.parametrize("name", EDITING)
def test_a_form_that_does_not_say_which_version_it_read_overwrites_nothing(name, cast, client, session):
    page, sent = opened(name, cast, client)
    before = events(session)
    refused = client.post(page.path, {k: v for k, v in sent.items() if k != "version"}, 409)
    assert events(session) == before
    assert refused.fields()[FILLED[name].edits] == sent[FILLED[name].edits]


def _only(sent, page) -> dict:
    """What a person answers, without the keys of the page it was answered on."""
    return {k: v for k, v in sent.items() if k not in {"csrf_token", "submission", "version"}}


@ONCE
@pytest.mark.parametrize("name", FILLED)
def test_a_refused_form_keeps_every_character_also_when_it_is_opened_again(name, cast, client, session):
    page, sent = opened(name, cast, client)
    texts = {
        e.get("name")
        for tag in ("textarea", "input")
        for e in page.form().iter(tag)
        if tag == "textarea" or e.get("type") == "text"
    }
    texts -= {n for n in texts if n.rpartition("-")[2] in ("day", "month", "year")}
    assert bool(texts) == (name not in NOTHING_TYPED)
    if not texts:
        return
    typed = {n: f"  Über ‘{n}’ <b>& 100% – ok\n" + "x" * 30_000 for n in texts}
    before = events(session)
    refused = client.post(page.path, sent | typed, 400)
    assert refused.errors
    assert events(session) == before
    for shown in (refused, client.get(page.path)):
        for n in texts:
            assert "".join(shown.fields()[n].split()) == "".join(typed[n].split())


def test_a_draft_is_for_its_form_and_its_writer_only(cast, client, session):
    page, sent = opened("notes.new", cast, client)
    client.post(page.path, sent | {"kind": "", "text": "half a sentence"}, 400)
    client.sign_in(cast.colette)
    assert "half a sentence" not in client.get(page.path).html
    client.sign_in(cast.kamal)
    other = page.path.replace("/notes/new", "/step-up")
    assert "half a sentence" not in client.get(other).html
    kept = client.get(page.path)
    assert kept.fields()["text"] == "half a sentence"
    client.send(kept, {"kind": "visit"})
    assert client.get(page.path).fields()["text"] == ""


def test_a_submission_key_belongs_to_one_person(cast, client, session):
    page, sent = opened("notes.new", cast, client)
    client.post(page.path, sent)
    client.sign_in(cast.colette)
    fresh = client.get(page.path)
    client.post(page.path, fresh.fields() | {"kind": "visit", "text": "Mine.", "submission": sent["submission"]})
    session.rollback()
    assert session.scalar(sa.select(sa.func.count(Submission.id)).where(Submission.key == sent["submission"])) == 2


def test_every_recorded_subject_is_written_by_some_form(app):
    subjects = {app.view_functions[name].door.subject for name in FILLED} - {None}
    assert Subject.CASE in subjects
