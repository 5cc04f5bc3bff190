"""Who works here: an administrator, somebody new, an analyst."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pyotp
import sqlalchemy as sa

from familyhelp.demo.figures import import_figures
from familyhelp.extensions import db
from familyhelp.models import Practitioner
from familyhelp.practice import clock
from tests import uploaded
from tests.cast import PASSWORD
from tests.journeys.at_home import link_to
from tests.journeys.hands import Called
from tests.journeys.telling import Telling
from tests.soft_key import with_passkey

NEW_PASSWORD = "lantern-otter-gravel-plum"
SURGERY = Called("Tern Lane Surgery")


class Everybody(Telling):
    """People and figures, and no family."""

    def an_administrator_makes_ready(self) -> None:
        hands = self.hands
        hands.now("adam")
        hands.open("/")
        hands.click("People and teams")
        hands.follow("/teams")
        hands.follow("/teams/new")
        hands.send({"name": "East family help"})
        hands.see("East family help")
        self._agencies()
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

    def _agencies(self) -> None:
        """A surgery is added, ends and comes back."""
        hands = self.hands
        hands.open("/people")
        hands.click("Agencies")
        hands.follow("/agencies/new")
        hands.send({"name": "Tern Lane Surgery", "kind": "health"})
        hands.click("Correct this agency")
        hands.send({"name": "Tern Lane Surgery Trust"})
        for said in ("It no longer works with us", "It works with us again"):
            hands.click(said)
            hands.send({"because": "It moved."})
        hands.see("Tern Lane Surgery Trust works with us again")

    def somebody_of_an_agency_is_invited(self) -> None:
        """Mabel invites Ana for a family; Ana takes it up by the link. Adam invites somebody else, and thinks again."""
        hands = self.at("mabel", "/lead")
        hands.click("Invite them")
        said = {"name": "Ana Bell", "email": "ana@example.org", "role": "contributor"}
        hands.refused("already has this e-mail address", {**said, "email": "lena@example.org", "agency": SURGERY})
        hands.send({"email": "ana@example.org"})
        hands.see("Invited for this family", "Ana Bell")
        hands.now("ana")
        hands.open(link_to("ana@example.org", "invitation"))
        hands.see("Mabel Thorne of", "As a contributor you help a family")
        hands.not_see("Ashdown")
        chosen = {"new_password": NEW_PASSWORD, "new_password_again": NEW_PASSWORD}
        hands.refused("are not the same", chosen | {"new_password_again": "another"}, status=400)
        hands.send(chosen)
        hands.passwords["ana"] = NEW_PASSWORD
        hands.see("No family is with you at the moment.")
        hands.now("mabel")
        hands.open("/led-by-partners")
        hands.see("Ana Bell", "has an account now")
        hands.now("adam")
        hands.open("/agencies")
        hands.click("Tern Lane Surgery")
        hands.see("Ana Bell", "Accepted")
        hands.click("Invite somebody of this agency")
        hands.send({"name": "Bo Lind", "email": "bo@example.org", "role": "contributor"})
        hands.click("Send it again: Bo Lind")
        hands.send()
        hands.click("Withdraw it: Bo Lind")
        hands.send()
        hands.see("Withdrawn")

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

    def somebody_sets_up_a_second_step(self) -> None:
        """Kamal sets it up, loses his telephone, and Adam takes the step away."""
        hands = self.hands
        hands.now("kamal")
        hands.open("/second-step")
        hands.click("Set up a second step")
        hands.send({"current_password": PASSWORD})
        hands.refused("not the code", {"code": "12"})
        code = pyotp.TOTP(hands.shown("strong.fh-words").replace(" ", "")).at(int(hands.moment.timestamp()))
        hands.send({"code": code}, status=200)
        hands.see("Write these codes down")
        hands.click("I have them: go on")
        hands.click("Sign in with the password alone again")
        hands.refused("not your password", {"current_password": "wrong"})
        hands.open("/sign-ins")
        hands.see("This one")
        hands.open("/passkeys")
        hands.click("Add a passkey")
        hands.send({"name": "My telephone", "current_password": PASSWORD})
        hands.see("Make the passkey")
        kamal = db.session.scalars(sa.select(Practitioner).where(Practitioner.name == "Kamal Osei")).one()
        with_passkey(kamal)
        hands.open("/passkeys")
        hands.click("Rename it: The blue key, 1")
        hands.send({"name": "The old key"})
        hands.click("Remove it: The old key, 1")
        hands.send({"current_password": PASSWORD})
        hands.not_see("The old key")
        for path in ("/sign-in/single-sign-on", "/sign-in/single-sign-on/back"):
            hands.open(path)  # it is not set up here: this leads back
        hands.now("adam")
        hands.open("/people")
        hands.click("Kamal Osei")
        hands.click("Take away their second step and passkeys")
        hands.send({"because": "He lost his telephone; I know his voice."})

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

    def an_analyst_reads_the_scorecard(self) -> None:
        hands = self.hands
        hands.now("anita")
        hands.open("/")
        hands.follow("/scorecard")
        assert hands.heading
        hands.not_see("Ashdown")
        hands.open("/scorecard/compare")
        hands.see("Authorities side by side")
        hands.open("/costs/assumptions")
        hands.send({
            "share_low": "5", "share_high": "20", "cost_low": "2,000", "cost_high": "£12,000",
            "source": "Our finance team’s study.", "source_on": hands.today,
        })  # fmt: skip
        hands.see("Our finance team’s study.")
        hands.open("/costs")
        hands.see("What this assumes", "£2,000 to £12,000")
        hands.open("/check-ins")
        hands.see("After 3 months", "Beside those who sustained")
        hands.open("/scorecard")
        hands.click("The way of families through early help")
        hands.see("Too early to know", "What became of those who began in a quarter")
        hands.open("/scorecard")
        hands.click("What came of the help, and for whom")
        hands.see("By headline outcome", "By who led")
        hands.open(self.case, status=404)

    def a_manager_sees_who_carries_what(self) -> None:
        """The board, the families behind a number, and why things are due when they are."""
        hands = self.hands
        hands.now("mabel")
        hands.open("/")
        hands.click("Your teams’ work")
        hands.see("Kamal Osei", "The whole team", "Each family by its level of need")
        hands.click("Families: North family help")
        assert hands.heading.endswith("Families of your teams")
        hands.open("/team-work/oversight")
        hands.see("When a manager’s word is asked for")
        hands.open("/scorecard/explained/requests")
        hands.see("Step by step")
        hands.open("/scorecard/behind/requests")
        hands.see("Counted today")
        hands.click("When things are due")
        hands.see("Complete the assessment", "20 working days", "The plan rests on the family’s own story.")

    def figures_leave_with_their_purpose(self) -> None:
        """The analyst takes one measure and one authority away; the manager reads what left, and why."""
        hands = self.hands
        import_figures(Random(1), authority="Saltmere", today=clock.today())
        db.session.commit()
        hands.now("anita")
        hands.open("/scorecard/compare")
        hands.click("Take these figures away")
        hands.send({"format": "xlsx", "purpose": "For the partnership board."})
        hands.see("Your file is ready")
        hands.open("/scorecard")
        hands.click("See which editions these figures come from, and what was revised")
        hands.see("Newest first", "Yes")
        hands.click("Children in need: referrals and re-referrals")
        hands.see("This edition counts now.", "As published")
        hands.open("/scorecard")
        hands.click("Take these figures away")
        hands.send({"format": "csv", "purpose": "For the yearly plan."})
        hands.open("/scorecard/made-of")
        hands.see("financial year")
        hands.open("/outcomes-by")
        hands.click("Take this table away: Agreed outcomes met")
        hands.send({"format": "csv", "purpose": "For the commissioners."})
        hands.see("Your file is ready")
        hands.now("mabel")
        hands.open("/")
        hands.click("All pages")
        hands.click("What left the service")
        hands.see("For the partnership board.", "For the yearly plan.", "For the commissioners.")

    def next_years_figures_come_in(self) -> None:
        """The analyst uploads a file that the service does not know, says what to take, and confirms it."""
        hands = self.hands
        hands.now("anita")
        hands.open("/scorecard/editions")
        hands.click("Import published figures")
        hands.send({"file": uploaded.a_file(uploaded.unknown())})
        hands.see("Change what is not right.")
        hands.send({"label": "Assessments that came late", "better": "lower"})
        hands.see("Nothing of it counts yet.", "Assessments that came late")
        hands.click("Take another measure from this file")
        hands.send({"label": "Assessments"})
        hands.click("Leave it out: Assessments that came late")
        hands.send()
        hands.not_see("Assessments that came late")
        hands.send()
        hands.see("This file is imported")
        hands.click("Upload another file")
        hands.send({"file": uploaded.a_file(uploaded.referrals())})
        hands.click("Throw this file away")
        hands.send()
        hands.see("What the service knows")
        hands.open("/scorecard")
        hands.click("Change what counts")
        hands.click("Youth justice")
        hands.send({"counts": "in", "because": "Our youth justice team works with families early."})
        hands.see("Our youth justice team works with families early.")

    def the_offer_is_looked_at_as_a_whole(self) -> None:
        """The analyst begins, the manager joins in, and a next step is done after the evaluation is finished."""
        hands = self.hands
        hands.now("anita")
        hands.open("/scorecard")
        hands.click("Self-evaluations: the sixteen enablers and the twenty-three characteristics")
        hands.click("Begin a self-evaluation")
        hands.send({"which": "enablers", "occasion": "The autumn board"})
        hands.see("The autumn board", "You have given your view of 0 of 16 rows.")
        hands.next()
        hands.refused("Say what shows it", {"grade": "grip"})
        hands.send({"evidence": "Our director speaks of it at every visit."})
        assert hands.heading.endswith("2 Long-term commitment")
        hands.send({"grade": "cannot_tell"})
        hands.now("mabel")
        hands.open("/")
        hands.click("Self-evaluations")
        hands.click("Sixteen enablers of an effective early-help offer")
        hands.follow("/rows/passion")
        hands.see("In the middle: Organisational grip.", "Our director speaks of it at every visit.")
        hands.click("Give or change your view")
        step = {"next_step": "Ask the schools what they hear.", "owner": "Mabel Thorne"}
        hands.send(
            {"grade": "principle", "evidence": "Schools have not heard.", "due_on": hands.today + timedelta(days=9)}
            | step
        )
        hands.click("Sixteen enablers of an effective early-help offer")
        hands.see("Between “Establishing the principle” and “Organisational grip”")
        hands.click("Finish this evaluation")
        hands.see("15 rows have no view yet.")
        hands.send({"summary": "We say it, and schools do not hear it."})
        hands.see("Its views stay as they are.")
        hands.let_pass(days=10)
        hands.open("/")
        hands.click("Next steps from self-evaluations")
        hands.see("Ask the schools what they hear.", "Late")
        hands.click("It is done")
        hands.send({"what": "Eleven of fourteen schools answered."})
        hands.see("No next step is open.")

    def the_practice_changes(self) -> None:
        """A model of the council's own, from the first word to its second version. Assessments that began go on."""
        hands = self.hands
        hands.now("adam")
        hands.open("/")
        hands.click("Practice models")
        hands.see("the standard model")
        hands.follow("/practice-models/new")
        hands.send({"name": "Saltmere’s way", "based_on": "ten_outcomes"})
        hands.follow("/domains/housing")
        hands.send({"name": "A home"})
        hands.follow("/domains/crime")
        hands.follow("/leave-out")
        hands.send()
        hands.see("Take in “Crime prevention and tackling crime”")
        hands.follow("/scale")
        hands.send({"lowest": "1", "highest": "5"})
        hands.follow("/use")
        hands.send()
        hands.follow("/versions")
        hands.send()
        hands.see("In writing.", "Scores are whole numbers from 1 to 5.")
