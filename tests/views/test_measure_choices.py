"""Which measures the scorecard shows, and in which order."""

from __future__ import annotations

import pytest

from familyhelp.casework.measure_choices import choose
from familyhelp.practice.measure_choices import missing
from familyhelp.practice.scorecard import LOCAL, MEASURES, Quadrant
from familyhelp.practice.words import Changed, NotYet
from tests import report_stories as stories
from tests.scorecard_worlds import World
from tests.views.test_scorecard import invented


def rows(page) -> list[str]:
    """The measures of every table, in the order of the page."""
    return [" ".join("".join(next(tr.iter("th")).itertext()).split()) for tr in page.find("tr")]


def test_a_few_are_shown_in_their_order_and_the_rest_stay_one_step_away(client, cast):
    invented()
    client.sign_in(cast.mabel)
    assert all(any(row.startswith(m.label) for row in rows(client.get("/scorecard"))) for m in LOCAL)
    stories.measures_chosen(cast)
    page = client.get("/scorecard")
    shown = [next((label for label in ("Step-ups accepted", "Requests for help") if row.startswith(label)), "")
             for row in rows(page)]  # fmt: skip
    assert [label for label in shown if label] == ["Step-ups accepted", "Requests for help"]
    assert "Requests decided in time" not in page.main and "Good level of development" not in " ".join(rows(page))
    every = client.get(page.links["All measures"])
    assert all(measure.label in every.main for measure in LOCAL)
    assert "Only the measures that your authority has chosen" in every.links


def test_an_administrator_chooses_too_and_every_choice_stays(client, cast):
    path = stories.measures_chosen(cast)
    client.sign_in(cast.adam)
    page = client.get(path)
    assert page.fields()["demand_2"] == "referral_rate"
    twice = client.send(page, {"demand_3": "step_ups", "because": "Why not."}, 409)
    assert "names a measure twice" in twice.main
    client.send(twice, {"demand_3": "", "wellbeing_2": "sustained"})
    read = client.get(path).main
    assert read.index("Version 2, 2 March 2026, Adam Quist (counts now)") < read.index("Version 1, 2 March 2026")
    assert "Agreed outcomes met; Sustained at the check-in" in read
    client.sign_in(cast.mabel)
    assert client.status(path) == 403


def test_a_report_begins_with_the_chosen_measures(client, cast):
    stories.measures_chosen(cast)
    client.sign_in(cast.anita)
    page = client.get(client.send(client.get("/reports/new"), {}).location)
    assert "Step-ups accepted" in page.main and "Requests decided in time" not in page.main


def test_what_is_no_choice_is_refused(cast):
    stories.measures_chosen(cast)
    with pytest.raises(Changed):
        choose(stories.FEW, MEASURES, because="x", read_version=0, by=cast.anita)
    with pytest.raises(NotYet, match="does not belong"):
        choose({Quadrant.SPEND: ["step_ups"]}, MEASURES, because="x", read_version=1, by=cast.anita)
    too_many = {Quadrant.DEMAND: [m.slug for m in MEASURES.values() if m.quadrant is Quadrant.DEMAND][:7]}
    assert "more than six" in str(next(missing(too_many, MEASURES, "x")))


def test_the_scorecard_stays_within_its_statements(client, cast, count_queries):
    invented()
    World(1, size=40).save()
    stories.measures_chosen(cast)
    for person in (cast.mabel, cast.anita):
        client.sign_in(person)
        client.get("/scorecard")
        with count_queries() as count:
            client.get("/scorecard")
        assert count() <= 12, "counted live here; from stored results it is eight at most"
