"""The register of lawful bases: what is proposed is called that, and what the authority says is kept as versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
import sqlalchemy as sa

from familyhelp.casework import processing as deeds
from familyhelp.casework import retention
from familyhelp.models import Event, ProcessingSetting
from familyhelp.practice import clock
from familyhelp.practice import processing as rules
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.processing import ACTIVITIES, BY_LAW, WITH_SCHEDULE_1, Activity, Basis, Condition, Grounds
from familyhelp.practice.retention import RecordKind
from familyhelp.practice.words import Changed
from tests.conftest import MONDAY

TODAY = MONDAY.date()
PROPOSED = "Proposed by this service: nobody of the authority has confirmed it"
GROUNDS = ACTIVITIES[Activity.SHARING].proposed
SAID = {"assessment": "DPIA 12", "because": "Our board.", "review_on": TODAY + timedelta(days=300)}


def test_every_activity_is_described_and_what_is_proposed_is_itself_whole():
    assert set(ACTIVITIES) == set(Activity)
    for activity, processing in ACTIVITIES.items():
        texts = (processing.why, processing.whose, processing.what, processing.who_receives)
        assert all(texts), activity
        assert not list(rules.missing(processing.proposed, "Somebody.", TODAY + timedelta(days=1), TODAY)), activity
    kept = {kind for processing in ACTIVITIES.values() for kind in processing.kept}
    assert kept == set(RecordKind), "each rule of keeping belongs to something that is done"


def test_what_rests_on_a_law_names_it():
    """By full product: every basis by every condition, with and without what it rests on."""
    for basis, condition, law, schedule in product(Basis, Condition, ("", " ", "An Act"), ("", "Paragraph 18")):
        grounds = Grounds(basis, law, condition, schedule)
        wrong = {one.field_name for one in rules.missing(grounds, "So.", TODAY + timedelta(days=1), TODAY)}
        wanted = {"law"} if basis in BY_LAW and not law.strip() else set()
        assert wrong == wanted | ({"schedule_1"} if condition in WITH_SCHEDULE_1 and not schedule else set()), grounds


@pytest.mark.parametrize(("days", "right"), [(0, False), (1, True), (731, True), (732, False), (None, False)])
def test_somebody_looks_again_within_two_years(days, right):
    review_on = None if days is None else TODAY + timedelta(days=days)
    assert (not list(rules.missing(GROUNDS, "So.", review_on, TODAY))) is right


def test_a_proposal_is_called_one_until_somebody_confirms_it(client, cast, session, count_queries):
    client.sign_in(cast.adam)
    page = client.get("/lawful-bases")
    assert page.main.count(PROPOSED) == page.main.count("Not confirmed") == len(Activity)
    form = client.get("/lawful-bases/sharing")
    assert "It is not advice" in form.main
    review = SAID["review_on"]
    day = {f"review_on-{part}": str(getattr(review, part)) for part in ("day", "month", "year")}
    client.send(form, {"because": "Our board.", **day})
    client.sign_in(cast.mabel)
    with count_queries() as count:
        page = client.get("/lawful-bases")
    assert count() <= 8
    assert page.main.count(PROPOSED) == len(Activity) - 1
    assert "Set by Adam Quist on" in page.main and "Not said" in page.main
    assert "Confirm or change it" not in page.main and "Change it" not in page.main
    event = session.scalars(sa.select(Event).where(Event.kind == EventKind.GROUNDS_SET)).one()
    assert event.because == "Our board."
    with clock.at(MONDAY + timedelta(days=301)):
        client.sign_in(cast.mabel)
        assert client.get("/lawful-bases").main.count("Late") == 1


def test_each_change_is_a_version_and_a_stale_one_is_told(client, cast, session):
    first = deeds.set_grounds(Activity.SHARING, GROUNDS, **SAID, read_version=1, by=cast.adam)
    session.commit()
    later = replace(GROUNDS, basis=Basis.LEGAL_OBLIGATION, law="  A newer Act ")
    with pytest.raises(Changed):
        deeds.set_grounds(Activity.SHARING, later, **SAID, read_version=1, by=cast.adam)
    deeds.set_grounds(Activity.SHARING, later, **SAID, read_version=first.id + 1, by=cast.adam)
    session.commit()
    rows = session.scalars(sa.select(ProcessingSetting).order_by(ProcessingSetting.id)).all()
    assert [row.grounds for row in rows] == [GROUNDS, replace(later, law="A newer Act")]
    client.sign_in(cast.adam)
    register = client.get("/lawful-bases").main
    assert register.count("A newer Act") == register.count("DPIA 12") == 1, "as the authority says it, not as proposed"
    page = client.get("/lawful-bases/sharing")
    assert page.main.index("A newer Act", page.main.index("How it was set before")) < page.main.rindex(GROUNDS.law)


def test_how_long_is_read_from_the_rules_of_keeping(client, cast, session):
    retention.set_rule(RecordKind.HELPED, years=9, child_until=0, because="Ours.", read_version=1, by=cast.adam)
    session.commit()
    client.sign_in(cast.mabel)
    page = client.get("/lawful-bases").main
    assert "A family that was helped: 9 years" in page and "No rule of this service says when it goes." in page
