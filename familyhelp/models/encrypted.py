"""Which columns are encrypted where keys are set: what is said of families' lives, which nothing looks for, compares
or sorts in the database. Without keys these columns are what they were before: no statement and no byte differs."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.types import TypeDecorator

from ..extensions import Base
from .data_keys import MARK, Unreadable, vault

ENCRYPTED: dict[str, tuple[str, ...]] = {
    "actions": ("what", "progress"),
    "advocacy_offers": ("explained",),
    "agreements": ("withdrawn_because",),
    "answers": ("text", "done_about"),
    "askings": ("parts",),
    "assessment_around": ("who", "more"),
    "assessment_parts": ("working_well", "worries", "needs_to_happen", "presenting_need", "underlying_need"),
    "assessment_shares": ("says",),
    "assessment_voices": ("words", "daily_life", "because"),
    "audit_actions": ("what", "what_was_done", "closed_because"),
    "audit_grades": ("why",),
    "audit_moderations": ("because",),
    "audit_reflections": ("text",),
    "audits": ("strengths", "family_said", "family_asked", "overall_because", "alone_because"),
    "break_glass": ("because", "words"),
    "cases": ("why",),
    "check_ins": ("what_was_said",),
    "closing_requests": ("summary", "family_feedback", "sustaining_plan", "who_was_told", "answered_because"),
    "closings": ("summary", "family_feedback", "sustaining_plan", "who_was_told"),
    "complaints": ("text", "because", "told", "lesson"),
    "contacts": (
        *("needs", "tried", "strengths", "family_view", "risk", "rationale", "referrer_told"),
        *("missing", "answer", "screening", "proposal", "own_words"),
    ),
    "disagreement_talks": ("who_talked", "decided"),
    "disagreements": ("about", "our_view", "other_view", "decided", "learned"),
    "drafts": ("fields",),
    "edge_looks": ("decided",),
    "edge_support": ("what",),
    "edges_of_care": ("reason", "off_because"),
    "events": ("because", "facts"),
    "family_meetings": ("offer_note", "note", "plan_text"),
    "family_wishes": ("words",),
    "contributions": ("question", "text"),
    "follow_ups": ("what", "answer"),
    "group_supervisions": ("learned",),
    "kept_searches": ("text",),
    "leads": ("because",),
    "legal_bases": ("because",),
    "legal_holds": ("because", "lifted_because"),
    "look_answers": ("said",),
    "low_score_reasons": ("because",),
    "merge_rows": ("was", "now"),
    "merges": ("because",),
    "messages": ("text",),
    "note_comments": ("text",),
    "notes": ("text", "because"),
    "outcomes": ("words", "how_we_know"),
    "panels": ("present", "because"),
    "partner_views": ("question", "view"),
    "person_pairs": ("because",),
    "outcome_tellings": ("says",),
    "plans": ("change_because", "one_more_because", "if_things_slip"),
    "review_progress": ("text",),
    "reviews": ("attended", "apologies", "progress", "family_view"),
    "steps": (
        *("reasons", "risk", "tried", "family_view", "without_agreement_because", "decided_because"),
        "front_door_says",
    ),
    "supervisions": ("wellbeing", "development"),
    "team_meetings": ("agenda",),
    "worker_views": ("text",),
}
"""By table. Every one of them has an `id`, to which its values are bound."""

JSON_MARK = json.dumps(MARK)[:-1]
"""How the JSON text of an encrypted value begins: it is a string, where what is kept plain is a list or an object."""


class InRow:
    """A value on its way into one row of a named column."""

    __slots__ = ("plain", "row", "value")

    def __init__(self, value: Any, row: int, *, plain: bool = False) -> None:
        """`plain` keeps it as it would be without keys."""
        self.value, self.row, self.plain = value, row, plain


def in_row(value: Any, row: int) -> Any:
    """A value for a named column, as a statement outside the records' own writes it into the row with this number."""
    return InRow(value, row) if vault.is_on and value is not None else value


class AsKept(sa.Text):
    """What a named column is cast to by who wants what the database holds, encrypted or not."""


