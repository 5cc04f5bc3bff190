"""What families said by their links and nobody has answered yet: a line of the home page for whoever leads."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext

from ..models import Answer, Practitioner
from ..practice.references import write_code
from ..queries import home
from ..queries import links as queries
from .home_items import Item, Section, case_page, section


def family_says(viewer: Practitioner) -> tuple[Section, ...]:
    """The list of what families said, where there is something on it."""
    said = queries.to_answer(viewer, home.TOP + 1)
    if not said:
        return ()
    return (section(gettext("Families said something to you"), (_item(answer) for answer in said), ""),)


def _item(answer: Answer) -> Item:
    case = answer.case
    return Item(
        name=case.family.name,
        href=case_page(case),
        code=case.code,
        what=gettext(answer.kind.label),
        do=url_for("links.attend", case=write_code(case.code), answer=write_code(answer.code)),
        why=gettext("They took the time to tell you. Let them know what comes of it."),
        note=answer.who,
    )
