"""Trajectories: planned values by quarter beside what the approved reports keep."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from familyhelp.casework import trajectories as deeds
from familyhelp.extensions import db
from familyhelp.models import Trajectory
from familyhelp.practice import clock
from familyhelp.practice.periods import Period
from familyhelp.practice.scorecard import MEASURES
from familyhelp.practice.words import Changed, NotYet
from familyhelp.queries.trajectories import planned_for
from tests import report_stories as stories

SVG = "{http://www.w3.org/2000/svg}"
NOW = Period(2026, 4)
MEASURE = MEASURES["requests"]


def plan(cast, value: int, slug: str = "requests", read: int = 0, **more: str) -> Trajectory:
    path = {NOW: Fraction(value), NOW.after: Fraction(value + 5)}
    made = deeds.plan(MEASURES[slug], path, because="We opened a hub.", read_version=read, by=cast.anita, **more)
    db.session.flush()
    return made


def test_a_change_of_plan_keeps_the_old_one_and_what_is_over_stays(client, cast, session):
    with clock.at(clock.now() - timedelta(days=180)):
        deeds.plan(MEASURE, {Period(2026, 2): Fraction(40), NOW: Fraction(60)}, because="First.", read_version=0,
                   by=cast.anita)  # fmt: skip
    db.session.commit()
    client.sign_in(cast.mabel)
    page = client.get("/scorecard/trajectories/requests/plan")
    assert page.fields()["q0"] == "60" and "January to March 2026 (number)" in page.main
    wrong = client.send(page, {"q0": "many", "because": "Fewer asked."}, 400)
    assert "Enter a number" in wrong.main and wrong.fields()["because"] == "Fewer asked."
    client.send(wrong, {"q0": "50", "q1": "52.5", "because": "Fewer asked."})
    read = client.get("/scorecard/trajectories/requests").main
    assert "Version 2, 2 March 2026, Mabel Thorne Fewer asked." in read and "First." in read
    assert [one.planned for one in session.scalars(sa.select(Trajectory).order_by(Trajectory.number))] == [
        {"2026q2": "40", "2026q4": "60"}, {"2026q2": "40", "2026q4": "50", "2027q1": "105/2"},
    ]  # fmt: skip
    for change in (sa.update(Trajectory).values(because="x"), sa.delete(Trajectory)):
        with pytest.raises(DBAPIError, match="never changes"):
            session.execute(change)
        session.rollback()


def test_the_picture_the_words_and_the_table_say_the_same(client, cast):
    with clock.at(clock.now() - timedelta(days=420)):
        deeds.plan(MEASURE, {Period(2025, 4): Fraction(45), Period(2026, 1): Fraction(50)}, because="x",
                   read_version=0, by=cast.anita)  # fmt: skip
    stories.approved(cast)  # January to March 2025: 40
    stories.approved(cast, more=8)  # April to June 2025: 48
    deeds.comment(MEASURE, words="The hub opened late.", by=cast.mabel)
    db.session.commit()
    client.sign_in(cast.anita)
    page = client.get("/scorecard/trajectories/requests")
    svg = next(page.find(f"{SVG}svg", class_="fh-chart"))
    assert len(list(svg.iter(f"{SVG}circle"))) == 4
    assert "Actual: 40 in January to March 2025, 48 in April to June 2025." in page.main
    assert "Planned: 45 in January to March 2025, 50 in April to June 2025." in page.main
    rows = [[" ".join("".join(c.itertext()).split()) for c in tr] for tr in page.find("tr")]
    assert rows[1:] == [["January to March 2025", "45", "40", "5 less"], ["April to June 2025", "50", "48", "2 less"]]
    assert "The hub opened late. (Mabel Thorne, 2 March 2026)" in page.main


def test_a_report_keeps_what_was_planned(cast, client):
    from dataclasses import replace

    from familyhelp.casework import reports

    plan(cast, 50)
    assert planned_for(NOW) == {"requests": 50}
    kept = [replace(one, planned=Fraction(50)) for one in stories.figures() if one.measure.slug == "requests"]
    report = reports.begin(Period(2026, 3), kept, area_name="x", by=cast.anita)
    path = stories.where(report)
    plan(cast, 70, read=1)
    db.session.commit()
    client.sign_in(cast.anita)
    assert "40 Planned: 50. Actual: 10 less." in client.get(path).main


def test_for_looked_after_children_there_is_no_magic_number(client, cast):
    client.sign_in(cast.anita)
    page = client.get("/scorecard/trajectories/looked_after_rate/plan")
    assert "There is no magic number of children looked after." in page.main
    refused = client.send(page, {"q0": "60", "because": "What we do for families."}, 409)
    assert "Say how you make sure that this does not become a target." in refused.main
    client.send(refused, {"no_magic": "No team is measured by it."})
    read = client.get("/scorecard/trajectories/looked_after_rate").main
    assert "No team is measured by it." in read and "never a target" in read
    assert "magic" not in client.get("/scorecard/trajectories/requests/plan").main


def test_two_do_not_overwrite_each_other_and_nothing_planned_is_no_plan(cast):
    plan(cast, 50)
    with pytest.raises(Changed):
        plan(cast, 60)
    with pytest.raises(NotYet, match="at least one quarter"):
        deeds.plan(MEASURES["step_ups"], {}, because="x", read_version=0, by=cast.anita)
    past = {Period(2020, 1): Fraction(3)}
    with pytest.raises(NotYet, match="at least one quarter"):
        deeds.plan(MEASURES["step_ups"], past, because="x", read_version=0, by=cast.anita)


def test_pages_have_a_fixed_number_of_statements(client, cast, count_queries):
    for number in range(6):
        plan(cast, 50 + number, read=number)
        deeds.comment(MEASURE, words="x", by=cast.mabel)
    db.session.commit()
    client.sign_in(cast.anita)
    for where, most in (("", 8), ("/requests", 12), ("/requests/plan", 12)):
        with count_queries() as count:
            client.get(f"/scorecard/trajectories{where}")
        assert count() <= most, where
    assert client.status("/scorecard/trajectories/astrology") == 404
