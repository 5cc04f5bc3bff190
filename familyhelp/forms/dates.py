"""Days and times in forms, kept as they were typed where they are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from ..practice.clock import LOCAL
from .texts import tidy


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
                self.data = time.fromisoformat(self.typed.replace(".", ":").zfill(5))  # type: ignore[assignment]  # the stubs say text
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
