"""Reviews: who came, new scores by each respondent, the decision and the next date."""

from datetime import UTC, date, datetime

import pytest

from familyhelp.casework import reviews
from familyhelp.extensions import db
from familyhelp.models import Case, vault
from familyhelp.policy import Act
from familyhelp.practice import clock, timescales
from familyhelp.practice.domains import Respondent
from familyhelp.practice.outcomes import ReviewDecision
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.timescales import Due
from familyhelp.views.next_steps import pages
from tests.stories import a_case

APRIL = datetime(2026, 4, 8, 10, tzinfo=UTC)


def day(name: str, value: date | None) -> dict[str, str]:
    parts = ("", "", "") if value is None else (str(value.day), str(value.month), str(value.year))
    return dict(zip((f"{name}-day", f"{name}-month", f"{name}-year"), parts, strict=True))


ANSWERS = (
    {
        "attended": "Rosa, Poppy, Lena from school",
        "apologies": "GP",
        "progress": "Four mornings of five.",
        "family_view": "It is calmer now.",
        "decision": "continue",
        "standing_1": "better",
        "standing_2": "same",
        "progress_1": "Bags stand packed.",
        "score_1_practitioner": "5",
        "score_2_practitioner": "4",
    }
    | day("held_on", date(2026, 4, 8))
    | day("next_review_on", date(2026, 5, 20))
)


@pytest.fixture
def case(cast):
    return a_case(cast, Stage.ACTIVE)


@pytest.fixture(autouse=True)
def _in_april(case):
    with clock.at(APRIL):
        yield


def at(case: Case, rest: str = "") -> str:
    return f"/cases/{write_code(case.code)}/reviews{rest}"


def hold(client, case, **changes):
    return client.send(client.get(at(case, "/new")), ANSWERS | changes)


def test_a_review_sets_the_next_date_and_the_clock(client, cast, case):
    assert case.next_due is Due.FIRST_REVIEW
    client.sign_in(cast.kamal)
    answer = hold(client, case, score_1_child="6")
    assert answer.location.endswith("/reviews")
    db.session.expire_all()
    assert (case.next_review_on, case.next_due, case.next_due_on) == (date(2026, 5, 20), Due.MINUTES, date(2026, 4, 15))
    assert timescales.review_deadlines(case)[1] == timescales.Deadline(Due.REVIEW, date(2026, 5, 20), date(2026, 5, 20))
    page = client.get(at(case))
    assert "Review 1, 8 April 2026" in page.main
    for said in ("Rosa, Poppy, Lena from school", "GP", "Four mornings of five.", "It is calmer now."):
        assert said in page.main
    assert "Outcome 1, Child: 6" in page.main and "Outcome 2, Practitioner: 4" in page.main
    assert "Child: None" not in page.main


def test_the_form_offers_the_usual_next_date(client, cast, case):
    client.sign_in(cast.kamal)
    fields = client.get(at(case, "/new")).fields("attended")
    assert [fields[f"next_review_on-{p}"] for p in ("day", "month", "year")] == ["20", "5", "2026"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (day("held_on", date(2026, 4, 9)), "A review that lies ahead cannot be recorded yet."),
        (day("held_on", date(2026, 3, 1)), "This is before the family agreed the plan"),
        (day("next_review_on", date(2026, 4, 8)), "The next review comes after this one."),
        (day("next_review_on", date(2026, 4, 1)), "The next review comes after this one."),
        (day("next_review_on", date(2026, 7, 2)), "The next review is at most 12 weeks after this one."),
        (day("next_review_on", None), "Agree when the team looks again"),
        ({"score_2_practitioner": ""}, "Outcome 2: how near is it now, as you see it?"),
        ({"score_1_child": "11"}, "A score is a whole number from 0 to 10."),
        ({"attended": "  "}, "Write who came."),
        ({"progress": ""}, "Write how it is going."),
        ({"decision": "nonsense"}, "Choose one from the list."),
        ({"decision": "step_down"}, "Choose one from the list."),
    ],
)
def test_what_is_missing_or_wrong_is_said_in_a_sentence_and_nothing_typed_is_lost(
    client, cast, case, changes, sentence
):
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/new"))
    sent = page.fields("attended") | ANSWERS | changes
    refused = client.post(at(case, "/new"), sent, status=409 if "next_review_on-day" in changes else _status(changes))
    assert any(sentence in error for error in refused.errors), refused.errors
    assert refused.fields("attended")["family_view"] == "It is calmer now."
    db.session.expire_all()
    assert not case.reviews and case.next_review_on is None and len(case.scores) == 2


def _status(changes):
    return 409 if changes == day("held_on", date(2026, 3, 1)) else 400


