"""How long records are kept, and why a family is on legal hold."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice.holds import HoldReview
from .base import Choice, DateField, Form, Line, Needed, Text


class RuleForm(Form):
    """One change of one rule."""

    years = Line(_("For how many years?"), Needed(_("Enter a whole number.")), most=3)
    child_until = Line(
        _("At least until which birthday of the youngest child?"),
        Needed(_("Enter a whole number.")),
        hint=_("0 where none counts. A child whose date of birth is not known keeps the record until it is."),
        most=3,
    )
    because = Text(
        _("Why, and where is it laid down?"),
        Needed(_("Say why, and where it is laid down.")),
        hint=_("For example, the authority’s retention schedule and its number."),
        rows=3,
        most=2000,
    )


class HoldForm(Form):
    """Why nothing may go, and by when somebody looks again."""

    because = Text(
        _("Why may nothing held about the family go?"),
        Needed(_("Say why nothing held about the family may go.")),
        hint=_("For example, a claim, an inquest or an inquiry, with its number. It stands on the family’s record."),
        rows=4,
        most=2000,
    )
    review_on = DateField(
        _("By when does somebody look whether it is still needed?"),
        [Needed(_("Say by when somebody looks at it again."))],
        hint=_("Within a year. The hold stays until somebody lifts it."),
    )


class HoldReviewForm(Form):
    """Whether a hold is still needed."""

    review = Choice(_("Is it still needed?"), HoldReview, Needed(_("Choose whether it is still needed.")))
    because = Text(_("Why?"), Needed(_("Say why.")), rows=4, most=2000)
    review_on = DateField(
        _("If it goes on: by when does somebody look again?"),
        hint=_("Within a year."),
    )
