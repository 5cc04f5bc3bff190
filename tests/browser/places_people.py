"""The pages about people held twice, as one of their readers finds them; places.py takes them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from familyhelp.practice.references import write_code
from tests import filled_people as people


def places(page: Callable[..., Any]) -> dict[str, Any]:
    """The part of PLACES that is about people held twice."""
    return {
        "merges.held_twice": page("flora", lambda cast: (people.twice(cast), people.merged(cast), "/held-twice")[2]),
        "merges.like": page("flora", lambda cast: f"/held-twice/{write_code(people.twice(cast)[0].code)}"),
        "merges.merge": page("mabel", people.both("merge")),
        "merges.apart": page("flora", people.both("not")),
        "merges.undo": page("flora", people.of_merge),
    }
