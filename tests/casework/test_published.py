"""Importing published figures: the whole file or nothing, and no file twice."""

from __future__ import annotations

import io
import random
import tracemalloc
from typing import Any

import pytest
import sqlalchemy as sa

from familyhelp.casework.published import import_file
from familyhelp.extensions import db
from familyhelp.models import Area, AreaCode, Dataset, Event, Figure, Neighbour
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.tables import BadFile
from tests import published_files as files
from tests.published_files import PLACES


def take(content: bytes, name: str = "file.csv", **options: Any) -> Any:
    result = import_file(io.BytesIO(content), name, by=None, **options)
    db.session.commit()
    return result


def refused(content: bytes) -> str:
    """What is said of a file that cannot be taken; nothing of it may be there afterwards."""
    before = held()
    with pytest.raises(BadFile) as refusal:
        import_file(io.BytesIO(content), "bad.csv", by=None)
    db.session.commit()
    assert held() == before
    return str(refusal.value)


def held() -> dict[str, list[Any]]:
    return {
        table.name: sorted(map(str, db.session.execute(sa.select(table))))
        for table in (t.__table__ for t in (Area, AreaCode, Dataset, Figure, Neighbour, Event))
    }


def figures(line: str) -> dict[tuple[str, int], str]:
    rows = db.session.execute(
        sa.select(Area.number, Figure.year, Figure.value, Figure.symbol)
        .join(Area, Area.id == Figure.area_id)
        .join(Dataset, Dataset.id == Figure.dataset_id)
        .where(Figure.line == line, Dataset.superseded_at.is_(None))
    )
    return {
        (number or "nation", year): value if value is not None else f"[{symbol}]"
        for number, year, value, symbol in rows
    }


def good(years: tuple[int, ...] = (2024, 2025)) -> list[dict[str, Any]]:
    return [
        files.referrals(year, place, 100 * n, 7 * n, "c" if n == 2 else 3)
        for year in years
        for n, place in enumerate([None, *PLACES], 1)
    ]


def test_a_file_becomes_figures_areas_and_one_event(session):
    result = take(files.to_csv(good()))
    assert result.new and result.dataset.rows == 14 * 4
    assert (result.dataset.first_year, result.dataset.last_year) == (2024, 2025)
    assert figures("referrals")["001", 2025] == "200" and figures("referrals")["nation", 2024] == "100"
    town = session.scalar(sa.select(Area).where(Area.number == "003"))
    assert (town.code, town.name, town.wider.name, town.wider.wider.name) == (
        "E09999003",
        "Town 3",
        "Saltshire",
        "Albany",
    )
    event = session.scalars(sa.select(Event)).one()
    assert event.kind is EventKind.DATASET_IMPORTED and event.facts["rows"] == 56


def test_a_symbol_stays_a_symbol(session):
    rows = [
        files.referrals(2025, place, symbol, "0")
        for place, symbol in zip(PLACES, ("c", "x", "z", "u", "low", "[x]"), strict=True)
    ]
    take(files.to_csv(rows))
    assert sorted(figures("referrals").values()) == ["[c]", "[low]", "[u]", "[x]", "[x]", "[z]"]
    assert set(figures("re_referrals").values()) == {"0"}


def test_the_order_of_columns_a_mark_and_line_ends_make_no_difference(session):
    take(files.to_csv(good()))
    expected = {line: figures(line) for line in ("referrals", "re_referrals", "no_further_action")}
    columns = list(good()[0])
    random.Random(3).shuffle(columns)
    again = files.to_csv(good(), columns, mark=True).replace(b"\n", b"\r\n")
    assert take(again).new
    assert {line: figures(line) for line in expected} == expected


def test_the_same_file_again_changes_nothing(session):
    first = take(files.to_csv(good()))
    before = held()
    again = take(files.to_csv(good()), "another name.csv")
    assert not again.new and again.dataset.id == first.dataset.id
    assert held() == before


