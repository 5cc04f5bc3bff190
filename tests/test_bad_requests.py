"""Reliability board: R20 and R22 in small. Random requests over every route, by every role: wrong types, control
characters, a megabyte of text, dates that are not, forged references. Never a 500, and nothing without its event.

The routes are read from the application, so that a new one joins by itself. FAMILYHELP_TEST_BAD_REQUESTS says how many
requests are made (1,500), FAMILYHELP_TEST_SEED with which seed."""

from __future__ import annotations

import os
import random
import time
import uuid
from html.parser import HTMLParser

import pytest
from werkzeug.datastructures import MultiDict

from familyhelp.casework import notes, practice_models, self_evaluations
from familyhelp.extensions import db
from familyhelp.models import (
    Action,
    Attachment,
    Attempt,
    Audit,
    AuditAction,
    AuditRound,
    AuditTool,
    Case,
    Contact,
    EvaluationView,
    Family,
    Note,
    Person,
    PracticeModel,
    Practitioner,
    SelfEvaluation,
    Upload,
)
from familyhelp.practice import clock
from familyhelp.practice.domains import Headline
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.practice_models import BuiltIn
from familyhelp.practice.references import new_code, write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.self_evaluations import Given, Which, newest
from familyhelp.practice.spend_lines import SpendLine
from familyhelp.practice.stages import Stage
from tests import audit_stories, filled_uploads, stories
from tests.attachment_stories import an_attachment
from tests.cast import password_hash
from tests.client import StrictClient

COUNT = int(os.environ.get("FAMILYHELP_TEST_BAD_REQUESTS", "1500"))
PARTS = 4
"""In how many tests the requests are made, so that several processes can share them."""
SEED = int(os.environ.get("FAMILYHELP_TEST_SEED", "20260302"))
MOST_CPU = float(os.environ.get("FAMILYHELP_TEST_CPU", "4"))
"""Seconds of CPU for one request. On an idle machine 1 is enough; a machine that others use counts theirs too. What
grows with the square of a megabyte takes minutes, and is caught by either."""
ROLES = ("flora", "kamal", "lena", "conor", "mabel", "lionel", "anita", "adam")
ANSWERS = {200, 204, 302, 303, 308, 400, 401, 403, 404, 405, 409, 413, 415, 429}

ODD = (
    "",
    " ",
    "x",
    "0",
    "-1",
    "1e9",
    "00000000000000000000000000000000000000001",
    "99999999999999999999999999",
    "9223372036854775808",
    "2147483648",
    "1.5",
    "NaN",
    "None",
    "true",
    "\x00",
    "a\x00b",
    "\x1b[31m",
    "\ufeff\u202e\u0000",
    "\U0001f469\u200d\U0001f467",
    "٣",
    "²",
    "' OR 1=1 --",
    "%s%s%n",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "31",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "24:61",
    "7K2M-9QX4",
    "ÀÉÎ" * 50,
    "\r\nSet-Cookie: a=b",
    "=1+1",
)
KNOWN = """
csrf_token submission version because text name email role team teams agency kind lead person
agreed_by agreed_on-day agreed_on-month agreed_on-year how domain working_well worries
needs_to_happen score what owner_kind owner_name due_on-day due_on-month due_on-year done_on-day
progress held_on-day held_on-month held_on-year decision attended apologies family_view reasons risk
tried immediate to_level family_agrees reason summary check_ins result after next path q page show
whose urgency source outcome level rationale referrer_told needs postcode received_on-day area
period
""".split()  # noqa: SIM905 - a list of words is read as words
"""Names that some field or argument has, or had, or might have."""


def chooser(rng: random.Random):
    """A value that no form expects; now and then one that it does, or very much of it."""
    dice = rng.random()
    if dice < 0.01:
        return rng.choice("xé\x00<\n ") * 1_000_000
    if dice < 0.08:
        return rng.choice(ODD) * rng.randint(1, 300)
    return rng.choice(ODD)


