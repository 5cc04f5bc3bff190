"""Supervision: the day, what was decided for a family, what stays between the two."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice import clock
from .base import DateField, Form, Line, Needed, NotLater, Several, Text, Tick


class BeginForm(Form):
    """The day on which the two of them meet."""

    held_on = DateField(
        _("When do you meet?"),
        [Needed(_("Enter the day you meet.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )


class DecisionForm(Form):
    """What was decided for one family."""

    decision = Text(
        _("What was decided, and why?"),
        Needed(_("Write what was decided for this family, and why.")),
        hint=_(
            "It is a note of management oversight on the family’s record, typed once. The family may read it one day."
        ),
        rows=8,
    )
    restricted = Tick(
        _("Restrict this note"),
        hint=_("Only the lead and the team manager can then read it. Nobody else sees that it is there."),
    )


class PrivateForm(Form):
    """How the worker is, and what they want to learn."""

    wellbeing = Text(_("Wellbeing"), hint=_("How they are, and what would help."), rows=6)
    development = Text(_("Development"), hint=_("What they do well, and what they want to learn."), rows=6)


class FinishForm(Form):
    """Nothing but the button."""


class BeginGroupForm(BeginForm):
    """The day, the question, and who takes part."""

    question = Line(
        _("What do you think about together?"),
        Needed(_("Say what the group thinks about.")),
        hint=_("For example: how do we hear a child who does not speak to us? Leave out families’ names."),
    )
    workers = Several(_("Who takes part?"), hint=_("Two workers at least, besides you."))


class LearnedForm(Form):
    """What the group learned."""

    learned = Text(
        _("What did the group learn?"),
        Needed(_("Write what the group learned.")),
        hint=_("Everybody who took part reads it. Leave out names: what was decided for a family is on its record."),
        rows=8,
    )
