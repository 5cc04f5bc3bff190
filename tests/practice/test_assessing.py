"""What makes an assessment whole: the rules, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from familyhelp.practice import assessing
from familyhelp.practice.assessing import FamilyAnswer, Heard
from familyhelp.practice.people import FamilyRole

TODAY = date(2026, 3, 2)
TOMORROW = TODAY + timedelta(days=1)


def said(sentences) -> list[tuple[str, str | None]]:
    return [(str(s), s.field_name) for s in sentences]


@pytest.mark.parametrize("role", [*FamilyRole, None])
def test_everybody_at_home_and_every_parent_is_heard_and_the_network_where_it_helps(role):
    wanted = role in (FamilyRole.CHILD, FamilyRole.PARENT, FamilyRole.ADULT)
    assert assessing.voice_needed(role, date(2017, 5, 4), None, None) is wanted
    assert assessing.voice_needed(role, None, None, None) is wanted, "an unknown date of birth excuses nobody"
    assert not assessing.voice_needed(role, None, date(2026, 6, 1), None), "a child who is not born yet"
    assert not assessing.voice_needed(role, date(2017, 5, 4), None, date(2026, 1, 1)), "somebody who has died"


def voice(heard=Heard.IN_PERSON, on=TODAY, words="I like swimming.", day="", because=""):
    return said(assessing.voice_missing(heard, on, words, day, because, TODAY))


def test_a_voice_has_words_a_way_and_a_day():
    assert voice() == []
    assert voice(words="", day="We get up at seven.") == []
    assert voice(words=" ", day="\n") == [("Write what they said or showed, in their own words.", "words")]
    assert voice(on=None) == [("Enter the day on which they were heard.", "heard_on")]
    assert voice(on=TOMORROW) == [("This date cannot be in the future.", "heard_on")]


def test_not_yet_needs_its_reason_and_no_words():
    assert voice(Heard.NOT_YET, None, "", "", "In hospital.") == []
    assert voice(Heard.NOT_YET, None, "", "", " ") == [
        ("Say why they have not been heard yet, and what you will try.", "because")
    ]
    assert voice(Heard.NOT_YET, None, "I said this.", "", "In hospital.")[0][1] == "heard"


def test_completing_asks_why_only_where_a_child_was_not_heard():
    assert said(assessing.completion_missing([], None)) == []
    assert said(assessing.completion_missing(["Poppy"], "Ill; on Friday.")) == []
    for nothing in (None, "", " \n"):
        ((sentence, field),) = said(assessing.completion_missing(["Poppy", "Jude"], nothing))
        assert field == "because" and "Poppy, Jude" in sentence


def test_nothing_is_shared_before_it_is_complete():
    assert said(assessing.sharing_missing(TODAY, "Rosa", TODAY, TODAY)) == []
    ((sentence, _),) = said(assessing.sharing_missing(TODAY, "Rosa", None, TODAY))
    assert "not complete yet" in sentence
    assert said(assessing.sharing_missing(TOMORROW, " ", TODAY, TODAY)) == [
        ("This date cannot be in the future.", "shared_on"),
        ("Name with whom in the family it was shared.", "with_whom"),
    ]


def test_only_a_plain_yes_needs_no_words():
    def answer(kind, says="", on=TODAY):
        return said(assessing.answer_missing(kind, says, on, TODAY, TODAY))

    assert answer(FamilyAnswer.AGREES) == []
    for kind in (FamilyAnswer.COMMENTS, FamilyAnswer.DISAGREES):
        assert answer(kind, " ") == [("Write what the family says, in its own words.", "says")]
        assert answer(kind, "The part on money is wrong.") == []
    assert answer(FamilyAnswer.AGREES, on=TOMORROW) == [("This date cannot be in the future.", "answered_on")]
    early = answer(FamilyAnswer.AGREES, on=TODAY - timedelta(days=1))
    assert early == [("The family cannot answer before the assessment was shared.", "answered_on")]
