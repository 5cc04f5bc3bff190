"""The forms of how people are related, and of what is held about each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from familyhelp.casework import families, life_events
from familyhelp.casework.families import NewPerson
from familyhelp.extensions import db
from familyhelp.models import KeptFrom, Relationship, Responsibility
from familyhelp.practice import clock
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.references import write_code
from tests import relation_stories as world
from tests.cast import Cast
from tests.filling import Filled


def _with(tail: str, number: int, other: int) -> Callable[[Cast], str]:
    """A page of a person, with another person of the family as `<other>`."""

    def where(cast: Cast) -> str:
        family = world.related(cast)
        cast.rosa, cast.other = family.members[0].person, family.members[other].person
        return world.of(family, tail.replace("<person>", write_code(family.members[number].person.code)))

    return where


def _unborn(tail: str) -> Callable[[Cast], str]:
    """A page of a child who is expected."""

    def where(cast: Cast) -> str:
        family = world.related(cast)
        described = NewPerson("Baby", "Ashdown", FamilyRole.CHILD, due_date=clock.today() + timedelta(days=20))
        baby = families.add_member(family, described=described, by=cast.kamal)
        db.session.commit()
        return world.of(family, tail.replace("<person>", write_code(baby.code)))

    return where


def _dead(tail: str) -> Callable[[Cast], str]:
    """A page of somebody who has died."""

    def where(cast: Cast) -> str:
        family = world.related(cast)
        lil = family.members[4].person
        life_events.record_death(lil, died_on=clock.today(), read_version=lil.version, by=cast.kamal)
        db.session.commit()
        return world.of(family, tail.replace("<person>", write_code(lil.code)))

    return where


def kept(tail: str) -> Callable[[Cast], str]:
    """A page of what is kept from whom."""

    def where(cast: Cast) -> str:
        family = world.related(cast)
        rosa, dan = family.members[0].person, family.members[3].person
        life_events.keep_from([rosa], dan, because="A court order of May. " * 8, by=cast.kamal)
        db.session.commit()
        one = db.session.query(KeptFrom).order_by(KeptFrom.id.desc()).first()
        return world.of(family, tail.replace("<kept>", write_code(one.code)))

    return where


RELATIONS: dict[str, Filled] = {
    "relationships.relate": Filled(
        "kamal", _with("/people/<person>/related", 0, 4), {"other": "<other>", "kin": "friend", "note": "Since school."}
    ),
    "relationships.correct": Filled(
        "kamal",
        world.at("/relationships/<code>/correct", Relationship),
        {"kin": "partner", "note": "They live together.", "because": "Rosa says so."},
        edits="note",
    ),
    "relationships.end": Filled(
        "kamal",
        world.at("/relationships/<code>/end", Relationship),
        {"ends_on": 0, "because": "They parted."},
    ),
    "relationships.can_help": Filled("kamal", world.at("/people/<person>/help"), {"can_help": "I ring each morning."}),
    "relationships.leave": Filled(
        "kamal", world.at("/people/<person>/leave", number=4), {"ends_on": 0, "because": "She moved to Spain."}
    ),
    "responsibilities.hold": Filled(
        "kamal",
        _with("/people/<person>/responsibility", 1, 3),
        {"holder": "<other>", "ground": "certificate", "known_how": "Seen at the registry."},
    ),
    "responsibilities.correct": Filled(
        "kamal",
        world.at("/responsibilities/<code>/correct", Responsibility),
        {"known_how": "The health visitor’s record.", "because": "No certificate was seen."},
        edits="known_how",
    ),
    "responsibilities.end": Filled(
        "kamal",
        world.at("/responsibilities/<code>/end", Responsibility),
        {"ends_on": 0, "because": "An adoption order was made."},
    ),
    "life_events.born": Filled(
        "kamal", _unborn("/people/<person>/born"), {"born_on": 0, "forename": "Wren", "surname": "Ashdown", "sex": "F"}
    ),
    "life_events.died": Filled("kamal", world.at("/people/<person>/died", number=4), {"died_on": 0}),
    "life_events.not_died": Filled("kamal", _dead("/people/<person>/died/mistake"), {"because": "Another Lil."}),
    "life_events.keep": Filled(
        "kamal", _with("/kept/new", 0, 3), {"people": ["<rosa>"], "other": "<other>", "because": "A court order."}
    ),
    "life_events.stop_keeping": Filled("kamal", kept("/kept/<kept>/end"), {"because": "The order ended."}),
}
