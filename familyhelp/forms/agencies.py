"""Agencies."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice.roles import AgencyKind
from .base import Choice, Form, Line, Needed, Text


class AgencyForm(Form):
    """An agency: what it is called, and of which kind it is."""

    name = Line(_("What is the agency called?"), Needed(_("Enter the name of the agency.")))
    kind = Choice(_("What kind of agency is it?"), AgencyKind, Needed(_("Choose what kind of agency it is.")))


class WorkingForm(Form):
    """Why does an agency work with us no longer, or again?"""

    because = Text(_("Why?"), Needed(_("Say why.")), rows=3, most=2000)
