"""On the way to a decision: the first look, what was missing, and who in social care has taken a request on."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice.triage import ContactOutcome, Level, TakenHow, Told, ToldHow
from .base import Choice, Form, Line, Needed, Pick, Select, Text, Tick


class ScreenForm(Form):
    """What did a first look find?"""

    found = Text(
        _("What did you find?"),
        Needed(_("Write what you found.")),
        hint=_("For example: is the family known, is anything about harm, what is still missing."),
        rows=4,
    )


class ComeBackForm(Form):
    """What was missing, as somebody told it since."""

    answer = Text(_("What were you told?"), Needed(_("Write what you were told.")))


class TellForm(Form):
    """Who was told, how, and what?"""

    whom = Choice(_("Who was told?"), Told, Needed(_("Choose who was told.")))
    how = Choice(_("How?"), ToldHow, Needed(_("Choose how they were told.")))
    said = Text(_("What did you tell them?"), Needed(_("Write what you told them.")), rows=3)


class AnswerMissingForm(Form):
    """What was missing, as whoever asked for help tells it."""

    answer = Text(_("What can you tell us?"), Needed(_("Write what you want to tell us.")), rows=6, most=10_000)


class AcknowledgeForm(Form):
    """Who has taken it on?"""

    who = Line(
        _("Who in statutory social care has taken this on?"),
        Needed(_("Write who has taken it on.")),
        hint=_("Their name and team, as they told you."),
    )
    how = Choice(_("How did they say so?"), TakenHow, Needed(_("Choose how they said so.")))


class DecideForm(Form):
    """Level, outcome, why, and what the referrer is told."""

    level = Choice(_("What is the level of need?"), Level, Needed(_("Choose a level of need.")))
    outcome = Choice(_("What happens now?"), ContactOutcome, Needed(_("Choose what happens now.")))
    family = Pick(_("Whose request is this?"), hint=_("The people named belong to several families."))
    team = Select(_("Which team holds the case?"), hint=_("Only where a case is opened."))
    rationale = Text(_("Why?"), Needed(_("Say why: the family and the next worker will want to know.")))
    referrer_told = Text(
        _("What is the referrer told?"),
        rows=3,
        hint=_(
            "Leave this empty to send the sentence that stands under the outcome. "
            "It goes out by e-mail, so use no names of the family."
        ),
    )
    family_by_person = Tick(
        _("Somebody tells the family, and no message goes to them"),
        hint=_(
            "The family hears in words of its own, by e-mail to a parent, where they know about the request and "
            "nothing is to be kept from anybody. Tick this where a message could be read by others, or should come "
            "from a person."
        ),
    )
