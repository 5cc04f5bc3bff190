"""Closing a case, checking in, and coming back, as people meet them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import leads
from familyhelp.extensions import db
from familyhelp.models import Case, Event, Practitioner, Score
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.endings import CheckInHow, CheckInResult, ClosureReason
from familyhelp.practice.outcomes import Result
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.timescales import Due
from tests import stories
from tests.client import StrictClient
from tests.conftest import MONDAY

WHOLE = {
    "reason": "met",
    "result_1": "met",
    "score_1": "8",
    "result_2": "partly",
    "score_2": "6",
    "summary": "Mornings work now.",
    "family_feedback": "It helped that somebody asked.",
    "sustaining_plan": "Ring Grandma first.",
    "who_was_told": "School and GP.",
    "check_ins": ["3", "12"],
}


def path(case: Case, rest: str) -> str:
    return f"/cases/{write_code(case.code)}/{rest}"


def as_(client: StrictClient, person: Practitioner) -> StrictClient:
    theirs = StrictClient(client.app)
    theirs.sign_in(person)
    return theirs


def fresh(case: Case) -> Case:
    db.session.expire_all()
    return db.session.get(Case, case.id)


@pytest.fixture
def active(cast):
    return stories.a_case(cast, Stage.ACTIVE)


@pytest.fixture
def closed(cast):
    return stories.a_case(cast, Stage.CLOSED)


def later(days: int):
    return clock.at(MONDAY + timedelta(days=days))


def test_a_key_worker_closes_the_case_with_everything_said(client, cast, active):
    leads.add_contributor(active, person=cast.conor, by=cast.kamal)
    db.session.commit()
    client = as_(client, cast.kamal)
    page = client.get(path(active, "close"))
    assert page.fields("summary")["score_1"] == "3", "the newest score is there already"
    assert "We want mornings without shouting (1)." in page.main
    client.send(page, WHOLE)
    case = fresh(active)
    assert (case.stage, case.closed_on, case.lead) == (Stage.CLOSED, clock.today(), cast.kamal)
    assert case.closing.reason is ClosureReason.MET
    assert [(c.months, c.due_on) for c in case.closing.check_ins] == [(3, date(2026, 6, 2)), (12, date(2027, 3, 2))]
    assert (case.next_due, case.next_due_on) == (Due.CHECK_IN, date(2026, 6, 2))
    assert [o.result for o in case.agreed_outcomes] == [Result.MET, Result.PARTLY]
    assert [s.value for s in case.scores if s.outcome_number == 1] == [3, 8]
    assert {p.practitioner: p.ends_on for p in case.leads} == {cast.kamal: None, cast.conor: clock.today()}
    assert case.agreement is not None, "the agreement stays as it was given"


def test_nothing_closes_with_an_outcome_unspoken(client, cast, active):
    client = as_(client, cast.kamal)
    page = client.get(path(active, "close"))
    answers = {k: v for k, v in WHOLE.items() if k != "result_2"} | {"score_2": "", "sustaining_plan": " "}
    page = client.send(page, answers, status=400)
    assert page.errors == ["Say how outcome 2 ended."]
    page = client.send(page, answers | {"result_2": "met"}, status=409)
    assert page.errors == [
        "Give outcome 2 its last score.",
        "Write the sustaining plan: what will the family do if things slip?",
    ]
    assert page.fields("summary")["summary"] == WHOLE["summary"]
    case = fresh(active)
    assert case.stage is Stage.ACTIVE
    assert case.closing is None
    assert [o.result for o in case.agreed_outcomes] == [None, None]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"reason": "met", "result_1": "not_met"}, "An outcome was not met"),
        ({"family_feedback": ""}, "Write what the family said"),
        ({"check_ins": []}, "Choose the check-ins with the family"),
        ({"check_ins": ["3"], "check_ins_declined": "y"}, "Either the family chose check-ins, or it declined them"),
        ({"reason": "child_died"}, "There are no check-ins when a case closes for this reason: “A child died”"),
        ({"reason": "moved"}, "There are no check-ins"),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(client, cast, active, answers, sentence):
    client = as_(client, cast.kamal)
    page = client.send(client.get(path(active, "close")), WHOLE | answers, status=409)
    assert any(sentence in error for error in page.errors), page.errors
    assert fresh(active).stage is Stage.ACTIVE


@pytest.mark.parametrize(
    ("field", "value"),
    [("check_ins", ["4"]), ("result_1", "splendid"), ("score_1", "11"), ("reason", "withdrawn_before")],
)
def test_what_is_not_on_the_lists_is_refused(client, cast, active, field, value):
    client = as_(client, cast.kamal)
    page = client.get(path(active, "close"))
    client.post(page.path, page.fields("summary") | WHOLE | {field: value}, status=400)
    assert fresh(active).stage is Stage.ACTIVE


def test_a_family_that_declines_check_ins_is_let_go(client, cast, active):
    client = as_(client, cast.kamal)
    client.send(client.get(path(active, "close")), WHOLE | {"check_ins": [], "check_ins_declined": "y"})
    case = fresh(active)
    assert case.next_due is None
    assert [p.ends_on for p in case.leads] == [clock.today()]
    assert case.closing.check_ins_declined


def test_when_a_child_has_died_no_score_is_asked_for(client, cast, active):
    client = as_(client, cast.mabel)
    answers = WHOLE | {
        "reason": "child_died",
        "score_1": "",
        "score_2": "",
        "check_ins": [],
        "sustaining_plan": "",
        "family_feedback": "",
    }
    client.send(client.get(path(active, "close")), answers)
    assert fresh(active).closing.reason is ClosureReason.CHILD_DIED


def test_before_a_plan_only_the_reasons_that_fit_are_offered(client, cast):
    case = stories.a_case(cast, Stage.ASSESSING)
    client = as_(client, cast.kamal)
    page = client.get(path(case, "close"))
    offered = [e.get("value") for e in page.form("reason").iter("input") if e.get("name") == "reason"]
    assert "met" not in offered
    assert "withdrawn_before" in offered
    client.send(
        page, {"reason": "withdrawn_before", "summary": "They said no.", "who_was_told": "School.", "check_ins": ["3"]}
    )
    assert fresh(case).next_due is Due.CHECK_IN


def test_a_case_without_a_lead_closes_without_check_ins(client, cast):
    case = stories.a_case(cast, Stage.ALLOCATING)
    client = as_(client, cast.mabel)
    answers = {"reason": "withdrawn_before", "summary": "They said no.", "who_was_told": "School.", "check_ins": ["3"]}
    page = client.send(client.get(path(case, "close")), answers, status=409)
    assert "Nobody leads this case" in page.errors[0]
    client.send(page, {"check_ins": []})
    assert fresh(case).stage is Stage.CLOSED


def test_a_case_with_a_step_that_waits_is_not_closed(client, cast, active):
    stories.ask_up(active, cast.kamal)
    db.session.commit()
    client = as_(client, cast.kamal)
    assert "A step-up is waiting for its answer" in client.get(path(active, "close"), status=409).main


def test_a_step_asked_while_the_closing_was_written_stops_it_and_nothing_typed_is_lost(client, cast, active):
    client = as_(client, cast.kamal)
    page = client.get(path(active, "close"))
    stories.ask_up(active, cast.kamal)
    db.session.commit()
    page = client.send(page, WHOLE, status=409)
    assert page.errors == ["A step-up is waiting for its answer. Wait for it, or take it back first."]
    assert page.fields("summary")["sustaining_plan"] == WHOLE["sustaining_plan"]


def test_a_closed_case_is_not_closed_again(client, cast, closed):
    client = as_(client, cast.kamal)
    client.get(path(closed, "close"), status=409)


# Check-ins --------------------------------------------------------------------------------------------------


def check(client, case, months, **answers):
    page = client.get(path(case, f"check-ins/{months}"))
    return client.send(page, {"result": "sustained", "what_was_said": "Still good."} | answers)


def test_each_check_in_is_recorded_and_the_last_one_lets_the_family_go(client, cast, closed):
    for days, months, remaining in ((92, 3, Due.CHECK_IN), (184, 6, Due.CHECK_IN), (365, 12, None)):
        with later(days):
            theirs = as_(client, cast.kamal)
            check(theirs, closed, months, how="visit" if months == 6 else "phone")
            case = fresh(closed)
            assert case.next_due == remaining
            assert case.leads[-1].ends_on == (None if remaining else clock.today())
    assert [c.result for c in case.closing.check_ins] == [CheckInResult.SUSTAINED] * 3
    assert [c.how for c in case.closing.check_ins] == [CheckInHow.PHONE, CheckInHow.VISIT, CheckInHow.PHONE]
    assert case.lead is cast.kamal, "who led stays on the record"


def test_not_reached_and_declined_are_recorded_as_what_they_are(client, cast, closed):
    with later(100):
        client = as_(client, cast.kamal)
        check(client, closed, 3, result="not_reached")
        check(client, closed, 6, result="declined")
        case = fresh(closed)
    assert [c.result for c in case.closing.check_ins] == [CheckInResult.NOT_REACHED, CheckInResult.DECLINED, None]
    assert case.next_due_on == date(2027, 3, 2), "one answer speaks for one check-in"


@pytest.mark.parametrize(
    ("day", "status", "sentence"),
    [
        (("1", "3", "2026"), 409, "A check-in comes after the case has closed."),
        (("3", "6", "2026"), 400, "This date cannot be in the future."),
        (("31", "2", "2026"), 400, "Enter a real date, like 27 3 2026."),
    ],
)
def test_a_check_in_is_made_after_the_closing_and_not_in_the_future(client, cast, closed, day, status, sentence):
    with later(92):
        client = as_(client, cast.kamal)
        page = client.get(path(closed, "check-ins/3"))
        answers = dict(zip(("made_on-day", "made_on-month", "made_on-year"), day, strict=True))
        page = client.send(page, {"result": "sustained"} | answers, status=status)
        assert page.errors == [sentence]
    assert fresh(closed).closing.check_ins[0].result is None


def test_a_check_in_is_recorded_once(client, cast, closed):
    with later(92):
        client = as_(client, cast.kamal)
        page = client.get(path(closed, "check-ins/3"))
        check(client, closed, 3)
        assert "already recorded" in client.get(path(closed, "check-ins/3"), status=409).main
        again = page.fields("result") | {"result": "slipping", "submission": "another-key-of-24-letters"}
        refused = client.post(page.path, again, status=409)
        assert refused.errors == ["This check-in is already recorded."]
    assert fresh(closed).closing.check_ins[0].result is CheckInResult.SUSTAINED


@pytest.mark.parametrize("months", ["4", "0", "-3", "three", "3.0", "03"])
def test_a_check_in_that_the_family_did_not_choose_is_not_there(client, cast, closed, months):
    as_(client, cast.kamal).get(path(closed, f"check-ins/{months}"), status=404)


def test_a_check_in_of_an_open_case_does_not_fit(client, cast, active):
    as_(client, cast.kamal).get(path(active, "check-ins/3"), status=409)


# Coming back ------------------------------------------------------------------------------------------------


def test_a_family_that_comes_back_is_held_until_its_new_episode_is_open(client, cast, closed):
    with later(92):
        client = as_(client, cast.kamal)
        response = check(client, closed, 3, result="re_engage", what_was_said="Mornings are hard again.")
        assert response.location == path(closed, "re-engage")
        case = fresh(closed)
        assert (case.next_due, case.next_due_on) == (Due.RE_ENGAGE, date(2026, 6, 3))
        page = client.follow(response)
        fields = page.fields("why")
        for words in ("Mornings are hard again.", "Mornings are hard and school is missed.", "Mornings work now."):
            assert words in fields["why"]
        assert fields["team"] == str(cast.north.id)
        new_page = client.follow(client.send(page, {}))
        old = fresh(closed)
        new = db.session.scalars(sa.select(Case).where(Case.earlier_case_id == closed.id)).one()
        assert write_code(new.code) in new_page.main
        assert (new.stage, new.family_id, new.level) == (Stage.ALLOCATING, old.family_id, old.level)
        assert "Mornings are hard again." in new.why
        assert (old.stage, old.next_due) == (Stage.CLOSED, Due.CHECK_IN)
        last = db.session.scalars(
            sa.select(Event).where(Event.subject_id == old.id, Event.subject == "case").order_by(Event.number.desc())
        ).first()
        assert last.kind is EventKind.RE_ENGAGED


def test_after_the_last_check_in_too_a_family_that_comes_back_is_held(client, cast, closed):
    with later(365):
        client = as_(client, cast.kamal)
        for months in (3, 6):
            check(client, closed, months)
        check(client, closed, 12, result="re_engage")
        case = fresh(closed)
        assert case.next_due is Due.RE_ENGAGE
        assert case.leads[-1].ends_on is None
        client.send(client.get(path(closed, "re-engage")), {"team": str(cast.south.id)})
        case = fresh(closed)
        assert case.next_due is None
        assert case.leads[-1].ends_on == clock.today()


def test_whoever_cannot_see_the_new_episode_goes_back_to_the_old_one(client, cast, closed):
    client = as_(client, cast.kamal)
    response = client.send(client.get(path(closed, "re-engage")), {"team": str(cast.south.id)})
    assert response.location == f"/cases/{write_code(closed.code)}"


def test_a_family_with_an_open_case_is_not_opened_twice(client, cast, closed):
    client = as_(client, cast.kamal)
    page = client.get(path(closed, "re-engage"))
    client.send(page, {})
    assert "already has an open case" in client.get(path(closed, "re-engage"), status=409).main
    again = page.fields("why") | {"submission": "another-key-of-24-letters"}
    assert "already has an open case" in client.post(page.path, again, status=409).errors[0]


def test_a_reason_is_needed_to_come_back(client, cast, closed):
    client = as_(client, cast.kamal)
    page = client.send(client.get(path(closed, "re-engage")), {"why": " "}, status=400)
    assert page.errors == ["Say why the family comes back: the next worker starts from there."]


# What it costs ----------------------------------------------------------------------------------------------


def test_the_pages_cost_the_same_however_much_there_is(client, cast, active, closed, count_queries):
    browser = as_(client, cast.kamal)

    def cost(rest):
        browser.get(rest)
        with count_queries() as count:
            assert len(browser.get(rest).html) < 60_000
        assert count() <= 12, f"{rest}: {count()}"
        return count()

    pages = [path(active, "close"), path(closed, "check-ins/3"), path(closed, "re-engage")]
    before = [cost(page) for page in pages]
    for number in range(30):
        db.session.add(
            Score(
                case_id=active.id,
                outcome_number=1,
                value=number % 11,
                respondent="practitioner",
                scored_on=clock.today(),
                recorded_by_id=cast.kamal.id,
                recorded_at=clock.now(),
            )
        )
        stories.a_case(cast, Stage.CLOSED, family=stories.a_family(f"Extra{number}"))
    db.session.commit()
    assert [cost(page) for page in pages] == before
