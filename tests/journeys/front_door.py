"""At the front door: a request for help, its people, its decision; and a child in danger."""

from __future__ import annotations

from datetime import date

from tests.journeys.hands import Called
from tests.journeys.telling import Telling


class FrontDoor(Telling):
    """Flora, and Nell who is new."""

    def a_school_asks_for_help(self) -> None:
        hands = self.hands
        hands.now("flora")
        hands.open("/")
        hands.follow("/requests")
        hands.follow("/requests/new")
        people = {
            **named(0, "Rosa", "parent", date(1989, 2, 11)),
            **named(1, "Poppy", "child", date(2017, 5, 4)),
            **named(2, "Ned", "child", date(2024, 8, 1)),
        }
        asked = {
            "source": "2A",
            "referrer_name": "Mr Bright, class teacher",
            "referrer_email": "bright@example.org",
            "urgency": "routine",
            "address": "4 Quay Street, Saltmere",
            "postcode": "SW1A 1AA",
            "family_knows": True,
        }
        hands.refused("Write what help is needed", {**asked, **people}, status=400)
        hands.send({"needs": "Mornings are hard and school is missed."})
        hands.see("Mornings are hard and school is missed.", "Rosa Ashdown", "Poppy Ashdown", "Ned Ashdown")
        self.request = hands.path

    def the_people_are_matched_and_it_is_decided(self, *, simply: bool = False) -> None:
        hands = self.hands
        if not simply:
            self._the_request_changes_hands()
        hands.next()
        hands.see("Rosa Ashdown")
        hands.send({"person": Called("Rosa Ashdown")})
        hands.send({"person": Called("Poppy Ashdown")})
        hands.send({"person": "new"})
        if not simply:
            hands.open(f"{self.request}/people/2/undo")
            hands.send({"because": "Another Poppy."})
            hands.next()
            hands.send({"person": Called("Poppy Ashdown")})
        hands.next()
        hands.send(
            {
                "level": "3",
                "outcome": "targeted",
                "team": Called("North"),
                "rationale": "Several needs, and the family wants help.",
            }
        )
        hands.see("Targeted key work")
        hands.open("/search")
        hands.send({"q": "Ashdoun"})
        hands.click("Ashdown family")
        hands.see("Ned Ashdown")

    def _the_request_changes_hands(self) -> None:
        hands = self.hands
        hands.open(f"{self.request}/claim")
        hands.send()
        hands.follow("/release")
        hands.send({"because": "End of the day."})
        hands.now("nell")
        hands.open("/requests")
        hands.follow(self.request)
        hands.open(f"{self.request}/claim")
        hands.send()
        hands.now("flora")
        hands.open(f"{self.request}/take-over")
        hands.send({"because": "Nell is ill."})
        hands.follow("/correct")
        hands.send({"tried": "A breakfast club."})
        hands.follow("/urgency")
        hands.send({"urgency": "urgent", "because": "The flat is at risk."})
        hands.see("A breakfast club.", "Urgent")

    def somebody_is_held_twice(self) -> None:
        hands = self.hands
        hands.now("flora")
        hands.open("/search")
        hands.send({"q": "Ashdown"})
        hands.click("Ashdown family")
        hands.follow("/add")
        again = {"forename": "Poppie", "surname": "Ashdown", "role": "child", "birth_date": date(2017, 5, 4)}
        hands.refused("Somebody like this is already held", again, status=409)
        hands.send({"person": "new"})
        hands.click("Details of Poppie Ashdown")
        hands.click("Is this person held twice?")
        hands.click("Look at both")
        both = hands.path
        hands.send({"because": "One birthday, one mother."})
        hands.see("took in")
        hands.click("Undo this merge")
        hands.send({"because": "They are cousins."})
        hands.open(both)
        hands.click("They are two people")
        hands.send({"because": "They are cousins."})

    def a_child_is_in_danger(self) -> None:
        hands = self.hands
        hands.now("flora")
        hands.open("/requests/new")
        hands.send(
            {
                "source": "6",
                "needs": "Called out at night.",
                "urgency": "safeguarding",
                "risk": "A child alone with a man who has hurt her.",
                **named(0, "Isla", "child", date(2019, 1, 5), surname="Merrow"),
            }
        )
        hands.next()
        hands.send({"rationale": "Statutory social care was rung at once."})
        hands.now("lionel")
        hands.open("/")
        hands.open("/requests")
        hands.click("Isla")
        hands.next()
        hands.send({"who": "Lionel Achebe, assessment team", "how": "themselves"})
        hands.see("Lionel Achebe")


def named(row: int, forename: str, role: str, born: date, surname: str = "Ashdown") -> dict[str, object]:
    """A person of a request, in their row of the form."""
    return {
        f"people-{row}-forename": forename,
        f"people-{row}-surname": surname,
        f"people-{row}-role": role,
        f"people-{row}-birth_date": born,
    }
