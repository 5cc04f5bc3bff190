"""A parent opens the family's page on a phone without script."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import Answer, Score
from familyhelp.practice import clock
from familyhelp.practice.links import ReadingAge
from familyhelp.practice.stages import Stage
from tests import stories
from tests.browser import checks
from tests.browser.person import DESK, MAGNIFIED, PHONE, Desk
from tests.browser.pictures import picture
from tests.by_link import Held, afterwards_link, family_link, owner_link, step_link


@pytest.fixture
def held(app, cast) -> Held:
    return family_link(app, stories.a_case(cast, Stage.ACTIVE), cast)


def enter(desk: Desk, held: Held) -> None:
    desk.open(held.path)
    desk.page.fill("[name=code]", held.code)
    desk.page.click("main form button")


def found_on(desk: Desk) -> list[str]:
    page, found = desk.page, [*checks.words_apart(desk.page), *checks.nothing_lost_on_paper(desk.page)]
    for width in (PHONE, MAGNIFIED):
        desk.widen(width)
        found += [f"{width} px: {line}" for line in checks.no_sideways_scrolling(page)]
    found += [*checks.room_for_letters(page), *checks.axe(page), *checks.keys_reach_everything(page)]
    desk.widen(DESK)
    return found + checks.axe(page)


def test_a_parent_reads_scores_ticks_and_answers_on_a_phone_without_script(held, sit_down):
    desk = sit_down(width=PHONE, script=False)
    enter(desk, held)
    page = desk.page
    assert page.inner_text("h1") == "Our plan"
    page.click("a:has-text('Say whether this is right')")
    page.check("[name=kind][value=not_right]")
    page.click("main form button")
    assert "Write what you want to say." in page.inner_text(".govuk-error-summary")
    assert page.is_checked("[name=kind][value=not_right]")
    page.fill("[name=text]", "We never said that about Jude.")
    page.click("main form button")
    assert "Your worker has not answered yet." in page.inner_text("main")
    page.click("a:has-text('Say how far we have come')")
    page.select_option("[name=score_1]", "6")
    page.click("main form button")
    assert "Now, as a parent or carer sees it: 6" in page.inner_text("main")
    page.click("a:has-text('Say how it went') >> nth=0")
    page.check("[name=done][value=done]")
    page.click("main form button")
    assert "Done on 2 March 2026." in page.inner_text("main")
    page.click("button:has-text('Close this page')")
    assert page.inner_text("h1") == "Enter your code"
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Answer.id))) == 3
    assert db.session.scalar(sa.select(sa.func.count(Score.id)).where(Score.link_id.is_not(None))) == 1
    db.session.rollback()


@pytest.fixture
def after(app, cast) -> Held:
    """A link of a family whose case closed and that is asked today how things are."""
    case = stories.a_case(cast, Stage.CLOSED)
    case.closing.check_ins[0].due_on = clock.today()
    return afterwards_link(app, case, cast)


def test_a_parent_says_on_a_phone_without_script_how_things_are_afterwards(after, sit_down):
    desk = sit_down(width=PHONE, script=False)
    enter(desk, after)
    page = desk.page
    page.click("a:has-text('Say how things are')")
    page.fill("[name=text]", "The mornings are bad again.")
    page.click("main form button")
    assert "Choose how things are." in page.inner_text(".govuk-error-summary")
    assert page.input_value("[name=text]") == "The mornings are bad again."
    page.check("[name=kind][value=harder]")
    page.click("main form button")
    assert "The mornings are bad again." in page.inner_text("main")
    assert page.locator("a:has-text('Say how things are')").count() == 0
    page.click("a:has-text('Say how the help was')")
    page.check("[name=heard][value=yes]")
    page.click("main form button")
    assert "Thank you. We have what you told us" in page.inner_text("main")


def test_the_pages_of_a_link_can_be_seen_read_used_by_keys_and_printed(app, held, after, cast, sit_down):
    desk, wrong = sit_down(), []

    def look(name: str, path: str | None = None, status: int = 200) -> None:
        if path is not None:
            desk.open(path, status)
        picture(desk, name)
        wrong.extend(f"{name}: {line}" for line in found_on(desk))

    look("family_page.code", held.path)
    enter(desk, held)
    look("family_page.page")
    look("family_page.say", f"{held.path}/say")
    look("family_page.scores", f"{held.path}/scores")
    look("family_page.feedback", f"{held.path}/feedback")
    desk.open(held.path)
    desk.page.click("a:has-text('Say how it went') >> nth=0")
    look("family_page.report")
    case, action = owner_link(app, cast)
    poppys = family_link(app, case, cast, "Poppy", ReadingAge.CHILD)
    enter(desk, poppys)
    look("family_page.child")
    look("family_page.child_says", f"{poppys.path}/say")
    enter(desk, action)
    look("owner_page.report")
    desk.page.check("[name=done][value=done]")
    desk.page.click("main form button")
    look("owner_page.thanks")
    enter(desk, after)
    look("afterwards_page.page")
    look("afterwards_page.now", f"{after.path}/now")
    look("afterwards_page.feedback", f"{after.path}/feedback")
    social_care = step_link(app, cast)
    enter(desk, social_care)
    look("step_page.page")
    look("step_page.accept", f"{social_care.path}/accept")
    look("step_page.decline", f"{social_care.path}/decline")
    desk.page.fill("[name=because]", "Hear the school first.")
    desk.page.click("main form button")
    look("step_page.answered")
    look("links.gone", "/family/never", 404)
    assert not wrong, "\n".join(wrong)
