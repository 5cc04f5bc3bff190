"""The plan: its versions, outcomes, actions, and the family's yes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.domains import Headline
from ..practice.outcomes import AgreedHow, OwnerKind
from .base import Choice, DateField, Form, Line, Needed, NotLater, Score, Text


class StartForm(Form):
    """A new version of the plan."""

    because = Text(
        _("What changes, and why?"),
        Needed(_("Say what changes and why, so that the family can follow.")),
        hint=_("The version that the family agreed stays as it is, and can still be read."),
        rows=3,
    )


class OutcomeForm(Form):
    """One outcome."""

    words = Text(
        _("What does the family want, in its own words?"),
        Needed(_("Write what the family wants, in its own words.")),
        hint=_("For example: we want mornings without shouting."),
        most=2_000,
        rows=3,
    )
    headline = Choice(_("Which part of life is this about?"), Headline, Needed(_("Choose what this is about.")))
    how_we_know = Text(
        _("How will everyone know that it has happened?"),
        Needed(_("Write how everyone will know that it has happened.")),
        hint=_("Something that can be seen. For example: at school on time four days of five."),
        most=2_000,
        rows=3,
    )
    start_score = Score(
        _("Where are we now?"),
        [Needed(_("Choose where you are now."))],
        hint=_("The lowest number: as far away as can be. The highest: it has happened."),
    )
    goal_score = Score(
        _("Where would be good enough?"),
        [Needed(_("Choose where would be good enough."))],
        hint=_("Higher than where you are now. It need not be the highest."),
    )

    def score_on(self, lowest: int, highest: int) -> None:
        """Ask for both scores on a scale."""
        self.start_score.between(lowest, highest)
        self.goal_score.between(lowest, highest)


class ActionForm(Form):
    """One action."""

    what = Text(
        _("What will be done?"),
        Needed(_("Write what will be done.")),
        hint=_("Small enough to know whether it was done."),
        most=2_000,
        rows=3,
    )
    owner_kind = Choice(_("Who will do it?"), OwnerKind, Needed(_("Choose who will do it.")))
    owner_name = Line(
        _("What is their name?"),
        Needed(_("Name the one person who will do it.")),
        hint=_("One person. If two people each do something, write two actions."),
    )
    owner_email = Line(
        _("What is their e-mail address? (optional)"),
        hint=_(
            "For somebody outside the family. When the plan is agreed they get a link to this action alone; the "
            "message names no family. You tell them a code."
        ),
    )
    due_on = DateField(
        _("By when?"), [Needed(_("Enter the day by which it will be done."))], hint=_("For example, 27 3 2026")
    )


class RemoveForm(Form):
    """Take something out of the version in writing."""


class OneMoreForm(Form):
    """A fourth outcome."""

    because = Text(
        _("Why does this family need a fourth outcome?"),
        Needed(_("Say why this family needs a fourth outcome.")),
        hint=_("Two or three are enough for most families: more is hard to keep in mind."),
        rows=3,
    )


class ContingencyForm(Form):
    """What to do if things slip."""

    text = Text(
        _("If things slip: what will you do, and whom will you call?"),
        Needed(_("Write what you will do and whom you will call if things slip.")),
        hint=_(
            "Write it with the family. First signs, first steps, names and numbers. It can go with them at the end."
        ),
    )


class AgreeForm(Form):
    """The family's yes to the plan."""

    agreed_by = Line(
        _("Who in the family agreed?"), Needed(_("Name who in the family agreed.")), hint=_("Children count too.")
    )
    agreed_on = DateField(
        _("When did they agree?"),
        [Needed(_("Enter the day they agreed.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    how = Choice(_("How did they agree?"), AgreedHow, Needed(_("Choose how they agreed.")))


class ReportForm(Form):
    """How an action went."""

    done_on = DateField(
        _("When was it done?"),
        [NotLater(clock.today)],
        hint=_("For example, 27 3 2026. Leave it empty if it is not done yet."),
    )
    progress = Text(
        _("How did it go?"),
        hint=_("What was done, what helped, what stood in the way. Earlier reports stay in the chronology."),
        rows=3,
    )
