"""Families whose people are related: the Ashdowns with a father who moved out, a grandmother and a neighbour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from familyhelp.casework import families, relationships, responsibilities
from familyhelp.casework.families import NewPerson
from familyhelp.extensions import db
from familyhelp.models import Family, Relationship, Responsibility
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.references import write_code
from familyhelp.practice.relationships import Kin
from familyhelp.practice.responsibilities import Ground
from familyhelp.practice.stages import Stage
from tests import stories
from tests.cast import Cast


def related(cast: Cast, family: Family | None = None) -> Family:
    """Rosa and Dan, who parted; Poppy and Jude; Rosa's mother Lil, who can help; committed."""
    family = family or stories.a_case(cast, Stage.ACTIVE).family
    rosa, poppy, jude = (m.person for m in family.members[:3])
    dan = families.add_member(
        family, described=NewPerson("Dan", "Reed", FamilyRole.PARENT, birth_date=date(1986, 7, 1)), by=cast.kamal
    )
    lil = families.add_member(
        family, described=NewPerson("Lil", "Ashdown", FamilyRole.NETWORK, birth_date=date(1961, 3, 3)), by=cast.kamal
    )
    for child in (poppy, jude):
        for parent in (rosa, dan):
            relationships.relate(family, parent, Kin.PARENT, child, by=cast.kamal)
    relationships.relate(family, lil, Kin.PARENT, rosa, by=cast.kamal)
    relationships.relate(family, rosa, Kin.SEPARATED, dan, note="They parted last year.", by=cast.kamal)
    relationships.relate(family, dan, Kin.FRIEND, lil, by=cast.kamal)
    responsibilities.hold_responsibility(
        family, poppy, holder=rosa, authority=None, ground=Ground.BIRTH_MOTHER, known_how="Certificate seen.",
        starts_on=poppy.birth_date, by=cast.kamal,
    )  # fmt: skip
    families.write_help(family.members[-1], can_help="I have the children on Fridays.", by=cast.kamal)
    db.session.commit()
    return family


def of(family: Family, tail: str = "") -> str:
    """An address of a family."""
    return f"/families/{write_code(family.code)}{tail}"


def newest(kind: type[Relationship] | type[Responsibility], **of_what: object) -> Relationship | Responsibility:
    """The newest version of the newest of a kind."""
    found = db.session.query(kind).filter_by(current=True, **of_what).order_by(kind.id.desc()).first()
    assert found is not None
    return found


def at(
    tail: str, kind: type[Relationship] | type[Responsibility] | None = None, number: int = 0
) -> Callable[[Cast], str]:
    """The address of a page of a related family: `<person>` and `<code>` become those of a person and a record."""

    def where(cast: Cast) -> str:
        family = related(cast)
        person = write_code(family.members[number].person.code)
        code = write_code(newest(kind).code) if kind else ""
        return of(family, tail.replace("<person>", person).replace("<code>", code))

    return where
