"""Nothing typed is lost: drafts by script and without, across a time-out, for their writer and their form alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import leads
from familyhelp.extensions import db
from familyhelp.models import Draft, Event
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.references import write_code
from familyhelp.queries.sign_ins import KEPT_FOR
from tests import stories
from tests.cast import PASSWORD
from tests.client import StrictClient
from tests.conftest import MONDAY
from tests.stories import Stage

TEXT = "Rosa said: mornings are the worst.\nPoppy hides under the table – “don’t make me go”."


@pytest.fixture
def case(cast):
    return stories.a_case(cast, Stage.ASSESSING)


@pytest.fixture
def path(case) -> str:
    return f"/cases/{write_code(case.code)}/agreement/withdraw"


def keep(client, path: str, text: str = TEXT, status: int = 204, **more):
    """What the script sends while somebody types."""
    fields = client.get(path).fields("because") | {"because": text} | more
    response = client.ask("POST", "/drafts", query_string={"path": path}, data=fields)
    assert response.status_code == status, response.status
    return response


def kept() -> list[Draft]:
    db.session.rollback()
    found = list(db.session.scalars(sa.select(Draft).order_by(Draft.id)))
    db.session.commit()
    return found


def test_a_long_form_names_where_its_script_keeps_it(client, cast, path):
    client.sign_in(cast.kamal)
    form = client.get(path).form("because")
    assert form.get("data-autosave") == "/drafts"
    assert form.get("data-kept")


def test_what_the_script_kept_is_there_again_to_the_last_character(client, cast, path):
    client.sign_in(cast.kamal)
    keep(client, path)
    page = client.get(path)
    assert page.fields("because")["because"] == TEXT
    assert "We kept what you typed here" in page.main


def test_a_later_keep_takes_the_place_of_an_earlier_one(client, cast, path):
    client.sign_in(cast.kamal)
    for text in ("Ro", "Rosa", TEXT):
        keep(client, path, text)
    assert len(kept()) == 1
    assert client.get(path).fields("because")["because"] == TEXT


def test_without_script_a_refused_form_is_kept_as_well(client, cast, path):
    client.sign_in(cast.kamal)
    client.send(
        client.get(path), {"because": TEXT, "withdrawn_on-day": "31", "withdrawn_on-month": "2"}, 400, "because"
    )
    page = StrictClient(client.app)
    page.sign_in(cast.kamal)
    fields = page.get(path).fields("because")
    assert (fields["because"], fields["withdrawn_on-day"]) == (TEXT, "31")


def test_saving_ends_the_draft(client, cast, path):
    client.sign_in(cast.kamal)
    keep(client, path)
    client.send(client.get(path), {}, containing="because")
    assert kept() == []


def test_a_keep_that_arrives_after_the_form_was_saved_brings_nothing_back(client, cast, path):
    client.sign_in(cast.kamal)
    fields = client.get(path).fields("because") | {"because": TEXT}
    client.post(path, fields, 303)
    response = client.ask("POST", "/drafts", query_string={"path": path}, data=fields)
    assert response.status_code == 303, "its script takes this as: already saved"
    assert kept() == []


def test_a_keep_does_not_use_up_the_form_it_keeps(client, cast, path):
    client.sign_in(cast.kamal)
    fields = client.get(path).fields("because") | {"because": TEXT}
    client.ask("POST", "/drafts", query_string={"path": path}, data=fields)
    client.post(path, fields, 303)
    kinds = db.session.scalars(sa.select(Event.kind)).all()
    assert kinds.count(EventKind.AGREEMENT_WITHDRAWN) == 1


def test_a_draft_is_nobody_elses_and_in_no_other_form(client, cast, case, path):
    client.sign_in(cast.kamal)
    keep(client, path)
    other = stories.a_case(cast, Stage.ASSESSING, family=stories.a_family("Brook"))
    for elsewhere in (
        f"/cases/{write_code(other.code)}/agreement/withdraw",
        f"/cases/{write_code(case.code)}/notes/new",
    ):
        assert TEXT.split("\n")[0] not in client.get(elsewhere).html
    manager = StrictClient(client.app)
    manager.sign_in(cast.mabel)
    assert TEXT.split("\n")[0] not in manager.get(path).html
    assert "Not finished yet" not in manager.get("/").main


def test_two_people_keep_the_same_form_side_by_side(app, cast, path):
    one, two = StrictClient(app), StrictClient(app)
    one.sign_in(cast.kamal)
    two.sign_in(cast.mabel)
    keep(one, path, "Kamal’s words")
    keep(two, path, "Mabel’s words")
    assert one.get(path).fields("because")["because"] == "Kamal’s words"
    assert two.get(path).fields("because")["because"] == "Mabel’s words"


def test_tokens_and_passwords_are_never_kept(client, cast, path):
    client.sign_in(cast.kamal)
    keep(client, path, password="hush", new_password="hush")
    fields = kept()[0].fields
    assert set(fields) <= {"because", "withdrawn_on-day", "withdrawn_on-month", "withdrawn_on-year", "version"}


@pytest.mark.parametrize(
    "odd", ["", "/", "/nowhere", "/cases", "//evil", "/sign-out", "https://x/", "/cases/" + "x" * 300, "/\x00"]
)
def test_only_a_form_of_this_service_can_be_kept(client, cast, path, odd):
    client.sign_in(cast.kamal)
    data = {"csrf_token": client.token(), "because": TEXT}
    assert client.ask("POST", "/drafts", query_string={"path": odd}, data=data).status_code == 404
    assert kept() == []


# A time-out in the middle of a sentence ---------------------------------------------------------------------


def test_a_form_sent_after_the_time_out_is_kept_and_there_again_after_signing_in(client, cast, path):
    """Without script."""
    client.sign_in(cast.kamal)
    page = client.get(path)
    with clock.at(MONDAY + timedelta(hours=2)):
        response = client.send(page, {"because": TEXT}, containing="because")
        sign_in = client.get(response.location)
        assert "What you typed is kept" in sign_in.main
        response = client.send(sign_in, {"email": cast.kamal.email, "password": PASSWORD})
        assert response.location == path
        again = client.follow(response)
        assert again.fields("because")["because"] == TEXT
        client.send(again, {}, containing="because")
    assert db.session.scalars(sa.select(Event.because).where(Event.kind == EventKind.AGREEMENT_WITHDRAWN)).all() == [
        TEXT
    ]
    assert kept() == []


def test_what_the_script_sends_after_the_time_out_is_kept_and_it_is_told_to_ask_for_a_sign_in(client, cast, path):
    client.sign_in(cast.kamal)
    fields = client.get(path).fields("because") | {"because": TEXT}
    with clock.at(MONDAY + timedelta(hours=2)):
        response = client.ask("POST", "/drafts", query_string={"path": path}, data=fields)
        assert (response.status_code, response.headers["Sign-In"]) == (204, "needed")
        assert client.status("/") == 303, "keeping a draft does not bring a sign-in back to life"
        client.send(client.get(f"/sign-in?next={path}"), {"email": cast.kamal.email, "password": PASSWORD})
        assert client.get(path).fields("because")["because"] == TEXT


def test_the_next_person_at_the_same_computer_sees_nothing_of_it(client, cast, path):
    client.sign_in(cast.kamal)
    page = client.get(path)
    with clock.at(MONDAY + timedelta(hours=2)):
        response = client.send(page, {"because": TEXT}, containing="because")
        response = client.send(client.get(response.location), {"email": cast.mabel.email, "password": PASSWORD})
        assert "Rosa said" not in client.follow(response).html
        assert "Rosa said" not in client.get("/").html
    assert [draft.practitioner_id for draft in kept()] == [cast.kamal.id]


def test_after_signing_out_or_being_suspended_nothing_is_taken_from_that_browser(client, cast, path):
    client.sign_in(cast.kamal)
    fields = client.get(path).fields("because") | {"because": TEXT}
    cast.kamal.is_active = False
    db.session.commit()
    assert client.ask("POST", path, data=fields).location.startswith("/sign-in")
    assert client.ask("POST", "/drafts", query_string={"path": path}, data=fields).status_code == 401
    assert kept() == []


def test_a_sign_in_that_lapsed_long_ago_keeps_nothing(client, cast, path):
    client.sign_in(cast.kamal)
    page = client.get(path)
    with clock.at(MONDAY + KEPT_FOR + timedelta(minutes=5)):
        client.send(page, {"because": TEXT}, containing="because")
    assert kept() == []


def test_signed_out_in_another_tab_the_form_is_refused_and_shows_every_word_to_copy(client, cast, path):
    client.sign_in(cast.kamal)
    page = client.get(path)
    client.post("/sign-out", {"csrf_token": client.token()})
    refused = client.send(page, {"because": TEXT}, 400, "because")
    assert TEXT in [e.text.removeprefix("\n") for e in refused.find("textarea")]


def test_a_form_that_was_open_while_its_owner_signed_in_again_can_still_be_sent(client, cast, path):
    client.sign_in(cast.kamal)
    page = client.get(path)
    with clock.at(MONDAY + timedelta(hours=2)):
        client.send(client.get("/sign-in"), {"email": cast.kamal.email, "password": PASSWORD})
        client.send(page, {"because": TEXT}, containing="because")
    assert db.session.scalars(sa.select(Event.because).where(Event.kind == EventKind.AGREEMENT_WITHDRAWN)).all() == [
        TEXT
    ]


# The home page ----------------------------------------------------------------------------------------------


def test_the_home_page_lists_what_is_unfinished_by_its_name_and_leads_back_to_it(client, cast, path):
    client.sign_in(cast.kamal)
    keep(client, path)
    page = client.get("/")
    assert "Not finished yet" in page.main
    assert page.links["Record that the family withdrew: Ashdown family"] == path
    assert "Rosa said" not in page.html


def test_a_draft_is_thrown_away_from_the_home_page_or_from_its_own(client, cast, path):
    client.sign_in(cast.kamal)
    for opened in ("/", path):
        keep(client, path)
        page = client.get(opened)
        form = next(f for f in page.find("form") if "/drafts/discard" in (f.get("action") or ""))
        client.post(form.get("action"), {"csrf_token": client.token()}, 303)
        assert kept() == []


def test_nobody_throws_away_another_persons_draft(app, cast, path):
    one, two = StrictClient(app), StrictClient(app)
    one.sign_in(cast.kamal)
    two.sign_in(cast.mabel)
    keep(one, path)
    two.post(f"/drafts/discard?path={path}", {"csrf_token": two.token()}, 303)
    assert len(kept()) == 1


def test_a_draft_of_a_case_that_one_can_no_longer_see_is_listed_without_its_name(app, client, cast):
    case = stories.a_case(cast, Stage.ASSESSING)
    leads.add_contributor(case, person=cast.conor, by=cast.kamal)
    db.session.commit()
    client.sign_in(cast.conor)
    path = f"/cases/{write_code(case.code)}/notes/new"
    fields = {"csrf_token": client.token(), "text": TEXT}
    assert client.ask("POST", "/drafts", query_string={"path": path}, data=fields).status_code == 204
    part = next(p for p in case.leads if p.practitioner is cast.conor)
    leads.end_contributor(case, part=part, by=cast.kamal, because="Moved school.")
    db.session.commit()
    page = client.get("/")
    assert "You can no longer open this page." in page.main
    assert "Ashdown" not in page.html
    assert path not in page.links.values()


def test_ten_drafts_are_listed_at_most_and_the_statements_do_not_grow(client, cast, count_queries):
    case = stories.a_case(cast, Stage.ASSESSING)
    counts = set()
    for n in range(15):
        path = f"/cases/{write_code(case.code)}/team/{n}/end"
        db.session.add(Draft(practitioner_id=cast.kamal.id, path=path, fields={"a": ["b"]}, saved_at=clock.now()))
        db.session.commit()
        if n in (0, 14):
            client.sign_in(cast.kamal)
            with count_queries() as count:
                page = client.get("/")
            counts.add(count())
    assert len([f for f in page.find("form") if "/drafts/discard" in (f.get("action") or "")]) == 10
    assert len(counts) == 1


def test_a_megabyte_of_text_is_kept_as_far_as_a_form_can_hold_it_and_quickly(client, cast, path):
    client.sign_in(cast.kamal)
    keep(client, path, "x" * 1_000_000)
    assert len(kept()[0].fields["because"][0]) == 100_000
    assert client.get(path).status == 200


def test_eight_keeps_of_one_form_at_once_collide_with_nothing(app, cast, path):
    import threading

    from familyhelp.casework import keeping

    number, errors = cast.kamal.id, []
    db.session.commit()

    def work(n: int) -> None:
        with app.app_context():
            try:
                keeping.keep_draft(number, path, {"because": [str(n)]})
                db.session.commit()
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert errors == []
    assert len(kept()) == 1
