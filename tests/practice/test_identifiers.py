"""Numbers and postcodes that people hold: what can be right, and what is said where it cannot."""

from __future__ import annotations

import pytest

from familyhelp.practice import identifiers as ids


@pytest.mark.parametrize("text", ["9434765919", "943 476 5919", "401-023-2137"])
def test_an_nhs_number_is_read_however_it_is_written(text):
    assert len(ids.read_nhs_number(text) or "") == 10


@pytest.mark.parametrize("text", ["", "9434765918", "943476591", "94347659190", "4444444444", "943476591X", "²" * 10])
def test_what_is_no_nhs_number_is_said(text):
    assert ids.read_nhs_number(text) is None
    assert "10 digits" in str(ids.nhs_number_problem(text))


@pytest.mark.parametrize("text", ["A950000178301", "H243278544154", " a9500 0017 8301 "])
def test_a_pupil_number_counts_by_its_form_and_its_check_letter(text):
    assert len(ids.read_upn(text) or "") == 13


@pytest.mark.parametrize(
    "text", ["", "R247962919251", "A95000017830", "A9500001783011", "I950000178301", "A95000017830²"]
)
def test_what_is_no_pupil_number_is_said(text):
    assert ids.read_upn(text) is None
    assert "13 characters" in str(ids.upn_problem(text))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("zz993vz", "ZZ99 3VZ"),
        ("SW1A 1AA", "SW1A 1AA"),
        ("m1 1ae", "M1 1AE"),
        ("GIR 0AA", "GIR 0AA"),
        ("CF10  3NP", "CF10 3NP"),
        ("BT1 5GS", "BT1 5GS"),
    ],
)
def test_a_postcode_is_written_with_its_space(text, read):
    assert ids.read_postcode(text) == read
    assert ids.postcode_problem(text) is None


@pytest.mark.parametrize("text", ["", "ZZ99", "SW1A", "12345", "SW1A 1CA", "M1 1A", "MMM1 1AE", "M١ 1AE"])
def test_what_is_no_postcode_is_said(text):
    assert ids.read_postcode(text) is None
    assert "ZZ99 3VZ" in str(ids.postcode_problem(text))


@pytest.mark.parametrize("text", ["01632 960 001", "+44 7700 900982", "01632960001"])
def test_phone_numbers_of_stories_count(text):
    assert ids.phone_problem(text) is None


@pytest.mark.parametrize("text", ["", "12", "call me", "0" * 40, "\x00"])
def test_what_is_no_phone_number_is_said(text):
    assert ids.phone_problem(text) is not None


def test_an_email_address_is_read_without_asking_the_network():
    assert ids.email_problem("hale@example.org") is None
    for text in ("hale", "hale@", "@example.org", "a b@example.org", "hale@example.org\nBcc: x@example.org"):
        assert ids.email_problem(text) is not None, text
