"""The house holds: every page has its door, every deed says who, every event and every text its words."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

import familyhelp
from familyhelp import casework
from familyhelp.policy import MAY, Act
from familyhelp.practice.chronology import BY_LINK, EventKind, facts_needed
from familyhelp.practice.roles import Role
from familyhelp.practice.stages import MOVES, Move, Stage
from familyhelp.practice.timescales import DUE, Due
from familyhelp.views import guards

pytestmark = pytest.mark.once

ROOT = Path(familyhelp.__file__).parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def test_every_page_has_its_door(app):
    shut = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "door")
    ]
    assert not shut, f"pages without a door: {shut}"


def test_a_page_without_a_door_stays_shut(app, client, cast):
    from familyhelp import create_app
    from tests.conftest import settings

    fresh = create_app(settings(app.config["SQLALCHEMY_DATABASE_URI"]))
    fresh.add_url_rule("/forgotten", "forgotten", lambda: "family secrets")
    assert fresh.test_client().get("/forgotten").status_code == 404


def test_only_the_sign_in_page_and_what_families_read_are_public(app):
    public = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and app.view_functions[rule.endpoint].door == guards.Door(None)
    }
    assert public == {
        "sign_in.sign_in",
        "passkeys.challenge",
        "passkeys.sign_in",
        "single_sign_on.go",
        "single_sign_on.back",
        "themes.what_we_heard",
    }


def test_only_the_pages_on_which_help_is_asked_for_open_to_whoever_asks(app):
    views = app.view_functions.items()
    asking = {endpoint for endpoint, view in views if endpoint != "static" and view.door.asks}
    assert {endpoint.partition(".")[0] for endpoint in asking} == {"asking"}
    assert all(app.view_functions[endpoint].door.act is None for endpoint in asking)


def test_only_the_pages_of_links_open_by_a_link(app):
    by_link = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and app.view_functions[rule.endpoint].door.link is not None
    }
    doors = {
        "afterwards_page",
        "contribution_page",
        "family_page",
        "invitation_page",
        "owner_page",
        "returned_page",
        "step_page",
        "told_page",
        "view_page",
    }
    assert {endpoint.partition(".")[0] for endpoint in by_link} == doors
    assert all(app.view_functions[endpoint].door.act is None for endpoint in by_link)


def test_only_a_calendar_is_read_by_its_address_alone(app):
    keyed = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and app.view_functions[rule.endpoint].door.keyed
    }
    assert keyed == {"calendars.feed"}


def deeds() -> list[tuple[str, object]]:
    found = []
    for module in pkgutil.iter_modules(casework.__path__):
        loaded = import_module(f"familyhelp.casework.{module.name}")
        found += [
            (f"{module.name}.{name}", f)
            for name, f in inspect.getmembers(loaded, inspect.isfunction)
            if f.__module__ == loaded.__name__ and not name.startswith("_")
        ]
    return found


def test_every_deed_that_writes_an_event_says_who_by_name():
    for name, deed in deeds():
        source = inspect.getsource(deed)
        if ".record(" in source:
            parameter = inspect.signature(deed).parameters.get("by")
            assert parameter is not None, f"{name} does not say `by`"
            assert parameter.kind is inspect.Parameter.KEYWORD_ONLY, f"{name}: `by` is keyword-only"


def test_no_deed_commits_but_the_count_of_wrong_tries_and_a_batch_of_a_change_of_keys():
    for module in (ROOT / "casework").glob("*.py"):
        text = module.read_text()
        if module.name not in {"sign_ins.py", "links.py", "data_keys.py"}:
            assert ".commit()" not in text, f"{module.name} commits"


def test_every_event_kind_has_a_sentence_that_names_who():
    for kind in EventKind:
        assert ("%(who)s" if kind in BY_LINK else "%(by)s") in kind.label, kind
        assert kind.label % dict.fromkeys(facts_needed(kind) | {"by"}, "x")


def test_every_event_kind_is_written_somewhere():
    text = "\n".join(p.read_text() for p in (ROOT / "casework").rglob("*.py"))
    unused = [kind.name for kind in EventKind if f"EventKind.{kind.name}" not in text]
    assert not unused, f"event kinds that no deed writes: {unused}"


def test_every_move_is_an_act_and_every_act_has_its_row_in_may():
    assert {m.value for m in Move} <= {a.value for a in Act}
    assert MAY.keys() == set(Act)
    assert {row.move for row in MOVES} | {Move.CHECK_IN} == set(Move)


def test_every_stage_can_be_left_or_answered():
    for stage in Stage:
        assert any(stage in row.start and row.end for row in MOVES) or stage is Stage.CLOSED


def test_every_clock_has_its_row_in_due():
    assert DUE.keys() == set(Due)


def test_every_role_has_something_to_do():
    for role in Role:
        assert any(role in who for act, who in MAY.items() if act is not Act.HOME), role


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: str(t.relative_to(ROOT / "templates")))
def test_every_template_compiles_and_every_text_in_it_goes_through_translation(template, app):
    name = str(template.relative_to(ROOT / "templates"))
    app.jinja_env.get_template(name)
    text = template.read_text()
    text = re.sub(r"{% trans.*?{% endtrans %}", "", text, flags=re.S)
    text = "".join(value for _, token, value in app.jinja_env.lex(text) if token == "data")
    text = re.sub(r"<[^>]*>", "", text, flags=re.S)
    text = re.sub(r"&[a-z]+;", "", text)
    left = [w for w in re.findall(r"[A-Za-z]{2,}[A-Za-z ’']*", text) if w.strip() not in {"familyhelp"}]
    assert not left, f"{name} says without translation: {left}"


def test_no_view_or_deed_reads_the_clock_by_itself():
    for file in ROOT.rglob("*.py"):
        if file.name == "clock.py":
            continue
        tree = ast.parse(file.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                call = ast.unparse(node.func)
                assert call not in {"date.today", "datetime.now", "datetime.utcnow", "time.time"}, f"{file}: {call}"


def test_production_refuses_to_start_with_a_weak_secret_or_without_a_database(monkeypatch, tmp_path):
    from familyhelp import config

    monkeypatch.setenv("FAMILYHELP_ENV", "production")
    for secret in ("", "changeme", "short-secret"):
        monkeypatch.setenv("FAMILYHELP_SECRET_KEY", secret)
        with pytest.raises(config.Unsafe):
            config.settings(tmp_path)
    monkeypatch.setenv("FAMILYHELP_SECRET_KEY", "x" * 40)
    with pytest.raises(config.Unsafe, match="DATABASE"):
        config.settings(tmp_path)
    monkeypatch.setenv("FAMILYHELP_DATABASE_URL", "postgresql+psycopg:///familyhelp")
    assert config.settings(tmp_path)["SESSION_COOKIE_SECURE"] is True


def test_every_page_carries_the_security_policy_and_is_not_cached(client, cast):
    client.sign_in(cast.kamal)
    for path in ("/", "/sign-in", "/nowhere"):
        response = client.ask("GET", path)
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        if response.mimetype == "text/html":
            assert response.headers["Cache-Control"] == "no-store"


def test_in_production_browsers_are_told_to_come_by_https_alone(app, client, monkeypatch):
    assert "Strict-Transport-Security" not in client.ask("GET", "/sign-in").headers
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
    for path in ("/sign-in", "/nowhere", "/ask-for-help"):
        told = client.ask("GET", path).headers["Strict-Transport-Security"]
        assert told == "max-age=31536000; includeSubDomains", path


def test_what_the_review_of_security_names_is_there():
    told = (ROOT.parent / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(
        re.findall(r"`((?:tests|views|casework|practice|policy|templates|queries|forms|cli|models)/[\w/.]+)`", told)
    )
    assert len(named) > 30
    missing = {name for name in named if not any((root / name).exists() for root in (ROOT.parent, ROOT))}
    assert not missing, f"docs/security.md names what is not there: {missing}"
