"""Looking at each page on the way through a story."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser import checks
from tests.browser.person import Desk


def at_first() -> Callable[[Desk, str], None]:
    """A look at every page: no words run together, and it is no wider than its window. (axe sees narrow windows in
    test_pages.py.)"""

    def look(desk: Desk, what: str) -> None:
        wrong = [*checks.no_sideways_scrolling(desk.page), *checks.words_apart(desk.page)]
        assert not wrong, f"{what}: " + "\n".join(wrong)

    return look


def closely() -> Callable[[Desk, str], None]:
    """The same, and the first time that a page is opened axe looks, too; the same address with other codes and numbers
    in it is the same page."""
    seen: set[str] = set()
    first = at_first()

    def look(desk: Desk, what: str) -> None:
        first(desk, what)
        page = "/".join("…" if any(c.isdigit() for c in part) else part for part in what.split("/"))
        if page in seen:
            return
        seen.add(page)
        wrong = checks.axe(desk.page)
        assert not wrong, f"{what}: " + "\n".join(wrong)

    return look


def away(_desk: Desk, _what: str) -> None:
    """No look: without script a page answers no questions."""
