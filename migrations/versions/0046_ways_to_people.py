"""More ways to a person who is held: by a misspelt surname, by a phone number, by a name with a
year of birth, by the first line of an address."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from familyhelp.practice import names

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT_ONCE = 10_000


def _key(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length, collation="C").with_variant(sa.String(length), "sqlite")


def upgrade() -> None:
    """Make them, also for everybody who is held."""
    op.create_table(
        "surnames",
        sa.Column("id", ID, nullable=False),
        sa.Column("spelling", _key(40), nullable=False),
        sa.Column("surname", _key(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surnames")),
    )
    op.add_column("people", sa.Column("phone_key", _key(20), nullable=True))
    op.add_column("addresses", sa.Column("line_key", _key(60), nullable=False, server_default=""))
    _fill()
    _fill_homes()
    with op.batch_alter_table("addresses") as batch_op:
        batch_op.alter_column("line_key", server_default=None)
    op.create_index("ix_addresses_line_key", "addresses", ["line_key"])
    op.create_index("ix_surnames_spelling_surname", "surnames", ["spelling", "surname"])
    op.create_index("ix_surnames_surname", "surnames", ["surname"])
    op.create_index("ix_people_phone_key", "people", ["phone_key"])
    op.create_index("ix_people_name_key_birth_date", "people", ["name_key", "birth_date"])


def _fill() -> None:
    held = sa.table("people", sa.column("id"), sa.column("surname"), sa.column("phone"), sa.column("phone_key"))
    ways = sa.table("surnames", sa.column("spelling"), sa.column("surname"))
    connection, last, known = op.get_bind(), 0, set()
    keep = sa.update(held).where(held.c.id == sa.bindparam("number")).values(phone_key=sa.bindparam("key"))
    while True:
        query = sa.select(held.c.id, held.c.surname, held.c.phone).where(held.c.id > last)
        rows = connection.execute(query.order_by(held.c.id).limit(AT_ONCE)).all()
        if not rows:
            return
        last = rows[-1].id
        new = {names.fold(row.surname)[:60] for row in rows} - known - {""}
        known |= new
        for statement, values in (
            (sa.insert(ways), [{"spelling": s, "surname": n} for n in sorted(new) for s in sorted(names.spellings(n))]),
            (keep, [{"number": r.id, "key": key} for r in rows if (key := names.phone_key(r.phone))]),
        ):
            if values:
                connection.execute(statement, values)


def _fill_homes() -> None:
    homes = sa.table("addresses", sa.column("id"), sa.column("lines"), sa.column("line_key"))
    connection, last = op.get_bind(), 0
    keep = sa.update(homes).where(homes.c.id == sa.bindparam("number")).values(line_key=sa.bindparam("key"))
    while True:
        query = sa.select(homes.c.id, homes.c.lines).where(homes.c.id > last)
        rows = connection.execute(query.order_by(homes.c.id).limit(AT_ONCE)).all()
        if not rows:
            return
        last = rows[-1].id
        connection.execute(keep, [{"number": r.id, "key": names.address_key(r.lines)[:60]} for r in rows])


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_addresses_line_key", table_name="addresses")
    op.drop_column("addresses", "line_key")
    op.drop_index("ix_people_name_key_birth_date", table_name="people")
    op.drop_index("ix_people_phone_key", table_name="people")
    op.drop_column("people", "phone_key")
    op.drop_table("surnames")
