"""Professional disagreements: raising one, what came of a stage, who holds it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.disagreements import Settled, Side
from .base import Choice, DateField, Form, Line, Needed, NotLater, Select, Text, Tick


class RaiseForm(Form):
    """What do the two sides see differently?"""

    about = Text(
        _("What is it about?"),
        Needed(_("Say what it is about.")),
        hint=_("What was decided or not done, and what it means for the children."),
        rows=4,
    )
    step = Select(_("Is it about a step that was declined?"))
    side = Choice(_("Who sees it differently?"), Side, Needed(_("Choose who sees it differently.")))
    other_side = Line(
        _("Their name, and where they work"),
        Needed(_("Say who sees it differently.")),
        hint=_("Whom you have talked with, or will."),
    )
    our_view = Text(_("What do you think, and why?"), Needed(_("Say what you think, and why.")))
    other_view = Text(
        _("What does the other side think, and why?"),
        Needed(_("Say what the other side thinks, as they would say it themselves.")),
        hint=_("As they would say it themselves: they will read it."),
    )
    urgent = Tick(
        _("It is urgent"), hint=_("A child may not be safe while it lasts: each stage then has one working day.")
    )


class TalkedForm(Form):
    """Who talked, and what was said."""

    talked_on = DateField(
        _("When did you talk?"),
        [Needed(_("Enter the day you talked.")), NotLater(clock.today)],
        default=clock.today,
    )
    who_talked = Text(
        _("Who talked with whom?"),
        Needed(_("Say who talked with whom.")),
        hint=_("Names, and where they work."),
        rows=2,
    )
    decided = Text(
        _("What was decided, and why?"),
        Needed(_("Say what was decided, and why.")),
        hint=_("Also what still stands between you."),
    )


class StageForm(TalkedForm):
    """What came of a stage below the last."""

    result = Choice(
        _("What came of it?"),
        Settled,
        Needed(_("Choose what came of it.")),
        only=(Settled.AGREED, Settled.NOT_AGREED, Settled.DROPPED),
    )
    holder = Select(_("If it goes on: who holds it at the next stage?"), hint=_("They are told at once."))
    learned = Text(
        _("If it ends: what was learned?"), hint=_("For the next family, and for how you work together."), rows=3
    )


class LastStageForm(TalkedForm):
    """What came of the last stage."""

    result = Choice(
        _("What came of it?"),
        Settled,
        Needed(_("Choose what came of it.")),
        only=(Settled.AGREED, Settled.DECIDED, Settled.DROPPED),
    )
    learned = Text(
        _("What was learned?"),
        Needed(_("Say what was learned: for the next family, and for how you work together.")),
        hint=_("For the next family, and for how you work together."),
        rows=3,
    )


class HandOnForm(Form):
    """Who holds it from now on?"""

    holder = Select(_("Who holds it from now on?"), Needed(_("Choose who holds it.")), hint=_("They are told at once."))
    because = Text(_("Why?"), Needed(_("Say why somebody else holds it from now on.")), rows=2)
