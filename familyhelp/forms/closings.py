"""Closings, check-ins and coming back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.endings import CHECK_IN_MONTHS, RECORDED_HOW, CheckInHow, CheckInResult, ClosureReason
from ..practice.notes import LATE_KINDS, NoteKind
from ..practice.outcomes import Result
from .base import Choice, DateField, Form, Needed, NotLater, Score, Select, Several, Text, Tick, offer


def closing_form(reasons: Iterable[ClosureReason], outcomes: Sequence[int]) -> type[Form]:
    """The form for closing one case: the reasons that fit it, two questions about each outcome by its number, and
    the whole. In the order of the page, which is the order of what may be wrong with it."""
    questions: dict[str, object] = {
        "reason": Choice(
            _("Why is the case closing?"), ClosureReason, Needed(_("Choose why the case is closing.")), only=reasons
        )
    }
    for number in outcomes:
        questions[f"result_{number}"] = Choice(
            _("Outcome %(number)s: how did it end?", number=number),
            Result,
            Needed(_("Say how outcome %(number)s ended.", number=number)),
        )
        questions[f"score_{number}"] = Score(
            _("Outcome %(number)s: its score now", number=number),
            hint=_("The lowest is the worst it could be, the highest is the best."),
        )
    return type("ClosingForm", (Form,), questions | _of_the_whole())


def _of_the_whole() -> dict[str, object]:
    """The questions about the work as a whole, and about what comes after it."""
    return {
        "summary": Text(
            _("What was done, and what changed?"),
            Needed(_("Write a short summary of the work.")),
            hint=_("A short summary that the family could read."),
        ),
        "family_feedback": Text(_("What does the family say about the help?"), hint=_("In their words."), rows=3),
        "sustaining_plan": Text(
            _("If things slip: what will the family do, and who can they turn to?"),
            hint=_("The family’s own plan for keeping things going."),
        ),
        "who_was_told": Text(
            _("Who has been told that the case is closing?"),
            Needed(_("Say who has been told that the case is closing.")),
            hint=_("For example: Poppy’s school, the GP."),
            rows=2,
        ),
        "check_ins": Several(
            _("When may we ask how the family is doing?"),
            hint=_("The family chooses. Usually all three."),
            choices=lambda: offer((n, gettext("After %(months)s months", months=n)) for n in CHECK_IN_MONTHS),
        ),
        "check_ins_declined": Tick(_("The family does not want check-ins")),
    }


class CheckInForm(Form):
    """How is the family doing?"""

    made_on = DateField(
        _("When did you speak with the family, or last try to?"),
        [Needed(_("Enter the day.")), NotLater(clock.today)],
        default=clock.today,
    )
    how = Choice(_("How did you speak with them, or try to?"), CheckInHow, Needed(_("Choose how.")), only=RECORDED_HOW)
    result = Choice(_("How is the family doing?"), CheckInResult, Needed(_("Choose how the family is doing.")))
    what_was_said = Text(_("What did they say?"), hint=_("In their words. If you did not reach them: what you tried."))


class ReEngageForm(Form):
    """Which team works with the family now, and why?"""

    team = Select(_("Which team will work with the family?"), Needed(_("Choose a team.")))
    why = Text(
        _("Why does the family come back?"),
        Needed(_("Say why the family comes back: the next worker starts from there.")),
        hint=_("We filled in what the record says, so that the family need not tell its story again."),
        rows=10,
    )


class ApproveForm(Form):
    """Nothing but the button."""


class SendBackForm(Form):
    """What is missing?"""

    because = Text(
        _("What is missing, or what should happen first?"),
        Needed(_("Say what is missing, so that it can be asked for again.")),
        hint=_("Whoever asked reads it."),
    )


class LatePaperForm(Form):
    """What came late?"""

    kind = Choice(_("What is it?"), NoteKind, Needed(_("Choose what it is.")), only=LATE_KINDS)
    happened_on = DateField(
        _("On which day did it happen?"),
        [Needed(_("Enter the day it happened.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
    )
    text = Text(_("What happened, and what was said?"), Needed(_("Write what happened and what was said.")), rows=8)
    because = Text(_("Why is it added only now?"), Needed(_("Say why it is added only now.")), rows=2)

    def offer_kinds(self, kinds: Iterable[NoteKind]) -> None:
        """Offer only these kinds of paper."""
        self.kind.choices = offer((kind.value, _(kind.label)) for kind in kinds)