def test_a_new_edition_takes_the_place_of_the_old_one_which_stays(session):
    old = take(files.to_csv(good()))
    new = take(files.to_csv(good((2025, 2026))))
    assert old.dataset.superseded_at and not new.dataset.superseded_at
    assert {year for _place, year in figures("referrals")} == {2025, 2026}
    kept = session.scalar(sa.select(sa.func.count()).select_from(Figure).where(Figure.dataset_id == old.dataset.id))
    assert kept == old.dataset.rows
    assert not take(files.to_csv(good())).new, "nothing is imported twice, not even an edition that was replaced"


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("referral_count", "1,234", "“1,234” is neither a number nor a known symbol"),
        ("referral_count", "", "“” is neither a number nor a known symbol"),
        ("referral_count", "-3", "“-3” is neither"),
        ("referral_count", "12.5", "“12.5” is neither"),
        ("rereferral_count", "nan", "“nan” is neither"),
        ("rereferral_count", "١٢", "is neither a number"),
        ("rereferral_count", "9" * 40, "is neither a number"),
        ("new_la_code", "E0999900", "“E0999900” is not a code of this kind of place"),
        ("new_la_code", "E12999999", "is not a code of this kind of place"),
        ("new_la_code", "", "the code of the place is missing"),
        ("region_code", "E09999001", "is not a code of this kind of place"),
        ("country_code", "XX", "is not a code of this kind of place"),
        ("old_la_code", "12", "“12” is not the three digits of an authority"),
        ("time_period", "25", "“25” is not a year"),
        ("time_period", "202427", "“202427” is not a year"),
        ("time_identifier", "Week 3", "“Week 3” is not a whole year"),
        ("geographic_level", "Local authorty", "is not a level the service knows"),
    ],
)
def test_one_bad_cell_is_told_by_row_and_column_and_nothing_is_imported(session, column, cell, says):
    rows = good()
    rows[9][column] = cell
    said = refused(files.to_csv(rows))
    assert f"Row 11, column {column}: " in said and says in said


def test_one_bad_row_among_many_leaves_nothing(session):
    rows = [files.referrals(year, place, 10, 1) for year in range(1995, 2026) for place in PLACES] * 1
    rows += [files.referrals(2026, place, 10, 1) for place in PLACES]
    many = [{**row, "la_name": row["la_name"]} for row in rows]
    many[-1]["rereferral_count"] = "?"
    assert f"Row {len(many) + 1}, column rereferral_count" in refused(files.to_csv(many))


def test_problems_are_told_twenty_at_most_and_all_counted(session):
    rows = [files.referrals(year, place, "bad", 1) for year in (2022, 2023, 2024, 2025) for place in PLACES]
    said = refused(files.to_csv(rows))
    assert "the file has 24 problems" in said and said.count("Row ") == 20 and "There are 4 more problems." in said


def test_every_row_of_a_bad_place_is_told(session):
    rows = good()
    for row in rows:
        if row["old_la_code"] == "002":
            row["new_la_code"] = "nonsense!"
    assert "2 problems" in refused(files.to_csv(rows))


def test_the_same_key_twice_is_told_with_both_rows(session):
    rows = [*good(), files.referrals(2024, PLACES[1], 1, 1)]
    assert "Row 16: this row is of the same place and year as row 4" in refused(files.to_csv(rows))


def test_two_codes_for_one_number_in_one_year_are_a_repetition(session):
    rows = [*good(), files.referrals(2025, ("002", "E09999777", "Town 2"), 1, 1)]
    assert "same place and year" in refused(files.to_csv(rows))


def test_a_code_that_belongs_to_another_number_is_told(session):
    take(files.to_csv(good()))
    rows = [files.population(2024, ("009", "E09999003", "Town 3"), 5)]
    assert "the code E09999003 belongs to Town 3 (003), not to 009" in refused(files.to_csv(rows))


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1252"])
def test_a_wrong_encoding_is_told(session, encoding):
    rows = [files.referrals(2025, ("001", "E09999001", "Ynys Môn"), 1, 1)]
    said = refused(files.to_csv(rows).decode().encode(encoding))
    assert "is not UTF-8" in said
    if encoding != "utf-16":
        assert "Row 2, column la_name: the byte 0xF4 is not UTF-8" in said


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.75, 0.9, 0.99])
def test_half_a_file_is_refused(session, share):
    places = [(f"{n:03d}", f"E09999{n:03d}", f"Town {n}") for n in range(1, 101)]
    whole = files.to_csv([files.referrals(year, place, 10, 1, 2) for year in (2023, 2024, 2025) for place in places])
    refused(whole[: int(len(whole) * share)])
    assert take(whole).new


