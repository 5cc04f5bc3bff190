"""Who may see, who may do: one table of expectations, held against the pages and against direct requests.

Every page of the application joins by itself: its door names the act, and an act without a row here fails."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import url_for

from familyhelp.casework import leads
from familyhelp.extensions import db
from familyhelp.models import Event, Look, NamedViewer, Practitioner
from familyhelp.policy import Act
from familyhelp.practice.chronology import Subject
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.views import guards, passage
from tests import stories

PEOPLE = ["kamal", "colette", "sven", "lena", "conor", "mabel", "morag", "lionel", "flora", "anita", "adam"]

# Who sees each kind of case. y: yes. Everybody else is told that there is nothing there.
SIGHT = """
                    kamal colette sven lena conor mabel morag lionel flora anita adam
led_by_kamal        y     y       -    -    y     y     -     -      -     -     -
waiting             y     y       -    -    -     y     -     -      -     -     -
led_by_lena         y     y       -    y    -     y     -     -      -     -     -
of_the_south        -     -       y    -    -     -     y     -      -     -     -
stepping_up         y     y       -    -    -     y     -     y      -     -     -
statutory           y     y       -    -    -     y     -     y      -     -     -
closed              y     y       -    -    -     y     -     -      -     -     -
restricted          y     -       -    -    -     -     -     -      -     -     -
restricted_named    y     -       -    -    -     y     -     -      -     -     -
restricted_step     y     -       -    -    -     -     -     y      -     -     -
not_there           -     -       -    -    -     -     -     -      -     -     -
"""

# Who may do each act on a case that they see. l: where they lead it. y: on any they see. t: their teams'. n: never.
RIGHTS = """
                     kamal colette sven lena conor mabel morag lionel
