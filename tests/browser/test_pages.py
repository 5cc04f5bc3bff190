"""Every page of the service, by each rule of the web's accessibility guidelines that a machine can hold it to.

A new page joins by itself if it has a form (tests/filled.py); one that is only read needs its line in places.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.browser import checks
from tests.browser.person import DESK, MAGNIFIED, PHONE, Desk
from tests.browser.pictures import picture
from tests.browser.place import Place
from tests.browser.places import PLACES
from tests.cast import Cast
from tests.filled import FILLED
from tests.journeys.hands import FILES

PAGES: dict[str, Place] = {**{name: Place(filled.who, filled.where) for name, filled in FILLED.items()}, **PLACES}


TOGETHER = 8
"""Pages that share one browser window and one database."""


def batched(names: list[str], size: int) -> Iterator[list[str]]:
    """A list in parts of `size`."""
    return (names[at : at + size] for at in range(0, len(names), size))


def found_on(desk: Desk) -> Iterator[str]:
    """Everything that is wrong with the page that is open. (axe sees the desk's width in test_journey.py.)"""
    page = desk.page
    yield from checks.words_apart(page)
    yield from checks.nothing_lost_on_paper(page)
    for width in (PHONE, MAGNIFIED):
        desk.widen(width)
        yield from (f"{width} px: {line}" for line in checks.no_sideways_scrolling(page))
    yield from (f"{width} px: {line}" for line in checks.room_for_letters(page))
    yield from (f"{width} px: {line}" for line in checks.axe(page))
    yield from (f"{width} px: {line}" for line in checks.keys_reach_everything(page))
    desk.widen(DESK)


def test_every_page_is_in_the_table(app: Flask) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods} - {"static"}
    doors = {page: app.view_functions[page].door for page in pages}
    by_link = {page for page, door in doors.items() if door.link or door.asks}  # test_family_page.py, test_asking.py
    assert pages - by_link - FILES == PAGES.keys()


def by_person() -> Iterator[tuple[str, list[str]]]:
    """Who sees which pages, a few at a time, so that two browsers share the work evenly."""
    for who in sorted({place.who for place in PAGES.values()}):
        names = [name for name, place in PAGES.items() if place.who == who]
        yield from ((who, few) for few in batched(names, TOGETHER))


@pytest.mark.parametrize(("who", "names"), list(by_person()), ids=lambda v: v if isinstance(v, str) else v[0])
def test_every_page_can_be_seen_read_used_by_keys_and_printed(who: str, names: list[str], sit_down, cast: Cast) -> None:
    desk = sit_down()
    if who:
        desk.sign_in(getattr(cast, who))
    wrong = []
    for name in names:
        desk.open(PAGES[name].where(cast))
        picture(desk, name)
        wrong += [f"{name}: {line}" for line in found_on(desk)]
    assert not wrong, "\n".join(wrong)
