"""People and teams: for administrators alone, who see no family."""

import pytest
import sqlalchemy as sa

from familyhelp.casework import contacts
from familyhelp.casework import practitioners as deeds
from familyhelp.extensions import db
from familyhelp.models import Event, Practitioner, Team
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from tests import stories
from tests.cast import PASSWORD, practitioner
from tests.client import StrictClient
from tests.searches import looked_for


def page_of(person, more="") -> str:
    return f"/people/{write_code(person.code)}{more}"


def kinds_for(person) -> list[EventKind]:
    return list(
        db.session.scalars(
            sa.select(Event.kind)
            .where(Event.subject == "practitioner", Event.subject_id == person.id)
            .order_by(Event.number)
        )
    )


@pytest.fixture
def adam(client, cast):
    client.sign_in(cast.adam)
    return client


def test_only_an_administrator_opens_any_of_it(app, cast):
    paths = ["/people", "/people/new", "/teams", "/teams/new", "/agencies/new"]
    own = [page_of(cast.kamal, more) for more in ("", "/edit", "/suspend", "/password", "/restore")]
    for person in cast.everybody:
        if person is cast.adam:
            continue
        browser = StrictClient(app)
        browser.sign_in(person)
        assert {browser.status(path) for path in paths} == {403}, person.name
        assert {browser.status(path) for path in own} == {404}, person.name


def test_an_administrator_reaches_no_family(adam, cast):
    case = stories.a_case(cast, stories.Stage.ACTIVE)
    code, family = write_code(case.code), write_code(case.family.code)
    search = looked_for(cast, "Ashdown", "adam")
    for path in (f"/cases/{code}", f"/cases/{code}/notes", f"/families/{family}", "/search", search):
        assert adam.status(path) in (403, 404), path
    assert adam.status("/cases") == 403
    for path in ("/", "/people", page_of(cast.kamal), "/teams"):
        assert "Ashdown" not in adam.get(path).html


def test_a_person_is_added_given_a_password_and_signs_in(app, adam, cast):
    page = adam.get("/people/new")
    answers = {"name": "Nadia Fenwick", "email": " Nadia@Example.org", "role": "key_worker", "team": str(cast.north.id)}
    page = adam.follow(adam.send(page, answers, containing="email"))
    assert page.heading == "Key workerNadia Fenwick"
    assert "They have no password yet" in page.main
    nadia = db.session.scalars(sa.select(Practitioner).where(Practitioner.email == "nadia@example.org")).one()
    page = adam.send(adam.get(page_of(nadia, "/password")), {}, 200)
    given = next(page.find("strong", class_="fh-code")).text
    assert len(given.replace("-", "")) == 16
    assert given not in adam.get(page_of(nadia)).html
    assert kinds_for(nadia) == [EventKind.PRACTITIONER_ADDED, EventKind.PASSWORD_GIVEN]
    browser = StrictClient(app)
    assert browser.sign_in_by_page(nadia, given).status_code == 303


def test_a_password_that_is_asked_for_twice_by_one_form_is_the_first_one(app, adam, cast):
    fields = adam.get(page_of(cast.kamal, "/password")).fields("submission")
    page = adam.post(page_of(cast.kamal, "/password"), fields, 200)
    again = adam.post(page_of(cast.kamal, "/password"), fields, 303)
    assert again.location == page_of(cast.kamal)
    given = next(page.find("strong", class_="fh-code")).text
    assert StrictClient(app).sign_in_by_page(cast.kamal, given).status_code == 303
    assert kinds_for(cast.kamal) == [EventKind.PASSWORD_GIVEN]


def test_a_given_password_ends_the_sign_ins_and_runs_out_after_three_days(app, adam, cast):
    before = StrictClient(app)
    before.sign_in(cast.kamal)
    given = next(adam.send(adam.get(page_of(cast.kamal, "/password")), {}, 200).find("strong", class_="fh-code")).text
    assert before.status("/") == 303
    with clock.at(clock.now() + deeds.GIVEN_FOR * 1.01):
        page = StrictClient(app).get("/sign-in")
        StrictClient(app).send(page, {"email": cast.kamal.email, "password": given}, 400)


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"role": "key_worker"}, "A key worker works in a team: choose which."),
        ({"role": "manager"}, "A team manager answers for at least one team: choose which."),
        ({"role": "lead_professional"}, "A partner works at an agency: choose which."),
        ({"role": "contributor"}, "A partner works at an agency: choose which."),
        ({"email": "kamal@example.org"}, "Another account already has this e-mail address."),
        ({"email": "KAMAL@example.ORG "}, "Another account already has this e-mail address."),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence_and_nothing_is_made(adam, cast, answers, error):
    good = {"name": "Nadia Fenwick", "email": "nadia@example.org", "role": "analyst"}
    page = adam.send(adam.get("/people/new"), good | answers, 409, "email")
    assert error in page.errors
    assert page.fields("email")["name"] == "Nadia Fenwick"
    assert db.session.query(Practitioner).count() == len(cast.everybody)


