"""Reliability board: R18. No text of a table, a header or a name can become a formula; numbers stay numbers."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from familyhelp.practice.sheets import Sheet, as_csv, as_xlsx

EVIL = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\ufeff=1", "|cmd", "\n=1", "=HYPERLINK(1)")


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_that_looks_like_a_formula_leaves_as_one(evil):
    sheet = Sheet(evil, (evil, "n"), [(evil, 1)], (evil,))
    for row in cells(as_csv(sheet)):
        assert all(cell == "1" or cell[:1] in {"'", "n", ""} for cell in row), row
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx([sheet])))
    for name in book.sheet_names:
        assert name[:1] not in "=+-@|"
        for row in book.get_sheet_by_name(name).to_python():
            assert all(not isinstance(cell, str) or cell[:1] not in tuple("=+-@|\t\r") or cell == "" for cell in row)


@given(st.lists(st.tuples(st.text(max_size=30), st.integers(-(10**9), 10**9)), max_size=8))
def test_numbers_stay_numbers_and_texts_come_back(rows):
    content = as_csv(Sheet("t", ("text", "number"), rows))
    back = cells(content)[1:]
    assert [int(row[1]) for row in back if row] == [number for _, number in rows]


def test_gaps_are_empty_days_are_days_and_fractions_are_rounded_half_up_where_it_is_said():
    rows = [(None, date(2024, 2, 29), Fraction(1, 3), Fraction(5, 2), Fraction(4, 1))]
    sheet = Sheet("t", ("gap", "day", "third", "half", "whole"), rows, places={3: 0})
    assert cells(as_csv(sheet))[1] == ["", "2024-02-29", "0.3333", "3", "4"]
    row = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx([sheet]))).get_sheet_by_index(0).to_python()[1]
    assert row == ["", date(2024, 2, 29), 0.3333, 3.0, 4.0]


def test_sheets_of_one_name_are_told_apart_and_notes_have_their_own():
    sheets = [Sheet("A/B: " + "long " * 10, ("x",), [(1,)], ("Where from",)) for _ in range(3)]
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(sheets)))
    assert len(set(book.sheet_names)) == 4
    assert all(len(name) <= 31 for name in book.sheet_names)
    assert book.get_sheet_by_name("Notes").to_python()[0][1] == "Where from"
