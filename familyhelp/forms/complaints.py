"""Compliments and complaints: what came, that they were told, who handles it, and the answer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.complaints import About, ComplaintKind, Finding, SaidBy
from .base import Choice, DateField, Form, Line, Needed, NotLater, Select, Text


class ReceiveForm(Form):
    """What somebody said, and who handles it."""

    kind = Choice(_("What is it?"), ComplaintKind, Needed(_("Choose what it is.")))
    received_on = DateField(
        _("When did it come?"), [Needed(_("Enter the day.")), NotLater(clock.today)], default=clock.today
    )
    said_by = Choice(_("From whom?"), SaidBy, Needed(_("Choose from whom it came.")))
    name = Line(_("Their name (optional)"))
    about = Choice(_("What is it about?"), About, Needed(_("Choose what it is about.")))
    text = Text(_("What did they say?"), Needed(_("Write what they said.")), hint=_("In their words."))
    case = Line(
        _("Reference of the case (optional)"),
        hint=_("For example, 7K2M-9QX4. Nothing is put on the case."),
    )
    concerns = Select(_("Which worker is it about? (optional)"), hint=_("They cannot read it, and cannot handle it."))
    handler = Select(_("Who handles it, if it is a complaint?"), hint=_("A manager, and not the one it is about."))


class AcknowledgeForm(Form):
    """That they were told."""

    on = DateField(
        _("When did you tell them that it came, and who answers it?"),
        [Needed(_("Enter the day.")), NotLater(clock.today)],
        default=clock.today,
    )


class HandForm(Form):
    """Who handles it now."""

    handler = Select(_("Who handles it now?"), Needed(_("Choose who handles the complaint.")))
    because = Text(_("Why?"), Needed(_("Say why somebody else handles it.")), rows=3)


class AnswerForm(Form):
    """What was found, said and learned."""

    found = Choice(_("What was found?"), Finding, Needed(_("Choose what was found.")))
    because = Text(_("How do you know?"), Needed(_("Write what was found, and how you know.")))
    told = Text(_("What were they told?"), Needed(_("Write what they were told.")))
    told_on = DateField(
        _("When were they told?"), [Needed(_("Enter the day.")), NotLater(clock.today)], default=clock.today
    )
    lesson = Text(
        _("What do we learn from it?"), Needed(_("Write what we learn from it, also where it was not upheld.")), rows=3
    )
