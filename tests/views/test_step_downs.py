"""Step-downs in the front door's queue."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from familyhelp.casework import step_downs, steps
from familyhelp.extensions import db
from familyhelp.models import Case, Event, Look, Message, Step
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.triage import Urgency
from familyhelp.practice.words import NotYet
from tests import stories
from tests.step_down_stories import a_step_down, held_by_frank

PEOPLE = ["flora", "kamal", "colette", "sven", "lena", "conor", "mabel", "morag", "lionel", "anita", "adam"]


def path(step: Step, tail: str = "") -> str:
    return f"/step-downs/{write_code(step.code)}{tail}"


def kinds(case: Case) -> list[EventKind]:
    query = sa.select(Event.kind).where(Event.subject == Subject.CASE, Event.subject_id == case.id)
    return list(db.session.scalars(query.order_by(Event.number)))


def test_a_step_down_stands_in_the_one_queue_by_urgency_and_day_and_says_what_it_is(client, cast):
    case, step = a_step_down(cast)
    stories.a_request(cast, urgency=Urgency.URGENT)
    stories.a_request(cast, received_at=clock.now() - timedelta(days=9))
    stories.a_request(cast)
    db.session.commit()
    client.sign_in(cast.flora)
    page = client.get("/requests")
    rows = ["".join(tr.itertext()) for body in page.find("tbody") for tr in body.iter("tr")]
    assert [n for n, row in enumerate(rows) if "Step-down" in row] == [3], "after the urgent, the late, and its day's"
    assert all(
        word in rows[3]
        for word in (
            "Ashdown family",
            "From social care: Lionel Achebe",
            "Lionel Achebe holds the family",
            "Take in hand",
        )
    )
    assert "1 late, 0 to decide today, 3 with more time" in page.main
    case.steps[-1].due_on = clock.today() - timedelta(days=1)
    db.session.commit()
    rows = ["".join(tr.itertext()) for body in client.get("/requests").find("tbody") for tr in body.iter("tr")]
    assert "Step-down" in rows[2] and "Late" in rows[2]
    assert step.due_on


def test_its_page_says_the_plan_and_what_the_family_says_and_nothing_is_typed_twice(client, cast, count_queries):
    _, step = a_step_down(cast)
    client.sign_in(cast.flora)
    with count_queries() as count:
        page = client.get(path(step))
    assert count() <= 12
    for said in ("Lionel Achebe holds the family", "Things are safer.", "Rosa wants this.", "Pack bags the evening"):
        assert said in page.main
    assert "Last on the record" not in page.main, "the plan goes with a step-down; the chronology does not"
    look = db.session.scalars(sa.select(Look).where(Look.practitioner_id == cast.flora.id)).all()[-1]
    assert (look.subject, look.refused) == (Subject.CASE, False)


def test_flora_takes_it_in_hand_and_passes_it_to_a_team_whose_manager_names_a_lead(client, cast):
    case, step = a_step_down(cast)
    client.sign_in(cast.flora)
    client.send(client.get(path(step, "/claim")), {})
    assert "You" in client.get("/requests").main
    page = client.send(client.get(path(step, "/pass-on")), {"says": " "}, 400)
    assert page.errors == ["Say what whoever names the lead should know."]
    client.send(page, {"says": "They moved to the south.", "team": str(cast.south.id)})
    db.session.expire_all()
    assert (case.team, case.stage, case.lead, step.held_by) == (cast.south, Stage.STATUTORY, cast.lionel, None)
    message = db.session.scalars(sa.select(Message).order_by(Message.id.desc())).first()
    assert message.to == cast.morag.email and "Ashdown" not in message.text
    assert "Waits for a lead" in client.get("/requests").main
    client.sign_in(cast.morag)
    page = client.get(path(step))
    assert "They moved to the south." in page.main
    client.follow(client.send(client.get(page.links["Accept the step-down"]), {"lead": cast.sven.code}))
    db.session.expire_all()
    assert (case.stage, case.lead) == (Stage.ACTIVE, cast.sven)
    assert kinds(case)[-3:] == [EventKind.STEP_DOWN_HELD, EventKind.STEP_DOWN_PASSED, EventKind.STEPPED_DOWN]
    client.sign_in(cast.flora)
    assert client.status(path(step)) == 404, "the front door reads it while it waits"
    assert "Step-down" not in client.get("/requests").main


def test_whoever_answers_a_step_down_reads_who_has_it_in_hand(client, cast):
    case, step = a_step_down(cast)
    client.sign_in(cast.mabel)
    answers = [client.get(path(step)).links[words] for words in ("Accept the step-down", "Decline the step-down")]
    told = "Frank Dale has had this step-down in hand since"
    assert not any(told in client.get(page).main for page in answers)
    held_by_frank(case, step, cast)
    db.session.commit()
    assert all(told in client.get(page).main for page in answers)


def test_two_people_know_of_each_other(cast):
    case, step = a_step_down(cast)
    held_by_frank(case, step, cast)
    for deed in (
        lambda: step_downs.claim_step_down(case, step, by=cast.flora),
        lambda: step_downs.pass_step_down(case, step, team=cast.north, says="x", by=cast.flora),
    ):
        with pytest.raises(NotYet, match="Frank Dale has this step-down in hand"):
            deed()
    with pytest.raises(NotYet, match="do not have"):
        step_downs.release_step_down(case, step, because="x", by=cast.flora)
    step_downs.take_step_down_over(case, step, because="Frank is ill.", by=cast.flora)
    assert step.held_by is cast.flora
    with pytest.raises(NotYet, match="Nobody else"):
        step_downs.take_step_down_over(case, step, because="x", by=cast.flora)
    step_downs.release_step_down(case, step, because="End of the day.", by=cast.flora)
    assert (step.held_by, step.held_since) == (None, None)
    cast.south.managers.clear()
    with pytest.raises(NotYet, match="no manager"):
        step_downs.pass_step_down(case, step, team=cast.south, says="x", by=cast.flora)
    steps.recall_step(case, because="Too soon.", by=cast.lionel)
    with pytest.raises(NotYet, match="answered"):
        step_downs.claim_step_down(case, step, by=cast.flora)
    with pytest.raises(IntegrityError):
        db.session.execute(sa.update(Step).values(held_by_id=cast.flora.id))


def test_who_opens_it_and_who_sees_to_it_follows_the_policy(client, cast):
    _, step = a_step_down(cast)
    _, kept = a_step_down(cast, family=stories.a_family("Hartwell", restricted=True))
    see, hold, of_kept = {}, {}, {}
    for name in PEOPLE:
        client.sign_in(getattr(cast, name))
        see[name], hold[name] = client.status(path(step)), client.status(path(step, "/claim"))
        of_kept[name] = client.status(path(kept))
    assert {name for name, status in see.items() if status == 200} == {"flora", "mabel", "lionel"}
    assert {name for name, status in hold.items() if status == 200} == {"flora", "mabel"}
    assert {name for name, status in of_kept.items() if status == 200} == {"lionel"}
    assert see["morag"] == hold["kamal"] == 404 and hold["lionel"] == 403
    client.sign_in(cast.flora)
    queue = client.get("/requests")
    assert write_code(kept.code) in queue.main and "Hartwell" not in queue.html


def test_requests_and_step_downs_page_together_and_each_is_shown_once(client, cast, count_queries):
    made = [write_code(stories.a_request(cast, urgency=list(Urgency)[n % 3], risk="x").code) for n in range(12)]
    first = []
    client.sign_in(cast.flora)
    for more in (2, 18):
        for n in range(more):
            made.append(write_code(a_step_down(cast, family=stories.a_family(f"Quill{more}{n}"))[1].code))
        with count_queries() as count:
            client.get("/requests")
        first.append(count())
    assert first[0] == first[1] <= 8
    seen, where = [], "/requests"
    while where:
        page = client.get(where)
        seen += [span.text for span in page.find("span", class_="fh-ref")]
        where = page.links.get("Next page")
    assert sorted(seen) == sorted(made)
    assert "Step-down" in client.get("/requests?after=step-0000-0000").main, "a forged place is the first page"