def test_a_file_cut_between_two_rows_is_refused_unless_somebody_says_it_is_whole(session):
    places = [(f"{n:03d}", f"E09999{n:03d}", f"Town {n}") for n in range(1, 101)]
    rows = [files.referrals(year, place, 10, 1) for year in (2024, 2025) for place in places]
    cut = files.to_csv(rows[:160])
    assert "seems cut off here: 2025 has 60 areas, another year has 100" in refused(cut)
    assert take(cut, whole=True).new


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"\n\n", "The file is empty"),
        (b"a,b\n1,2\n", "does not know a publication with these columns"),
        (b"\x00\x00\x00", "columns"),
        (b"PK\x03\x04\x14\x00\x06\x00\xff\xfe", "no spreadsheet that can be read"),
        (b"GIF89a\x14\x00\x06\x00\xff\xfe", "is not UTF-8"),
        (b'time_period,"open\n', "not CSV"),
    ],
)
def test_what_is_not_a_published_file_is_refused(session, content, says):
    assert says in refused(content)


def test_a_renamed_column_is_told_by_its_name(session):
    rows = [{("referal_count" if k == "referral_count" else k): v for k, v in row.items()} for row in good()]
    said = refused(files.to_csv(rows))
    assert "referal_count" in said and "it lacks: referral_count" in said


def test_a_column_that_tells_rows_apart_is_not_passed_over(session):
    rows = [{**row, "sex": sex} for row, sex in zip(good(), ["Total", "Male"] * 7, strict=True)]
    assert "column sex: this column tells rows apart (“Total”, “Male”)" in refused(files.to_csv(rows))


def test_another_indicator_is_left_out_and_said(session):
    result = take(files.to_csv([{**row, "new_indicator": 5} for row in good()]))
    assert result.report.unused_columns == ["new_indicator"]


def test_rows_of_other_filters_and_levels_are_left_out_and_counted(session):
    rows = [files.looked_after(2025, place, 9) for place in PLACES]
    rows += [{**files.looked_after(2025, PLACES[0], 9), "population_type": "Something new"}]
    rows += [{**files.looked_after(2025, PLACES[0], 9), "geographic_level": "Ward"}]
    result = take(files.to_csv(rows))
    assert result.report.unused == {"Something new": 1, "Ward": 1}
    assert len(figures("looked_after")) == 6


def test_a_header_twice_a_row_too_short_and_a_row_too_long(session):
    content = files.to_csv(good())
    assert "this column is there 2 times" in refused(content.replace(b"country_name", b"country_code", 1))
    lines = content.split(b"\n")
    lines[3] += b",1"
    lines[5] = lines[5].rsplit(b",", 1)[0]
    said = refused(b"\n".join(lines))
    assert (
        "Row 4: the row has 16 cells, but the header has 15 columns" in said and "Row 6: the row has 14 cells" in said
    )


def test_the_long_file_reads_outturn_and_leaves_plans_and_other_measures(session):
    take(files.to_csv([files.population(2024, place, 1000) for place in [None, *PLACES]]))
    rows = [files.long("C&YPExpenditure", "2024-25 (OT)", place, 5_000_000 + n) for n, place in enumerate(PLACES)]
    rows += [files.long("C&YPExpenditure", "2025-26 (B)", PLACES[0], 1), files.long("Unheard of", "2025", PLACES[0], 1)]
    rows += [
        {**files.long("C&YPExpenditure", "2024-25 (OT)", ("099", "", "Albany"), "67.900000000000006"), "region": "NA"}
    ]
    result = take(files.to_csv(rows))
    assert figures("spend_total")["003", 2025] == "5000002"
    assert figures("spend_total")["nation", 2025] == "67.900000000000006", "exactly as it was written"
    assert result.report.unused == {"2025-26 (B)": 1, "Unheard of": 1}


