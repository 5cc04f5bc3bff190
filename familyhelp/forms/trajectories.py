"""Trajectories: the planned values of the quarters ahead, and how it goes."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from ..practice.trajectories import value_of
from .base import Form, Line, Needed, Text


def _a_number(_form: Any, field: Any) -> None:
    if field.data and value_of(field.data) is None:
        raise ValidationError(gettext("Enter a number, such as 62 or 62.5."))


class PlanForm(Form):
    """The planned value of each of the quarters ahead; an empty one plans nothing."""

    q0 = Line("", _a_number, most=12)
    q1 = Line("", _a_number, most=12)
    q2 = Line("", _a_number, most=12)
    q3 = Line("", _a_number, most=12)
    q4 = Line("", _a_number, most=12)
    q5 = Line("", _a_number, most=12)
    q6 = Line("", _a_number, most=12)
    q7 = Line("", _a_number, most=12)
    because = Text(
        _("What does this plan rest on, or why did it change?"),
        Needed(_("Say what this plan rests on, or why it changed.")),
        hint=_("It stays beside this version."),
    )
    no_magic = Text(
        _("How do you make sure that this does not become a target?"),
        hint=_("There is no magic number of children looked after: a child who needs care gets it."),
        rows=3,
    )

    @property
    def quarters(self) -> list[Any]:
        """The fields of the quarters, this one first."""
        return [self[f"q{number}"] for number in range(8)]


class CommentForm(Form):
    """How it goes."""

    words = Text(
        _("How does it go?"),
        Needed(_("Say how it goes.")),
        hint=_("What explains the distance between plan and actual. Name no family."),
    )
