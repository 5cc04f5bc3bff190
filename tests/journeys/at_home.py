"""The family has its plan: copies, a page of its own, and somebody outside who answers by a link."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import Message
from tests.journeys.learning import Learning


class AtHome(Learning):
    """Rosa at her kitchen table, and Mr Bright at the school."""

    def the_family_has_its_plan(self) -> None:
        hands = self.at("kamal", "/family-page")
        hands.click("Give a copy")
        hands.see("Our plan")
        hands.follow("/given")
        hands.send({"format": "large", "how": "read_together"})
        hands.see("PDF in large print, Read together")
        hands.click("Give a link")
        hands.send(status=200)
        code, address = hands.shown("strong.fh-code"), hands.shown("textarea")
        hands.now("rosa")
        hands.open(address.removeprefix("http://localhost:5000"))
        hands.refused("This is not the code", {"code": "1234567"}, status=400)
        hands.send({"code": code})
        hands.see("Our plan", "We look at this plan together")
        hands.click("Say whether this is right")
        hands.refused("Write what you want to say", {"kind": "not_right"})
        hands.send({"text": "Poppy is eight, not seven."})
        hands.click("Say how far we have come")
        hands.send({"score_1": "6"})
        self.the_mother_says_how_the_help_was()
        hands.click("Say how it went")
        hands.send({"done": "not_yet", "progress": "Two evenings of five."})
        hands.see("Your worker has not answered yet.")
        self._kamal_answers()
        hands.now("rosa")
        hands.click("Say how far we have come")
        hands.follow(hands.path.removesuffix("/scores"))
        hands.see("We put it right.")
        hands.press("Close this page")
        hands.see("This page is private.")
        self.at("kamal", "/family-page").click("New code")
        hands.send(status=200)
        self.at("kamal", "/family-page").click("End it")
        hands.send({"because": "The plan is on the fridge now."})

    def _kamal_answers(self) -> None:
        hands = self.hands
        hands.now("kamal")
        hands.open("/")
        hands.see("Families said something to you")
        self.at("kamal").click("Say what was done about it")
        hands.send({"done_about": "We put it right."})

    def somebody_outside_answers(self) -> None:
        hands = self.at("kamal", "/plan")
        hands.follow("/plan/start")
        hands.send({"because": "The school helps, too."})
        hands.follow("/outcomes/1/actions/new")
        due_on = hands.today + timedelta(days=14)
        hands.send(
            {
                "what": "Keep a place at breakfast club.",
                "owner_kind": "professional",
                "owner_name": "Mr Bright",
                "owner_email": "bright@example.org",
                "due_on": due_on,
            }
        )
        hands.follow("/plan/agree")
        hands.send({"agreed_by": "Rosa", "how": "in_person"})
        self.at("kamal", "/plan").click("Their link and code")
        hands.click("Show a code to tell them")
        hands.send(status=200)
        code = hands.shown("strong.fh-code")
        hands.now("bright")
        hands.open(link_to("bright@example.org", "answer"))
        hands.send({"code": code})
        hands.see("Keep a place at breakfast club.")
        hands.send({"done": "done"})
        hands.see("Your answer is with the worker who asked you.")
        self.at("kamal", "/plan").see("Keep a place at breakfast club.")


def link_to(email: str, front: str) -> str:
    """The path of the link, to a page of this kind, that was written to somebody last."""
    db.session.rollback()
    text = db.session.scalars(sa.select(Message.text).where(Message.to == email).order_by(Message.id.desc())).first()
    db.session.rollback()
    found = re.search(rf"(/{front}/[\w.-]+)", text or "")
    assert found, "nothing was written"
    return found[1]
