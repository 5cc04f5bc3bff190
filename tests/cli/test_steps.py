"""`flask steps import`: social care's answers from a system of its own, the whole file or nothing."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.models import Case, Event
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.steps import StepState
from tests import stories

HEAD = "reference,decision,date,who,reason"


@pytest.fixture
def run(app, tmp_path):
    def running(*rows: str, head: str = HEAD):
        file = tmp_path / "answers.csv"
        file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8-sig")
        result = app.test_cli_runner().invoke(args=["steps", "import", str(file)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        db.session.rollback()
        return result

    return running


@pytest.fixture
def asked(cast):
    """Two step-ups that wait."""
    cases = [stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(name)) for name in ("Ashdown", "Birch")]
    for case in cases:
        stories.ask_up(case, cast.kamal)
    db.session.commit()
    return cases


def events() -> int:
    return db.session.scalar(sa.select(sa.func.count(Event.id)))


def again(case: Case) -> Case:
    db.session.expire_all()
    return db.session.get(Case, case.id)


def test_each_answer_is_given_through_its_deed(run, cast, asked):
    first, second = asked
    result = run(
        f"{write_code(first.steps[0].code)},Accepted,2026-03-02,lionel@example.org,A visit today.",
        f"{write_code(second.code).lower()},declined,2026-03-02,LIONEL@example.org,The plan works.",
    )
    assert result.exit_code == 0 and "2 answers were taken over" in result.output
    case = again(first)
    assert (case.stage, case.lead.name) == (Stage.STATUTORY, "Lionel Achebe")
    assert case.steps[0].decided_because.startswith("A visit today.\nDecided on 2.3.2026")
    case = again(second)
    assert (case.stage, case.lead.name, case.steps[0].state) == (Stage.ACTIVE, "Kamal Osei", StepState.DECLINED)
    assert list(Check().faults()) == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("0000-0000,accepted,2026-03-02,lionel@example.org,x", "column reference: no step-up of this reference"),
        ("<first>,perhaps,2026-03-02,lionel@example.org,x", "column decision: write “accepted”"),
        ("<first>,accepted,2.3.2026,lionel@example.org,x", "column date: write the day as"),
        ("<first>,accepted,2026-03-01,lionel@example.org,x", "column date: this day is before"),
        ("<first>,accepted,2026-03-03,lionel@example.org,x", "column date: this day is before"),
        ("<first>,accepted,2026-03-02,kamal@example.org,x", "column who: no social care liaison"),
        ("<first>,declined,2026-03-02,lionel@example.org, ", "column reason: say why"),
        (
            "<second>,declined,2026-03-02,lionel@example.org,x",
            "column reference: this step-up is answered by an earlier",
        ),
        ("<first>,accepted", "the row has 2 cells"),
    ],
)
def test_one_bad_row_and_nothing_is_taken_over(run, cast, asked, row, problem):
    codes = {"<first>": write_code(asked[0].code), "<second>": write_code(asked[1].code)}
    for name, code in codes.items():
        row = row.replace(name, code)
    before = events()
    result = run(f"{codes['<second>']},accepted,2026-03-02,lionel@example.org,A visit.", row)
    assert result.exit_code == 1
    assert f"Row 3, {problem}" in result.output or f"Row 3: {problem}" in result.output, result.output
    assert events() == before
    assert [again(case).stage for case in asked] == [Stage.ACTIVE, Stage.ACTIVE]


def test_a_step_down_is_not_answered_by_social_care_and_a_column_is_missed(run, cast):
    case = stories.a_case(cast, Stage.STATUTORY)
    stories.ask_down(case, cast.lionel)
    db.session.commit()
    result = run(f"{write_code(case.code)},accepted,2026-03-02,lionel@example.org,x")
    assert "no step-up of this reference waits" in result.output
    result = run("x,y", head="reference,decision")
    assert "Row 1, column who: this column is missing" in result.output
