"""Texts in forms: they lose nothing, and say what is wrong in a sentence."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, ValidationError

LONGEST_LINE, LONGEST_TEXT = 200, 20_000
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def tidy(text: Any) -> Any:
    """A text without control characters, with plain line ends and no space around it."""
    if not isinstance(text, str):
        return text
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def optional(text: str | None) -> str | None:
    """None for a text that says nothing."""
    return text or None


class Needed:
    """The field must say something; the sentence tells what. Unlike a flag, it never blocks typing."""

    def __init__(self, sentence: Any) -> None:
        """`sentence` is shown where nothing was said."""
        self.sentence = sentence

    def __call__(self, form: Any, field: Any) -> None:
        """Raise the sentence where the field is empty."""
        says_nothing = not field.data.strip() if isinstance(field.data, str) else field.data in (None, [])
        if says_nothing and not field.errors:
            raise ValidationError(str(self.sentence))


def Line(label: Any, *validators: Any, hint: Any = "", most: int = LONGEST_LINE, **options: Any) -> Any:
    """One line of text, at most 200 characters."""
    return StringField(
        label, validators=[*validators, _short_enough(most)], filters=[tidy], description=hint, **options
    )


def Text(
    label: Any,
    *validators: Any,
    hint: Any = "",
    most: int = LONGEST_TEXT,
    rows: int = 5,
    **options: Any,
) -> Any:
    """A longer text, at most 20,000 characters."""
    return TextAreaField(
        label,
        validators=[*validators, _short_enough(most)],
        filters=[tidy],
        description=hint,
        render_kw={"rows": rows},
        **options,
    )


def _short_enough(most: int) -> Length:
    return Length(max=most, message=lazy_gettext("Use %(most)s characters or fewer.", most=most))
