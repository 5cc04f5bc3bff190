"""A professional disagreement, from a declined step to what was learned."""

from __future__ import annotations

from tests.journeys.hands import Called
from tests.journeys.telling import Telling

MABEL = Called("Mabel Thorne, Team manager")


class Disagreeing(Telling):
    """Kamal and social care see it differently; their managers and heads talk."""

    def they_disagree(self) -> None:
        """The step-up was declined. It goes through every stage, held by somebody at each, and ends."""
        hands = self.at("kamal", "/steps")
        hands.click("Step-up, ")
        hands.click("You see it differently: raise a professional disagreement")
        hands.refused("Say what you think", {"about": "The step-up was declined."}, status=400)
        hands.send(
            {
                "about": "The step-up was declined.",
                "side": "social_care",
                "other_side": "Lionel Achebe",
                "our_view": "Poppy is afraid to go home.",
                "other_view": "The plan works.",
            }
        )
        hands.see("Kamal Osei holds it until", "The workers talk", "holds the family meanwhile")
        self._goes_on("Kamal rang Lionel.", MABEL)
        self._opened_by("mabel")
        hands.follow("/holder")
        hands.send(
            {"holder": Called("Lionel Achebe, Social care liaison"), "because": "Social care leads these talks."}
        )
        self._opened_by("lionel")
        hands.see("Lionel Achebe holds it until", "Their team managers talk")
        self._goes_on("Mabel met Lionel.", MABEL)
        self._opened_by("mabel")
        self._goes_on("The service managers met.", MABEL)
        hands.next()
        hands.send(
            {
                "who_talked": "Both heads of service.",
                "decided": "A joint visit on Friday, then the step-up again.",
                "result": "decided",
                "learned": "The school is rung before a step-up is declined.",
            }
        )
        hands.see("The heads of service decided", "The school is rung before a step-up is declined.")
        self.at("kamal", "/disagreements").see("The heads of service decided: it ends here")

    def it_comes_to_the_edge_of_care(self) -> None:
        """The family goes on the register, the panel decides, its network is paid, and it comes off again."""
        hands = self.at("kamal", "/edge-of-care")
        hands.follow("/flag")
        hands.refused("Say why", {"reason": ""}, status=400)
        hands.send({"reason": "Rosa says that she cannot keep Poppy at home."})
        hands.see("On the register since", "Rosa says that she cannot keep Poppy at home.")
        hands.follow("/support")
        hands.refused("in pounds", {"kind": "network", "what": "Grandma, on weekends.", "cost": "a lot"}, status=400)
        hands.send({"cost": "1,250.50"})
        hands.see("Family network support package", "£1,250.50")
        hands.now("mabel")
        hands.open("/edge-of-care")
        hands.click("Ashdown family")
        hands.follow("/look")
        hands.send({"look": "panel", "decided": "The children stay, with Grandma’s help."})
        hands.see("The children stay, with Grandma’s help.")
        self.at("kamal", "/edge-of-care").follow("/off")
        hands.send({"because": "Six calm weeks."})
        hands.see("not on the edge-of-care register now", "Six calm weeks.")

    def _opened_by(self, who: str) -> None:
        self.hands.now(who)
        self.hands.open("/disagreements")
        self.hands.click("Ashdown family")

    def _goes_on(self, who: str, holder: Called) -> None:
        self.hands.next()
        self.hands.send({"who_talked": who, "decided": "We still differ.", "result": "not_agreed", "holder": holder})
