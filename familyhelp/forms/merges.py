"""Two records that may be one person: merge them, say that they are not, undo it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from .base import Form, Needed, Several, Text


class MergeForm(Form):
    """What is taken over from the other record, and why they are one."""

    take = Several(_("What should be taken over from the other record?"))
    because = Text(
        _("How do you know that this is one person?"), Needed(_("Say how you know that this is one person.")), rows=3
    )


class ApartForm(Form):
    """Why two records are not one person."""

    because = Text(_("How do you know that they are two people?"), rows=3)


class UndoMergeForm(Form):
    """Why a merge was wrong."""

    because = Text(_("Why are they two people?"), Needed(_("Say why they are two people.")), rows=3)
