"""A real browser on the real service. Without Chromium these tests are skipped, and under CI that is a failure.

`FAMILYHELP_PICTURES=1` keeps a picture of every page in tests/browser/pictures/ for people to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from tests.browser.person import Desk
from tests.browser.server import Served
from tests.conftest import MONDAY
from tools.browser import chromium

HERE = Path(__file__).parent
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    path = chromium()
    if path is None:
        pytest.skip("There is no Chromium here (apt-get install chromium).")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def server(migrated_app: Flask) -> Iterator[Served]:
    """The service, served once; what it holds is the test's own. Browsers ask for its styles and scripts once."""
    before = migrated_app.config["SEND_FILE_MAX_AGE_DEFAULT"]
    migrated_app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    served = Served(migrated_app, MONDAY)
    yield served
    served.stop()
    migrated_app.config["SEND_FILE_MAX_AGE_DEFAULT"] = before


@pytest.fixture
def served(server: Served, app: Flask) -> Iterator[Served]:
    """The service on the story's Monday morning, with empty tables. Any answer of 500 fails the test."""
    server.moment = MONDAY
    server.failed.clear()
    server.answered.clear()
    server.open()
    yield server
    server.shut()
    assert not server.failed, f"the service failed: {server.failed}"


@pytest.fixture
def sit_down(browser: Browser, served: Served) -> Iterator[Callable[..., Desk]]:
    """`sit_down()` gives a browser window of one's own: `sit_down(width=375)`, `sit_down(script=False)`."""
    desks: list[Desk] = []

    def new(**options: Any) -> Desk:
        desks.append(Desk(browser, served, **options))
        return desks[-1]

    yield new
    for desk in desks:
        desk.leave()
