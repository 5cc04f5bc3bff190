"""What follows from how people are related, and what cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from familyhelp.practice import relationships as rules
from familyhelp.practice import responsibilities
from familyhelp.practice.relationships import Kin, Seen, Somebody, Tie
from familyhelp.practice.responsibilities import Ground, Held

ROSA, DAN, POPPY = Somebody(1, "Rosa", date(1989, 2, 11)), Somebody(2, "Dan", date(1986, 7, 1)), Somebody(3, "Poppy")
BORN = Somebody(3, "Poppy", date(2017, 5, 4))
TODAY = date(2026, 3, 2)


def test_every_word_has_its_inverse_and_stands_on_record_one_way_round():
    for kin in Kin:
        assert rules.INVERSE[rules.INVERSE[kin]] is kin
        one, kept, other = rules.turned(1, kin, 2)
        assert kept in rules.RECORDED
        assert (rules.INVERSE[kept] if (one, other) == (2, 1) else kept) is kin


def test_siblings_half_siblings_and_grandparents_follow_from_the_parents():
    ties = [Tie(1, Kin.PARENT, 3), Tie(2, Kin.PARENT, 3), Tie(1, Kin.PARENT, 4), Tie(5, Kin.PARENT, 4)]
    ties += [Tie(1, Kin.PARENT, 6), Tie(2, Kin.ADOPTIVE_PARENT, 6), Tie(7, Kin.PARENT, 1)]
    seen = rules.around(ties, range(1, 8))
    assert {(s.kin, s.other) for s in seen[3] if not s.recorded} == {
        (Kin.HALF_SIBLING, 4),
        (Kin.SIBLING, 6),
        (Kin.GRANDPARENT, 7),
    }
    assert Seen(Kin.GRANDCHILD, 3, recorded=False) in seen[7]
    recorded = [*ties, Tie(3, Kin.STEP_SIBLING, 4)]
    assert [s for s in rules.around(recorded, [3])[3] if s.other == 4] == [Seen(Kin.STEP_SIBLING, 4)]
    assert rules.around([Tie(1, Kin.SIBLING, 1)], [1]) == {1: []}  # two records that were merged


@pytest.mark.parametrize(
    ("one", "kin", "other", "held", "before", "part"),
    [
        (ROSA, Kin.FRIEND, ROSA, [], (), "Nobody is related to themselves"),
        (ROSA, Kin.PARENT, BORN, [Tie(1, Kin.PARENT, 3)], (), "on the record already"),
        (ROSA, Kin.PARTNER, DAN, [Tie(2, Kin.PARTNER, 1)], (), "on the record already"),
        (BORN, Kin.PARENT, ROSA, [], (), "Poppy is younger than Rosa"),
        (ROSA, Kin.PARENT, Somebody(4, "Lil"), [], {4}, "Lil comes before Rosa"),
        (ROSA, Kin.PARENT, POPPY, [Tie(2, Kin.PARENT, 3), Tie(9, Kin.PARENT, 3)], (), "Two parents by birth"),
        (ROSA, Kin.MARRIED, POPPY, [Tie(1, Kin.PARENT, 3)], (), "cannot be a couple"),
        (ROSA, Kin.PARENT, POPPY, [Tie(1, Kin.PARTNER, 3)], (), "are held as a couple"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(one, kin, other, held, before, part):
    said = [str(s) for s in rules.problems(one, kin, other, held, before)]
    assert len(said) == 1
    assert part in said[0]


@pytest.mark.parametrize(
    ("one", "kin", "other", "held"),
    [
        (ROSA, Kin.PARENT, BORN, [Tie(2, Kin.PARENT, 3)]),
        (ROSA, Kin.PARTNER, DAN, [Tie(1, Kin.PARTNER, 2, ended=True)]),
        (ROSA, Kin.ADOPTIVE_PARENT, BORN, [Tie(2, Kin.PARENT, 3), Tie(9, Kin.PARENT, 3)]),
        (BORN, Kin.STEP_PARENT, Somebody(4, "A grown-up stepchild", date(2000, 1, 1)), []),
    ],
)
def test_what_can_be_is_not_refused(one, kin, other, held):
    assert not list(rules.problems(one, kin, other, held, ()))


def test_days_lie_in_their_order_and_kin_for_life_does_not_end():
    def said(*days):
        return " ".join(str(s) for s in rules.wrong_dates(*days, TODAY))

    assert said(Kin.PARTNER, date(2020, 1, 1), date(2019, 1, 1)) == "It cannot end before it began."
    assert said(Kin.PARTNER, date(2027, 1, 1), None) == "This day lies ahead."
    assert "does not end" in said(Kin.PARENT, None, date(2020, 1, 1))
    assert not said(Kin.FOSTER_CARER, date(2019, 1, 1), date(2020, 1, 1))
    assert rules.can_end(Kin.PARTNER)
    assert not rules.can_end(Kin.SIBLING)


@pytest.mark.parametrize(
    ("holder", "ground", "held", "is_child", "part"),
    [
        (ROSA, Ground.BIRTH_MOTHER, [], False, "begins at birth and ends at 18"),
        (None, Ground.ADOPTION, [], True, "by a care order"),
        (ROSA, Ground.CARE_ORDER, [], True, "by a care order"),
        (None, Ground.CARE_ORDER, [Held(None, Ground.CARE_ORDER)], True, "already for the local authority"),
        (BORN, Ground.OTHER, [], True, "Nobody holds it for themselves"),
        (ROSA, Ground.AGREEMENT, [Held(1, Ground.BIRTH_MOTHER)], True, "Rosa is on the record already"),
        (ROSA, Ground.BIRTH_MOTHER, [Held(2, Ground.BIRTH_MOTHER)], True, "A birth mother is on the record"),
        (Somebody(4, "Jude", date(2020, 9, 30)), Ground.OTHER, [], True, "Jude is younger than Poppy"),
    ],
)
def test_parental_responsibility_that_cannot_be_is_said_in_a_sentence(holder, ground, held, is_child, part):
    said = " ".join(str(s) for s in responsibilities.problems(BORN, holder, ground, held, is_child=is_child))
    assert part in said


@pytest.mark.parametrize(
    ("born", "today", "needed"),
    [
        (date(2008, 3, 3), TODAY, True),
        (date(2008, 3, 2), TODAY, False),
        (date(2008, 2, 29), date(2026, 2, 27), True),
        (None, TODAY, True),
    ],
)
def test_it_is_held_from_birth_to_eighteen(born, today, needed):
    assert responsibilities.needs(born, today, expected=False, died=False) is needed
    assert not responsibilities.needs(born, today, expected=True, died=False)
    assert not responsibilities.needs(born, today, expected=False, died=True)
