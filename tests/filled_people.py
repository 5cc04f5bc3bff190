"""The forms about people who may be held twice, filled in as a person would; tests/filled.py takes them in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from familyhelp.casework import families, merges
from familyhelp.casework.families import NewPerson
from familyhelp.extensions import db
from familyhelp.models import Merge, Person
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.references import write_code
from tests import stories
from tests.cast import Cast


def twice(cast: Cast, *, noted: bool = True) -> tuple[Person, Person]:
    """A girl of a family with a case, and a second record of her in a family of its own; a pair that waits."""
    case = stories.a_case(cast)
    poppy = next(m.person for m in case.family.members if m.role is FamilyRole.CHILD)
    again = families.person_from(NewPerson("Popy", "Ashdown", FamilyRole.CHILD, birth_date=date(2017, 5, 4)))
    families.start_family("Ashdown", [(again, FamilyRole.CHILD)], by=cast.flora)
    if noted:
        merges.note_pair(poppy.id, again.id, 81)
    db.session.commit()
    return poppy, again


def merged(cast: Cast) -> Merge:
    """The two records made one."""
    poppy, again = twice(cast)
    version = merges.version_of(poppy, again)
    merge = merges.merge_people(poppy, again, because="One birthday.", read_version=version, by=cast.flora)
    db.session.commit()
    return merge


def both(part: str) -> Callable[[Cast], str]:
    """An address about the two of them."""

    def where(cast: Cast) -> str:
        poppy, again = twice(cast)
        return f"/held-twice/{write_code(poppy.code)}/{part}/{write_code(again.code)}"

    return where


def of_merge(cast: Cast) -> str:
    """Where a merge is undone."""
    merge = merged(cast)
    return f"/held-twice/{write_code(merge.kept.code)}/merges/{write_code(merge.code)}/undo"


def filled(row: Callable[..., Any]) -> dict[str, Any]:
    """The part of FILLED that is about people held twice."""
    return {
        "merges.merge": row(
            "flora", both("merge"), {"because": "One birthday, one mother.", "take": ["forename"]}, events=2, looks=2
        ),
        "merges.apart": row("flora", both("not"), {"because": "They are cousins."}, looks=2),
        "merges.undo": row("mabel", of_merge, {"because": "They are cousins."}, events=2),
    }
