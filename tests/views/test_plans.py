"""The family's plan: outcomes in its words, its yes, its versions."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from familyhelp.casework import plans
from familyhelp.extensions import db
from familyhelp.models import Action, Case, Event, Plan, Score
from familyhelp.policy import Act
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.domains import Respondent
from familyhelp.practice.outcomes import OwnerKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.timescales import Due
from familyhelp.views.next_steps import pages
from tests.stories import a_case, a_family, write_plan

OUTCOME = {
    "words": "We want mornings without shouting.",
    "headline": "education",
    "how_we_know": "On time four days of five.",
    "start_score": "3",
    "goal_score": "7",
}
ACTION = {
    "what": "Pack bags the evening before.",
    "owner_kind": "family",
    "owner_name": "Rosa",
    "due_on-day": "16",
    "due_on-month": "3",
    "due_on-year": "2026",
}
YES = {"agreed_by": "Rosa Ashdown", "how": "in_person"}


@pytest.fixture
def case(cast):
    return a_case(cast, Stage.PLANNING)


@pytest.fixture
def active(cast):
    return a_case(cast, Stage.ACTIVE)


def at(case: Case, rest: str = "") -> str:
    return f"/cases/{write_code(case.code)}/plan{rest}"


def plan_of(case: Case) -> Plan:
    db.session.expire_all()
    return case.plans[-1]


def add_outcome(client, case, **changes):
    return client.send(client.get(at(case, "/outcomes/new")), OUTCOME | changes)


def add_action(client, case, number, **changes):
    return client.send(client.get(at(case, f"/outcomes/{number}/actions/new")), ACTION | changes)


def test_a_plan_from_nothing_to_the_familys_yes(client, cast, case):
    client.sign_in(cast.kamal)
    assert "There is no plan yet" in client.get(at(case)).main
    client.send(client.get(at(case, "/start")), {})
    for number in (1, 2):
        add_outcome(client, case, words=f"Wish {number}")
        add_action(client, case, number)
    page = client.get(at(case))
    assert "Version 1, in writing" in page.main and "Read it with the family" in page.main
    agree = client.get(at(case, "/agree"))
    assert "Wish 1" in agree.main and "Wish 2" in agree.main, "what is agreed is on the page"
    answer = client.send(agree, YES)
    assert answer.location.endswith(write_code(case.code))
    plan = plan_of(case)
    assert (case.stage, case.plan_agreed_on, plan.agreed_by) == (Stage.ACTIVE, date(2026, 3, 2), "Rosa Ashdown")
    assert (case.next_due, case.next_review_on) == (Due.FIRST_REVIEW, None)
    assert "Rosa Ashdown agreed this on 2 March 2026 (In person)." in client.get(at(case)).main


def test_the_first_scores_are_the_starting_scores_as_the_practitioner_sees_them(client, cast, case):
    write_plan(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/agree")), YES)
    db.session.expire_all()
    assert [(s.outcome_number, s.value, s.respondent, s.scored_on) for s in case.scores] == [
        (1, 3, Respondent.PRACTITIONER, date(2026, 3, 2)),
        (2, 3, Respondent.PRACTITIONER, date(2026, 3, 2)),
    ]


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (0, "A plan needs two or three agreed outcomes; this one has 0."),
        (1, "A plan needs two or three agreed outcomes; this one has 1."),
        (4, "A plan holds at most three agreed outcomes. A manager can allow a fourth and say why."),
    ],
)
def test_one_outcome_or_four_without_a_reason_is_refused_in_a_sentence(client, cast, case, count, sentence):
    write_plan(case, cast.kamal, count)
    db.session.commit()
    client.sign_in(cast.kamal)
    assert sentence in client.get(at(case)).main
    page = client.get(at(case, "/agree"))
    assert sentence in page.main
    refused = client.send(page, YES, status=409)
    assert refused.errors == [sentence]
    assert refused.fields("agreed_by")["agreed_by"] == "Rosa Ashdown"
    assert plan_of(case).agreed_on is None and case.stage is Stage.PLANNING
    assert not case.scores


def test_a_manager_allows_a_fourth_outcome_and_says_why(client, cast, case):
    write_plan(case, cast.kamal, 4)
    db.session.commit()
    client.sign_in(cast.kamal)
    assert client.status(at(case, "/one-more")) == 403, "the worker cannot allow it"
    manager = type(client)(client.app)
    manager.sign_in(cast.mabel)
    page = manager.get(at(case)).links["Allow a fourth outcome"]
    refused = manager.send(manager.get(page), {"because": "  "}, status=400)
    assert refused.errors == ["Say why this family needs a fourth outcome."]
    manager.send(manager.get(page), {"because": "Housing and school are both at risk."})
    client.send(client.get(at(case, "/agree")), YES)
    assert plan_of(case).outcome_count == 4
    assert "Housing and school are both at risk." in client.get(at(case)).main


def test_even_a_manager_cannot_make_it_five(client, cast, case):
    write_plan(case, cast.kamal, 5)
    plans.allow_one_more(case, because="Much at once.", by=cast.mabel)
    db.session.commit()
    client.sign_in(cast.kamal)
    refused = client.send(client.get(at(case, "/agree")), YES, status=409)
    assert "this one has 5" in refused.errors[0]


def test_an_outcome_without_an_action_is_named(client, cast, case):
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/start")), {})
    add_outcome(client, case)
    add_outcome(client, case)
    add_action(client, case, 1)
    page = client.get(at(case))
    assert "Outcome 2 has no action yet: who will do what, and by when?" in page.main
    assert "Outcome 1 has no action yet" not in page.main


def test_a_goal_that_is_not_higher_is_refused_at_its_field(client, cast, case):
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/start")), {})
    for goal in ("3", "2", "0"):
        page = client.send(client.get(at(case, "/outcomes/new")), OUTCOME | {"goal_score": goal}, status=409)
        assert page.errors == ["The goal must be higher than the starting score."]
        assert page.fields("words")["words"] == OUTCOME["words"]


def test_nothing_chosen_and_nothing_written_is_said_field_by_field(client, cast, case):
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/start")), {})
    page = client.send(client.get(at(case, "/outcomes/new")), {}, status=400)
    assert len(page.errors) == 5
    add_outcome(client, case)
    page = client.send(client.get(at(case, "/outcomes/1/actions/new")), {}, status=400)
    assert page.errors == [
        "Write what will be done.",
        "Choose who will do it.",
        "Name the one person who will do it.",
        "Enter the day by which it will be done.",
    ]


def test_an_action_cannot_be_due_before_the_work_began(client, cast, case):
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/start")), {})
    add_outcome(client, case)
    page = client.get(at(case, "/outcomes/1/actions/new"))
    refused = client.send(page, ACTION | {"due_on-year": "2025"}, status=409)
    assert refused.errors == ["This date is before the work with the family began."]


def test_a_yes_cannot_lie_ahead_or_before_the_case(client, cast, case):
    write_plan(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    when = {"agreed_on-day": "3", "agreed_on-month": "3", "agreed_on-year": "2026"}
    page = client.send(client.get(at(case, "/agree")), YES | when, status=400)
    assert page.errors == ["This date cannot be in the future."]
    page = client.send(client.get(at(case, "/agree")), YES | when | {"agreed_on-year": "2025"}, status=409)
    assert page.errors == ["This is before the case was opened, or before the last version was agreed."]


def test_two_people_with_one_outcome_open_lose_neither_text(client, cast, case):
    write_plan(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    manager = type(client)(client.app)
    manager.sign_in(cast.mabel)
    early = client.get(at(case, "/outcomes/1"))
    manager.send(manager.get(at(case, "/outcomes/1")), {"words": "What the manager wrote."})
    page = client.send(early, {"words": "What Kamal wrote."}, status=409)
    assert "saved a newer version while you were writing" in page.errors[0]
    assert "What the manager wrote." in page.main
    assert page.fields("words")["words"] == "What Kamal wrote."
    assert plan_of(case).outcomes[0].words == "What the manager wrote."
    client.send(page, {"words": "What both wrote."})
    assert plan_of(case).outcomes[0].words == "What both wrote."


def test_an_action_or_outcome_that_somebody_changed_is_not_taken_out_unread(client, cast, case):
    write_plan(case, cast.kamal)
    db.session.commit()
    action = write_code(case.plans[-1].outcomes[0].actions[0].code)
    client.sign_in(cast.kamal)
    early = [client.get(at(case, "/outcomes/1/remove")), client.get(at(case, f"/actions/{action}/remove"))]
    client.send(client.get(at(case, f"/actions/{action}")), {"what": "Something that matters more."})
    client.send(client.get(at(case, "/outcomes/1")), {"words": "Other words."})
    for page in early:
        assert "saved a newer version" in client.send(page, {}, status=409).errors[0]
    assert len(plan_of(case).outcomes) == 2


def test_a_yes_is_only_to_the_plan_that_was_read(client, cast, case):
    write_plan(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    read = client.get(at(case, "/agree"))
    client.send(client.get(at(case, "/outcomes/1")), {"words": "Words the family never saw."})
    page = client.send(read, YES, status=409)
    assert "The plan was changed while this page was open." in page.errors[0]
    assert "Words the family never saw." in page.main, "it is shown as it stands now"
    assert plan_of(case).agreed_on is None
    again = client.get(at(case, "/agree"))
    assert again.fields("agreed_by")["agreed_by"] == "Rosa Ashdown", "the draft is there"
    client.send(again, {})
    assert plan_of(case).agreed_on is not None


@pytest.mark.parametrize("change", ["action", "new action", "remove action", "remove outcome", "new outcome"])
def test_every_kind_of_change_makes_a_yes_that_was_read_before_it_too_old(client, cast, case, change):
    write_plan(case, cast.kamal, 3)
    db.session.commit()
    action = write_code(case.plans[-1].outcomes[0].actions[0].code)
    client.sign_in(cast.kamal)
    read = client.get(at(case, "/agree"))
    match change:
        case "action":
            client.send(client.get(at(case, f"/actions/{action}")), {"what": "Something else."})
        case "new action":
            add_action(client, case, 2)
        case "remove action":
            client.send(client.get(at(case, f"/actions/{action}/remove")), {})
        case "remove outcome":
            client.send(client.get(at(case, "/outcomes/3/remove")), {})
        case "new outcome":
            add_outcome(client, case)
    assert "changed while this page was open" in client.send(read, YES, status=409).errors[0]


def test_a_change_is_a_new_version_and_the_old_one_reads_as_it_was(client, cast, active):
    client.sign_in(cast.kamal)
    refused = client.send(client.get(at(active, "/start")), {"because": " "}, status=400)
    assert refused.errors == ["Say what changes and why, so that the family can follow."]
    client.send(client.get(at(active, "/start")), {"because": "Grandma moved in and can help."})
    client.send(client.get(at(active, "/outcomes/2")), {"words": "New words for two."})
    add_outcome(client, active, words="A third wish.")
    add_action(client, active, 3)
    page = client.get(at(active))
    assert "Version 2, in writing" in page.main and "Version 1, as the family agreed it" in page.main
    assert "What changes, and why: Grandma moved in and can help." in page.main
    client.send(client.get(at(active, "/agree")), YES)
    page = client.get(at(active))
    assert "New words for two." in page.main and "We want mornings without shouting (2)." not in page.main
    old = client.get(page.links["Read version 1"])
    assert "We want mornings without shouting (2)." in old.main and "New words for two." not in old.main
    assert "A third wish." not in old.main


def test_a_changed_plan_scores_only_what_is_new_in_it(client, cast, active):
    client.sign_in(cast.kamal)
    client.send(client.get(at(active, "/start")), {"because": "More."})
    add_outcome(client, active, start_score="5")
    add_action(client, active, 3)
    with clock.at(datetime(2026, 3, 20, 10, tzinfo=UTC)):
        client.sign_in(cast.kamal)
        client.send(client.get(at(active, "/agree")), YES | {"agreed_on-day": "20"})
    db.session.expire_all()
    assert [(s.outcome_number, s.value, str(s.scored_on)) for s in active.scores] == [
        (1, 3, "2026-03-02"),
        (2, 3, "2026-03-02"),
        (3, 5, "2026-03-20"),
    ]
    assert str(active.plan_agreed_on) == "2026-03-02", "the first yes is kept, and its clock"


def test_where_an_agreed_outcome_started_is_no_longer_a_question(client, cast, active):
    client.sign_in(cast.kamal)
    client.send(client.get(at(active, "/start")), {"because": "Words."})
    page = client.get(at(active, "/outcomes/1"))
    assert "start_score" not in page.fields("words") and "This outcome started at 3." in page.main
    client.send(page, {"goal_score": "9"})
    client.post(at(active, "/outcomes/1"), client.get(at(active, "/outcomes/1")).fields("words") | {"start_score": "0"})
    assert (plan_of(active).outcomes[0].start_score, plan_of(active).outcomes[0].goal_score) == (3, 9)


def test_the_number_of_an_outcome_that_left_the_plan_is_never_given_to_another(client, cast, active):
    client.sign_in(cast.kamal)
    client.send(client.get(at(active, "/start")), {"because": "Another wish instead."})
    client.send(client.get(at(active, "/outcomes/2/remove")), {})
    add_outcome(client, active, words="Something new.")
    add_action(client, active, 3)
    client.send(client.get(at(active, "/agree")), YES)
    assert [(o.number, o.words) for o in plan_of(active).outcomes] == [
        (1, "We want mornings without shouting (1)."),
        (3, "Something new."),
    ]
    client.send(client.get(at(active, "/start")), {"because": "And again."})
    add_outcome(client, active)
    assert [o.number for o in plan_of(active).outcomes] == [1, 3, 4]


def test_what_was_agreed_cannot_be_written_over_by_any_address(client, cast, active):
    agreed = active.plans[0].outcomes[0].actions[0]
    code = write_code(agreed.code)
    client.sign_in(cast.kamal)
    token = client.token()
    for rest in ("/outcomes/1", "/outcomes/1/remove", f"/actions/{code}", f"/actions/{code}/remove"):
        client.post(at(active, rest), OUTCOME | ACTION | {"csrf_token": token, "version": "1"}, status=409)
    client.send(client.get(at(active, "/start")), {"because": "Words."})
    for rest in (f"/actions/{code}", f"/actions/{code}/remove"):
        client.post(at(active, rest), ACTION | {"csrf_token": token, "version": "1"}, status=404)
    db.session.expire_all()
    assert agreed.what == "Pack bags the evening before."


def test_only_one_version_is_in_writing(client, cast, case):
    client.sign_in(cast.kamal)
    early = client.get(at(case, "/start"))
    client.send(client.get(at(case, "/start")), {})
    refused = client.send(early, {}, status=409)
    assert refused.errors == ["A version of the plan is already in writing."]
    assert client.ask("GET", at(case, "/start")).location.endswith("/plan")
    db.session.expire_all()
    assert len(case.plans) == 1


def test_a_contributor_reports_on_an_action_and_earlier_reports_stay(client, cast, active):
    from familyhelp.casework import leads

    leads.add_contributor(active, person=cast.conor, by=cast.mabel)
    db.session.commit()
    action = active.plans[0].outcomes[0].actions[0]
    client.sign_in(cast.conor)
    page = client.get(at(active))
    assert "Change the plan" not in page.links
    report = at(active, f"/actions/{write_code(action.code)}/report")
    assert report in page.html
    client.send(client.get(report), {"progress": "Tried twice, forgot twice."})
    done = {"done_on-day": "2", "done_on-month": "3", "done_on-year": "2026", "progress": "Now by the door."}
    client.send(client.get(report), done)
    db.session.expire_all()
    assert (str(action.done_on), action.progress) == ("2026-03-02", "Now by the door.")
    told = db.session.scalars(sa.select(Event).where(Event.kind == EventKind.ACTION_REPORTED).order_by(Event.number))
    assert [(e.because, e.facts["state"]) for e in told] == [
        ("Tried twice, forgot twice.", "under_way"),
        ("Now by the door.", "done"),
    ]
    chronology = client.get(f"/cases/{write_code(active.code)}/chronology").main
    assert "Conor Bright said how an action went: Not done yet" in chronology
    assert "Tried twice, forgot twice." in chronology


def test_two_reports_on_one_action_lose_neither(client, cast, active):
    action = active.plans[0].outcomes[0].actions[0]
    report = at(active, f"/actions/{write_code(action.code)}/report")
    client.sign_in(cast.kamal)
    early = client.get(report)
    client.send(client.get(report), {"progress": "The first report."})
    page = client.send(early, {"progress": "The second report."}, status=409)
    assert "The first report." in page.main
    assert page.fields("progress")["progress"] == "The second report."


def test_a_report_says_something_and_never_lies_ahead(client, cast, active):
    action = active.plans[0].outcomes[0].actions[0]
    report = at(active, f"/actions/{write_code(action.code)}/report")
    client.sign_in(cast.kamal)
    page = client.send(client.get(report), {}, status=409)
    assert page.errors == ["Say when it was done, or how it is going."]
    ahead = {"done_on-day": "3", "done_on-month": "3", "done_on-year": "2026"}
    assert client.send(client.get(report), ahead, status=400).errors == ["This date cannot be in the future."]


def test_a_report_made_while_a_change_is_in_writing_is_in_the_new_version_too(client, cast, active):
    action = active.plans[0].outcomes[0].actions[0]
    client.sign_in(cast.kamal)
    client.send(client.get(at(active, "/start")), {"because": "Words."})
    done = {"done_on-day": "2", "done_on-month": "3", "done_on-year": "2026", "progress": "Done!"}
    client.send(client.get(at(active, f"/actions/{write_code(action.code)}/report")), done)
    client.send(client.get(at(active, "/agree")), YES)
    new = plan_of(active)
    assert new.number == 2
    assert (new.outcomes[0].actions[0].progress, new.outcomes[1].actions[0].progress) == ("Done!", None)
    assert active.open_actions == 1


def test_an_action_of_an_older_version_is_no_longer_reported_on(client, cast, active):
    action = active.plans[0].outcomes[0].actions[0]
    client.sign_in(cast.kamal)
    early = client.get(at(active, f"/actions/{write_code(action.code)}/report"))
    client.send(client.get(at(active, "/start")), {"because": "Words."})
    client.send(client.get(at(active, "/agree")), YES)
    client.send(early, {"progress": "Too late."}, status=404)


def test_nothing_is_offered_that_would_be_refused(client, cast, active):
    client.sign_in(cast.colette)
    page = client.get(at(active))
    reading = ("/plan/versions", "/plan/compare")
    assert not any("/plan/" in href and not any(r in href for r in reading) for href in page.links.values())
    for rest in ("/start", "/outcomes/new", "/outcomes/1", "/agree", "/one-more"):
        assert client.status(at(active, rest)) == 403
    stranger = type(client)(client.app)
    stranger.sign_in(cast.sven)
    for rest in ("", "/start", "/outcomes/1", "/agree", "/versions/1"):
        assert stranger.status(at(active, rest)) == 404


def test_at_a_stage_where_no_plan_is_written_the_pages_say_so(client, cast):
    case = a_case(cast, Stage.ASSESSING)
    client.sign_in(cast.kamal)
    for rest in ("/start", "/outcomes/new", "/agree"):
        assert "does not fit a case at the stage" in client.get(at(case, rest), status=409).main


def test_addresses_that_are_not_there_are_not_found(client, cast, active):
    client.sign_in(cast.kamal)
    client.send(client.get(at(active, "/start")), {"because": "Words."})
    other = a_case(cast, Stage.ACTIVE, family=a_family("Birch"))
    foreign = write_code(other.plans[0].outcomes[0].actions[0].code)
    for rest in (
        "/versions/2",
        "/versions/99999999999999999999",
        "/outcomes/9",
        "/outcomes/-1",
        "/outcomes/x",
        "/actions/nonsense",
        "/actions/%00",
        f"/actions/{foreign}",
        f"/actions/{foreign}/report",
    ):
        assert client.status(at(active, rest)) == 404, rest


def test_the_case_page_finds_its_way_here(app):
    with app.test_request_context():
        assert (pages()[Act.WRITE_PLAN], pages()[Act.AGREE_PLAN]) == ("plans.start", "plans.agree")


def test_the_page_costs_the_same_however_many_versions_and_actions(client, cast, active, count_queries):
    client.sign_in(cast.kamal)

    def cost(rest=""):
        with count_queries() as count:
            page = client.get(at(active, rest))
        return count(), len(page.html)

    client.send(client.get(at(active, "/start")), {"because": "Words."})
    before, _ = cost()
    for turn in range(6):
        for outcome in plan_of(active).outcomes:
            plans.write_action(
                active,
                outcome,
                None,
                what=f"Step {turn}",
                owner_kind=OwnerKind.NETWORK,
                owner_name="Gran",
                due_on=clock.today(),
                read_version=0,
                by=cast.kamal,
            )
        db.session.commit()
        client.send(client.get(at(active, "/agree")), YES)
        client.send(client.get(at(active, "/start")), {"because": "Words."})
    after, size = cost()
    assert before == after <= 11
    assert size < 60_000
    for rest in ("/versions/3", "/outcomes/1", "/outcomes/1/actions/new", "/agree", "/outcomes/1/remove"):
        assert cost(rest)[0] <= 12, rest


def test_what_a_family_typed_is_shown_as_text_never_as_markup(client, cast, case):
    nasty = '<script>alert(1)</script> & "quotes" {{ 7*7 }} %(x)s'
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/start")), {})
    add_outcome(client, case, words=nasty, how_we_know=nasty)
    add_action(client, case, 1, what=nasty, owner_name=nasty)
    page = client.get(at(case))
    assert page.main.count(nasty) >= 3
    assert nasty in client.get(at(case, "/outcomes/1/actions/new")).main
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Score)) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Action)) == 1


def test_a_yes_recorded_while_somebody_types_an_outcome_loses_nothing_typed(client, cast, case):
    write_plan(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    typing = client.get(at(case, "/outcomes/new"))
    client.send(client.get(at(case, "/agree")), YES)
    page = client.send(typing, OUTCOME | {"words": "Typed with care."}, status=409)
    assert "No version of the plan is in writing. Start one first." in page.main
    assert "Typed with care." in page.html
    client.send(client.get(at(case, "/start")), {"because": "One more wish."})
    assert client.get(at(case, "/outcomes/new")).fields("words")["words"] == "Typed with care."


def test_an_outcome_taken_out_while_somebody_types_in_it_gives_the_text_back(client, cast, case):
    write_plan(case, cast.kamal, 3)
    db.session.commit()
    client.sign_in(cast.kamal)
    typing = client.get(at(case, "/outcomes/3"))
    client.send(client.get(at(case, "/outcomes/3/remove")), {})
    page = client.send(typing, {"words": "Typed with care."}, status=404)
    assert "Typed with care." in page.html
