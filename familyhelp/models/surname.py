"""How surnames are found again that somebody misspells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base
from ..practice import names
from .columns import Id, key_text
from .person import Person
from .plain_rows import put_plain

FEW, AT_ONCE = 20, 2000


class Surname(Base):
    """One way to a surname that is held: the surname, a word of it, or either without one of its letters.

    Two spellings one slip apart meet in one of these. A row may stand here twice (two people of a new surname added at
    the same moment) and may outlive its people: it only says where to look."""

    __tablename__ = "surnames"
    __table_args__ = (sa.Index("ix_surnames_spelling_surname", "spelling", "surname"),)

    id: Mapped[Id]
    spelling: Mapped[str] = mapped_column(key_text(40))
    surname: Mapped[str] = mapped_column(key_text(60), index=True)


def keep_surnames(connection: sa.Connection, surnames: Iterable[str]) -> None:
    """Make the ways to these folded surnames, as far as there are none yet."""
    every = sorted({name[:60] for name in surnames if name})
    for at in range(0, len(every), AT_ONCE):
        wanted = every[at : at + AT_ONCE]
        held = set(connection.scalars(sa.select(Surname.surname).where(Surname.surname.in_(wanted))))
        new = [name for name in wanted if name not in held]
        rows = [(way, name) for name in new for way in sorted(names.spellings(name))]
        if len(new) > FEW:
            put_plain(connection, Surname.__tablename__, ("spelling", "surname"), rows)
        elif rows:
            connection.execute(sa.insert(Surname), [{"spelling": way, "surname": name} for way, name in rows])


@sa.event.listens_for(Person, "after_insert")
@sa.event.listens_for(Person, "after_update")
def _keep(_mapper: Any, connection: sa.Connection, person: Person) -> None:
    if sa.inspect(person).attrs.surname.history.has_changes():
        keep_surnames(connection, {names.fold(person.surname)})
