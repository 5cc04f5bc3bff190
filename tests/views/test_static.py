"""Styles and scripts: kept by browsers for as long as they like, since a new content has a new address."""

from __future__ import annotations

import re

import pytest

from familyhelp.views import addresses


@pytest.fixture
def asked(client):
    page = client.get("/sign-in")
    return re.findall(r'(?:href|src)="(/static/[^"]+)"', page.html)


def test_every_static_file_of_a_page_is_there_and_may_be_kept_for_a_year(client, asked):
    assert len(asked) == 4
    for address in asked:
        with client.ask("GET", address) as response:
            assert response.status_code == 200, address
            assert response.cache_control.max_age == 365 * 24 * 3600
            assert not response.cache_control.no_store


def test_a_file_asked_for_without_its_content_in_the_address_is_asked_for_again(client, asked):
    with client.ask("GET", asked[0].partition("?")[0]) as response:
        assert response.status_code == 200
        assert response.cache_control.max_age is None


def test_another_content_has_another_address(app, tmp_path, monkeypatch):
    monkeypatch.setattr(app, "_static_folder", str(tmp_path))
    found = set()
    for content in ("a", "b"):
        (tmp_path / "app.js").write_text(content)
        addresses._static.cache_clear()
        with app.test_request_context():
            found.add(addresses.address("static", filename="app.js"))
    addresses._static.cache_clear()
    assert len(found) == 2