class _AmongNamed(TypeDecorator[Any]):
    """Text that is not named, in a union's place for what is."""

    cache_ok = True
    impl = sa.Text

    def column_expression(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        """With keys, an empty place before the value; without, the column as it is."""
        return sa.literal_column("':'").concat(column) if vault.is_on else column


def among_named(column: Any) -> sa.ColumnElement[Any]:
    """A column of text that is not named, where a union reads it together with columns that are."""
    return sa.type_coerce(column, _AmongNamed())


class _Named(TypeDecorator[Any]):
    """A named column. Each SELECT reads the number of the row with the value, so that no value opens elsewhere."""

    cache_ok = True
    impl: Any = sa.Text

    def __init__(self, table: str, column: str, **more: Any) -> None:
        """The column's place, which its values are bound to."""
        super().__init__(**more)
        self.table, self.column = table, column

    def bind_processor(self, dialect: sa.Dialect) -> Any:
        """Encrypt what says its row; refuse what does not, such as a comparison."""
        plainly = super().bind_processor(dialect)
        if not vault.is_on:
            return plainly

        def write(value: Any) -> Any:
            if value is None:
                return plainly(None) if plainly else None
            if not isinstance(value, InRow):
                raise TypeError(f"{self.table}.{self.column} is encrypted: it is written by its row and never compared")
            kept = value.value
            if not value.plain:
                kept = vault.encrypt(self.words(kept), self.table, self.column, value.row)
            return plainly(kept) if plainly else kept

        return write

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Any:
        """Open what stands in its own row. Without keys, refuse to show what was encrypted."""
        plainly = super().result_processor(dialect, coltype)
        if not vault.is_on:
            return lambda value: self._never_encrypted(plainly(value) if plainly else value)

        def read(value: Any) -> Any:
            if value is None:
                return None
            place, _, kept = value.partition(":")
            if not place:  # of a column that is not named: `among_named`
                return kept
            table, column, row = place.split("/")
            named = self if (table, column) == (self.table, self.column) else Base.metadata.tables[table].c[column].type
            return named.opened(kept, row)

        return read

    def _never_encrypted(self, value: Any) -> Any:
        if value.__class__ is str and value[:1] == MARK:
            raise Unreadable(self.table, self.column, "?", "it is encrypted, and no key is set")
        return value

    def column_expression(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        """With keys, the place of the value before it, which a union needs, where the first column's type reads all;
        without, the column as it is."""
        if not vault.is_on:
            return column
        number = _number_beside(column)
        if number is None:
            raise sa.exc.CompileError(f"{self.table}.{self.column} is encrypted, and read only beside its id")
        text = column.element if isinstance(column, sa.Label) else column
        place = sa.literal_column(f"'{self.table}/{self.column}/'").concat(sa.cast(number, sa.Text))
        return sa.type_coerce(place.concat(sa.literal_column("':'")).concat(sa.cast(text, sa.Text)), self)

    def words(self, value: Any) -> str:
        """A value as the text that is encrypted."""
        return str(value)

    def opened(self, kept: str, row: object) -> Any:
        """What a text of the database says that was found in a row. Raises Unreadable."""
        return vault.decrypt(kept, self.table, self.column, row) if kept[:1] == MARK else kept


class NamedText(_Named):
    """A named column of text."""

    cache_ok = True


class NamedJson(_Named):
    """A named column of JSON."""

    cache_ok = True
    impl = sa.JSON

    def __init__(self, table: str, column: str, none_as_null: bool = False) -> None:
        """As the column of JSON was."""
        super().__init__(table, column, none_as_null=none_as_null)
        self.none_as_null = none_as_null

    def words(self, value: Any) -> str:
        """A value as the text that is encrypted."""
        return json.dumps(value)

    def opened(self, kept: str, row: object) -> Any:
        """What a text of the database says that was found in a row. Raises Unreadable."""
        found = json.loads(kept)
        if isinstance(found, str) and found[:1] == MARK:
            return json.loads(vault.decrypt(found, self.table, self.column, row))
        return found


def _number_beside(column: Any) -> sa.ColumnElement[Any] | None:
    """The id of the row that a column is read from, where the same place holds it."""
    element = column.element if isinstance(column, sa.Label) else column
    table = getattr(element, "table", None)
    if table is None:
        return None
    bases = [base for base in element.base_columns if getattr(base, "table", None) is not None]
    return table.corresponding_column(bases[0].table.c.id) if len(bases) == 1 else None


@event.listens_for(sa.Column, "after_parent_attach")
def _name(column: sa.Column[Any], table: sa.Table) -> None:
    """Give a named column its type as soon as its table has it."""
    if table.metadata is not Base.metadata or column.name not in ENCRYPTED.get(table.name, ()):
        return
    if isinstance(column.type, sa.JSON):
        column.type = NamedJson(table.name, column.name, column.type.none_as_null)
    else:
        column.type = NamedText(table.name, column.name)