@pytest.mark.parametrize(
    "answers",
    [
        {"email": "not-an-address"},
        {"email": "a@b\r\nBcc: all@example.org"},
        {"role": "king"},
        {"team": "999"},
        {"name": ""},
    ],
    ids=str,
)
def test_what_cannot_be_read_comes_back_with_its_error(adam, cast, answers):
    fields = adam.get("/people/new").fields("email")
    good = {"name": "Nadia Fenwick", "email": "nadia@example.org", "role": "analyst"}
    page = adam.post("/people/new", fields | good | answers, 400)
    assert page.errors
    assert db.session.query(Practitioner).count() == len(cast.everybody)


def test_the_second_of_two_administrators_sees_what_the_first_one_saved(app, adam, cast):
    practitioner("Ada Second", Role.ADMINISTRATOR)
    db.session.commit()
    other = StrictClient(app)
    other.sign_in(db.session.scalars(sa.select(Practitioner).where(Practitioner.name == "Ada Second")).one())
    one, two = adam.get(page_of(cast.kamal, "/edit")), other.get(page_of(cast.kamal, "/edit"))
    adam.send(one, {"name": "Kamal Osei-Bright"}, containing="email")
    page = other.send(two, {"name": "Kamal B. Osei"}, 409, "email")
    assert "Kamal Osei-Bright" in page.main
    assert page.fields("email")["name"] == "Kamal B. Osei"
    other.send(page, {}, containing="email")
    db.session.refresh(cast.kamal)
    assert cast.kamal.name == "Kamal B. Osei"
    assert kinds_for(cast.kamal) == [EventKind.PRACTITIONER_CHANGED] * 2


def test_signing_in_does_not_make_an_open_form_stale(app, adam, cast):
    page = adam.get(page_of(cast.kamal, "/edit"))
    StrictClient(app).sign_in(cast.kamal)
    adam.send(page, {"name": "Kamal Osei-Bright"}, containing="email")


def test_a_lead_keeps_a_role_that_can_lead_until_their_families_are_handed_over(adam, cast):
    stories.a_case(cast, stories.Stage.ASSESSING)
    page = adam.send(adam.get(page_of(cast.kamal, "/edit")), {"role": "analyst"}, 409, "email")
    assert "leads 1 cases" in page.errors[0]


def test_a_suspended_worker_is_out_and_their_manager_sees_who_needs_a_lead(app, adam, cast):
    stories.a_case(cast, stories.Stage.ASSESSING)
    worker, manager = StrictClient(app), StrictClient(app)
    worker.sign_in(cast.kamal)
    manager.sign_in(cast.mabel)
    assert "nobody" not in manager.get("/").main.lower()
    page = adam.get(page_of(cast.kamal, "/suspend"))
    assert "They lead 1 open case. Have it handed over first" in page.main
    assert "North family help: 1 family they lead. Ask: Mabel Thorne, mabel@example.org." in page.main
    assert "Ashdown" not in page.main
    adam.send(page, {"because": "On long leave."}, containing="because")
    assert worker.status("/") == 303
    assert "Kamal Osei led it, whose account is suspended" in manager.get("/").main
    assert "Suspended" in adam.get("/people").main
    adam.send(adam.get(page_of(cast.kamal, "/restore")), {"because": "Back."}, containing="because")
    worker.sign_in(cast.kamal)
    assert adam.get(page_of(cast.kamal, "/restore"), 409).heading == "This cannot be done yet"


def test_what_a_leaving_manager_answers_for_alone_and_what_the_front_door_has_in_hand_is_said(adam, cast):
    contacts.claim(stories.a_request(cast), by=cast.flora)
    db.session.commit()
    alone = "Nobody else answers for North family help, for its supervision"
    assert alone in adam.get(page_of(cast.mabel, "/suspend")).main
    assert "1 request for help is in their hands" in adam.get(page_of(cast.flora, "/suspend")).main
    cast.north.managers.append(cast.morag)
    db.session.commit()
    assert alone not in adam.get(page_of(cast.mabel, "/suspend")).main
    assert "What is to be handed over" not in adam.get(page_of(cast.sven)).main


def test_a_manager_hands_over_all_that_somebody_suspended_led(app, adam, cast):
    stories.a_case(cast, stories.Stage.ASSESSING)
    stories.a_case(cast, stories.Stage.ACTIVE, family=stories.a_family("Birch"))
    adam.send(adam.get(page_of(cast.kamal, "/suspend")), {"because": "Left."}, containing="because")
    assert "North family help: 2 families they lead." in adam.get(page_of(cast.kamal)).main
    manager = StrictClient(app)
    manager.sign_in(cast.mabel)
    listed = manager.get("/team-work/families?who=nobody")
    page = manager.get(listed.links["Hand over all that they led: Birch family"])
    said = {"lead_all": cast.colette.code, "because": "Kamal left.", "handover": "Ring first."}
    manager.send(page, said, containing="because")
    assert "What is to be handed over" not in adam.get(page_of(cast.kamal)).main


