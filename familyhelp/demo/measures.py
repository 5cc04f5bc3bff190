"""What the analyst of the invented council brought in and wrote down: a publication that the service does not know, the
revenue outturn, what is assumed of avoided cost, and two more trajectories. Invented, and plainly so."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from fractions import Fraction
from random import Random

import sqlalchemy as sa
import xlsxwriter

from ..casework import costs, trajectories, uploads
from ..casework.published import import_file
from ..extensions import db
from ..models import Area, Practitioner
from ..practice import clock
from ..practice.own_measures import OwnMeasure
from ..practice.periods import quarter_of
from ..practice.published import AreaLevel
from ..practice.roles import Role
from ..practice.scorecard import MEASURES, Better, Quadrant
from .towns import NATION

SERVICES = (
    ("10 Sure Start Children's Centres and early years", 60, 110),
    ("11 Residential care", 200, 320),
    ("12 Fostering services", 150, 240),
    ("21 Total children looked after", 420, 640),
    ("22 Family support services", 110, 190),
    ("27 Services for young people", 20, 50),
    ("30 TOTAL CHILDREN'S SOCIAL CARE (total of lines 10 to 29)", 900, 1_150),
)
"""The lines of the outturn, and from how much to how much an authority spends on each, in pounds for a child."""
PLACED = {"placement_type": "All placements"}
OWN = (
    OwnMeasure(
        "placement_weekly_cost",
        "Weekly cost of a placement",
        Quadrant.SPEND,
        Better.NEITHER,
        "weekly_cost",
        None,
        1,
        PLACED,
        pounds=True,
    ),
    OwnMeasure(
        "placed_outside",
        "Children placed outside the area",
        Quadrant.DEMAND,
        Better.LOWER,
        "placed_outside",
        "children_placed",
        100,
        PLACED,
    ),
)


def bring_in(seed: int, today: date) -> None:
    """Let the analyst do it this morning, with chance of its own."""
    analyst = db.session.scalars(
        sa.select(Practitioner).where(Practitioner.role == Role.ANALYST).order_by(Practitioner.id)
    ).first()
    areas = db.session.scalars(sa.select(Area).where(Area.level == AreaLevel.AUTHORITY).order_by(Area.number)).all()
    if analyst is None or not areas:
        return
    chance = Random(f"measures {seed}")
    last = today.year - (today.month < 11)
    with clock.at(datetime.combine(today, time(7, 30), clock.LOCAL)):
        upload = uploads.take_in(placements(chance, areas, last), "invented_placements.csv", whole=False, by=analyst)
        for own in OWN:
            uploads.describe(upload, own, by=analyst)
        uploads.confirm(upload, by=analyst)
        import_file(io.BytesIO(outturn(chance, areas, last)), "invented_outturn.xlsx", by=analyst)
        _assume(analyst, today)
        _plan(analyst, today)


def _assume(analyst: Practitioner, today: date) -> None:
    costs.assume(
        share_low=5,
        share_high=15,
        cost_low=3_000,
        cost_high=9_000,
        source="Invented for this demonstration: no study stands behind these numbers. Write your own.",
        source_on=today,
        read_version=1,
        by=analyst,
    )


def _plan(analyst: Practitioner, today: date) -> None:
    start = quarter_of(today)
    quarters = [start, start.after, start.after.after]
    trajectories.plan(
        MEASURES["decided_in_time"],
        dict(zip(quarters, map(Fraction, (85, 88, 90)), strict=True)),
        because="A second front-door worker begins next month.",
        read_version=0,
        by=analyst,
    )
    trajectories.comment(MEASURES["decided_in_time"], words="The first weeks are slower: she is learning.", by=analyst)


def placements(chance: Random, areas: Sequence[Area], last: int) -> bytes:
    """A file of the standard about placements, of which the service knows nothing."""
    rows = []
    for year in (last - 1, last):
        for area in areas:
            placed = chance.randint(250, 700)
            for kind, share in (("All placements", 1.0), ("Children's homes", 0.15)):
                rows.append(
                    {
                        "time_period": year,
                        "time_identifier": "Reporting year",
                        "geographic_level": "Local authority",
                        "country_code": NATION[0],
                        "country_name": NATION[1],
                        "region_code": area.wider.code if area.wider else "",
                        "region_name": area.wider.name if area.wider else "",
                        "old_la_code": area.number,
                        "new_la_code": area.code,
                        "la_name": area.name,
                        "placement_type": kind,
                        "children_placed": round(placed * share),
                        "placed_outside": round(placed * share * chance.uniform(0.25, 0.45)),
                        "weekly_cost": round(chance.uniform(900, 1_500) * (4 if share < 1 else 1)),
                    }
                )
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def outturn(chance: Random, areas: Sequence[Area], last: int) -> bytes:
    """A spreadsheet in the shape of the revenue outturn, in thousands of pounds."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(last, 1, 1, tzinfo=UTC)})  # the same seed, the same bytes
        page = book.add_worksheet("RO3_LA_Data")
        page.write_row(0, 0, [f"Invented revenue outturn {last - 1}-{last % 100:02d}, £ thousand"])
        page.write_row(2, 0, ["", "", "", *(service for service, _low, _high in SERVICES)])
        page.write_row(3, 0, ["E-code", "ONS Code", "Local authority", *["Net Current Expenditure"] * len(SERVICES)])
        for number, area in enumerate(areas, start=4):
            children = chance.randint(38, 120)  # thousands
            amounts = [round(children * chance.uniform(low, high)) for _service, low, high in SERVICES]
            page.write_row(number, 0, [f"E{area.number}", area.code, area.name, *amounts])
    return out.getvalue()
