"""Notes: signed, timed, corrected by versions; restricted ones are not there for those who may not read them."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from familyhelp.casework import leads, notes
from familyhelp.extensions import db
from familyhelp.models import Case, Note, vault
from familyhelp.policy import Act
from familyhelp.practice import clock
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.queries.notes import note_list
from familyhelp.views.next_steps import pages
from tests.stories import a_case, a_family

SECRET = "canary: Rosa fears her brother"
VISIT = {"kind": "visit", "people_seen": "Rosa; Poppy alone", "text": "Breakfast was calm.\nPoppy showed her drawing."}


@pytest.fixture
def case(cast):
    case = a_case(cast, Stage.ACTIVE)
    leads.add_contributor(case, person=cast.conor, by=cast.mabel)
    db.session.commit()
    return case


def at(case: Case, rest: str = "") -> str:
    return f"/cases/{write_code(case.code)}/notes{rest}"


def a_note(case, by, text="A call.", *, restricted=False, on=date(2026, 3, 2)) -> Note:
    note = notes.write_note(
        case, kind=NoteKind.CALL, happened_on=on, text=text, people_seen=None, restricted=restricted, by=by
    )
    db.session.commit()
    return note


def of(note: Note, rest: str = "") -> str:
    return f"/{write_code(note.code)}{rest}"


def another(client, person):
    browser = type(client)(client.app)
    browser.sign_in(person)
    return browser


def test_a_note_is_signed_timed_and_read_as_it_was_written(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.follow(client.send(client.get(at(case, "/new")), VISIT))
    assert "Kamal Osei, written on 2 March 2026, 09:30" in page.main
    assert "Breakfast was calm. Poppy showed her drawing." in page.main
    assert "Seen: Rosa; Poppy alone" in page.main
    assert "Kamal Osei wrote a note: Visit" in client.get(f"/cases/{write_code(case.code)}/chronology").main


def test_what_is_missing_is_said_and_every_character_kept(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.send(client.get(at(case, "/new")), {"text": "Only text."}, status=400)
    assert page.errors == ["Choose what kind of note it is."]
    assert page.fields("text")["text"] == "Only text."
    page = client.send(client.get(at(case, "/new")), VISIT | {"happened_on-day": "3"}, status=400)
    assert page.errors == ["This date cannot be in the future."]
    page = client.send(client.get(at(case, "/new")), VISIT | {"text": " \n\t ", "happened_on-day": "2"}, status=400)
    assert page.errors == ["Write what happened and what was said."]


def test_saving_a_note_is_cheap(client, cast, case, count_queries, engine_name):
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/new"))
    with count_queries() as count:
        client.send(page, VISIT)
    assert (
        count() <= (11 if engine_name == "postgresql" else 10) + vault.is_on
    )  # with keys a note gets its number before
    for number in range(30):
        a_note(case, cast.kamal, f"Note {number}")
    page = client.get(at(case, "/new"))
    with count_queries() as again:
        client.send(page, VISIT)
    assert again() == count()


def test_the_list_is_newest_first_and_pages_by_key_without_missing_or_doubling(client, cast, case):
    for number in range(60):
        with clock.at(datetime(2026, 3, 2, 10, number % 3, tzinfo=UTC)):
            a_note(case, cast.kamal, f"This is note {number};", on=date(2026, 2, 1 + number % 20))
    client.sign_in(cast.kamal)
    seen, days, page = [], [], client.get(at(case))
    for _ in range(3):
        seen += [" ".join("".join(p.itertext()).split()) for p in page.find("p", class_="fh-timeline__detail")]
        days += [t.get("datetime") for t in page.find("time")]
        following = page.links.get("Earlier notes")
        if not following:
            break
        page = client.get(following)
    assert len(seen) == 60 and set(seen) == {f"This is note {n};" for n in range(60)}
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("key", ["x", "_", "2026-03-02", "2026-03-02__", "2026-03-02_2026_X", "9" * 50])
def test_a_page_key_that_is_none_starts_at_the_beginning(client, cast, case, key):
    a_note(case, cast.kamal, "Still here.")
    client.sign_in(cast.kamal)
    assert "Still here." in client.get(at(case, f"?after={key}")).main


def test_a_correction_is_a_new_version_and_the_old_one_stays(client, cast, case):
    note = a_note(case, cast.kamal, "Poppy is 8.")
    later = a_note(case, cast.kamal, "A later note.")
    client.sign_in(cast.kamal)
    page = client.get(client.get(at(case, of(note))).links["Correct this note"])
    assert page.fields("text")["text"] == "Poppy is 8."
    assert client.send(page, {"text": "Poppy is 9."}, status=400).errors == [
        "Say what was wrong, so that both versions can be understood."
    ]
    page = client.follow(client.send(page, {"text": "Poppy is 9.", "because": "Her age was wrong."}))
    assert "Poppy is 9." in page.main and "Poppy is 8." in page.main and "Her age was wrong." in page.main
    assert page.main.index("Poppy is 9.") < page.main.index("Poppy is 8.")
    listed = client.get(at(case)).main
    assert "Poppy is 9." in listed and "Poppy is 8." not in listed and "Corrected by Kamal Osei" in listed
    order = sorted([note.code, later.code], reverse=True)
    assert [listed.index({note.code: "Poppy is 9.", later.code: "A later note."}[code]) for code in order] == sorted(
        listed.index(text) for text in ("Poppy is 9.", "A later note.")
    ), "it keeps its place"


def test_two_people_correct_one_note_and_neither_text_is_lost(client, cast, case):
    note = a_note(case, cast.kamal, "First.")
    client.sign_in(cast.kamal)
    manager = another(client, cast.mabel)
    early = client.get(at(case, of(note, "/correct")))
    manager.send(manager.get(at(case, of(note, "/correct"))), {"text": "Hers.", "because": "So."})
    page = client.send(early, {"text": "His.", "because": "Thus."}, status=409)
    assert "Mabel Thorne saved a newer version while you were writing" in page.errors[0]
    assert "Hers." in page.main and page.fields("text")["text"] == "His."
    client.send(page, {"text": "Both."})
    db.session.expire_all()
    versions = db.session.query(Note).filter_by(code=note.code).order_by(Note.version).all()
    assert [(v.text, v.is_current) for v in versions] == [("First.", False), ("Hers.", False), ("Both.", True)]


def test_only_the_writer_and_the_team_manager_correct(client, cast, case):
    note = a_note(case, cast.conor, "From school.")
    for person in (cast.conor, cast.mabel):
        browser = another(client, person)
        assert "Correct this note" in browser.get(at(case, of(note))).links
        assert browser.status(at(case, of(note, "/correct"))) == 200
    for person in (cast.kamal, cast.colette):
        browser = another(client, person)
        page = browser.get(at(case, of(note)))
        assert "Correct this note" not in page.links
        assert browser.status(at(case, of(note, "/correct"))) == 403
        forged = {"text": "Forged.", "because": "x", "version": "1", "csrf_token": browser.token()}
        assert browser.post(at(case, of(note, "/correct")), forged, status=403)
    db.session.expire_all()
    assert note.text == "From school."


def test_the_writer_may_still_correct_what_the_manager_corrected(client, cast, case):
    note = a_note(case, cast.kamal, "First.")
    manager = another(client, cast.mabel)
    manager.send(manager.get(at(case, of(note, "/correct"))), {"text": "Second.", "because": "So."})
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, of(note, "/correct"))), {"text": "Third.", "because": "So."})
    assert "Third." in client.get(at(case, of(note))).main


def test_a_restricted_note_is_read_by_the_lead_and_the_manager_alone(client, cast, case):
    note = a_note(case, cast.kamal, SECRET, restricted=True)
    for person in (cast.kamal, cast.mabel):
        browser = another(client, person)
        assert SECRET in browser.get(at(case)).main
        assert SECRET in browser.get(at(case, of(note))).main
        assert "wrote a restricted note" in browser.get(f"/cases/{write_code(case.code)}/chronology").main


@pytest.mark.parametrize("who", ["conor", "colette"])
def test_to_everyone_else_a_restricted_note_is_not_there_at_all(client, cast, case, who):
    person = getattr(cast, who)
    browser = another(client, person)
    chronology = f"/cases/{write_code(case.code)}/chronology"
    before, told = browser.get(at(case)).main, browser.get(chronology).main
    note = a_note(case, cast.kamal, SECRET, restricted=True)
    notes.correct_note(case, note, text=SECRET + "!", because="canary reason", read_version=1, by=cast.kamal)
    db.session.commit()
    assert browser.get(at(case)).main == before, "neither text nor count nor gap"
    assert browser.get(chronology).main == told, "nor an event"
    assert "canary" not in browser.get(f"/cases/{write_code(case.code)}").html
    for rest in (of(note), of(note, "/correct")):
        there, nowhere = browser.ask("GET", at(case, rest)), browser.ask("GET", at(case, "/ZZZZ-ZZZZ"))
        assert there.status_code == nowhere.status_code == 404
    token = browser.token()
    forged = {"text": "x", "because": "x", "version": "2", "csrf_token": token}
    assert browser.ask("POST", at(case, of(note, "/correct")), data=forged).status_code == 404


def test_twenty_five_restricted_notes_leave_no_gap_and_no_empty_page(client, cast, case):
    a_note(case, cast.conor, "The oldest open note.", on=date(2026, 1, 2))
    for number in range(30):
        a_note(case, cast.kamal, f"{SECRET} {number}", restricted=True)
    page = another(client, cast.conor).get(at(case))
    assert "The oldest open note." in page.main and "Earlier notes" not in page.links


def test_who_may_not_read_restricted_notes_cannot_write_one_and_it_never_becomes_an_open_one(client, cast, case):
    browser = another(client, cast.conor)
    page = browser.get(at(case, "/new"))
    assert "restricted" not in page.fields("text") and "Restrict" not in page.main
    data = page.fields("text") | VISIT | {"restricted": "y"}
    refused = browser.post(at(case, "/new"), data, status=409)
    assert refused.errors == ["Only the lead and the team manager write restricted notes."]
    assert db.session.query(Note).count() == 0


def test_management_oversight_is_written_by_managers(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/new"))
    assert "Management oversight" not in page.main
    assert client.post(at(case, "/new"), page.fields("text") | VISIT | {"kind": "oversight"}, status=400)
    manager = another(client, cast.mabel)
    manager.send(manager.get(at(case, "/new")), VISIT | {"kind": "oversight"})


def test_a_long_note_is_whole_on_its_own_page_and_begun_in_the_list(client, cast, case):
    text = "word " * 3_000 + "the very end"
    note = a_note(case, cast.kamal, text)
    client.sign_in(cast.kamal)
    page = client.get(at(case))
    assert "the very end" not in page.main and f"Read the rest of note {write_code(note.code)}" in page.links
    assert "the very end" in client.get(at(case, of(note))).main


def test_a_note_of_another_case_is_not_found_through_this_one(client, cast, case):
    other = a_case(cast, Stage.ASSESSING, family=a_family("Birch"))
    note = a_note(other, cast.kamal, "Birch.")
    client.sign_in(cast.kamal)
    for rest in (of(note), of(note, "/correct"), "/nonsense", "/%00", "/" + "A" * 300):
        assert client.status(at(case, rest)) == 404


def test_strangers_find_nothing(client, cast, case):
    note = a_note(case, cast.kamal)
    stranger = another(client, cast.sven)
    for rest in ("", "/new", of(note), of(note, "/correct")):
        assert stranger.status(at(case, rest)) == 404


def test_the_case_page_finds_its_way_here(app):
    with app.test_request_context():
        assert pages()[Act.WRITE_NOTE] == "notes.new"


def test_the_list_costs_the_same_with_two_notes_or_two_thousand(client, cast, case, count_queries):
    client.sign_in(cast.kamal)
    a_note(case, cast.kamal)

    def cost(path):
        with count_queries() as count:
            page = client.get(path)
        return count(), len(page.html)

    before = cost(at(case))[0]
    now = clock.now()
    db.session.add_all(
        Note(case_id=case.id, kind=NoteKind.CALL, happened_on=date(2026, 3, 1), text="Words. " * 150,
             written_by_id=cast.kamal.id, written_at=now, first_written_at=now)
        for _ in range(2_000)
    )  # fmt: skip
    db.session.commit()
    after, size = cost(at(case))
    assert before == after <= 6
    assert size < 60_000
    assert cost(client.get(at(case)).links["Earlier notes"])[0] == after
    note = a_note(case, cast.kamal)
    assert cost(at(case, of(note)))[0] <= 8
    assert cost(at(case, of(note, "/correct")))[0] <= 7


def test_the_list_is_read_in_the_order_of_its_index(session, cast, case, engine_name):
    asked = []

    def note(*args):
        asked.append(args[2:4])

    sa.event.listen(db.engine, "before_cursor_execute", note)
    note_list(cast.conor, case, None)
    note_list(cast.conor, case, f"2026-03-02_{clock.now().isoformat()}_{case.code}")
    sa.event.remove(db.engine, "before_cursor_execute", note)
    read = [(statement, values) for statement, values in asked if "FROM notes" in statement]
    assert len(read) == 2
    explain, column = "EXPLAIN QUERY PLAN", -1
    if engine_name == "postgresql":
        # A table this small is read whole unless that is forbidden; what counts is that no sort is needed.
        session.connection().exec_driver_sql("ANALYZE notes")
        session.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
        session.connection().exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        session.connection().exec_driver_sql("SET LOCAL enable_sort = off")
        explain, column = "EXPLAIN", 0
    for statement, values in read:
        plan = [row[column] for row in session.connection().exec_driver_sql(f"{explain} {statement}", values)]
        assert any("ix_notes_in_order" in step for step in plan), plan
        assert not any("TEMP B-TREE" in step or "Sort" in step for step in plan), plan
