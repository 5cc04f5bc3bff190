"""What follows from an audit: actions that somebody else closes, chased when they are late; and the re-audit."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from familyhelp.casework import audit_actions as deeds
from familyhelp.casework import leads, moderations
from familyhelp.extensions import db
from familyhelp.models import Audit, AuditAction
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.words import NotYet
from familyhelp.queries import moderations as seconds
from tests import audit_stories as audits
from tests.audit_stories import audit_address as where
from tests.cast import practitioner
from tests.conftest import MONDAY

OTHERS = ("flora", "colette", "sven", "lena", "conor", "lionel", "anita", "adam")


def at(action: AuditAction, tail: str) -> str:
    return f"/audit-actions/{write_code(action.code)}{tail}"


def test_an_action_goes_from_its_first_word_to_its_end(client, cast, session):
    audit = audits.finished(cast)
    client.sign_in(cast.morag)
    page = client.get(client.get(where(audit)).links["Add an action"])
    said = {"what": "See Jude alone.", "due_on-day": "16", "due_on-month": "3", "due_on-year": "2026"}
    assert client.send(page, said, 400).errors == ["Choose who sees to it."]
    page = client.follow(client.send(page, said | {"owner": cast.kamal.code}))
    assert "See Jude alone." in page.main and "Kamal Osei, by 16 March 2026" in page.main
    client.sign_in(cast.kamal)
    page = client.get("/audits/mine")
    page = client.follow(client.send(client.get(page.links["It is done: See Jude alone."]), {"what": "He showed me."}))
    assert "Reported done" in page.main and "It is done: See Jude alone." not in page.links
    action = session.scalars(sa.select(AuditAction)).one()
    assert client.get(at(action, "/report"), 409)
    assert client.status(at(action, "/close")) == 404
    client.sign_in(cast.mabel)
    page = client.get("/audits/actions")
    page = client.follow(client.send(client.get(page.links["Close: See Jude alone."]), {"because": "Read the note."}))
    assert "No action is open." in page.main
    assert client.get(at(action, "/close"), 409)
    assert "Closed on 2 March 2026 by Mabel Thorne" in client.get(where(audit)).main


def names(audit: Audit) -> list[str]:
    return [person.name for person in seconds.could_be_second(audit)]


def test_what_is_late_comes_first_and_is_chased(client, cast):
    audits.action(cast)
    with clock.at(MONDAY + timedelta(days=5)):
        audits.action(cast, families=["Birch"], what="Ring the school.")
    with clock.at(MONDAY + timedelta(days=15)):
        for who, path in ((cast.mabel, "/audits/actions"), (cast.kamal, "/audits/mine")):
            client.sign_in(who)
            main = client.get(path).main
            assert main.index("See Jude alone.") < main.index("Ring the school.")
            assert main.count("Late") == 1


def test_only_the_owner_reports_and_only_somebody_else_closes(client, cast, session):
    audit = audits.finished(cast)
    own = deeds.add(
        audit, what="Ask the school.", owner=cast.mabel, due_on=clock.today() + timedelta(days=3), by=cast.mabel
    )
    session.commit()
    client.sign_in(cast.mabel)
    assert client.status(at(own, "/close")) == 404
    with pytest.raises(NotYet, match="Somebody else closes"):
        deeds.close(own, because="x", by=cast.mabel)
    with pytest.raises(NotYet, match="Whoever owns"):
        deeds.report(own, what="x", by=cast.morag)
    with pytest.raises(NotYet, match="what was done"):
        deeds.report(own, what=" ", by=cast.mabel)
    with pytest.raises(NotYet, match="shows that it is done"):
        deeds.close(own, because=" ", by=cast.morag)
    client.sign_in(cast.morag)
    assert client.status(at(own, "/report")) == 404
    deeds.close(own, because="Not needed: they moved.", by=cast.morag)
    for deed in (
        lambda: deeds.report(own, what="x", by=cast.mabel),
        lambda: deeds.close(own, because="x", by=cast.morag),
    ):
        with pytest.raises(NotYet, match="closed"):
            deed()
    session.flush()
    own.closed_by = cast.mabel
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_what_an_action_lacks(cast):
    audit = audits.drawn(cast, families=["Ashdown"])[0]
    soon = clock.today() + timedelta(days=1)
    with pytest.raises(NotYet, match="begun"):
        deeds.add(audit, what="x", owner=cast.kamal, due_on=soon, by=cast.morag)
    audit = audits.finished(cast, families=["Birch"])
    with pytest.raises(NotYet, match="lies ahead"):
        deeds.add(audit, what="x", owner=cast.kamal, due_on=clock.today(), by=cast.morag)
    with pytest.raises(NotYet, match="Write what"):
        deeds.add(audit, what=" ", owner=cast.kamal, due_on=soon, by=cast.morag)


def test_an_action_gives_nothing_away_to_who_looks_blind(client, cast, session):
    audit = audits.action(cast).audit
    moderations.ask_second(audit, cast.mabel, by=cast.morag)
    session.commit()
    client.sign_in(cast.mabel)
    assert "See Jude alone." not in client.get("/audits/actions").html
    soon = clock.today() + timedelta(days=1)
    with pytest.raises(NotYet, match="without knowing what it led to"):
        deeds.add(audit, what="x", owner=cast.mabel, due_on=soon, by=cast.morag)
    third = practitioner("Marcus Vale", Role.MANAGER)
    session.flush()
    other = audits.finished(cast, families=["Birch"])
    assert names(other) == ["Mabel Thorne", "Marcus Vale"]
    deeds.add(other, what="x", owner=third, due_on=soon, by=cast.morag)
    assert names(other) == ["Mabel Thorne"]
    with pytest.raises(NotYet, match="cannot look at it blind"):
        moderations.ask_second(other, third, by=cast.morag)


@pytest.mark.parametrize("who", OTHERS)
def test_to_everybody_else_an_action_does_not_exist(who, client, cast):
    action = audits.action(cast)
    client.sign_in(getattr(cast, who))
    token = client.token()
    for tail in ("/report", "/close"):
        pages = [client.ask("GET", path + tail) for path in (at(action, ""), "/audit-actions/2222-2223")]
        assert [page.status_code for page in pages] == [404, 404]
        assert len(pages[0].data) == len(pages[1].data)
        assert client.ask("POST", at(action, tail), data={"csrf_token": token}).status_code == 404


def test_an_owner_who_gave_the_family_away_still_reports_and_reads_no_grade(client, cast):
    action = audits.action(cast)
    leads.change_lead(action.audit.case, lead=cast.colette, by=cast.mabel, because="Leave.", handover="All is well.")
    db.session.commit()
    client.sign_in(cast.kamal)
    assert client.status(where(action.audit)) == 404
    client.send(client.get(at(action, "/report")), {"what": "He showed me."})


def test_a_re_audit_is_due_given_and_linked_to_the_earlier_one(client, cast, session):
    earlier = audits.asks_again(cast, days=60)
    client.sign_in(cast.mabel)
    with clock.at(MONDAY + timedelta(days=61)):
        client.sign_in(cast.mabel)
        page = client.get("/audits/re-audits")
        assert "by 1 May 2026 Late" in page.main
        page = client.get(page.links["Give it to an auditor: Ashdown family"])
        page = client.follow(client.send(page, {"auditor": cast.morag.code}))
        assert "Morag Ellery has it." in page.main
        again = session.scalars(sa.select(Audit).where(Audit.earlier_id == earlier.id)).one()
        assert again.due_on == clock.today() + timedelta(days=28)
        client.sign_in(cast.morag)
        page = client.get(where(again))
        assert page.links["The earlier audit, which asked for this one"] == where(earlier)
        assert client.status(f"/cases/{write_code(again.case.code)}") == 200
        with pytest.raises(NotYet, match="given to somebody already"):
            deeds.audit_again(earlier, cast.morag, by=cast.mabel)
    other = audits.finished(cast, families=["Birch"])
    with pytest.raises(NotYet, match="did not ask"):
        deeds.audit_again(other, cast.morag, by=cast.mabel)
    third = audits.asks_again(cast, families=["Cole"])
    leads.change_lead(third.case, lead=cast.mabel, by=cast.mabel, because="Leave.", handover="All is well.")
    with pytest.raises(NotYet, match="Nobody audits a family"):
        deeds.audit_again(third, cast.mabel, by=cast.morag)


def test_pages_have_a_fixed_number_of_statements_and_page_by_key(client, cast, count_queries):
    def counted(path: str) -> int:
        with count_queries() as count:
            client.get(path)
        return count()

    one = audits.action(cast)
    audits.asks_again(cast, families=["Birch"])
    client.sign_in(cast.mabel)
    paths = ["/audits/actions", "/audits/re-audits", "/audits/mine", where(one.audit), where(one.audit, "/actions/new")]
    few = [counted(path) for path in paths]
    assert max(few[:3]) <= 8 and max(few) <= 12, few
    for n in range(30):
        due_on = clock.today() + timedelta(days=20 + n)
        deeds.add(one.audit, what=f"Action {n:02}.", owner=cast.kamal, due_on=due_on, by=cast.morag)
    db.session.commit()
    assert [counted(path) for path in paths] == few
    page = client.get("/audits/actions")
    assert "Action 23." in page.main and "Action 24." not in page.main
    assert "Action 29." in client.get(page.links["Later"]).main
