"""Steps up and down, as the people on both sides meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import cases, leads, notes, steps
from familyhelp.extensions import db
from familyhelp.models import Case, Draft, Event, Message, Practitioner, Step
from familyhelp.practice import clock
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.outcomes import OwnerKind
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Part
from familyhelp.practice.stages import Stage
from familyhelp.practice.steps import StepState
from familyhelp.practice.triage import Level
from familyhelp.queries import steps as queries
from tests import stories
from tests.client import StrictClient
from tests.conftest import MONDAY

ASKED = {
    "pace": "planned",
    "reasons": "Poppy says that she is afraid to go home.",
    "risk": "Poppy: a man who hurt her mother is back.",
    "family_view": "Rosa wants help with this.",
    "family_agrees": "yes",
}


ASKED_DOWN = {
    "to_level": "2",
    "reasons": "The man has gone.",
    "family_view": "Rosa is glad.",
    "family_agrees": "yes",
}


def path(case: Case, rest: str) -> str:
    return f"/cases/{write_code(case.code)}/{rest}"


def as_(client: StrictClient, person: Practitioner) -> StrictClient:
    """The browser of somebody who has signed in."""
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
def asked(cast, active):
    stories.ask_up(active, cast.kamal)
    db.session.commit()
    return active


@pytest.fixture
def statutory(cast):
    return stories.a_case(cast, Stage.STATUTORY)


@pytest.fixture
def asked_down(cast, statutory):
    stories.ask_down(statutory, cast.lionel)
    db.session.commit()
    return statutory


def test_a_key_worker_asks_for_a_step_up_and_goes_on_holding_the_family(client, cast, active):
    client = as_(client, cast.kamal)
    page = client.get(path(active, "step-up"))
    client.send(page, ASKED)
    case = fresh(active)
    assert (case.stage, case.lead, case.level) == (Stage.ACTIVE, cast.kamal, Level.COMPLEX)
    assert case.waiting_step.due_on == clock.today() + timedelta(days=1)
    assert case.next_due_on == case.waiting_step.due_on
    assert "step-up" in client.get(path(case, "")[:-1]).main.lower()


def test_the_form_already_says_what_the_record_knows(client, cast, active):
    client = as_(client, cast.kamal)
    fields = client.get(path(active, "step-up")).fields("tried")
    assert "We want mornings without shouting (1)." in fields["tried"]
    assert "Pack bags the evening before. (Rosa, still open)" in fields["tried"]


def test_an_immediate_step_up_is_due_today_and_social_care_is_told_at_once(client, cast, active):
    client = as_(client, cast.kamal)
    client.send(client.get(path(active, "step-up")), ASKED | {"pace": "immediate"})
    assert fresh(active).waiting_step.due_on == clock.today()
    told = db.session.scalars(sa.select(Message)).all()
    assert [message.to for message in told] == [cast.lionel.email]
    assert "Ashdown" not in told[0].text
    assert write_code(active.code) in told[0].text


def test_without_the_familys_agreement_it_says_why(client, cast, active):
    client = as_(client, cast.kamal)
    page = client.send(client.get(path(active, "step-up")), ASKED | {"family_agrees": "no"}, status=409)
    assert page.errors == ["Say why the step is asked for without the family’s agreement."]
    assert page.fields("reasons")["reasons"] == ASKED["reasons"]
    client.send(page, {"without_agreement_because": "Asking them would put Poppy at risk."})
    assert fresh(active).waiting_step.family_agrees is False


def test_an_empty_request_is_sent_back_with_every_question(client, cast, active):
    client = as_(client, cast.kamal)
    page = client.send(client.get(path(active, "step-up")), {"reasons": " ", "risk": ""}, status=400)
    assert len(page.errors) == 4
    assert fresh(active).waiting_step is None


def test_a_second_step_up_meets_a_sentence_instead_of_a_form(client, cast, asked):
    client = as_(client, cast.kamal)
    page = client.get(path(asked, "step-up"), status=409)
    assert "A step-up is waiting for its answer. Wait for it, or take it back first." in page.main


def test_a_case_that_waits_for_a_lead_is_not_stepped_up(client, cast):
    case = stories.a_case(cast, Stage.ALLOCATING)
    client = as_(client, cast.mabel)
    assert "does not fit a case at the stage" in client.get(path(case, "step-up"), status=409).main


def test_the_liaison_reads_what_is_asked_and_accepts(client, cast, asked):
    client = as_(client, cast.lionel)
    waiting = client.get("/steps")
    page = client.get(waiting.links["Ashdown family"])
    for words in (
        "The risk has grown.",
        "A new partner.",
        "Kamal Osei",
        "Pack bags the evening before",
        "Poppy Ashdown",
    ):
        assert words in page.main
    form = client.get(page.links["Accept the step-up"])
    assert client.send(form, {"because": "I visit tomorrow."}).location == f"/cases/{write_code(asked.code)}"
    case = fresh(asked)
    assert (case.stage, case.level, case.lead) == (Stage.STATUTORY, Level.ACUTE, cast.lionel)
    assert case.stepped_on == clock.today()
    assert [(p.practitioner, p.part, p.ends_on) for p in case.leads] == [
        (cast.kamal, Part.KEY_WORKER, clock.today()),
        (cast.lionel, Part.SOCIAL_CARE, None),
    ]
    assert client.get(path(case, "steps")).status == 200
    assert "Accepted" in client.get(path(case, f"steps/{write_code(case.steps[0].code)}")).main


def test_a_declined_step_up_goes_back_with_its_reason_and_whoever_asked_is_told(client, cast, asked):
    client = as_(client, cast.lionel)
    page = client.get(path(asked, "step-up/decline"))
    refused = client.send(page, {"because": "  "}, status=400)
    assert refused.errors == ["Say why: the other side needs the reason."]
    assert client.send(page, {"because": "The risk is held by the plan."}).location == "/steps"
    case = fresh(asked)
    assert (case.stage, case.lead, case.level, case.pending_step) == (Stage.ACTIVE, cast.kamal, Level.COMPLEX, None)
    message = db.session.scalars(sa.select(Message)).one()
    assert message.to == cast.kamal.email
    assert "Ashdown" not in message.topic + message.text
    client.get(path(asked, "steps"), status=404)
    client = as_(client, cast.kamal)
    page = client.get(path(asked, f"steps/{write_code(case.steps[0].code)}"))
    assert "The risk is held by the plan." in page.main


def test_whoever_asked_takes_it_back(client, cast, asked):
    client = as_(client, cast.kamal)
    client.send(client.get(path(asked, "step-up/recall")), {"because": "The man has moved away."})
    case = fresh(asked)
    assert case.steps[0].state is StepState.RECALLED
    assert case.pending_step is None
    assert case.next_due.value == "first_review"
    client = as_(client, cast.lionel)
    assert "No step is waiting" in client.get("/steps").main


def test_an_answer_to_another_request_than_the_one_that_was_read_is_refused(client, cast, asked):
    client = as_(client, cast.lionel)
    form = client.get(path(asked, "step-up/accept"))
    steps.recall_step(asked, because="Too soon.", by=cast.kamal)
    stories.ask_up(asked, cast.kamal)
    db.session.commit()
    page = client.send(form, {"because": "I visit tomorrow."}, status=409)
    assert "another one made since you opened the page" in page.errors[0]
    assert page.fields("because")["because"] == "I visit tomorrow."
    assert fresh(asked).stage is Stage.ACTIVE
    client.send(page, {})
    assert fresh(asked).stage is Stage.STATUTORY


def test_a_kept_answer_is_for_the_request_that_the_page_shows(client, cast, asked):
    client = as_(client, cast.lionel)
    client.send(client.get(path(asked, "step-up/decline")), {"because": ""}, status=400)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Draft)) == 1
    steps.recall_step(asked, because="Too soon.", by=cast.kamal)
    stories.ask_up(asked, cast.kamal)
    db.session.commit()
    client.send(client.get(path(asked, "step-up/decline")), {"because": "Not now."})
    assert fresh(asked).steps[1].state is StepState.DECLINED


def test_two_answers_to_one_step_leave_one(client, cast, asked):
    client = as_(client, cast.lionel)
    accept, decline = client.get(path(asked, "step-up/accept")), client.get(path(asked, "step-up/decline"))
    client.send(accept, {})
    page = client.send(decline, {"because": "No."}, status=409)
    assert page.errors == ["Lionel Achebe has answered this step in the meantime: Accepted."]
    assert fresh(asked).stage is Stage.STATUTORY


@pytest.mark.parametrize("answer", ["decline", "accept"])
def test_nobody_answers_a_step_by_the_page_for_the_other_direction(client, cast, asked_down, answer):
    client = as_(client, cast.lionel)
    data = {"csrf_token": client.token(), "version": "2", "because": "I would rather keep it.", "submission": "x" * 24}
    client.post(path(asked_down, f"step-up/{answer}"), data, status=409)
    assert fresh(asked_down).waiting_step is not None


def test_a_step_up_cannot_be_answered_where_none_waits(client, cast, statutory):
    client = as_(client, cast.lionel)
    client.get(path(statutory, "step-up/accept"), status=409)


def test_social_care_asks_for_a_step_down_and_the_team_manager_names_a_lead(client, cast, statutory):
    client = as_(client, cast.lionel)
    page = client.get(path(statutory, "step-down"))
    assert [o.get("value") for o in page.form("to_level").iter("input") if o.get("name") == "to_level"] == ["3", "2"]
    client.send(
        page,
        {"to_level": "2", "reasons": "The man has gone.", "family_view": "Rosa is glad.", "family_agrees": "yes"},
    )
    case = fresh(statutory)
    assert (case.stage, case.lead) == (Stage.STATUTORY, cast.lionel)
    client = as_(client, cast.mabel)
    page = client.get("/steps")
    form = client.get(client.get(page.links["Ashdown family"]).links["Accept the step-down"])
    fields = form.fields("lead")
    assert fields["lead"] == cast.kamal.code, "the worker whom the family knows is offered first"
    assert (fields["handover_on-day"], fields["handover_on-month"]) == ("9", "3")
    client.send(form, {"lead": cast.lena.code})
    case = fresh(statutory)
    assert (case.stage, case.level, case.lead) == (Stage.ACTIVE, Level.ADDITIONAL, cast.lena)
    assert case.stepped_on is not None
    assert case.next_review_on == clock.today() + timedelta(weeks=6)
    assert case.next_due_on == clock.today() + timedelta(days=7), "first a word with the family"
    assert case.steps[-1].handover_on == clock.today() + timedelta(days=7)


@pytest.mark.parametrize(
    ("proposed", "chosen"),
    [("colette barr ", "colette"), (None, "kamal"), ("Somebody else", "kamal"), ("Sven Halloran", "kamal")],
)
def test_whom_the_sender_proposes_is_offered_first_and_the_other_side_decides(
    client, cast, statutory, proposed, chosen
):
    client = as_(client, cast.lionel)
    page = client.get(path(statutory, "step-down"))
    client.send(page, {**ASKED_DOWN, "proposed_lead": proposed or ""})
    client = as_(client, cast.mabel)
    form = client.get(path(statutory, "step-down/accept"))
    assert form.fields("lead")["lead"] == getattr(cast, chosen).code
    assert ((proposed or "Proposed lead").strip() in form.main) is bool(proposed)


def test_the_joint_visit_is_within_five_working_days(client, cast, asked_down):
    client = as_(client, cast.mabel)
    page = client.get(path(asked_down, "step-down/accept"))
    for day in ("10", "1"):
        page = client.send(page, {"lead": cast.kamal.code, "handover_on-day": day}, status=409)
        assert page.errors == ["The joint visit is within 5 working days: from today to 9.3.2026."]
    assert fresh(asked_down).stage is Stage.STATUTORY


def test_a_lead_who_is_not_offered_is_refused(client, cast, asked_down):
    client = as_(client, cast.mabel)
    page = client.get(path(asked_down, "step-down/accept"))
    for nobody in (cast.sven, cast.conor, cast.lionel, cast.adam):
        client.post(page.path, page.fields("lead") | {"lead": nobody.code}, status=400)
    assert fresh(asked_down).lead is cast.lionel


def test_a_declined_step_down_leaves_the_family_with_social_care(client, cast, asked_down):
    client = as_(client, cast.mabel)
    client.send(client.get(path(asked_down, "step-down/decline")), {"because": "The plan has no worker for Jude."})
    case = fresh(asked_down)
    assert (case.stage, case.lead, case.level) == (Stage.STATUTORY, cast.lionel, Level.ACUTE)
    assert db.session.scalars(sa.select(Message.to)).all() == [cast.lionel.email]


def test_a_step_down_without_open_actions_is_refused_before_it_is_written(client, cast, statutory):
    for outcome in statutory.agreed_outcomes:
        for action in outcome.actions:
            action.done_on = clock.today()
    db.session.commit()
    client = as_(client, cast.lionel)
    assert "“monitoring” alone is not enough" in client.get(path(statutory, "step-down"), status=409).main


def test_the_list_puts_immediate_steps_first_then_the_latest(client, cast):
    made = []
    for number, immediate in enumerate([False, False, True, False, True]):
        with clock.at(MONDAY + timedelta(days=number)):
            case = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Family{number}"))
            ask(case, cast.kamal, immediate=immediate)
            made.append(case)
    db.session.commit()
    client = as_(client, cast.lionel)
    page = client.get("/steps")
    order = [name for name in page.links if name.startswith("Family")]
    assert order == [f"Family{n} family" for n in (2, 4, 0, 1, 3)]


def ask(case, by, *, immediate=False):
    steps.ask_step_up(
        case,
        immediate=immediate,
        reasons="The risk has grown.",
        risk="A new partner.",
        tried=None,
        family_view="Rosa is worried.",
        family_agrees=True,
        without_agreement_because=None,
        by=by,
    )


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_pages_of_the_list_together_hold_every_step_once(cast, session, size):
    for number in range(7):
        with clock.at(MONDAY + timedelta(days=number // 2)):
            case = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Family{number}"))
            ask(case, cast.kamal, immediate=number % 3 == 0)
    session.commit()
    whole = [line.step for line in queries.waiting(cast.lionel, None, size=50).rows]
    seen, after = [], None
    while True:
        page = queries.waiting(cast.lionel, after, size=size)
        seen += [line.step for line in page.rows]
        after = page.following
        if after is None:
            break
    assert seen == whole
    assert len(set(seen)) == 7


@pytest.mark.parametrize("key", ["x", "i_", "p_2026-13-45_1", "i_2026-03-02_" + "9" * 30, "'; --", "i_2026-03-02_²"])
def test_a_key_that_is_none_starts_the_list_at_its_beginning(client, cast, asked, key):
    client = as_(client, cast.lionel)
    assert "Ashdown family" in client.ask("GET", "/steps", query_string={"after": key}).text


def test_a_restricted_family_is_seen_by_whoever_must_answer_and_only_while_the_step_waits(client, cast):
    family = stories.a_family("Hartwell", restricted=True)
    case = stories.a_case(cast, Stage.ACTIVE, family=family)
    browser = as_(client, cast.lionel)
    browser.get(path(case, "steps"), status=404)
    ask(case, cast.kamal, immediate=True)
    db.session.commit()
    assert "Hartwell" in browser.get("/steps").main
    assert "Hartwell" not in as_(client, cast.mabel).get("/steps").html
    steps.recall_step(case, because="Not now.", by=cast.kamal)
    db.session.commit()
    assert "Hartwell" not in browser.get("/steps").html
    browser.get(path(case, "steps"), status=404)


def test_what_only_the_lead_may_read_is_not_told_to_whoever_answers(client, cast, asked):
    notes.write_note(
        asked, kind=NoteKind.VISIT, happened_on=clock.today(), text="Rosa told me in confidence.", people_seen=None,
        restricted=True, by=cast.kamal,
    )  # fmt: skip
    db.session.commit()
    place = path(asked, f"steps/{write_code(asked.waiting_step.code)}")
    page = as_(client, cast.lionel).get(place)
    assert "Kamal Osei asked for a step-up" in page.main
    assert "restricted" not in page.main.lower()
    assert "restricted" in as_(client, cast.kamal).get(place).main.lower()


def test_a_manager_sees_the_step_downs_to_her_own_teams_only(client, cast, asked_down):
    client = as_(client, cast.morag)
    assert "No step is waiting" in client.get("/steps").main
    client.get(path(asked_down, "step-down/accept"), status=404)


def test_those_who_answer_no_step_have_no_such_list(client, cast):
    for person in (cast.kamal, cast.anita, cast.flora, cast.adam, cast.conor):
        client = as_(client, person)
        assert client.status("/steps") == 403, person.name


def test_a_step_of_another_case_is_not_there(client, cast, asked):
    other = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birtwell"))
    client = as_(client, cast.kamal)
    step = write_code(asked.steps[0].code)
    client.get(path(asked, f"steps/{step}"))
    client.get(path(other, f"steps/{step}"), status=404)
    client.get(path(asked, "steps/NOTHERE"), status=404)


def test_the_same_request_sent_twice_makes_one_step(client, cast, active):
    client = as_(client, cast.kamal)
    page = client.get(path(active, "step-up"))
    first, second = client.send(page, ASKED), client.send(page, ASKED)
    assert first.location == second.location
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Step)) == 1


def grow(case, cast, by):
    """Many steps asked for and taken back, many actions, and other cases beside it."""
    for _ in range(8):
        ask(case, by)
        steps.recall_step(case, because="Not yet.", by=by)
    for outcome in case.agreed_outcomes:
        for number in range(10):
            from familyhelp.models import Action

            outcome.actions.append(
                Action(
                    what=f"Do thing {number}.",
                    owner_kind=OwnerKind.FAMILY,
                    owner_name="Rosa",
                    due_on=clock.today(),
                )
            )
    leads.change_lead(case, lead=cast.colette, by=cast.mabel, because="Leave.", handover="All is well.")
    leads.change_lead(case, lead=by, by=cast.mabel, because="Back.", handover="All is well.")
    for number in range(30):
        more = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Extra{number}"))
        ask(more, cast.kamal, immediate=number % 2 == 0)
    db.session.commit()


def test_the_pages_cost_the_same_however_much_there_is(client, cast, active, count_queries):
    ask(active, cast.kamal)
    db.session.commit()

    browsers = {}

    def costs():
        found = {}
        for person, rest in (
            (cast.lionel, "/steps"),
            (cast.lionel, path(active, "step-up/accept")),
            (cast.lionel, path(active, "steps")),
            (cast.lionel, path(active, f"steps/{write_code(active.waiting_step.code)}")),
        ):
            browser = browsers.setdefault(person, None) or as_(client, person)
            browsers[person] = browser
            browser.get(rest)
            with count_queries() as count:
                page = browser.get(rest)
            found[rest.split("/")[-1][:8] if "steps/" not in rest else "step"] = count()
            assert count() <= 12, f"{rest}: {count()} statements"
            assert len(page.html) < 60_000
        return found

    before = costs()
    steps.recall_step(active, because="Not yet.", by=cast.kamal)
    grow(active, cast, cast.kamal)
    ask(active, cast.kamal)
    db.session.commit()
    assert costs() == before


def test_the_forms_cost_the_same_however_much_there_is(client, cast, active, count_queries):
    def cost(person, rest):
        browser = as_(client, person)
        browser.get(rest)
        with count_queries() as count:
            assert len(browser.get(rest).html) < 60_000
        assert count() <= 13
        return count()

    before = cost(cast.kamal, path(active, "step-up"))
    grow(active, cast, cast.kamal)
    assert cost(cast.kamal, path(active, "step-up")) == before


def test_a_story_up_and_down_is_told_in_the_chronology(client, cast, asked):
    steps.accept_step_up(asked, by=cast.lionel)
    stories.ask_down(asked, cast.lionel)
    steps.accept_step_down(asked, lead=cast.lena, by=cast.mabel)
    db.session.commit()
    client = as_(client, cast.mabel)
    page = client.get(path(asked, "chronology"))
    for sentence in (
        "Kamal Osei asked for a step-up",
        "Lionel Achebe accepted the step-up; Lionel Achebe now leads",
        "Lionel Achebe asked for a step-down",
        "Mabel Thorne accepted the step-down; Lena Whitlock now leads",
    ):
        assert sentence in page.main
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Event).where(Event.subject_id == asked.id)) > 10


def test_a_new_family_cannot_be_opened_beside_one_that_is_with_social_care(cast, statutory):
    with pytest.raises(sa.exc.IntegrityError):
        cases.open_case(statutory.family, team=cast.north, level=Level.COMPLEX, why="Again.", by=cast.flora)
    db.session.rollback()
