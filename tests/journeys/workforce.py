"""Everybody's work: a caseload goes over to somebody else."""

from __future__ import annotations

from tests.journeys.hands import Called
from tests.journeys.telling import Telling


class Workforce(Telling):
    """Those who carry families, and whoever sees to it that somebody always does."""

    def everything_is_handed_over(self) -> None:
        """Kamal is to leave: his manager gives his families to Colette, all together."""
        hands = self.hands
        hands.now("adam")
        hands.open("/people")
        hands.click("Kamal Osei")
        hands.follow("/suspend")
        hands.see("What is to be handed over, and by whom", "Mabel Thorne")
        hands.not_see("Ashdown")
        hands.now("mabel")
        hands.open("/")
        hands.click("Your teams’ work")
        hands.click("Hand over the families of Kamal Osei")
        hands.see("that you can hand over", "Ashdown family", "Suggested: Colette Barr")
        talked = {"because": "Kamal leaves.", "handover": "Ring before each visit."}
        hands.refused("Choose who will lead", talked)
        hands.send({"lead_all": Called("Colette Barr: 0 families, weight 0")})
        hands.see("The whole team")
        hands.now("colette")
        hands.open("/")
        hands.see("Ashdown family")
        hands.open(self.case)
        hands.see("Colette Barr leads")
