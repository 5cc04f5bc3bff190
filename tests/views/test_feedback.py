"""Feedback: by link, on paper, in a meeting; never overwritten, heard by the lead, asked for only once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import agreements, answers
from familyhelp.casework import feedback as deeds
from familyhelp.extensions import db
from familyhelp.models import Answer, Event, Feedback, WorkerView
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.domains import Respondent
from familyhelp.practice.feedback import FeedbackHow, Question, Said
from familyhelp.practice.links import AnswerKind, ReadingAge
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from tests import learning, stories
from tests.by_link import enter, family_link, member
from tests.client import StrictClient
from tests.conftest import MONDAY


@pytest.fixture
def case(cast):
    return stories.a_case(cast, Stage.ACTIVE)


def told() -> list[Feedback]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Feedback).order_by(Feedback.id)))


def last_event() -> Event:
    db.session.rollback()
    return db.session.scalars(sa.select(Event).order_by(Event.id.desc()).limit(1)).one()


# By link ----------------------------------------------------------------------------------------------------


def test_a_parent_says_by_link_how_the_help_was_and_is_thanked(client, app, case, cast):
    held = family_link(app, case, cast)
    front = enter(client, held)
    page = client.get(front.links["Say how the help was"])
    assert page.heading == "How was the help?" and "Did the people who help you listen to you?" in page.main
    assert "Thank you" not in page.main
    after = client.follow(client.send(page, {"heard": "yes", "again": "mostly"}))
    assert "Thank you. We have what you told us on 2 March 2026" in after.main
    (one,) = told()
    assert (one.respondent, one.how, one.person.forename) == (Respondent.PARENT, FeedbackHow.LINK, "Rosa")
    assert one.answers == {Question.HEARD: Said.YES, Question.AGAIN: Said.MOSTLY}
    assert (one.answer.waits, one.answer.kind) == (False, AnswerKind.FEEDBACK)
    event = last_event()
    assert (event.kind, event.by_id, event.because) == (EventKind.FEEDBACK_GIVEN, None, None)
    assert "How the help was" in client.get(held.path).main, "among what they said"


def test_the_same_sending_twice_is_one_and_another_is_a_second_that_overwrites_nothing(client, app, case, cast):
    held = family_link(app, case, cast)
    enter(client, held)
    page = client.get(f"{held.path}/feedback")
    sent = page.fields() | {"heard": "no"}
    for _ in range(3):
        client.post(page.path, sent)
    assert len(told()) == 1
    with clock.at(MONDAY + timedelta(minutes=20)):
        again = client.get(page.path)
        client.send(again, {"heard": "yes"})
    assert [one.answers[Question.HEARD] for one in told()] == [Said.NO, Said.YES]


def test_nothing_at_all_is_no_feedback(client, app, case, cast):
    held = family_link(app, case, cast)
    enter(client, held)
    page = client.get(f"{held.path}/feedback")
    refused = client.post(page.path, page.fields(), 409)
    assert refused.errors == ["Answer at least one question, or write something."]
    assert not told()


def test_a_child_is_asked_in_its_own_words(client, app, case, cast):
    held = family_link(app, case, cast, "Poppy", ReadingAge.CHILD)
    enter(client, held)
    page = client.get(f"{held.path}/feedback")
    assert "Did you help to make the plan?" in page.main and "Childline" in page.text
    client.send(page, {"ours": "not_really"})
    assert told()[0].respondent is Respondent.CHILD


def test_it_ends_with_the_link(client, app, case, cast):
    held = family_link(app, case, cast)
    enter(client, held)
    page = client.get(f"{held.path}/feedback")
    agreements.withdraw_agreement(case, withdrawn_on=clock.today(), because="We can do it now.", by=cast.kamal)
    db.session.commit()
    assert client.ask("GET", page.path).status_code == 404
    assert client.ask("POST", page.path, data=page.fields() | {"heard": "yes"}).status_code == 404
    assert not told()


def test_not_being_listened_to_is_on_the_leads_home_page_until_it_is_answered(client, app, case, cast):
    held = family_link(app, case, cast)
    enter(client, held)
    client.send(client.get(f"{held.path}/feedback"), {"heard": "not_really"})
    kamal, code = StrictClient(app), write_code(case.code)
    kamal.sign_in(cast.kamal)
    home = kamal.get("/")
    assert "Families said something to you" in home.main and "We were not listened to" in home.main
    assert "We were not listened to" in kamal.get(f"/cases/{code}").main
    page = kamal.get(f"/cases/{code}/feedback")
    attend = next(href for words, href in page.links.items() if words.startswith("Say what was done about it"))
    kamal.send(kamal.get(attend), {"done_about": "I came and listened."})
    assert "Families said something to you" not in kamal.get("/").main
    assert "I came and listened." in kamal.get(f"/cases/{code}/feedback").main
    assert "I came and listened." in client.get(held.path).main


# On paper and in a meeting ----------------------------------------------------------------------------------


def test_the_paper_names_nobody_and_carries_the_reference_alone(client, case, cast):
    client.sign_in(cast.kamal)
    code = write_code(case.code)
    for path, words in (("/feedback/paper", "own plan"), ("/feedback/paper?for=child", "help to make the plan")):
        page = client.get(f"/cases/{code}{path}")
        assert code in page.main and words in page.main and "☐ Not really" in page.main
        for name in ("Ashdown", "Rosa", "Poppy", "Jude", "Kamal"):
            assert name not in page.main and name not in page.title


def test_what_came_on_paper_is_recorded_as_such_with_or_without_a_name(client, case, cast):
    client.sign_in(cast.kamal)
    path = f"/cases/{write_code(case.code)}/feedback/new"
    poppy = member(case, "Poppy").person.code
    for who in ("parent", poppy):
        client.send(client.get(path), {"how": "on_paper", "who": who, "heard": "yes", "differently": "Come earlier."})
    first, second = told()
    assert (first.person, first.respondent, first.how) == (None, Respondent.PARENT, FeedbackHow.PAPER)
    assert (second.person.forename, second.respondent) == ("Poppy", Respondent.CHILD)
    assert second.recorded_by.name == "Kamal Osei" and second.answer.waits
    page = client.get(f"/cases/{write_code(case.code)}/feedback")
    for words in ("Parent or carer: did not say who", "Child: Poppy Ashdown", "On paper, recorded by Kamal Osei"):
        assert words in page.main
    assert (
        "recorded what the family says about the help (Child, On paper)"
        in client.get(f"/cases/{write_code(case.code)}/chronology").main
    )


@pytest.mark.parametrize(("days", "sentence"), [(1, "in the future"), (-1, "before the work with the family began")])
def test_the_day_is_in_the_time_of_the_case(days, sentence, case, cast):
    with pytest.raises(NotYet, match=sentence):
        learning.feedback(case, cast, given_on=clock.today() + timedelta(days=days))


def test_nobody_of_another_family_can_have_said_it(case, cast):
    other = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"))
    with pytest.raises(NotYet, match="who is in the family"):
        learning.feedback(case, cast, member=member(other, "Rosa"))


def test_a_worker_cannot_record_that_it_came_by_link(case, cast):
    with pytest.raises(NotYet, match="how it reached you"):
        learning.feedback(case, cast, how=FeedbackHow.LINK)


# It is asked for once -----------------------------------------------------------------------------------------


def test_the_closing_shows_what_they_said_and_does_not_ask_for_it_again(client, case, cast):
    learning.feedback(case, cast, differently="You came when you said.")
    client.sign_in(cast.kamal)
    page = client.get(f"/cases/{write_code(case.code)}/close")
    assert "What the family told us about the help" in page.main
    assert page.fields()["family_feedback"] == "You came when you said."


def test_pages_have_a_fixed_number_of_statements(client, case, cast, count_queries):
    code, counts = write_code(case.code), []
    client.sign_in(cast.kamal)
    for _ in range(2):
        for _ in range(4):
            learning.feedback(case, cast)
        found = []
        for path in (f"/cases/{code}/feedback", f"/cases/{code}/feedback/new", f"/cases/{code}/feedback/paper"):
            client.get(path)
            with count_queries() as count:
                client.get(path)
            found.append(count())
        counts.append(found)
    assert counts[0] == counts[1]
    assert counts[0][0] <= 8 and max(counts[0]) <= 12, counts


def test_a_long_list_goes_on(client, case, cast):
    for n in range(27):
        learning.feedback(case, cast, differently=f"Time {n}.")
    client.sign_in(cast.kamal)
    page = client.get(f"/cases/{write_code(case.code)}/feedback")
    assert "Time 26." in page.main and "Time 1." not in page.main
    assert "Time 1." in client.get(page.links["Earlier"]).main


# What workers say ---------------------------------------------------------------------------------------------


def test_what_workers_say_is_read_by_managers_and_of_a_family_by_those_who_see_it(client, case, cast):
    client.sign_in(cast.kamal)
    path = f"/cases/{write_code(case.code)}/tell-managers"
    client.send(client.get(path), {"works": "not_really", "text": "No nursery place."})
    client.send(client.get("/tell-managers"), {"text": "The rota works."})
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(WorkerView.id))) == 2
    client.sign_in(cast.mabel)
    page = client.get("/worker-feedback")
    assert client.get("/").links["What workers say"] == "/worker-feedback"
    for words in ("No nursery place.", "The rota works.", "Ashdown family", "Not really", "Kamal Osei"):
        assert words in page.main
    client.sign_in(cast.morag)
    page = client.get("/worker-feedback")
    assert "The rota works." in page.main and "No nursery place." not in page.main and "Ashdown" not in page.main


def test_saying_nothing_is_refused(case, cast):
    with pytest.raises(NotYet, match="Choose an answer, or write something"):
        deeds.tell_managers(None, works=None, text="  ", by=cast.kamal)


def test_every_answer_that_names_a_link_has_its_plan_and_its_key(case, cast, session):
    learning.feedback(case, cast)
    assert db.session.scalars(sa.select(Answer)).one().plan_id is None
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.update(Answer).values(submission="x" * 32))
    db.session.rollback()


# In figures ---------------------------------------------------------------------------------------------------


def test_what_families_tell_us_is_counted_by_who_says_it_and_small_numbers_are_hidden(client, case, cast):
    for n in range(9):
        said = {Question.HEARD: Said.YES if n < 8 else Said.NO, Question.OURS: Said.MOSTLY if n < 7 else Said.YES}
        learning.feedback(case, cast, answers=said)
    learning.feedback(case, cast, "Poppy", answers={Question.HEARD: Said.MOSTLY})
    client.sign_in(cast.mabel)
    page = client.get("/what-families-tell-us")
    assert "Year ending 31 March 2026" in page.main
    for words in ("89% (8 of 9)", "100% (9 of 9)", "100% (1 of 1)", "Not known: nobody told us in this year."):
        assert words in page.main
    client.sign_in(cast.anita)
    page = client.get("/what-families-tell-us")
    assert "100% (9 of 9)" in page.main and "89%" not in page.main and "(1 of 1)" not in page.main
    assert "Ashdown" not in page.main and "Counts of 1 to 5" in page.main


def test_a_manager_sees_where_nobody_listened_until_somebody_answers(client, case, cast):
    told = learning.feedback(case, cast)
    learning.feedback(case, cast, answers={Question.BETTER: Said.NO})
    for name, sees in (("mabel", True), ("morag", False), ("anita", False)):
        client.sign_in(getattr(cast, name))
        page = client.get("/what-families-tell-us")
        assert ("They say that nobody listened" in page.main and "Ashdown family" in page.main) is sees, name
        assert page.main.count("Kamal Osei leads.") == sees
    answers.attend(case, told.answer, done_about="I listened.", by=cast.kamal)
    db.session.commit()
    client.sign_in(cast.mabel)
    assert "nobody listened" not in client.get("/what-families-tell-us").main


def test_a_year_is_chosen_and_its_edges_hold(client, case, cast):
    with clock.at(MONDAY + timedelta(days=29)):
        learning.feedback(case, cast)
        client.sign_in(cast.mabel)
        assert "0% (0 of 1)" in client.get("/what-families-tell-us").main
    with clock.at(MONDAY + timedelta(days=30)):
        learning.feedback(case, cast, answers={Question.HEARD: Said.YES})
        client.sign_in(cast.mabel)
        assert "100% (1 of 1)" in client.get("/what-families-tell-us").main
        assert "0% (0 of 1)" in client.get("/what-families-tell-us?year=2026").main
        assert client.get("/what-families-tell-us?year=nonsense").status == 200


def test_the_figures_take_few_statements(client, case, cast, count_queries):
    learning.feedback(case, cast)
    client.sign_in(cast.mabel)
    with count_queries() as count:
        client.get("/what-families-tell-us")
    assert count() <= 8