see_case             y     y       y    y    y     y     y     y
see_restricted_notes l     l       l    l    n     t     t     l
change_team          l     l       l    n    n     t     t     n
name_supporter       n     n       n    n    n     t     t     n
invite               n     n       n    n    n     t     t     n
see_sharing          y     y       y    l    n     y     y     y
keep_sharing         l     l       l    l    n     t     t     l
look_at_sharing      n     n       n    n    n     t     t     n
give_link            l     l       l    l    n     t     t     l
give_copy            l     l       l    l    n     t     t     l
answer_family        l     l       l    l    n     t     t     l
see_feedback         y     y       y    y    y     y     y     y
record_feedback      l     l       l    l    n     t     t     l
tell_managers        y     y       y    y    y     n     n     y
allocate             n     n       n    n    n     t     t     n
change_lead          n     n       n    n    n     t     t     n
record_agreement     l     l       l    l    n     t     t     n
withdraw_agreement   l     l       l    l    n     t     t     n
assess               l     l       l    l    n     t     t     n
complete_assessment  l     l       l    l    n     t     t     n
share_assessment     l     l       l    l    n     t     t     n
write_plan           l     l       l    l    n     t     t     l
allow_one_more       n     n       n    n    n     t     t     n
agree_plan           l     l       l    l    n     t     t     l
report_action        l     l       l    l    y     t     t     l
review               l     l       l    l    n     t     t     n
write_note           y     y       y    y    y     t     t     y
share_note           l     l       l    l    n     t     t     l
read_handover        l     l       l    l    n     l     l     l
tell_family          l     l       l    l    n     t     t     l
step_up              l     l       l    l    n     t     t     n
step_down            n     n       n    n    n     n     n     l
send_step            l     l       l    l    n     t     t     n
hold_panel           n     n       n    n    n     t     t     y
receive_step         n     n       n    n    n     t     t     y
recall_step_up       l     l       l    l    n     t     t     n
recall_step_down     n     n       n    n    n     n     n     l
raise_disagreement   y     y       y    y    n     y     y     y
hold_disagreement    y     y       y    y    n     t     t     y
set_legal_basis      l     l       l    l    n     t     t     l
keep_edge_register   l     l       l    l    n     t     t     l
accept_step_up       n     n       n    n    n     n     n     y
accept_step_down     n     n       n    n    n     t     t     n
decline_step_up      n     n       n    n    n     n     n     y
decline_step_down    n     n       n    n    n     t     t     n
close                l     l       l    l    n     t     t     l
ask_closing          l     l       l    l    n     t     t     l
approve_closing      n     n       n    n    n     t     t     n
send_back_closing    n     n       n    n    n     t     t     n
add_late_paper       l     l       l    l    n     t     t     l
check_in             l     l       l    l    n     t     t     n
re_engage            l     l       l    l    n     t     t     n
"""
LEADERS = {
    "led_by_kamal": "kamal",
    "led_by_lena": "lena",
    "of_the_south": "sven",
    "stepping_up": "kamal",
    "statutory": "lionel",
    "closed": "kamal",
    "restricted": "kamal",
    "restricted_named": "kamal",
    "restricted_step": "kamal",
}


def read(table: str) -> dict[str, dict[str, str]]:
    head, *rows = table.strip().splitlines()
    return {row.split()[0]: dict(zip(head.split(), row.split()[1:], strict=True)) for row in rows}


SEES, MAY = read(SIGHT), read(RIGHTS)


def sees(person: str, kind: str) -> bool:
    return SEES[kind][person] == "y"


def does(person: str, act: Act, kind: str) -> bool:
    if not sees(person, kind):
        return False
    mark = MAY[act.value].get(person, "n")
    leads_it = LEADERS.get(kind) == person
    their_team = {"mabel": kind != "of_the_south", "morag": kind == "of_the_south"}.get(person, False)
    return {"y": True, "n": False, "l": leads_it, "t": leads_it or their_team}[mark]


def make(kind: str, cast) -> str:
    """A case of this kind; its reference."""
    match kind:
        case "led_by_kamal":
            case = stories.a_case(cast, Stage.ACTIVE)
            leads.add_contributor(case, person=cast.conor, by=cast.kamal)
        case "waiting":
            case = stories.a_case(cast, Stage.ALLOCATING)
        case "led_by_lena":
            case = stories.a_case(cast, Stage.ACTIVE, lead=cast.lena)
        case "of_the_south":
            case = stories.a_case(cast, Stage.ACTIVE, lead=cast.sven, team=cast.south)
        case "stepping_up":
            case = stories.a_case(cast, Stage.ACTIVE)
            stories.ask_up(case, cast.kamal)
        case "statutory":
            case = stories.a_case(cast, Stage.STATUTORY)
        case "closed":
            case = stories.a_case(cast, Stage.CLOSED)
        case "restricted" | "restricted_named" | "restricted_step":
            family = stories.a_family("Hartwell", restricted=True)
            case = stories.a_case(cast, Stage.ACTIVE, family=family)
            if kind == "restricted_step":
                stories.ask_up(case, cast.kamal)
            if kind == "restricted_named":
                db.session.add(NamedViewer(family_id=family.id, practitioner_id=cast.mabel.id))
        case _:
            return "ZZZZ-ZZZZ" if kind == "malformed" else write_code("00000000")
    db.session.commit()
    return write_code(case.code)


def case_routes(app) -> list[tuple[object, guards.Door]]:
    """Every page of a case, with its door; those by a step's own reference are in tests/views/test_step_downs.py."""
    found = []
    for rule in app.url_map.iter_rules():
        door = getattr(app.view_functions[rule.endpoint], "door", None)
        if door is not None and door.subject is Subject.CASE and "case" in rule.arguments:
            found.append((rule, door))
    return found


@pytest.fixture
def asked_routes(app, engine_name) -> list[tuple[object, guards.Door]]:
    """The pages that each person asks for: all on SQLite; a page to read and one to write for each act on PostgreSQL,
    since which database answers can change who sees a case, and nothing of what an address leads to."""
    routes = case_routes(app)
    if engine_name == "sqlite":
        return routes
    one = {(door.act, frozenset(rule.methods)): (rule, door) for rule, door in routes}
    return list(one.values())


FILL = {
    "domain": "education",
    "number": "1",
    "months": "3",
    "person": "00000000",
    "note": "00000000",
    "attachment": "00000000",
    "follow_up": "00000000",
    "action": "00000000",
    "link": "00000000",
    "answer": "00000000",
    "version": "1",
    "outcome": "1",
    "step": "00000000",
    "disagreement": "00000000",
    "topic": "network",
    "shared": "00000000",
    "contribution": "00000000",
}


