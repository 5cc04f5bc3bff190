"""The story: a family from its request for help to its last check-in and back again, told once and lived many ways.

Each part is what people do one after the other; `hands` does it: by direct requests, with a mouse, by keyboard alone,
without script. Every page of the service is opened by somebody in it."""

from __future__ import annotations

from datetime import date, timedelta

from familyhelp.extensions import db
from tests import stories
from tests.journeys.hands import Called, Hands

NEW_PASSWORD = "lantern-otter-gravel-plum"


def outcome(words: str, headline: str = "education") -> dict[str, str]:
    """What is answered about one outcome."""
    return {
        "words": words,
        "headline": headline,
        "how_we_know": "On time four days of five.",
        "start_score": "3",
        "goal_score": "7",
    }


ASKED = {
    "reasons": "Poppy came to school with bruises.",
    "risk": "A new partner, for Poppy and Jude.",
    "family_view": "Rosa is frightened, and glad that somebody asks.",
    "family_agrees": "yes",
}


class Story:
    """One family's story. `case` is the address of its case, once it has one."""

    def __init__(self, hands: Hands) -> None:
        """The Ashdowns are held already: they were here two years ago."""
        self.hands, self.case = hands, ""
        stories.a_family()
        db.session.commit()

    def at(self, who: str, tail: str = "") -> Hands:
        """Somebody opens the case, and from there the page whose address ends with `tail`."""
        self.hands.now(who)
        self.hands.open(self.case)
        if tail:
            self.hands.follow(tail)
        return self.hands

    def tell(self) -> None:
        """All of it."""
        self.an_administrator_makes_ready()
        self.somebody_new_begins()
        self.a_school_asks_for_help()
        self.the_people_are_matched_and_it_is_decided()
        self.the_manager_gives_it_to_a_key_worker()
        self.the_family_says_yes()
        self.the_family_is_known_better()
        self.the_assessment_is_written()
        self.the_plan_is_written_and_agreed()
        self.the_team_looks_again()
        self.notes_are_written()
        self.a_contributor_joins_and_leaves()
        self.a_partner_leads_for_a_while()
        self.the_plan_gets_a_fourth_outcome()
        self.it_steps_up()
        self.it_steps_down()
        self.it_closes()
        self.somebody_asks_how_they_are()
        self.they_come_back_and_change_their_mind()
        self.a_child_is_in_danger()
        self.an_analyst_reads_the_scorecard()
        self.somebody_leaves()

    def tell_the_line(self) -> None:
        """Only the straight line, from the front door to the last check-in and back."""
        self.a_school_asks_for_help()
        self.the_people_are_matched_and_it_is_decided(simply=True)
        self.the_manager_gives_it_to_a_key_worker()
        self.the_family_says_yes()
        self.the_assessment_is_written()
        self.the_plan_is_written_and_agreed()
        self.the_team_looks_again()
        self.notes_are_written()
        self.a_contributor_joins_and_leaves()
        self.a_partner_leads_for_a_while()
        self.it_steps_up()
        self.it_steps_down()
        self.it_closes()
        self.somebody_asks_how_they_are()
        self.they_come_back_and_change_their_mind()
        self.an_analyst_reads_the_scorecard()

    # Who works here ----------------------------------------------------------------------------------------------
    def an_administrator_makes_ready(self) -> None:
        hands = self.hands
        hands.now("adam")
        hands.open("/")
        hands.click("People and teams")
        hands.follow("/teams")
        hands.follow("/teams/new")
        hands.send({"name": "East family help"})
        hands.see("East family help")
        hands.follow("/agencies/new")
        hands.send({"name": "Tern Lane Surgery", "kind": "health"})
        hands.open("/people")
        hands.follow("/people/new")
        hands.refused(
            "Enter an e-mail address", {"name": "Nell Fry", "email": "nell", "role": "front_door"}, status=400
        )
        hands.send({"name": "Nell Fry", "email": "nell@example.org", "role": "front_door"})
        hands.follow("/edit")
        hands.send({"name": "Nell Fry-Boateng"})
        hands.next()
        hands.send(status=200)
        hands.passwords["nell"] = hands.shown("strong.fh-code")
        hands.click("I have told them")

    def somebody_new_begins(self) -> None:
        hands = self.hands
        hands.now("nell")
        assert hands.heading == "Choose your own password"
        given = hands.passwords["nell"]
        hands.refused(
            "not the same",
            {"current_password": given, "new_password": NEW_PASSWORD, "new_password_again": "another"},
            status=400,
        )
        hands.send({"current_password": given, "new_password": NEW_PASSWORD, "new_password_again": NEW_PASSWORD})
        hands.passwords["nell"] = NEW_PASSWORD
        hands.open("/")
        assert hands.heading == "Your work"

    def somebody_leaves(self) -> None:
        hands = self.hands
        hands.now("adam")
        hands.open("/people")
        hands.click("Nell Fry-Boateng")
        hands.follow("/suspend")
        hands.send({"because": "She works for the school now."})
        hands.see("suspended")
        hands.now("nell")
        hands.open("/", status=303)
        hands.now("adam")
        hands.follow("/restore")
        hands.send({"because": "She came back."})
        hands.click("Your password and sign-ins")
        hands.press("Sign out everywhere")
        assert hands.heading == "Sign in"

    # The front door ----------------------------------------------------------------------------------------------
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
        hands.send({"who": "Lionel Achebe, assessment team"})
        hands.see("Lionel Achebe")

    # The case ----------------------------------------------------------------------------------------------------
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

    def the_family_says_yes(self) -> None:
        hands = self.hands
        hands.now("kamal")
        hands.open("/")
        hands.follow(self.case)
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
        self.at("kamal", "/assessment").follow("/complete")
        hands.send()
        hands.see("Making the plan")

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
        hands.open(self.case, status=404)

    def a_partner_leads_for_a_while(self) -> None:
        hands = self.hands
        hands.now("lena")
        hands.open(self.case, status=404)
        self.at("mabel", "/lead").send({"lead": Called("Lena Whitlock"), "because": "She sees Poppy every day."})
        hands.now("lena")
        hands.open("/cases")
        hands.follow(self.case)
        hands.see("Lena Whitlock leads")
        self.at("mabel", "/lead").send({"lead": Called("Kamal Osei"), "because": "Term ends."})
        hands.now("lena")
        hands.open(self.case, status=404)
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
        hands.follow("/plan/agree")
        hands.send({"agreed_by": "Rosa", "how": "by_phone"})
        hands.follow("/plan")
        hands.follow("/versions/1")
        hands.see("On time four days of five.")

    # Up and down -------------------------------------------------------------------------------------------------
    def it_steps_up(self) -> None:
        hands = self.at("kamal", "/step-up")
        hands.send({**ASKED, "pace": "planned"})
        self.at("kamal", "/step-up/recall").send({"because": "Asked on the wrong day."})
        self.at("kamal", "/step-up").send({**ASKED, "pace": "immediate"})
        hands.now("lionel")
        hands.open("/")
        hands.open("/steps")
        hands.click("Ashdown family")
        hands.see("Waiting for an answer", "Poppy came to school with bruises.")
        hands.follow("/step-up/decline")
        hands.send({"because": "We need to hear from the school first."})
        self.at("kamal", "/step-up").send({**ASKED, "pace": "immediate"})
        self.at("lionel").next()
        hands.send({"because": "A visit today at four."})
        hands.see("With statutory social care", "Lionel Achebe leads")

    def it_steps_down(self) -> None:
        hands = self.hands
        hands.let_pass(days=28)
        self.at("lionel", "/step-down").send({**ASKED, "to_level": "3"})
        self.at("lionel", "/step-down/recall").send({"because": "One more visit first."})
        self.at("lionel", "/step-down").send({**ASKED, "to_level": "3"})
        self.at("mabel", "/step-down/decline").send({"because": "Kamal is away until Monday."})
        self.at("lionel", "/step-down").send({**ASKED, "to_level": "3"})
        self.at("mabel", "/step-down/accept").send({"lead": Called("Kamal Osei")})
        hands.see("Plan under way", "Kamal Osei leads")
        hands.follow("/steps")
        hands.see("Accepted", "Declined", "Taken back")

    # The end, and after it ---------------------------------------------------------------------------------------
    def it_closes(self) -> None:
        hands = self.at("kamal", "/close")
        hands.refused("Write a short summary", {"reason": "met"}, status=400)
        numbers = [n for n in range(1, 5) if hands.has(f"result_{n}")]
        assert len(numbers) >= 2
        hands.send(
            {
                "reason": "met",
                "summary": "Mornings work, and Rosa sleeps.",
                "family_feedback": "“You came when you said.”",
                "sustaining_plan": "Ring Grandma first.",
                "who_was_told": "Poppy’s school and the GP.",
                "check_ins": ["3", "6", "12"],
                **{f"result_{n}": "met" for n in numbers},
                **{f"score_{n}": "8" for n in numbers},
            }
        )
        hands.see("Closed", "Ring Grandma first.")

    def somebody_asks_how_they_are(self) -> None:
        hands = self.hands
        for months, days, result in ((3, 91, "sustained"), (6, 91, "slipping"), (12, 183, "re_engage")):
            hands.let_pass(days=days)
            hands.now("kamal")
            hands.open("/")
            hands.follow(f"/check-ins/{months}")
            hands.see("Ring Grandma first.")
            hands.send({"result": result, "what_was_said": f"“Month {months} was all right.”"})
        assert hands.path.endswith("/re-engage"), hands.path

    def they_come_back_and_change_their_mind(self) -> None:
        hands = self.hands
        hands.send({"team": Called("North"), "why": "Poppy starts at a new school."})
        first, self.case = self.case, hands.path
        assert first != self.case
        self.at("mabel").next()
        hands.send({"lead": Called("Kamal Osei")})
        self.the_family_says_yes()
        self.at("kamal", "/agreement/withdraw").send({"because": "“We can do it ourselves now.”"})
        hands.see("has not agreed")
        hands.follow("/chronology")
        hands.see("withdrew")

    def an_analyst_reads_the_scorecard(self) -> None:
        hands = self.hands
        hands.now("anita")
        hands.open("/")
        hands.follow("/scorecard")
        assert hands.heading
        hands.not_see("Ashdown")
        hands.open(self.case, status=404)


def named(row: int, forename: str, role: str, born: date, surname: str = "Ashdown") -> dict[str, object]:
    """A person of a request, in their row of the form."""
    return {
        f"people-{row}-forename": forename,
        f"people-{row}-surname": surname,
        f"people-{row}-role": role,
        f"people-{row}-birth_date": born,
    }
