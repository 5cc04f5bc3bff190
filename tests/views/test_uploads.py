"""Published figures by upload: looked at first, in force only when somebody confirmed it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import Area, Dataset, Event, Figure, OwnMeasure, Upload
from familyhelp.practice import clock
from familyhelp.practice import uploads as rules
from tests import uploaded

ANSWERS = {"quadrant": "demand", "denominator": "assessed", "per": "100", "better": "lower", "label": "Came late"}


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


@pytest.fixture
def analyst(client, cast):
    client.sign_in(cast.anita)
    return client


def send(client, content: bytes, status: int = 303, name: str = "figures.csv", **more):
    page = client.get("/scorecard/uploads")
    answer = client.send(page, {"file": uploaded.a_file(content, name), **more}, status)
    return client.follow(answer) if status == 303 else answer


def told(page) -> dict[str, str]:
    """The rows of the summary."""
    keys = ["".join(e.itertext()).strip() for e in page.find("dt")]
    return dict(zip(keys, [" ".join("".join(e.itertext()).split()) for e in page.find("dd")], strict=True))


def test_a_known_file_is_looked_at_and_counts_only_when_confirmed(analyst):
    page = send(analyst, uploaded.referrals())
    assert "Nothing of it counts yet." in page.main
    assert told(page) == {
        "Rows in the file": "14",
        "Figures taken": "56",
        "Years": "2024 to 2025",
        "Areas: Nation": "1",
        "Areas: Local authority": "6",
        "Against the edition that counts now": "There is none: this is the first",
    } | {"Not published": told(page)["Not published"]}
    assert "14 figures: [c] suppressed to protect people’s confidentiality" in page.main
    assert "14 figures: [z] not applicable" in page.main
    assert count(Dataset) == count(Figure) == count(Area) == count(Event) == 0
    done = analyst.follow(analyst.send(page, {}))
    assert done.heading == "This file is imported"
    assert count(Figure) == 56 and count(Event) == 1
    held = db.session.scalars(sa.select(Upload)).one()
    assert held.content is None and held.imported == [db.session.scalar(sa.select(Dataset.id))]
    event = db.session.scalars(sa.select(Event)).one()
    assert event.by.name == "Anita Rao" or event.by_id


def test_a_new_edition_tells_what_it_changes(analyst):
    analyst.send(send(analyst, uploaded.referrals(2024)), {})
    page = send(analyst, uploaded.referrals(2025, 101))
    changes = told(page)["Against the edition that counts now"]
    assert changes == "28 figures are new, 7 are revised, 28 are no longer there, 21 stay the same"
    assert "The first figures that would be revised" in page.main


def test_the_same_file_twice_says_so(analyst):
    analyst.send(send(analyst, uploaded.referrals()), {})
    again = send(analyst, uploaded.referrals(), name="another name.csv")
    assert "This very file was imported on 2 March 2026" in again.main
    assert "Import it" not in again.main
    assert count(Dataset) == 1


def test_a_file_that_waits_is_found_again_and_not_kept_twice(analyst):
    first, second = (send(analyst, uploaded.referrals()) for _ in range(2))
    assert first.path == second.path and count(Upload) == 1
    assert first.path in analyst.get("/scorecard/uploads").links.values()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\n\n", "The file is empty."),
        (b"PK\x03\x04\x00\x00", "This file is no spreadsheet that can be read."),
        (b"GIF89a\x00\x00", "neither a CSV file nor a spreadsheet"),
        (b"a,b\n1,2\n", "no file of the standard"),
        (
            uploaded.referrals().replace(b"E09999003", b"E0999900"),
            "Row 5, column new_la_code: “E0999900” is not a code",
        ),
        (uploaded.referrals().replace(b",100,", b',"1,00",'), "is neither a number nor a known symbol"),
        (uploaded.referrals() * 2, "Row 17: this row is of the same place and year as row 2"),
    ],
)
def test_a_wrong_file_is_told_by_its_rows_and_nothing_is_kept(analyst, content, says):
    page = send(analyst, content, 409)
    assert says in " ".join(page.errors)
    assert count(Upload) == count(Dataset) == count(Area) == 0


def test_no_file_and_too_large_a_file_are_sentences(analyst, monkeypatch):
    page = analyst.get("/scorecard/uploads")
    assert "Choose a file." in analyst.post(page.path, page.fields(), 400).errors
    monkeypatch.setattr(rules, "LARGEST", 100)
    assert "more than" in " ".join(send(analyst, uploaded.referrals(), 409).errors)
    page = analyst.get("/scorecard/uploads")
    too_large = uploaded.a_file(b"x" * 100_000)
    assert "too large to be uploaded" in analyst.post(page.path, page.fields() | {"file": too_large}, 413).text


def test_a_file_larger_than_any_other_form_is_taken(analyst, monkeypatch):
    monkeypatch.setitem(analyst.app.config, "MAX_CONTENT_LENGTH", 1000)
    page = analyst.get("/scorecard/uploads")
    parts = {"csrf_token": page.fields()["csrf_token"], "submission": "s" * 32}
    head = "".join(f'--b\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in parts.items())
    head += '--b\r\nContent-Disposition: form-data; name="file"; filename="f.csv"\r\n\r\n'
    body = head.encode() + uploaded.referrals() + b"\r\n--b--\r\n"
    kind = {"content_type": "multipart/form-data; boundary=b"}
    assert analyst.ask("POST", page.path, data=body, **kind).status_code == 303
    assert analyst.ask("POST", "/self-evaluations/new", data=body, **kind).status_code == 413


def test_an_unknown_file_is_proposed_described_and_remembered(analyst, count_queries):
    page = send(analyst, uploaded.unknown())
    assert page.heading == "What should be taken from this file?"
    proposed = page.fields()
    assert proposed["label"] == "Late" and proposed["numerator"] == "late"
    assert {proposed[n] for n in ("filter_0", "filter_1")} == {"All", "Total"}, "the widest rows are proposed"
    page = analyst.follow(analyst.send(page, ANSWERS | {"numerator": "late"}))
    rows = told(page)
    assert rows["Figures taken"] == "28" and rows["Counted"] == "late" and rows["Over"] == "assessed"
    assert rows["Left out"].endswith("”") and rows["Columns that are not used"] == "late_percent"
    assert count(OwnMeasure) == count(Dataset) == 0
    another = analyst.get(page.links["Take another measure from this file"])
    more = {"label": "Late, in per cent", "numerator": "late_percent", "per": "100", "quadrant": "demand"}
    page = analyst.follow(analyst.send(another, more | {"better": "lower"}))
    with count_queries() as queries:
        analyst.get(page.path)
    assert queries() <= 12
    analyst.send(page, {})
    assert count(Dataset) == 2 and count(OwnMeasure) == 2

    page = send(analyst, uploaded.unknown(2026, 30))
    assert page.heading == "What would come of this file", "next year's file proposes what was chosen"
    assert "Came late" in page.main and "Late, in per cent" in page.main
    left = analyst.get(page.links["Leave it out: Late, in per cent"])
    page = analyst.follow(analyst.send(left, {}))
    assert "Late, in per cent" not in page.main
    changed = analyst.get(page.links["Change what is taken: Came late"])
    assert changed.fields()["per"] == ["100"] and changed.fields()["denominator"] == "assessed"
    analyst.send(analyst.follow(analyst.send(changed, {"better": "neither"})), {})
    assert count(Dataset) == 3
    town = db.session.scalar(sa.select(Area.id).where(Area.number == "001"))
    scorecard = analyst.get(f"/scorecard?year=2026&area={town}")
    assert "Came late" in scorecard.main and "31.0%" in scorecard.main


def test_a_description_that_does_not_fit_is_refused_with_rows(analyst):
    page = send(analyst, uploaded.unknown().replace(b"Male", b"Total"))
    refused = analyst.send(page, ANSWERS | {"numerator": "late"}, 409)
    assert "this row is of the same place and year as row" in " ".join(refused.errors)
    assert refused.fields()["label"] == "Came late"
    assert "Choose another name" in " ".join(analyst.send(page, ANSWERS | {"label": "Re referrals"}, 409).errors)


def test_a_measure_that_next_years_file_does_not_fit_is_described_anew(analyst):
    page = send(analyst, uploaded.unknown())
    analyst.send(analyst.follow(analyst.send(page, ANSWERS | {"numerator": "late"})), {})
    page = send(analyst, uploaded.unknown(2026).replace(b",Total,", b",Everybody,"))
    assert page.heading == "What should be taken from this file?"
    assert count(Dataset) == 1


def test_what_came_in_between_is_not_overwritten_unseen(analyst, client, cast):
    page = send(analyst, uploaded.referrals(2025))
    later = send(analyst, uploaded.referrals(2026))
    analyst.send(later, {})
    refused = analyst.send(page, {}, 409)
    assert "Another edition came in since this was looked at." in " ".join(refused.errors)
    assert count(Dataset) == 1
    assert "Against the edition that counts now" in send(analyst, uploaded.referrals(2025)).main


def test_a_file_is_for_whoever_uploaded_it_for_a_day(analyst, client, cast):
    page = send(analyst, uploaded.referrals())
    gone = analyst.follow(analyst.send(analyst.get(page.links["Throw this file away"]), {}))
    assert gone.path == "/scorecard/uploads" and "Waiting for you" not in gone.main
    assert analyst.get(page.path).heading == "This file was thrown away"
    page = send(analyst, uploaded.referrals())
    for who, status in ((cast.mabel, 404), (cast.adam, 404), (cast.kamal, 403), (cast.flora, 403)):
        client.sign_in(who)
        assert client.status(page.path) == status
    client.sign_in(cast.anita)
    db.session.execute(sa.update(Upload).values(uploaded_at=clock.now() - rules.WAITS))
    db.session.commit()
    assert client.status(page.path) == 200
    db.session.execute(sa.update(Upload).values(uploaded_at=clock.now() - rules.WAITS - timedelta(seconds=1)))
    db.session.commit()
    assert client.status(page.path) == 404
    send(client, uploaded.referrals(2026))
    assert count(Upload) == 1, "what nobody confirmed is gone"


def test_five_files_wait_at_most(analyst):
    for year in range(2001, 2006):
        send(analyst, uploaded.referrals(year))
    assert "5 files of yours wait already" in " ".join(send(analyst, uploaded.referrals(2010), 409).errors)


def test_an_administrator_imports_too_and_is_led_to_no_page_that_is_shut(client, cast):
    client.sign_in(cast.adam)
    done = client.follow(client.send(send(client, uploaded.referrals()), {}))
    assert "56 figures, imported on" in done.main
    assert not [link for link in done.links.values() if "/editions/" in link]
