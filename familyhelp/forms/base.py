"""What every form shares: it is done once, it keeps what was typed, and it says why it is refused."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField
from wtforms.validators import Optional

from ..practice.words import Changed, Refusal, Sentence
from .choices import Choice, Pick, Score, Select, SelectOne, Several, Tick, offer, value_of
from .dates import DateField, NotLater, TimeField, local_moment
from .texts import CONTROL, Line, Needed, Text, optional, tidy

_NOT_KEPT = frozenset({"csrf_token", "submission"})


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
        name[:80]: [CONTROL.sub("", value)[:100_000] for value in values]
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
    "SelectOne",
    "Several",
    "Text",
    "Tick",
    "TimeField",
    "kept_fields",
    "local_moment",
    "offer",
    "optional",
    "tidy",
    "value_of",
]
