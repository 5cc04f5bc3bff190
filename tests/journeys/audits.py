"""Practice audit, from the tool and the draw to the closed action."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.hands import Called
from tests.journeys.telling import Telling

AGREED = {
    "grade_multi_agency": "good",
    "grade_impact": "requires_improvement",
    "because": "Jude was seen twice, and alone once.",
}


class Audits(Telling):
    """Mabel plans, Morag audits, Kamal thinks about his own work."""

    def the_audit_tool_is_made(self) -> None:
        """The administrator makes the next version of the checklist."""
        hands = self.hands
        hands.now("adam")
        hands.open("/")
        hands.click("All pages")
        hands.click("Audit tools")
        hands.see("Was each child seen and heard?", "Version 1 counts now")
        hands.click("Make the next version of “Checklist for lead professionals”")
        hands.send()
        hands.follow("/domains/new")
        hands.send({"name": "Fathers", "question": "Was the children’s father asked?"})
        hands.follow("/domains/own_1")
        hands.send({"safety": True})
        hands.follow("/domains/plan")
        hands.follow("/leave-out")
        hands.send()
        hands.follow("/use")
        hands.send()
        hands.see("It stays as it is.")

    def a_round_of_audits_is_drawn(self) -> None:
        """Mabel plans a round, draws it, and shows that the same draw comes out again."""
        hands = self.hands
        hands.now("mabel")
        hands.open("/")
        hands.click("All pages")
        hands.click("Practice audits")
        hands.see("first day: 0 of 1 open cases")
        hands.click("Plan a round of audits")
        hands.refused("Choose at least one auditor", {"name": "Spring audits"}, status=400)
        hands.send(
            {
                "due_on": hands.today + timedelta(days=30),
                "which": "checklist",
                "size": "3",
                "sampling": "random",
                "auditors": [Called("Morag Ellery")],
            }
        )
        hands.next()
        hands.see("those that are being audited: 1.")
        hands.send()
        hands.see("Morag Ellery", "Not begun")
        hands.click("Draw again, to check")
        hands.see("It is the same draw", "What was kept is what the chronology of this round says.")

    def an_audit_is_held(self) -> None:
        """Morag sees the family while she audits it, Kamal thinks about his own work, and safety limits the whole."""
        hands = self.hands
        hands.now("morag")
        hands.open("/")
        hands.click("Audits that concern you")
        hands.click("Ashdown family")
        self.audit = hands.path
        hands.next()
        hands.send()
        hands.now("kamal")
        hands.open("/audits/mine")
        hands.see("You have not written about your own work yet.")
        hands.click("Ashdown family")
        hands.see("You can read the grades once the audit is finished.")
        hands.click("Write about your own work")
        hands.send({"text": "I saw Jude too rarely."})
        hands.now("morag")
        hands.open(self.audit)
        hands.see("I saw Jude too rarely.")
        hands.click("The whole case")
        hands.see("Ashdown family")
        hands.open(self.audit)
        hands.next()
        hands.refused("Say why", {"grade": "good"}, status=400)
        hands.send({"why": "Rosa knows what is shared."})
        for slug, given in (("voice", "inadequate"), ("assessment", "good"), ("multi_agency", "outstanding")):
            hands.send({"grade": given, "why": f"What the record says of {slug}."})
        hands.send({"grade": "requires_improvement", "why": "Little is better yet."})
        hands.send({"grade": "not_applicable", "why": "He died."})
        hands.next()
        hands.send({"strengths": "Visits are kept.", "family_said": "“She rings.”", "family_asked": "By telephone."})
        hands.next()
        hands.see("“Voice and lived experience” is about safety and was graded inadequate")
        hands.refused("so the overall grade is inadequate", {"overall": "good", "held_on": hands.today})
        hands.send({"overall": "inadequate", "again_by": hands.today + timedelta(days=90)})
        hands.see("It stays as it is.", "To be audited again by")
        hands.open(self.case, status=404)
        self.at("kamal", "/chronology").see("finished a practice audit of this case")
        hands.not_see("Inadequate")
        hands.open("/audits/mine")
        hands.click("Ashdown family")
        hands.see("Inadequate", "What the record says of voice.")

    def it_is_moderated_blind(self) -> None:
        """Mabel planned the round and has not read the grades. She grades the same case, and then both agree."""
        hands = self.hands
        hands.now("mabel")
        hands.open("/audit-rounds")
        hands.click("Spring audits")
        hands.click("Ask for a second look")
        hands.send({"moderator": Called("Mabel Thorne")})
        hands.see("A second look is under way")
        hands.open(self.audit, status=404)
        hands.open("/audits/mine")
        hands.click("Ashdown family")
        hands.see("A second look, held blind.")
        hands.next()
        hands.send()
        hands.next()
        for _ in range(5):
            hands.send({"grade": "good", "why": "So the record says."})
        hands.send({"grade": "not_applicable", "why": "He died."})
        hands.not_see("Inadequate")
        hands.next()
        hands.send({"overall": "good"})
        hands.click("Both audits side by side")
        hands.see("What the record says of voice.", "Differs")
        hands.next()
        hands.refused("so the overall grade is inadequate", AGREED | {"grade_voice": "inadequate", "overall": "good"})
        hands.send(AGREED | {"grade_voice": "requires_improvement", "overall": "good"})
        hands.see("Jude was seen twice, and alone once.")
        hands.open("/audits/agreement")
        hands.see("Cases graded by two", "5 pairs")
        hands.now("kamal")
        hands.open(self.audit)
        hands.see("Agreed after a second look", "Jude was seen twice, and alone once.")

    def an_action_follows_and_is_closed(self) -> None:
        """Morag gives Kamal an action; he says that it is done; she closes it. And the case is audited again."""
        hands = self.hands
        hands.now("morag")
        hands.open(self.audit)
        hands.click("Add an action")
        on = hands.today + timedelta(days=14)
        hands.send({"what": "See Jude alone.", "owner": Called("Kamal Osei"), "due_on": on})
        hands.see("See Jude alone.", "Kamal Osei, by")
        hands.now("kamal")
        hands.open("/audits/mine")
        hands.see("Actions that are yours", "See Jude alone.")
        hands.click("It is done")
        hands.refused("Say what was done", {"what": " "}, status=400)
        hands.send({"what": "He showed me his room."})
        hands.see("Reported done")
        hands.now("morag")
        hands.open("/audit-rounds")
        hands.click("Actions from audits")
        hands.see("Reported done")
        hands.click("Close")
        hands.see("Done: He showed me his room.")
        hands.send({"because": "Read the note of the visit."})
        hands.see("No action is open.")
        hands.open("/audits/re-audits")
        hands.click("Give it to an auditor")
        hands.send({"auditor": Called("Morag Ellery")})
        hands.see("Morag Ellery has it.")
        hands.open("/audits/mine")
        hands.click("Ashdown family")
        hands.see("The earlier audit, which asked for this one")
        hands.open("/audits/re-audits")
        hands.click("Give it to somebody else")
        hands.send({"auditor": Called("Mabel Thorne"), "because": "I am away in summer."})
        hands.see("Mabel Thorne has it.")

    def what_the_audits_show(self) -> None:
        """Mabel reads the patterns, and prints what the round found."""
        hands = self.hands
        hands.now("mabel")
        hands.open("/audit-rounds")
        hands.click("Patterns in audits")
        hands.see("Voice and lived experience", "North family help", "of 1 only", "Not known")
        hands.click("Only North family help")
        hands.see("By domain")
        hands.open("/audit-rounds")
        hands.click("Spring audits")
        hands.click("What was found, to print")
        hands.see("1 of 1", "it names no family and no worker")
        hands.not_see("Ashdown", "Kamal", "Morag")