def test_twelve_weeks_to_the_day_are_allowed(client, cast, case):
    client.sign_in(cast.kamal)
    hold(client, case, **day("next_review_on", date(2026, 7, 1)))
    db.session.expire_all()
    assert case.next_review_on == date(2026, 7, 1)


def test_getting_ready_to_close_needs_no_next_date_but_the_case_keeps_one(client, cast, case):
    client.sign_in(cast.kamal)
    answer = hold(client, case, decision="close", **day("next_review_on", None))
    assert f"/cases/{write_code(case.code)}?offer=close" in answer.location
    db.session.expire_all()
    assert case.reviews[0].next_review_on is None
    assert timescales.review_deadlines(case)[1].on == date(2026, 5, 20), "never without a day"


@pytest.mark.parametrize(("decision", "offer"), [("change", "write_plan"), ("step_up", "step_up"), ("close", "close")])
def test_what_was_decided_is_offered_on_the_case_page(client, cast, case, decision, offer):
    client.sign_in(cast.kamal)
    answer = hold(client, case, decision=decision)
    assert answer.location.endswith(f"?offer={offer}")
    assert client.follow(answer).status == 200


def test_distance_travelled_is_first_against_latest_and_never_mixes_respondents(client, cast, case):
    client.sign_in(cast.kamal)
    hold(client, case, score_1_child="2", score_1_practitioner="5", score_2_practitioner="2")
    with clock.at(datetime(2026, 5, 20, 10, tzinfo=UTC)):
        client.sign_in(cast.kamal)
        hold(
            client,
            case,
            score_1_practitioner="4",
            score_2_practitioner="3",
            score_1_parent="9",
            **day("held_on", date(2026, 5, 20)),
            **day("next_review_on", date(2026, 6, 20)),
        )
        page = client.get(at(case))
    rows = [" ".join("".join(tr.itertext()).split()) for tr in page.find("tr")][1:]
    assert rows == [
        "1. We want mornings without shouting (1). Child 2 8 April 2026 2 8 April 2026 One score so far: 2",
        "1. We want mornings without shouting (1). Parent or carer 9 20 May 2026 9 20 May 2026 One score so far: 9",
        "1. We want mornings without shouting (1). Practitioner 3 2 March 2026 4 20 May 2026"
        " 1 nearer the goal, from 3 to 4",
        "2. We want mornings without shouting (2). Practitioner 3 2 March 2026 3 20 May 2026"
        " The same as at the start: 3",
    ]


def test_reviews_are_recorded_in_their_order(client, cast, case):
    client.sign_in(cast.kamal)
    hold(client, case)
    page = client.get(at(case, "/new"))
    assert "The last one was review 1 on 8 April 2026: Carry on with the plan." in page.main
    refused = client.send(page, ANSWERS | day("held_on", date(2026, 4, 7)), status=409)
    assert refused.errors == ["This is before the last review. Reviews are recorded in their order."]


def test_a_score_for_an_outcome_that_is_not_in_the_plan_is_refused(cast, case):
    from familyhelp.practice.words import NotYet

    given = [(1, Respondent.PRACTITIONER, 5), (2, Respondent.PRACTITIONER, 5)]
    for extra in ([(3, Respondent.PRACTITIONER, 5)], [(1, Respondent.PRACTITIONER, 6)], [(1, Respondent.CHILD, 11)]):
        with pytest.raises(NotYet):
            reviews.review(
                case,
                held_on=date(2026, 4, 8),
                attended="Rosa",
                apologies=None,
                progress="Well.",
                family_view=None,
                decision=ReviewDecision.CONTINUE,
                next_review_on=date(2026, 5, 1),
                scores=given + extra,
                by=cast.kamal,
            )
        db.session.rollback()
    assert not case.reviews and len(case.scores) == 2


def test_there_is_no_review_before_a_plan(client, cast):
    from tests.stories import a_family

    early = a_case(cast, Stage.PLANNING, family=a_family("Birch"))
    client.sign_in(cast.kamal)
    assert "No review has been held yet." in client.get(at(early, "/copies"), status=409).main
    assert "does not fit a case at the stage" in client.get(at(early, "/new"), status=409).main
    assert "No review has been held yet." in client.get(at(early)).main


def test_a_colleague_reads_and_does_not_record_and_a_stranger_finds_nothing(client, cast, case):
    client.sign_in(cast.colette)
    assert "Record a review" not in client.get(at(case)).links
    assert client.status(at(case, "/new")) == 403
    stranger = type(client)(client.app)
    stranger.sign_in(cast.sven)
    assert (stranger.status(at(case)), stranger.status(at(case, "/new"))) == (404, 404)


def test_the_case_page_finds_its_way_here(app):
    with app.test_request_context():
        assert pages()[Act.REVIEW] == "reviews.new"


