"""Why a family is opened out of sight, and what its review says."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice.break_glass import GlassKind, Verdict
from .base import Choice, Form, Needed, Text


class OpenForm(Form):
    """The reason."""

    kind = Choice(_("Why do you open it?"), GlassKind, Needed(_("Choose why you open it.")))
    because = Text(
        _("What happened, and what do you need to know?"),
        Needed(_("Write why you open it, in a few words.")),
        hint=_("Whoever answers for the family reads this and reviews it. It stands on the family’s record."),
    )


class ReviewForm(Form):
    """Whether it was right."""

    verdict = Choice(_("Was it right?"), Verdict, Needed(_("Choose whether it was right.")))
    words = Text(
        _("What did you find?"),
        Needed(_("Write what you found, in a few words.")),
        hint=_("It stands on the family’s record."),
    )
