"""The forms of how people are related, and of what is held about each."""

from __future__ import annotations

from familyhelp.models import Relationship, Responsibility
from familyhelp.practice.references import write_code
from tests import relation_stories as world
from tests.cast import Cast
from tests.filling import Filled


def _with(tail: str, number: int, other: int) -> object:
    """A page of a person, with another person of the family as `<other>`."""

    def where(cast: Cast) -> str:
        family = world.related(cast)
        cast.other = family.members[other].person
        return world.of(family, tail.replace("<person>", write_code(family.members[number].person.code)))

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
}
