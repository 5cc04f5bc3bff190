"""Looking at each page on the way through a story."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser import checks
from tests.browser.person import Desk


def first_time(look: Callable[[Desk, str], None]) -> Callable[[Desk, str], None]:
    """Look at each page once: the same address with other codes and numbers in it is the same page."""
    seen: set[str] = set()

    def inspect(desk: Desk, what: str) -> None:
        page = "/".join("…" if any(c.isdigit() for c in part) else part for part in what.split("/"))
        if page not in seen:
            seen.add(page)
            look(desk, what)

    return inspect


def nothing_wrong(desk: Desk, what: str) -> None:
    """axe finds nothing, and the page is not wider than its window."""
    wrong = [*checks.axe(desk.page), *checks.no_sideways_scrolling(desk.page), *checks.words_apart(desk.page)]
    assert not wrong, f"{what}: " + "\n".join(wrong)


def nothing(_desk: Desk, _what: str) -> None:
    """Look at nothing: without script there is nobody to ask."""
