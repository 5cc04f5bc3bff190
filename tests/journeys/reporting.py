"""The quarterly report: an analyst makes it of the scorecard, a manager says what became of a promise, another one
approves it, and it leaves as a document."""

from __future__ import annotations

from datetime import timedelta

from familyhelp.practice.reports import quarters_to_report
from tests.journeys.telling import Telling


class Reporting(Telling):
    """Figures, what they mean, and what was promised."""

    def a_quarterly_report_is_made(self) -> None:
        """The first one, from the scorecard to its approval."""
        hands = self.hands
        hands.now("anita")
        hands.open("/scorecard")
        hands.click("Quarterly reports")
        hands.click("Begin a quarterly report")
        hands.send({"quarter": quarters_to_report(hands.today, None)[1].slug})
        hands.see("This is the first report")
        hands.next()
        hands.send({"so_what": "Families come sooner than a year ago."})
        hands.next()
        hands.refused(
            "in the past", {"what": "Ring them.", "owner": "Mabel Thorne", "due_on": hands.today - timedelta(days=1)}
        )
        hands.send({"due_on": hands.today + timedelta(days=50)})
        hands.click("Add a promise")
        hands.send({"what": "A slip.", "owner": "Nobody", "due_on": hands.today + timedelta(days=5)})
        hands.click("Take it out: A slip.")
        hands.send()
        hands.not_see("A slip.")
        hands.see("A manager approves it")
        report = hands.path
        hands.now("mabel")
        hands.open(report)
        hands.next()
        hands.send()
        hands.see("It stays as it is.")

    def the_authority_picks_its_measures(self) -> None:
        """A few for each quadrant, the most telling first; the others stay one step away."""
        hands = self.hands
        hands.now("anita")
        hands.open("/scorecard")
        hands.see("Requests decided in time")
        hands.click("Choose which measures are shown")
        places = {"spend_1": "early_help_share", "demand_1": "step_ups", "demand_2": "looked_after_rate"}
        hands.refused("Choose at least one measure", {**places, "because": "The board asks for these."})
        hands.send({"wellbeing_1": "outcomes_met", "quality_1": "supervised"})
        hands.see("(counts now)", "The board asks for these.")
        hands.click("Balanced scorecard")
        hands.see("Step-ups accepted")
        hands.not_see("Requests decided in time")
        hands.click("All measures")
        hands.see("Requests decided in time")

    def a_trajectory_is_planned(self) -> None:
        """Where the share of outcomes met means to go; and, for children looked after, that it is no target."""
        hands = self.hands
        hands.now("anita")
        hands.open("/scorecard")
        hands.click("Trajectories: planned and actual values by quarter")
        hands.click("Agreed outcomes met")
        hands.click("Plan the quarters ahead")
        hands.send({"q0": "60", "q1": "62.5", "because": "The new way of reviewing."})
        hands.see("Version 1", "62.5%")
        hands.click("Say how it goes")
        hands.send({"words": "Too early to say."})
        hands.see("Too early to say.")
        hands.open("/scorecard/trajectories")
        hands.click("Children looked after")
        hands.click("Plan the quarters ahead")
        hands.refused("does not become a target", {"q0": "70", "because": "What we do for families."})
        hands.send({"no_magic": "It is on no team’s board."})
        hands.see("There is no magic number of children looked after.")

    def the_next_report_begins_with_what_was_promised(self) -> None:
        """The second one: the promise is answered first, then it is approved and taken away."""
        hands = self.hands
        hands.now("anita")
        hands.open("/reports")
        hands.click("Begin a quarterly report")
        hands.send()
        hands.see("What we promised last quarter", "1 promise waits for its answer.")
        hands.next()
        hands.send({"kept": "partly", "words": "Every second family was rung."})
        hands.next()
        hands.send({"so_what": "We are half way."})
        hands.next()
        hands.send({"what": "Ring all of them.", "owner": "Kamal Osei", "due_on": hands.today + timedelta(days=50)})
        report = hands.path
        hands.now("morag")
        hands.open(report)
        hands.next()
        hands.send()
        hands.click("Take this report away, as a PDF or a spreadsheet")
        hands.send({"format": "pdf", "purpose": "For the improvement board."})
        hands.see("Your file is ready")
        hands.open("/reports")
        hands.see("Approved and published on")
