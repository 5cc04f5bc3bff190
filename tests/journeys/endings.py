"""Up, down, the end, and after it."""

from __future__ import annotations

from familyhelp.practice import endings, panels
from tests.journeys.disagreeing import Disagreeing
from tests.journeys.hands import Called
from tests.journeys.work import Work

ASKED = {
    "reasons": "Poppy came to school with bruises.",
    "risk": "A new partner, for Poppy and Jude.",
    "family_view": "Rosa is frightened, and glad that somebody asks.",
    "family_agrees": "yes",
}


class Endings(Work, Disagreeing):
    """Steps, the closing, the check-ins, coming back."""

    def it_steps_up(self) -> None:
        hands = self.at("kamal", "/step-up")
        hands.send({**ASKED, "pace": "planned"})
        self.at("kamal", "/step-up/recall").send({"because": "Asked on the wrong day."})
        self.at("kamal", "/step-up").send({**ASKED, "pace": "immediate"})
        hands.now("lionel")
        hands.open("/")
        hands.open("/steps")
        hands.click("Ashdown family")
        hands.see("Waiting for an answer", "Poppy came to school with bruises.")
        hands.follow("/step-up/decline")
        hands.send({"because": "We need to hear from the school first."})
        self.they_disagree()
        self.social_care_answers_by_a_link()
        self.at("kamal", "/step-up").send({**ASKED, "pace": "immediate"})
        hands.now("lionel")
        hands.open("/steps")
        hands.click("Ashdown family")
        hands.see("Nobody has said yet that it arrived")
        hands.click("Say that it arrived")
        hands.send()
        hands.see("It arrived: Lionel Achebe")
        self.at("lionel").next()
        hands.send({"because": "A visit today at four."})
        hands.see("With statutory social care", "Lionel Achebe leads")

    def social_care_answers_by_a_link(self) -> None:
        """Lionel works in another system: a letter brings him the link, and Kamal rings him with the code."""
        hands = self.at("kamal", "/step-up")
        hands.send({**ASKED, "pace": "planned"})
        self.at("kamal", "/steps").click("Step-up")
        hands.click("Send it to social care by a link")
        hands.send({"liaison": Called("Lionel Achebe"), "how": "letter"}, status=200)
        code, address = hands.shown("strong.fh-code"), hands.shown("textarea")
        hands.now("social care")
        hands.open(address.removeprefix("http://localhost:5000"))
        hands.send({"code": code})
        hands.see("Waiting for your answer", "Poppy came to school with bruises.")
        hands.click("Accept the step-up")
        hands.click("Back to what is asked")
        hands.click("Decline the step-up")
        hands.refused("Say why", status=400)
        hands.send({"because": "The school has not been heard yet."})
        hands.see("Your answer is on the family’s record")
        self.at("kamal", "/steps").see("Declined, Lionel Achebe")

    def it_steps_down(self, *, simply: bool = False) -> None:
        hands = self.hands
        self.at("lionel", "/legal-basis").follow("/change")
        hands.send({"basis": "section_17", "because": "Poppy and Jude are children in need."})
        hands.see("Section 17: a child in need", "Nobody: a qualified social worker leads")
        hands.let_pass(days=28)
        self.at("lionel", "/step-down").send({**ASKED, "to_level": "3"})
        self.at("lionel", "/step-down/recall").send({"because": "One more visit first."})
        self.at("lionel", "/step-down").send({**ASKED, "to_level": "3"})
        self.at("mabel", "/step-down/decline").send({"because": "Kamal is away until Monday."})
        self.at("lionel", "/step-down").send({**ASKED, "to_level": "3"})
        if not simply:
            self._the_front_door_passes_it_on()
        self.at("mabel", "/step-down/accept")
        hands.refused("Name an overseer, or record early help", {"lead": Called("Kamal Osei")})
        self.at("mabel", "/legal-basis").follow("/change")
        hands.send({"basis": "early_help", "because": "The need is met by the plan."})
        panels.ask_for("down")  # as this authority wants it, for a while
        try:
            self.a_panel_advises()
        finally:
            panels.ask_for("off")
        self.at("mabel", "/step-down/accept").send({"lead": Called("Kamal Osei")})
        hands.see("Plan under way", "Kamal Osei leads")
        hands.follow("/steps")
        hands.see("Accepted", "Declined", "Taken back")

    def _the_front_door_passes_it_on(self) -> None:
        """It stands in the front door's queue; Flora takes it over from Nell and passes it to the team."""
        hands = self.hands
        hands.now("nell")
        hands.open("/requests")
        hands.click("Ashdown family")
        page = hands.path
        hands.follow("/claim")
        hands.send()
        hands.follow("/release")
        hands.send({"because": "End of the day."})
        hands.open(f"{page}/claim")
        hands.send()
        hands.now("flora")
        hands.open(f"{page}/take-over")
        hands.send({"because": "Nell has gone home."})
        hands.follow("/pass-on")
        hands.send({"says": "Rosa asked for Kamal again."})
        hands.see("Waits for a lead")

    def a_panel_advises(self) -> None:
        """The step-down waits for the panel, and the panel for the school."""
        hands = self.at("mabel", "/step-down/accept")
        hands.refused("the panel has not agreed with it yet", {"lead": Called("Kamal Osei")})
        self.at("mabel", "/steps").click("Step-down")
        hands.click("Set a day for the panel")
        hands.send({"meets_on": hands.today})
        hands.click("Record what the panel says")
        said = {"present": "Rosa, Kamal, Lionel", "because": "The family is ready."}
        hands.send({**said, "advice": "more"})
        hands.click("Set another day for the panel")
        hands.send({"meets_on": hands.today})
        hands.click("Record what the panel says")
        hands.send({**said, "advice": "agrees"})
        hands.see("The panel agrees with the step")

    def it_closes(self) -> None:
        self.it_comes_to_the_edge_of_care()
        hands = self.at("kamal", "/close")
        hands.refused("Write a short summary", {"reason": "met"}, status=400)
        numbers = [n for n in range(1, 5) if hands.has(f"result_{n}")]
        assert len(numbers) >= 2
        endings.approve_by("manager")  # as this authority wants it, for a while
        try:
            self._asks_and_is_answered(numbers)
        finally:
            endings.approve_by("off")
        hands.see("Closed", "Ring Grandma first.")
        self.something_comes_late()

    def _asks_and_is_answered(self, numbers: list[int]) -> None:
        """Kamal asks Mabel, who sends it back first."""
        hands = self.at("kamal", "/close")
        hands.see("A manager of the team approves it.")
        hands.send(
            {
                "reason": "met",
                "summary": "Mornings work, and Rosa sleeps.",
                "family_feedback": "“You came when you said.”",
                "sustaining_plan": "Ring Grandma first.",
                "who_was_told": "Poppy’s school and the GP.",
                "check_ins": ["3", "6", "12"],
                **{f"result_{n}": "met" for n in numbers},
                **{f"score_{n}": "8" for n in numbers},
            }
        )
        hands.see("Plan under way", "Answer the closing")
        hands.now("mabel")
        hands.open("/")
        hands.click("Closings to approve")
        hands.click("Ashdown family")
        hands.see("Mornings work, and Rosa sleeps.")
        hands.follow("/closing/send-back")
        hands.send({"because": "Tell Mr Bright first."})
        self.at("kamal", "/close")
        hands.see("Tell Mr Bright first.")
        hands.send({"who_was_told": "Poppy’s school, Mr Bright and the GP."})
        self.at("mabel", "/closing/approve").send()

    def something_comes_late(self) -> None:
        """Paper that comes after the end is added as what it is."""
        hands = self.at("kamal", "/notes")
        hands.follow("/late-paper")
        hands.send(
            {
                "kind": "meeting",
                "happened_on": hands.today,
                "text": "The school’s minutes of May.",
                "because": "They came today.",
            }
        )
        hands.see("The school’s minutes of May.")

    def somebody_asks_how_they_are(self) -> None:
        hands = self.hands
        self._rosa_says_by_herself_how_they_are()
        for months, days, result in ((6, 91, "slipping"), (12, 183, "re_engage")):
            hands.let_pass(days=days)
            hands.now("kamal")
            hands.open("/")
            hands.follow(f"/check-ins/{months}")
            hands.see("Ring Grandma first.")
            hands.send({"result": result, "what_was_said": f"“Month {months} was all right.”"})
        assert hands.path.endswith("/re-engage"), hands.path

    def _rosa_says_by_herself_how_they_are(self) -> None:
        """Kamal gives her a link when the first check-in is near: what she says there is the check-in."""
        hands = self.hands
        hands.let_pass(days=91)
        hands.now("kamal")
        hands.open("/")
        hands.follow("/check-ins/3")
        hands.see("Ring Grandma first.")
        hands.click("Or give somebody a link, to say it themselves")
        hands.click("Give a link")
        hands.send(status=200)
        code, address = hands.shown("strong.fh-code"), hands.shown("textarea")
        hands.now("rosa")
        hands.open(address.removeprefix("http://localhost:5000"))
        hands.send({"code": code})
        hands.click("Say how things are")
        hands.send({"kind": "still_well"})
        hands.click("Say how the help was")
        hands.send({"heard": "yes"})
        hands.see("We have what you told us")

    def they_come_back_and_change_their_mind(self) -> None:
        hands = self.hands
        hands.send({"team": Called("North"), "why": "Poppy starts at a new school."})
        first, self.case = self.case, hands.path
        assert first != self.case
        self.at("mabel").next()
        hands.send({"lead": Called("Kamal Osei")})
        self.the_family_says_yes()
        self.at("kamal", "/agreement/withdraw").send({"because": "“We can do it ourselves now.”", "route": "universal"})
        hands.see("has not agreed")
        hands.follow("/chronology")
        hands.see("withdrew")
