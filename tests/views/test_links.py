"""Links and copies as workers see them: who has one, how it stands, and how it is given, renewed and ended."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
import sqlalchemy as sa

from familyhelp.casework import agreements, plans
from familyhelp.extensions import db
from familyhelp.models import Address, Copy, Event, Link, Message
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.links import Purpose, ReadingAge
from familyhelp.practice.outcomes import AgreedHow
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.by_link import agreed_outside, enter, family_link, is_gone, member, owner_link, path_of, rich_plan
from tests.client import StrictClient
from tests.conftest import MONDAY

MARKUP = "#panic() $x$ *b* _i_ \\ `raw` ```x``` @ref <lab> [c] {d} // e /* f */ = g - h + i ~ j 'k' \"l\" #let m = 1 ŵŷ"


@pytest.fixture
def case(cast):
    return stories.a_case(cast, Stage.ACTIVE)


@pytest.fixture
def kamal(client, cast):
    client.sign_in(cast.kamal)
    return client


def at(case, tail: str) -> str:
    return f"/cases/{write_code(case.code)}{tail}"


def of(case, forename: str) -> str:
    code = write_code(member(case, forename).person.code)
    db.session.rollback()
    return code


def test_a_worker_makes_a_link_and_is_shown_both_secrets_once(app, kamal, case, cast):
    hub = kamal.get(at(case, "/family-page"))
    page = kamal.get(hub.links["Give a link to Rosa Ashdown"])
    assert page.fields()["reading_age"] == ["adult"]
    shown = kamal.post(page.path, page.fields(), 200)
    code = next(shown.find("strong", class_="fh-code")).text
    path = re.search(r"http://localhost:5000(/family/[\w.-]+)", shown.html).group(1)
    assert re.fullmatch(r"\d{6}", code)
    again = kamal.post(page.path, page.fields())
    assert again.location.endswith("/family-page"), "sent twice, one link is made"
    assert db.session.scalar(sa.select(sa.func.count(Link.id))) == 1
    listed = kamal.get(at(case, "/family-page"))
    assert code not in listed.main and path not in listed.html
    assert "Works, until 30 March 2026" in listed.main and "Not yet" in listed.main
    rosa = StrictClient(app)
    asked = rosa.get(path)
    assert rosa.follow(rosa.post(path, asked.fields() | {"code": code})).heading == "Our plan"
    assert "2 March 2026, 09:30" in kamal.get(at(case, "/family-page")).main
    assert "Kamal Osei gave Rosa Ashdown a link to the family’s own page" in kamal.get(at(case, "/chronology")).main


def test_with_an_address_the_link_goes_by_mail_and_the_code_is_only_shown(kamal, case):
    page = kamal.get(at(case, f"/family-page/people/{of(case, 'Rosa')}"))
    shown = kamal.post(page.path, page.fields() | {"email": "rosa@example.org"}, 200)
    code = next(shown.find("strong", class_="fh-code")).text
    assert "/family/" not in shown.main
    message = db.session.scalars(sa.select(Message).where(Message.to == "rosa@example.org")).one()
    assert "http://localhost:5000/family/" in message.text
    assert code not in message.text and "Ashdown" not in message.text


def test_what_is_no_address_is_refused_and_kept(kamal, case):
    page = kamal.get(at(case, f"/family-page/people/{of(case, 'Rosa')}"))
    refused = kamal.post(page.path, page.fields() | {"email": "rosa at home"}, 400)
    assert refused.fields()["email"] == "rosa at home" and refused.errors
    assert db.session.scalar(sa.select(sa.func.count(Link.id))) == 0


@pytest.mark.parametrize(("forename", "age"), [("Rosa", "adult"), ("Poppy", "child"), ("Jude", "child")])
def test_the_page_is_written_for_the_age_of_its_reader(forename, age, kamal, case):
    page = kamal.get(at(case, f"/family-page/people/{of(case, forename)}"))
    assert page.fields()["reading_age"] == [age]


def test_who_is_too_young_has_died_or_left_gets_none(kamal, case):
    member(case, "Jude").person.birth_date = clock.today() - timedelta(days=700)
    member(case, "Poppy").ends_on = clock.today()
    db.session.commit()
    codes = {name: of(case, name) for name in ("Rosa", "Jude", "Poppy")}
    main = kamal.get(at(case, "/family-page")).main
    assert "Rosa Ashdown" in main and "Jude" not in main and "Poppy" not in main
    for name in ("Jude", "Poppy"):
        kamal.get(at(case, f"/family-page/people/{codes[name]}"), 404)
        kamal.get(at(case, f"/plan/copies/{codes[name]}"), 404)


def test_somebody_of_another_family_is_not_there(kamal, case, cast):
    other = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Penhale"))
    code = of(other, "Rosa")
    for tail in (f"/family-page/people/{code}", f"/plan/copies/{code}", f"/plan/copies/{code}/pdf"):
        kamal.get(at(case, tail), 404)


def test_a_link_of_another_case_is_not_there(app, kamal, case, cast):
    other = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Penhale"))
    held = family_link(app, other, cast)
    code = write_code(held.link.code)
    db.session.rollback()
    for tail in ("code", "end"):
        kamal.get(at(case, f"/links/{code}/{tail}"), 404)


def test_without_a_plan_or_an_agreement_the_page_says_why_there_is_no_link(kamal, cast):
    case = stories.a_case(cast, Stage.PLANNING)
    assert "has not agreed a plan yet" in kamal.get(at(case, "/family-page")).main
    kamal.get(at(case, f"/family-page/people/{of(case, 'Rosa')}"), 409)
    kamal.get(at(case, f"/plan/copies/{of(case, 'Rosa')}"), 409)
    agreed = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Penhale"))
    agreements.withdraw_agreement(agreed, withdrawn_on=clock.today(), because="“Enough.”", by=cast.kamal)
    db.session.commit()
    assert "has not agreed to work together" in kamal.get(at(agreed, "/family-page")).main
    kamal.get(at(agreed, f"/family-page/people/{of(agreed, 'Rosa')}"), 409)
    kamal.get(at(agreed, f"/plan/copies/{of(agreed, 'Rosa')}"))


def test_a_worker_ends_a_link_and_it_ends_at_once(app, kamal, case, cast):
    held = family_link(app, case, cast)
    rosa = StrictClient(app)
    enter(rosa, held)
    hub = kamal.get(at(case, "/family-page"))
    page = kamal.get(hub.links["End it: the link of Rosa Ashdown"])
    assert kamal.post(page.path, page.fields(), 400).errors == ["Say why the link ends."]
    kamal.send(page, {"because": "She lost her phone."})
    assert is_gone(rosa.get(held.path, 404))
    assert "Ended" in kamal.get(at(case, "/family-page")).main
    kamal.post(page.path, page.fields() | {"because": "Again.", "submission": "u" * 32}, 409)
    kamal.get(page.path.replace("/end", "/code"), 409)


def test_a_new_code_is_shown_once(app, kamal, case, cast):
    held = family_link(app, case, cast)
    page = kamal.get(kamal.get(at(case, "/family-page")).links["New code for Rosa Ashdown"])
    shown = kamal.post(page.path, page.fields(), 200)
    code = next(shown.find("strong", class_="fh-code")).text
    kamal.post(page.path, page.fields(), 303)
    rosa = StrictClient(app)
    if code != held.code:
        enter(rosa, held, held.code, 400)
    enter(rosa, held, code)


def test_the_list_reads_a_fixed_number_of_times_whatever_is_on_it(app, kamal, case, cast, count_queries):
    def cost() -> int:
        with count_queries() as count:
            page = kamal.get(at(case, "/family-page"))
        assert len(page.html) < 60_000
        return count()

    kamal.get(at(case, "/family-page"))
    first = cost()
    for name in ("Rosa", "Poppy", "Jude") * 10:
        family_link(app, case, cast, name, ReadingAge.CHILD)
    assert cost() == first <= 12


# Copies -----------------------------------------------------------------------------------------------------


def words(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("•", "")


def pdf_text(data: bytes) -> tuple[str, pypdf.PdfReader]:
    reader = pypdf.PdfReader(BytesIO(data))
    return "\n".join(page.extract_text() for page in reader.pages), reader


@pytest.mark.parametrize("who", ["Rosa", "Poppy"])
@pytest.mark.parametrize("size", ["pdf", "large"])
def test_the_pdf_is_accessible_and_holds_every_line_of_the_page(size, who, kamal, case, cast):
    rich_plan(case, cast, words=f"We want this:\n{MARKUP}", what=f"Try {MARKUP}")
    page = kamal.get(at(case, f"/plan/copies/{of(case, who)}"))
    response = kamal.ask("GET", f"{page.path}/{size}")
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    text, reader = pdf_text(response.data)
    lines = [
        "".join(e.itertext())
        for main in page.find("main")
        for e in main.iter()
        if e.tag in {"h1", "h2", "h3", "p", "li", "blockquote"} and not _inset(main, e)
    ]
    assert len(lines) > 12
    assert any(words(MARKUP) in words(line) for line in lines)
    squeezed = words(text)
    for line in lines:
        assert words(line) in squeezed, line
    catalog = reader.trailer["/Root"]
    assert str(catalog["/Lang"]).startswith("en")
    assert catalog["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in catalog
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    assert reader.metadata.title in ("Our plan", "Your family’s plan")
    sizes = fonts(reader)
    assert max(sizes, key=sizes.get) == (18 if size == "large" else 12), "most letters are of the size that was asked"


def _inset(main, element) -> bool:
    return any(element in box.iter() for box in main.iter("div") if "govuk-inset-text" in (box.get("class") or ""))


def fonts(reader: pypdf.PdfReader) -> dict[float, int]:
    """How many letters are of each size, in points."""
    found: dict[float, int] = {}

    def note(text, _cm, tm, _font, size):
        points = round(abs(size * tm[0]), 1)
        found[points] = found.get(points, 0) + len(text.strip())

    for page in reader.pages:
        page.extract_text(visitor_text=note)
    return found


def test_the_pdf_goes_out_under_a_name_that_names_nobody(kamal, case):
    response = kamal.ask("GET", at(case, f"/plan/copies/{of(case, 'Rosa')}/pdf"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    assert b"Ashdown" not in str(response.headers).encode()


ADDRESSED = (
    "Meet at 12 Marsh Lane, Saltmere.",
    "Collect from 12  marsh lane at three.",
    "Write to zz99 3VZ or ZZ993VZ.",
    "12 MARSH LANE,\nSALTMERE",
)


def test_no_address_of_anybody_is_on_a_copy_or_a_page(app, client, kamal, case, cast):
    for name, hidden in (("Rosa", True), ("Poppy", False)):
        db.session.add(
            Address(
                person=member(case, name).person,
                lines="12 Marsh Lane, Saltmere" if hidden else "4 Quay Street, Saltmere",
                postcode="ZZ99 3VZ",
                starts_on=clock.today(),
                hidden=hidden,
            )
        )
    rich_plan(case, cast, words=" ".join(ADDRESSED), what="Paint 4 Quay Street. 112 Marsh Lanes are fine.")
    held = family_link(app, case, cast)
    shown = [kamal.get(at(case, f"/plan/copies/{of(case, name)}")).main for name in ("Rosa", "Poppy")]
    shown.append(pdf_text(kamal.ask("GET", at(case, f"/plan/copies/{of(case, 'Poppy')}/large")).data)[0])
    shown.append(pdf_text(kamal.ask("GET", at(case, f"/plan/copies/{of(case, 'Rosa')}/pdf")).data)[0])
    rosa = StrictClient(app)
    shown.append(enter(rosa, held).text)
    for text in shown:
        assert not re.search(r"\b12\s*marsh\s*lane\b|\b4\s*quay\s*street|zz99\s*3vz", text, re.IGNORECASE), text
        assert "[address left out]" in text
    assert "112 Marsh Lanes are fine" in shown[0]


def test_what_was_given_to_whom_when_and_how_is_on_the_record(kamal, case):
    page = kamal.get(at(case, f"/plan/copies/{of(case, 'Rosa')}"))
    form = kamal.get(page.links["Record that they were given it"])
    kamal.send(form, {"format": "large", "how": "read_together"})
    given = db.session.scalars(sa.select(Copy)).one()
    assert (given.recipient, given.given_on, given.plan_id) == ("Rosa Ashdown", clock.today(), case.plan.id)
    for tail in ("/plan", "/family-page"):
        told = kamal.get(at(case, tail)).main
        assert "Rosa Ashdown: version 1, 2 March 2026 (PDF in large print, Read together)" in told
    told = kamal.get(at(case, "/chronology")).main
    assert "Kamal Osei gave Rosa Ashdown a copy of version 1 of the plan (Read together)" in told


@pytest.mark.parametrize("day", [MONDAY.date() - timedelta(days=1), MONDAY.date() + timedelta(days=1)])
def test_a_copy_is_given_neither_before_the_plan_nor_in_the_future(day, kamal, case):
    form = kamal.get(at(case, f"/plan/copies/{of(case, 'Rosa')}/given"))
    sent = form.fields() | {"format": "pdf", "how": "posted"}
    sent |= {"given_on-day": str(day.day), "given_on-month": str(day.month), "given_on-year": str(day.year)}
    assert kamal.ask("POST", form.path, data=sent).status_code in (400, 409)
    assert db.session.scalar(sa.select(sa.func.count(Copy.id))) == 0


# Owners outside ---------------------------------------------------------------------------------------------


def test_an_owner_outside_is_told_when_the_plan_is_agreed(app, cast):
    case, tokens = agreed_outside(app, cast)
    assert len(tokens) == 1
    kinds = [e.kind for e in db.session.scalars(sa.select(Event).order_by(Event.id))]
    assert kinds[-2:] == [EventKind.PLAN_AGREED, EventKind.LINK_GIVEN]
    link = db.session.scalars(sa.select(Link)).one()
    assert (link.purpose, link.recipient, link.code_hash) == (Purpose.ACTION, "Mr Bright", None)
    assert link.expires_at == MONDAY + timedelta(days=14)
    db.session.rollback()
    stranger = StrictClient(app)
    page = stranger.get(path_of(app, Purpose.ACTION, tokens[0]))
    for code in ("", "000000", "None"):
        data = page.fields() | {"code": code}
        assert stranger.ask("POST", page.path, data=data).status_code == 400, "no code opens what has none yet"
    assert case.id


def test_by_the_page_of_agreeing_too(app, kamal, cast):
    from tests.by_link import outside_plan

    case = stories.a_case(cast, Stage.PLANNING)
    outside_plan(case, cast)
    db.session.commit()
    kamal.send(kamal.get(at(case, "/plan/agree")), {"agreed_by": "Rosa", "how": "in_person"})
    message = db.session.scalars(sa.select(Message).where(Message.to == "bright@example.org")).one()
    assert "http://localhost:5000/answer/" in message.text


def test_the_worker_tells_the_code_and_the_owner_answers_once(app, kamal, cast):
    case, (token,) = agreed_outside(app, cast)
    plan = kamal.get(at(case, "/plan"))
    owner = kamal.get(next(h for w, h in plan.links.items() if w.startswith("Their link and code")))
    assert "Its code has not been told yet." in owner.main
    page = kamal.get(owner.links["Show a code to tell them"])
    code = next(kamal.post(page.path, page.fields(), 200).find("strong", class_="fh-code")).text
    bright, path = StrictClient(app), path_of(app, Purpose.ACTION, token)
    asked = bright.get(path)
    assert "breakfast" not in asked.text
    bright.post(path, asked.fields() | {"code": code})
    form = bright.get(f"{path}/report")
    assert "Keep a place at breakfast club." in form.main
    for told in ("Ashdown", "Rosa", "mornings", write_code(case.code)):
        assert told not in form.text, told
    thanks = bright.follow(bright.send(form, {"done": "done", "progress": "From Monday."}))
    assert thanks.heading == "Thank you"
    assert "From Monday." in kamal.get(at(case, "/plan")).main
    told = kamal.get(at(case, "/chronology")).main
    assert "Mr Bright said how an action went, by a link and a code: Done" in told
    assert "Mr Bright opened an action to answer, by a link and a code" in told
    assert "Answered" in kamal.get(at(case, "/family-page")).main


def test_a_newer_plan_keeps_the_link_and_sends_no_second_one(app, client, cast):
    case, held = owner_link(app, cast)
    plans.start_plan(case, by=cast.kamal, because="Grandma helps, too.")
    sent: list[str] = []
    plans.agree_plan(
        case,
        agreed_by="Rosa",
        agreed_on=clock.today(),
        how=AgreedHow.BY_PHONE,
        by=cast.kamal,
        address_of=lambda purpose, token: sent.append(token) or "x",
    )
    db.session.commit()
    assert sent == []
    client.send(enter(client, held), {"done": "not_yet", "progress": "On the list."})
    db.session.rollback()
    action = next(a for a in case.plan.outcomes[1].actions if a.owner_name == "Mr Bright")
    assert action.progress == "On the list." and action.outcome.plan.number == 2


def test_an_action_that_left_the_plan_takes_its_link_with_it(app, client, cast):
    case, held = owner_link(app, cast)
    plans.start_plan(case, by=cast.kamal, because="Not needed.")
    action = next(a for a in case.plan_in_writing.outcomes[1].actions if a.owner_name == "Mr Bright")
    plans.remove_action(case, action, by=cast.kamal)
    plans.agree_plan(case, agreed_by="Rosa", agreed_on=clock.today(), how=AgreedHow.BY_PHONE, by=cast.kamal)
    db.session.commit()
    assert is_gone(client.get(held.path, 404))


def test_writing_again_ends_the_link_before(app, kamal, cast):
    case, held = owner_link(app, cast)
    plan = kamal.get(at(case, "/plan"))
    owner = kamal.get(next(h for w, h in plan.links.items() if w.startswith("Their link and code")))
    kamal.send(owner, {})
    assert db.session.scalar(sa.select(sa.func.count(Message.id)).where(Message.to == "bright@example.org")) == 2
    db.session.rollback()
    assert is_gone(StrictClient(app).get(held.path, 404))


@pytest.mark.parametrize(
    ("kind", "email", "said"),
    [
        ("family", "rosa@example.org", "own page"),
        ("professional", "not an address", "address"),
        ("network", "x" * 300, "characters"),
    ],
)
def test_an_owners_address_is_asked_of_people_outside_and_must_be_one(kind, email, said, kamal, cast):
    case = stories.a_case(cast, Stage.PLANNING)
    stories.write_plan(case, cast.kamal)
    db.session.commit()
    page = kamal.get(at(case, "/plan/outcomes/1/actions/new"))
    sent = {"what": "Ring.", "owner_kind": kind, "owner_name": "N", "owner_email": email}
    sent |= {"due_on-day": "20", "due_on-month": "3", "due_on-year": "2026"}
    response = kamal.ask("POST", page.path, data=page.fields() | sent)
    assert response.status_code in (400, 409)
    assert said in response.get_data(as_text=True)


def test_an_answer_of_another_case_is_not_there(app, kamal, case, cast):
    from familyhelp.models import Answer

    other = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Penhale"))
    held = family_link(app, other, cast)
    rosa = StrictClient(app)
    enter(rosa, held)
    rosa.send(rosa.get(f"{held.path}/say"), {"kind": "comment", "text": "Hello."})
    code = write_code(db.session.scalars(sa.select(Answer.code)).one())
    db.session.rollback()
    kamal.get(at(case, f"/answers/{code}"), 404)
    kamal.get(at(other, f"/answers/{code}"))
