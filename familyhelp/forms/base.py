"""What every form shares: texts that lose nothing, dates in three boxes, words from fixed lists, and refusals."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, SelectMultipleField  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional, ValidationError

from ..practice.clock import LOCAL
from ..practice.words import Changed, Refusal, Sentence, Word

LONGEST_LINE, LONGEST_TEXT = 200, 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_NOT_KEPT = frozenset({"csrf_token", "submission"})


def tidy(text: Any) -> Any:
    """A text without control characters, with plain line ends and no space around it."""
    if not isinstance(text, str):
        return text
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


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


class _Said(RadioField):
    """A choice of one: nothing chosen is None, and something not on the list is an error in words."""

    validate_choice = True

    def pre_validate(self, form: Any) -> None:
        """Say in words what is wrong with a choice that is not on the list."""
        if self.raw_data and self.raw_data[0] and self.data is None:
            raise ValidationError(gettext("Choose one from the list."))
        if self.data is not None and not any(str(value_of(c)) == str(_slug(self.data)) for c in self.iter_choices()):
            raise ValidationError(gettext("Choose one from the list."))


class _Several(SelectMultipleField):  # type: ignore[misc,unused-ignore]
    """Checkboxes: something not on the list is an error in words that does not repeat it."""

    def pre_validate(self, form: Any) -> None:
        """Say in words what is wrong with a choice that is not on the list."""
        if set(self.data or ()) - {str(value_of(c)) for c in self.iter_choices()}:
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


class DateField(Field):
    """A date in three boxes (day, month, year), kept as it was typed when it is not a date."""

    parts = ("day", "month", "year")

    def __init__(self, label: Any, validators: Sequence[Any] = (), hint: Any = "", **options: Any) -> None:
        """`hint` is an example of a date."""
        super().__init__(label, validators=list(validators), description=hint, **options)
        self.typed: dict[str, str] = dict.fromkeys(self.parts, "")

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the three boxes where a form was sent, the date of the record where it was not."""
        self.process_errors = []
        value = data if isinstance(data, date) else (self.default() if callable(self.default) else self.default)
        self.data = value if isinstance(value, date) else None
        self.object_data = self.data
        if self.data:
            self.typed = {
                "day": str(self.data.day),
                "month": str(self.data.month),
                "year": str(self.data.year),
            }
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in self.parts):
            self.typed = {p: str(tidy(formdata.get(f"{self.name}-{p}", "")))[:20] for p in self.parts}
            self.raw_data = list(self.typed.values())
            self.data = self._read()
        elif formdata is not None:
            self.raw_data = []

    def _wrong(self, sentence: str) -> None:
        self.process_errors = [*self.process_errors, sentence]

    def _read(self) -> date | None:
        if not any(self.typed.values()):
            return None
        absent = [
            name
            for name, part in (
                (gettext("a day"), "day"),
                (gettext("a month"), "month"),
                (gettext("a year"), "year"),
            )
            if not self.typed[part]
        ]
        if absent:
            self._wrong(gettext("The date must include %(part)s.", part=" and ".join(absent)))
            return None
        try:
            day, month, year = (
                int(self.typed[p]) if self.typed[p].isascii() and self.typed[p].isdigit() else 0 for p in self.parts
            )
            if not 1900 <= year <= 2100:
                raise ValueError(year)
            return date(year, month, day)
        except (ValueError, OverflowError):
            self._wrong(gettext("Enter a real date, like 27 3 2026."))
            return None


