"""The work with a family: a lead, its yes, the assessment, the plan, reviews, notes, the team around it."""

from __future__ import annotations

from datetime import date, timedelta

from tests.journeys.hands import Called
from tests.journeys.noting import Noting
from tests.journeys.team import Team


def outcome(words: str, headline: str = "education") -> dict[str, str]:
    """What is answered about one outcome."""
    return {
        "words": words,
        "headline": headline,
        "how_we_know": "On time four days of five.",
        "start_score": "3",
        "goal_score": "7",
    }


class Work(Team, Noting):
    """Kamal, his manager and his partners."""

    def the_manager_gives_it_to_a_key_worker(self) -> None:
        hands = self.hands
        hands.now("mabel")
        hands.open("/")
        hands.click("Ashdown family")
        self.case = hands.path
        hands.see("Waiting for a lead")
        hands.next()
        hands.refused("Choose who will lead", {"because": "Near."}, status=400)
        hands.send({"lead": Called("Kamal Osei"), "because": "Knows the school."})
        hands.see("Kamal Osei leads", "Assessment")

    def supervision_is_held(self) -> None:
        """Mabel and Kamal talk about the family; the decision is on its record, the rest between the two of them."""
        hands = self.hands
        hands.now("mabel")
        hands.open("/")
        hands.click("Supervision")
        hands.see("Kamal Osei", "Never; leads families since")
        hands.click("Begin")
        hands.send({"held_on": hands.today})
        hands.follow("/finish")
        hands.refused("No family was discussed yet")
        hands.click("Back to the supervision")
        hands.follow("/private")
        hands.send({"wellbeing": "Kamal needs his Fridays.", "development": "A course on scaling."})
        hands.see("Kamal needs his Fridays.", "Never discussed in supervision.")
        hands.click("Ashdown family")
        hands.see("Plan under way", "since", "First score 3, goal 7")
        hands.send({"decision": "See Poppy alone before the next review."})
        hands.follow("/finish")
        hands.send()
        hands.see("Finished on")
        hands.now("kamal")
        hands.open("/")
        hands.click("Your own supervision")
        hands.click("with Mabel Thorne")
        hands.see("Kamal needs his Fridays.")
        hands.click("What was decided")
        hands.see("See Poppy alone before the next review.", "Management oversight")

    def a_group_thinks_together(self) -> None:
        """Mabel, Kamal and Colette; what they decide for the family is on its record, what they learned among them."""
        hands = self.hands
        hands.now("mabel")
        hands.open("/")
        hands.click("All pages")
        hands.click("Group supervision")
        hands.click("Begin group supervision")
        hands.refused("Choose at least 2 workers", {"question": "How do we hear a quiet child?", "workers": []})
        hands.send({"workers": [Called("Kamal Osei"), Called("Colette Barr")]})
        hands.see("Colette Barr, Kamal Osei")
        hands.click("Ashdown family")
        hands.see("Last discussed in supervision")
        hands.send({"decision": "Draw with Poppy at the next visit."})
        hands.follow("/finish")
        hands.refused("Write what the group learned")
        hands.click("Back to the group supervision")
        hands.follow("/learned")
        hands.send({"learned": "Draw first, then talk."})
        hands.follow("/finish")
        hands.send()
        hands.now("kamal")
        hands.open("/supervision/groups")
        hands.click("How do we hear a quiet child?")
        hands.see("Draw first, then talk.")

    def the_family_says_yes(self) -> None:
        hands = self.hands
        hands.now("kamal")
        hands.open("/")
        hands.follow(self.case)
        hands.next()
        hands.click("They said no")
        hands.send({"refused_by": "Rosa", "because": "“Not yet.”", "route": "universal"})
        hands.next()
        hands.send({"agreed_by": "Rosa, and Poppy who is 8", "how": "in_person"})
        hands.see("agreed to work together")

    def the_family_is_known_better(self) -> None:
        hands = self.at("kamal")
        hands.click("The family")
        family = hands.path
        hands.click("Details of Ned")
        hands.send({"known_as": "Neddy", "sex": "M"})
        hands.see("Neddy")
        hands.click("Address of Neddy")
        hands.send({"lines": "9 Hill Rise, Saltmere", "postcode": "SW1A 2AA", "hidden": True})
        hands.open(family)
        hands.follow("/add")
        hands.send({"forename": "Iris", "surname": "Vane", "role": "network", "birth_date": date(1958, 3, 3)})
        hands.see("Iris Vane")

    def the_assessment_is_written(self) -> None:
        hands = self.at("kamal", "/assessment")
        hands.follow("/complete")
        hands.see("Before it can be completed")
        self.at("kamal").next()
        assert hands.path.startswith(f"{self.case}/assessment/"), hands.path
        self.at("kamal", "/assessment/next")
        assert hands.path.endswith("/assessment/education"), hands.path
        parts = {
            "education": ("Poppy loves her teacher.", "Two days missed each week.", "Mornings that work.", "4"),
            "health": ("Rosa asked for help herself.", "She sleeps four hours.", "A talk with the GP.", "5"),
        }
        hands.open(f"{self.case}/assessment")
        for domain, (well, worries, needed, score) in parts.items():
            hands.follow(f"/assessment/{domain}")
            hands.send({"working_well": well, "worries": worries, "needs_to_happen": needed, "score": score})
            hands.see(well, worries, needed)
        hands.follow("/assessment/education")
        hands.send({"worries": "One day missed each week."})
        hands.follow("/education/versions")
        hands.see("Two days missed each week.", "One day missed each week.")
        hands.follow("/versions/2")
        hands.see("What was taken out is struck through")
        self._everybody_is_heard()
        self.at("kamal", "/assessment").follow("/complete")
        hands.see("What is unfinished", "was not heard yet")
        reason = {"because": "The little one sleeps; on Friday."} if hands.has("because") else {}
        hands.send(reason)
        hands.see("Making the plan")
        self.at("kamal", "/assessment").follow("/assessment/share")
        hands.send({"with_whom": "Rosa and Poppy", "how": "read_together"})
        hands.follow("/answer")
        hands.send({"answer": "comments", "says": "“It is better since the summer.”"})
        hands.see("“It is better since the summer.”")

    def _everybody_is_heard(self) -> None:
        hands = self.at("kamal", "/assessment")
        hands.click("Poppy")
        person = hands.path
        hands.refused("Enter the day on which they were heard", {"words": "I like my teacher.", "heard": "play"})
        hands.send({"words": "I like my teacher.", "heard": "play", "heard_on": hands.today})
        hands.see("I like my teacher.")
        hands.open(person)
        hands.send({"words": "I like my teacher, and swimming."})
        hands.open(f"{person}/versions")
        hands.follow("/versions/2")
        hands.see("and swimming")
        hands.open(f"{person}/advocacy")
        hands.send({"explained": "Somebody who is only on your side.", "answer": "thinking"})
        hands.see("Is thinking about it")
        hands.click("Rosa")
        hands.follow("/communication")
        hands.send({"language": "Polish", "interpreter": True, "communication": ["read_out"]})
        hands.see("an interpreter (Polish); Having things read out")
        hands.follow("/about/network")
        hands.send({"who": "Grandma, on Fridays."})
        hands.follow("/about/network")
        hands.send({"who": "Grandma, on Fridays and Saturdays."})
        hands.follow("/about/network/versions")
        hands.follow("/versions/2")
        hands.see("and Saturdays")
        hands.open(f"{self.case}/assessment")
        hands.follow("/assessment/health")
        hands.send({"score_child": "2"})
        hands.follow("/health/reason")
        hands.send({"because": "The GP helps already."})
        hands.see("The GP helps already.")

    def the_plan_is_written_and_agreed(self) -> None:
        hands = self.at("kamal", "/plan")
        hands.follow("/plan/start")
        hands.send()
        self._an_outcome("We want mornings without shouting.", 1)
        hands.see("Before the family can agree it")
        hands.open(f"{self.case}/plan/agree")
        hands.refused("two or three agreed outcomes", {"agreed_by": "Rosa", "how": "in_person"})
        hands.open(f"{self.case}/plan")
        self._an_outcome("We want Rosa to sleep.", 2)
        hands.follow("/outcomes/2")
        hands.send(outcome("We want Rosa to sleep through.", "health"))
        self._an_outcome("We want a bigger flat.", 3)
        hands.follow("/outcomes/3/remove")
        hands.send()
        hands.not_see("bigger flat")
        hands.follow("/plan/agree")
        hands.see("mornings without shouting", "sleep through")
        hands.send({"agreed_by": "Rosa and Poppy", "how": "in_person"})
        hands.see("Plan under way")
        hands.follow("/plan")
        hands.follow("/report")
        hands.send({"done_on": hands.today, "progress": "Poppy did it by herself."})
        hands.see("Poppy did it by herself.", "done on")

    def _an_outcome(self, words: str, number: int) -> None:
        """On the page of the plan: an outcome and its action."""
        hands = self.hands
        hands.follow("/outcomes/new")
        hands.send(outcome(words))
        hands.follow(f"/outcomes/{number}/actions/new")
        due_on = hands.today + timedelta(days=14)
        hands.send({"what": "Pack bags.", "owner_kind": "family", "owner_name": "Rosa", "due_on": due_on})
        hands.see(words, "Pack bags.")

    def the_team_looks_again(self) -> None:
        hands = self.hands
        hands.let_pass(days=21)
        self.at("kamal").next()
        assert hands.path.endswith("/reviews/new"), hands.path
        hands.send(
            {
                "attended": "Rosa, Poppy, Mr Bright.",
                "progress": "Three quiet mornings.",
                "family_view": "“It is quieter.”",
                "decision": "continue",
                "standing_1": "better",
                "standing_2": "same",
                "score_1_practitioner": "5",
                "score_1_child": "6",
                "score_2_practitioner": "4",
            }
        )
        hands.see("Distance travelled", "Three quiet mornings.")

    def notes_are_written(self) -> None:
        hands = self.at("kamal", "/notes")
        hands.see("There are no notes here.")
        hands.follow("/notes/new")
        hands.send({"kind": "visit", "people_seen": "Poppy alone", "text": "Poppy showed her new bag.\nIt is blue."})
        self.at("kamal", "/notes").click("Visit")
        hands.follow("/correct")
        hands.send({"text": "Poppy showed her new bag.\nIt is green.", "because": "The colour was wrong."})
        hands.see("It is green.", "It is blue.", "The colour was wrong.")
        self.at("kamal", "/notes/new").send({"kind": "call", "text": "The father rang.", "restricted": True})
        self.at("kamal", "/notes").see("The father rang.", "Restricted", "It is green.")

    def a_contributor_joins_and_leaves(self) -> None:
        self.at("kamal", "/team").send({"person": Called("Conor Bright")})
        hands = self.hands
        hands.see("Conor Bright")
        hands.now("conor")
        hands.open("/")
        hands.open("/cases")
        hands.follow(self.case)
        hands.follow("/notes")
        hands.see("It is green.")
        hands.not_see("The father rang.")
        hands.follow("/notes/new")
        hands.send({"kind": "meeting", "text": "Poppy reads to the little ones."})
        hands.see("Poppy reads to the little ones.")
        self.at("kamal", "/end").send({"because": "He changes school."})
        hands.now("conor")
        hands.open(self.case, status=403)
        hands.see("Your part in this family’s help has ended. Ask Kamal Osei.")

    def the_family_says_who_may_know(self) -> None:
        """They share for an appointment; the school is told at once as a child is at risk, and Mabel looks at it."""
        hands = self.at("kamal", "/sharing")
        hands.see("What they need to do their part", "The family agreed")
        hands.follow("/add")
        hands.refused(
            "Say why it is shared without the family’s agreement.",
            {
                "agency": Called("Marsh Lane Primary School"),
                "purpose": "safety",
                "what": "That he came to the gate.",
                "basis": "at_risk",
                "family_told": "told",
            },
        )
        hands.send({"because": "He may come again."})
        hands.see("A manager looks at it")
        hands.now("mabel")
        hands.open("/")
        hands.click("All pages")
        hands.click("Shared without agreement")
        hands.click("Look at it")
        hands.send({"words": "Right."})
        hands.see("Right.")
        self.at("kamal", "/sharing").click("End it")
        hands.send({"because": "He moved away."})
        hands.follow("/exclude")
        hands.send({"agency": Called("Tern Lane Surgery"), "because": "“Not the surgery.”"})
        hands.see("“Not the surgery.”")

    def a_partner_leads_for_a_while(self) -> None:
        hands = self.hands
        hands.now("lena")
        hands.open(self.case, status=404)
        self.at("mabel", "/lead").send(
            {
                "lead": Called("Lena Whitlock"),
                "because": "She sees Poppy every day.",
                "handover": "Rosa likes a text before each visit.",
            }
        )
        hands.now("lena")
        hands.open("/cases")
        hands.follow(self.case)
        hands.see("Lena Whitlock leads")
        self.whoever_takes_over_knows()
        hands.now("mabel")
        hands.open("/led-by-partners")
        hands.see("Lena Whitlock", "Nobody yet")
        self.at("mabel", "/supporter").send({"person": Called("Colette Barr")})
        hands.see("Colette Barr, supports the partner who leads")
        self.at("mabel", "/lead").send(
            {"lead": Called("Kamal Osei"), "because": "Term ends.", "handover": "The breakfast club goes on."}
        )
        hands.now("lena")
        hands.open(self.case, status=403)
        hands.open("/cases")
        hands.see("no cases")

    def the_plan_gets_a_fourth_outcome(self) -> None:
        hands = self.at("kamal", "/plan")
        hands.follow("/plan/start")
        hands.send({"because": "Grandma wants to help, too."})
        hands.follow("/outcomes/1")
        hands.send({"how_we_know": "On time every day."})
        self._an_outcome("We want to see Grandma on Sundays.", 3)
        self.at("mabel", "/plan").follow("/one-more")
        hands.send({"because": "There are twins coming."})
        self.at("kamal", "/plan")
        self._an_outcome("We want a cot for each.", 4)
        hands.click("Change: Pack bags.")
        hands.send({"what": "Pack bags on Sunday."})
        hands.see("Pack bags on Sunday.")
        hands.click("Take out: Pack bags on Sunday.")
        hands.send()
        hands.not_see("Pack bags on Sunday.")
        hands.follow("/outcomes/1/actions/new")
        due_on = hands.today + timedelta(days=14)
        hands.send({"what": "Pack on Sunday.", "owner_kind": "family", "owner_name": "Poppy", "due_on": due_on})
        self.bad_weeks_are_thought_of()
        hands.follow("/plan/agree")
        hands.send({"agreed_by": "Rosa", "how": "by_phone"})
        hands.follow("/plan")
        hands.follow("/versions/1")
        hands.see("On time four days of five.")
        self.the_versions_are_compared()