def test_an_aggregate_that_nobody_knows_is_told(session):
    rows = [{**files.long("C&YPExpenditure", "2025", ("099", "", "Nowhere"), 1), "region": "NA"}]
    assert "“Nowhere” is no place that the service knows" in refused(files.to_csv(rows))


def test_england_and_its_regions_are_known_by_their_numbers(session):
    rows = [
        {**files.long("C&YPExpenditure", "2025", (n, "", name), 1), "region": "NA"}
        for n, name in (("970", "England"), ("987", "London (Inner)"))
    ]
    rows += [{**files.long("C&YPExpenditure", "2025", ("201", "", "City of London"), 1), "region": "Inner London"}]
    take(files.to_csv(rows))
    areas = {a.name: (a.code, a.wider.name if a.wider else None) for a in session.scalars(sa.select(Area))}
    assert areas["England"] == ("E92000001", None)
    assert areas["Inner London"] == ("E13000001", "England")
    assert areas["City of London"] == (None, "Inner London"), "its code comes with the first file that has codes"


def test_a_recoded_authority_is_one_place_and_a_split_one_is_not(session):
    old, new = ("002", "E10999002", "Town 2"), PLACES[1]
    take(
        files.to_csv(
            [
                files.referrals(2023, old, 10, 1),
                files.referrals(2024, new, 12, 2),
                files.referrals(2023, ("008", "E10999008", "Both"), 1, 1),
            ]
        )
    )
    assert figures("referrals") == {("002", 2023): "10", ("002", 2024): "12", ("008", 2023): "1"}
    assert session.scalar(sa.select(Area.code).where(Area.number == "002")) == "E09999002"
    codes = session.execute(sa.select(AreaCode.code, AreaCode.first_year, AreaCode.last_year)).all()
    assert ("E10999002", 2023, 2023) in [tuple(c) for c in codes] and ("E09999002", 2024, 2024) in [
        tuple(c) for c in codes
    ]


def test_an_authority_that_was_split_is_never_joined_to_those_after_it(session, client, cast):
    one = ("909", "E10000006", "Cumbria")
    two = (("942", "E06000063", "Cumberland"), ("943", "E06000064", "Westmorland and Furness"))
    rows = [files.referrals(year, one, 900, 90) for year in (2022, 2023)]
    rows += [files.referrals(year, place, 450, 45) for year in (2024, 2025) for place in two]
    take(files.to_csv(rows))
    assert set(figures("referrals")) == {("909", 2022), ("909", 2023)} | {
        (number, year) for number in ("942", "943") for year in (2024, 2025)
    }
    again = files.to_csv([*rows, files.looked_after(2024, ("942", "E10000006", "Cumberland"), 5)][-1:])
    assert "the code E10000006 belongs to Cumbria (909), not to 942" in refused(again)
    new = session.scalar(sa.select(Area.id).where(Area.number == "942"))
    session.rollback()
    client.sign_in(cast.anita)
    page = client.get(f"/scorecard?area={new}&year=2024&trend=re_referrals")
    assert "began on 1 April 2023, in the place of Cumbria. Earlier figures are theirs" in page.main
    trend = page.main[page.main.index(", as a table") :]
    assert "31 March 2024" in trend and "31 March 2023" not in trend


def test_the_order_of_files_makes_no_difference(session):
    import itertools

    contents = [
        files.to_csv(good()),
        files.to_csv([files.population(2024, place, 1000) for place in [None, *PLACES]], mark=True),
        files.to_csv([files.long("C&YPExpenditure", "2024-25 (OT)", place, 5) for place in PLACES]),
        files.to_csv([files.neighbours(place, [p[0] for p in PLACES if p != place]) for place in PLACES], mark=True),
    ]
    seen = set()
    for order in itertools.permutations(contents):
        for content in order:
            import_file(io.BytesIO(content), "x.csv", by=None)
        areas = session.scalars(sa.select(Area).order_by(Area.level, Area.number)).all()
        seen.add(str([(a.level, a.number, a.code, a.name, a.wider.name if a.wider else None) for a in areas]))
        seen.add(str(sorted(figures("spend_total").items())))
        session.rollback()
    assert len(seen) == 2


