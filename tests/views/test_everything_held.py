"""Everything held about one person: put together by the manager of the team, with a reason, a look and an event."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import Event, Look
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.attachment_stories import LETTER, an_attachment

WHY = {"purpose": "Rosa asked on 2 March; I saw her passport."}


@pytest.fixture
def case(cast):
    case = stories.a_case(cast, Stage.ACTIVE)
    an_attachment(case, cast, person=case.family.members[0].person, title="<script>alert(1)</script>")
    an_attachment(case, cast)
    return case


def taken(client, case):
    page = client.get(f"/families/{write_code(case.family.code)}/everything-held")
    page = client.get(page.links[next(words for words in page.links if words.startswith("Rosa"))])
    assert "What staff typed and have not saved" in page.main
    return client.follow(client.send(page, WHY))


def test_the_manager_of_the_team_has_it_with_a_reason_a_look_and_an_event(client, cast, case):
    client.sign_in(cast.mabel)
    ready = taken(client, case)
    given = client.ask("GET", f"{ready.path}/file")
    assert given.headers["Content-Type"] == "application/zip" and "attachment" in given.headers["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(given.data))
    told = json.loads(archive.read("everything-held.json"))
    assert told["about"] == "Rosa Ashdown" and told["for"] == WHY["purpose"]
    assert {"people", "members", "cases", "agreements", "events", "attachments"} <= {
        r["table"] for r in told["records"]
    }
    paper = archive.read("everything-held.html").decode()
    assert "[about another person: check before giving]" in paper and "<script>" not in paper
    assert sorted(name.split("/")[0] for name in archive.namelist() if "/" in name) == [
        "attachments",
        "check-before-giving",
    ]
    assert LETTER in [archive.read(name) for name in archive.namelist() if "/" in name]
    db.session.rollback()
    person = case.family.members[0].person
    kinds = db.session.scalars(sa.select(Event.kind).where(Event.subject == Subject.PERSON)).all()
    assert EventKind.EVERYTHING_HELD_TAKEN in kinds
    looks = db.session.execute(sa.select(Look.subject, Look.subject_id, Look.because).order_by(Look.id.desc()).limit(1))
    assert looks.one() == (Subject.PERSON, person.id, WHY["purpose"])


def test_nobody_else_has_it_and_what_left_names_no_family(client, cast, case):
    path = f"/families/{write_code(case.family.code)}/people/{write_code(case.family.members[0].person.code)}"
    for person, status in ((cast.kamal, 403), (cast.morag, 403), (cast.adam, 404), (cast.anita, 404)):
        client.sign_in(person)
        assert client.status(f"{path}/everything-held") == status
    client.sign_in(cast.mabel)
    ready = taken(client, case)
    client.sign_in(cast.morag)
    assert client.status(f"{ready.path}/file") == 404
    client.sign_in(cast.adam)
    left = client.get("/exports").main
    assert "Everything held about one person" in left and "Ashdown" not in left


def test_whoever_answers_for_the_family_no_more_has_it_no_more(client, cast, case):
    client.sign_in(cast.mabel)
    ready = taken(client, case)
    case.team = cast.south
    db.session.commit()
    assert client.status(f"{ready.path}/file") == 404


def test_somebody_who_was_never_in_the_family_is_not_found_by_it(client, cast, case):
    other = stories.a_family("Birch")
    db.session.commit()
    client.sign_in(cast.mabel)
    code = write_code(other.members[0].person.code)
    assert client.status(f"/families/{write_code(case.family.code)}/people/{code}/everything-held") == 404
