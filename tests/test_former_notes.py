"""What somebody kept restricted who no longer works here is read by whom the authority lets read it: each setting by
each person near a case, on the pages and where notes and attachments are fetched."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from familyhelp.casework import leads, notes
from familyhelp.extensions import db
from familyhelp.models import NamedViewer, Note
from familyhelp.policy import visible_attachments, visible_notes
from familyhelp.practice import clock, former_workers
from familyhelp.practice.former_workers import ReadBy
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.attachment_stories import an_attachment

PEOPLE = ("kamal", "sven", "conor", "mabel", "morag")
"""The lead, a worker and a partner with a part, the team's manager and another team's."""
READS_THE_FORMER_WORKERS = {
    (ReadBy.LEAD, None): {"kamal", "mabel"},
    (ReadBy.LEAD, "kamal"): {"kamal", "mabel"},
    (ReadBy.MANAGER, None): {"mabel"},
    (ReadBy.MANAGER, "kamal"): {"mabel"},
    (ReadBy.NAMED, None): set(),
    (ReadBy.NAMED, "kamal"): {"kamal"},
    (ReadBy.NAMED, "mabel"): {"mabel"},
    (ReadBy.NAMED, "conor"): set(),
}
"""By the setting and who is named for the family. Nobody reads them who reads no restricted notes of the case."""


@pytest.fixture
def case(cast):
    made = stories.a_case(cast, Stage.ACTIVE, lead=cast.colette)
    for person in (cast.sven, cast.conor):
        leads.add_contributor(made, person=person, by=cast.colette)
    for by, text, restricted in ((cast.colette, "Hers.", True), (cast.colette, "Open.", False)):
        a_note(made, by, text, restricted)
    leads.change_lead(made, lead=cast.kamal, by=cast.mabel, because="She leaves.", handover="Ring first.")
    a_note(made, cast.kamal, "His.", True)
    note = db.session.scalars(sa.select(Note).where(Note.restricted).order_by(Note.id)).first()
    notes.correct_note(made, note, text="Hers, corrected.", because="A word.", read_version=1, by=cast.mabel)
    an_attachment(made, cast, restricted=True, by=cast.colette)
    cast.colette.is_active = False
    db.session.commit()
    yield made
    former_workers.let_read("lead")


def a_note(case, by, text, restricted):
    told = {"kind": NoteKind.CALL, "happened_on": clock.today(), "people_seen": None}
    notes.write_note(case, **told, text=text, restricted=restricted, by=by)
    db.session.flush()


def read_by(person, case):
    found = set(db.session.scalars(visible_notes(person, case).with_only_columns(Note.text)))
    hers = bool(db.session.scalars(visible_attachments(person, case)).all())
    db.session.rollback()
    assert ("Hers." in found) == ("Hers, corrected." in found) == hers, "every version, and the attachment"
    return found & {"Hers.", "Open.", "His."}


def test_each_setting_by_each_person_near_the_case(cast, case):
    for (setting, named), expected in READS_THE_FORMER_WORKERS.items():
        former_workers.let_read(setting.value)
        held = NamedViewer(family_id=case.family_id, practitioner_id=getattr(cast, named).id) if named else None
        if held is not None:
            db.session.add(held)
            db.session.commit()
        for who in PEOPLE:
            texts = read_by(getattr(cast, who), case)
            wanted = {"Open."} | ({"His."} if who in ("kamal", "mabel") else set())
            assert texts == wanted | ({"Hers."} if who in expected else set()), (setting, named, who)
        if held is not None:
            db.session.delete(held)
            db.session.commit()


def test_whoever_is_here_again_is_read_as_before(cast, case):
    former_workers.let_read("manager")
    assert "Hers." not in read_by(cast.kamal, case)
    cast.colette.is_active = True
    db.session.commit()
    assert "Hers." in read_by(cast.kamal, case)


def test_the_page_says_who_reads_them_and_the_note_is_not_there(cast, case, client):
    former_workers.let_read("manager")
    note = db.session.scalars(sa.select(Note).where(Note.version == 2)).one()
    page = f"/cases/{write_code(case.code)}/notes"
    told = "Restricted notes of somebody who no longer works here are read by the team’s manager alone."
    db.session.commit()
    for who, status in ((cast.kamal, 404), (cast.mabel, 200)):
        client.sign_in(who)
        assert (told in client.get(page).main) is (status == 404)
        assert client.status(f"{page}/{write_code(note.code)}") == status


def test_a_setting_that_is_none_stops_the_service():
    with pytest.raises(ValueError, match="everybody"):
        former_workers.let_read("everybody")
