"""What help costs is real money over real counts; what it may have avoided is a range with its assumptions, and no sum
of the two; what is not known stays unknown."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
import sqlalchemy as sa

from familyhelp.casework import costs as deeds
from familyhelp.demo.figures import import_figures
from familyhelp.extensions import db
from familyhelp.models import CostAssumption, Event
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.costs import Assumed, Range, avoided, missing, unit_cost
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import Changed, NotYet
from tests import stories

FACTS = {"share_low": 5, "share_high": 20, "cost_low": 2000, "cost_high": 12000, "source": "A study."}


def assume(cast, version=1, **facts):
    found = deeds.assume(**{**FACTS, "source_on": clock.today(), **facts}, read_version=version, by=cast.anita)
    db.session.commit()
    return found


def test_what_is_not_known_stays_unknown():
    assert unit_cost(Fraction(1000), 8) == 125
    assert (
        unit_cost(None, 8) is None and unit_cost(Fraction(1000), None) is None and unit_cost(Fraction(1000), 0) is None
    )
    assert avoided(None, 40) is None and avoided(Assumed(5, 20, 2000, 12000), None) is None
    assert avoided(Assumed(5, 20, 2000, 12000), 40) == Range(Fraction(4000), Fraction(96000))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"share_low": 30}, "share_low"),
        ({"share_high": 101}, "share_high"),
        ({"cost_low": 20000}, "cost_low"),
        ({"cost_high": None}, "cost_high"),
        ({"cost_high": 1_000_001}, "cost_high"),
    ],
)
def test_a_range_has_its_ends_in_order_and_within_bounds(wrong, field):
    facts = {name: FACTS[name] for name in ("share_low", "share_high", "cost_low", "cost_high")} | wrong
    assert field in {sentence.field_name for sentence in missing(**facts, source_on=clock.today(), today=clock.today())}


def test_each_version_stays_and_says_who_and_from_where(cast):
    assume(cast)
    assume(cast, version=2, share_high=15, source="A newer study.")
    held = db.session.scalars(sa.select(CostAssumption).order_by(CostAssumption.id)).all()
    assert [(one.share_high, one.source) for one in held] == [(20, "A study."), (15, "A newer study.")]
    told = db.session.scalars(sa.select(Event).where(Event.kind == EventKind.COSTS_ASSUMED).order_by(Event.id)).all()
    assert [event.because for event in told] == ["A study.", "A newer study."]
    with pytest.raises(Changed) as stale:
        assume(cast, version=2)
    assert stale.value.stored["source"] == "A newer study." and stale.value.version == 3
    db.session.rollback()
    with pytest.raises(NotYet):
        assume(cast, version=3, share_low=99)


def test_the_database_holds_the_ranges_in_order(cast):
    for wrong in ({"share_low": 30}, {"cost_low": 20000}, {"share_high": 120}):
        row = CostAssumption(**FACTS | wrong, source_on=clock.today(), set_by=cast.anita, set_at=clock.now())
        db.session.add(row)
        with pytest.raises(sa.exc.IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_the_page_divides_what_is_known_and_never_adds_an_estimate_to_money(client, cast, count_queries):
    import_figures(Random(1), authority="Saltmere", today=clock.today())
    for n in range(8):
        stories.a_case(cast, Stage.CLOSED, family=stories.a_family(f"F{n}"))
    client.sign_in(cast.mabel)
    page = client.get("/costs?period=2026")
    assert "Not known: nothing has been assumed yet." in page.main and "not known" in page.main
    assume(cast)
    with count_queries() as count:
        page = client.get("/costs?period=2026")
    assert count() <= 12
    assert "Between £800 and £19,200, for 8 new episodes." in page.main and "A study." in page.main
    assert "never added" in page.main


def test_an_analyst_reads_no_cost_from_which_a_small_number_follows(client, cast):
    import_figures(Random(1), authority="Saltmere", today=clock.today())
    stories.a_case(cast, Stage.CLOSED)
    assume(cast)
    client.sign_in(cast.anita)
    page = client.get("/costs?period=2026")
    assert "The number of episodes is hidden" in page.main and "Between £" not in page.main
    for who, status in ((cast.mabel, 403), (cast.adam, 200), (cast.anita, 200)):
        client.sign_in(who)
        assert client.status("/costs/assumptions") == status
