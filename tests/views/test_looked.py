"""Who looked: within the reader's sight, by time, and questions that stay answered until there is something new."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework.looks import Seen, answer_question, note_looks
from familyhelp.extensions import db
from familyhelp.models import Event, Look, LookAnswer
from familyhelp.policy import watched_practitioners
from familyhelp.practice import clock, looked
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.looked import Pattern
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from familyhelp.queries import look_questions
from familyhelp.queries import looked as queries
from familyhelp.queries.looked import Days
from tests import stories
from tests.conftest import MONDAY

TODAY = MONDAY.date()


def looks(person, *seen: Seen, at: datetime = MONDAY) -> None:
    with clock.at(at):
        note_looks(person.id, list(seen))


def of_family(number: int, *, refused: bool = False) -> Seen:
    return Seen(Subject.FAMILY, number, "families.family", refused=refused)


def asked_of(person) -> dict[Pattern, int]:
    return {one.pattern: one.counted for one in look_questions.about([person], TODAY)}


def answered(person, pattern: Pattern, cast) -> None:
    found = next(one for one in look_questions.about([person], TODAY) if one.pattern is pattern)
    answer_question(
        person,
        pattern,
        said="It was agreed with me.",
        counted=found.counted,
        days=(found.first, found.last),
        last_look=found.last_look,
        families=found.families,
        by=cast.mabel,
    )
    db.session.flush()


def test_a_night_goes_over_midnight_and_over_the_change_of_the_hour():
    found = looked.nights(date(2026, 3, 28), date(2026, 3, 29))
    at = [datetime(2026, 3, 28, 22, tzinfo=clock.LOCAL), datetime(2026, 3, 29, 5, 59, tzinfo=clock.LOCAL)]
    assert all(any(first <= one < last for first, last in found) for one in at)
    for still in (datetime(2026, 3, 28, 6, tzinfo=clock.LOCAL), datetime(2026, 3, 29, 21, 59, tzinfo=clock.LOCAL)):
        assert not any(first <= still < last for first, last in found)


def test_each_question_begins_at_its_number_and_stays_away_until_there_is_something_new(cast, session):
    families = [stories.a_family(f"Name{n}") for n in range(10)]
    for family in families[:7]:
        looks(cast.kamal, of_family(family.id), of_family(family.id))
    assert asked_of(cast.kamal) == {}
    looks(cast.kamal, of_family(families[7].id))
    assert asked_of(cast.kamal) == {Pattern.OUTSIDE_TEAM: 8}
    answered(cast.kamal, Pattern.OUTSIDE_TEAM, cast)
    looks(cast.kamal, *(of_family(family.id) for family in families))
    assert asked_of(cast.kamal) == {}, "only two of them are new"

    looks(cast.kamal, *[of_family(families[0].id)] * 5, at=MONDAY - timedelta(hours=5))
    assert asked_of(cast.kamal) == {Pattern.AT_NIGHT: 5}
    answered(cast.kamal, Pattern.AT_NIGHT, cast)
    looks(cast.kamal, *[of_family(families[0].id)] * 4, at=MONDAY - timedelta(hours=5))
    assert asked_of(cast.kamal) == {}
    looks(cast.kamal, of_family(families[0].id), at=MONDAY - timedelta(hours=5))
    assert asked_of(cast.kamal) == {Pattern.AT_NIGHT: 5}

    looks(cast.sven, *[of_family(families[0].id, refused=True)] * 10)
    assert asked_of(cast.sven) == {Pattern.REFUSED: 10}
    looks(cast.colette, *[of_family(families[0].id, refused=True)] * 10, at=MONDAY - timedelta(days=14))
    assert asked_of(cast.colette) == {}, "that was before the days that count"


def test_families_of_the_team_and_of_a_part_are_not_outside_and_a_surname_is_whole(cast, session):
    for n in range(9):
        case = stories.a_case(cast, Stage.ALLOCATING, family=stories.a_family(f"Name{n}"))
        looks(cast.kamal, Seen(Subject.CASE, case.id, "cases.case"))
    assert asked_of(cast.kamal) == {}
    looks(cast.kamal, of_family(stories.a_family("Oseimensah").id))
    assert asked_of(cast.kamal) == {}
    looks(cast.kamal, of_family(stories.a_family("Osei").id))
    assert asked_of(cast.kamal) == {Pattern.OWN_SURNAME: 1}
    answered(cast.kamal, Pattern.OWN_SURNAME, cast)
    assert asked_of(cast.kamal) == {}
    looks(cast.kamal, of_family(stories.a_family("Osei").id))
    assert asked_of(cast.kamal) == {Pattern.OWN_SURNAME: 1}


def test_an_answer_needs_words_and_a_question(cast, session):
    given = {"counted": 1, "days": (TODAY, TODAY), "last_look": 1, "families": [], "by": cast.mabel}
    with pytest.raises(NotYet):
        answer_question(cast.kamal, Pattern.OWN_SURNAME, said="No reason.", **given)
    with pytest.raises(NotYet):
        answer_question(cast.kamal, Pattern.REFUSED, said="It was a mistake.", **given)
    answer_question(cast.kamal, Pattern.OWN_SURNAME, said="No relatives of his.", **given)
    event = session.scalars(sa.select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert (event.kind, event.subject_id) == (EventKind.LOOKS_ASKED, cast.kamal.id)
    assert "relatives" not in str(event.facts)


def test_whom_a_manager_may_ask(cast, session):
    def names(who) -> set[str]:
        return {p.name.split()[0].lower() for p in session.scalars(watched_practitioners(getattr(cast, who)))}

    nobodys = {"flora", "lena", "conor", "lionel", "anita", "adam"}
    assert names("mabel") == nobodys | {"kamal", "colette", "morag"}
    assert names("morag") == nobodys | {"sven", "mabel"}
    for who in ("kamal", "flora", "lena", "conor", "lionel", "anita", "adam"):
        assert names(who) == set()


def test_the_looks_of_a_person_name_no_family_out_of_sight(cast, client):
    north = stories.a_case(cast, Stage.ACTIVE)
    hidden = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Hartwell", restricted=True))
    looks(
        cast.kamal,
        Seen(Subject.CASE, north.id, "cases.case"),
        Seen(Subject.CASE, hidden.id, "cases.case"),
        of_family(hidden.family_id),
    )
    db.session.commit()
    client.sign_in(cast.mabel)
    where = f"/looks/people/{write_code(cast.kamal.code)}"
    page = client.get(where)
    assert "Ashdown family" in page.main
    assert "Hartwell" not in page.html
    assert page.main.count("One that you do not see") == 2
    own = db.session.scalars(sa.select(Look).where(Look.practitioner_id == cast.mabel.id)).all()
    assert [(one.subject, one.subject_id, one.page) for one in own] == [
        (Subject.PRACTITIONER, cast.kamal.id, "looked.of_person")
    ]
    for who, status in (("kamal", 404), ("flora", 404), ("anita", 404), ("adam", 403), ("morag", 404)):
        client.sign_in(getattr(cast, who))
        assert client.status(where) in {status, 404}, who


def test_looks_page_by_time_whatever_the_days(cast, session):
    case = stories.a_case(cast, Stage.ACTIVE)
    for n in range(60):
        looks(cast.kamal, Seen(Subject.CASE, case.id, f"page{n}"), at=MONDAY + timedelta(hours=n))
    for read in (
        lambda days, after: queries.of_family(cast.mabel, case.family, days, after),
        lambda days, after: queries.of_person(cast.mabel, cast.kamal, days, after),
    ):
        seen, after = [], None
        while True:
            page = read(Days(last=TODAY + timedelta(days=1)), after)
            seen += [getattr(row, "look", None) or row[0] for row in page.rows]
            after = page.following
            if after is None:
                break
        assert [one.page for one in seen] == [f"page{n}" for n in range(38, -1, -1)]
        assert len(read(Days(first=TODAY + timedelta(days=2)), None).rows) == 21
        assert read(Days(), "nothing_1").rows[0] is not None


def test_each_page_keeps_to_its_statements(cast, client, count_queries):
    case = stories.a_case(cast, Stage.ACTIVE)
    family, person = write_code(case.family.code), write_code(cast.kamal.code)
    client.sign_in(cast.mabel)
    for many in (1, 30):
        for n in range(many):
            looks(cast.kamal, Seen(Subject.CASE, case.id, "cases.case"), of_family(stories.a_family(f"Osei{n}").id))
        db.session.commit()
        for path in (f"/families/{family}/looks", "/looks", "/looks/people"):
            with count_queries() as count:
                client.get(path)
            assert count() <= 8, f"{path}: {count()}"
        with count_queries() as count:
            client.get(f"/looks/people/{person}")
        assert count() <= 9, count()


def test_an_index_serves_both_lists(cast, session):
    small = session.get_bind().dialect.name == "postgresql"
    if small:  # its planner would read a small table as a whole
        session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    for query in (
        queries._newest(queries._within(Days(TODAY, TODAY), "1_1", Look.practitioner_id == 1)),
        queries._newest(queries._within(Days(TODAY, TODAY), "1_1", Look.subject == Subject.CASE, Look.subject_id == 1)),
    ):
        text = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True}).string
        plan = " ".join(str(row) for row in session.execute(sa.text(f"EXPLAIN {'' if small else 'QUERY PLAN '}{text}")))
        assert ("Index" if small else "USING COVERING INDEX") in plan, plan
        assert "TEMP B-TREE" not in plan, plan


def test_asked_and_answered_on_the_pages(cast, client):
    looks(cast.kamal, of_family(stories.a_family("Osei").id))
    db.session.commit()
    client.sign_in(cast.mabel)
    assert "One family, from 17 February 2026 to 2 March 2026" in client.get("/looks").main
    path = f"/looks/people/{write_code(cast.kamal.code)}/questions/own_surname"
    page = client.follow(client.send(client.get(path), {"said": "They are no relatives."}))
    assert "They are no relatives." in page.main
    assert "Kamal" not in client.get("/looks").main
    assert db.session.scalars(sa.select(LookAnswer)).one().asked_by_id == cast.mabel.id
    assert client.status(f"/looks/people/{write_code(cast.kamal.code)}/questions/weather") == 404
