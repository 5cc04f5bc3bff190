"""Cases: who leads, who agrees, who helps."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.outcomes import AgreedHow, Route
from .base import Choice, DateField, Form, Line, Needed, NotLater, Select, Text


class AllocateForm(Form):
    """Who will lead?"""

    lead = Select(
        _("Who will lead?"), Needed(_("Choose who will lead.")), hint=_("The family will know this person by name.")
    )
    because = Text(_("Why this person?"), hint=_("Optional. For example: already knows the family."), rows=3)


class AgreementForm(Form):
    """Did the family say yes?"""

    agreed_by = Line(
        _("Who in the family agreed?"), Needed(_("Write who agreed.")), hint=_("For example: Rosa, and Poppy who is 9.")
    )
    speaks_for = Text(
        _("For whom do they say yes?"),
        Needed(_("Write for whom they say yes.")),
        hint=_("Leave out whoever does not want to take part."),
        rows=2,
    )
    agreed_on = DateField(
        _("When did they agree?"),
        [Needed(_("Enter the day they agreed.")), NotLater(clock.today)],
        hint=_("For example, 27 3 2026"),
        default=clock.today,
    )
    how = Choice(_("How did they agree?"), AgreedHow, Needed(_("Choose how they agreed.")))


class WithdrawForm(Form):
    """The family changed its mind."""

    withdrawn_on = DateField(
        _("When did they withdraw?"),
        [Needed(_("Enter the day they withdrew.")), NotLater(clock.today)],
        default=clock.today,
    )
    because = Text(_("What did they say?"), Needed(_("Write what the family said, in their words.")))
    route = Choice(_("What follows?"), Route, hint=_("Leave this empty until it is decided."))


class RefusalForm(Form):
    """Who said no, and what follows?"""

    refused_by = Line(_("Who in the family said no?"), Needed(_("Write who said no.")))
    refused_on = DateField(
        _("When did they say so?"), [Needed(_("Enter the day.")), NotLater(clock.today)], default=clock.today
    )
    because = Text(_("What did they say?"), Needed(_("Write what the family said, in their words.")), rows=3)
    route = Choice(_("What follows?"), Route, Needed(_("Choose what follows.")))


class AgainForm(Form):
    """Does the family go on with the new lead?"""

    agreed_by = Line(_("Who in the family said yes?"), Needed(_("Write who said yes.")))
    agreed_on = DateField(
        _("When did they say so?"), [Needed(_("Enter the day.")), NotLater(clock.today)], default=clock.today
    )
    how = Choice(_("How did they say so?"), AgreedHow, Needed(_("Choose how they said so.")))


class ContributorForm(Form):
    """Who joins the team around the family?"""

    person = Select(
        _("Who joins the team around the family?"),
        Needed(_("Choose a person.")),
        hint=_("They will see this family’s plan and notes, but not restricted notes."),
    )


class SupporterForm(Form):
    """Who supports the partner?"""

    person = Select(
        _("Who supports the partner who leads?"),
        Needed(_("Choose a person.")),
        hint=_("Somebody of the authority whom they can ring, and who looks with them at what is late."),
    )


class EndContributorForm(Form):
    """Whose part ends?"""

    because = Text(_("Why does it end?"), Needed(_("Say why it ends.")), rows=3)
