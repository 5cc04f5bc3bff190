"""Compliments and complaints: read by managers and never by whom they are about, answered in time, learned from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import complaints as deeds
from familyhelp.extensions import db
from familyhelp.models import Complaint
from familyhelp.practice import clock
from familyhelp.practice.complaints import ComplaintKind, Finding
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from tests import learning, stories
from tests.cast import practitioner
from tests.conftest import MONDAY

OTHERS = ("kamal", "colette", "sven", "lena", "conor", "lionel", "flora", "anita", "adam")
CANARY = "Zwartkop never rang back"


def where(one: Complaint, tail: str = "") -> str:
    return f"/complaints/{write_code(one.code)}{tail}"


def later(days: int):
    return clock.at(MONDAY + timedelta(days=days))


def test_it_is_acknowledged_within_three_working_days_and_answered_within_ten(client, cast):
    one = learning.complaint(cast)
    assert (one.deadline.on, one.deadline.late_after) == (date(2026, 3, 5), date(2026, 3, 5))
    for days, said in ((2, ""), (3, "Due"), (4, "Late")):
        with later(days):
            client.sign_in(cast.mabel)
            main = client.get("/complaints").main
            assert [w for w in ("Due", "Late") if f"5 March 2026 {w}" in main] == ([said] if said else [])
    with later(1):
        deeds.acknowledge(one, on=clock.today(), by=cast.mabel)
        db.session.commit()
    assert one.next_due_on == one.deadline.on == date(2026, 3, 16)
    with later(15):
        client.sign_in(cast.mabel)
        assert "Late" in client.get(where(one)).main
        learning.answered_only(one, cast)
        assert "No complaint waits" in client.get("/complaints").main
        assert "Partly upheld" in client.get("/complaints/held").main


def test_what_is_overdue_comes_first_and_the_list_goes_on(client, cast):
    for n in range(27):
        learning.complaint(cast, received_on=clock.today() - timedelta(days=n))
    client.sign_in(cast.mabel)
    first = client.get("/complaints")
    assert first.main.index("4 February 2026") < first.main.index("5 February 2026")
    assert client.get(first.links["More"]).main.count("2 March 2026") == 1


def test_nobody_but_managers_finds_it_and_nothing_of_it_is_on_the_case(client, cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    one = learning.complaint(cast, case=case, text=CANARY)
    code = write_code(case.code)
    for name in OTHERS:
        client.sign_in(getattr(cast, name))
        assert client.status("/complaints") == 403
        assert client.status(where(one)) == 404
    client.sign_in(cast.kamal)
    for tail in ("", "/chronology", "/notes", "/feedback", "/summary"):
        assert CANARY not in client.get(f"/cases/{code}{tail}").html
    client.sign_in(cast.mabel)
    assert CANARY in client.get(where(one)).main and "Ashdown family" in client.get(where(one)).main


def test_a_manager_reads_none_about_themselves_nor_about_another_teams_family(client, cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    of_mabel = learning.complaint(cast, case=case, concerns=cast.mabel, handler=cast.morag)
    of_kamal = learning.complaint(cast, case=case)
    client.sign_in(cast.mabel)
    assert (client.status(where(of_mabel)), client.status(where(of_kamal))) == (404, 200)
    assert client.ask("POST", where(of_mabel, "/answer")).status_code in (400, 404)
    client.sign_in(cast.morag)
    page = client.get(where(of_mabel))
    assert "A family that you do not see" in page.main and "Ashdown family" not in page.main
    assert client.status(where(of_kamal)) == 404


@pytest.mark.parametrize("who", ["kamal", "conor", "flora"])
def test_only_a_manager_handles_one_and_never_about_themselves(who, cast):
    with pytest.raises(NotYet, match="A manager handles it"):
        learning.complaint(cast, concerns=None, handler=getattr(cast, who))
    with pytest.raises(NotYet, match="Nobody handles a complaint about themselves"):
        learning.complaint(cast, concerns=cast.mabel)
    one = learning.complaint(cast, concerns=cast.morag)
    with pytest.raises(NotYet, match="Nobody handles a complaint about themselves"):
        deeds.hand_to(one, handler=cast.morag, because="Away.", by=cast.mabel)


def test_the_database_holds_it_too(cast):
    one = learning.complaint(cast)
    for broken in ({"handler_id": cast.kamal.id}, {"next_due_on": None}, {"lesson": "Half of an answer."}):
        with pytest.raises(sa.exc.IntegrityError):
            db.session.execute(sa.update(Complaint).where(Complaint.id == one.id).values(**broken))
        db.session.rollback()


def test_an_answer_needs_its_reason_its_words_and_its_lesson_and_then_stays(cast):
    one = learning.complaint(cast)
    said = {"found": Finding.NOT_UPHELD, "told_on": clock.today(), "by": cast.mabel}
    with pytest.raises(NotYet) as refused:
        deeds.answer(one, because=" ", told="", lesson="", **said)
    assert len(refused.value.sentences) == 3
    with pytest.raises(NotYet, match="before the complaint came"):
        deeds.answer(one, because="A", told="B", lesson="C", **(said | {"told_on": date(2026, 3, 1)}))
    learning.answered(one, cast)
    for again in (
        lambda: learning.answered(one, cast),
        lambda: deeds.acknowledge(one, on=clock.today(), by=cast.mabel),
    ):
        with pytest.raises(NotYet, match="is answered and stays as it is"):
            again()


def test_a_compliment_has_no_clock_and_no_handler(client, cast):
    one = learning.complaint(cast, kind=ComplaintKind.COMPLIMENT, text="She rang back the same day.")
    assert (one.handler_id, one.next_due_on, one.deadline) == (None, None, None)
    client.sign_in(cast.mabel)
    assert "She rang back" in client.get(where(one)).main
    assert client.status(where(one, "/answer")) == 409
    assert "Compliment, 2 March 2026" in client.get("/complaints/held").main


def test_a_case_that_the_manager_does_not_see_cannot_be_named(client, cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    client.sign_in(cast.morag)
    page = client.get("/complaints/new")
    sent = {
        "kind": "compliment",
        "said_by": "family",
        "about": "help",
        "text": "Thanks.",
        "case": write_code(case.code),
    }
    refused = client.post(page.path, page.fields() | sent, 409)
    assert refused.errors == ["There is no case with this reference among those that you see."]
    client.sign_in(cast.mabel)
    client.send(client.get(page.path), sent)
    db.session.rollback()
    assert db.session.scalars(sa.select(Complaint)).one().case_id == case.id


def test_pages_have_a_fixed_number_of_statements(client, cast, count_queries):
    counts = []
    for n in range(2):
        for _ in range(3):
            one = learning.complaint(cast)
            learning.answered(learning.complaint(cast), cast)
        practitioner(f"Nell Fry {n}", Role.KEY_WORKER).email = f"nell{n}@example.org"
        db.session.commit()
        client.sign_in(cast.mabel)
        found = []
        for path in ("/complaints", "/complaints/held", where(one), where(one, "/answer"), "/complaints/new"):
            with count_queries() as count:
                client.get(path)
            found.append(count())
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8, counts
