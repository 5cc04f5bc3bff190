"""The pages that are measured, and who opens them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from familyhelp.practice.references import write_code

from .filling import Landmarks
from .inside import Inside

MOST_BYTES, MOST_STATEMENTS, MOST_ON_LISTS = 60_000, 12, 8


@dataclass(frozen=True)
class Measured:
    """One page: its name here, whose browser opens it, where it is."""

    name: str
    who: str
    path: Callable[[Landmarks, Inside], str]
    is_list: bool = False


def _at(path: str) -> Callable[[Landmarks, Inside], str]:
    return lambda _marks, _browser: path


def _last_of(path: str) -> Callable[[Landmarks, Inside], str]:
    """The last page of a list. Its key is made up of the day and number after which only a few cases lie, as the
    list's own links would lead there after many pages."""
    return lambda marks, _browser: f"{path}&after={marks.last_key}"


def _case(marks: Landmarks, _browser: Inside) -> str:
    return f"/cases/{write_code(marks.case)}"


def _long_case(marks: Landmarks, _browser: Inside) -> str:
    return f"/cases/{write_code(marks.long_case)}"


def _journey(marks: Landmarks, _browser: Inside) -> str:
    return f"/families/{write_code(marks.long_family)}/journey"


def _looked_for(text: str | None) -> Callable[[Landmarks, Inside], str]:
    """The address of what a search finds, after it was typed; of a common surname where nothing is said."""

    def path(marks: Landmarks, browser: Inside) -> str:
        return browser.send("/search", {"q": text or marks.surname})

    return path


PAGES = (
    Measured("home, key worker", "key_worker", _at("/"), is_list=True),
    Measured("home, manager", "manager", _at("/"), is_list=True),
    Measured("home, front door", "front_door", _at("/"), is_list=True),
    Measured("home, liaison", "liaison", _at("/"), is_list=True),
    Measured("list", "key_worker", _at("/cases?whose=team"), is_list=True),
    Measured("list, last page", "key_worker", _last_of("/cases?whose=team"), is_list=True),
    Measured("list, manager", "manager", _at("/cases?whose=team"), is_list=True),
    Measured("list, closed", "manager", _at("/cases?whose=team&show=closed"), is_list=True),
    Measured("list, lead professional", "lead_professional", _at("/cases"), is_list=True),
    Measured("list, contributor", "contributor", _at("/cases"), is_list=True),
    Measured("steps, liaison", "liaison", _at("/steps"), is_list=True),
    Measured("case", "key_worker", _case),
    Measured("case, 2,000 notes", "key_worker", _long_case),
    Measured("chronology, 2,000 notes", "key_worker", lambda m, b: f"{_long_case(m, b)}/chronology", is_list=True),
    Measured("notes, 2,000 notes", "key_worker", lambda m, b: f"{_long_case(m, b)}/notes", is_list=True),
    Measured("journey, 2,000 notes", "key_worker", _journey, is_list=True),
    Measured("journey with notes", "key_worker", lambda m, b: f"{_journey(m, b)}?show=notes", is_list=True),
    Measured("summary, 2,000 notes", "key_worker", lambda m, b: f"{_long_case(m, b)}/summary"),
    Measured("plan", "key_worker", lambda m, b: f"{_case(m, b)}/plan"),
    Measured("search, surname", "front_door", _looked_for(None), is_list=True),
    Measured("search, beginning", "key_worker", _looked_for("as"), is_list=True),
    Measured("search, misspelt", "front_door", _looked_for("Ashfurdd"), is_list=True),
    Measured("front-door queue", "front_door", _at("/requests"), is_list=True),
    Measured("scorecard", "analyst", _at("/scorecard")),
    Measured("teams' work", "manager", _at("/team-work")),
    Measured("teams' work, drifting", "manager", _at("/team-work/families?mark=drifting")),
    Measured("missing oversight", "manager", _at("/team-work/oversight"), is_list=True),
    Measured("supervision", "manager", _at("/supervision"), is_list=True),
    Measured("rounds of audits", "manager", _at("/audit-rounds")),
    Measured("edge-of-care register", "manager", _at("/edge-of-care"), is_list=True),
    Measured("how families fare", "manager", _at("/check-ins")),
    Measured("led by partners", "manager", _at("/led-by-partners"), is_list=True),
    Measured("shared without agreement", "manager", _at("/shared-without-agreement"), is_list=True),
    Measured("questions about looks", "manager", _at("/looks"), is_list=True),
    Measured("legal holds", "manager", _at("/holds"), is_list=True),
    Measured("records to dispose of", "manager", _at("/disposals/due"), is_list=True),
    Measured("register of lawful bases", "manager", _at("/lawful-bases"), is_list=True),
    Measured("flow, exact", "manager", _at("/flow")),
    Measured("flow, protected", "analyst", _at("/flow")),
    Measured("thresholds, exact", "manager", _at("/thresholds")),
    Measured("thresholds, protected", "analyst", _at("/thresholds")),
    Measured("behind a figure", "manager", _at("/scorecard/behind/sustained?part=denominator"), is_list=True),
    Measured("a figure explained", "manager", _at("/scorecard/explained/sustained")),
    Measured("outcomes by, exact", "manager", _at("/outcomes-by")),
    Measured("outcomes by, protected", "analyst", _at("/outcomes-by?told=sustained")),
)


def problems(name: str, size: int, statements: int, is_list: bool) -> list[str]:
    """What is too much about a page, in words."""
    most = MOST_ON_LISTS if is_list else MOST_STATEMENTS
    found = [f"{name}: {size:,} bytes, at most {MOST_BYTES:,}"] if size > MOST_BYTES else []
    return found + ([f"{name}: {statements} statements, at most {most}"] if statements > most else [])
