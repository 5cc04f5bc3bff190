"""What a new edition changed: nothing that either edition holds is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice.revisions import Change, revised

CELLS = st.one_of(
    st.tuples(st.sampled_from(["1", "1.0", "2"]), st.none()), st.tuples(st.none(), st.sampled_from(["c", "x"]))
)
EDITIONS = st.dictionaries(st.tuples(st.sampled_from("ab"), st.integers(2020, 2023)), CELLS)


@given(EDITIONS, EDITIONS)
def test_every_figure_of_either_edition_stands_once_with_what_happened_to_it(now, before):
    found = {(line, row.year): row for line, rows in revised(now, before).items() for row in rows}
    assert found.keys() == now.keys() | before.keys()
    assert sum(len(rows) for rows in revised(now, before).values()) == len(found)
    for key, row in found.items():
        assert (row.now, row.before) == (now.get(key), before.get(key))
        expected = {
            (True, False): Change.ADDED,
            (False, True): Change.GONE,
            (True, True): Change.SAME if now.get(key) == before.get(key) else Change.REVISED,
        }
        assert row.change is expected[key in now, key in before]


@given(EDITIONS)
def test_an_edition_beside_itself_changed_nothing_and_the_latest_year_comes_first(now):
    for rows in revised(now, now).values():
        assert {row.change for row in rows} == {Change.SAME}
        assert [row.year for row in rows] == sorted((row.year for row in rows), reverse=True)
