"""Nothing that was typed is lost: the window closed, the sign-in timed out, the line cut, the button pressed twice."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import Note
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.browser.person import Desk

SAID = "Poppy said: “I set my own alarm now.”\n\nRosa laughed. We talked about Sunday, and about Grandma’s knee."
KEPT = "[role=status]:has-text('Kept at')"


@pytest.fixture
def note_page(cast) -> str:
    return f"/cases/{write_code(stories.a_case(cast, Stage.ACTIVE).code)}/notes/new"


@pytest.fixture
def at_a_note(note_page, cast, sit_down):
    """Kamal sits down before an empty note: `at_a_note()`."""

    def begin(**options) -> Desk:
        desk = sit_down(**options)
        desk.sign_in(cast.kamal)
        desk.open(note_page)
        return desk

    return begin


def notes() -> int:
    db.session.rollback()
    count = db.session.scalar(sa.select(sa.func.count(Note.id)))
    db.session.rollback()
    return count


def test_the_window_closed_in_the_middle_of_a_note_loses_nothing(at_a_note, sit_down, cast):
    desk = at_a_note()
    desk.page.check("[name=kind][value=visit]")
    desk.page.fill("[name=people_seen]", "Poppy alone")
    desk.page.fill("[name=text]", SAID)
    desk.page.wait_for_selector(KEPT)
    desk.leave()

    again = sit_down()
    again.sign_in(cast.kamal)
    page = again.page
    assert "Not finished yet" in page.inner_text("main")
    page.click("main a:has-text('Write a note')")
    assert page.input_value("[name=text]") == SAID
    assert page.input_value("[name=people_seen]") == "Poppy alone"
    assert page.is_checked("[name=kind][value=visit]")
    assert "We kept what you typed here" in page.inner_text("main")
    page.click("main form[data-autosave] button")
    page.wait_for_url("**/notes**")
    assert notes() == 1
    again.open("/")
    assert "Not finished yet" not in page.inner_text("main")


def test_going_elsewhere_in_the_middle_of_a_word_loses_nothing(at_a_note, note_page):
    desk = at_a_note()
    desk.page.fill("[name=text]", SAID)
    desk.open("/")
    desk.served.quiet()
    desk.open(note_page)
    assert desk.page.input_value("[name=text]") == SAID


def test_a_tab_shut_in_the_middle_of_a_word_loses_nothing(at_a_note, note_page):
    desk = at_a_note()
    desk.page.fill("[name=text]", SAID)
    desk.served.answered.clear()
    desk.page.close(run_before_unload=True)
    desk.served.wait_for("POST /drafts")
    desk.new_page()
    desk.open(note_page)
    assert desk.page.input_value("[name=text]") == SAID


def test_a_sign_in_that_ends_in_mid_sentence_loses_nothing(at_a_note, note_page, served, cast):
    desk = at_a_note()
    page = desk.page
    page.check("[name=kind][value=visit]")
    served.later(minutes=45)
    page.fill("[name=text]", SAID)
    page.wait_for_selector("[role=status]:has-text('You were signed out')")
    page.click("main form[data-autosave] button")
    page.wait_for_url("**/sign-in**")
    assert "What you typed is kept" in page.inner_text("main")
    desk.fill_in_sign_in(cast.kamal)
    page.wait_for_url(f"**{note_page}")
    assert page.input_value("[name=text]") == SAID
    page.click("main form[data-autosave] button")
    page.wait_for_url("**/notes**")
    assert SAID.splitlines()[-1] in page.inner_text("main")
    assert notes() == 1


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_saving_after_the_sign_in_ended_keeps_the_text(script, at_a_note, note_page, served, cast):
    desk = at_a_note(script=script)
    page = desk.page
    page.check("[name=kind][value=visit]")
    page.fill("[name=text]", SAID)
    served.later(minutes=45)
    page.click("main form button")
    page.wait_for_url("**/sign-in**")
    desk.fill_in_sign_in(cast.kamal)
    page.wait_for_url(f"**{note_page}")
    assert page.input_value("[name=text]") == SAID
    page.click("main form button")
    page.wait_for_url("**/notes**")
    assert notes() == 1


def test_without_script_a_refused_form_is_still_there_tomorrow(at_a_note, note_page, sit_down, served, cast):
    desk = at_a_note(script=False)
    desk.page.fill("[name=text]", SAID)
    desk.page.click("main form button")
    assert desk.page.title().startswith("Error: ")
    assert desk.page.input_value("[name=text]") == SAID
    desk.leave()
    served.later(days=1)
    again = sit_down(script=False)
    again.sign_in(cast.kamal)
    again.page.click("main a:has-text('Write a note')")
    assert again.page.input_value("[name=text]") == SAID


def test_a_cut_line_is_said_and_what_was_typed_is_kept_when_it_is_back(at_a_note, note_page):
    desk = at_a_note()
    desk.expects_trouble = True
    desk.context.set_offline(True)
    desk.page.fill("[name=text]", SAID)
    desk.page.wait_for_selector("[role=status]:has-text('Not kept yet')")
    desk.context.set_offline(False)
    desk.page.wait_for_selector(KEPT)
    desk.open(note_page)
    assert desk.page.input_value("[name=text]") == SAID


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_button_pressed_twice_writes_one_note(script, at_a_note):
    desk = at_a_note(script=script)
    desk.page.check("[name=kind][value=visit]")
    desk.page.fill("[name=text]", SAID)
    desk.page.dblclick("main form button", no_wait_after=True)
    desk.page.wait_for_url("**/notes**")
    desk.page.wait_for_selector(f"main :text({SAID.splitlines()[-1]!r})")
    desk.served.quiet()
    assert notes() == 1


def test_what_was_kept_can_be_thrown_away(at_a_note, note_page):
    desk = at_a_note()
    desk.page.fill("[name=text]", SAID)
    desk.page.wait_for_selector(KEPT)
    desk.open(note_page)
    desk.page.click("button:has-text('Throw away')")
    desk.open(note_page)
    assert desk.page.input_value("[name=text]") == ""


def test_a_password_is_never_kept(sit_down, cast, note_page):
    desk = sit_down()
    desk.sign_in(cast.kamal)
    sent: list[str] = []
    desk.page.on("request", lambda request: sent.append(request.url))
    desk.open("/password")
    desk.page.fill("[name=new_password]", "a-secret-for-nobody-else")
    desk.open("/")
    assert not [url for url in sent if "/drafts" in url]
    assert "Not finished yet" not in desk.page.inner_text("main")


def test_a_refused_form_moves_the_reader_to_what_is_wrong_and_from_there_to_the_field(at_a_note):
    desk = at_a_note()
    page = desk.page
    page.click("main form button")
    page.wait_for_selector(".govuk-error-summary:focus")
    assert page.title().startswith("Error: ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=kind]:focus")
    described = page.evaluate(
        "document.querySelector('[name=text]').getAttribute('aria-describedby').split(' ')"
        ".map(id => document.getElementById(id).textContent.trim()).join(' ')"
    )
    assert "Write what happened" in described


def test_who_is_already_held_is_shown_while_somebody_is_typed_and_the_choice_is_kept(sit_down, cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    desk = sit_down()
    desk.sign_in(cast.flora)
    page = desk.open(f"/families/{write_code(case.family.code)}/add")
    page.fill("[name=forename]", "Zed")
    page.fill("[name=surname]", "Quill")
    page.wait_for_selector(KEPT)
    assert not page.inner_text("[data-alike]").strip(), "nobody is like them"
    page.fill("[name=forename]", "Poppy")
    page.fill("[name=surname]", "Ashdwon")
    page.wait_for_selector("[data-alike] :text('Poppy Ashdown')")
    assert "Is it one of these people?" in page.inner_text("[data-alike]")
    assert page.evaluate("document.activeElement.name") == "surname", "the typing goes on"


def test_a_worker_on_the_phone_hears_at_once_that_the_family_is_known_and_no_address_holds_a_name(sit_down, cast):
    stories.a_case(cast, Stage.ACTIVE)
    desk = sit_down()
    desk.sign_in(cast.flora)
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    page = desk.open("/requests/new")
    page.fill("[name=people-1-forename]", "Poppy")
    page.fill("[name=people-1-surname]", "Ashdwon")
    page.wait_for_selector("[data-alike] :text('Poppy Ashdown')")
    known = page.locator("fieldset:has([name=people-1-surname])").inner_text()
    assert "Open case since" in known and "Kamal" in known
    assert "Poppy" not in page.locator("fieldset:has([name=people-0-surname])").inner_text()
    assert not [url for url in asked if "Poppy" in url or "Ashdwon" in url]
