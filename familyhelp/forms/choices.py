"""Choices in forms: words from fixed lists, records of short lists, scores; what is not on the list is an error in
words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice, SelectMultipleField  # type: ignore[attr-defined]  # the stubs lack it
from wtforms.validators import ValidationError

from ..practice.words import Word


class _Said(RadioField):
    """A choice of one: nothing chosen is None, and something not on the list is an error in words."""

    validate_choice = True

    def pre_validate(self, form: Any) -> None:
        """Say in words what is wrong with a choice that is not on the list."""
        if self.raw_data and self.raw_data[0] and self.data is None:
            raise ValidationError(gettext("Choose one from the list."))
        if self.data is not None and not any(str(value_of(c)) == str(_slug(self.data)) for c in self.iter_choices()):
            raise ValidationError(gettext("Choose one from the list."))


class _Several(SelectMultipleField):  # type: ignore[misc,unused-ignore]  # its base is Any where stubs are missing
    """Checkboxes: something not on the list is an error in words that does not repeat it."""

    def pre_validate(self, form: Any) -> None:
        """Say in words what is wrong with a choice that is not on the list."""
        if self.data and set(self.data) - {str(value_of(c)) for c in self.iter_choices()}:
            raise ValidationError(gettext("Choose from the list."))


class SelectOne(SelectField):
    """A select: nothing chosen is the empty text, and something not on the list is an error in words."""

    def pre_validate(self, form: Any) -> None:
        """Say in words what is wrong with a choice that is not on the list."""
        if self.data and not any(str(value_of(c)) == self.data for c in self.iter_choices()):
            raise ValidationError(gettext("Choose one from the list."))


def value_of(choice: Any) -> Any:
    """The value of a choice (its type stub still says it is a tuple)."""
    return choice.value


def _slug(value: Any) -> Any:
    return value.value if isinstance(value, Word) else value


def _coerce(words: type[Word]) -> Callable[[Any], Word | None]:
    by_slug = {word.value: word for word in words}
    return lambda value: by_slug.get(_slug(value)) if value is not None else None


def Choice(
    label: Any,
    words: type[Word],
    *validators: Any,
    hint: Any = "",
    only: Iterable[Word] | None = None,
    **options: Any,
) -> Any:
    """One of a fixed list of words, as radio buttons; `data` is the Word, or None."""
    chosen = list(only if only is not None else words)
    return _Said(
        label,
        validators=list(validators),
        description=hint,
        coerce=_coerce(words),
        choices=lambda: [SelectChoice(value=w.value, label=gettext(w.label)) for w in chosen],
        **options,
    )


def Pick(label: Any, *validators: Any, hint: Any = "", **options: Any) -> Any:
    """One record of a short list, as radio buttons; the view sets `.choices` with `offer()`; `data` is a text."""
    return _Said(
        label,
        validators=list(validators),
        description=hint,
        choices=[],
        coerce=lambda value: None if value is None else str(value),
        **options,
    )


def Select(label: Any, *validators: Any, hint: Any = "", **options: Any) -> Any:
    """One record of a longer (but bounded) list, as a select; the view sets `.choices` with `offer()`."""
    return SelectOne(
        label,
        validators=list(validators),
        description=hint,
        choices=[],
        coerce=lambda value: str(value or ""),
        **options,
    )


def Several(label: Any, *validators: Any, hint: Any = "", choices: Any = (), **options: Any) -> Any:
    """Some of a short list, as checkboxes; `data` is a list of texts."""
    return _Several(label, validators=list(validators), description=hint, choices=choices, coerce=str, **options)


def Tick(label: Any, hint: Any = "") -> Any:
    """One checkbox."""
    return BooleanField(label, description=hint)


def offer(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Choices for `Pick` and `Select` from (value, label) pairs."""
    return [SelectChoice(value=str(value), label=str(label)) for value, label in pairs]


class Score(SelectField):
    """A whole number on a scale (0 to 10, unless `between` says otherwise); `data` is the number, or None."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), hint: Any = "", **options: Any) -> None:
        """`hint` says what the ends of the scale mean."""
        super().__init__(
            label,
            validators=list(validators),
            description=hint,
            coerce=_whole,
            choices=[],
            **options,
        )
        self.between(0, 10)

    def between(self, lowest: int, highest: int) -> None:
        """Offer the whole numbers from `lowest` to `highest` alone."""
        self.lowest, self.highest = lowest, highest
        self.choices = offer([("", "")] + [(n, n) for n in range(lowest, highest + 1)])

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not on the scale."""
        if self.raw_data and self.raw_data[0] and self.data not in range(self.lowest, self.highest + 1):
            text = gettext("A score is a whole number from %(lowest)s to %(highest)s.")
            raise ValidationError(text % {"lowest": self.lowest, "highest": self.highest})


def _whole(value: Any) -> int | None:
    text = str(value) if value is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None
