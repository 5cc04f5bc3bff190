"""The reference of somebody else's record in every place where one can be sent: the later parts of an address, and
whatever a form lets choose. Nothing of it is shown, taken or changed. The forms are those of tests/filled.py, to which
every form of the service belongs."""

from __future__ import annotations

import re
from itertools import islice

import pytest
import sqlalchemy as sa

from familyhelp.casework import notes, relationships
from familyhelp.extensions import Base, db
from familyhelp.practice import clock
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import read_code, write_code
from familyhelp.practice.relationships import Kin
from familyhelp.practice.stages import Stage
from tests import filled_front_door as front
from tests import stories
from tests.filled import FILLED, answers_for

CANARY = "Zennorquay"
"""The family name that must be read nowhere."""
STAFF = {"practitioners", "teams", "agencies", "areas", "area_codes"}
"""Whose references are no secret: people, teams and places are chosen from lists that everybody reads."""
ADDRESSED = re.compile(r"(?<=/)[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?=/|$)")
CHOOSES = {
    "legal_bases.change",
    "life_events.keep",
    "relationships.relate",
    "responsibilities.hold",
    "themes.add_source",
}
"""The forms in which a record is chosen or named."""
CODED = [t for t in Base.metadata.sorted_tables if "code" in t.c and "id" in t.c and t.name not in STAFF]


class Theirs:
    """A restricted family of the south team, with records of many kinds; nobody who fills in the forms sees it."""

    def __init__(self, cast) -> None:
        before = {t.name: set(db.session.scalars(sa.select(t.c.id))) for t in CODED}
        family = stories.a_family(CANARY, restricted=True)
        case = stories.a_case(cast, Stage.ACTIVE, family=family, lead=cast.sven, team=cast.south)
        told = {"kind": NoteKind.VISIT, "happened_on": clock.today(), "text": CANARY, "people_seen": None}
        notes.write_note(case, **told, restricted=False, by=cast.sven)
        one, other = (member.person for member in family.members[:2])
        relationships.relate(family, one, Kin.GUARDIAN, other, by=cast.sven)
        contact = front.a_contact(cast)
        contact.case_id, contact.family_id = case.id, family.id
        stories.ask_up(case, cast.sven)
        db.session.commit()
        self.ids = {t.name: set(db.session.scalars(sa.select(t.c.id))) - before[t.name] for t in CODED}
        self.codes = sorted(row.code for rows in self.rows().values() for row in rows)
        assert len(self.codes) >= 10

    def rows(self) -> dict[str, list[sa.Row]]:
        """Everything that is held in these records."""
        db.session.rollback()
        wanted = ((t, self.ids[t.name]) for t in CODED if self.ids.get(t.name))
        return {
            t.name: db.session.execute(sa.select(t).where(t.c.id.in_(ids)).order_by(t.c.id)).all() for t, ids in wanted
        }

    def named(self) -> int:
        """How many rows anywhere name one of these records."""
        counts = [
            sa.select(sa.func.count()).where(key.parent.in_(self.ids[key.column.table.name])).scalar_subquery()
            for table in Base.metadata.sorted_tables
            for key in table.foreign_keys
            if self.ids.get(key.column.table.name)
        ]
        return sum(db.session.execute(sa.select(*counts)).one())


def swapped(path: str, code: str) -> str | None:
    """The address with its last reference, where it has two, replaced by another."""
    parts = list(ADDRESSED.finditer(path))
    if len(parts) < 2:
        return None
    return path[: parts[-1].start()] + code + path[parts[-1].end() :]


def _chosen(fields: dict, codes: set[str], theirs: list[str]) -> dict:
    """What is sent with every record that was chosen replaced by one of theirs; empty where none is chosen."""
    rest, sent = iter(theirs), {}
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and read_code(one) in codes:
                sent[name] = next(rest, theirs[0])
    return sent


@pytest.mark.parametrize("name", FILLED)
def test_the_reference_of_somebody_elses_record_is_taken_nowhere(name, app, cast, client):
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == name)
    if len(rule.arguments) < 2 and name not in CHOOSES:
        return
    filled = FILLED[name]
    theirs = Theirs(cast)
    path = filled.where(cast)
    client.sign_in(getattr(cast, filled.who))
    page = client.get(path)
    fields = page.fields() | answers_for(filled, cast)
    rows, named = theirs.rows(), theirs.named()
    own = {code for t in CODED for code in db.session.scalars(sa.select(t.c.code))} - set(theirs.codes)
    for code in theirs.codes:
        other = swapped(path, write_code(code))
        if other:
            for method in ("GET", "POST"):
                answer = client.ask(method, other, data=fields if method == "POST" else None)
                assert answer.status_code == 404, f"{method} {other}: {answer.status}"
    for turn in range(2):
        sent = _chosen(fields, own, list(islice(theirs.codes, turn, None)))
        if sent:
            answer = client.ask("POST", path, data=fields | sent)
            assert CANARY not in answer.get_data(as_text=True)
            assert answer.status_code in (400, 404, 409), f"{path} {sent}: {answer.status}"
    assert theirs.rows() == rows and theirs.named() == named
