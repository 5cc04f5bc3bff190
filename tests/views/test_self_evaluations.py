"""Self-evaluations, as managers and analysts meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from familyhelp.casework import self_evaluations as deeds
from familyhelp.extensions import db
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.self_evaluations import Given, Which, newest

SVG = "{http://www.w3.org/2000/svg}"
GRADES = [grade.slug for grade in newest(Which.CHARACTERISTICS).scale]


def evaluated(cast, ago: int = 0, people: tuple[str, ...] = ("mabel", "morag", "anita"), more: int = 0) -> str:
    """An evaluation in which everybody gave a view of every row but the last, each with a next step."""
    one = deeds.begin(Which.CHARACTERISTICS, day=clock.today() - timedelta(days=ago), by=cast.anita)
    for number, slug in enumerate(list(one.framework.rows)[:-1]):
        due = clock.today() + timedelta(days=number)
        for name in people:
            said = Given(GRADES[min(3, number // 8 + more)], f"Evidence {number}", f"Step {number}", "Morag", due)
            deeds.give_view(one, slug, said, read_version=0, by=getattr(cast, name))
    if ago:
        deeds.finish(one, summary="We see where we stand.", by=cast.mabel)
    db.session.commit()
    return f"/self-evaluations/{write_code(one.code)}"


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_the_picture_and_the_table_say_the_same_beside_the_last_finished_one(client, cast):
    evaluated(cast, ago=300, people=("mabel",))
    client.sign_in(cast.anita)
    page = client.get(evaluated(cast, more=1))
    svg = next(page.find(f"{SVG}svg", class_="fh-chart"))
    assert svg.get("role") == "img"
    description = words(next(svg.iter(f"{SVG}desc")))
    assert "22 of 23 rows have a view." in description
    assert "In parts: A1, A2" in description and "Further along: 22 rows." in description
    assert len(list(svg.iter(f"{SVG}circle"))) == len(list(svg.iter(f"{SVG}rect"))) == 22
    assert [words(t) for t in svg.iter(f"{SVG}text")].count("?") == 1
    rows = {words(next(tr.iter("th"))): [words(td) for td in tr.iter("td")] for tr in page.find("tr")}
    first, last = rows["A1 An explicit strategy"], rows["E2 Regularly interrogated and used"]
    assert first == ["–", "3", "–", "–", "–", "In parts", "Not yet", "Further along"]
    assert last == ["–"] * 5 + ["No view yet", "No view yet", "Not known"]


def test_no_page_takes_more_statements_the_more_there_is(client, cast, count_queries):
    evaluated(cast, ago=300)
    path = evaluated(cast)
    client.sign_in(cast.mabel)
    for where, most in (
        (path, 12),
        (f"{path}/rows/strategy", 12),
        (f"{path}/rows/strategy/view", 12),
        ("/self-evaluations", 8),
        ("/self-evaluations/next-steps", 8),
    ):
        with count_queries() as count:
            client.get(where)
        assert count() <= most, where


def test_the_list_and_the_next_steps_page_by_key(client, cast):
    for ago in range(30):
        deeds.begin(Which.ENABLERS, day=clock.today() - timedelta(days=ago), occasion=f"Number {ago:02}", by=cast.anita)
    db.session.commit()
    path = evaluated(cast)
    client.sign_in(cast.mabel)
    page = client.get("/self-evaluations")
    assert "Number 00" in page.main and "Number 29" not in page.main
    assert "Number 29" in client.get(page.links["Earlier"]).main
    steps = client.get("/self-evaluations/next-steps")
    assert "Step 0" in steps.main and "Step 21" not in steps.main
    after = client.get(client.get(steps.links["Later"]).links["Later"])
    assert "Step 21" in after.main
    assert "There are more: see them all" in client.get(path).links


def test_late_next_steps_come_first_and_say_so(client, cast):
    evaluated(cast, people=("mabel",))
    with clock.at(clock.now() + timedelta(days=2)):
        client.sign_in(cast.anita)
        page = client.get("/self-evaluations/next-steps")
    body = [words(tr) for table in page.find("table") for tr in next(table.iter("tbody")).iter("tr")]
    assert [" Late " in line for line in body[:4]] == [True, True, False, False]
    assert [line.split(" Morag")[0] for line in body[:2]] == ["Step 0", "Step 1"]


def test_a_view_is_given_changed_and_read_with_all_its_versions_and_leads_on(client, cast):
    evaluation = deeds.begin(Which.ENABLERS, day=clock.today(), by=cast.anita)
    db.session.commit()
    path = f"/self-evaluations/{write_code(evaluation.code)}/rows/vision/view"
    client.sign_in(cast.mabel)
    page = client.get(path)
    assert "Name no family." in page.main and "Nobody has given a view of this row yet." in page.main
    assert client.send(page, {"grade": "grip", "evidence": "First words"}).location.endswith("/rows/passion/view")
    again = client.get(path)
    assert (again.fields()["grade"], again.fields()["evidence"]) == (["grip"], "First words")
    client.send(again, {"grade": "cannot_tell", "evidence": "Second words"})
    client.sign_in(cast.anita)
    read = client.get(path.removesuffix("/view"))
    assert "In the middle: No view yet." in read.main
    assert read.main.index("Second words") < read.main.index("Earlier versions") < read.main.index("First words")


def test_what_is_finished_can_be_read_and_not_changed(client, cast):
    path = evaluated(cast, ago=1)
    client.sign_in(cast.anita)
    page = client.get(path)
    assert "Its views stay as they are." in page.main and "We see where we stand." in page.main
    assert not [href for href in page.links.values() if href.endswith(("/view", "/finish"))]
    assert client.status(f"{path}/rows/strategy") == 200
    for tail in ("/rows/strategy/view", "/finish"):
        assert "Begin a new one" in client.get(f"{path}{tail}", 409).main


def test_a_view_that_comes_after_the_end_is_refused_with_every_word(client, cast):
    path = evaluated(cast)
    client.sign_in(cast.anita)
    open_page, end = client.get(f"{path}/rows/interrogated/view"), client.get(f"{path}/finish")
    client.send(end, {"summary": "Over."})
    refused = client.send(open_page, {"grade": "mostly", "evidence": "Too late, but kept"}, 409)
    assert "is finished" in refused.errors[0]
    assert refused.fields()["evidence"] == "Too late, but kept"


@pytest.mark.parametrize("name", ["flora", "kamal", "lena", "conor", "lionel", "adam"])
def test_to_everybody_else_there_is_no_evaluation(client, cast, name):
    path = evaluated(cast, people=("mabel",))
    client.sign_in(getattr(cast, name))
    assert client.status(path) == client.status("/self-evaluations/0000-0000") == 404
    assert client.status("/self-evaluations") == 403


def test_what_is_not_there_is_not_found(client, cast):
    path = evaluated(cast, people=("mabel",))
    client.sign_in(cast.mabel)
    for tail in ("/rows/astrology", "/rows/astrology/view", "/next-steps/x", "/next-steps/0000-0000"):
        assert client.status(path + tail) == 404


def test_the_scorecard_and_the_home_pages_lead_there(client, cast):
    for person in (cast.mabel, cast.anita):
        client.sign_in(person)
        assert client.get("/").links["Self-evaluations"] == "/self-evaluations"
        assert "/self-evaluations" in client.get("/scorecard").links.values()
