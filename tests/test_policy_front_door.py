"""Who may see and change requests for help and families: two small tables, held against pages and direct requests."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import url_for

from familyhelp.casework import life_events, relationships, responsibilities
from familyhelp.casework import retention as holds
from familyhelp.extensions import db
from familyhelp.models import Contact, Event, Family, KeptFrom, Practitioner
from familyhelp.practice import clock
from familyhelp.practice.chronology import Subject
from familyhelp.practice.references import write_code
from familyhelp.practice.relationships import Kin
from familyhelp.practice.responsibilities import Ground
from familyhelp.practice.stages import Stage
from familyhelp.views import passage
from tests import filled_front_door as front
from tests import stories
from tests.test_policy import _count, _looks, read

PEOPLE = ["flora", "kamal", "colette", "sven", "lena", "conor", "mabel", "morag", "lionel", "anita", "adam"]

CONTACTS = """
                 flora kamal colette sven lena conor mabel morag lionel anita adam
waiting          y     -     -       -    -    -     -     -     -      -     -
of_the_north     y     -     -       -    -    -     y     -     -      -     -
passed_on        y     -     -       -    -    -     -     -     y      -     -
to_sign_off      y     -     -       -    -    -     y     y     -      -     -
of_a_restricted  -     -     -       -    -    -     -     -     -      -     -
not_there        -     -     -       -    -    -     -     -     -      -     -
"""
FAMILIES = """
                 flora kamal colette sven lena conor mabel morag lionel anita adam
