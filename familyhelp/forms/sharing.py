"""What is shared with an agency, for what, on which basis; that it ends; that it is ruled out."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice import clock
from ..practice.sharing import LawfulBasis, SharedFor
from ..practice.words import N_, Word
from .base import Choice, DateField, Form, Needed, NotLater, Select, Text


class Told(Word):
    """Whether the family knows."""

    TOLD = "told", N_("Yes")
    NOT_TOLD = "not_told", N_("No")


class ShareForm(Form):
    """What is shared with whom, and why may it be?"""

    agency = Select(_("Shared with which agency?"), Needed(_("Choose an agency.")))
    purpose = Choice(_("For what?"), SharedFor, Needed(_("Choose for what.")))
    what = Text(
        _("What may be shared?"),
        Needed(_("Say what may be shared.")),
        hint=_("For example: the plan and how school goes, not the notes about her health."),
        rows=3,
    )
    basis = Choice(_("What allows it?"), LawfulBasis, Needed(_("Choose what allows it.")))
    because = Text(
        _("Why without agreement?"), hint=_("Only where the family did not agree. A manager looks at it."), rows=3
    )
    family_told = Choice(_("Does the family know?"), Told, Needed(_("Say whether the family knows.")))
    not_told_because = Text(_("Why is the family not told?"), hint=_("Only where it is not."), rows=2)
    starts_on = DateField(
        _("From which day?"), [Needed(_("Enter the day.")), NotLater(clock.today)], default=clock.today
    )
    ends_on = DateField(_("Until which day?"), hint=_("Optional. After this day nobody of the agency sees it."))


class WithdrawSharingForm(Form):
    """Why does it end?"""

    because = Text(_("Why does it end?"), Needed(_("Say why it ends.")), hint=_("In the family’s words."), rows=3)


class ExcludeForm(Form):
    """With whom is nothing shared?"""

    agency = Select(_("With which agency is nothing shared?"), Needed(_("Choose an agency.")))
    because = Text(
        _("What did the family say?"),
        Needed(_("Write what the family said.")),
        hint=_("For example: not with my son’s school."),
        rows=3,
    )


class LookForm(Form):
    """What does the manager say?"""

    words = Text(
        _("What do you say to it?"),
        Needed(_("Say what you think of it.")),
        hint=_("For example: right, and tell the mother on Friday when she is safe."),
        rows=3,
    )
