"""What allows what is done with personal data."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice.processing import Basis, Condition
from .base import Choice, DateField, Form, Needed, Text


class GroundsForm(Form):
    """What the authority says of one activity."""

    basis = Choice(_("What makes it lawful?"), Basis, Needed(_("Choose what makes it lawful.")))
    law = Text(
        _("Which law gives the authority this task or duty?"),
        hint=_("With its section. Needed for a public task and for a legal obligation."),
        rows=3,
        most=2000,
    )
    condition = Choice(
        _("What allows data on health, ethnicity, religion and the like?"),
        Condition,
        Needed(_("Choose what allows it, or that no such data is held.")),
    )
    schedule_1 = Text(
        _("Which condition of Schedule 1 to the Data Protection Act 2018?"),
        hint=_(
            "Needed for substantial public interest, health or social care, statistics and employment. Name here, too, "
            "what allows data on offences."
        ),
        rows=3,
        most=2000,
    )
    assessment = Text(
        _("Where is the data protection impact assessment?"),
        hint=_("Its number and date. Leave it empty where there is none yet: the register says so."),
        rows=2,
        most=2000,
    )
    because = Text(
        _("Who decided this, and where is it laid down?"),
        Needed(_("Say who decided this, and where it is laid down.")),
        rows=3,
        most=2000,
    )
    review_on = DateField(
        _("By when does somebody look at it again?"),
        [Needed(_("Say by when somebody looks at it again: within two years."))],
        hint=_("Within two years."),
    )
