"""The pages of disposing of a record: two people, few statements, and an administrator who reads no name."""

from __future__ import annotations

from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from tests import disposal_stories as worlds
from tests.disposal_stories import LATER


def test_a_manager_proposes_and_an_administrator_reads_no_name(client, cast, count_queries, app):
    case = worlds.a_short_life(cast)
    with clock.at(LATER):
        code = write_code(worlds.family_of(case).code)
        client.sign_in(cast.mabel)
        with count_queries() as count:
            page = client.get("/disposals/due")
        assert count() <= 12 and "Ashdown family" in page.main
        client.send(client.get(f"/disposals/due/{code}"), {"because": "Its time is over."})
        client.sign_in(cast.adam)
        with count_queries() as count:
            page = client.get("/disposals")
        assert count() <= 8 and code in page.main and "Ashdown" not in page.main
        said = app.test_cli_runner().invoke(args=["retention", "due", "--list"]).output
        assert code in said and "1 due, 1 of them proposed" in said
