"""A review: who came, how it goes, a score for each outcome, what was decided, and when to look again."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.domains import Respondent
from ..practice.outcomes import ReviewDecision
from ..practice.reviews import ONE_SCORE, score_field
from .base import Choice, DateField, Form, Line, Needed, NotLater, Score, Text, offer

ASKED = {
    Respondent.PRACTITIONER: _("As you see it"),
    Respondent.CHILD: _("As the child sees it (if asked)"),
    Respondent.PARENT: _("As the parent or carer sees it (if asked)"),
    Respondent.NETWORK: _("As the family network sees it (if asked)"),
}


class ReviewForm(Form):
    """What the team around the family said."""

    held_on = DateField(
        _("When was the review?"),
        [
            Needed(_("Enter the day of the review.")),
            NotLater(clock.today, _("A review that lies ahead cannot be recorded yet.")),
        ],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    attended = Text(_("Who came?"), Needed(_("Write who came.")), hint=_("Name the family first."), rows=2)
    apologies = Line(_("Who could not come?"))
    progress = Text(_("How is it going?"), Needed(_("Write how it is going.")), hint=_("Begin with what got better."))
    family_view = Text(_("What does the family say?"), hint=_("In their own words, children too."))
    decision = Choice(_("What was decided?"), ReviewDecision, Needed(_("Choose what was decided.")))
    next_review_on = DateField(
        _("When does the team look again?"),
        hint=_("Usually in six weeks, at most in twelve. Leave it empty only if you are getting ready to close."),
    )

    numbers: tuple[int, ...] = ()

    def decide_among(self, decisions: Iterable[ReviewDecision]) -> None:
        """Offer only these decisions."""
        self.decision.choices = offer((d.value, _(d.label)) for d in decisions)

    @property
    def scores(self) -> list[ONE_SCORE]:
        """The scores that were given: the number of the outcome, by whom, 0 to 10."""
        given = ((n, r, self[score_field(n, r)].data) for n in self.numbers for r in ASKED)
        return [(n, r, value) for n, r, value in given if value is not None]


def review_form(numbers: Iterable[int]) -> type[ReviewForm]:
    """The form for the outcomes with these numbers: a score by each respondent, of whom the practitioner must."""
    outcomes = tuple(numbers)
    fields = {
        score_field(number, respondent): Score(
            label,
            [Needed(_("Outcome %(number)s: how near is it now, as you see it?", number=number))]
            if respondent is Respondent.PRACTITIONER
            else [],
        )
        for number in outcomes
        for respondent, label in ASKED.items()
    }
    return type("ReviewForm", (ReviewForm,), {**fields, "numbers": outcomes})