class World:
    """What is there to be asked for, and what only looks like it."""

    def __init__(self, app, cast, rng: random.Random) -> None:
        self.app, self.rng = app, rng
        self.codes = {
            "case": [write_code(code) for code in db.session.scalars(db.select(Case.code))],
            "family": [write_code(code) for code in db.session.scalars(db.select(Family.code))],
            "contact": [write_code(code) for code in db.session.scalars(db.select(Contact.code))],
            "practitioner": [write_code(person.code) for person in cast.everybody if person is not cast.adam],
            "row": list(newest(Which.ENABLERS).rows),
            "line": [line.value for line in SpendLine],
            "name": ["late"],
            "domain": [headline.value.replace("_", "-") for headline in Headline],
        }
        known = {"person": Person, "action": Action, "note": Note, "model": PracticeModel}
        known |= {"upload": Upload, "attachment": Attachment}
        known |= {"evaluation": SelfEvaluation, "view": EvaluationView}
        known |= {"audit": Audit, "audit_round": AuditRound, "audit_tool": AuditTool, "audit_action": AuditAction}
        for name, model in known.items():
            self.codes[name] = [write_code(code) for code in db.session.scalars(db.select(model.code))]
        self.rules = [
            r for r in app.url_map.iter_rules() if r.endpoint not in {"static", "sign_in.sign_out_everywhere"}
        ]
        db.session.commit()

    def argument(self, name: str, converter: object) -> object:
        """A value for one part of an address: often one that is there."""
        known = self.codes.get(name)
        if type(converter).__name__ == "IntegerConverter":
            return self.rng.choice((0, 1, 3, 6, 12, 2**31, 2**63, 10**30))
        if known and self.rng.random() < 0.9:
            return self.rng.choice(known)
        odd = self.rng.choice((write_code(new_code()), self.rng.choice(ODD), "education", "1", "3"))
        return odd.replace("/", "") or "x"

    def path(self, rule) -> str:
        values = {name: self.argument(name, converter) for name, converter in rule._converters.items()}
        method = sorted(rule.methods)[0]
        return self.app.url_map.bind("").build(rule.endpoint, values, method=method)


class Controls(HTMLParser):
    """The named controls of a page's main part, read fast and forgivingly."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inside = self.inside or tag == "main"
        name = given.get("name")
        if self.inside and name and tag in {"input", "textarea", "select"}:
            self.found.setdefault(name, given.get("value") or "")


def fields_of(client: StrictClient, path: str) -> dict[str, str]:
    """The fields of the page's own form, where it shows one to this person."""
    response = client.ask("GET", path)
    if response.status_code != 200:
        return {}
    controls = Controls()
    controls.feed(response.get_data(as_text=True))
    return controls.found if "submission" in controls.found else {}


def spoiled(rng: random.Random, fields: dict[str, str], token: str) -> MultiDict:
    """What a form would send, with some of it wrong, some missing, some twice and some that was never asked for."""
    data: list[tuple[str, str]] = []
    for name, value in fields.items():
        values = [value]
        if name not in {"csrf_token", "submission"} and rng.random() < 0.7:
            values = [chooser(rng)] * rng.choice((1, 1, 1, 0, 2))
        data += [(name, str(v)) for v in values]
    data += [(rng.choice(KNOWN[1:]), chooser(rng)) for _ in range(rng.randint(0, 4))]
    if "csrf_token" not in fields:
        data.append(("csrf_token", token))
    if rng.random() < 0.03:
        data = [(name, value) for name, value in data if name != "csrf_token"]
    return MultiDict(data)


@pytest.fixture
def world(app, cast) -> World:
    for n, stage in enumerate(stories.Stage):
        case = stories.a_case(
            cast, stage, family=stories.a_family(f"Ashdown{n}"), lead=cast.lena if n % 3 == 1 else None
        )
        if stage is Stage.ACTIVE:
            written = {"text": "We met.", "people_seen": None, "restricted": False, "by": cast.kamal}
            an_attachment(case, cast)
            notes.write_note(case, kind=NoteKind.VISIT, happened_on=clock.today(), **written)
    practice_models.start_model(name="Saltmere’s way", based_on=BuiltIn.TEN_OUTCOMES, by=cast.adam)
    looked_at = self_evaluations.begin(Which.ENABLERS, day=clock.today(), by=cast.anita)
    given = Given("grip", "We publish it.", "Ask the schools", "Morag", clock.today())
    self_evaluations.give_view(looked_at, "vision", given, read_version=0, by=cast.mabel)
    filled_uploads.waiting()(cast)
    audit_stories.action(cast)
    audit_stories.second(cast, families=["Birch"])
    audit_stories.a_tool(cast)
    return World(app, cast, random.Random(SEED))


