"""The rules of links: how one stands, for whom a page is written, what waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from familyhelp.practice import links
from familyhelp.practice.domains import Respondent
from familyhelp.practice.links import AnswerKind, LinkState, Purpose, ReadingAge
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.stages import Stage

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Facts:
    expires_at: datetime = NOW + timedelta(days=1)
    revoked_at: datetime | None = None
    done_at: datetime | None = None
    tries: int = 0


def test_only_one_way_of_standing_opens():
    """Over every mix of what can end a link."""
    opened = 0
    for expired, revoked, done, locked, holds in product((False, True), repeat=5):
        facts = Facts(
            expires_at=NOW if expired else NOW + timedelta(seconds=1),
            revoked_at=NOW if revoked else None,
            done_at=NOW if done else None,
            tries=5 if locked else 4,
        )
        state = links.state(facts, NOW, holds=holds)
        assert (state is LinkState.OPEN) == (holds and not (expired or revoked or done or locked))
        opened += state is LinkState.OPEN
    assert opened == 1


def test_a_link_that_was_ended_stays_ended_whatever_else_it_is():
    facts = Facts(revoked_at=NOW, done_at=NOW, tries=5)
    assert links.state(facts, NOW, holds=False) is LinkState.REVOKED
    assert links.state(replace(facts, revoked_at=None), NOW, holds=True) is LinkState.DONE


@pytest.mark.parametrize(("age", "expected"), [(None, "child"), (4, "child"), (10, "child"), (11, "young_person")])
def test_a_child_is_written_to_by_its_age(age, expected):
    assert links.reading_age(age, FamilyRole.CHILD) is ReadingAge(expected)


def test_a_young_parent_is_written_to_as_a_young_person_and_one_of_unknown_age_as_an_adult():
    assert links.reading_age(16, FamilyRole.PARENT) is ReadingAge.YOUNG_PERSON
    assert links.reading_age(None, FamilyRole.PARENT) is ReadingAge.ADULT
    assert links.reading_age(18, FamilyRole.CHILD) is ReadingAge.ADULT


@pytest.mark.parametrize("role", FamilyRole)
@pytest.mark.parametrize("age", ReadingAge)
def test_nobody_in_a_family_scores_as_a_practitioner(role, age):
    said = links.respondent(role, age)
    assert said is not Respondent.PRACTITIONER
    assert (said is Respondent.CHILD) == (role is FamilyRole.CHILD)


def test_words_and_a_no_wait_for_an_answer_and_a_plain_yes_does_not():
    waiting = {(k, t) for k, t in product(AnswerKind, (None, "x")) if links.needs_an_answer(k, t)}
    assert waiting == {
        (AnswerKind.NOT_RIGHT, None),
        (AnswerKind.NOT_RIGHT, "x"),
        (AnswerKind.RIGHT, "x"),
        (AnswerKind.COMMENT, "x"),
    }


@pytest.mark.parametrize("stage", Stage)
def test_a_page_needs_an_open_case_an_agreement_and_a_plan(stage):
    for agreed, planned in product((False, True), repeat=2):
        lacking = list(links.missing(stage, agreed, planned))
        assert (not lacking) == (stage is Stage.CLOSED or (agreed and planned))


def test_a_restricted_family_has_links_for_seven_days_at_most():
    for purpose in Purpose:
        assert links.lasts(purpose, restricted=True) == timedelta(days=7)
    assert links.lasts(Purpose.FAMILY_PAGE, restricted=False) == timedelta(days=28)
    assert links.lasts(Purpose.ACTION, restricted=False) == timedelta(days=14)
