"""What every page must keep to, asked of the page as the browser drew it. Each check says what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
PAPER = 680
"""An A4 sheet between its margins, in CSS pixels."""
ASK = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")


def ready(page: Page) -> None:
    """Wait until the page is whole, and bring what the checks ask into it; its security policy does not reach that."""
    page.wait_for_load_state()
    if not page.evaluate("window.checks !== undefined"):
        page.evaluate(ASK)


def axe(page: Page) -> list[str]:
    """What axe finds: WCAG 2.2 A and AA, target sizes, and its advice."""
    page.wait_for_load_state()
    page.evaluate(AXE_SCRIPT)
    options = {
        "resultTypes": ["violations"],
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {"target-size": {"enabled": True}},
    }
    found: dict[str, Any] = page.evaluate("options => axe.run(options)", options)
    return [
        f"axe {violation['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def no_sideways_scrolling(page: Page) -> list[str]:
    """The page is no wider than its window; what is wider scrolls by itself, can be reached by key and has a name."""
    ready(page)
    return list(page.evaluate("checks.sideways()"))


def words_apart(page: Page) -> list[str]:
    """No sentence runs into the next."""
    ready(page)
    return list(page.evaluate("checks.glued()"))


def room_for_letters(page: Page) -> list[str]:
    """With the spacing that some readers set (WCAG 1.4.12), nothing is cut and the page gets no wider."""
    ready(page)
    return list(page.evaluate("checks.spaced()"))


def keys_reach_everything(page: Page, most: int = 400) -> list[str]:
    """Tab goes through everything that can be used, in the order of the page, each seen and shown to be the one."""
    ready(page)
    page.evaluate("checks.begin()")
    for _ in range(most):
        page.keyboard.press("Tab")
        if not page.evaluate("checks.focused()"):
            break
    return list(page.evaluate("checks.unreached()"))


def nothing_lost_on_paper(page: Page) -> list[str]:
    """Every line, heading and picture of the main part is on the paper too, whole, and nothing runs off its edge."""
    ready(page)
    size = page.viewport_size
    page.evaluate("checks.read()")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 900})
    try:
        return list(page.evaluate("checks.printed()"))
    finally:
        page.emulate_media(media="screen")
        if size:
            page.set_viewport_size(size)
