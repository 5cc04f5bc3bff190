"""The pages of how people are related."""

from __future__ import annotations

from datetime import timedelta

from familyhelp.casework import families, relationships
from familyhelp.casework.families import NewPerson
from familyhelp.extensions import db
from familyhelp.practice import clock
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.relationships import Kin
from tests import relation_stories as world
from tests.browser.place import UNBROKEN, Place
from tests.cast import Cast
from tests.filled_relations import kept


def drawn(cast: Cast) -> str:
    """A family with long names, some of whom live together, one of whom has died and one is not yet born."""
    family = world.related(cast)
    for number in (0, 1, 2):
        person = family.members[number].person
        families.change_address(
            person, lines="7 Quay Street", postcode="ZZ99 3VZ", starts_on=clock.today(), hidden=False,
            read_version=person.version, by=cast.kamal,
        )  # fmt: skip
    added = NewPerson("Theodora", UNBROKEN[:80], FamilyRole.CHILD, due_date=clock.today() + timedelta(days=60))
    baby = families.add_member(family, described=added, by=cast.kamal)
    relationships.relate(family, family.members[0].person, Kin.PARENT, baby, by=cast.kamal)
    family.members[4].person.died_on = clock.today()
    db.session.commit()
    return world.of(family, "/genogram")


RELATIONS: dict[str, Place] = {
    "genograms.genogram": Place("kamal", drawn),
    "life_events.kept": Place("kamal", kept("/kept")),
    "relationships.relationships": Place("kamal", world.at("/relationships")),
}
