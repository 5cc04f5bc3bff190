"""Practice models: whole models only, kept and read again without a change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familyhelp.practice import practice_models as rules
from familyhelp.practice.domains import DOMAINS, Domain, Headline
from familyhelp.practice.practice_models import BuiltIn, PracticeModel

TEXT = st.text(min_size=1, max_size=30).filter(lambda text: text.strip())
DOMAIN = st.builds(
    Domain,
    st.sampled_from(Headline),
    TEXT,
    TEXT,
    TEXT,
    st.text(max_size=20),
    st.lists(TEXT, max_size=5, unique=True).map(tuple),
)


@pytest.mark.parametrize("which", BuiltIn)
def test_both_models_to_start_from_are_whole(which):
    model = rules.built_in(which)
    assert not list(rules.missing(model))
    assert set(model.by_headline) == set(Headline)
    assert (model.lowest, model.highest, model.scale) == (0, 10, "0-10")


def test_only_the_model_of_ten_outcomes_has_needs_and_each_of_its_domains_has_some():
    assert all(domain.needs for domain in rules.built_in(BuiltIn.TEN_OUTCOMES).domains)
    assert not any(domain.needs for domain in rules.standard().domains)


@given(st.lists(DOMAIN, max_size=6))
def test_what_is_kept_is_read_again_as_it_was(domains):
    assert rules.read(rules.kept(domains)) == tuple(domains)


@given(st.lists(DOMAIN, max_size=6), DOMAIN)
def test_a_domain_is_changed_alone_and_all_stand_in_the_order_of_the_headlines(domains, changed):
    held = ()
    for domain in domains:
        held = rules.with_domain(held, domain)
    after = rules.with_domain(held, changed)
    order = list(Headline)
    assert [order.index(d.headline) for d in after] == sorted({order.index(d.headline) for d in (*held, changed)})
    assert changed in after
    assert {d for d in after if d.headline is not changed.headline} == {
        d for d in held if d.headline is not changed.headline
    }
    assert rules.without_domain(after, changed.headline) == rules.without_domain(held, changed.headline)


@pytest.mark.parametrize(
    ("lowest", "highest", "field"),
    [(5, 5, "highest"), (6, 5, "highest"), (-1, 5, "lowest"), (0, 11, "highest"), (None, 5, "lowest")],
)
def test_a_scale_that_is_none_is_refused_at_its_field(lowest, highest, field):
    assert field in {sentence.field_name for sentence in rules.missing_scale("Ours", lowest, highest)}


def test_a_model_without_domains_is_refused():
    sentences = [str(s) for s in rules.missing(PracticeModel("Ours", 1, ()))]
    assert sentences == ["A practice model needs at least one domain."]


@pytest.mark.parametrize("gone", ["prompt", "lowest", "highest"])
def test_a_domain_says_what_to_talk_about_and_what_both_ends_mean(gone):
    from dataclasses import replace

    domain = replace(DOMAINS[Headline.HEALTH], **{gone: " "})
    assert [s.field_name for s in rules.missing_domain(domain)] == [gone]


def test_needs_are_one_a_line_and_never_twice():
    assert rules.needs_in("  Debt that   grows\n\n No heating \n") == ("Debt that grows", "No heating")
    doubled = Domain(Headline.MONEY, "p", "l", "h", "", ("Debt", "Debt"))
    assert [s.field_name for s in rules.missing_domain(doubled)] == ["needs"]


@pytest.mark.parametrize(("lowest", "highest", "low"), [(0, 10, 3), (1, 10, 3), (1, 5, 2), (0, 1, 0), (0, 3, 0)])
def test_the_lowest_three_tenths_of_a_scale_are_low(lowest, highest, low):
    assert PracticeModel("Ours", 1, (), lowest, highest).low == low
