"""What the pages are compared with: a bare Flask application without sign-in or rights, one plain Jinja page of any
length, and one bare insert of two rows through the ORM."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask, redirect, render_template
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from familyhelp.extensions import prepare

PAGE = """<!doctype html>
<html lang="en">
<head><title>{{ title }}</title></head>
<body>
<h1 class="govuk-heading-l">{{ title }}</h1>
<table class="govuk-table">
{% for row in rows %}
<tr class="govuk-table__row"><th scope="row"><a href="/cases/{{ row.code }}">{{ row.name }}</a> {{ row.code }}</th>\
<td>{{ row.stage }}</td><td>{{ row.due }}</td><td>{{ row.lead }}</td></tr>
{% endfor %}
</table>
<p>{{ rest }}</p>
</body>
</html>
"""
ROWS = [
    {
        "code": f"7K2M-{number:04}",
        "name": "Ashdown family",
        "stage": "Plan under way",
        "due": "3 March 2026",
        "lead": "Kamal Osei",
    }
    for number in range(1000)
]


class Bare(DeclarativeBase):
    pass


class BareNote(Bare):
    __tablename__ = "bare_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    happened_on: Mapped[date]
    text: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime]


class BareEvent(Bare):
    __tablename__ = "bare_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


def insert_two(session: Session, text: str) -> None:
    """Two rows through the ORM, in one transaction."""
    now = datetime.now(UTC).replace(tzinfo=None)
    session.add(BareNote(case_id=1, kind="visit", happened_on=now.date(), text=text, written_at=now))
    session.flush()
    session.add(BareEvent(case_id=1, kind="noted", at=now, facts={"note": "visit"}))
    session.commit()


def create_app() -> Flask:
    """The bare application. Its two tables are made in the database that BARE_DATABASE names."""
    app = Flask("bare")
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    engine = sa.create_engine(os.environ["BARE_DATABASE"])
    prepare(engine)
    Bare.metadata.create_all(engine)
    engine.dispose()
    page = app.jinja_env.from_string(PAGE)
    shortest = len(page.render(title="Cases", rows=[], rest=""))
    one = len(page.render(title="Cases", rows=ROWS[:1], rest="")) - shortest

    @app.get("/page/<int:length>")
    def plain(length: int) -> str:
        rows = max(0, (length - shortest) // one)
        rest = "." * max(0, length - shortest - rows * one)
        return render_template(page, title="Cases", rows=ROWS[:rows], rest=rest)

    @app.post("/insert")
    def insert() -> Any:
        from flask import request

        with Session(engine) as session:
            insert_two(session, request.form["text"])
        return redirect("/page/1000", 303)

    return app