class TimeField(StringField):
    """A time of day such as 14:05; `data` is a time, or None."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read hours and minutes."""
        self.typed = str(tidy(valuelist[0])) if valuelist else ""
        self.data = None
        if self.typed:
            try:
                self.data = time.fromisoformat(self.typed.replace(".", ":").zfill(5))  # type: ignore[assignment]
            except ValueError:
                raise ValueError(gettext("Enter a time, like 14:05.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%H:%M") if isinstance(self.data, time) else ""


def local_moment(day: date, at: time | None) -> datetime:
    """The moment of a UK day and time, with its zone."""
    return datetime.combine(day, at or time(12, 0), LOCAL)


class NotLater:
    """A date that cannot lie ahead; `today` gives the day."""

    def __init__(self, today: Callable[[], date], sentence: Any = None) -> None:
        """`sentence` is shown for a date that lies ahead."""
        self.today = today
        self.sentence = sentence or lazy_gettext("This date cannot be in the future.")

    def __call__(self, form: Any, field: Any) -> None:
        """Raise the sentence for a date that lies ahead."""
        if field.data and field.data > self.today():
            raise ValidationError(str(self.sentence))


class Score(SelectField):
    """A whole number from 0 to 10; `data` is the number, or None."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), hint: Any = "", **options: Any) -> None:
        """`hint` says what the ends of the scale mean."""
        super().__init__(
            label,
            validators=list(validators),
            description=hint,
            coerce=_whole,
            choices=[SelectChoice(value="", label="")] + [SelectChoice(value=str(n), label=str(n)) for n in range(11)],
            **options,
        )

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not on the scale."""
        if self.raw_data and self.raw_data[0] and self.data not in range(11):
            raise ValidationError(gettext("A score is a whole number from 0 to 10."))


def _whole(value: Any) -> int | None:
    text = str(value) if value is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


class Form(FlaskForm):  # type: ignore[misc,unused-ignore]
    """A form that is done once (`submission`), knows the version it was read at, and says why it is refused."""

    submission = HiddenField()
    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Give the form a submission key of its own where it has none yet."""
        super().__init__(*args, **kwargs)
        self.kept_at: datetime | None = None
        self.sentences: list[Sentence] = []
        self.stored: Mapping[str, str] = {}
        if not _is_key(self.submission.data):
            self.submission.data = secrets.token_urlsafe(24)

    @property
    def read_version(self) -> int:
        """The version of the record that the person had before them; 0 where what was sent does not say it."""
        sent = self.version.raw_data
        return _whole_version(self.version.data if sent is None else sent[0] if sent else "")

    def refuse(self, refusal: Refusal) -> None:
        """Show the sentences of a refusal, each at its field where it names one."""
        for sentence in refusal.sentences:
            if sentence.field_name and sentence.field_name in self:
                field = self[sentence.field_name]
                field.errors = [*field.errors, sentence.in_words(gettext)]
            else:
                self.sentences.append(sentence)
        if isinstance(refusal, Changed):
            self.stored = refusal.stored
            self.version.data = str(refusal.version)

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """Everything that is wrong, in the order of the page: (field id or empty, sentence)."""
        found = [("", sentence.in_words(gettext)) for sentence in self.sentences]
        for field in self:
            anchor = f"{field.id}-day" if isinstance(field, DateField) else field.id
            found += [(anchor, str(error)) for error in field.errors]
        return found


def _is_key(key: Any) -> bool:
    return isinstance(key, str) and 20 <= len(key) <= 64 and key.isascii() and key.isprintable()


def _whole_version(text: Any) -> int:
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 9 else 0


def kept_fields(posted: MultiDict[str, str]) -> dict[str, list[str]]:
    """What a draft keeps of a posted form: all but tokens and passwords, each text at most 100,000 characters."""
    return {
        name[:80]: [_CONTROL.sub("", value)[:100_000] for value in values]
        for name, values in posted.lists()
        if name not in _NOT_KEPT and "password" not in name
    }


__all__ = [
    "Choice",
    "DateField",
    "Form",
    "Line",
    "Needed",
    "NotLater",
    "Optional",
    "Pick",
    "Score",
    "Select",
    "Several",
    "Text",
    "Tick",
    "TimeField",
    "kept_fields",
    "local_moment",
    "offer",
    "optional",
    "tidy",
]
