"""Moderation: who looks a second time, and what both agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from ..practice.audits import GRADES, Grade
from ..practice.moderation import field
from .base import Choice, Form, Needed, Pick, Text


class AskForm(Form):
    """Who looks a second time."""

    moderator = Pick(
        _("Who looks a second time?"),
        Needed(_("Choose who looks a second time.")),
        hint=_("Only those who have no part with the family and have not read the grades."),
    )


class AgreeForm(Form):
    """What the two agreed."""

    overall = Choice(_("Agreed overall grade"), Grade, Needed(_("Choose the overall grade.")), only=GRADES)
    because = Text(
        _("Why did you agree on this?"),
        Needed(_("Say why you agreed on this.")),
        hint=_("What decided it."),
        rows=5,
    )


def agree_form(differing: Mapping[str, str]) -> type[AgreeForm]:
    """The form for the domains that the two graded differently: slug and name."""
    fields: dict[str, Any] = {
        field(slug): Choice(name, Grade, Needed(_("Choose a grade."))) for slug, name in differing.items()
    }
    return type("AgreeForm", (AgreeForm,), fields)
