"""A model that was used stays as it was; one is in use, never two; an assessment keeps the one it began with."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from familyhelp.casework import assessments, practice_models
from familyhelp.models import PracticeModel
from familyhelp.practice.domains import DOMAINS, Headline
from familyhelp.practice.practice_models import BuiltIn
from familyhelp.practice.words import Changed, NotYet
from familyhelp.queries.practice_models import model_of
from tests import stories
from tests.stories import Stage


def started(cast, name="Saltmere’s way", based_on=BuiltIn.TEN_OUTCOMES, **more) -> PracticeModel:
    return practice_models.start_model(name=name, based_on=based_on, by=cast.adam, **more)


def kinds(model) -> list[str]:
    from familyhelp.queries.practice_models import events_of

    return [event.kind.value for event in reversed(events_of(model))]


def test_a_model_starts_as_a_copy_of_a_built_in_one_and_is_not_in_use(session, cast):
    model = started(cast)
    assert len(model.in_words().domains) == 10
    assert model.in_words().by_headline[Headline.MONEY].needs
    assert (model.in_use, model.used_from, model.number) == (False, None, 1)
    assert kinds(model) == ["model_started"]


def test_a_name_is_given_once_and_a_next_version_counts_on(session, cast):
    first = started(cast)
    with pytest.raises(NotYet, match="of this name already"):
        started(cast)
    practice_models.write_scale(first, lowest=1, highest=5, read_version=first.version, by=cast.adam)
    practice_models.use_model(first, by=cast.adam)
    second = started(cast, name="", version_of=first)
    assert (second.name, second.number, second.in_words().scale) == ("Saltmere’s way", 2, "1-5")


def test_the_anchors_of_a_changed_scale_begin_with_its_own_ends(session, cast):
    model = started(cast)
    own = replace(DOMAINS[Headline.HEALTH], lowest="Very unwell", highest="10 of 10 well")
    practice_models.write_domain(model, own, read_version=model.version, by=cast.adam)
    practice_models.write_scale(model, lowest=1, highest=5, read_version=model.version, by=cast.adam)
    domains = model.in_words().by_headline
    assert domains[Headline.EDUCATION].lowest.startswith("1: not in school")
    assert domains[Headline.EDUCATION].highest.startswith("5: there every day")
    assert (domains[Headline.HEALTH].lowest, domains[Headline.HEALTH].highest) == ("Very unwell", "10 of 10 well")


def test_what_was_used_never_changes(session, cast):
    model = started(cast)
    practice_models.use_model(model, by=cast.adam)
    domain = replace(DOMAINS[Headline.HEALTH], prompt="Something else")
    for deed in (
        lambda: practice_models.write_domain(model, domain, read_version=model.version, by=cast.adam),
        lambda: practice_models.write_scale(model, lowest=0, highest=5, read_version=model.version, by=cast.adam),
        lambda: practice_models.leave_out_domain(model, Headline.HEALTH, by=cast.adam),
    ):
        with pytest.raises(NotYet, match="stays as it is"):
            deed()
    assert kinds(model) == ["model_started", "model_used"]


def test_two_administrators_overwrite_nothing(session, cast):
    model = started(cast)
    session.commit()
    read = model.version
    mine = replace(DOMAINS[Headline.HEALTH], prompt="Mine")
    practice_models.write_domain(model, mine, read_version=read, by=cast.adam)
    session.commit()
    with pytest.raises(Changed) as refused:
        practice_models.write_domain(model, replace(mine, prompt="Theirs"), read_version=read, by=cast.adam)
    assert refused.value.stored["prompt"] == "Mine"
    assert model.in_words().by_headline[Headline.HEALTH].prompt == "Mine"


def test_one_model_is_in_use_and_the_database_allows_no_second(session, cast):
    first, second = started(cast), started(cast, name="Another way")
    practice_models.use_model(first, by=cast.adam)
    practice_models.use_model(second, by=cast.adam)
    session.commit()
    assert [m.name for m in session.scalars(sa.select(PracticeModel).where(PracticeModel.in_use))] == ["Another way"]
    with pytest.raises(IntegrityError):
        session.execute(sa.update(PracticeModel).values(in_use=True))
    session.rollback()


def test_a_model_without_domains_is_never_used(session, cast):
    model = started(cast)
    for headline in Headline:
        practice_models.leave_out_domain(model, headline, by=cast.adam)
    with pytest.raises(NotYet, match="at least one domain"):
        practice_models.use_model(model, by=cast.adam)


def write(case, by, headline=Headline.HEALTH, **more):
    return assessments.write_part(
        case,
        headline,
        **{
            "working_well": "Rosa laughs.",
            "worries": "",
            "needs_to_happen": "",
            "score": 4,
            "read_version": 0,
            "by": by,
        }
        | more,
    )


def test_an_assessment_keeps_the_model_it_was_begun_with(session, cast):
    begun_before = stories.a_case(cast, Stage.ASSESSING)
    write(begun_before, cast.kamal)
    model = started(cast)
    practice_models.write_scale(model, lowest=1, highest=5, read_version=model.version, by=cast.adam)
    practice_models.use_model(model, by=cast.adam)
    begun_after = stories.a_case(cast, Stage.ASSESSING, family=stories.a_family("Okoro"))
    assert model_of(begun_after, begun=False).scale == "1-5"
    write(begun_after, cast.kamal)
    other = started(cast, name="Another way")
    practice_models.use_model(other, by=cast.adam)
    assert model_of(begun_before, begun=True).scale == "0-10"
    assert model_of(begun_after, begun=True).name == "Saltmere’s way"
    write(begun_before, cast.kamal, read_version=1, score=9)
    assert model_of(begun_before, begun=True).name == "Three columns, with a scale of 0 to 10"


def test_a_score_off_the_models_scale_and_a_domain_it_has_not_are_refused(session, cast):
    model = started(cast)
    practice_models.write_scale(model, lowest=1, highest=5, read_version=model.version, by=cast.adam)
    practice_models.leave_out_domain(model, Headline.CRIME, by=cast.adam)
    practice_models.use_model(model, by=cast.adam)
    case = stories.a_case(cast, Stage.ASSESSING)
    with pytest.raises(NotYet, match="from 1 to 5"):
        write(case, cast.kamal, score=6)
    with pytest.raises(NotYet, match="does not ask about"):
        write(case, cast.kamal, headline=Headline.CRIME)


def test_needs_are_ticked_from_the_models_list_alone(session, cast):
    model = started(cast)
    practice_models.use_model(model, by=cast.adam)
    case = stories.a_case(cast, Stage.ASSESSING)
    listed = model.in_words().by_headline[Headline.HEALTH].needs
    part = write(case, cast.kamal, needs=[listed[0]])
    assert part.needs == [listed[0]]
    with pytest.raises(NotYet, match="not among the needs"):
        write(case, cast.kamal, read_version=1, needs=["Something nobody listed"])


def test_a_plan_is_scored_on_the_scale_of_its_assessment_to_the_end(session, cast):
    from familyhelp.casework import plans, reviews
    from familyhelp.practice.domains import Respondent

    model = started(cast)
    practice_models.write_scale(model, lowest=1, highest=5, read_version=model.version, by=cast.adam)
    practice_models.use_model(model, by=cast.adam)
    case = stories.a_case(cast, Stage.ASSESSING)
    write(case, cast.kamal, score=2)
    assessments.complete_assessment(case, by=cast.kamal, because="Jude was at school.")
    plans.start_plan(case, by=cast.kamal)
    asked = {"words": "Mornings", "headline": Headline.HEALTH, "how_we_know": "On time", "read_version": 0}
    with pytest.raises(NotYet, match="from 1 to 5"):
        plans.write_outcome(case, None, **asked, start_score=2, goal_score=8, by=cast.kamal)
    outcome = plans.write_outcome(case, None, **asked, start_score=2, goal_score=5, by=cast.kamal)
    assert (outcome.scale, outcome.ends) == ("1-5", (1, 5))
    other = started(cast, name="Another way")
    practice_models.use_model(other, by=cast.adam)
    changed = asked | {"read_version": outcome.version}
    with pytest.raises(NotYet, match="from 1 to 5"):
        plans.write_outcome(case, outcome, **changed, start_score=0, goal_score=5, by=cast.kamal)
    plan = case.plan_in_writing
    plan.agreed_on = case.plan_agreed_on = case.opened_on
    with session.no_autoflush, pytest.raises(NotYet, match="from 1 to 5"):
        reviews.keep_scores(case, [(1, Respondent.PARENT, 7)], case.opened_on, by=cast.kamal)
    session.rollback()