def test_the_page_costs_the_same_however_many_reviews(client, cast, case, count_queries):
    client.sign_in(cast.kamal)

    def cost(rest=""):
        with count_queries() as count:
            page = client.get(at(case, rest))
        return count(), len(page.html)

    hold(client, case)
    before = cost()[0]
    for _ in range(24):
        reviews.review(
            case,
            held_on=date(2026, 4, 8),
            attended="Rosa",
            apologies=None,
            progress="Well." * 40,
            family_view=None,
            decision=ReviewDecision.CONTINUE,
            next_review_on=date(2026, 5, 1),
            by=cast.kamal,
            scores=[(n, r, 5) for n in (1, 2) for r in Respondent],
        )
    db.session.commit()
    after, size = cost()
    assert before == after <= 10
    assert size < 60_000
    assert cost("/new")[0] <= 12
    page, seen = client.get(at(case)), ""
    for _ in range(3):
        seen += page.main
        page = client.get(page.links.get("Earlier reviews", at(case)))
    assert all(f"Review {number}, 8 April 2026" in seen for number in range(1, 26)), "none is missed"


# Beside the last one, told to everyone ----------------------------------------------------------------------


def in_may():
    return clock.at(datetime(2026, 5, 20, 10, tzinfo=UTC))


SECOND = (
    {"progress": "Five of five.", "standing_1": "there", "standing_2": "harder", "progress_2": "The rent again."}
    | day("held_on", date(2026, 5, 20))
    | day("next_review_on", date(2026, 6, 20))
)


def test_the_form_shows_what_was_said_last_time_beside_each_question(client, cast, case):
    client.sign_in(cast.kamal)
    first = client.get(at(case, "/new"))
    assert "Last time" not in first.main and "Pack bags the evening before. – Rosa, by 16 March 2026" in first.main
    hold(client, case)
    with in_may():
        client.sign_in(cast.kamal)
        page = client.get(at(case, "/new"))
    for said in (
        "Last time: Four mornings of five.",
        "Last time the family said: It is calmer now.",
        "Last time: Better than before. Bags stand packed.",
        "Last time: About the same",
        "Last time: Carry on with the plan",
        "Practitioner said 5 on 8 April 2026.",
        "Still to do",
    ):
        assert said in page.main, said


def test_a_review_stands_beside_the_one_before_it(client, cast, case):
    client.sign_in(cast.kamal)
    hold(client, case)
    alone = client.get(at(case, "/1"))
    assert "Last time" not in alone.main and "Outcome 1: Better than before. Bags stand packed." in alone.main
    with in_may():
        client.sign_in(cast.kamal)
        hold(client, case, **SECOND)
        page = client.get(at(case, "/2"))
    last, this = page.find("section", class_="fh-compare__side")
    assert "review 1" in "".join(last.itertext()) and "Outcome 1: Better" in "".join(last.itertext())
    assert "It has happened" in "".join(this.itertext()) and "The rent again." in "".join(this.itertext())
    assert "Five of five." not in "".join(last.itertext())
    assert client.status(at(case, "/3")) == 404


def test_the_second_person_who_records_the_same_review_is_told_and_keeps_what_they_typed(client, cast, case):
    client.sign_in(cast.kamal)
    early = client.get(at(case, "/new"))
    other = type(client)(client.app)
    other.sign_in(cast.mabel)
    hold(other, case)
    refused = client.send(early, ANSWERS | {"progress": "What Kamal typed."}, status=409)
    assert refused.errors == [
        "Mabel Thorne recorded review 1 while this page was open. It is shown below. If yours is about the same "
        "meeting, there is nothing left to record."
    ]
    assert refused.fields("attended")["progress"] == "What Kamal typed."
    assert "Last time: Four mornings of five." in refused.main, "the other one is shown beside it"
    db.session.expire_all()
    assert [r.number for r in case.reviews] == [1]
    client.send(refused, {"progress": "It was another meeting."})
    db.session.expire_all()
    assert [r.number for r in case.reviews] == [1, 2], "whoever has read the other one may record theirs"


def test_a_review_that_does_not_say_which_one_was_read_last_is_refused(client, cast, case):
    client.sign_in(cast.kamal)
    hold(client, case)
    page = client.get(at(case, "/new"))
    sent = {k: v for k, v in (page.fields("attended") | ANSWERS).items() if k != "version"}
    assert "recorded review 1" in client.post(at(case, "/new"), sent, status=409).main
    db.session.expire_all()
    assert len(case.reviews) == 1


def test_a_draft_from_before_the_last_review_is_kept_and_read_against_the_newest_one(client, cast, case):
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/new")), ANSWERS | {"progress": ""}, status=400)
    other = type(client)(client.app)
    other.sign_in(cast.mabel)
    hold(other, case)
    page = client.get(at(case, "/new"))
    assert page.fields("attended")["family_view"] == "It is calmer now." and page.fields("attended")["version"] == "1"


