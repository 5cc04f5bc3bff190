"""Why a record is disposed of, and what the second person decides."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice.disposals import Decision
from .base import Choice, Form, Needed, Text


class ProposeForm(Form):
    """Why it may go."""

    because = Text(
        _("Why may it go, and what did you look at?"),
        Needed(_("Say why.")),
        hint=_("This stays in the register when the record is gone: name nobody of the family in it."),
        rows=4,
        most=2000,
    )


class ReviewForm(Form):
    """What the second person decides."""

    decision = Choice(_("What do you decide?"), Decision, Needed(_("Choose what you decide.")))
    words = Text(
        _("Why, and what did you look at?"),
        Needed(_("Say why.")),
        hint=_("This stays in the register when the record is gone: name nobody of the family in it."),
        rows=4,
        most=2000,
    )
