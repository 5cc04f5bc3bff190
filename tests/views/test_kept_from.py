"""What one side of a separated family must not learn of the other: no page, paper, message or export says it."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pypdf
import pytest

from familyhelp.casework import families, life_events
from familyhelp.models import Answer, Case, Event, Family, KeptFrom, Message
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.ssd import TABLES
from familyhelp.queries import annex_a, ssd
from tests import by_link
from tests import relation_stories as world
from tests.relation_stories import of
from tests.searches import looked_for

TOLD = "Ring Rosa on (01632) 960777 or canary@example.org, at 7 Canary Close, CV1 9ZZ."
CANARIES = ("canary", "cv1 9zz", "cv19zz", "960777", "960 777")


def no_canary(text: str, where: str) -> None:
    """None of what is kept from Dan."""
    for secret in CANARIES:
        assert secret not in text.lower(), f"{where} gives {secret!r} away"


@pytest.fixture
def family(cast, session) -> Family:
    """The Ashdowns: where Rosa and Poppy live, and how to reach Rosa, is kept from Dan."""
    family = world.related(cast)
    rosa, poppy, dan = (family.members[n].person for n in (0, 1, 3))
    for person in (rosa, poppy):
        families.change_address(
            person, lines="7 Canary Close, Saltmere", postcode="CV1 9ZZ", starts_on=date(2026, 3, 1), hidden=False,
            read_version=person.version, by=cast.kamal,
        )  # fmt: skip
    families.change_person(
        rosa,
        changes={"phone": "01632 960 777", "email": "canary@example.org"},
        read_version=rosa.version,
        by=cast.kamal,
    )
    life_events.keep_from([rosa, poppy], dan, because="A court order of May.", by=cast.kamal)
    session.commit()
    return family


@pytest.fixture
def case(family, session) -> Case:
    """Their case, in whose plan somebody typed all of it."""
    case = session.query(Case).one()
    outcome = case.agreed_outcomes[0]
    outcome.words = outcome.how_we_know = TOLD
    outcome.actions[0].what = TOLD
    session.commit()
    return case


def test_every_page_by_link_and_every_copy_of_the_other_side_is_without_it(app, client, cast, family, case, session):
    held = by_link.family_link(app, case, cast, "Dan")
    front = by_link.enter(client, held)
    no_canary(front.html, "the family page")
    say = client.get(f"{held.path}/say")
    client.send(say, {"kind": "not_right", "text": "Where are they?"})
    answer = session.query(Answer).one()
    answer.done_about, answer.seen_at, answer.seen_by = TOLD, clock.now(), cast.kamal
    session.commit()
    action = write_code(case.agreed_outcomes[0].actions[0].code)
    for tail in ("", "/say", "/scores", "/feedback", f"/actions/{action}", "/actions/0000-0000"):
        response = client.ask("GET", f"{held.path}{tail}", follow_redirects=True)
        assert response.status_code == 200
        no_canary(response.get_data(as_text=True), tail)
    refused = client.post(f"{held.path}/actions/{action}", client.get(f"{held.path}/actions/{action}").fields(), 400)
    no_canary(refused.html, "an error")
    client.sign_in(cast.kamal)
    dan = write_code(family.members[3].person.code)
    copy = client.get(f"/cases/{write_code(case.code)}/plan/copies/{dan}")
    assert "[address left out]" in copy.main
    no_canary(copy.main, "the copy")
    for size in ("pdf", "large"):
        paper = client.ask("GET", f"/cases/{write_code(case.code)}/plan/copies/{dan}/{size}")
        pages = pypdf.PdfReader(BytesIO(paper.data)).pages
        no_canary(" ".join(page.extract_text() for page in pages), size)


def test_no_message_and_no_export_says_it(cast, family, case, session):
    for message in session.query(Message):
        no_canary(f"{message.topic} {message.text}", "a message")
    for table in TABLES:
        for row in ssd.rows_of(table, clock.today(), "Saltmere"):
            no_canary(str(row), table)
    for sheet in annex_a.annex_a(clock.today(), "Saltmere"):
        no_canary(str(sheet), sheet.name)


@pytest.mark.parametrize("who", ["flora", "colette", "sven", "lena", "conor", "morag", "lionel", "anita", "adam"])
def test_nobody_sees_it_but_who_leads_or_manages(client, cast, family, session, who):
    rosa = write_code(family.members[0].person.code)
    code = write_code(session.query(Case).one().code)
    client.sign_in(getattr(cast, who))
    tails = (
        "",
        "/relationships",
        "/genogram",
        "/kept",
        f"/people/{rosa}",
        f"/people/{rosa}/address",
        "/journey",
        "/add",
    )
    paths = [*(of(family, tail) for tail in tails), f"/cases/{code}", f"/cases/{code}/summary", "/"]
    found = [looked_for(cast, text, who) for text in ("Ashdown", "Rosa Ashdown")]
    for path in [*paths, *found, f"/cases/{code}/chronology"]:
        no_canary(client.ask("GET", path).get_data(as_text=True), f"{who} {path}")


def test_who_leads_sees_it_and_from_whom_it_is_kept_and_it_stays_withheld(client, cast, family, session):
    client.sign_in(cast.kamal)
    page = client.get(of(family))
    for words in ("7 Canary Close", "01632 960 777", "canary@example.org", "What is kept from whom"):
        assert words in page.main, words
    kept = client.get(of(family, "/kept"))
    assert "Rosa Ashdown: kept from Dan Reed since 2 March 2026" in kept.main
    rosa = write_code(family.members[0].person.code)
    moved = client.send(client.get(of(family, f"/people/{rosa}/address")), {"lines": "9 Open Road", "hidden": []}, 409)
    assert "stays withheld" in moved.errors[0]
    open_again = client.send(client.get(of(family, f"/people/{rosa}")), {"contact_hidden": []}, 409)
    assert "stays withheld" in open_again.errors[0]
    twice = {"people": [family.members[0].person.code], "other": family.members[3].person.code, "because": "x"}
    assert "already" in client.send(client.get(of(family, "/kept/new")), twice, 409).errors[0]
    assert "A court order of May." in page.main
    client.sign_in(cast.flora)
    assert "court order" not in client.get(of(family)).html
    assert "Phone and e-mail withheld" in client.get(of(family)).main
    assert "phone" not in client.get(of(family, f"/people/{rosa}")).fields()
    client.send(client.get(of(family, f"/people/{rosa}")), {"religion": "None"})
    session.expire_all()
    assert family.members[0].person.phone == "01632 960 777"


def test_its_end_stays_on_record_and_opens_nothing_by_itself(client, cast, family, session):
    client.sign_in(cast.mabel)
    one = session.query(KeptFrom).order_by(KeptFrom.id).first()
    where = of(family, f"/kept/{write_code(one.code)}/end")
    client.send(client.get(where), {"because": "The order ended."})
    assert "until 2 March 2026. The order ended." in client.get(of(family, "/kept")).main
    assert one.person.contact_hidden
    assert session.query(Event).order_by(Event.id.desc()).first().because == "The order ended."
    assert client.status(where) == 404
