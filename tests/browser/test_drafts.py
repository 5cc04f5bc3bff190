"""What the script of a page adds: long forms are kept while somebody types, and nothing about a family stays in the
browser."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from familyhelp.extensions import db
from familyhelp.models import Draft
from familyhelp.practice.references import write_code
from tests import stories
from tests.cast import PASSWORD
from tests.stories import Stage

TEXT = "Rosa said: mornings are the worst."
OFFLINE = "Not kept yet: you seem to be offline. Leave this page open."


@pytest.fixture
def path(cast) -> str:
    return f"/cases/{write_code(stories.a_case(cast, Stage.ASSESSING).code)}/agreement/withdraw"


def kept() -> list[str]:
    db.session.rollback()
    found = [draft.fields["because"][0] for draft in db.session.scalars(sa.select(Draft))]
    db.session.commit()
    return found


def line(page):
    return page.locator("form[data-autosave] > p[role=status]")


def test_what_is_typed_is_kept_after_a_pause_and_the_page_says_when(cast, path, sit_down):
    desk = sit_down()
    desk.sign_in(cast.kamal)
    page = desk.open(path)
    page.type("[name=because]", TEXT)
    expect(line(page)).to_have_text(re.compile(r"^Kept at \d\d:\d\d$"))
    assert kept() == [TEXT]
    assert desk.ask("localStorage.length + sessionStorage.length") == 0
    assert desk.ask("indexedDB.databases().then(all => all.length)") == 0


def test_closing_the_page_at_once_loses_nothing(cast, path, sit_down, served):
    desk = sit_down()
    desk.sign_in(cast.kamal)
    page = desk.open(path)
    page.fill("[name=because]", TEXT)
    page.goto("about:blank")
    page.wait_for_timeout(500)
    served.quiet()
    assert kept() == [TEXT]
    assert desk.open(path).input_value("[name=because]") == TEXT


def test_a_saved_form_leaves_no_draft_behind(cast, path, sit_down, served):
    desk = sit_down()
    desk.sign_in(cast.kamal)
    page = desk.open(path)
    page.fill("[name=because]", TEXT)
    page.click("form[data-autosave] button")
    page.wait_for_url("**/cases/*")
    page.wait_for_timeout(2500)
    served.quiet()
    assert kept() == []


def test_offline_the_page_says_so_tries_again_and_warns_before_it_is_left(cast, path, sit_down):
    desk = sit_down()
    desk.sign_in(cast.kamal)
    page = desk.open(path)
    desk.context.set_offline(True)
    page.fill("[name=because]", TEXT)
    expect(line(page)).to_have_text(OFFLINE)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.click("[name=because]")  # browsers warn only those who touched the page
    page.evaluate("location.assign('/')")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert desk.ask("localStorage.length + sessionStorage.length") == 0
    desk.context.set_offline(False)
    expect(line(page)).to_have_text(re.compile(r"^Kept at "))
    assert kept() == [TEXT]
    desk.wrong[:] = [w for w in desk.wrong if "ERR_INTERNET_DISCONNECTED" not in w]


def test_after_the_time_out_the_page_says_that_it_is_kept_and_leads_to_the_sign_in_and_back(
    cast, path, sit_down, served
):
    desk = sit_down()
    desk.sign_in(cast.kamal)
    page = desk.open(path)
    served.later(hours=2)
    page.type("[name=because]", TEXT)
    expect(line(page)).to_contain_text("You were signed out. What you typed is kept.")
    line(page).locator("a").click()
    page.fill("[name=email]", "kamal@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    expect(page.locator("[name=because]")).to_have_value(TEXT)


def test_a_password_is_never_sent_while_it_is_typed(cast, sit_down):
    desk = sit_down()
    desk.sign_in(cast.kamal)
    page = desk.open("/password")
    sent: list[str] = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.type("[name=new_password]", "seven-otters-mend-lamps")
    page.wait_for_timeout(2500)
    assert sent == []
