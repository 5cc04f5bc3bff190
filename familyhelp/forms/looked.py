"""What somebody said when a manager asked about what they looked at."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from .base import Form, Needed, Text


class AnswerForm(Form):
    """Asked, and this is the answer."""

    said = Text(
        _("What did they say?"),
        Needed(_("Write what they said, in a few words.")),
        hint=_("Ask first, then write. Leave out families’ names. Other managers who may ask this person read it."),
    )
