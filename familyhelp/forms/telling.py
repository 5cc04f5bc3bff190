"""How somebody is told what is due."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice.telling import Rhythm
from .base import Choice, Form, Needed


class RhythmForm(Form):
    """How often?"""

    rhythm = Choice(_("How often do you want a message with what is due?"), Rhythm, Needed(_("Choose how often.")))


class CalendarForm(Form):
    """A new address; nothing is typed."""


class EndCalendarForm(Form):
    """Nothing but the button."""
