"""Adding a file to a case, and taking it away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms.validators import ValidationError

from ..practice import clock
from ..practice.attachments import MOST_IN_TITLE, AttachmentKind
from .base import Choice, DateField, Form, Line, Needed, NotLater, Select, Text, Tick, offer


def _a_file(_form: Any, field: Any) -> None:
    if not isinstance(field.data, FileStorage) or not field.data.filename:
        raise ValidationError(str(_("Choose a file.")))


class AttachmentForm(Form):
    """One file, what it is, whose and of when."""

    kind = Choice(_("What is it?"), AttachmentKind, Needed(_("Choose what it is.")))
    title = Line(
        _("What should it be called in the list?"),
        Needed(_("Say what it is, so that others find it.")),
        most=MOST_IN_TITLE,
        hint=_("For example: Poppy’s drawing of her morning"),
    )
    person = Select(_("Whose is it, or whom is it about?"), hint=_("If it is of one person."))
    dated_on = DateField(
        _("When was it made or written?"),
        [Needed(_("Enter the day it was made or written.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    words = Text(
        _("What do they say about it, or what should others know?"),
        hint=_("If you like. A child’s own words about their drawing belong here."),
        rows=3,
    )
    restricted = Tick(
        _("Restrict this attachment"),
        hint=_("Only the lead and the team manager can then open it. Nobody else sees that it is there."),
    )
    file = FileField(_("The file"), validators=[_a_file])

    def offer_people(self, people: Mapping[str, str]) -> None:
        """Offer these people, names by reference."""
        self.person.choices = offer([("", str(_("Nobody in particular"))), *people.items()])


class RemovalForm(Form):
    """Why is it taken away?"""

    because = Text(
        _("Why is it taken away?"),
        Needed(_("Say why it is taken away: it stays written here.")),
        hint=_("For example: it belongs to another family."),
        rows=3,
    )
