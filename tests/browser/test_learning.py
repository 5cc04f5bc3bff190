"""A parent says on a phone how the help was; a manager learns from it; families read what changed."""

from __future__ import annotations

from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.browser.person import PHONE
from tests.by_link import family_link


def test_a_parent_answers_a_manager_learns_and_families_read_what_changed(app, cast, sit_down):
    case = stories.a_case(cast, Stage.ACTIVE)
    held = family_link(app, case, cast)
    desk = sit_down(width=PHONE, script=False)
    page = desk.page
    desk.open(held.path)
    page.fill("[name=code]", held.code)
    page.click("main form button")
    page.click("a:has-text('Say how the help was')")
    page.check("[name=heard][value=no]")
    page.check("[name=again][value=yes]")
    page.fill("[name=differently]", "Ask Poppy, too.")
    page.click("main form button")
    assert "Thank you. We have what you told us on 2 March 2026" in page.inner_text("main")
    assert not page.is_checked("[name=heard][value=no]"), "a fresh form, if something is different"
    page.click("a:has-text('Back to the plan')")
    assert "We were not listened to" in page.inner_text("main")

    manager = sit_down()
    manager.sign_in(cast.mabel)
    page = manager.page
    manager.open(f"/cases/{write_code(case.code)}/feedback")
    assert "Ask Poppy, too." in page.inner_text("main")
    page.click("a:has-text('Make a learning theme')")
    assert page.is_checked("[name=kind][value=feedback]")
    page.fill("[name=title]", "Ask the children")
    page.fill("[name=seen]", "Poppy was not asked.")
    page.fill("[name=good]", "Each child is asked alone.")
    page.fill("[name=change]", "Half an hour of the first visit is for the children.")
    page.select_option("[name=owner]", label="Mabel Thorne")
    for part, value in (("day", "1"), ("month", "6"), ("year", "2026")):
        page.fill(f"[name=due_on-{part}]", value)
    page.click("main form button:has-text('Save')")
    assert "“Poppy” is a name" in page.inner_text(".govuk-error-summary")
    assert "Write “the child” instead" in page.inner_text(".govuk-error-summary")
    assert page.input_value("[name=good]") == "Each child is asked alone.", "nothing typed is lost"
    page.fill("[name=seen]", "The child was not asked.")
    page.click("main form button:has-text('Save')")
    assert page.inner_text("h1").endswith("Ask the children")
    page.click("a:has-text('Show it to families')")
    page.fill("[name=heard]", "You told us that nobody asked the children.")
    page.fill("[name=changed]", "Now we ask each child alone.")
    page.click("main form button:has-text('Publish')")

    family = sit_down(width=PHONE, script=False)
    family.open("/what-we-heard")
    shown = family.page.inner_text("body")
    assert "You told us that nobody asked the children." in shown and "Now we ask each child alone." in shown
    for name in ("Poppy", "Rosa", "Ashdown", "Mabel", "Kamal"):
        assert name not in shown
