"""Attachments of a case: added by its bytes, kept outside the web, given to whoever may have them and nobody else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from familyhelp.casework import attachment_files
from familyhelp.casework.check import Check
from familyhelp.extensions import db
from familyhelp.models import Attachment, Event, Look
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories, uploaded
from tests.attachment_stories import LETTER, PDF, a_docx, a_picture, an_attachment, room


@pytest.fixture
def case(cast):
    return stories.a_case(cast, Stage.ACTIVE)


@pytest.fixture
def path(case) -> str:
    return f"/cases/{write_code(case.code)}/attachments"


def send(client, path, content: bytes, status: int = 303, name: str = "a.pdf", **more):
    page = client.get(f"{path}/new")
    told = {"kind": "letter", "title": "A letter", "file": uploaded.a_file(content, name)}
    return client.send(page, told | more, status)


def held() -> list[Attachment]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Attachment).order_by(Attachment.id)))


def file_of(attachment: Attachment) -> Path:
    return attachment_files.path_of(room().folder, attachment.stored_as)


def address(path: str, attachment: Attachment) -> str:
    return f"{path}/{write_code(attachment.code)}/file"


def test_a_file_is_what_its_bytes_say_and_leaves_as_a_download(client, cast, case, path):
    client.sign_in(cast.kamal)
    send(client, path, a_picture(), name="../../evil.html")
    [one] = held()
    assert one.format == "jpeg" and len(one.stored_as) == 40 and "evil" not in one.stored_as
    assert file_of(one).stat().st_mode & 0o777 == 0o600
    given = client.ask("GET", address(path, one))
    assert given.status_code == 200 and given.data == file_of(one).read_bytes()
    assert given.headers["Content-Type"] == "image/jpeg"
    assert given.headers["Content-Disposition"] == f'attachment; filename="{write_code(one.code)}.jpg"'
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in given.headers["Content-Security-Policy"] and given.headers["Cache-Control"] == "no-store"
    looks = db.session.execute(sa.select(Look.page, Look.because).order_by(Look.id.desc()).limit(1)).one()
    assert looks == ("attachments.file", write_code(one.code))
    kind = db.session.scalar(sa.select(Event.kind).order_by(Event.id.desc()).limit(1))
    assert kind is EventKind.ATTACHMENT_ADDED


@pytest.mark.parametrize("content", [PDF, a_docx(), LETTER])
def test_documents_are_kept_byte_for_byte(client, cast, case, path, content):
    client.sign_in(cast.kamal)
    send(client, path, content, name="x.exe")
    [one] = held()
    assert client.ask("GET", address(path, one)).data == content


def test_a_refused_file_keeps_all_else_and_asks_for_the_file_again(app, client, cast, case, path, monkeypatch):
    monkeypatch.setitem(app.config, "LARGEST_ATTACHMENT", 90_000)
    client.sign_in(cast.kamal)
    for content, sentence in ((b"MZ\x90\x00", "Only PDF"), (b"", "empty"), (b"x" * 90_001, "larger than")):
        page = send(client, path, content, 409, title="Poppy’s plan", words="She drew it herself.")
        assert sentence in page.errors[0] and "Choose the file again" in page.main
        assert page.fields()["title"] == "Poppy’s plan" and page.fields()["words"] == "She drew it herself."
    assert not held() and not list(Path(room().folder).rglob("*.part"))
    assert "far too large" in send(client, path, b"x" * 360_001, 413).main


def test_a_case_holds_so_many(app, client, cast, case, path, monkeypatch):
    monkeypatch.setitem(app.config, "MOST_ATTACHMENTS", 2)
    client.sign_in(cast.kamal)
    send(client, path, LETTER)
    send(client, path, LETTER)
    assert "which is the most" in send(client, path, LETTER, 409).errors[0]


def test_a_full_disk_keeps_what_was_typed(client, cast, case, path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(attachment_files.os, "fsync", full)
    client.sign_in(cast.kamal)
    page = send(client, path, LETTER, 409, words="In her words.")
    assert "no room" in page.errors[0] and page.fields()["words"] == "In her words."
    assert not held()


def test_restricted_ones_are_there_for_the_lead_and_the_manager_alone(client, cast, case, path):
    one = an_attachment(case, cast, title="About the father", restricted=True)
    for person, there in ((cast.kamal, True), (cast.mabel, True), (cast.colette, False)):
        client.sign_in(person)
        assert ("About the father" in client.get(path).main) is there
        assert client.status(address(path, one)) == (200 if there else 404)
        chronology = client.get(path.replace("/attachments", "/chronology")).main
        assert ("a restricted attachment" in chronology) is there
    client.sign_in(cast.colette)
    assert "Only the lead" in send_restricted(client, path)
    client.sign_in(cast.sven)
    assert client.status(path) == client.status(address(path, one)) == 404


def send_restricted(client, path) -> str:
    page = client.get(f"{path}/new")
    sent = page.fields() | {"kind": "letter", "title": "x", "restricted": "y", "file": uploaded.a_file(LETTER)}
    return client.post(page.path, sent, 409).errors[0]


def test_an_attachment_of_one_case_is_not_had_by_another(client, cast, case, path):
    other = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"), lead=cast.lena)
    one = an_attachment(other, cast)
    client.sign_in(cast.kamal)
    assert client.status(address(path, one)) == 404


def test_taken_away_it_stays_with_its_reason_and_nobody_has_it(client, cast, case, path):
    one = an_attachment(case, cast)
    client.sign_in(cast.colette)
    assert "Take it away" not in client.get(path).main
    assert client.status(f"{path}/{write_code(one.code)}/remove") == 403
    client.sign_in(cast.mabel)
    client.send(client.get(f"{path}/{write_code(one.code)}/remove"), {"because": "Of another family."})
    page = client.get(path)
    assert "Taken away by Mabel Thorne" in page.main and "Of another family." in page.main
    assert client.status(address(path, one)) == 404 and file_of(one).exists()
    twice = client.send(client.get(f"{path}/{write_code(one.code)}/remove"), {"because": "Again."}, 409)
    assert "already" in twice.errors[0]


def test_whoever_adds_one_is_reminded_of_what_is_withheld(client, cast, case, path):
    client.sign_in(cast.kamal)
    assert "is kept from somebody else" not in client.get(f"{path}/new").main
    person = case.family.members[0].person
    person.contact_hidden = True
    db.session.commit()
    assert "is kept from somebody else" in client.get(f"{path}/new").main


def test_the_check_misses_a_file_and_sweeping_takes_only_what_nobody_claims(app, cast, case):
    kept, lost, changed = (an_attachment(case, cast, LETTER + bytes([65 + n])) for n in range(3))
    file_of(lost).unlink()
    file_of(changed).write_bytes(b"something else")
    folder = room().folder
    old, new = (attachment_files.path_of(folder, attachment_files.keep(folder, LETTER)) for _ in range(2))
    before, now = clock.now().timestamp() - 100_000, clock.now().timestamp()
    os.utime(old, (before, before))
    os.utime(new, (now, now))
    os.utime(file_of(kept), (before, before))
    check = Check(attachments=folder)
    assert sorted(check.faults()) == sorted(
        [
            f"attachment {write_code(lost.code)}: its file is not there.",
            f"attachment {write_code(changed.code)}: its file is not as it was kept.",
        ]
    )
    assert [n for n in check.notices() if "belongs to no attachment" in n and old.name in n]
    db.session.rollback()
    told = app.test_cli_runner().invoke(args=["attachments", "sweep"]).output
    assert "1 files without" in told and not old.exists() and new.exists() and file_of(kept).exists()


def test_a_lost_file_says_so(client, cast, case, path):
    one = an_attachment(case, cast)
    file_of(one).unlink()
    client.sign_in(cast.kamal)
    assert "The file is not there" in client.get(address(path, one), 404).main


def test_the_list_asks_the_same_few_questions_however_long_it_is(client, cast, case, path, count_queries):
    client.sign_in(cast.kamal)
    counts = []
    for _ in range(2):
        an_attachment(case, cast)
        an_attachment(case, cast, person=case.family.members[1].person)
        with count_queries() as count:
            client.get(path)
        counts.append(count())
    assert counts[0] == counts[1] <= 8
