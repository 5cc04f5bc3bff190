"""What comes of notes: who was seen, what somebody follows up, what the family says beside them; who takes over."""

from __future__ import annotations

from tests import uploaded
from tests.attachment_stories import LETTER, a_picture
from tests.journeys.hands import Called
from tests.journeys.telling import Telling


class Noting(Telling):
    """Kamal writes, the family reads, and whoever comes after knows."""

    def something_important_happens(self) -> None:
        hands = self.at("kamal", "/notes")
        hands.follow("/notes/new")
        hands.send(
            {
                "kind": "significant",
                "headline": "Poppy’s father came back",
                "text": "He rang from the station. Rosa is glad, and worried.",
            }
        )
        hands.click("Significant event")
        hands.follow("/follow-ups/new")
        hands.send(
            {"what": "Ask Rosa what she wants to tell Poppy.", "of": Called("Kamal Osei"), "due_on": hands.today}
        )
        hands.see("Ask Rosa what she wants to tell Poppy.")
        hands.open("/")
        hands.see("Ask Rosa what she wants to tell Poppy.")
        self.at("kamal", "/notes").click("Significant event")
        hands.click("Answer")
        hands.send({"answer": "They told her together on Sunday."})
        hands.see("They told her together on Sunday.")

    def the_family_reads_a_note(self) -> None:
        hands = self.at("kamal", "/notes")
        hands.click("Significant event")
        hands.follow("/share")
        hands.send({"shared_with": "Rosa"})
        hands.follow("/comments/new")
        hands.send({"said_by": "Rosa", "text": "It was Sunday morning, not evening."})
        hands.see("It was Sunday morning, not evening.")

    def a_child_draws_her_morning(self) -> None:
        hands = self.at("kamal", "/attachments")
        hands.follow("/attachments/new")
        picture = uploaded.a_file(a_picture(), "IMG_2034.jpg")
        hands.send(
            {"kind": "drawing", "title": "Poppy’s morning", "words": "That is me, running in water.", "file": picture}
        )
        hands.see("Poppy’s morning", "That is me, running in water.", "Photo (JPEG)")
        hands.follow("/attachments/new")
        hands.send({"kind": "letter", "title": "The wrong letter", "file": uploaded.a_file(LETTER, "letter.txt")})
        hands.follow("/remove")
        hands.send({"because": "It belongs to another family."})
        hands.see("It belongs to another family.")

    def somebody_asks_what_is_held(self) -> None:
        hands = self.at("mabel")
        hands.click("The family")
        hands.follow("/everything-held")
        hands.click("Rosa")
        hands.send({"purpose": "Rosa asked on Monday; I know her."})
        hands.see("Everything held about one person")

    def whoever_takes_over_knows(self) -> None:
        """Lena has just become the lead."""
        hands = self.at("lena")
        hands.see("Rosa likes a text before each visit.")
        hands.follow("/summary")
        hands.see("Poppy")
        self.at("lena", "/handover/read").send()
        self.at("lena").click("Ask the family again whether it agrees")
        hands.send({"agreed_by": "Rosa", "how": "in_person"})
        hands.not_see("Ask the family again")
        self.at("lena", "/family-told").send({"told_how": "in_person", "told_by": "Kamal"})
        hands.not_see("Rosa likes a text before each visit.")
        hands.follow("/journey")
        hands.see("Poppy’s father came back")
