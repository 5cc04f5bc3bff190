"""The edge-of-care register: why, what is put in, what was decided, why it ends."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from ..practice import clock
from ..practice.edge_of_care import Look, Support, last_review_day, pence_of
from .base import Choice, DateField, Form, Line, Needed, NotLater, Text


def _in_pounds(_form: Any, field: Any) -> None:
    if field.data and pence_of(field.data) is None:
        raise ValidationError(str(_("Enter a sum in pounds, such as 1,250 or 1250.50.")))


class FlagForm(Form):
    """Why may the children come into care?"""

    reason = Text(
        _("Why may the children come into care?"),
        Needed(_("Say why the children may come into care.")),
        hint=_("What has changed, for which child. The family may read it one day."),
    )
    review_on = DateField(
        _("When is it looked at again?"),
        [Needed(_("Enter the day of the next review."))],
        hint=_("Within six weeks."),
        default=lambda: last_review_day(clock.today()),
    )


class SupportForm(Form):
    """What is put in?"""

    kind = Choice(_("What kind of support is it?"), Support, Needed(_("Choose the kind of support.")))
    what = Text(_("What is put in, and by whom?"), Needed(_("Say what is put in, and by whom.")), rows=3)
    starts_on = DateField(
        _("From which day?"), [Needed(_("Enter the day."))], hint=_("For example, 27 3 2026"), default=clock.today
    )
    cost = Line(
        _("What does it cost altogether, in pounds?"),
        _in_pounds,
        hint=_("Needed for a family network support package. For example, 1,250 or 1250.50"),
        most=20,
    )


class LookForm(Form):
    """What was decided?"""

    look = Choice(_("Who looked at it?"), Look, Needed(_("Choose who looked at it.")))
    held_on = DateField(_("On which day?"), [Needed(_("Enter the day.")), NotLater(clock.today)], default=clock.today)
    decided = Text(
        _("What was decided, and why?"),
        Needed(_("Say what was decided, and why.")),
        hint=_("Also what the family says to it."),
    )
    review_on = DateField(
        _("When is it looked at again?"),
        [Needed(_("Enter the day of the next review."))],
        hint=_("Within six weeks."),
        default=lambda: last_review_day(clock.today()),
    )


class TakeOffForm(Form):
    """Why does the family come off the register?"""

    because = Text(
        _("Why does the family come off the register?"), Needed(_("Say why the family comes off the register."))
    )
