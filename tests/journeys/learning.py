"""What the family says about the help, what workers say, and what is learned from it."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.hands import Called
from tests.journeys.telling import Telling


class Learning(Telling):
    """Rosa, Kamal and Mabel."""

    def the_mother_says_how_the_help_was(self) -> None:
        """On the family's own page, which is open."""
        hands = self.hands
        hands.click("Say how the help was")
        hands.send({"heard": "no", "again": "yes", "differently": "Ask Poppy, too."})
        hands.see("Thank you. We have what you told us")
        hands.click("Back to the plan")
        hands.see("We were not listened to", "Ask Poppy, too.")

    def the_family_says_how_the_help_was(self) -> None:
        hands = self.at("kamal", "/feedback")
        hands.see("Ask Poppy, too.")
        hands.follow("/feedback/paper")
        hands.see("Did the people who help you listen to you?")
        self.at("kamal", "/feedback").follow("/feedback/new")
        hands.send(
            {"how": "on_paper", "who": Called("Poppy Ashdown (Child)"), "heard": "yes", "differently": "Come to swim."}
        )
        hands.see("Come to swim.", "Child: Poppy Ashdown")
        self.at("kamal", "/tell-managers").send({"works": "mostly", "text": "No room to meet in."})
        hands.open("/tell-managers")
        hands.send({"works": "yes", "text": "The rota works."})
        hands.now("mabel")
        hands.open("/")
        hands.click("What families tell us")
        hands.see("As children say it", "1 of 1", "As parents and carers say it")
        hands.open("/")
        hands.click("What workers say")
        hands.see("No room to meet in.", "The rota works.")

    def somebody_complains(self) -> None:
        hands = self.hands
        hands.now("mabel")
        hands.open("/complaints")
        hands.follow("/complaints/new")
        asked = {"kind": "complaint", "said_by": "family", "about": "worker", "text": "He did not ring."}
        hands.refused("Choose who handles the complaint", asked)
        hands.send({"handler": Called("Mabel Thorne"), "concerns": Called("Kamal Osei"), "name": "Rosa"})
        hands.click(self.said_on())
        hands.see("Say that the complaint came", "He did not ring.")
        hands.follow("/acknowledge")
        hands.send({"on": hands.today})
        hands.follow("/hand-over")
        hands.send({"handler": Called("Morag Ellery"), "because": "I lead the team."})
        hands.now("morag")
        hands.open("/complaints")
        hands.click(self.said_on())
        hands.see("Answer the complaint", "None")
        hands.follow("/answer")
        hands.send(
            {
                "found": "partly",
                "because": "The diary says so.",
                "told": "We are sorry.",
                "lesson": "Ring the day before.",
            }
        )
        hands.see("Partly upheld", "Ring the day before.", "gave it to Morag Ellery to answer")
        hands.open("/complaints")
        hands.follow("/complaints/held")
        hands.see("Partly upheld")

    def something_is_learned(self) -> None:
        hands = self.hands
        hands.now("lena")
        hands.open("/what-we-heard", status=404)
        self.at("mabel", "/feedback").click("Make a learning theme")
        written = {
            "title": "Ask the children",
            "seen": "Poppy was not asked.",
            "good": "Each child is asked.",
            "change": "The first visit has a half hour for the children.",
            "owner": Called("Mabel Thorne"),
            "due_on": hands.today + timedelta(days=30),
        }
        hands.refused("“Poppy” is a name", written)
        hands.send({"seen": "The child was not asked."})
        theme = hands.path
        hands.see("Mabel Thorne sees to it.")
        hands.follow("/change")
        hands.send({"good": "Each child is asked alone."})
        hands.follow("/sources")
        hands.send({"kind": "practice"})
        hands.follow("/publish")
        hands.send({"heard": "You told us that nobody asked the children.", "changed": "Now we ask each child."})
        hands.follow("/finish")
        hands.send({"came_of_it": "Nine of ten children were asked."})
        hands.now("lena")
        hands.open("/")
        hands.click("All pages")
        hands.click("What we are learning")
        hands.see("Each child is asked alone.", "Nine of ten children were asked.")
        hands.open("/what-we-heard")
        hands.see("You told us that nobody asked the children.")
        hands.now("mabel")
        hands.open("/themes")
        hands.click("Ask the children")
        assert hands.path == theme
        hands.follow("/withdraw")
        hands.send({"because": "A better one comes."})
        hands.see("Families read this before")

    def said_on(self) -> str:
        """How today is written on a page."""
        return f"{self.hands.today:%-d %B %Y}"