def test_the_last_administrator_can_neither_leave_nor_change_role(adam, cast):
    page = adam.send(adam.get(page_of(cast.adam, "/suspend")), {"because": "Leaving."}, 409, "because")
    assert "This is the only administrator. Add another one first." in page.errors
    page = adam.send(adam.get(page_of(cast.adam, "/edit")), {"role": "analyst"}, 409, "email")
    assert "This is the only administrator. Add another one first." in page.errors
    assert adam.status("/people") == 200


def test_a_manager_answers_for_the_teams_that_were_chosen(app, adam, cast):
    page = adam.get(page_of(cast.mabel, "/edit"))
    assert page.fields("email")["teams"] == [str(cast.north.id)]
    adam.send(page, {"teams": [str(cast.south.id)]}, containing="email")
    assert "Mabel Thorne" in adam.get("/teams").main
    db.session.expire_all()
    assert cast.mabel.managed_teams == [cast.south]


def test_a_team_is_added_once(adam, cast):
    adam.send(adam.get("/teams/new"), {"name": "East family help"}, containing="name")
    page = adam.send(adam.get("/teams/new"), {"name": "EAST family help"}, 409, "name")
    assert page.errors == ["There is already a team of this name."]
    assert db.session.query(Team).count() == 3
    assert kinds_for(cast.adam) == [EventKind.TEAM_ADDED]
    assert "Nobody yet" in adam.get("/teams").main


def test_the_list_pages_by_name_and_every_person_is_on_it_once(adam, cast, count_queries):
    for n in range(60):
        practitioner(f"Same Name {n // 3:02}", Role.ANALYST).email = f"analyst{n}@example.org"
    db.session.commit()
    seen, path, statements = [], "/people", set()
    while path:
        with count_queries() as count:
            page = adam.get(path)
        statements.add(count())
        seen += [row for row in (link for link in page.root.iter("a")) if (row.get("href") or "").count("/people/")]
        path = next((a.get("href") for a in page.find("a") if a.get("rel") == "next"), None)
    hrefs = [a.get("href") for a in seen if a.get("href") != "/people/new"]
    assert len(hrefs) == len(set(hrefs)) == 60 + len(cast.everybody)
    assert statements <= {2, 3}


def test_the_list_is_narrowed_by_name_and_role(adam, cast):
    assert "Kamal Osei" not in adam.get("/people?name=ma").main
    assert "Mabel Thorne" in adam.get("/people?name=ma").main
    assert "There is nobody here." in adam.get("/people?name=%25").main
    page = adam.get("/people?role=manager")
    assert "Morag Ellery" in page.main
    assert "Kamal Osei" not in page.main
    for odd in ("?after=zzz", "?after=0000-0000", "?role=king", "?name=" + "x" * 3000):
        adam.get("/people" + odd)
    adam.get("/people?name=%00", 404)


def test_the_pages_cost_a_fixed_number_of_statements(adam, cast, count_queries):
    for path, most in ((page_of(cast.mabel), 10), (page_of(cast.mabel, "/edit"), 8), ("/teams", 4), ("/people/new", 5)):
        with count_queries() as count:
            adam.get(path)
        assert count() <= most, (path, count())


# The command ------------------------------------------------------------------------------------------------


def test_the_first_administrator_is_added_by_command_and_signs_in(app, client):
    run = app.test_cli_runner()
    result = run.invoke(args=["practitioners", "add", "--name", "Ada First", "--email", "ada@example.org"])
    assert result.exit_code == 0, result.output
    given = next(line.split()[-1] for line in result.output.splitlines() if line.startswith("with the password"))
    page = client.get("/sign-in")
    response = client.send(page, {"email": "ada@example.org", "password": given})
    assert client.get("/password").heading == "Choose your own password"
    assert response.status_code == 303
    again = run.invoke(args=["practitioners", "add", "--name", "Ada First", "--email", "ADA@example.org"])
    assert again.exit_code == 1
    assert "Another account already has this e-mail address." in again.output


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--email", "nonsense"], "not an e-mail address"),
        (["--role", "key_worker"], "A key worker works in a team"),
        (["--role", "key_worker", "--team", "Nowhere"], "There is no team called"),
        (["--role", "contributor", "--agency", "Nowhere"], "There is no agency called"),
    ],
    ids=str,
)
def test_the_command_says_in_a_sentence_what_is_wrong(app, options, says):
    args = ["practitioners", "add", "--name", "Ada First", "--email", "ada@example.org", *options]
    result = app.test_cli_runner().invoke(args=args)
    assert result.exit_code == 1
    assert says in result.output
    assert db.session.query(Practitioner).count() == 0


def test_the_command_adds_a_worker_of_a_team(app, cast):
    args = ["--name", "Nadia Fenwick", "--email", "nadia@example.org", "--role", "manager", "--team", cast.north.name]
    result = app.test_cli_runner().invoke(args=["practitioners", "add", *args])
    assert result.exit_code == 0, result.output
    nadia = db.session.scalars(sa.select(Practitioner).where(Practitioner.email == "nadia@example.org")).one()
    assert [team.name for team in nadia.managed_teams] == [cast.north.name]
    assert PASSWORD not in result.output
