"""Practice models, as an administrator makes them."""

from __future__ import annotations

import pytest

from familyhelp.casework import practice_models
from familyhelp.extensions import db
from familyhelp.practice.chronology import Subject
from familyhelp.practice.practice_models import BuiltIn
from familyhelp.practice.references import write_code


@pytest.fixture
def adam(client, cast):
    client.sign_in(cast.adam)
    return client


@pytest.fixture
def path(cast) -> str:
    model = practice_models.start_model(name="Saltmere’s way", based_on=BuiltIn.TEN_OUTCOMES, by=cast.adam)
    db.session.commit()
    return f"/practice-models/{write_code(model.code)}"


def send(adam, page, answers, status=303):
    """Send a form; the page that it led to, or that came back."""
    sent = adam.send(page, answers, status)
    return adam.get(sent.location) if status == 303 else sent


def test_at_first_the_page_says_that_the_standard_model_is_used(adam):
    page = adam.get("/practice-models")
    assert "three columns, with a scale of 0 to 10" in page.main


def test_from_the_first_name_to_the_next_version(adam):
    page = adam.get("/practice-models/new")
    model = send(adam, page, {"name": "Saltmere’s way", "based_on": "ten_outcomes"})
    assert model.heading.startswith("Saltmere’s way")
    assert "In writing. Next: read every domain" in model.main
    at = model.path
    asked = adam.get(f"{at}/domains/housing")
    changed = send(adam, asked, {"name": "A home", "needs": "Damp\n\nToo small"})
    assert "A home" in changed.main and "Counts towards the headline outcome “Secure housing”" in changed.main
    assert [li for li in ("Damp", "Too small") if li in changed.main] == ["Damp", "Too small"]
    without = send(adam, adam.get(f"{at}/domains/crime/leave-out"), {})
    assert "Take in “Crime prevention and tackling crime”" in without.main
    send(adam, adam.get(f"{at}/scale"), {"lowest": "1", "highest": "5"})
    sure = adam.get(f"{at}/use")
    assert "its 9 domains, with scores from 1 to 5" in sure.main
    used = send(adam, sure, {})
    assert "In use since 2 March 2026" in used.main
    assert "Change the scale" not in used.main
    assert "New assessments use Saltmere’s way, version 1" in adam.get("/practice-models").main
    following = send(adam, adam.get(f"{at}/versions"), {})
    assert "Version 2" in following.heading
    assert "Scores are whole numbers from 1 to 5" in following.main


def test_what_was_used_is_refused_in_a_sentence_before_anything_is_typed(adam, path):
    send(adam, adam.get(f"{path}/use"), {})
    for tail in ("/scale", "/domains/health", "/domains/health/leave-out"):
        assert "Make a new version from it." in adam.get(f"{path}{tail}", 409).main


def test_a_scale_upside_down_is_refused_at_its_field(adam, path):
    page = send(adam, adam.get(f"{path}/scale"), {"lowest": "7", "highest": "3"}, 409)
    assert page.errors == ["The highest score must be more than the lowest."]


def test_a_domain_that_is_none_is_not_there(adam, path):
    assert adam.status(f"{path}/domains/astrology") == 404
    assert adam.status("/practice-models/0000-0000") == 404


def test_to_everybody_but_an_administrator_there_is_no_practice_model(app, client, cast, path):
    code = path.rpartition("/")[2]
    for name in ("flora", "kamal", "lena", "conor", "mabel", "lionel", "anita"):
        client.sign_in(getattr(cast, name))
        for rule in app.url_map.iter_rules():
            door = getattr(app.view_functions[rule.endpoint], "door", None)
            if door is None or door.subject is not Subject.PRACTICE_MODEL:
                continue
            at = str(rule).replace("<model>", code).replace("<domain>", "health")
            assert client.status(at) == 404, f"{name} GET {at}"
            if "POST" in rule.methods:
                assert client.ask("POST", at, data={"csrf_token": client.token()}).status_code == 404


def test_the_pages_ask_a_fixed_number_of_questions(adam, cast, path, count_queries):
    def counted(address: str) -> int:
        with count_queries() as count:
            adam.get(address)
        return count()

    few = (counted("/practice-models"), counted(path))
    for number in range(12):
        practice_models.start_model(name=f"Way {number}", based_on=BuiltIn.TEN_OUTCOMES, by=cast.adam)
    db.session.commit()
    assert (counted("/practice-models"), counted(path)) == few
    assert max(few) <= 6


def test_an_assessment_asks_as_the_model_in_use_does(adam, cast, client, path, count_queries):
    from familyhelp.practice.stages import Stage
    from tests import stories

    send(adam, adam.get(f"{path}/domains/housing"), {"name": "A home", "prompt": "Tell us about your home."})
    send(adam, adam.get(f"{path}/domains/crime/leave-out"), {})
    send(adam, adam.get(f"{path}/scale"), {"lowest": "1", "highest": "5"})
    send(adam, adam.get(f"{path}/use"), {})
    case = stories.a_case(cast, Stage.ASSESSING)
    db.session.commit()
    at = f"/cases/{write_code(case.code)}/assessment"
    client.sign_in(cast.kamal)
    tasks = client.get(at)
    assert "0 of 9 parts written" in tasks.main
    assert "A home" in tasks.links and "Secure housing" not in tasks.main
    assert client.status(f"{at}/crime") == 404
    page = client.get(f"{at}/housing")
    assert page.heading.endswith("A home") and "Tell us about your home." in page.main
    scores = next(e for e in page.find("select") if e.get("name") == "score")
    assert [o.get("value") for o in scores.iter("option")] == ["", "1", "2", "3", "4", "5"]
    need = next(e.get("value") for e in page.find("input") if e.get("name") == "needs")
    client.send(page, {"worries": "Damp in both bedrooms.", "score": "6"}, 400)
    client.send(page, {"worries": "Damp.", "score": "2", "needs": [need]})
    with count_queries() as count:
        whole = client.get(at)
    assert count() <= 12
    assert need in whole.main and "1 of 9 parts written" in whole.main
    assert "A low score, with no outcome in the plan" in whole.main
    again = client.get(f"{at}/housing")
    assert [
        e.get("value") for e in again.find("input") if e.get("name") == "needs" and e.get("checked") is not None
    ] == [need]
    client.send(again, {"worries": "Damp, and mould.", "needs": []})
    changed = client.get(f"{at}/housing/versions/2")
    assert "What changed: A home" in changed.title
    assert need in changed.main, "what was ticked before is still there to read"
