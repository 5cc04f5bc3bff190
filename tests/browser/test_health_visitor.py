"""A health visitor without an account: asked for her view on a request, then for a contribution to a meeting. She
answers both on a phone by a link and a code, once by the keys alone and once without script."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import Agency, Contribution, Event, Message, PartnerView
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.partner_views import Verified
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import AgencyKind
from familyhelp.practice.stages import Stage
from tests import stories
from tests.browser import checks
from tests.browser.person import PHONE, Desk
from tests.browser.pictures import picture
from tests.filled_front_door import a_contact
from tests.filled_sharing import agreed

NIA, WHO, AGENCY = "nia@example.org", "Nia Frost, health visitor", "Saltmere Health Visiting"


def link_in_message() -> str:
    """The path of the link in the newest message to Nia."""
    db.session.rollback()
    newest = sa.select(Message).where(Message.to == NIA).order_by(Message.id.desc())
    text = db.session.scalars(newest).first().text
    db.session.rollback()
    return urlsplit(re.search(r"https?://\S+", text)[0]).path


def asks(desk: Desk, path: str, answers: dict[str, str]) -> str:
    """A worker asks Nia; the code that the answer shows."""
    page = desk.open(path)
    for name, answer in answers.items():
        if page.query_selector(f"select[name={name}]"):
            page.select_option(f"[name={name}]", label=answer)
        else:
            page.fill(f"[name={name}]", answer)
    page.click("main form button:has-text('Ask')")
    return page.inner_text("strong.fh-code")


def by_keys(desk: Desk, selector: str, text: str | None = None) -> None:
    """Reach something by Tab; write into it, or press Enter."""
    page = desk.page
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            break
    else:
        raise AssertionError(f"no key reaches {selector} on {page.url}")
    if text is None:
        page.keyboard.press("Enter")
    else:
        page.keyboard.insert_text(text)


def looked_at(desk: Desk, name: str) -> list[str]:
    """What is wrong with a page on her phone."""
    picture(desk, name)
    found = [*checks.words_apart(desk.page), *checks.no_sideways_scrolling(desk.page), *checks.axe(desk.page)]
    desk.widen(PHONE)
    return [f"{name}: {line}" for line in found]


def test_a_health_visitor_answers_twice_by_a_link_and_both_answers_are_on_record(cast, sit_down):
    contact, case = a_contact(cast), stories.a_case(cast, Stage.ACTIVE)
    visiting = Agency(name=AGENCY, kind=AgencyKind.HEALTH)
    db.session.add(visiting)
    db.session.flush()
    stories.arrange(case, cast.kamal)
    agreed(case, visiting, cast.kamal)
    request, meeting = f"/requests/{write_code(contact.code)}", f"/cases/{write_code(case.code)}/meeting"
    db.session.commit()

    flora, phone = sit_down(), sit_down(width=PHONE)
    flora.sign_in(cast.flora)
    asked = {"name": WHO, "agency": AGENCY, "email": NIA, "question": "Does she miss her visits?"}
    code, path = asks(flora, f"{request}/ask-view", asked), link_in_message()
    phone.open(path)
    wrong = looked_at(phone, "view_page.code")
    by_keys(phone, "[name=code]", code)
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_selector("h1:has-text('Your view is asked for')")
    wrong += looked_at(phone, "view_page.page")
    by_keys(phone, "main a.govuk-link")
    phone.page.wait_for_selector("[name=text]")
    wrong += looked_at(phone, "view_page.say")
    by_keys(phone, "[name=text]", "She missed two of five.")
    by_keys(phone, "main form button")
    phone.page.wait_for_selector("text=Your view is beside the decision.")

    kamal, plain = sit_down(), sit_down(width=PHONE, script=False)
    kamal.sign_in(cast.kamal)
    code = asks(kamal, f"{meeting}/ask", asked | {"question": "How does Poppy sleep?"})
    path = link_in_message()
    for desk in (plain, phone):
        desk.open(path)
        desk.page.fill("[name=code]", code)
        desk.page.click("main form button")
        assert "Mornings." in desk.page.inner_text("main"), "the record is shared with her agency"
    wrong += looked_at(phone, "contribution_page.page")
    phone.open(f"{path}/say")
    wrong += looked_at(phone, "contribution_page.say")
    plain.page.click("a:has-text('Give your contribution')")
    plain.page.fill("[name=text]", "She wakes at four.")
    plain.page.click("main form button")
    assert "What you said is with Kamal Osei." in plain.page.inner_text("main")
    phone.page.fill("[name=text]", "A second answer.")
    phone.page.click("main form button")
    assert "takes no second answer" in phone.page.inner_text("main")
    wrong += looked_at(phone, "contribution_page.again")
    assert sit_down().open(path, 404).inner_text("h1") == "This link does not work any more"

    assert "by a link and a code" in flora.open(request).inner_text("main")
    kamal.open(meeting)
    wrong += looked_at(kamal, "meetings.contributions")
    assert "She wakes at four." in kamal.page.inner_text("main")
    view, said = db.session.scalars(sa.select(PartnerView)).one(), db.session.scalars(sa.select(Contribution)).one()
    assert (view.verified, said.verified, said.text) == (Verified.LINK, Verified.LINK, "She wakes at four.")
    kinds = (EventKind.PARTNER_VIEW_GIVEN, EventKind.CONTRIBUTION_GIVEN)
    told = db.session.scalars(sa.select(Event).where(Event.kind.in_(kinds)).order_by(Event.id)).all()
    assert [(event.by_id, event.facts["who"]) for event in told] == [(None, f"{WHO}, {AGENCY}")] * 2
    db.session.commit()
    assert not wrong, "\n".join(wrong)
