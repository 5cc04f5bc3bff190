"""When things are due: every clock, with what it counts and why, for everybody."""

from __future__ import annotations

import pytest

from familyhelp.practice.timescales import DUE


@pytest.mark.parametrize("name", ["flora", "kamal", "lena", "conor", "mabel", "lionel", "anita", "adam"])
def test_every_clock_is_there_with_its_length_and_its_reason(client, cast, name, count_queries):
    client.sign_in(getattr(cast, name))
    with count_queries() as count:
        page = client.get("/clocks")
    assert count() <= 8
    rows = [
        [" ".join("".join(cell.itertext()).split()) for cell in row.iter() if cell.tag in ("th", "td")]
        for row in page.find("tr", class_="govuk-table__row")
    ][1:]

    def length(number: int, unit) -> str:
        label = unit.label.removesuffix("s") if number == 1 else unit.label
        return f"{number} {label}" if number else "The same day"

    assert rows == [
        [clock.due.label, length(clock.length, clock.unit), length(clock.late, clock.unit), clock.why]
        for clock in DUE.values()
    ]


def test_the_foot_of_every_page_leads_there(client, cast):
    client.sign_in(cast.kamal)
    assert client.get("/").links["When things are due"] == "/clocks"
