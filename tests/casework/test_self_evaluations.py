"""Self-evaluations: nothing is overwritten, what is finished stays, and each deed leaves its event."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import self_evaluations as deeds
from familyhelp.models import EvaluationView, SelfEvaluation
from familyhelp.practice import clock
from familyhelp.practice import self_evaluations as rules
from familyhelp.practice.self_evaluations import Given, Middle, Which
from familyhelp.practice.words import Changed, NotYet
from familyhelp.queries import self_evaluations as queries


def begun(cast, which=Which.ENABLERS, ago=0) -> SelfEvaluation:
    return deeds.begin(which, day=clock.today() - timedelta(days=ago), by=cast.anita)


def say(evaluation, by, grade, row="vision", read=0, **more) -> EvaluationView:
    return deeds.give_view(evaluation, row, Given(grade, "Seen.", **more), read_version=read, by=by)


def step(**more) -> dict:
    return {"next_step": "Ask schools", "owner": "Morag", "due_on": clock.today() + timedelta(days=5)} | more


def told(evaluation) -> list[str]:
    return [event.kind.value for event in reversed(queries.events_of(evaluation))]


def test_each_deed_leaves_its_event(session, cast):
    evaluation = begun(cast)
    view = say(evaluation, cast.mabel, "grip", **step())
    deeds.finish(evaluation, summary="Clear.", by=cast.anita)
    deeds.report_step(evaluation, view, what="They answered.", by=cast.morag)
    assert told(evaluation) == ["evaluation_begun", "view_given", "evaluation_finished", "next_step_done"]


def test_a_changed_view_is_a_new_version_and_the_latest_of_each_person_counts(session, cast):
    evaluation = begun(cast)
    say(evaluation, cast.mabel, "principle")
    say(evaluation, cast.morag, "grip")
    say(evaluation, cast.mabel, "multiplier", read=1)
    say(evaluation, cast.mabel, "consolidation", read=2)
    say(evaluation, cast.anita, None)
    views = queries.views_of(evaluation)[evaluation.id]
    found = views.by_row["vision"]
    assert (found.counts, found.cannot_tell, found.middle) == ((0, 1, 1, 0), 1, Middle(1, 2))
    assert views.people == 3
    kept = {v[0].given_by.name: [one.grade for one in v] for v in queries.views_on(evaluation, "vision")}
    assert kept["Mabel Thorne"] == ["consolidation", "multiplier", "principle"]
    assert "passion" not in views.by_row, "a row without a view is unknown"


def test_two_tabs_of_one_person_overwrite_nothing(session, cast):
    evaluation = begun(cast)
    say(evaluation, cast.mabel, "grip")
    with pytest.raises(Changed) as refused:
        say(evaluation, cast.mabel, "multiplier", read=0)
    assert refused.value.version == 1 and refused.value.stored["evidence"] == "Seen."
    assert session.scalar(sa.select(sa.func.count(EvaluationView.id))) == 1


def test_what_is_finished_takes_no_view_and_is_not_finished_again(session, cast):
    evaluation = begun(cast)
    with pytest.raises(NotYet, match="Nobody has given a view"):
        deeds.finish(evaluation, summary="Clear.", by=cast.anita)
    say(evaluation, cast.mabel, "grip")
    with pytest.raises(NotYet, match="few sentences"):
        deeds.finish(evaluation, summary=" ", by=cast.anita)
    deeds.finish(evaluation, summary="Clear.", by=cast.anita)
    for refused in (
        lambda: say(evaluation, cast.mabel, "multiplier", read=1),
        lambda: say(evaluation, cast.morag, "multiplier"),
        lambda: deeds.finish(evaluation, summary="Again.", by=cast.anita),
    ):
        with pytest.raises(NotYet, match="is finished"):
            refused()
    assert evaluation.summary == "Clear."


def test_an_evaluation_keeps_the_wording_it_was_begun_with(session, cast, monkeypatch):
    evaluation = begun(cast)
    later = replace(rules.ENABLERS_1, version=2, groups=rules.ENABLERS_1.groups[:1])
    monkeypatch.setitem(rules.FRAMEWORKS, (Which.ENABLERS, 2), later)
    assert len(begun(cast).framework.rows) == 4
    assert len(evaluation.framework.rows) == 16


def test_beside_an_evaluation_stands_the_last_that_was_finished_before_it(session, cast):
    older, old, unfinished, other, now, later = (
        begun(cast, which, ago)
        for which, ago in [
            (Which.ENABLERS, 400),
            (Which.ENABLERS, 200),
            (Which.ENABLERS, 100),
            (Which.CHARACTERISTICS, 50),
            (Which.ENABLERS, 10),
            (Which.ENABLERS, 0),
        ]
    )
    for one in (older, old, other, later):
        say(one, cast.mabel, next(iter(one.framework.grades)), row=next(iter(one.framework.rows)))
        deeds.finish(one, summary="Clear.", by=cast.mabel)
    assert unfinished.finished_at is None
    assert queries.last_before(now, cast.mabel) is old
    assert queries.last_before(old, cast.mabel) is older
    assert queries.last_before(older, cast.mabel) is None


def test_a_next_step_is_open_until_it_is_done_or_a_newer_view_takes_its_place(session, cast):
    evaluation = begun(cast)
    late = say(evaluation, cast.mabel, "grip", **step(due_on=clock.today()))
    later = say(evaluation, cast.morag, "grip", **step())
    replaced = say(evaluation, cast.anita, "grip", **step(due_on=clock.today() + timedelta(days=1)))
    say(evaluation, cast.anita, "grip", read=1)
    assert list(queries.open_steps(cast.mabel, None).rows) == [late, later]
    assert not queries.open_steps(cast.adam, None).rows, "who may not read evaluations sees no step"
    with pytest.raises(NotYet, match="newer view"):
        deeds.report_step(evaluation, replaced, what="Done.", by=cast.mabel)
    with pytest.raises(NotYet, match="what was done"):
        deeds.report_step(evaluation, late, what=" ", by=cast.mabel)
    deeds.report_step(evaluation, late, what="Done.", by=cast.mabel)
    assert list(queries.steps_of(evaluation, cast.mabel)) == [later]
    with pytest.raises(NotYet, match="not open any more"):
        deeds.report_step(evaluation, late, what="Again.", by=cast.mabel)


def test_a_day_far_ahead_is_refused(session, cast):
    with pytest.raises(NotYet, match="more than a year ahead"):
        begun(cast, ago=-400)
