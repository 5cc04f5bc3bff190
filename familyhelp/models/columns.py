"""The column types that records share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

from ..practice import references
from ..practice.domains import USUAL_SCALE
from ..practice.words import Word, word_of
from . import encrypted as encrypted  # before any table is made: it gives the named columns their type

W = TypeVar("W", bound=Word)

BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, this puts it back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give the zone back."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Slug(TypeDecorator[W]):
    """A Word, stored as its slug."""

    impl = sa.String(40)
    cache_ok = True

    def __init__(self, words: type[W]) -> None:
        """`words` is the enumeration."""
        super().__init__()
        self.words = words

    def process_bind_param(self, value: W | None, dialect: Any) -> str | None:
        """The slug."""
        return None if value is None else word_of(self.words, value).value

    def process_result_value(self, value: str | None, dialect: Any) -> W | None:
        """The word."""
        return None if value is None else word_of(self.words, value)


def key_text(length: int) -> sa.types.TypeEngine[str]:
    """A text that is compared byte by byte on both engines, so that an index finds its beginning."""
    return sa.String(length, collation="C").with_variant(sa.String(length), "sqlite")


Id = Annotated[int, mapped_column(BigId, primary_key=True)]
Code = Annotated[str, mapped_column(sa.String(8), unique=True, default=references.new_code)]
Version = Annotated[int, mapped_column(sa.Integer, default=1)]
Scale = Annotated[str, mapped_column(sa.String(20), default=USUAL_SCALE, server_default=USUAL_SCALE)]
Long = Annotated[str, mapped_column(sa.Text)]
OptionalLong = Annotated[str | None, mapped_column(sa.Text)]
Short = Annotated[str, mapped_column(sa.String(200))]
OptionalShort = Annotated[str | None, mapped_column(sa.String(200))]
At = Annotated[datetime, mapped_column(Moment)]
OptionalAt = Annotated[datetime | None, mapped_column(Moment)]


def belongs_to(table: str, *, optional: bool = False, index: bool = True) -> Any:
    """A foreign key to the `id` of a table; nothing is deleted by cascade, ever."""
    return mapped_column(BigId, sa.ForeignKey(f"{table}.id"), nullable=optional, index=index)
