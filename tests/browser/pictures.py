"""Pictures of every page for people to look at, where FAMILYHELP_PICTURES=1 asks for them."""

from __future__ import annotations

import os
from pathlib import Path

from tests.browser.person import DESK, PHONE, Desk

FOLDER = Path(__file__).parent / "pictures"


def picture(desk: Desk, name: str) -> None:
    """Keep a picture of the open page at a desk's width and at a phone's."""
    if os.environ.get("FAMILYHELP_PICTURES") != "1":
        return
    FOLDER.mkdir(exist_ok=True)
    for width in (PHONE, DESK):
        desk.widen(width)
        desk.page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)
