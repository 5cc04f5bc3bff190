"""Reviews: what one must say, and distance travelled."""

from datetime import date, timedelta

import pytest

from familyhelp.practice.domains import DOMAINS, Headline, Respondent
from familyhelp.practice.outcomes import ReviewDecision
from familyhelp.practice.reviews import NEXT_MOVE, ReviewToBe, decisions_at, latest_next, missing
from familyhelp.practice.stages import Stage, possible

TODAY = date(2026, 4, 8)
P = Respondent.PRACTITIONER


def to_be(**changes):
    whole = {
        "held_on": TODAY,
        "decision": ReviewDecision.CONTINUE,
        "next_review_on": TODAY + timedelta(weeks=6),
        "scores": [(1, P, 5), (2, P, 4)],
        "outcome_numbers": frozenset({1, 2}),
        "plan_agreed_on": date(2026, 3, 2),
        "last_held_on": None,
    }
    return ReviewToBe(**whole | changes)


def sentences(**changes):
    return [str(s) for s in missing(to_be(**changes), TODAY)]


def test_a_whole_review_lacks_nothing():
    assert sentences() == []


@pytest.mark.parametrize("decision", ReviewDecision)
def test_only_getting_ready_to_close_needs_no_next_date(decision):
    lacks = bool(sentences(decision=decision, next_review_on=None))
    assert lacks is (decision is not ReviewDecision.CLOSE)


@pytest.mark.parametrize(("days", "fine"), [(-1, False), (0, False), (1, True), (84, True), (85, False)])
def test_the_next_review_is_one_day_to_twelve_weeks_after_this_one(days, fine):
    for decision in (ReviewDecision.CONTINUE, ReviewDecision.CLOSE):
        assert (sentences(decision=decision, next_review_on=TODAY + timedelta(days=days)) == []) is fine
    assert latest_next(TODAY) == TODAY + timedelta(days=84)


def test_a_child_scores_beside_the_practitioner_never_instead():
    assert sentences(scores=[(1, P, 5), (2, Respondent.CHILD, 4)]) == ["Outcome 2: how near is it now, as you see it?"]
    assert sentences(scores=[(1, P, 5), (2, P, 4), (2, Respondent.CHILD, 4)]) == []


def test_one_score_by_each_for_each_outcome_of_the_plan():
    assert "one score for “Practitioner”" in sentences(scores=[(1, P, 5), (1, P, 6), (2, P, 4)])[0]
    assert sentences(scores=[(1, P, 5), (2, P, 4), (3, P, 4)]) == [
        "Outcome 3 is not in the plan that the family agreed."
    ]
    for value in (-1, 11):
        assert sentences(scores=[(1, P, value), (2, P, 4)]) == ["A score is a whole number from 0 to 10."]


def test_a_decision_is_offered_only_where_its_move_can_start():
    for stage in Stage:
        offered = decisions_at(stage)
        assert ReviewDecision.CONTINUE in offered
        assert all(possible(NEXT_MOVE[d], stage) for d in offered if d in NEXT_MOVE)
    assert ReviewDecision.STEP_DOWN not in decisions_at(Stage.ACTIVE)


def test_every_domain_has_its_prompt_and_the_ends_of_its_scale():
    assert list(DOMAINS) == list(Headline)
    for domain in DOMAINS.values():
        assert domain.prompt and domain.lowest.startswith("0: ") and domain.highest.startswith("10: ")