without_a_case   y     y     y       y    -    -     y     y     -      -     -
led_by_kamal     y     y     y       y    -    -     y     y     -      -     -
led_by_lena      y     y     y       y    y    -     y     y     -      -     -
restricted       -     y     -       -    -    -     -     -     -      -     -
not_there        -     -     -       -    -    -     -     -     -      -     -
"""
DOES = {
    "see_contact": {"flora", "mabel", "morag", "lionel"},
    "sign_off_decision": {"mabel", "morag"},
    "triage": {"flora"},
    "acknowledge": {"flora", "lionel"},
    "see_family": set(PEOPLE),
    "see_journey": set(PEOPLE),
}
EDITS = {
    "without_a_case": {"flora"},
    "led_by_kamal": {"flora", "kamal", "mabel"},
    "led_by_lena": {"flora", "lena", "mabel"},
    "restricted": {"kamal"},
    "not_there": set(),
}


def make_contact(kind: str, cast) -> str:
    """A request for help of this kind; its reference."""
    if kind == "not_there":
        return write_code("00000000")
    contact = front.a_contact(cast)
    if kind == "passed_on":
        front.passed_on(contact, cast)
    elif kind == "to_sign_off":
        front.proposed(contact, cast)
    elif kind in ("of_the_north", "of_a_restricted"):
        case = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(restricted=kind == "of_a_restricted"))
        contact.case_id, contact.family_id = case.id, case.family_id
    db.session.commit()
    return write_code(contact.code)


def make_family(kind: str, cast) -> str:
    """A family of this kind; its reference."""
    if kind == "not_there":
        return write_code("00000000")
    family = stories.a_family(restricted=kind == "restricted")
    if kind != "without_a_case":
        stories.a_case(cast, Stage.ACTIVE, family=family, lead=cast.lena if kind == "led_by_lena" else None)
    db.session.commit()
    return write_code(family.code)


LOOKS = {"led_by_kamal": {"mabel"}, "led_by_lena": {"mabel"}}

HOLDS = {kind: {"mabel", "morag"} for kind in ("without_a_case", "led_by_kamal", "led_by_lena")}

KINDS = [(Subject.CONTACT, kind) for kind in read(CONTACTS)] + [(Subject.FAMILY, kind) for kind in read(FAMILIES)]


def person_of(subject: Subject, code: str) -> str:
    """The reference of somebody in the family, for the pages about one person."""
    family = db.session.query(Family).filter_by(code=code.replace("-", "")).one_or_none()
    return write_code(family.members[0].person.code) if family else write_code("00000000")


def related(code: str) -> dict[str, str]:
    """The references of a relationship and of a parental responsibility in the family, for the pages about one."""
    family = db.session.query(Family).filter_by(code=code.replace("-", "")).one_or_none()
    if family is None:
        return dict.fromkeys(("relationship", "responsibility", "kept_one", "hold"), write_code("00000000"))
    rosa, poppy, by = family.members[0].person, family.members[1].person, db.session.query(Practitioner).first()
    tie = relationships.relate(family, rosa, Kin.GUARDIAN, poppy, by=by)
    held = responsibilities.hold_responsibility(
        family, poppy, holder=rosa, authority=None, ground=Ground.OTHER, known_how=None, starts_on=None, by=by
    )
    life_events.keep_from([poppy], rosa, because="For the test.", by=by)
    hold = holds.place_hold(family, because="For the test.", review_on=clock.today() + timedelta(days=9), by=by)
    db.session.commit()
    kept = db.session.query(KeptFrom).order_by(KeptFrom.id.desc()).first()
    codes = {"relationship": tie.code, "responsibility": held.code, "kept_one": kept.code, "hold": hold.code}
    return {name: write_code(code) for name, code in codes.items()}


def refusal(subject: Subject, kind: str, person: str, act: str) -> int | None:
    """The status by which a page is refused, as the tables say."""
    if act == "break_glass":
        may_open = {"mabel", "morag"} if kind == "restricted" else {"flora", "mabel", "morag"}
        return None if person in may_open and kind != "not_there" else 404
    if read(CONTACTS if subject is Subject.CONTACT else FAMILIES)[kind][person] != "y":
        return 404
    by_kind = {"edit_family": EDITS, "see_looks": LOOKS, "take_everything_held": LOOKS, "hold_records": HOLDS}.get(act)
    allowed = by_kind.get(kind, set()) if by_kind is not None else DOES[act]
    return None if person in allowed else 403


@pytest.mark.parametrize(("subject", "kind"), KINDS)
@pytest.mark.parametrize("person", PEOPLE)
def test_each_page_and_each_direct_request_answers_as_the_tables_say(
    subject, kind, person, app, cast, client, monkeypatch
):
    code = (make_contact if subject is Subject.CONTACT else make_family)(kind, cast)
    member, records = person_of(subject, code), related(code) if subject is Subject.FAMILY else {}
    client.sign_in(getattr(cast, person))
    who_id, token, events, looks = getattr(cast, person).id, client.token(), _count(Event), []
    monkeypatch.setattr(passage, "commit", lambda: db.session.rollback())
    for rule in app.url_map.iter_rules():
        door = getattr(app.view_functions[rule.endpoint], "door", None)
        if door is None or door.subject is not subject:
            continue
        with app.test_request_context():
            values = {"number": 1, "person": member, "view": "00000000", subject.value: code} | records
            path = url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
        for method in rule.methods & {"GET", "POST"}:
            status = client.ask(method, path, data={"csrf_token": token} if method == "POST" else None).status_code
            refused = refusal(subject, kind, person, door.act.value)
            expected = (
                {refused} if refused else {200, 302, 303, 400, 409} | ({404} if "view" in rule.arguments else set())
            )
            assert status in expected, f"{person} {method} {path}: {status}, not {expected}"
            if refused or method == "GET":
                looks.append((rule.endpoint, bool(refused)))
    assert _count(Event) == events, "a refused or unfinished request changed the chronology"
    noted = [(look.page, look.refused) for look in _looks(who_id)]
    assert [look for look in noted if look[1]] == [look for look in looks if look[1]], "every refusal is noted"
    assert len(noted) >= len(looks)


def test_every_kind_of_record_that_pages_open_has_its_table(app):
    subjects = {
        door.subject
        for rule in app.url_map.iter_rules()
        if (door := getattr(app.view_functions[rule.endpoint], "door", None)) and door.subject
    }
    assert subjects <= {
        Subject.CASE,
        Subject.CONTACT,
        Subject.FAMILY,
        Subject.PRACTITIONER,  # tests/views/test_practitioners.py, tests/views/test_looked.py
        Subject.PRACTICE_MODEL,  # tests/views/test_practice_models.py
        Subject.EXPORT,  # tests/views/test_exports.py
        Subject.SELF_EVALUATION,  # tests/views/test_self_evaluations.py
        Subject.PERSON,  # tests/views/test_merges.py
        Subject.GROUP_SUPERVISION,  # tests/views/test_group_supervision.py
        Subject.SUPERVISION,  # tests/views/test_supervision.py
        Subject.COMPLAINT,  # tests/views/test_complaints.py
        Subject.THEME,  # tests/views/test_themes.py
        Subject.AUDIT,  # tests/views/test_audits.py
        Subject.AUDIT_ROUND,  # tests/views/test_audit_rounds.py
        Subject.AUDIT_ACTION,  # tests/views/test_audit_actions.py
        Subject.QUARTERLY_REPORT,  # tests/views/test_reports.py
        Subject.AUDIT_TOOL,  # tests/views/test_audit_tools.py
        Subject.AGENCY,  # tests/views/test_agencies.py
    }
    assert Contact.subject in subjects
