"""Who belongs to whom: relationships, parental responsibility, the wider family; nobody is left out."""

from __future__ import annotations

from tests.journeys.hands import Called
from tests.journeys.telling import Telling


class Relations(Telling):
    """Kamal records how everybody is related, and puts right what was wrong."""

    def everybody_has_their_place(self) -> None:
        hands = self.at("kamal")
        hands.click("The family")
        hands.click("Add somebody to the family")
        hands.send({"forename": "Lil", "surname": "Marsh", "role": "network"})
        hands.click("How they are related")
        hands.click("Record how Rosa Ashdown is related")
        hands.send({"other": Called("Poppy Ashdown"), "kin": "parent"})
        hands.see("Parent: Rosa Ashdown", "Child: Poppy Ashdown")
        hands.click("Record how Lil Marsh is related")
        hands.send({"other": Called("Rosa Ashdown"), "kin": "other_kin"})
        hands.click("Correct: Lil Marsh")
        hands.send({"kin": "friend", "because": "She lives next door."})
        hands.click("It has ended: Lil Marsh")
        hands.send({"ends_on": hands.today, "because": "She moved away."})
        hands.see("Friend (ended): Lil Marsh")
        hands.click("How they can help: Lil Marsh")
        hands.send({"can_help": "I ring on Sundays."})
        hands.see("I ring on Sundays.")
        self._who_decides_for_poppy()
        hands.click("Family tree picture")
        hands.see("Rosa Ashdown: parent of Poppy Ashdown")
        hands.click("Record or correct how they are related")
        self._what_is_kept_and_what_changes()
        hands.click("They no longer belong to the family: Lil Marsh")
        hands.send({"ends_on": hands.today, "because": "She wants to be left out."})
        hands.see("No longer in the family: Lil Marsh")

    def _what_is_kept_and_what_changes(self) -> None:
        hands = self.hands
        hands.click("Back to the family")
        hands.click("What is kept from whom")
        hands.click("Keep an address from somebody")
        hands.send({"people": [Called("Rosa Ashdown")], "other": Called("Lil Marsh"), "because": "Rosa asks for it."})
        hands.click("It is no longer kept")
        hands.send({"because": "They talked."})
        hands.see("They talked.")
        hands.click("Back to the family")
        hands.click("Add somebody to the family")
        hands.send({"forename": "Baby", "surname": "Quill", "role": "child", "due_date": hands.today})
        hands.click("Details of Baby Quill")
        hands.click("Baby Quill was born")
        hands.send({"born_on": hands.today, "forename": "Wren"})
        hands.click("Details of Wren Quill")
        hands.click("Wren Quill has died")
        hands.send({"died_on": hands.today})
        hands.click("Details of Wren Quill")
        hands.click("The death of Wren Quill was recorded by mistake")
        hands.send({"because": "It was another child."})
        hands.click("How they are related")
        hands.click("They no longer belong to the family: Wren Quill")
        hands.send({"ends_on": hands.today, "because": "Only for this story."})
        hands.click("How they are related")

    def _who_decides_for_poppy(self) -> None:
        hands = self.hands
        hands.click("Record who holds it for Poppy Ashdown")
        hands.send({"holder": Called("Rosa Ashdown"), "ground": "birth_mother"})
        hands.see("Rosa Ashdown: Birth mother")
        hands.click("Correct what is held of Rosa Ashdown and Poppy Ashdown")
        hands.send({"ground": "adoption", "because": "The order was seen."})
        hands.click("It has ended: Rosa Ashdown, Poppy Ashdown")
        hands.send({"ends_on": hands.today, "because": "Only for this story."})
        hands.see("Only for this story.")