def address(app, rule, code: str) -> str:
    """The address of a route for a case."""
    missing = rule.arguments - FILL.keys() - {"case"}
    assert not missing, f"{rule}: say in FILL what {missing} may be"
    with app.test_request_context():
        return url_for(rule.endpoint, case=code, **{a: FILL[a] for a in rule.arguments - {"case"}})


def test_every_act_on_a_case_has_its_row(app):
    acts = {door.act.value for _, door in case_routes(app)}
    assert acts <= MAY.keys(), f"acts without a row of expectations: {acts - MAY.keys()}"


@pytest.mark.parametrize("kind", SEES)
@pytest.mark.parametrize("person", PEOPLE)
def test_each_page_of_a_case_opens_as_the_table_says(kind, person, app, cast, client, asked_routes):
    code = make(kind, cast)
    who: Practitioner = getattr(cast, person)
    client.sign_in(who)
    events, case_id, who_id, looks = _count(Event), _case_id(code), who.id, []
    for rule, door in asked_routes:
        if "GET" not in rule.methods:
            continue
        path = address(app, rule, code)
        refused = refusal(person, kind, door)
        status = client.status(path)
        if refused:
            assert status == refused, f"{person} GET {path}: {status}, not {refused}"
        else:
            fine = {200, 302, 303, 409} | ({404} if rule.arguments != {"case"} else set())
            assert status in fine, f"{person} GET {path}: {status}"
        looks.append((rule.endpoint, bool(refused), case_id if sees(person, kind) else None))
    assert _count(Event) == events, "reading changed the chronology"
    assert [(look.page, look.refused, look.subject_id) for look in _looks(who_id)] == looks


@pytest.mark.parametrize("kind", SEES)
@pytest.mark.parametrize("person", PEOPLE)
def test_each_direct_request_is_taken_or_refused_as_the_table_says(
    kind, person, app, cast, client, monkeypatch, asked_routes
):
    code = make(kind, cast)
    client.sign_in(getattr(cast, person))
    token = client.token()
    events = _count(Event)
    # What is allowed changes nothing here, so that the next request meets the same case.
    monkeypatch.setattr(passage, "commit", lambda: db.session.rollback())
    for rule, door in asked_routes:
        if "POST" not in rule.methods:
            continue
        path = address(app, rule, code)
        refused = refusal(person, kind, door)
        status = client.ask("POST", path, data={"csrf_token": token}).status_code
        if refused:
            assert status == refused, f"{person} POST {path}: {status}, not {refused}"
        else:
            fine = {200, 302, 303, 400, 409} | ({404} if rule.arguments != {"case"} else set())
            assert status in fine, f"{person} POST {path}: {status}"
    assert _count(Event) == events, "a refused or unfinished request changed the chronology"


def refusal(person: str, kind: str, door: guards.Door) -> int | None:
    """The status by which a page is refused, as the table says: nothing there, or not theirs to do."""
    if not sees(person, kind):
        return 404
    return None if door.act and does(person, door.act, kind) else 403


def _case_id(code: str) -> int | None:
    from familyhelp.models import Case

    return db.session.scalar(sa.select(Case.id).where(Case.code == code.replace("-", "")))


def _count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def _looks(who: int) -> list[Look]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Look).where(Look.practitioner_id == who).order_by(Look.id)))


def test_what_is_hidden_and_what_is_absent_answer_alike(app, cast, client):
    hidden, absent = make("of_the_south", cast), make("not_there", cast)
    client.sign_in(cast.kamal)
    pages = [client.get(f"/cases/{code}", status=404) for code in (hidden, absent)]
    assert pages[0].main == pages[1].main
    assert pages[0].response.headers.get("Content-Length") == pages[1].response.headers.get("Content-Length")


