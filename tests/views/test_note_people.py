"""Whom a note is about: one visit to several children stands on each, and says when each was last seen."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import leads, notes
from familyhelp.casework.notes import About
from familyhelp.extensions import db
from familyhelp.models import Event, Note, NotePerson
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.queries.notes import Wanted, note_list
from tests.stories import a_case, a_family


@pytest.fixture
def case(cast):
    case = a_case(cast, Stage.ACTIVE)
    leads.add_contributor(case, person=cast.conor, by=cast.mabel)
    db.session.commit()
    return case


def at(case, rest: str = "") -> str:
    return f"/cases/{write_code(case.code)}{rest}"


def child(case, forename: str):
    return next(m.person for m in case.family.members if m.person.forename == forename)


def a_note(case, by, text="A visit.", *, about=(), on=date(2026, 3, 2), restricted=False, kind=NoteKind.VISIT, **more):
    note = notes.write_note(
        case, kind=kind, happened_on=on, text=text, people_seen=None, restricted=restricted, about=about, by=by, **more
    )
    db.session.commit()
    return note


def seen(page) -> dict[str, str]:
    """What the case page says beside each child."""
    found = {}
    for li in page.find("li"):
        words = " ".join("".join(li.itertext()).split())
        for name in ("Poppy", "Jude"):
            if words.startswith(name) and ("seen" in words.lower()):
                found[name] = words.partition("Child")[2].strip()
    return found


def test_one_visit_to_two_children_is_one_note_that_stands_on_each(client, cast, case):
    client.sign_in(cast.kamal)
    poppy, jude, rosa = (child(case, n).code for n in ("Poppy", "Jude", "Rosa"))
    page = client.get(at(case, "/notes/new"))
    answers = {"kind": "visit", "text": "Breakfast was calm.", "there": [rosa, jude], "alone": [poppy], "minutes": "45"}
    listed = client.follow(client.send(page, answers))
    assert "There: Rosa Ashdown, Poppy Ashdown (seen alone), Jude Ashdown" in listed.main
    assert "45 minutes" in listed.main
    rows = db.session.execute(sa.select(NotePerson.present, NotePerson.seen_alone)).all()
    assert sorted(map(tuple, rows)) == [(True, False), (True, False), (True, True)]
    assert db.session.scalar(sa.select(sa.func.count(Note.id))) == 1
    for code in (poppy, jude, rosa):
        assert "Breakfast was calm." in client.get(at(case, f"/notes?about={write_code(code)}")).main


def test_somebody_from_elsewhere_cannot_be_ticked(client, cast, case):
    other = a_case(cast, Stage.ASSESSING, family=a_family("Birch"))
    stranger = child(other, "Poppy").code
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/notes/new"))
    sent = page.fields("text") | {"kind": "visit", "text": "Forged.", "there": [stranger]}
    assert client.post(at(case, "/notes/new"), sent, status=400).errors == ["Choose from the list."]
    assert db.session.scalar(sa.select(sa.func.count(Note.id))) == 0


@pytest.mark.parametrize("minutes", ["0", "-5", "half an hour", "1441", "9" * 30, "４５", "1.5"])
def test_minutes_are_whole_and_what_was_typed_stays(client, cast, case, minutes):
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/notes/new"))
    refused = client.send(page, {"kind": "call", "text": "Hello.", "minutes": minutes}, status=400)
    assert refused.errors == ["Enter whole minutes, such as 45."]
    assert refused.fields("text")["minutes"] == minutes


def test_the_case_says_when_each_child_was_last_seen_and_last_seen_alone(client, cast, case):
    poppy, jude = child(case, "Poppy"), child(case, "Jude")
    client.sign_in(cast.kamal)
    assert seen(client.get(at(case))) == {"Poppy": "Not seen yet", "Jude": "Not seen yet"}
    a_note(case, cast.kamal, about=[About(poppy, seen_alone=True)], on=date(2026, 1, 5))
    a_note(case, cast.kamal, about=[About(poppy, present=True), About(jude, present=True)], on=date(2026, 2, 9))
    # Told of on a later day, but not there: that is not seeing a child.
    a_note(case, cast.kamal, about=[About(poppy), About(jude)], on=date(2026, 3, 1), kind=NoteKind.CALL)
    assert seen(client.get(at(case))) == {
        "Poppy": "Last seen 9 February 2026, alone 5 January 2026",
        "Jude": "Last seen 9 February 2026, not alone yet",
    }


def test_a_restricted_visit_does_not_tell_others_when_a_child_was_seen(client, cast, case):
    poppy = child(case, "Poppy")
    client.sign_in(cast.conor)
    before = client.get(at(case)).main
    a_note(case, cast.kamal, "canary", about=[About(poppy, seen_alone=True)], restricted=True)
    assert client.get(at(case)).main == before
    assert "canary" not in client.get(at(case, f"/notes?about={write_code(poppy.code)}")).html
    client.sign_in(cast.kamal)
    assert seen(client.get(at(case)))["Poppy"] == "Last seen 2 March 2026, alone 2 March 2026"


def test_a_wrong_tick_is_corrected_and_the_last_day_with_it(client, cast, case):
    poppy, jude = child(case, "Poppy"), child(case, "Jude")
    note = a_note(case, cast.kamal, about=[About(poppy, seen_alone=True)])
    client.sign_in(cast.kamal)
    page = client.get(at(case, f"/notes/{write_code(note.code)}/correct"))
    assert page.fields("text")["alone"] == [poppy.code] == page.fields("text")["there"]
    client.send(page, {"there": [], "alone": [jude.code], "because": "It was Jude."})
    assert seen(client.get(at(case))) == {
        "Poppy": "Not seen yet",
        "Jude": "Last seen 2 March 2026, alone 2 March 2026",
    }
    shown = client.get(at(case, f"/notes/{write_code(note.code)}")).main
    assert "There: Jude Ashdown (seen alone)" in shown and "There: Poppy Ashdown (seen alone)" in shown
    assert "no notes like this" in client.get(at(case, f"/notes?about={write_code(poppy.code)}")).main
    notes.correct_note(case, db.session.get(Note, note.id), text="x", because="y", read_version=2, by=cast.kamal)
    db.session.commit()
    assert seen(client.get(at(case)))["Jude"] == "Last seen 2 March 2026, alone 2 March 2026"


def test_the_list_is_narrowed_by_person_kind_and_days_and_pages_within_that(client, cast, case):
    poppy, jude = child(case, "Poppy"), child(case, "Jude")
    for number in range(60):
        with clock.at(datetime(2026, 3, 2, 10, number % 3, tzinfo=UTC)):
            who = poppy if number % 2 else jude
            kind = NoteKind.CALL if number % 3 else NoteKind.VISIT
            on = date(2026, 1, 1) + timedelta(days=number)
            a_note(case, cast.kamal, f"Note {number};", about=[About(who, present=True)], on=on, kind=kind)
    client.sign_in(cast.kamal)

    def found(path):
        listed, days = [], []
        while path:
            page = client.get(path)
            listed += [" ".join("".join(p.itertext()).split()) for p in page.find("p", class_="fh-timeline__detail")]
            days += [t.get("datetime") for t in page.find("time")]
            path = page.links.get("Earlier notes")
        assert days == sorted(days, reverse=True)
        return listed

    poppy_at = write_code(poppy.code)
    assert sorted(found(at(case, f"/notes?about={poppy_at}"))) == sorted(f"Note {n};" for n in range(1, 60, 2))
    assert len(found(at(case, "/notes?kind=visit"))) == 20
    assert found(at(case, "/notes?since=11/1/2026&until=12+1+2026")) == ["Note 11;", "Note 10;"]
    both = found(at(case, f"/notes?about={poppy_at}&kind=call&since=2026-01-01&until=2026-02-10"))
    assert set(both) == {f"Note {n};" for n in range(1, 41, 2) if n % 3}
    for nonsense in ("about=ZZZZ-ZZZZ", "kind=nothing", "since=2026-02-31", "until=x", "about=%F0%9F%90%9F"):
        assert client.status(at(case, f"/notes?{nonsense}")) == 200


def test_narrowing_costs_the_same_with_two_notes_or_two_thousand(client, cast, case, count_queries):
    poppy = child(case, "Poppy")
    a_note(case, cast.kamal, about=[About(poppy, present=True)])
    client.sign_in(cast.kamal)

    def cost(query):
        with count_queries() as count:
            page = client.get(at(case, f"/notes?{query}"))
        assert len(page.html) < 60_000
        return count()

    narrow = [f"about={write_code(poppy.code)}", "kind=call", "since=2026-01-01&until=2026-03-02"]
    before = [cost(query) for query in narrow]
    now = clock.now()
    for number in range(2_000):
        note = Note(case_id=case.id, kind=NoteKind.CALL, happened_on=date(2026, 3, 1), text="Words. " * 150,
                    written_by_id=cast.kamal.id, written_at=now, first_written_at=now, code=f"{number:08}")  # fmt: skip
        note.people = [
            NotePerson(person_id=m.person_id, present=True, seen_alone=False, case_id=case.id, code=note.code,
                       happened_on=note.happened_on, first_written_at=now)
            for m in case.family.members
        ]  # fmt: skip
        db.session.add(note)
    db.session.commit()
    assert [cost(query) for query in narrow] == before
    assert max(before) <= 6
    with count_queries() as count:
        client.get(at(case))
    assert count() <= 12


@pytest.mark.parametrize(("which", "index"), [("about", "ix_note_people_in_order"), ("kind", "ix_notes_of_kind")])
def test_each_filter_is_read_in_the_order_of_an_index(session, cast, case, engine_name, which, index):
    asked = []
    poppy = child(case, "Poppy").code
    wanted = Wanted(about=poppy) if which == "about" else Wanted(kind=NoteKind.CALL)

    def note(*args):
        asked.append(args[2:4])

    sa.event.listen(db.engine, "before_cursor_execute", note)
    note_list(cast.conor, case, f"2026-03-02_{clock.now().isoformat()}_{case.code}", wanted)
    sa.event.remove(db.engine, "before_cursor_execute", note)
    (statement, values) = next(pair for pair in asked if "notes" in pair[0])
    explain, column = "EXPLAIN QUERY PLAN", -1
    if engine_name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE notes")
        session.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
        session.connection().exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        session.connection().exec_driver_sql("SET LOCAL enable_sort = off")
        session.connection().exec_driver_sql("SET LOCAL enable_hashjoin = off")
        session.connection().exec_driver_sql("SET LOCAL enable_mergejoin = off")
        explain, column = "EXPLAIN", 0
    plan = [row[column] for row in session.connection().exec_driver_sql(f"{explain} {statement}", values)]
    # Where there is little, PostgreSQL may as well walk the whole list in its order and leave out other kinds.
    fine = {index, "ix_notes_in_order"} if engine_name == "postgresql" else {index}
    assert any(name in step for step in plan for name in fine), plan
    assert not any("TEMP B-TREE" in step or "Sort" in step for step in plan), plan


# Significant events ------------------------------------------------------------------------------------------


def test_a_significant_event_is_told_on_the_chronology_by_its_headline(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/notes/new"))
    refused = client.send(page, {"kind": "significant", "text": "Long story."}, status=400)
    assert refused.errors == ["Say in one line what happened: the chronology shows it."]
    client.send(refused, {"headline": "Poppy moved to her grandmother’s 100% <b>today"})
    told = client.get(at(case, "/chronology")).main
    assert "Significant event: Poppy moved to her grandmother’s 100% <b>today (Kamal Osei)" in told
    assert "Long story" not in told
    note = db.session.scalar(sa.select(Note))
    page = client.get(at(case, f"/notes/{write_code(note.code)}/correct"))
    client.send(page, {"headline": "Poppy stays with her aunt", "because": "It was her aunt."})
    assert "Significant event, corrected: Poppy stays with her aunt" in client.get(at(case, "/chronology")).main


def test_a_restricted_significant_event_tells_nothing_and_to_others_it_is_not_there(client, cast, case):
    browser = type(client)(client.app)
    browser.sign_in(cast.conor)
    before = browser.get(at(case, "/chronology")).main
    note = a_note(case, cast.kamal, "canary", kind=NoteKind.SIGNIFICANT, headline="canary headline", restricted=True)
    notes.correct_note(
        case, note, text="canary", headline="canary two", because="canary", read_version=1, by=cast.kamal
    )
    db.session.commit()
    for event in db.session.scalars(sa.select(Event)):
        assert "canary" not in str(event.facts)
    assert browser.get(at(case, "/chronology")).main == before
    client.sign_in(cast.kamal)
    assert "wrote a restricted note of a significant event" in client.get(at(case, "/chronology")).main
    kinds = set(db.session.scalars(sa.select(Event.kind)))
    assert EventKind.SIGNIFICANT not in kinds and EventKind.SIGNIFICANT_CORRECTED not in kinds


def test_a_handover_is_not_a_kind_that_somebody_picks(client, cast, case):
    client.sign_in(cast.mabel)
    page = client.get(at(case, "/notes/new"))
    assert client.post(at(case, "/notes/new"), page.fields("text") | {"kind": "handover", "text": "x"}, status=400)
