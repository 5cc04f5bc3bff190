"""The journey: one family over years on one page; each reader finds the episodes they may see, and no trace of more."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import cases, leads, notes
from familyhelp.extensions import db
from familyhelp.models import Case, Event
from familyhelp.policy import Act, may, reads_restricted
from familyhelp.practice import clock
from familyhelp.practice.chronology import RESTRICTED_EVENTS, EventKind, Subject
from familyhelp.practice.journeys import SHOWN_AT_FIRST, STRANDS, Strand
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.triage import Level
from familyhelp.queries import journeys as queries
from tests import stories


def at(family, rest: str = "") -> str:
    return f"/families/{write_code(family.code)}/journey{rest}"


def later(days: int):
    return clock.at(datetime(2026, 3, 2, 9, 30, tzinfo=UTC) + timedelta(days=days))


@pytest.fixture
def two_episodes(cast):
    """An episode that closed, and one of another team a year later."""
    family = stories.a_family()
    with later(0):
        first = stories.a_case(cast, Stage.CLOSED, family=family)
    with later(400):
        second = cases.open_case(
            family, team=cast.south, level=Level.COMPLEX, why="It slipped.", by=cast.flora, earlier=first
        )
        leads.allocate(second, lead=cast.sven, by=cast.morag)
        stories.agree(second, cast.sven)
    db.session.commit()
    return first, second


def a_note(case, by, *, restricted=False, kind=NoteKind.SIGNIFICANT, headline="Poppy moved."):
    note = notes.write_note(
        case,
        kind=kind,
        happened_on=date(2026, 3, 2),
        text="canary text",
        people_seen=None,
        restricted=restricted,
        headline=headline,
        by=by,
    )
    db.session.commit()
    return note


def lines(page) -> list[str]:
    return [" ".join("".join(p.itertext()).split()) for p in page.find("p", class_="fh-timeline__what")]


def walk(client, path) -> list[str]:
    """Every line of a journey, page after page."""
    found = []
    for _ in range(200):
        page = client.get(path)
        found += lines(page)
        path = page.links.get("Earlier") or page.links.get("Later")
        if not path:
            return found
    raise AssertionError("it never ends")


def test_one_page_tells_the_story_of_an_episode(client, cast):
    case = stories.a_case(cast, Stage.CLOSED)
    client.sign_in(cast.kamal)
    page = client.get(at(case.family))
    told = " ".join(lines(page))
    for said in ("opened the case", "gave the case to Kamal Osei", "agreed to work together", "agreed version 1",
                 "completed the assessment", "closed the case"):  # fmt: skip
        assert said in told, said
    assert "2 of 2 outcomes met" in page.main and "10 of 8 points towards the goals" in page.main
    assert "wrote outcome" not in told, "the turns of the story, not every keystroke"
    assert at(case.family) in client.get(f"/cases/{write_code(case.code)}").links.values()
    assert at(case.family) in client.get(f"/families/{write_code(case.family.code)}").links.values()


def test_who_sees_one_episode_reads_that_one_and_only_the_dates_of_the_other(client, cast, two_episodes):
    first, second = two_episodes
    for person, own, other in ((cast.kamal, "agreed version 1", "It slipped."), (cast.sven, "Sven", "agreed version")):
        client.sign_in(person)
        page = client.get(at(first.family))
        assert own in page.main and other not in page.main
        assert "Kamal Osei, North family help" in page.main and "Sven Halloran, South family help" in page.main
    # Nor by asking for the other episode by its reference, in any order.
    client.sign_in(cast.kamal)
    for query in (f"?episode={write_code(second.code)}", f"?episode={write_code(second.code)}&order=oldest"):
        page = client.get(at(first.family, query))
        assert lines(page) == [] and "It slipped." not in page.html


def test_the_front_door_and_another_team_see_names_and_dates_alone(client, cast):
    case = stories.a_case(cast, Stage.CLOSED)
    for person in (cast.flora, cast.sven, cast.morag):
        client.sign_in(person)
        page = client.get(at(case.family))
        assert lines(page) == []
        assert "2 March 2026" in page.main and "Kamal Osei" in page.main
        assert "outcomes met" not in page.main and case.level.label not in page.main
        assert "form" not in {e.tag for main in page.find("main") for e in main.iter()}


@pytest.mark.parametrize(
    ("who", "status"), [("conor", 404), ("lena", 404), ("lionel", 404), ("anita", 404), ("adam", 404)]
)
def test_to_everyone_else_the_family_is_not_there(client, cast, who, status):
    case = stories.a_case(cast, Stage.ACTIVE)
    client.sign_in(getattr(cast, who))
    assert client.status(at(case.family)) == status


def test_a_restricted_family_has_no_journey_for_who_is_not_named(client, cast):
    case = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Hartwell", restricted=True))
    for person in (cast.colette, cast.mabel, cast.flora):
        client.sign_in(person)
        assert client.status(at(case.family)) == 404
    client.sign_in(cast.kamal)
    assert lines(client.get(at(case.family)))


@pytest.mark.parametrize("query", ["", "?show=notes", "?show=significant&show=notes&order=oldest"])
@pytest.mark.parametrize("kind", [NoteKind.SIGNIFICANT, NoteKind.CALL])
def test_a_restricted_note_leaves_neither_line_nor_gap_nor_key(client, cast, query, kind):
    case = stories.a_case(cast, Stage.ACTIVE)
    leads.add_contributor(case, person=cast.conor, by=cast.mabel)
    for number in range(60):
        with later(number + 1):
            a_note(case, cast.kamal, headline=f"Open event {number}.")
    db.session.commit()
    client.sign_in(cast.conor)
    before = client.get(at(case.family, query))
    for n in range(55):
        with later(n):
            a_note(case, cast.kamal, restricted=True, kind=kind, headline="canary headline")
    after = client.get(at(case.family, query))
    assert after.main == before.main
    assert after.links == before.links, "the key to go on says nothing either"
    assert len(walk(client, at(case.family, query))) == len(set(walk(client, at(case.family, query))))
    client.sign_in(cast.kamal)
    shown = " ".join(walk(client, at(case.family, "?show=significant&show=notes")))
    assert "restricted note" in shown and "canary" not in shown


def test_no_number_of_an_event_stands_on_the_page_or_in_its_links(client, cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    for number in range(60):
        with later(number + 1):
            a_note(case, cast.kamal)
    client.sign_in(cast.kamal)
    page = client.get(at(case.family))
    key = page.links["Earlier"].partition("after=")[2].partition("&")[0]
    moment, _, shown = key.partition("_")
    assert len(moment) == 21 and moment.startswith("2026") and shown == "1"


def test_pages_miss_nothing_and_double_nothing_in_either_order(client, cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    for number in range(180):
        with later(number // 60):  # sixty at the same moment: more than a page holds
            a_note(case, cast.kamal, headline=f"Event {number};")
    client.sign_in(cast.kamal)
    newest = walk(client, at(case.family, "?show=significant"))
    oldest = walk(client, at(case.family, "?show=significant&order=oldest"))
    assert len(newest) == 180 and len(set(newest)) == 180
    assert oldest == newest[::-1]
    assert "Event 0;" in oldest[0]


@pytest.mark.parametrize(
    "key", ["x", "_", "20260302T093000000000", "20260302T093000000000_", "99999999T999999999999_1",
            "20260302T093000000000_99999999999999", "20260302T093000000000_-1", "%F0%9F%90%9F_1", "9" * 400],
)  # fmt: skip
def test_a_key_that_is_none_starts_at_the_beginning(client, cast, key):
    case = stories.a_case(cast, Stage.ACTIVE)
    client.sign_in(cast.kamal)
    assert lines(client.get(at(case.family, f"?after={key}"))) == lines(client.get(at(case.family)))


def test_filters_show_a_strand_and_an_episode(client, cast):
    family = stories.a_family()
    first = stories.a_case(cast, Stage.CLOSED, family=family)
    with later(100):
        second = stories.a_case(cast, Stage.ASSESSING, family=family)
        a_note(second, cast.kamal, kind=NoteKind.CALL, headline=None)
    client.sign_in(cast.kamal)
    plan = lines(client.get(at(family, "?show=plan")))
    assert plan and all("plan" in line or "assessment" in line for line in plan)
    assert "wrote a note: Call" not in " ".join(lines(client.get(at(family)))), "calls do not hide the turns"
    assert lines(client.get(at(family, "?show=notes"))) == ["Kamal Osei wrote a note: Call"]
    page = client.get(at(family, f"?episode={write_code(second.code)}"))
    assert "closed the case" not in " ".join(lines(page)) and "opened the case" in " ".join(lines(page))
    assert "closed the case" in " ".join(lines(client.get(at(family, f"?episode={write_code(first.code)}"))))
    assert client.status(at(family, "?show=nothing&episode=zzz&order=sideways")) == 200


def test_scores_stand_beside_their_review(client, cast):
    from familyhelp.casework import reviews
    from familyhelp.practice.domains import Respondent
    from familyhelp.practice.outcomes import ReviewDecision

    case = stories.a_case(cast, Stage.ACTIVE)
    reviews.review(
        case, held_on=clock.today(), attended="Rosa.", apologies=None, progress="Better.", family_view=None,
        decision=ReviewDecision.CONTINUE, next_review_on=clock.today() + timedelta(weeks=6),
        scores=[(1, Respondent.PRACTITIONER, 5), (2, Respondent.PRACTITIONER, 6), (1, Respondent.PARENT, 4)],
        by=cast.kamal,
    )  # fmt: skip
    db.session.commit()
    client.sign_in(cast.kamal)
    page = client.get(at(case.family)).main
    assert "Outcome 1, Practitioner: 5" in page and "Outcome 1, Parent or carer: 4" in page


def test_a_request_is_told_to_who_sees_requests(client, cast):
    contact = stories.a_request(cast)
    for named in contact.people:
        from familyhelp.casework import contacts

        contacts.create_person(contact, named, by=cast.flora)
    case = stories.decide(cast, contact)
    db.session.commit()
    client.sign_in(cast.mabel)
    assert "recorded a request for help" in " ".join(lines(client.get(at(case.family))))
    client.sign_in(cast.kamal)
    assert "recorded a request for help" not in client.get(at(case.family)).main


def many(case, cast, count=2_000):
    """Two thousand entries of a case, half of them turns, without the time that deeds take."""
    start = clock.now()
    db.session.add_all(
        Event(
            subject=Subject.CASE, subject_id=case.id, number=1_000 + n, at=start + timedelta(hours=n),
            kind=EventKind.SIGNIFICANT if n % 2 else EventKind.NOTED, by_id=cast.kamal.id, because="Because. " * 100,
            facts={"headline": f"Event {n}", "note": "call", "code": "00000000"}, previous="", digest="0" * 64,
        )
        for n in range(count)
    )  # fmt: skip
    db.session.commit()


@pytest.mark.parametrize("who", ["kamal", "mabel"])
def test_two_thousand_entries_cost_what_twenty_do(client, cast, count_queries, who):
    case = stories.a_case(cast, Stage.CLOSED)
    path = at(case.family)
    client.sign_in(getattr(cast, who))

    def cost(query=""):
        with count_queries() as count:
            page = client.get(path + query)
        assert len(page.html) < 60_000
        return count(), page

    before = cost()[0]
    many(case, cast)
    for query in ("", "?show=notes", "?order=oldest", "?show=requests"):
        after = cost(query)[0]
        assert after <= before <= 8
    assert cost("?show=notes")[1].links["Earlier"]


@pytest.mark.parametrize("query", [{}, {"after": "20260401T093000000000_1"}, {"oldest_first": True}])
def test_the_journey_is_read_by_an_index_in_time_and_scans_nothing(session, cast, engine_name, query):
    family = stories.a_family()
    case = stories.a_case(cast, Stage.CLOSED, family=family)
    stories.a_case(cast, Stage.ACTIVE, family=family)
    many(case, cast, 200)
    asked = []

    def note(*args):
        asked.append(args[2:4])

    sa.event.listen(db.engine, "before_cursor_execute", note)
    queries.journey(family, cast.mabel, queries.Asked(**query))
    sa.event.remove(db.engine, "before_cursor_execute", note)
    statement, values = next(pair for pair in asked if "UNION ALL" in pair[0] and "events" in pair[0])
    explain, column = "EXPLAIN QUERY PLAN", -1
    if engine_name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE events")
        for way in ("seqscan", "bitmapscan", "sort"):  # in a table this small each of them would be cheap
            session.connection().exec_driver_sql(f"SET LOCAL enable_{way} = off")
        explain, column = "EXPLAIN", 0
    plan = [row[column] for row in session.connection().exec_driver_sql(f"{explain} {statement}", values)]
    assert sum("ix_events_in_time" in step for step in plan) >= 2, plan
    assert not any(step.strip().startswith("SCAN events") or "Seq Scan on events" in step for step in plan), plan


def test_who_reads_restricted_notes_is_the_same_by_the_statement_as_by_the_rule(session, cast):
    made = [
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("A")),
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("B"), lead=cast.lena),
        stories.a_case(cast, Stage.STATUTORY, family=stories.a_family("C")),
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("D"), lead=cast.sven, team=cast.south),
    ]
    for person in cast.everybody:
        said = set(session.scalars(sa.select(Case.id).where(reads_restricted(person))))
        assert said == {c.id for c in made if may(person, Act.SEE_RESTRICTED_NOTES, c)}, person.name


def test_every_strand_has_its_events_and_none_stands_in_two():
    assert STRANDS.keys() == set(Strand) == SHOWN_AT_FIRST | {Strand.NOTES}
    told = [kind for kinds in STRANDS.values() for kind in kinds]
    assert len(told) == len(set(told))
    assert set(told) & RESTRICTED_EVENTS
