"""Looking at the offer as a whole: beginning, one's own view of a row, finishing, what a next step led to."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice.self_evaluations import Which
from .base import Choice, DateField, Form, Line, Needed, Pick, Text

CANNOT_TELL = "cannot_tell"
"""What is sent for “I cannot tell”: no grade, which counts as none."""


class BeginForm(Form):
    """Against what, as on which day, on what occasion."""

    which = Choice(_("What do you look at?"), Which, Needed(_("Choose what you look at.")))
    day = DateField(
        _("Which day does it stand for?"), [Needed(_("Enter the day it stands for."))], hint=_("For example, 27 3 2026")
    )
    occasion = Line(_("What is the occasion? (optional)"), hint=_("For example, the autumn partnership board."))


class ViewForm(Form):
    """One person's view of one row."""

    grade = Pick(_("Where do we stand?"), Needed(_("Choose where we stand, or that you cannot tell.")))
    evidence = Text(_("What shows it?"), hint=_("Figures, audits, what families and partners say. Name no family."))
    next_step = Text(_("What is the next step? (optional)"), hint=_("One thing. Name no family."), rows=3, most=2000)
    owner = Line(_("Who sees to it?"), hint=_("A person’s name, where there is a next step."))
    due_on = DateField(_("By when?"), hint=_("For example, 27 3 2026"))


class FinishForm(Form):
    """What the evaluation tells."""

    summary = Text(
        _("What does this evaluation tell you?"),
        Needed(_("Say in a few sentences what this evaluation tells you.")),
        hint=_("What is strong, what is not, what you will do differently. Name no family."),
    )


class StepForm(Form):
    """What was done."""

    what = Text(
        _("What was done, and what came of it?"),
        Needed(_("Say what was done, and what came of it.")),
        hint=_("Name no family."),
        rows=3,
        most=2000,
    )