def test_neighbours_are_kept_in_order_with_how_close_they_are(session):
    take(files.to_csv([files.neighbours(place, [p[0] for p in PLACES if p != place]) for place in PLACES], mark=True))
    rows = session.execute(
        sa.select(Neighbour.position, Area.number, Neighbour.closeness)
        .join(Area, Area.id == Neighbour.neighbour_id)
        .where(Neighbour.area_id == sa.select(Area.id).where(Area.number == "002").scalar_subquery())
        .order_by(Neighbour.position)
    ).all()
    assert [tuple(row) for row in rows] == [
        (n, number, "Close") for n, number in enumerate(("001", "003", "004", "005", "006"), 1)
    ]


@pytest.mark.parametrize(
    ("near", "says"),
    [
        (("002", "002", "003"), "column SN_2: 002 is there twice"),
        (("001", "002", "003"), "column SN_1: 001 is there twice"),
        (("002", "777", "003"), "column SN_2: 777 is no authority that the service knows"),
        (("002", "x", "003"), "column SN_2: “x” is not the three digits"),
    ],
)
def test_neighbours_that_cannot_be_are_told(session, near, says):
    rows = [files.neighbours(PLACES[0], near), *(files.neighbours(p, ("001", "004", "005")) for p in PLACES[1:3])]
    rows += [files.neighbours(p, ("001", "002", "003")) for p in PLACES[3:]]
    assert says in refused(files.to_csv(rows))


def test_an_authority_twice_among_the_neighbours_is_told(session):
    rows = [
        files.neighbours(PLACES[0], ("002",)),
        files.neighbours(PLACES[1], ("001",)),
        files.neighbours(PLACES[0], ("002",)),
    ]
    assert "Row 4, column old_la_code: this row is of the same authority as row 2" in refused(files.to_csv(rows))


@pytest.mark.parametrize("seed", range(20))
def test_a_file_cut_or_damaged_anywhere_leaves_everything_or_nothing(session, seed):
    chance = random.Random(seed)
    content = bytearray(files.to_csv(good((2022, 2023, 2024, 2025))))
    match chance.randrange(3):
        case 0:
            content = content[: chance.randrange(len(content))]
        case 1:
            for _ in range(chance.randrange(1, 6)):
                content[chance.randrange(len(content))] = chance.randrange(256)
        case 2:
            at = chance.randrange(len(content))
            del content[at : at + chance.randrange(1, 80)]
    before = held()
    try:
        result = import_file(io.BytesIO(bytes(content)), "x.csv", by=None)
    except BadFile:
        db.session.commit()
        assert held() == before
    else:
        db.session.commit()
        count = session.scalar(sa.select(sa.func.count()).select_from(Figure))
        assert count == result.dataset.rows > 0


def test_an_import_that_is_broken_off_leaves_nothing_and_can_be_run_again(session):
    places = [(f"{n:03d}", f"E09999{n:03d}", f"Town {n}") for n in range(1, 201)]
    content = files.to_csv([files.referrals(year, place, 10, 1, 2) for year in range(2018, 2026) for place in places])
    before = held()

    def break_off(rows: int) -> None:
        if rows > 5_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(io.BytesIO(content), "x.csv", by=None, progress=break_off)
    db.session.commit()
    assert held() == before
    assert take(content).dataset.rows == 200 * 8 * 4


def test_memory_stays_flat(session, monkeypatch):
    monkeypatch.setattr("familyhelp.casework.published.BATCH", 500)
    places = [(f"{n:03d}", f"E09999{n:03d}", f"Town {n}") for n in range(1, 101)]

    def peak(years: int) -> int:
        rows = [files.referrals(year, place, 10, 1, 2) for year in range(2025 - years, 2025) for place in places]
        content = io.BytesIO(files.to_csv(rows))
        del rows
        tracemalloc.start()
        import_file(content, "x.csv", by=None)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        session.rollback()
        return most

    peak(2)
    assert peak(12) - peak(4) < 300_000, "3,200 figures more would take 800,000 bytes if they were held"
