"""The team around the family meets, everyone gets their copy, and the family makes a plan of its own."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from tests.journeys.hands import Called
from tests.journeys.telling import Telling


class Team(Telling):
    """Kamal and whoever comes to the table."""

    def everyone_gets_their_copy(self) -> None:
        hands = self.at("kamal", "/reviews")
        hands.follow("/reviews/1")
        hands.see("The first review", "Nobody is recorded as having been given a copy yet.")
        hands.follow("/minutes")
        hands.see("What we talked about on", "Three quiet mornings.")
        self.at("kamal").next()
        assert hands.path.endswith("/reviews/1/copies"), hands.path
        hands.send({"others": "Rosa, Mr Bright"})
        hands.see("Mr Bright, on")
        self.at("kamal", "/distance").see("Practitioner: 2 nearer the goal, from 3 to 5.", "Goal")

    def the_team_looks_a_second_and_a_third_time(self) -> None:
        """With four outcomes by now; the child and the mother give scores of their own."""
        hands = self.hands
        for number, mine, child, mother in ((2, "6", "7", "5"), (3, "8", "9", "8")):
            hands.let_pass(days=35)
            self.at("kamal", "/reviews").follow("/reviews/new")
            hands.see("Last time")
            answers = {f"standing_{n}": "better" for n in range(1, 5)} | {
                f"score_{n}_practitioner": mine for n in range(1, 5)
            }
            hands.send(
                answers
                | {
                    "attended": "Rosa, Poppy, Grandma Lil, Mr Bright.",
                    "progress": f"What happened before review {number}.",
                    "family_view": "“Mornings are ours again.”",
                    "decision": "continue",
                    "score_1_child": child,
                    "score_1_parent": mother,
                }
            )
            hands.see(f"What happened before review {number}.")
        self.at("kamal", "/distance").see(
            "Practitioner: 5 nearer the goal, from 3 to 8.",
            "Child: 3 nearer the goal, from 6 to 9.",
        )

    def the_team_arranges_to_meet(self) -> None:
        hands = self.at("kamal", "/meeting")
        hands.follow("/arrange")
        on = hands.today + timedelta(days=9)
        hands.send(
            {"meets_on": on, "meets_at": "15:30", "place": "School", "agenda": "Mornings.", "others": "Grandma Lil"}
        )
        hands.see("15:30", "Grandma Lil")
        hands.follow("/change")
        hands.send({"place": "The library"})
        hands.see("The library")
        self.somebody_outside_tells_the_meeting()
        self.at("mabel", "/meeting").follow("/call-off")
        hands.send({"because": "Poppy is ill."})
        hands.see("No meeting of the team around the family is arranged.")

    def somebody_outside_tells_the_meeting(self) -> None:
        """The school is told what it needs for one question; a teacher answers it by a link and a code."""
        hands, school = self.at("kamal", "/sharing"), Called("Marsh Lane Primary School")
        hands.follow("/add")
        shared = {"purpose": "inform", "what": "That the family meets.", "basis": "agreement", "family_told": "told"}
        hands.send({"agency": school, **shared})
        hands = self.at("kamal", "/meeting")
        hands.follow("/ask")
        hands.send({"agency": school, "name": "Mr Bright", "question": "Does Poppy come on time?"}, status=200)
        link = hands.shown("textarea.govuk-textarea")
        hands.click("I have told them: go on")
        hands.click("Give a new code or link")
        hands.send(status=200)
        code = hands.shown("strong.fh-code")
        hands.now("bright")
        hands.open(urlsplit(link).path)
        hands.send({"code": code})
        hands.see("Does Poppy come on time?", "Poppy Ashdown")
        hands.not_see("Mornings.", "Rosa")
        hands.click("Give your contribution")
        hands.send({"text": "Four days of five."})
        hands.see("The link does not work again.")
        hands = self.at("kamal", "/meeting")
        hands.see("Four days of five.", "by a link and a code")
        hands.click("Say what you bring to the meeting")
        hands.send({"text": "Rosa wants to speak first."})
        hands.see("Rosa wants to speak first.", "signed in")
        hands.follow("/meeting/contributions")
        hands.see("Four days of five.")

    def the_family_makes_its_own_plan(self) -> None:
        hands = self.at("kamal", "/family-meetings")
        hands.follow("/offer")
        hands.send({"offered_to": "Rosa"})
        hands.follow("/1/declined")
        hands.send({"answered_by": "Rosa", "note": "“Not at Grandma’s.”"})
        hands.see("“Not at Grandma’s.”")
        hands.follow("/offer")
        hands.send({"offered_to": "Rosa and Lil"})
        hands.follow("/2/held")
        hands.send(
            {
                "answered_by": "Rosa, Lil, Dee",
                "plan_text": "Lil has the children on Fridays.",
                "words_1": "We want quiet Fridays.",
                "headline_1": "relationships",
            }
        )
        hands.see("Lil has the children on Fridays.")
        hands.follow("/2/plan")
        hands.see("We want quiet Fridays.")

    def bad_weeks_are_thought_of(self) -> None:
        """On the page of the plan, with a version in writing."""
        hands = self.hands
        hands.follow("/if-things-slip")
        hands.send({"text": "Ring Grandma, then school."})
        hands.see("Ring Grandma, then school.")

    def the_versions_are_compared(self) -> None:
        hands = self.at("kamal", "/plan")
        hands.follow("/plan/versions")
        hands.see("Grandma wants to help, too.")
        hands.click("Version 2 beside version 1")
        hands.see("Changed", "New", "If things slip")
