"""Asking for help without an account: a mother for herself, and a teacher who fears for a child."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from familyhelp.practice import staging
from tests.journeys.at_home import link_to
from tests.journeys.front_door import named
from tests.journeys.hands import Called
from tests.journeys.telling import Telling

LONG_AGO = date(1960, 1, 1)


class Asking(Telling):
    """Somebody on the public page, and Flora who reads what they wrote."""

    def a_mother_asks_by_herself(self) -> None:
        hands = self.hands
        hands.now("somebody")
        hands.open("/ask-for-help")
        hands.see("Ring 999")
        hands.send()
        hands.send({"asker_is": "parent"})
        hands.send({"knows": "agrees"})
        hands.refused("Write your name", {"phone": "01632 960 001"}, status=400)
        hands.send({"name": "Nadia Quill", "email": "nadia@example.org", "reach": "After four, by text."})
        assert hands.has("people-0-forename")
        hands.send(named(1, "Tess", "child", date(2016, 3, 9), surname="Quill"))
        hands.send({"needs": "I am so tired, and Tess will not sleep.", "strengths": "We laugh a lot."})
        hands.send({"harm": "no"})
        hands.see("I am so tired", "Nadia Quill", "Tess Quill")
        hands.click("Change: What would help")
        hands.send({"tried": "A bedtime book."})
        hands.see("A bedtime book.")
        hands.press("Send")
        hands.see("Your reference is")
        hands.not_see("Nadia", "Quill")
        reference = hands.shown("strong.fh-ref")
        hands.press("Finish")
        hands.now("flora")
        hands.open(f"/requests/{reference}")
        hands.see("I am so tired, and Tess will not sleep.", "What would you like help with?", "public page")

    def a_teacher_fears_for_a_child(self) -> None:
        hands = self.hands
        hands.now("somebody")
        hands.open("/ask-for-help")
        hands.send()
        hands.send({"asker_is": "professional"})
        hands.send({"knows": "not_told", "because": "It could make it worse for her."})
        hands.send({"name": "Mr Bell", "works_in": "2A", "agency_name": "Marsh School", "phone": "01632 960 002"})
        hands.send(named(0, "Kit", "child", date(2018, 6, 1), surname="Orme"))
        hands.send({"needs": "Kit comes to school afraid and hungry."})
        hands.send({"harm": "may_be", "risk": "Kit has marks on her arms."})
        hands.see("Please ring as well, now.")
        reference = hands.shown("strong.fh-ref")
        hands.now("flora")
        hands.open("/requests")
        assert reference in hands.text.partition("Waiting for a decision")[2][:400], "it comes first"
        hands.now("lionel")
        hands.open("/requests")
        hands.click("Kit")
        hands.next()
        hands.send({"who": "Lionel Achebe", "how": "themselves"})

    def something_is_missing_and_is_answered(self) -> None:
        hands = self.hands
        hands.now("flora")
        hands.open("/requests/new")
        hands.send(
            {"source": "4", "needs": "Somebody rang.", "urgency": "routine", **named(0, "Ola", "adult", LONG_AGO)}
        )
        request = hands.path
        hands.open(f"{request}/decide")
        told = {"rationale": "Nobody knows who lives there.", "referrer_told": "Tell us who lives there."}
        hands.send({"level": "1", "outcome": "returned", **told})
        self._whoever_asked_answers_by_themselves(told)
        hands.open("/requests")
        hands.see("Returned, and not answered yet", "Tell us who lives there.")
        hands.open(f"{request}/told")
        hands.send({"whom": "referrer", "how": "phone", "said": "We need to know who lives there."})
        hands.see("Whoever asked for help")
        hands.open("/requests")
        hands.follow("/come-back")
        hands.send({"answer": "A grandmother and two boys."})
        hands.see("Waiting for a decision", "A grandmother and two boys.")

    def _whoever_asked_answers_by_themselves(self, told: dict[str, str]) -> None:
        hands = self.hands
        hands.open("/requests/new")
        asked = {"source": "2A", "referrer_name": "Ms Hale", "referrer_email": "hale@example.org", "urgency": "routine"}
        hands.send({**asked, "needs": "He is late.", **named(0, "Abe", "child", date(2018, 3, 3), surname="Lund")})
        request = hands.path
        hands.open(f"{request}/decide")
        hands.send({"level": "1", "outcome": "returned", **told})
        hands.now("somebody")
        hands.open(link_to("hale@example.org", "what-is-missing"))
        hands.see("Tell us who lives there.")
        hands.not_see("Abe", "Lund")
        hands.refused("Write what you want to tell us", {}, status=400)
        hands.send({"answer": "An uncle and Abe."})
        hands.see("Thank you")
        hands.now("flora")
        hands.open("/requests")
        hands.see("Came back with an answer")
        hands.open(request)
        hands.see("An uncle and Abe.")
        hands.open(f"{request}/decide")
        hands.send({"level": "1", "outcome": "advice", "rationale": "Advice is enough."})
        hands.see("Who is told", "Nobody has said that they read it")
        hands.now("somebody")
        hands.open(link_to("hale@example.org", "what-we-decided"))
        hands.see("We gave advice and information.")
        hands.not_see("Abe", "Lund")
        hands.press("I have read this")
        hands.see("you said that you have read this")
        hands.now("flora")
        hands.open(request)
        hands.see("They said that they read it")

    def a_partner_is_asked_for_their_view(self) -> None:
        hands = self.hands
        hands.now("flora")
        hands.open("/requests/new")
        asked = {"source": "3A", "needs": "Sam is often at the surgery.", "urgency": "routine"}
        hands.send({**asked, **named(0, "Sam", "child", date(2020, 2, 2), surname="Fell")})
        request = hands.path
        hands.follow("/ask-view")
        hands.send({"person": Called("Lena"), "question": "How is Sam at school?"})
        hands.see("Not here yet")
        hands.follow("/ask-view")
        doctor = {"name": "Dr Amin, GP", "agency": "Quay Surgery", "question": "Does he miss his visits?"}
        hands.send(doctor, status=200)
        link = hands.shown("textarea.govuk-textarea")
        hands.click("I have told them: go on")
        hands.click("Give a new code or link")
        hands.send(status=200)
        code = hands.shown("strong.fh-code")
        hands.now("lena")
        hands.open("/views-to-give")
        hands.click("Sam Fell")
        hands.see("How is Sam at school?")
        hands.not_see("often at the surgery")
        hands.send({"text": "He is tired on Mondays."})
        hands.see("Nobody is waiting for your view.")
        hands.now("bright")
        hands.open(urlsplit(link).path)
        hands.send({"code": code})
        hands.click("Give your view")
        hands.send({"text": "He missed two of five."})
        hands.see("Your view is beside the decision.")
        hands.now("flora")
        hands.open(f"{request}/decide")
        hands.see("He is tired on Mondays.", "He missed two of five.", "by a link and a code", "signed in")

    def a_manager_signs_a_decision_off(self) -> None:
        hands = self.hands
        staging.decide_in("staged")
        hands.now("flora")
        hands.open("/requests/new")
        asked = {"source": "2A", "needs": "A place at a breakfast club.", "urgency": "routine"}
        hands.send({**asked, **named(0, "Ivo", "child", date(2019, 4, 4), surname="Penn")})
        request = hands.path
        hands.follow("/screen")
        hands.send({"found": "Nothing about harm."})
        decision = {"level": "1", "outcome": "advice", "rationale": "There is a place."}
        hands.open(f"{request}/decide")
        hands.send(decision)
        hands.see("Waits for a manager")
        hands.now("mabel")
        hands.open(f"{request}/sign-off")
        hands.follow("/send-decision-back")
        hands.send({"because": "Which club?"})
        hands.now("flora")
        hands.open(f"{request}/decide")
        hands.send({**decision, "rationale": "There is a place at Quay Street."})
        hands.now("mabel")
        hands.open(request)
        hands.next()
        hands.send()
        staging.decide_in("off")

    def somebody_looks_whether_all_are_decided_alike(self) -> None:
        hands = self.hands
        hands.now("anita")
        hands.open("/thresholds")
        hands.see("Does the front door decide alike?")

    def the_authority_names_a_level(self) -> None:
        hands = self.hands
        hands.now("adam")
        hands.open("/levels")
        hands.click("Change level 2")
        hands.send({"name": "Extra help", "colour": "teal", "signs": "One service is enough.", "because": "Our word."})
        hands.see("2 Extra help", "One service is enough.")
