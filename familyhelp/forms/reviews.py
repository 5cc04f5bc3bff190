"""A review: who came, how it goes, a score for each outcome, what was decided, and when to look again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from ..practice import clock
from ..practice.domains import Respondent
from ..practice.outcomes import ReviewDecision, Standing
from ..practice.reviews import ONE_SCORE, Progress, progress_field, score_field, standing_field
from .base import Choice, DateField, Form, Line, Needed, NotLater, Score, Several, Text, offer, optional

ASKED = {
    Respondent.PRACTITIONER: _("As you see it"),
    Respondent.CHILD: _("As the child sees it (if asked)"),
    Respondent.PARENT: _("As the parent or carer sees it (if asked)"),
    Respondent.NETWORK: _("As the family network sees it (if asked)"),
}


class SomebodyCame:
    """Somebody is ticked as having come, or named."""

    def __call__(self, form: Any, field: Any) -> None:
        """Raise a sentence where nobody is."""
        if not form.came.data and not (field.data or "").strip():
            raise ValidationError(str(_("Write who came.")))


class NotBoth:
    """Nobody both came and could not come."""

    def __call__(self, form: Any, field: Any) -> None:
        """Raise a sentence where somebody did."""
        if set(field.data or ()) & set(form.came.data or ()):
            raise ValidationError(str(_("Somebody is ticked as having come and as not: choose one.")))


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
    came = Several(_("Who came?"))
    attended = Text(
        _("Who else came?"), SomebodyCame(), hint=_("By name. Leave it empty if everyone is ticked above."), rows=2
    )
    could_not = Several(_("Who could not come?"), NotBoth())
    apologies = Line(_("Who else could not come?"), hint=_("By name."))
    progress = Text(_("How is it going?"), Needed(_("Write how it is going.")), hint=_("Begin with what got better."))
    family_view = Text(_("What does the family say?"), hint=_("In their own words, children too."))
    decision = Choice(_("What was decided?"), ReviewDecision, Needed(_("Choose what was decided.")))
    next_review_on = DateField(
        _("When does the team look again?"),
        hint=_(
            "At most in twelve weeks; usually as “When things are due” says. "
            "Leave it empty only if you are getting ready to close."
        ),
    )

    numbers: tuple[int, ...] = ()

    @property
    def by_outcome(self) -> list[Progress]:
        """How each outcome stands, with what there is to say of it."""
        return [Progress(n, self[standing_field(n)].data, optional(self[progress_field(n)].data)) for n in self.numbers]

    def decide_among(self, decisions: Iterable[ReviewDecision]) -> None:
        """Offer only these decisions."""
        self.decision.choices = offer((d.value, _(d.label)) for d in decisions)

    def score_on(self, number: int, lowest: int, highest: int) -> None:
        """Ask for the scores of an outcome on its own scale."""
        for respondent in ASKED:
            self[score_field(number, respondent)].between(lowest, highest)

    @property
    def scores(self) -> list[ONE_SCORE]:
        """The scores that were given: the number of the outcome, by whom, 0 to 10."""
        given = ((n, r, self[score_field(n, r)].data) for n in self.numbers for r in ASKED)
        return [(n, r, value) for n, r, value in given if value is not None]


def review_form(numbers: Iterable[int]) -> type[ReviewForm]:
    """The form for the outcomes with these numbers: a score by each respondent, of whom the practitioner must."""
    outcomes = tuple(numbers)
    fields: dict[str, Any] = {}
    for number in outcomes:
        fields[standing_field(number)] = Choice(
            _("How does it stand?"), Standing, Needed(_("Outcome %(number)s: say how it stands.", number=number))
        )
        fields[progress_field(number)] = Text(_("What happened?"), hint=_("Begin with what got better."), rows=3)
    fields |= {
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
