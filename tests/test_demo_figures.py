"""The demo's published figures: invented, the same for the same seed, and taken in like real ones."""

from __future__ import annotations

import random
from datetime import date

import sqlalchemy as sa

from familyhelp.demo.figures import NEIGHBOURS, import_figures, made
from familyhelp.models import Area
from familyhelp.queries import scorecard as queries


def test_the_same_seed_makes_the_same_figures():
    names = ["Saltmere", *NEIGHBOURS]
    assert made(random.Random(4), names, 2025) == made(random.Random(4), names, 2025)
    assert made(random.Random(4), names, 2025) != made(random.Random(5), names, 2025)


def test_they_fill_every_published_measure(session):
    import_figures(random.Random(1), authority="Saltmere", today=date(2026, 3, 2))
    saltmere = session.scalar(sa.select(Area).where(Area.name == "Saltmere"))
    assert saltmere.code == "E09999001" and saltmere.wider.wider.name == "Brightholm"
    board = queries.board(saltmere, 2025, queries.areas(), queries.datasets_in_force())
    assert len(board.neighbours) == 10
    for row in board.rows:
        if row.measure.slug.startswith("outturn_"):
            continue  # the spreadsheet of revenue outturn is not among the invented files
        assert row.now.value is not None and row.change is not None, row.measure.slug
        assert row.nation.value is not None and row.region.value is not None and row.neighbours_median is not None
        assert row.neighbours_known == (9 if row.measure.slug == "no_further_action" else 10)


def test_every_place_is_plainly_invented(session):
    import_figures(random.Random(1), authority="Saltmere", today=date(2026, 3, 2))
    for area in session.scalars(sa.select(Area)):
        assert area.code[3:6] == "999" and (area.number or "000") < "200"
