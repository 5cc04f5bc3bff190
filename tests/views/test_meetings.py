"""Meetings of the team around the family: arranged, changed, called off, and recorded afterwards."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from familyhelp.casework import leads, meetings
from familyhelp.extensions import db
from familyhelp.models import Message, Review, ReviewProgress, TeamMeeting
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.timescales import Due
from familyhelp.practice.words import Changed, NotYet
from tests import stories
from tests.stories import a_case, a_family

MEETING = {
    "meets_on-day": "12",
    "meets_on-month": "3",
    "meets_on-year": "2026",
    "meets_at": "15:30",
    "place": "Marsh Lane Primary School",
    "agenda": "What got better.",
}
REVIEW = {
    "progress": "Four mornings of five.",
    "decision": "continue",
    "standing_1": "better",
    "progress_1": "Bags stand packed.",
    "standing_2": "harder",
    "score_1_practitioner": "5",
    "score_2_practitioner": "4",
}


@pytest.fixture
def case(cast):
    made = a_case(cast, Stage.ACTIVE)
    leads.add_contributor(made, person=cast.conor, by=cast.kamal)
    db.session.commit()
    return made


def at(case, rest=""):
    return f"/cases/{write_code(case.code)}{rest}"


def boxes(page, name):
    """The keys of the ticks of a field by what stands beside them."""
    labels = {e.get("for"): " ".join("".join(e.itertext()).split()) for e in page.find("label")}
    return {labels[e.get("id")]: e.get("value") for e in page.find("input") if e.get("name") == name}


def messages():
    db.session.rollback()
    return db.session.scalars(sa.select(Message).order_by(Message.id)).all()


def arrange(client, case, who=("Conor Bright (Contributor)", "Rosa Ashdown (Parent or carer)"), **changes):
    page = client.get(at(case, "/meeting/arrange"))
    ticks = boxes(page, "people")
    return client.send(page, MEETING | {"people": [ticks[name] for name in who]} | changes)


def test_a_meeting_is_due_on_its_day_and_invites_without_naming_the_family(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.follow(arrange(client, case, others="Grandma Lil, Mr Yusuf"))
    for said in ("12 March 2026, 15:30", "Marsh Lane Primary School", "What got better.", "Grandma Lil", "Mr Yusuf"):
        assert said in page.main
    db.session.expire_all()
    assert (case.meeting_on, case.next_due, case.next_due_on) == (date(2026, 3, 12), Due.MEETING, date(2026, 3, 12))
    assert case.late_after == date(2026, 3, 17), "three working days to write it down"
    (message,) = messages()
    assert message.to == cast.conor.email
    assert "/cases/" + write_code(case.code) + "/meeting" in message.text
    assert "http://localhost:5000/cases/" in message.text, "the service's own address, whatever a request claims"
    for name in ("Ashdown", "Rosa", "Poppy", "Marsh Lane"):
        assert name not in message.text + message.topic
    client.sign_in(cast.conor)
    assert "What got better." in client.get(at(case, "/meeting")).main


@pytest.mark.parametrize(
    ("changes", "sentence", "status"),
    [
        ({"meets_on-day": "1"}, "This day has passed.", 409),
        ({"meets_at": "half three"}, "Enter a time, like 14:05.", 400),
        ({"meets_at": ""}, "Enter the time of the meeting.", 400),
        ({"place": " "}, "Say where you meet.", 400),
        ({"agenda": ""}, "Say what you will talk about", 400),
        ({"people": []}, "Invite at least one person.", 409),
        ({"people": ["w999"]}, "Choose from the list.", 400),
    ],
)
def test_what_is_missing_is_said_and_nobody_is_invited(client, cast, case, changes, sentence, status):
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/meeting/arrange"))
    sent = page.fields() | MEETING | {"people": [boxes(page, "people")["Conor Bright (Contributor)"]]} | changes
    refused = client.post(at(case, "/meeting/arrange"), sent, status)
    assert any(sentence in error for error in refused.errors), refused.errors
    assert not messages() and db.session.scalar(sa.select(TeamMeeting.id)) is None


def test_one_meeting_ahead_at_a_time(client, cast, case):
    client.sign_in(cast.kamal)
    early = client.get(at(case, "/meeting/arrange"))
    arrange(client, case)
    assert "A meeting is already arranged." in client.get(at(case, "/meeting/arrange"), status=409).main
    key = boxes(early, "people")["Conor Bright (Contributor)"]
    assert client.send(early, MEETING | {"people": [key]}, status=409).errors == [
        "A meeting is already arranged. Change that one, or call it off first."
    ]
    assert len(messages()) == 1


def test_a_change_tells_who_is_invited_who_is_new_and_who_is_not_needed(client, cast, case):
    leads.add_contributor(case, person=cast.colette, by=cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    arrange(client, case)
    page = client.get(at(case, "/meeting/change"))
    assert page.fields()["place"] == "Marsh Lane Primary School" and page.fields()["meets_at"] == "15:30"
    ticks = boxes(page, "people")
    assert sorted(page.fields()["people"]) == sorted(
        [ticks["Conor Bright (Contributor)"], ticks["Rosa Ashdown (Parent or carer)"]]
    )
    client.send(page, {"people": [ticks["Colette Barr (Contributor)"]], "meets_on-day": "13"})
    assert [(m.to.split("@")[0], m.topic) for m in messages()] == [
        ("conor", "You are invited to a meeting of the team around a family"),
        ("colette", "You are invited to a meeting of the team around a family"),
        ("conor", "A meeting of the team around a family does not need you"),
    ]
    db.session.expire_all()
    assert case.meeting_on == date(2026, 3, 13)
    client.send(client.get(at(case, "/meeting/change")), {"place": "The library"})
    assert messages()[-1].topic == "A meeting of the team around a family has changed"


def test_calling_off_gives_the_review_its_day_back(client, cast, case):
    due = (case.next_due, case.next_due_on)
    client.sign_in(cast.kamal)
    arrange(client, case)
    client.send(client.get(at(case, "/meeting/call-off")), {"because": "Poppy is ill."})
    db.session.expire_all()
    assert case.meeting_on is None and (case.next_due, case.next_due_on) == due
    assert messages()[-1].topic == "A meeting of the team around a family does not need you"
    assert "called off" in client.get(at(case, "/meeting/call-off"), status=409).main
    assert "No meeting of the team around the family is arranged." in client.get(at(case, "/meeting")).main
    arrange(client, case)
    db.session.expire_all()
    assert case.meeting_on == date(2026, 3, 12), "another day can be arranged"


def test_the_review_is_recorded_from_the_meeting_with_who_came_and_who_could_not(client, cast, case):
    client.sign_in(cast.kamal)
    arrange(client, case, others="Grandma Lil")
    with clock.at(datetime(2026, 3, 13, 9, tzinfo=UTC)):
        client.sign_in(cast.kamal)
        assert "Record the review" in client.get(at(case, "/meeting")).links
        page = client.get(at(case, "/reviews/new"))
        assert "What got better." in page.main
        assert [page.fields()[f"held_on-{p}"] for p in ("day", "month", "year")] == ["12", "3", "2026"]
        came, absent = boxes(page, "came"), boxes(page, "could_not")
        assert list(came) == list(absent) == ["Rosa Ashdown", "Conor Bright", "Grandma Lil"]
        twice = {"came": [came["Rosa Ashdown"]], "could_not": [absent["Rosa Ashdown"]]}
        refused = client.send(page, REVIEW | twice, status=400)
        assert refused.errors == ["Somebody is ticked as having come and as not: choose one."]
        client.send(
            page,
            REVIEW
            | {
                "came": [came["Rosa Ashdown"], came["Grandma Lil"]],
                "attended": "a neighbour",
                "could_not": [absent["Conor Bright"]],
            },
        )
    db.session.expire_all()
    review = db.session.scalars(sa.select(Review)).one()
    assert (review.attended, review.apologies) == ("Rosa Ashdown, Grandma Lil, a neighbour", "Conor Bright")
    assert db.session.scalars(sa.select(TeamMeeting.review_id)).one() == review.id
    assert (case.meeting_on, case.minutes_owed_on) == (None, date(2026, 3, 12))
    told = {p.outcome_number: (p.standing.value, p.text) for p in db.session.scalars(sa.select(ReviewProgress))}
    assert told == {1: ("better", "Bags stand packed."), 2: ("harder", None)}


def test_a_review_held_before_the_meeting_leaves_it_standing(client, cast, case):
    client.sign_in(cast.kamal)
    arrange(client, case)
    page = client.get(at(case, "/reviews/new"))
    assert "Conor Bright" in boxes(page, "came"), "whoever has a part could have come"
    client.send(page, REVIEW | {"attended": "Rosa", "next_review_on-day": "1", "next_review_on-month": "4"})
    db.session.expire_all()
    assert case.meeting_on == date(2026, 3, 12)
    assert db.session.scalars(sa.select(TeamMeeting.review_id)).one() is None


def test_a_meeting_whose_review_is_not_recorded_is_said_on_the_case_page_and_becomes_late(client, cast, case):
    client.sign_in(cast.kamal)
    arrange(client, case)
    said = "The team met %s, and the review is not recorded yet. (12 March 2026)"
    for day, words, late in ((12, None, False), (13, "one working day ago", False), (18, "4 working days ago", True)):
        with clock.at(datetime(2026, 3, day, 9, tzinfo=UTC)):
            client.sign_in(cast.kamal)
            page = client.get(at(case))
            assert (said % words in page.main) if words else ("is not recorded yet" not in page.main)
            assert ("Late" in page.main) is late
            assert page.links["Meet with the team and record the review"].endswith("/reviews/new")


def test_who_does_not_lead_reads_and_does_not_arrange(client, cast, case):
    stories.arrange(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.conor)
    page = client.get(at(case, "/meeting"))
    assert "Mornings." in page.main and "Change the meeting" not in page.links
    assert [client.status(at(case, f"/meeting/{p}")) for p in ("arrange", "change", "call-off")] == [403] * 3
    client.sign_in(cast.sven)
    assert client.status(at(case, "/meeting")) == 404


def test_there_is_nothing_to_meet_about_before_the_plan(client, cast):
    early = a_case(cast, Stage.PLANNING, family=a_family("Birch"))
    client.sign_in(cast.kamal)
    assert "Arrange a meeting" not in client.get(at(early, "/meeting")).links
    assert client.get(at(early, "/meeting/arrange"), status=409)
    with pytest.raises(NotYet):
        stories.arrange(early, cast.kamal)


def test_a_stale_change_and_a_stale_call_off_are_refused(cast, case):
    meeting = stories.arrange(case, cast.kamal)
    said = {
        "meets_on": clock.today(),
        "meets_at": meeting.meets_at,
        "place": "x",
        "agenda": "y",
        "guests": [meetings.Guest("Lil")],
        "link": "",
        "by": cast.kamal,
    }
    meetings.change_meeting(case, meeting, **said, read_version=1)
    with pytest.raises(Changed):
        meetings.change_meeting(case, meeting, **said, read_version=1)
    with pytest.raises(NotYet):
        meetings.call_off_meeting(case, meeting, because="x", read_version=1, by=cast.kamal)
    other = a_case(cast, Stage.ACTIVE, family=a_family("Birch"))
    with pytest.raises(NotYet):
        meetings.call_off_meeting(other, meeting, because="x", by=cast.kamal)


def test_the_pages_cost_the_same_however_many_are_invited(client, cast, case, count_queries):
    client.sign_in(cast.kamal)

    def cost(rest):
        with count_queries() as count:
            page = client.get(at(case, rest))
        assert len(page.html) < 60_000
        return count()

    assert cost("/meeting/arrange") <= 12
    meeting = stories.arrange(case, cast.kamal)
    db.session.commit()
    before = [cost(rest) for rest in ("/meeting", "/meeting/change")]
    with clock.at(datetime(2026, 3, 12, 9, tzinfo=UTC)):
        client.sign_in(cast.kamal)
        recording = cost("/reviews/new")
    client.sign_in(cast.kamal)
    meetings.change_meeting(
        case, meeting, meets_on=meeting.meets_on, meets_at=meeting.meets_at, place="x", agenda="y",
        guests=[meetings.Guest(f"Guest {n}") for n in range(30)], link="", read_version=1, by=cast.kamal,
    )  # fmt: skip
    db.session.commit()
    assert [cost(rest) for rest in ("/meeting", "/meeting/change")] == before
    with clock.at(datetime(2026, 3, 12, 9, tzinfo=UTC)):
        client.sign_in(cast.kamal)
        assert cost("/reviews/new") == recording <= 12
    assert max(before) <= 12
