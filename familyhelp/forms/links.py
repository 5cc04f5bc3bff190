"""Links: the code, what families say by them, and what workers do with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from ..practice import identifiers
from ..practice.links import NOW, SAID, AnswerKind, ReadingAge
from ..practice.words import N_, Word
from .base import Choice, Form, Line, Needed, Score, Text


class DoneYet(Word):
    """Whether an action is done, as its owner says it."""

    DONE = "done", N_("Yes, it is done")
    NOT_YET = "not_yet", N_("Not yet")


class CodeForm(Form):
    """The code of a link."""

    code = Line(
        _("What is your code?"),
        Needed(_("Enter your code.")),
        hint=_("Six numbers, which you were told in person or by phone."),
        most=40,
    )


class SayForm(Form):
    """What an adult in the family says to the plan."""

    kind = Choice(_("Is this plan right?"), AnswerKind, Needed(_("Choose what you want to say.")), only=SAID)
    text = Text(
        _("What would you like to say?"),
        hint=_("You can leave this empty if the plan is right. Your worker reads what you write and answers you."),
        most=5_000,
    )


class NowForm(Form):
    """How things are after the help has ended, as somebody in the family says it."""

    kind = Choice(_("How are things now?"), AnswerKind, Needed(_("Choose how things are.")), only=NOW)
    text = Text(
        _("What would you like to tell us?"),
        hint=_("You can leave this empty. Whoever worked with you reads it."),
        most=5_000,
    )


class TellForm(Form):
    """What a child or a young person tells their worker."""

    text = Text(_("What do you want to say?"), Needed(_("Write what you want to say.")), most=5_000)


class DoneForm(Form):
    """How an action went, as its owner says it."""

    done = Choice(_("Is it done?"), DoneYet, Needed(_("Choose whether it is done.")))
    progress = Text(
        _("How did it go?"),
        hint=_("You can leave this empty if it is done. What helped, or what got in the way?"),
        most=2_000,
        rows=3,
    )


def scores_form(questions: Sequence[tuple[int, Any]]) -> type[Form]:
    """A form with one scale for each outcome: its number, and what is asked. Each may be left out."""
    hint = _("The lowest number means a long way to go. The highest means it has happened.")
    kind: type[Form] = type("ScoresForm", (Form,), {f"score_{n}": Score(asked, hint=hint) for n, asked in questions})
    return kind


def chosen_scores(form: Form, numbers: Iterable[int]) -> dict[int, int]:
    """The scores that were chosen, by the number of the outcome."""
    return {n: form[f"score_{n}"].data for n in numbers if form[f"score_{n}"].data is not None}


class GiveLinkForm(Form):
    """A link for somebody in the family."""

    reading_age = Choice(_("For whom is the page written?"), ReadingAge, Needed(_("Choose for whom it is written.")))
    email = Line(
        _("Send the link by e-mail? Write their address (optional)"),
        hint=_(
            "The message names no family. Only do this if nobody else reads their e-mail. Leave it empty to hand the "
            "link over yourself. The code is never sent."
        ),
    )

    def validate_email(self, field: Any) -> None:
        """Say what is wrong with the address."""
        wrong = identifiers.email_problem(field.data) if field.data else None
        if wrong:
            raise ValidationError(str(wrong))


class RevokeForm(Form):
    """The end of a link."""

    because = Text(_("Why does it end?"), Needed(_("Say why the link ends.")), rows=3)


class NewCodeForm(Form):
    """A new code for a link."""


class SendAgainForm(Form):
    """A new link by e-mail to the owner of an action."""


class AttendForm(Form):
    """What was done about something the family said."""

    done_about = Text(
        _("What did you do about it, or what did you tell them?"),
        Needed(_("Say what you did about it, or what you told them.")),
        hint=_(
            "The family can read this on their page. For example: I rang on Tuesday, and we changed the second step."
        ),
        rows=4,
    )
