"""The drawing of a family: everybody once, nobody on anybody else, the same each time."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from familyhelp.practice.genogram import APART, SIZE, Human, name_lines, place
from familyhelp.practice.genogram_lines import Genogram, draw, standing
from familyhelp.practice.people import Sex
from familyhelp.practice.relationships import COUPLES, PARENTS, Kin, Tie

NAMES = ("Rosa Ashdown", "Wilhelmina Featherstonehaugh-Cholmondeley", "Jo", "A B C D E F G H I J K L M N O P Q R S T")


def a_family(seed: int) -> tuple[list[Human], list[Tie]]:
    """Up to 25 people over four generations: couples, exes, half siblings, twins, foster children, friends, and now
    and then what cannot be."""
    chance = Random(seed)
    people: list[Human] = []
    ties: list[Tie] = []

    def somebody(generation: int) -> int:
        key = len(people) + 1
        born = date(1940 + 25 * generation, 1, 1) + timedelta(days=chance.randrange(4000))
        unborn = generation == 3 and chance.random() < 0.1
        people.append(
            Human(
                key, chance.choice(NAMES), chance.choice((*Sex, None)), None if chance.random() < 0.1 else born,
                unborn, chance.random() < 0.1, str(generation), chance.choice((None, "A", "B", "C")),
            )
        )  # fmt: skip
        return key

    adults = [somebody(0) for _ in range(chance.randint(1, 4))]
    for generation in range(1, chance.randint(1, 4)):
        children: list[int] = []
        for _union in range(chance.randint(1, 3)):
            one, other = chance.choice(adults), chance.choice(adults)
            if one != other and chance.random() < 0.8:
                ties.append(Tie(one, chance.choice(sorted(COUPLES)), other, chance.random() < 0.3))
            day = None
            for _child in range(chance.randint(0, 3)):
                if len(people) < 23:
                    child = somebody(generation)
                    children.append(child)
                    if day and chance.random() < 0.3:
                        people[-1] = Human(child, "Twin", Sex.FEMALE, day)
                    day = people[-1].born
                    kin = chance.choice((Kin.PARENT, Kin.PARENT, Kin.ADOPTIVE_PARENT, Kin.FOSTER_CARER))
                    ties += [Tie(parent, kin, child) for parent in {one, other} if chance.random() < 0.9]
        adults = [*children, *(somebody(generation) for _ in range(chance.randint(0, 1)))] or adults
    for _more in range(chance.randint(0, 6)):
        one, other = chance.choice(people).key, chance.choice(people).key
        ties.append(Tie(one, chance.choice([k for k in Kin if k not in PARENTS]), other))
    chance.shuffle(ties)
    return people[:25], ties


def boxes(drawing: Genogram) -> list[tuple[int, int, int, int]]:
    """What each symbol takes with its name."""
    return [
        (s.x - APART // 2 + 1, min(y for _t, y in s.name) - 14, s.x + APART // 2 - 1, s.y + SIZE // 2)
        for s in drawing.symbols
    ]


@settings(max_examples=150)
@given(st.integers(0, 10**9))
def test_nobody_is_left_out_or_drawn_on_anybody_else(seed):
    people, ties = a_family(seed)
    drawing = draw(people, ties)
    assert sorted(s.human.key for s in drawing.symbols) == [p.key for p in people]
    taken = boxes(drawing)
    for n, (left, top, right, foot) in enumerate(taken):
        assert left >= 0
        assert top >= 0
        assert right <= drawing.width
        assert foot <= drawing.height
        for other in taken[n + 1 :]:
            assert right <= other[0] or other[2] <= left or foot <= other[1] or other[3] <= top
    for symbol in drawing.symbols:
        around = [h for h in drawing.homes if h.x < symbol.x < h.x + h.width and h.y < symbol.y < h.y + h.height]
        assert [h.name for h in around] == ([symbol.human.home] if symbol.human.home else [])
    for stroke in drawing.strokes:
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in stroke.points)


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_the_same_family_is_always_drawn_the_same_and_parents_stand_above_their_children(seed):
    people, ties = a_family(seed)
    assert draw(people, ties) == draw(people, list(ties))
    placed = place(people, ties)
    drawn = {(a, c) for u in placed.unions if u.kin in PARENTS for a in u.adults for c in u.children}
    for tie in ties:
        if tie.kin in PARENTS and tie.one != tie.other:
            above = placed.row[tie.other] - placed.row[tie.one]
            assert ((tie.one, tie.other) in drawn) is (above == 1)


def test_a_plain_family_stands_in_its_rows_with_children_in_the_order_of_their_birth():
    people = [
        Human(1, "Lil", Sex.FEMALE, date(1961, 3, 3), died=True),
        Human(2, "Rosa", Sex.FEMALE, date(1989, 2, 11)),
        Human(3, "Dan", Sex.MALE, date(1986, 7, 1)),
        Human(4, "Kit", None, date(1990, 1, 1)),
        Human(5, "Ned", Sex.MALE, date(2024, 8, 1)),
        Human(6, "Poppy", Sex.FEMALE, date(2017, 5, 4)),
        Human(7, "Baby", Sex.UNBORN, date(2026, 6, 1), unborn=True),
        Human(8, "Jude", Sex.MALE, date(2017, 5, 4)),
        Human(9, "A neighbour"),
    ]
    ties = [Tie(1, Kin.PARENT, 2), Tie(2, Kin.SEPARATED, 3), Tie(2, Kin.PARTNER, 4), Tie(9, Kin.FRIEND, 2)]
    ties += [Tie(parent, Kin.PARENT, child) for child in (6, 8) for parent in (2, 3)]
    ties += [Tie(parent, Kin.PARENT, child) for child in (5, 7) for parent in (2, 4)]
    placed = place(people, ties)
    assert placed.rows == [[1], [3, 2, 4], [6, 8, 5, 7], [9]]
    drawing = draw(people, ties)
    assert [s.human.shape for s in drawing.symbols] == [
        "circle", "circle", "square", "diamond", "square", "circle", "triangle", "square", "diamond",
    ]  # fmt: skip
    # Twins leave the line across at one point; a partner who is not married is joined by a broken line.
    ends = [s.points for s in drawing.strokes if len(s.points) == 2 and s.points[0][0] != s.points[1][0]]
    slanted = [points for points in ends if points[0][1] != points[1][1] and abs(points[0][0] - points[1][0]) > 20]
    assert len(slanted) == 2
    assert slanted[0][0] == slanted[1][0]
    assert sum(s.style == "dashed" for s in drawing.strokes) == 1


def test_what_a_couple_is_now_is_what_stands_last():
    assert standing(1, 2, []) is None
    assert standing(1, 2, [Tie(2, Kin.MARRIED, 1, ended=True)]) is Kin.SEPARATED
    assert standing(1, 2, [Tie(2, Kin.MARRIED, 1, ended=True), Tie(1, Kin.DIVORCED, 2)]) is Kin.DIVORCED
    assert standing(1, 2, [Tie(1, Kin.DIVORCED, 2), Tie(1, Kin.PARTNER, 2)]) is Kin.PARTNER


def test_a_long_name_has_three_short_lines():
    assert name_lines("Rosa Ashdown") == ["Rosa Ashdown"]
    assert name_lines("Wilhelmina Featherstonehaugh") == ["Wilhelmina", "Featherstone…"]
    assert len(name_lines("A " * 90)) == 3
