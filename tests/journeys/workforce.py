"""Everybody's work: a caseload goes over to somebody else."""

from __future__ import annotations

from datetime import timedelta

from familyhelp.extensions import db
from familyhelp.models import Practitioner
from familyhelp.practice.references import write_code
from tests.journeys.hands import Called
from tests.journeys.telling import Telling


class Workforce(Telling):
    """Those who carry families, and whoever sees to it that somebody always does."""

    def somebody_is_on_leave(self) -> None:
        """Kamal is away; Colette sees to his families meanwhile, and his manager ends it when he comes back early."""
        hands = self.hands
        hands.now("kamal")
        hands.open("/")
        hands.click("Leave and cover")
        hands.click("Record your own leave")
        days = {"starts_on": hands.today, "ends_on": hands.today + timedelta(days=5)}
        hands.refused("Choose who covers", days | {"note": "Ring the office first."}, status=400)
        hands.send({"cover": Called("Colette Barr")})
        hands.see("Away now", "Ring the office first.")
        hands.now("colette")
        hands.open("/")
        hands.see("Covering for Kamal Osei until", "Ashdown family")
        hands.now("mabel")
        hands.open("/leave/new/" + self._colette(), status=200)
        hands.refused("covers for somebody on some of these days", days | {"cover": Called("Mabel Thorne")})
        hands.open("/leave")
        hands.click("End it now")
        hands.send()
        hands.see("Ended on")

    def somebody_chooses_how_they_are_told(self) -> None:
        """A message once a week, and a calendar whose address is shown once."""
        hands = self.hands
        hands.now("kamal")
        hands.open("/")
        hands.click("How you are told")
        hands.see("Each working day")
        hands.click("Change how often")
        hands.send({"rhythm": "weekly"})
        hands.see("Once a week, on its first working day")
        hands.click("Make an address for your calendar")
        hands.send(status=200)
        assert "/calendar/" in hands.shown("textarea")
        hands.click("I have it: go on")
        hands.see("Nobody has read it yet.")
        hands.click("End the address")
        hands.send()
        hands.see("Make an address for your calendar")

    def the_authority_sets_a_clock(self) -> None:
        """An administrator gives families two more days for the plan; days that are set stay."""
        hands = self.hands
        hands.now("adam")
        hands.open("/clocks")
        hands.click("Change: Agree the plan with the family")
        said = {"length": "120", "because": "The board agreed.", "from_on": hands.today + timedelta(days=1)}
        hands.refused("This clock is due after 1 to 30", said)
        hands.send({"length": "12", "late": "15"})
        hands.see("12 working days")
        hands.click("Set the working hours")
        hours = {"opens": "8:30", "closes": "16", "because": "The new opening times.", "from_on": hands.today}
        hands.refused("New hours count from tomorrow", hours)
        hands.send({"from_on": hands.today + timedelta(days=1)})
        hands.see("count from 09:00 to 17:00", "08:30 to 16:00")

    def a_manager_asks_who_looked(self) -> None:
        """Mabel reads who opened the family and what Kamal opened; there is nothing to ask him."""
        hands = self.hands
        hands.now("mabel")
        hands.open(self.case)
        hands.click("The family")
        hands.click("Who looked at this family")
        hands.see("Kamal Osei", "Case: Open a case")
        hands.open("/looks")
        hands.see("What is unusual in what people opened")
        hands.click("Looks, person by person")
        hands.click("Kamal Osei")
        hands.see("What Kamal Osei looked at", "Ashdown family")
        hands.open(f"/looks/people/{self._reference('Kamal Osei')}/questions/refused")
        hands.refused("Nothing is to be asked", {"said": "It was a mistake."})

    def somebody_opens_a_family_for_a_reason(self) -> None:
        """Flora is rung about the family and reads its case; Mabel says that it was right."""
        hands = self.hands
        hands.now("flora")
        hands.open(self.case, status=404)
        hands.open("/search")
        hands.send({"q": "Rosa Ashdown"})
        hands.click("Ashdown family")
        hands.click("Open its cases for a reason")
        hands.refused("in a few words", {"kind": "at_risk", "because": "Shouting."})
        hands.send({"because": "A neighbour rings about shouting."})
        hands.open(self.case)
        hands.see("You read this family for a reason alone")
        hands.now("mabel")
        hands.open("/")
        hands.click("Somebody opened a family of yours for a reason: review it")
        hands.click("Review it")
        hands.see("A neighbour rings about shouting.", "Open a case")
        hands.send({"verdict": "right", "words": "She rang me right away."})
        hands.see("There is none.")

    def _colette(self) -> str:
        return self._reference("Colette Barr")

    def _reference(self, name: str) -> str:
        """The reference of somebody, as it stands in the address of the pages about them."""
        found = db.session.query(Practitioner).filter_by(name=name).one()
        code = write_code(found.code)
        db.session.commit()
        return code

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

    def records_are_kept_and_held(self) -> None:
        """An administrator sets how long records are kept; Mabel puts a family on hold, and looks at that again."""
        hands = self.hands
        hands.now("adam")
        hands.open("/retention")
        hands.click("Change: A family that was helped")
        hands.refused("Records are kept for 1 to 30 years.", {"years": "99", "because": "Our schedule."})
        hands.send({"years": "8"})
        hands.see("8 years, and until the youngest child is 25")
        hands.click("Register of lawful bases")
        hands.see("Proposed by this service: nobody of the authority has confirmed it")
        hands.click("Confirm or change it: Sharing with partners")
        board = {"because": "Our board, 4 May.", "review_on": hands.today + timedelta(days=300)}
        hands.refused("Name the law", board | {"law": ""})
        hands.send({"law": "Children Act 2004, section 10"})
        hands.see("Set by Adam Quist on")
        hands.now("mabel")
        hands.open(self.case)
        hands.click("The family")
        hands.click("Put the family on legal hold")
        hands.send({"because": "A claim: SAL/2026/14.", "review_on": hands.today + timedelta(days=60)})
        hands.see("On legal hold")
        hands.open("/holds")
        hands.click("Look at it")
        hands.send({"review": "lifted", "because": "The claim was settled."})
        hands.not_see("On legal hold")

    def records_are_disposed_of(self) -> None:
        """Years later a request for help of no family may go: Mabel proposes it, an administrator looks and decides."""
        hands = self.hands
        hands.let_pass(days=7 * 366)
        hands.now("mabel")
        hands.open("/disposals/due")
        hands.click("Requests for help of no family")
        hands.click("Look at it")
        hands.send({"because": "Its time is over."})
        hands.see("Waits for somebody else to decide")
        hands.now("adam")
        hands.open("/disposals")
        hands.click("Look at it")
        hands.send({"decision": "approve", "words": "I looked at the register of complaints."})
        hands.see("What went")