def test_copies_are_due_in_five_working_days_and_said_until_somebody_is_given_one(client, cast, case):
    client.sign_in(cast.kamal)
    hold(client, case)
    home = f"/cases/{write_code(case.code)}"
    assert (
        "Nobody is recorded yet as having been given a copy of the last review. (8 April 2026)" in client.get(home).main
    )
    assert client.get(home).links["Give everyone their copy of the review"].endswith("/reviews/copies")
    assert "Give everyone their copy of the review" in client.get("/").main
    assert "After that: Hold the next review, by 20 May 2026" in client.get(home).main
    with clock.at(datetime(2026, 5, 21, 10, tzinfo=UTC)):
        client.sign_in(cast.kamal)
        assert "by 20 May 2026 Late" in client.get(home).main, "a late review does not hide behind late copies"
    with clock.at(datetime(2026, 4, 16, 10, tzinfo=UTC)):
        client.sign_in(cast.kamal)
        page = client.get(home)
        assert "The copies of the last review are late" in page.main and "Late" in page.main
        answer = client.ask("GET", at(case, "/copies"))
        assert answer.status_code == 302 and answer.location.endswith("/reviews/1/copies")
        page = client.get(at(case, "/1/copies"))
        wrong = client.send(page, {"people": [], "others": " , "}, status=409)
        assert wrong.errors == ["Say who was given a copy."]
        early = client.send(page, {"others": "Rosa"} | day("given_on", date(2026, 4, 7)), status=409)
        assert early.errors == ["This is before the review was held."]
        people = [e.get("value") for e in page.find("input") if e.get("name") == "people"]
        client.send(page, {"people": people[:1], "others": "Mr Yusuf, Grandma Lil"})
        read = client.get(at(case, "/1"))
        for name in ("Rosa Ashdown", "Mr Yusuf", "Grandma Lil"):
            assert f"{name}, on 16 April 2026" in read.main
    db.session.expire_all()
    assert case.minutes_owed_on is None and (case.next_due, case.next_due_on) == (Due.REVIEW, date(2026, 5, 20))


def test_copies_of_an_older_review_leave_the_newest_ones_owed(client, cast, case):
    client.sign_in(cast.kamal)
    hold(client, case)
    with in_may():
        client.sign_in(cast.kamal)
        hold(client, case, **SECOND)
        client.send(client.get(at(case, "/1/copies")), {"others": "Rosa"})
        db.session.expire_all()
        assert case.minutes_owed_on == date(2026, 5, 20)


def test_the_copy_to_print_tells_what_was_agreed_without_our_references(client, cast, case):
    client.sign_in(cast.kamal)
    hold(client, case, score_1_child="7")
    page = client.get(at(case, "/1/minutes"))
    for said in (
        "What we talked about on 8 April 2026", "Four mornings of five.", "It is calmer now.", "GP", "Child gave it 7",
        "Better than before", "We look again by 20 May 2026", "Pack bags the evening before. – Rosa", "Tell Kamal Osei",
    ):  # fmt: skip
        assert said in page.main, said
    assert write_code(case.code) not in page.main
    assert "Marsh Lane" not in page.main, "no address"


def test_who_does_not_lead_reads_reviews_and_gives_no_copies(client, cast, case):
    client.sign_in(cast.kamal)
    hold(client, case)
    client.sign_in(cast.colette)
    assert "Record who was given a copy" not in client.get(at(case, "/1")).links
    assert client.get(at(case, "/1/minutes")) and client.status(at(case, "/1/copies")) == 403
    client.sign_in(cast.sven)
    assert {client.status(at(case, f"/1{rest}")) for rest in ("", "/minutes", "/copies")} == {404}


@pytest.mark.parametrize("told", [[(3, "x")], [(1, "x"), (1, "y")]])
def test_how_an_outcome_stands_is_said_once_and_of_the_plan_alone(cast, case, told):
    from familyhelp.practice.outcomes import Standing
    from familyhelp.practice.reviews import Progress
    from familyhelp.practice.words import NotYet
    from tests import stories

    with pytest.raises(NotYet):
        stories.review(case, cast.kamal, by_outcome=[Progress(n, Standing.SAME, text) for n, text in told])
    assert not case.reviews


def test_each_page_of_a_review_costs_at_most_twelve_statements_and_saving_one_not_much_more(
    client, cast, case, count_queries
):
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/new"))
    with count_queries() as count:
        client.send(page, ANSWERS)
    assert count() <= 23 + vault.is_on  # with keys a review gets its number before
    with in_may():
        client.sign_in(cast.kamal)
        hold(client, case, **SECOND)
        for rest in ("/2", "/2/minutes", "/2/copies"):
            with count_queries() as count:
                client.get(at(case, rest))
            assert count() <= 12, (rest, count())
