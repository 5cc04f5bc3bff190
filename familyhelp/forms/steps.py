"""Steps: what is asked, and what the other side answers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.panels import Advice
from ..practice.steps import FamilyAgrees, Pace, SentHow, last_handover_day
from ..practice.triage import Level
from .base import Choice, DateField, Form, Line, Needed, Select, Text


class StepUpForm(Form):
    """What does statutory social care need to know?"""

    pace = Choice(_("How soon must it be answered?"), Pace, Needed(_("Choose how soon it must be answered.")))
    reasons = Text(
        _("Why does the family need statutory help now?"),
        Needed(_("Say why: whoever answers decides by it.")),
        hint=_("What has changed, and what you have seen and heard yourself."),
    )
    risk = Text(
        _("What is the risk, and for which child?"), Needed(_("Say what the risk is, for which child.")), rows=4
    )
    tried = Text(
        _("What has been tried?"),
        hint=_("We filled in what the record says. Change what is no longer true."),
        rows=8,
    )
    family_view = Text(
        _("What does the family think?"),
        hint=_("In their words: each child, each parent. They will read what you write."),
    )
    family_agrees = Choice(_("Does the family agree?"), FamilyAgrees, Needed(_("Choose whether the family agrees.")))
    proposed_lead = Line(
        _("Whom do you propose as lead?"), hint=_("Optional. A name: the other side decides."), most=200
    )
    without_agreement_because = Text(
        _("If they do not agree: why is the step right all the same?"),
        hint=_("Leave empty if the family agrees."),
        rows=3,
    )


class StepDownForm(Form):
    """What does early help need to know?"""

    to_level = Choice(
        _("To which level of need?"),
        Level,
        Needed(_("Choose a level of need.")),
        only=(Level.COMPLEX, Level.ADDITIONAL),
    )
    reasons = Text(
        _("Why can statutory help end?"),
        Needed(_("Say why: whoever answers decides by it.")),
        hint=_("What is better now, and how you know."),
    )
    risk = Text(_("What should the next lead look out for?"), rows=4)
    tried = Text(
        _("What has been done, and what is still open?"),
        hint=_("We filled in what the record says. Change what is no longer true."),
        rows=8,
    )
    family_view = Text(
        _("What does the family think?"),
        hint=_("In their words: each child, each parent. They will read what you write."),
    )
    family_agrees = Choice(_("Does the family agree?"), FamilyAgrees, Needed(_("Choose whether the family agrees.")))
    proposed_lead = Line(
        _("Whom do you propose as lead?"), hint=_("Optional. A name: the other side decides."), most=200
    )
    without_agreement_because = Text(
        _("If they do not agree: why is the step right all the same?"),
        hint=_("Leave empty if the family agrees."),
        rows=3,
    )


class SendStepForm(Form):
    """To whom of social care, and how?"""

    liaison = Select(
        _("Who will answer it?"),
        Needed(_("Choose who will answer it.")),
        hint=_("Somebody of statutory social care. Only they answer by this link."),
    )
    how = Choice(_("How does the link reach them?"), SentHow, Needed(_("Choose how the link reaches them.")))


class PanelForm(Form):
    """When does the panel meet?"""

    meets_on = DateField(
        _("On which day does the panel meet?"),
        [Needed(_("Enter the day."))],
        hint=_("“When things are due” says by when. The step is answered on the working day after it."),
    )


class AdviceForm(Form):
    """What does the panel say?"""

    advice = Choice(_("What does the panel say?"), Advice, Needed(_("Choose what the panel says.")))
    present = Text(_("Who was there?"), Needed(_("Say who was there.")), rows=3)
    because = Text(
        _("Why?"),
        Needed(_("Say why: the family and both sides read it.")),
        hint=_("What the family wants, what would help, what is still to be found out."),
    )


class ReceiveStepForm(Form):
    """Nothing but the button."""


class AcceptStepUpForm(Form):
    """Will you take the family on?"""

    because = Text(_("What will you do first?"), hint=_("Optional. Whoever asked and the family will read it."), rows=3)


class AcceptStepDownForm(Form):
    """Who takes the family on, and when do they meet?"""

    lead = Select(
        _("Who will lead?"),
        Needed(_("Choose who will lead.")),
        hint=_("A key worker of your team, or a partner who leads. The family will know this person by name."),
    )
    handover_on = DateField(
        _("When do both leads visit the family together?"),
        [Needed(_("Enter the day of the visit."))],
        hint=_("Soon: “When things are due” says by when."),
        default=lambda: last_handover_day(clock.today()),
    )
    because = Text(_("Anything to say to social care?"), hint=_("Optional."), rows=3)


class DeclineForm(Form):
    """Why not?"""

    because = Text(
        _("Why do you decline?"),
        Needed(_("Say why: the other side needs the reason.")),
        hint=_("Say what would change your answer, and what the family can have instead."),
    )


class RecallForm(Form):
    """Why is the step no longer asked for?"""

    because = Text(_("Why do you take it back?"), Needed(_("Say why: the other side needs the reason.")), rows=3)
