"""The family tree picture (a genogram), and the same in sentences beside it. No address stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext

from ..casework.families import current_address
from ..models import Family, Member, Person, Relationship
from ..policy import Act
from ..practice import clock, names
from ..practice.genogram import Human
from ..practice.genogram_lines import draw
from ..practice.relationships import TOLD
from ..queries import families as queries
from ..queries.families import KinPage
from .guards import me, on_family

bp = Blueprint("genograms", __name__)


@bp.get("/families/<family>/genogram")
@on_family(Act.SEE_FAMILY)
def genogram(family: Family) -> Any:
    """Everybody in the family and how they are related, drawn and told."""
    page = queries.kin_page(family, me())
    people = _people(page) if page.details else []
    return render_template(
        "genograms/genogram.html",
        family=family,
        page=page,
        drawing=draw(people, page.kinship.ties),
        people=people,
        told=[_told(relation) for relation in page.kinship.relations],
    )


def _people(page: KinPage) -> list[Human]:
    """Those of the family now, and whoever else they are related to."""
    homes = _homes(page.members, page.addresses)
    members = [m.person for m in page.members]
    held = {p.id: p for p in members}
    held |= {p.id: p for r in page.kinship.relations for p in (r.person, r.other)}
    return [_human(p, homes.get(p.id)) for p in held.values()]


def _human(person: Person, home: str | None) -> Human:
    age = person.age_on(clock.today())
    return Human(
        person.id,
        person.name,
        person.sex,
        person.birth_date or person.due_date,
        unborn=person.due_date is not None,
        died=person.died_on is not None,
        mark="" if age is None or person.died_on else str(age),
        home=None if person.died_on else home,
    )


def _homes(members: Sequence[Member], sees_hidden: bool) -> dict[int, str]:
    """A number for each address of which the reader may know; who lives at a withheld one stands outside."""
    found: dict[tuple[str, str], str] = {}
    homes: dict[int, str] = {}
    for person in (m.person for m in members):
        at = current_address(person)
        if at and (sees_hidden or not at.hidden):
            place = (names.fold(at.postcode or ""), names.fold(at.lines))
            homes[person.id] = found.setdefault(place, str(len(found) + 1))
    return homes


def _told(relation: Relationship) -> str:
    said: str = gettext(TOLD[relation.kin]) % {"one": relation.person.name, "other": relation.other.name}
    return str(gettext("%(told)s (ended)", told=said)) if relation.ends_on else said
