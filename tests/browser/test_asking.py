"""Somebody asks for help on the public page: every page by each rule that a machine can hold it to."""

from __future__ import annotations

import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import Contact
from tests.browser import checks
from tests.browser.person import PHONE, Desk
from tests.browser.pictures import picture
from tests.browser.place import LONG, UNBROKEN
from tests.browser.test_family_page import found_on

SAID = {
    "who": {"asker_is": "professional"},
    "agreement": {"knows": "not_told"},
    "you": {"works_in": "2A"},
    "family": {},
    "why": {},
    "safety": {"harm": "no"},
}
TYPED = {
    "agreement": {"because": LONG},
    "you": {"name": UNBROKEN[:80], "agency_name": "Marsh Lane", "phone": "01632 960 001", "reach": UNBROKEN},
    "family": {"people-0-forename": UNBROKEN[:80], "address": LONG[:150]},
    "why": {"needs": LONG, "tried": UNBROKEN},
    "safety": {"risk": LONG},
}


def looked_at(desk: Desk) -> list[str]:
    """What is wrong with a page on a phone; the longest one is looked at in every way."""
    desk.widen(PHONE)
    page = desk.page
    return [*checks.words_apart(page), *checks.no_sideways_scrolling(page), *checks.axe(page)]


def test_every_page_can_be_seen_read_used_by_keys_and_printed(sit_down, cast):
    desk: Desk = sit_down()
    page = desk.open("/ask-for-help")
    wrong = [f"start: {line}" for line in looked_at(desk)]
    page.click("main form button")
    for part, chosen in SAID.items():
        picture(desk, f"asking.{part}")
        wrong += [f"{part}: {line}" for line in (found_on if part == "you" else looked_at)(desk)]
        for name, value in chosen.items():
            page.check(f"[name={name}][value='{value}']")
        for name, text in TYPED.get(part, {}).items():
            page.fill(f"[name='{name}']", text)
        if part == "family":
            page.select_option("[name=people-0-role]", "child")
        page.click("form[data-autosave] button:not([name])")
    picture(desk, "asking.check")
    wrong += [f"check: {line}" for line in looked_at(desk)]
    page.click("button:has-text('Send')")
    picture(desk, "asking.sent")
    wrong += [f"sent: {line}" for line in looked_at(desk)]
    assert not wrong, "\n".join(wrong)


def test_a_young_person_says_on_a_phone_without_script_that_somebody_hurts_them(sit_down, cast):
    desk: Desk = sit_down(width=PHONE, script=False)
    page = desk.open("/ask-for-help")
    page.click("main form button")
    page.check("[value=young_person]")
    page.click("button:has-text('Save')")
    page.check("[value=not_told]")
    page.click("button:has-text('Save')")
    page.click("button:has-text('Save')")
    assert "Write your name." in page.inner_text(".govuk-error-summary")
    page.fill("[name=name]", "Ash")
    page.fill("[name=reach]", "At school, with Ms Fenn.")
    page.click("button:has-text('Save')")
    page.click("button:has-text('Save')")
    page.fill("[name=needs]", "I do not want to go home.")
    page.click("button:has-text('Save')")
    page.check("[value=may_be]")
    page.click("button:has-text('Save')")
    assert "It was right to tell us. Please ring as well, now." in page.inner_text("main")
    db.session.rollback()
    assert db.session.scalars(sa.select(Contact)).one().risk
    db.session.rollback()
