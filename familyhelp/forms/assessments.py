"""The assessment: one part a page, and its completion."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from .base import Form, Score, Text


class PartForm(Form):
    """What the family and its worker say about one domain."""

    working_well = Text(
        _("What is working well?"),
        hint=_("Start here. What do the children and the parents say they are good at, and who already helps?"),
    )
    worries = Text(_("What are we worried about?"), hint=_("What each person sees, in their own words where you can."))
    needs_to_happen = Text(
        _("What needs to happen?"), hint=_("What would the family notice first if things were better?")
    )
    score = Score(
        _("Where are things now, from 0 to 10?"), hint=_("Leave it empty if the family would rather not say.")
    )


class CompleteForm(Form):
    """Is the assessment whole?"""
