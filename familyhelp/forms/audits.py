"""An audit: the grade of a domain, what is strong, what the family says, the worker's own words, the end."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.audits import GRADES, Grade
from .base import Choice, DateField, Form, Needed, NotLater, Several, Text


class SureForm(Form):
    """Nothing but the button."""


class GradeForm(Form):
    """One domain."""

    grade = Choice(_("Grade"), Grade, Needed(_("Choose a grade.")))
    why = Text(
        _("Why?"),
        Needed(_("Say why: what in the record, or from the worker or the family, shows it?")),
        hint=_("Write it so that the worker can read it and knows what to keep and what to change."),
    )
    evidence = Several(_("Where on the record does that show? (optional)"))


class WordsForm(Form):
    """What is strong, and the family's own view."""

    strengths = Text(_("What is strong in this work?"), hint=_("Name it first when you talk with the worker."))
    family_said = Text(_("What does the family say?"), hint=_("In their words, or why they were not asked."))
    family_asked = Text(_("How were they asked, and who?"), hint=_("For example, by telephone, the mother."), rows=2)


class ReflectionForm(Form):
    """What the worker thinks of their own work."""

    text = Text(
        _("What went well here, what would you do differently, and what got in the way?"),
        Needed(_("Write what you think of your own work here.")),
        hint=_("The auditor reads it. It stays with the audit."),
        rows=8,
    )


class FinishForm(Form):
    """The end of an audit."""

    overall = Choice(_("Overall grade"), Grade, Needed(_("Choose the overall grade.")), only=GRADES)
    overall_because = Text(_("Why, where it is another than the domains propose?"), rows=3)
    held_on = DateField(
        _("When did you go through it with the worker?"), [NotLater(clock.today)], hint=_("For example, 27 3 2026")
    )
    alone_because = Text(_("Or why could you not?"), rows=2)
    again_by = DateField(_("Audit this case again by (optional)"), hint=_("For example, 27 9 2026"))


class FinishSecondForm(Form):
    """The end of a second look: the overall grade."""

    overall = Choice(_("Overall grade"), Grade, Needed(_("Choose the overall grade.")), only=GRADES)
    overall_because = Text(_("Why, where it is another than the domains propose?"), rows=3)
