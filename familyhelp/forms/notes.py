"""Notes and their corrections."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.notes import NoteKind
from .base import Choice, DateField, Form, Line, Needed, NotLater, Text, Tick, offer


class NoteForm(Form):
    """What happened, when, with whom."""

    kind = Choice(_("What kind of note is it?"), NoteKind, Needed(_("Choose what kind of note it is.")))
    happened_on = DateField(
        _("When did it happen?"),
        [Needed(_("Enter the day it happened.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    people_seen = Line(_("Who did you see or speak to?"), hint=_("Say who was seen alone."))
    text = Text(
        _("What happened, and what was said?"),
        Needed(_("Write what happened and what was said.")),
        hint=_("The family may read this one day: write it so that they would know themselves in it."),
        rows=10,
    )
    restricted = Tick(
        _("Restrict this note"),
        hint=_("Only the lead and the team manager can then read it. Nobody else sees that it is there."),
    )

    def offer_kinds(self, kinds: Iterable[NoteKind]) -> None:
        """Offer only these kinds of note."""
        self.kind.choices = offer((kind.value, _(kind.label)) for kind in kinds)


class CorrectionForm(Form):
    """What the note should say, and what was wrong."""

    text = Text(
        _("What should the note say?"), Needed(_("A note is never emptied. Write what it should say.")), rows=10
    )
    because = Text(
        _("What was wrong?"),
        Needed(_("Say what was wrong, so that both versions can be understood.")),
        rows=3,
    )
