"""What a statement asks of the columns that an authority may encrypt. With keys the database holds nothing that it
could compare, cut, sort or look into, so a statement that does is wrong, also where a test runs without keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import operators
from sqlalchemy.sql.dml import Insert, UpdateBase
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import CompoundSelect, Select, Subquery

from familyhelp.models.encrypted import AsKept
from familyhelp.models.encrypted import _AmongNamed as AmongNamed
from familyhelp.models.encrypted import _Named as Named

KNOWN = {("notes.text", "substr"), ("notes.text", "length")}
"""Asked only where there are no keys: queries/notes.py looks first."""
_seen: set[int] = set()


def refuse(_connection: Any, _cursor: Any, sql: str, _parameters: Any, context: Any, _many: bool) -> None:
    """Before a statement is sent: refuse one that would be wrong with keys. Each is looked at once."""
    compiled = getattr(context, "compiled", None)
    if compiled is None or hash(sql) in _seen:
        return
    if wrong := list(asked(compiled.statement)):
        raise AssertionError(f"{', '.join(wrong)} may be encrypted, and is asked about in: {sql}")
    _seen.add(hash(sql))


def asked(element: Any, within: str = "") -> Iterator[str]:
    """The named columns that are not only read, written, counted, or told from NULL. `within` says by what."""
    if isinstance(element, sa.ColumnClause):
        if within and isinstance(element.type, Named) and (_name(element), within) not in KNOWN:
            yield _name(element)
    elif isinstance(element, CompoundSelect):
        yield from _mixed(element)
        for part in element.get_children():
            yield from asked(part)
    elif isinstance(element, Select):
        yield from _of_select(element)
    elif isinstance(element, UpdateBase):
        where = () if isinstance(element, Insert) else element._where_criteria
        for part in where:
            yield from asked(part, "where")
    elif isinstance(element, Subquery):
        yield from asked(element.element)
    elif isinstance(element, sa.Cast) and isinstance(element.type, AsKept):
        return
    elif not isinstance(element, sa.TableClause):
        yield from _of_parts(element, within)


def _of_select(element: Any) -> Iterator[str]:
    read = {id(column) for column in element._raw_columns}
    for part in element._raw_columns:
        plain = part.element if isinstance(part, sa.Label) else part
        if not isinstance(plain, sa.ColumnClause):
            yield from asked(plain, "what is read")
    for part in element.get_children():
        if id(part) not in read:
            yield from asked(part, "where")
    if element._distinct:
        yield from (_name(one) for one in element._raw_columns if isinstance(getattr(one, "type", None), Named))
    for part in (*element._order_by_clauses, *element._group_by_clauses):
        yield from asked(part, "order")


def _of_parts(element: Any, within: str) -> Iterator[str]:
    operator = getattr(element, "operator", None)
    if operator in (operators.is_, operators.is_not) and isinstance(element.left, sa.ColumnClause):
        return
    if isinstance(element, FunctionElement):
        name = getattr(element, "name", "")
        if name == "count":
            return
        within = str(name)
    for part in element.get_children():
        yield from asked(part, within)


def _mixed(union: Any) -> Iterator[str]:
    """Where a union puts what may be encrypted and what may not in one place."""
    for column in zip(*(arm.selected_columns for arm in union.selects), strict=True):
        types = [isinstance(one.type, (Named, AmongNamed)) for one in column]
        if any(types) and not all(types):
            yield from (f"{one} in a union" for one in column if isinstance(one.type, Named))


def _name(column: Any) -> str:
    return f"{column.type.table}.{column.type.column}"
