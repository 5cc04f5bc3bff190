"""The page on which managers and analysts see whether the front door decides alike."""

from __future__ import annotations

from familyhelp.extensions import db
from tests import filled_front_door as front


def test_managers_read_exact_numbers_and_analysts_no_small_ones(client, cast, count_queries):
    for contact in [front.a_contact(cast) for _ in range(3)][:2]:
        front.passed_on(contact, cast)
    front.returned(front.a_contact(cast), cast)
    db.session.commit()
    client.sign_in(cast.mabel)
    with count_queries() as count:
        page = client.get("/thresholds")
    assert count() <= 8
    rows = [["".join(cell.itertext()) for cell in row] for row in page.find("tr")]
    assert ["Together", "4"] in [row[:2] for row in rows]
    assert ["Schools and education services", "4"] in [row[:2] for row in rows]
    client.sign_in(cast.anita)
    hidden = client.get("/thresholds")
    cells = ["".join(cell.itertext()).strip() for cell in hidden.find("td")]
    assert not {"1", "2", "3", "4"} & set(cells) and "[c]" in cells
    assert client.get("/thresholds?period=nonsense", 400).errors
    client.sign_in(cast.flora)
    assert client.status("/thresholds") == 403
