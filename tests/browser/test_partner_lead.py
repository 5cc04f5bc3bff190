"""A school's lead professional, from the invitation to the end of the help: on a phone, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from familyhelp.extensions import db
from tests import stories
from tests.browser.hands import BrowserHands
from tests.browser.keys import KeyHands
from tests.browser.looking import away, closely
from tests.browser.person import Desk
from tests.browser.place import of
from tests.journeys.at_home import link_to
from tests.journeys.everybody import NEW_PASSWORD
from tests.journeys.hands import Called
from tests.journeys.work import outcome

WORDS = {"mornings without shouting": "education", "Rosa to sleep": "health"}


def at_what_only_partners_find() -> Callable[[Desk, str], None]:
    """A close look at the invitation and the home page; the pages of a case are looked at in other stories."""
    look = closely()
    return lambda desk, what: look(desk, what) if what == "/" or what.startswith("/invitation/") else None


def test_from_the_invitation_to_the_end_of_the_help(app, cast, sit_down) -> None:
    case = of(stories.a_case(cast, stories.Stage.ALLOCATING))
    db.session.commit()  # what was read is let go of: the service could not write beside it
    office, phone = BrowserHands(app, sit_down, away), KeyHands(app, sit_down, at_what_only_partners_find())
    _is_invited_and_given_the_family(office, phone, case)
    _agrees_and_assesses(phone, case)
    _plans(phone, case)
    _reviews_and_notes(phone, case)
    _asks_to_close(office, phone, case)


def _is_invited_and_given_the_family(office: BrowserHands, phone: KeyHands, case: str) -> None:
    office.now("mabel")
    office.open(f"{case}/allocate")
    office.click("Invite them")
    said = {"name": "Ana Bell", "email": "ana@example.org", "role": "lead_professional"}
    office.send({**said, "agency": Called("Marsh Lane Primary School")})
    phone.now("ana")
    phone.open(link_to("ana@example.org", "invitation"))
    phone.see("Mabel Thorne of Saltmere Council invites you", "As a lead professional you lead the help")
    phone.refused("that many people use", {"new_password": "password1234", "new_password_again": "password1234"})
    phone.send({"new_password": NEW_PASSWORD, "new_password_again": NEW_PASSWORD})
    phone.passwords["ana"] = NEW_PASSWORD
    assert phone.heading == "Your work"
    phone.see("No family is with you at the moment.")
    phone.open(case, status=404)
    office.open(f"{case}/allocate")
    office.send({"lead": Called("Ana Bell")})
    phone.open("/")
    sections = phone.page.evaluate("[...document.querySelectorAll('#main h2')].map(e => e.textContent)")
    assert sections == ["What is due for your families"], "their families and their next dates, and nothing else"
    phone.see("Ashdown family")


def _agrees_and_assesses(phone: KeyHands, case: str) -> None:
    phone.click("Ashdown family")
    phone.next()
    phone.send({"agreed_by": "Rosa and Poppy", "how": "in_person"})
    for domain in WORDS.values():
        phone.open(f"{case}/assessment/{domain}")
        heard = {"working_well": "Poppy loves her teacher.", "worries": "Two days missed.", "score": "4"}
        phone.send({**heard, "needs_to_happen": "Mornings that work."})
    phone.follow("/assessment/complete")
    phone.send({"because": "The little one sleeps; on Friday."})
    phone.see("Making the plan")


def _plans(phone: KeyHands, case: str) -> None:
    phone.open(f"{case}/plan/start")
    phone.send()
    for number, (words, headline) in enumerate(WORDS.items(), 1):
        phone.open(f"{case}/plan/outcomes/new")
        phone.send(outcome(f"We want {words}.", headline))
        phone.open(f"{case}/plan/outcomes/{number}/actions/new")
        due_on = phone.today + timedelta(days=14)
        phone.send({"what": "Pack bags.", "owner_kind": "family", "owner_name": "Rosa", "due_on": due_on})
    phone.follow("/plan/agree")
    phone.send({"agreed_by": "Rosa and Poppy", "how": "in_person"})
    phone.see("Plan under way")


def _reviews_and_notes(phone: KeyHands, case: str) -> None:
    phone.let_pass(days=21)
    phone.open("/")
    phone.see("Hold the first review")
    phone.open(f"{case}/reviews/new")
    said = {"attended": "Rosa, Poppy.", "progress": "Three quiet mornings.", "decision": "continue"}
    scores = {"standing_1": "better", "standing_2": "same", "score_1_practitioner": "5", "score_2_practitioner": "4"}
    phone.send({**said, "family_view": "“It is quieter.”", **scores})
    phone.open(f"{case}/notes/new")
    phone.send({"kind": "visit", "people_seen": "Poppy alone", "text": "Poppy showed her new bag."})
    phone.see("Poppy showed her new bag.")


def _asks_to_close(office: BrowserHands, phone: KeyHands, case: str) -> None:
    phone.open(f"{case}/close")
    phone.see("A manager of the team approves it.")
    asked = {"reason": "met", "summary": "Mornings work.", "family_feedback": "“It helped.”", "who_was_told": "School."}
    ends = {"sustaining_plan": "Ring Grandma first.", "check_ins_declined": True}
    phone.send({**asked, **ends, "result_1": "met", "result_2": "met", "score_1": "8", "score_2": "8"})
    phone.see("Answer the closing")
    office.let_pass(days=21)
    office.open(case)
    office.follow("/closing/approve")
    office.send()
    office.see("Closed")
    phone.open("/")
    phone.see("No family is with you at the moment.")
    phone.not_see("Ashdown")
