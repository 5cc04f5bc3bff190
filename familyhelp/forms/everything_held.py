"""Everything held about one person: who asked for it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from .base import Form, Needed, Text


class EverythingHeldForm(Form):
    """Who asked, and how is it known that they may?"""

    purpose = Text(
        _("Who asked for it, when, and how do you know that they may?"),
        Needed(_("Say who asked, when, and how you know that they may.")),
        hint=_("For example: Rosa asked on 3 March; I saw her passport. It is kept with your name."),
        rows=4,
        most=500,
    )