PLAIN = """
                      flora kamal lena conor mabel lionel anita adam
home                  y     y     y    y     y     y      y     y
see_queue             y     n     n    n     y     y      n     n
receive               y     n     n    n     n     n      n     n
give_view             n     y     y    y     n     y      n     n
see_levels            y     y     y    y     y     y      y     y
set_levels            n     n     n    n     n     n      n     y
search                y     y     n    n     y     y      n     n
list_cases            n     y     y    y     y     y      n     n
see_partner_led       n     n     n    n     y     n      n     n
see_shared_without    n     n     n    n     y     n      n     n
see_scorecard         n     n     n    n     y     n      y     n
assume_costs          n     n     n    n     n     n      y     y
see_behind_figures    n     n     n    n     y     n      n     n
import_figures        n     n     n    n     y     n      y     y
see_self_evaluations  n     n     n    n     y     n      y     n
evaluate              n     n     n    n     y     n      y     n
tell_managers         y     y     y    y     n     y      n     n
hear_families         n     n     n    n     y     n      y     n
hear_workers          n     n     n    n     y     n      n     n
see_complaints        n     n     n    n     y     n      n     n
handle_complaints     n     n     n    n     y     n      n     n
see_themes            n     n     n    n     y     n      n     n
make_themes           n     n     n    n     y     n      n     n
read_learning         y     y     y    y     y     y      y     n
manage_practitioners  n     n     n    n     n     n      n     y
see_agencies          n     n     n    n     y     n      n     y
manage_models         n     n     n    n     n     n      n     y
supervise             n     n     n    n     y     n      n     n
see_supervision       n     y     y    n     y     n      n     n
plan_audits           n     n     n    n     y     n      n     n
see_audit             n     y     y    n     y     y      n     n
manage_audit_tools    n     n     n    n     n     n      n     y
set_spend_lines       n     n     n    n     n     n      y     y
export_figures        n     n     n    n     y     n      y     n
take_tables           y     y     y    y     y     y      y     y
see_exports           n     n     n    n     y     n      n     y
see_reports           n     n     n    n     y     n      y     n
write_reports         n     n     n    n     y     n      y     n
approve_reports       n     n     n    n     y     n      n     n
plan_trajectories     n     n     n    n     y     n      y     n
choose_measures       n     n     n    n     n     n      y     y
list_steps            n     n     n    n     y     y      n     n
list_disagreements    n     y     y    n     y     y      n     n
see_cohorts           n     n     n    n     y     n      y     n
list_closings         n     n     n    n     y     n      n     n
see_edge_register     n     n     n    n     y     y      n     n
see_workload          n     n     n    n     y     n      n     n
see_retention         n     n     n    n     y     n      n     y
set_retention         n     n     n    n     n     n      n     y
set_processing        n     n     n    n     n     n      n     y
propose_disposal      n     n     n    n     y     n      n     y
review_disposal       n     n     n    n     y     n      n     y
see_duplicates        y     n     n    n     y     n      n     y
break_glass           y     n    n    n     y     n      n     n
review_glass          n     n    n    n     y     n      n     n
see_looks             n     n     n    n     y     n      n     n
see_clocks            y     y     y    y     y     y      y     y
hand_over             n     n     n    n     y     n      n     n
take_leave            n     y     y    n     y     y      n     n
be_told               y     y     y    y     y     y      y     y
set_clocks            n     n     n    n     n     n      n     y
"""


@pytest.mark.parametrize("person", ["flora", "kamal", "lena", "conor", "mabel", "lionel", "anita", "adam"])
def test_pages_without_a_record_open_by_role(person, app, cast, client):
    rights = read(PLAIN)
    client.sign_in(getattr(cast, person))
    for rule in app.url_map.iter_rules():
        door = getattr(app.view_functions[rule.endpoint], "door", None)
        if door is None or door.act is None or door.subject is not None or "GET" not in rule.methods:
            continue
        assert door.act.value in rights, f"{rule} has an act without a row: {door.act.value}"
        if rule.arguments:
            continue
        status = client.status(str(rule))
        if rights[door.act.value][person] == "y":
            assert status in (200, 302, 303), f"{person} GET {rule}: {status}"
        else:
            assert status == 403, f"{person} GET {rule}: {status}"


def test_a_signed_out_person_sees_nothing_but_the_sign_in_page(app, cast, client):
    code = make("led_by_kamal", cast)
    for rule, _ in case_routes(app):
        method = "GET" if "GET" in rule.methods else "POST"
        response = client.ask(method, address(app, rule, code))
        assert response.status_code in (303, 400), f"{method} {rule}: {response.status}"
        assert response.status_code == 400 or response.location.startswith("/sign-in")
