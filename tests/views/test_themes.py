"""Learning themes: made by managers, read by partners without their sources, by families once published; no names."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import leads
from familyhelp.casework import themes as deeds
from familyhelp.casework.themes import Written
from familyhelp.extensions import db
from familyhelp.models import Theme
from familyhelp.practice import clock
from familyhelp.practice.complaints import ComplaintKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.themes import SourceKind
from familyhelp.practice.words import NotYet
from tests import audit_stories, learning, stories
from tests.client import StrictClient
from tests.conftest import MONDAY


@pytest.fixture
def case(cast):
    return stories.a_case(cast, Stage.ACTIVE)


def where(one: Theme, tail: str = "") -> str:
    return f"/themes/{write_code(one.code)}{tail}"


def test_a_manager_makes_a_theme_of_what_a_family_said(client, case, cast):
    told = learning.feedback(case, cast)
    client.sign_in(cast.mabel)
    page = client.get(f"/cases/{write_code(case.code)}/feedback")
    form = client.get(page.links[f"Make a learning theme from {write_code(told.code)}"])
    assert form.fields()["reference"] == write_code(told.code) and form.fields()["kind"] == ["feedback"]
    said = {"title": "Ask first", "seen": "Nobody asks.", "good": "We ask.", "change": "A line in the plan."}
    said |= {"owner": cast.mabel.code, "due_on-day": "1", "due_on-month": "6", "due_on-year": "2026"}
    page = client.follow(client.send(form, said))
    assert "Ask first" in page.heading and "Mabel Thorne sees to it." in page.main
    assert page.links[f"Feedback {write_code(told.code)}"] == f"/cases/{write_code(case.code)}/feedback"
    with clock.at(MONDAY + timedelta(days=120)):
        client.sign_in(cast.mabel)
        assert "Late" in client.get("/themes").main


NAMED = [
    ("Poppy waits.", "Poppy", "the child"),
    ("POPPY’S school", "POPPY’S", "the child"),
    ("rósa waits", "rósa", "a parent"),
    ("The Ashdowns wait.", "Ashdowns", "the family"),
    ("Kamal did not ring.", "Kamal", "the worker"),
    ("osei did not ring.", "osei", "the worker"),
    ("Colette came instead.", "Colette", "the worker"),
    ("Sven Halloran never rings.", "Sven Halloran", "the worker"),
    ("Mabel decided.", "Mabel", "the worker"),
]


@pytest.mark.parametrize("field", ["title", "seen", "good", "change"])
@pytest.mark.parametrize(("text", "word", "instead"), NAMED)
def test_no_text_of_a_theme_may_name_anybody_behind_it(field, text, word, instead, client, case, cast):
    leads.add_contributor(case, person=cast.colette, by=cast.kamal)
    told = learning.feedback(case, cast)
    with pytest.raises(NotYet) as refused:
        learning.theme(cast, SourceKind.FEEDBACK, told.code, **{field: text})
    (sentence,) = refused.value.sentences
    assert (sentence.field_name, sentence.facts["word"]) == (field, word)
    assert f"Write “{instead}” instead" in str(sentence)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Theme.id))) == 0


def test_of_a_complaint_its_sender_its_handler_and_whom_it_is_about_are_names(case, cast):
    one = learning.complaint(cast, case=case, concerns=cast.lena, handler=cast.morag, name="Mrs Tamsin Vole")
    for text in ("Tamsin says so.", "Whitlock did it.", "Ellery wrote.", "Jude waits."):
        with pytest.raises(NotYet, match="is a name"):
            learning.theme(cast, SourceKind.COMPLAINT, one.code, seen=text)


def test_somebody_who_left_the_family_or_the_case_is_still_a_name(case, cast):
    leads.change_lead(case, lead=cast.colette, because="Leave.", handover="All.", by=cast.mabel)
    case.family.members[2].ends_on = clock.today()
    db.session.commit()
    told = learning.feedback(case, cast, by=cast.colette)
    for text in ("Jude waits.", "Kamal rang."):
        with pytest.raises(NotYet, match="is a name"):
            learning.theme(cast, SourceKind.FEEDBACK, told.code, seen=text)


def test_a_source_that_is_added_later_makes_its_names_known_and_a_change_is_looked_through_too(case, cast):
    one = learning.theme(cast, seen="Poppy is the name of a flower here.")
    told = learning.feedback(case, cast)
    with pytest.raises(NotYet, match="“Poppy” is a name"):
        deeds.add_source(one, kind=SourceKind.FEEDBACK, reference=told.code, found=True, by=cast.mabel)
    texts = {"title": "A", "seen": "A flower.", "good": "B", "change": "C"}
    deeds.change(one, Written(**texts, owner=cast.mabel, due_on=one.due_on), read_version=one.version, by=cast.mabel)
    db.session.commit()
    deeds.add_source(one, kind=SourceKind.FEEDBACK, reference=told.code, found=True, by=cast.mabel)
    db.session.commit()
    for deed in (
        lambda: deeds.publish(one, heard="Rosa waits.", changed="We ring.", by=cast.mabel),
        lambda: deeds.publish(one, heard="You wait.", changed="Kamal rings.", by=cast.mabel),
        lambda: deeds.finish(one, came_of_it="Jude is glad.", by=cast.mabel),
    ):
        with pytest.raises(NotYet, match="is a name"):
            deed()


def test_only_what_the_manager_sees_can_be_a_source(client, case, cast):
    told, one = learning.feedback(case, cast), learning.complaint(cast, case=case, kind=ComplaintKind.COMPLIMENT)
    client.sign_in(cast.morag)
    theme = learning.theme(cast)
    for kind, code in (("feedback", told.code), ("compliment", one.code), ("complaint", "ZZZZ"), ("feedback", "x y")):
        page = client.get(where(theme, "/sources"))
        refused = client.post(page.path, page.fields() | {"kind": kind, "reference": code}, 409)
        assert refused.errors == ["There is none with this reference among those that you see."]
    assert "Ashdown" not in client.get(where(theme)).html
    client.sign_in(cast.mabel)
    for kind, code in (("feedback", told.code), ("compliment", one.code)):
        client.send(client.get(where(theme, "/sources")), {"kind": kind, "reference": write_code(code)})
    assert {f"Feedback {write_code(told.code)}", f"Compliment {write_code(one.code)}"} <= client.get(
        where(theme)
    ).links.keys()
    page = client.get(where(theme, "/sources"))
    again = client.post(page.path, page.fields() | {"kind": "practice"}, 409)
    assert again.errors == ["The theme has this source already."]


def test_the_whole_name_of_anybody_is_refused_whatever_it_comes_from_but_tells_nothing_of_who_is_hidden(client, cast):
    stories.a_family("Ellis-Jones")
    stories.a_family("Hartwell", restricted=True)
    db.session.commit()
    client.sign_in(cast.mabel)
    page = client.get("/themes/new")
    said = {"title": "Ask first", "good": "We ask.", "change": "A line.", "owner": cast.mabel.code, "kind": "practice"}
    said |= {"due_on-day": "1", "due_on-month": "6", "due_on-year": "2026"}
    for text in ("We met Poppy Ellis-Jones’s aunt.", "ROSA ELLIS JONES waits.", "Ellis-Jones, Jude, waits."):
        refused = client.post(page.path, page.fields() | said | {"seen": text}, 409)
        assert "is a name, and a theme carries none" in refused.errors[0], text
    client.send(page, said | {"seen": "We met Poppy Hartwell, and Poppy Nobody."})
    one = db.session.scalars(sa.select(Theme)).one()
    page = client.get(where(one, "/publish"))
    refused = client.post(page.path, page.fields() | {"heard": "You said.", "changed": "Jude Ellis-Jones rings."}, 409)
    assert len(refused.errors) == 1
    page = client.get(where(one, "/finish"))
    client.post(page.path, page.fields() | {"came_of_it": "Poppy Ellis-Jones is glad."}, 409)


def test_an_audit_that_was_finished_is_a_source_too_and_its_people_are_names(client, cast):
    audit = audit_stories.finished(cast)
    client.sign_in(cast.mabel)
    reference = write_code(audit.code)
    form = client.get(client.get(f"/audits/{reference}").links["Make a learning theme of it"])
    assert (form.fields()["kind"], form.fields()["reference"]) == (["audit"], reference)
    for text in (audit.case.family.members[1].person.forename, audit.auditor.name.split()[0], audit.case.lead.name):
        with pytest.raises(NotYet, match="is a name"):
            learning.theme(cast, SourceKind.AUDIT, audit.code, seen=f"We saw {text}.")
    db.session.rollback()
    one = learning.theme(cast, SourceKind.AUDIT, audit.code)
    assert client.get(where(one)).links[f"Practice audit {reference}"] == f"/audits/{reference}"


def test_an_audit_that_is_not_finished_is_no_source(client, cast):
    audit, one = audit_stories.begun(cast), learning.theme(cast)
    db.session.commit()
    client.sign_in(cast.mabel)
    page = client.get(where(one, "/sources"))
    refused = client.post(page.path, page.fields() | {"kind": "audit", "reference": audit.code}, 409)
    assert refused.errors == ["There is none with this reference among those that you see."]


@pytest.mark.parametrize("name", ["lena", "conor", "kamal", "flora", "lionel", "anita"])
def test_partners_read_what_we_are_learning_without_where_it_comes_from(name, client, case, cast):
    told = learning.feedback(case, cast)
    one = learning.theme(cast, SourceKind.FEEDBACK, told.code)
    client.sign_in(getattr(cast, name))
    page = client.get("/learning")
    assert one.seen in page.main and one.good in page.main and one.change in page.main
    for hidden in (write_code(told.code), write_code(one.code), "Mabel", "Kamal", "Ashdown", "Feedback"):
        assert hidden not in page.main
    assert client.status(where(one)) == 404 and client.status("/themes") == 403


def test_families_read_what_was_published_and_nothing_is_there_before(app, client, cast):
    family = StrictClient(app)
    assert family.status("/what-we-heard") == 404
    learning.theme(cast, title="Not for families")
    one = learning.theme(cast)
    assert family.status("/what-we-heard") == 404
    client.sign_in(cast.mabel)
    page = client.get(where(one, "/publish"))
    client.send(page, {"heard": "You waited, and nobody came.", "changed": "Now somebody rings."})
    page = family.get("/what-we-heard")
    assert "You waited, and nobody came." in page.main and "Now somebody rings." in page.main
    assert "Not for families" not in page.text and "Mabel" not in page.text and "Sign out" not in page.text
    client.send(client.get(where(one, "/withdraw")), {"because": "It is old."})
    assert family.status("/what-we-heard") == 404
    assert "Families read this before" in client.get(where(one)).main


def test_pages_have_a_fixed_number_of_statements(client, cast, case, count_queries):
    counts = []
    for _ in range(2):
        for _ in range(4):
            told = learning.feedback(case, cast)
            one = learning.published(learning.theme(cast, SourceKind.FEEDBACK, told.code), cast)
        client.sign_in(cast.mabel)
        found = []
        for path in ("/themes", "/learning", "/what-we-heard", where(one), where(one, "/change"), "/themes/new"):
            with count_queries() as count:
                client.get(path)
            found.append(count())
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8, counts
