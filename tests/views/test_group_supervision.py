"""Group supervision: who takes part reads it, families stay with those who work with them, and it is then frozen."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from familyhelp.casework import group_supervision as deeds
from familyhelp.extensions import db
from familyhelp.models import Case, Event, GroupCase, GroupSupervision, Look, Note
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import Changed, NotYet
from tests import stories
from tests.group_stories import QUESTION, a_group, family_to_discuss, where

OTHERS = ("sven", "lena", "conor", "morag", "lionel", "flora", "anita", "adam")


def test_a_decision_stands_on_the_familys_record_and_here_only_where_it_is(cast, session):
    group = a_group(cast)
    note = session.scalars(sa.select(Note).where(Note.kind == NoteKind.OVERSIGHT)).one()
    assert (note.text, note.written_by_id) == ("Draw with Jude before the next visit.", cast.mabel.id)
    row = session.scalars(sa.select(GroupCase)).one()
    assert (row.group_supervision_id, row.case_id, row.note_id) == (group.id, note.case_id, note.id)
    kinds = session.scalars(
        sa.select(Event.kind).where(Event.subject == Subject.GROUP_SUPERVISION).order_by(Event.id)
    ).all()
    assert kinds == [
        EventKind.GROUP_BEGUN,
        EventKind.GROUP_DISCUSSED,
        EventKind.GROUP_LEARNED,
        EventKind.GROUP_FINISHED,
    ]


def test_a_group_is_two_workers_at_least_and_no_day_to_come(cast):
    for workers, days, said in (
        ([cast.kamal], 0, "at least 2"),
        ([], 0, "at least 2"),
        ([cast.kamal] * 2, 1, "future"),
    ):
        with pytest.raises(NotYet, match=said):
            deeds.begin(workers, held_on=clock.today() + timedelta(days=days), question=QUESTION, by=cast.mabel)


def test_only_families_of_those_who_take_part_and_each_once(cast, session):
    group = a_group(cast, finished=False)
    case = session.scalars(sa.select(Case)).one()
    with pytest.raises(NotYet, match="already"):
        deeds.discuss(group, case, decision="Again.", restricted=False, by=cast.mabel)
    other = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Vole"), lead=cast.lena)
    with pytest.raises(NotYet, match="Nobody who takes part"):
        deeds.discuss(group, other, decision="Go on.", restricted=False, by=cast.mabel)
    with pytest.raises(NotYet, match="decided"):
        deeds.discuss(group, other, decision=" ", restricted=False, by=cast.mabel)


def test_it_is_not_finished_before_it_says_what_was_learned(client, cast):
    group = a_group(cast, finished=False, learned="")
    with pytest.raises(NotYet, match="learned"):
        deeds.finish(group, by=cast.mabel)
    client.sign_in(cast.mabel)
    page = client.get(where(group, "/finish"))
    answer = client.send(page, {}, 409)
    assert any("what the group learned" in sentence for sentence in answer.errors)


def test_two_who_write_at_once_lose_nothing(cast):
    group = a_group(cast, finished=False)
    with pytest.raises(Changed):
        deeds.write_learned(group, learned="Other.", read_version=group.version - 1, by=cast.mabel)


def test_a_finished_one_stays_as_it_is_also_for_the_database(cast, session):
    group = a_group(cast)
    for deed in (
        lambda: deeds.write_learned(group, learned="Other.", read_version=group.version, by=cast.mabel),
        lambda: deeds.finish(group, by=cast.mabel),
    ):
        with pytest.raises(NotYet, match="stays as it is"):
            deed()
    session.rollback()
    for change in (
        sa.update(GroupSupervision).values(learned="Other."),
        sa.delete(GroupCase),
        sa.update(GroupCase).values(note_id=GroupCase.note_id),
        sa.insert(GroupCase).values(group_supervision_id=group.id, case_id=1, note_id=1),
    ):
        with pytest.raises(DatabaseError, match="stays as it is"):
            session.execute(change)
        session.rollback()


def test_the_database_freezes_a_supervision_of_two_as_well(cast, session):
    held = stories.a_supervision(cast)
    for change in (
        "UPDATE supervisions SET wellbeing = 'Other.'",
        "DELETE FROM supervised_cases",
        f"INSERT INTO supervised_cases (supervision_id, case_id, note_id) VALUES ({held.id}, 1, 1)",
    ):
        with pytest.raises(DatabaseError, match="stays as it is"):
            session.execute(sa.text(change))
        session.rollback()


def test_those_who_took_part_read_it_once_it_is_finished_and_nobody_else_ever(client, cast):
    group = a_group(cast, finished=False)
    client.sign_in(cast.kamal)
    assert client.status(where(group)) == 404
    assert QUESTION not in client.get("/supervision/groups").main
    deeds.finish(group, by=cast.mabel)
    db.session.commit()
    page = client.get(where(group))
    assert "Draw first." in page.main and "Curlew" in page.main
    assert QUESTION in client.get("/supervision/groups").main
    client.sign_in(cast.colette)
    assert "Draw first." in client.get(where(group)).main
    for who in OTHERS:
        client.sign_in(getattr(cast, who))
        assert client.status(where(group)) == 404, who


def test_a_family_is_named_only_to_who_works_with_it(client, cast):
    group = a_group(cast)
    case = db.session.scalars(sa.select(Case)).one()
    case.family.restricted = True
    db.session.commit()
    client.sign_in(cast.colette)
    page = client.get(where(group))
    assert "A family that you do not work with" in page.main
    assert "Curlew" not in page.text and write_code(case.code) not in page.text


def test_nobody_but_who_holds_it_writes(client, cast):
    group = a_group(cast, finished=False)
    for who in ("kamal", "colette", *OTHERS):
        client.sign_in(getattr(cast, who))
        for tail in ("/learned", "/finish"):
            assert client.status(where(group, tail)) in (403, 404), (who, tail)


def test_its_facts_are_looked_at_with_a_trace(client, cast):
    path = family_to_discuss(cast)
    client.sign_in(cast.mabel)
    page = client.get(path)
    assert "Never" in page.main
    case = db.session.scalars(sa.select(Case).order_by(Case.id.desc())).first()
    seen = db.session.scalars(sa.select(Look).where(Look.subject == Subject.CASE, Look.subject_id == case.id))
    assert [look.page for look in seen] == ["group_supervision.family"]


def test_who_can_take_part_and_a_stranger_to_the_team_cannot(client, cast):
    stories.a_case(cast, Stage.ACTIVE, lead=cast.lena)
    client.sign_in(cast.mabel)
    page = client.get("/supervision/groups/begin")
    assert "Kamal Osei" in page.main and "Lena Whitlock (Marsh Lane Primary School)" in page.main
    assert "Mabel" not in page.main and "Sven" not in page.main
    sent = client.send(page, {"question": QUESTION, "workers": [cast.sven.code, cast.kamal.code]}, 400)
    assert "Choose from the list." in sent.errors


def test_pages_ask_a_fixed_number_of_questions(client, cast, session, count_queries):
    def counted(path: str) -> int:
        with count_queries() as count:
            client.get(path)
        return count()

    group = a_group(cast, finished=False)
    client.sign_in(cast.mabel)
    paths = [
        "/supervision/groups",
        "/supervision/groups/begin",
        *(where(group, t) for t in ("", "/learned", "/finish")),
    ]
    few = [counted(path) for path in paths]
    for number in range(20):
        case = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Wren{number}"), lead=cast.colette)
        if number < 8:
            deeds.discuss(group, case, decision="Go on.", restricted=False, by=cast.mabel)
    for _ in range(5):
        a_group(cast, discuss=False)
    db.session.commit()
    assert [counted(path) for path in paths] == few
    assert few[0] <= 8 and max(few) <= 12