def request_once(world: World, client: StrictClient, rule) -> tuple[str, int, float]:
    rng = world.rng
    path = world.path(rule)
    query = {rng.choice(KNOWN): rng.choice(ODD) for _ in range(rng.randint(0, 2))}
    method = rng.choice(sorted(rule.methods - {"OPTIONS"}))
    options: dict[str, object] = {"query_string": query}
    if method == "POST":
        options["data"] = spoiled(rng, fields_of(client, path), client.form_token)
        if rng.random() < 0.05:
            options = {"data": rng.randbytes(200), "content_type": rng.choice(("application/json", "text/plain", "x"))}
    start = time.process_time()
    response = client.ask(method, path, **options)
    return f"{method} {path} {query}", response.status_code, time.process_time() - start


def sign_in_again(client: StrictClient, who: tuple[Practitioner, Role, str]) -> None:
    """Put back what an administrator's odd request did to an account, and sign in where that is needed."""
    person, role, email = who
    if hasattr(client, "form_token") and client.status("/") == 200:
        return
    db.session.refresh(person)
    person.role, person.email, person.is_active = role, email, True
    person.password_hash, person.password_expires_at = password_hash(), None
    db.session.execute(db.delete(Attempt))
    db.session.commit()
    client.sign_in(person)
    client.form_token = client.token()


@pytest.mark.parametrize("part", [pytest.param(n, marks=pytest.mark.once if n > 1 else ()) for n in range(PARTS)])
def test_no_request_however_odd_is_answered_by_a_fault(app, cast, world, part):
    world.rng = random.Random(SEED + part)
    rng, slow, seen = world.rng, [], {}
    people = [(person, person.role, person.email) for person in (getattr(cast, name) for name in ROLES)]
    clients = [StrictClient(app) for _ in people]
    for client, person in zip(clients, people, strict=True):
        sign_in_again(client, person)
    rules = sorted(world.rules, key=lambda rule: (rule.rule, rule.endpoint))
    for n in range(COUNT // PARTS):
        client, rule = rng.choice(clients), rules[(n + part * len(rules) // PARTS) % len(rules)]
        if rule.endpoint in {"sign_in.sign_out", "sign_in.sign_in"} and rng.random() < 0.9:
            continue
        told, status, cpu = request_once(world, client, rule)
        assert status in ANSWERS, f"seed {SEED}, part {part}, request {n}: {told[:400]} gave {status}"
        seen[status] = seen.get(status, 0) + 1
        if cpu > MOST_CPU:
            slow.append(f"{told[:200]} {cpu:.1f} s")
        if n % 25 == 0 or rule.endpoint.startswith(("sign_in.", "practitioners.")):
            for one, person in zip(clients, people, strict=True):
                sign_in_again(one, person)
    assert not slow, slow
    assert seen.get(200, 0) > COUNT // PARTS / 40, f"hardly a page was reached: {seen}"
    assert COUNT < 500 or {400, 404} <= seen.keys(), seen


LONG = ("x" * 1_000_000, "<b>" * 300_000, "\n" * 500_000, "é\u0301" * 200_000, "a b " * 250_000, "9" * 1_000_000)


@pytest.mark.once
def test_a_megabyte_of_text_in_any_field_of_any_form_is_answered_at_once(app, cast, world):
    client = StrictClient(app)
    client.sign_in(cast.mabel)
    tried = 0
    for rule in world.rules:
        if "POST" not in rule.methods or rule.endpoint.startswith("sign_in."):
            continue
        for path in [world.path(rule)]:
            fields = fields_of(client, path)
            for name in fields.keys() - {"csrf_token", "submission"}:
                text = LONG[tried % len(LONG)]
                tried += 1
                start = time.process_time()
                response = client.ask("POST", path, data=fields | {name: text, "submission": uuid.uuid4().hex})
                spent = time.process_time() - start
                assert response.status_code in ANSWERS, (path, name, response.status)
                assert spent < MOST_CPU, f"{path} {name}, {text[:4]!r}: {spent:.1f} s"
    assert tried > 30
