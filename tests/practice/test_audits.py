"""What a grade, an overall grade and an end need; what an inadequate on safety does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from familyhelp.practice import audits as rules
from familyhelp.practice.audits import CHECKLIST_1, FIRST, TEN_DOMAINS_1, Ending, Grade, WhichTool

O, G, R, I, NA = Grade  # noqa: E741 - five grades, told apart at a glance in tables
TODAY = date(2026, 3, 2)


def of(*grades: Grade) -> dict[str, Grade]:
    return dict(zip(CHECKLIST_1.by_slug, grades, strict=True))


def test_there_are_two_tools_to_start_from():
    assert FIRST.keys() == set(WhichTool)
    assert [d.name for d in TEN_DOMAINS_1.domains] == [
        "Agreement and information", "Assessment and analysis", "Voice and lived experience", "Plan",
        "Multi-agency work", "Management oversight", "Impact and progress", "Recording and chronology",
        "Diversity and identity", "Closure and step decisions",
    ]  # fmt: skip
    assert CHECKLIST_1.by_slug.keys() < TEN_DOMAINS_1.by_slug.keys(), "the patterns of both can stand side by side"
    for tool in FIRST.values():
        assert any(d.safety for d in tool.domains)
        assert rules.read(rules.kept(tool.domains)) == tool.domains


@pytest.mark.parametrize(
    ("grades", "grade"),
    [
        (of(O, O, O, O, O, O), O),
        (of(G, G, G, R, R, R), R),
        (of(O, O, G, G, R, R), G),
        (of(G, NA, NA, NA, NA, NA), G),
        (of(O, R, NA, NA, NA, NA), R),
        (of(NA, NA, NA, NA, NA, NA), None),
        (of(O, I, O, O, O, O), I),
        (of(O, O, I, O, O, O), I),
        (of(I, O, O, O, O, I), O),
        ({}, None),
    ],
)
def test_the_grade_in_the_middle_is_proposed_and_safety_limits_it(grades, grade):
    assert rules.proposed(CHECKLIST_1, grades) is grade


def test_an_inadequate_on_safety_leaves_no_other_overall_grade():
    grades = of(O, I, O, O, O, O)
    assert [d.slug for d in rules.limiting(CHECKLIST_1, grades)] == ["voice"]
    for overall in (O, G, R):
        said = [str(s) for s in rules.missing_overall(CHECKLIST_1, grades, overall, "I think so.")]
        about = "“Voice and lived experience” is about safety and was graded inadequate"
        assert said == [f"{about}, so the overall grade is inadequate."]
    assert not list(rules.missing_overall(CHECKLIST_1, grades, I, ""))


def test_another_grade_than_the_proposed_one_needs_its_reason():
    grades = of(G, G, G, G, G, G)
    assert [s.field_name for s in rules.missing_overall(CHECKLIST_1, grades, O, " ")] == ["overall_because"]
    assert not list(rules.missing_overall(CHECKLIST_1, grades, O, "The work on school was more than good."))
    for overall in (None, NA):
        assert [s.field_name for s in rules.missing_overall(CHECKLIST_1, grades, overall, "x")] == ["overall"]


def test_a_grade_needs_its_reason_always():
    assert [s.field_name for s in rules.missing_grade(CHECKLIST_1, "plan", None, " ")] == ["grade", "why"]
    assert [s.field_name for s in rules.missing_grade(CHECKLIST_1, "plan", NA, "")] == ["why"]
    assert list(rules.missing_grade(CHECKLIST_1, "diversity", G, "x")), "the checklist does not ask about it"
    assert not list(rules.missing_grade(CHECKLIST_1, "plan", G, "Clear."))


def test_what_an_audit_lacks_before_its_end():
    def lacks(grades, strengths="x", said="x", **ending):
        ended = Ending(**{"overall": G, "held_on": TODAY} | ending)
        return list(
            rules.missing_to_finish(
                CHECKLIST_1, grades, strengths=strengths, family_said=said, ending=ended, today=TODAY
            )
        )

    whole = of(G, G, G, G, G, G)
    assert not lacks(whole)
    assert len(lacks({"plan": G}, strengths=" ", said="")) == 7
    assert [s.field_name for s in lacks(whole, held_on=None)] == ["held_on"]
    assert not lacks(whole, held_on=None, alone_because="She has left.")
    assert [s.field_name for s in lacks(whole, held_on=TODAY + timedelta(days=1))] == ["held_on"]
    assert [s.field_name for s in lacks(whole, again_by=TODAY)] == ["again_by"]
