"""Learning themes: what is written, where it comes from, what families read, and what came of it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from ..practice.themes import SourceKind
from .base import Choice, DateField, Form, Line, Needed, Select, Text

_NO_NAMES = _("Write no name. Say “the child”, “a parent”, “the worker”.")


class ThemeForm(Form):
    """What a theme says."""

    title = Line(_("Title"), Needed(_("Give the theme a title.")), hint=_NO_NAMES)
    seen = Text(_("What do we keep seeing?"), Needed(_("Write what we keep seeing.")), rows=4)
    good = Text(_("What does good look like?"), Needed(_("Write what good looks like.")), rows=4)
    change = Text(_("What do we change?"), Needed(_("Write what we change.")), rows=4)
    owner = Select(_("Who sees to it?"), Needed(_("Choose who sees to it.")))
    due_on = DateField(_("By when?"), [Needed(_("Enter the day."))])


class SourceForm(Form):
    """Where a theme comes from."""

    kind = Choice(_("Where does it come from?"), SourceKind, Needed(_("Choose where it comes from.")))
    reference = Line(
        _("Its reference"), hint=_("It stands beside the feedback, complaint, compliment or audit. Practice has none.")
    )


class NewThemeForm(ThemeForm):
    """A theme with its first source."""

    kind = Choice(_("Where does it come from?"), SourceKind, Needed(_("Choose where it comes from.")))
    reference = Line(
        _("Its reference"), hint=_("It stands beside the feedback, complaint, compliment or audit. Practice has none.")
    )


class PublishForm(Form):
    """What families read."""

    heard = Text(
        _("What did we hear?"), Needed(_("Write what we heard, in words for families.")), hint=_NO_NAMES, rows=4
    )
    changed = Text(_("What did we change?"), Needed(_("Write what we changed, in words for families.")), rows=4)


class WithdrawForm(Form):
    """Why families no longer read it."""

    because = Text(_("Why is it no longer shown?"), Needed(_("Say why it is no longer shown.")), rows=3)


class FinishForm(Form):
    """What came of it."""

    came_of_it = Text(_("What came of it?"), Needed(_("Write what came of it.")), hint=_NO_NAMES, rows=4)
