"""Practice audit, from the tool and the draw to the closed action."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.hands import Called
from tests.journeys.telling import Telling


class Audits(Telling):
    """Mabel plans, Morag audits, Kamal thinks about his own work."""

    def the_audit_tool_is_made(self) -> None:
        """The administrator makes the next version of the checklist."""
        hands = self.hands
        hands.now("adam")
        hands.open("/")
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
        hands.click("Practice audits")
        hands.see("0 of 1 open cases were not audited within a year")
        hands.click("Plan a round of audits")
        hands.refused("Choose at least one auditor", {"name": "Spring audits"}, status=400)
        hands.send(
            {
                "due_on": hands.today + timedelta(days=30),
                "which": "checklist",
                "size": "3",
                "sampling": "random",
                "auditors": Called("Morag Ellery"),
            }
        )
        hands.next()
        hands.see("1 cases can be drawn from")
        hands.send()
        hands.see("Morag Ellery", "Not begun")
        hands.click("Draw again, to check")
        hands.see("It is the same draw", "What was kept is what the chronology of this round says.")
