"""An authority that encrypts the named columns finds the same service: its pages open, and no statement asks the
database about what it cannot read. (`pytest --encrypted` runs any suite with keys.)"""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from familyhelp.extensions import db
from familyhelp.models import Action, Audit, Case, Event, Note, Outcome, among_named
from familyhelp.models.data_keys import MARK
from familyhelp.practice.references import write_code
from tests import stories
from tests.browser.places import rewritten
from tests.cast import Cast
from tests.client import StrictClient
from tests.named_columns import asked

SAID = "Grandma moved in with them on Friday"
OPENED = ("kamal", "mabel")
"""Who tries a page, one after the other, until it opens: who leads the case, and who manages the team."""
of_notes = sa.select(Note.id, Note.text).subquery()


@pytest.mark.once
@pytest.mark.parametrize(
    ("says", "wrong", "right"),
    [
        ("cut", sa.select(sa.func.length(Note.because)), sa.select(Note.because.label("why"))),
        ("sorted", sa.select(Note.id).order_by(Note.text.desc()), sa.select(Note.text).order_by(Note.id)),
        ("told apart", sa.select(Note.text).distinct(), sa.select(Note.kind).distinct()),
        ("compared", sa.select(Note.id).where(Note.text != ""), sa.select(Note.id).where(Note.text.is_not(None))),
        ("looked into", sa.select(Event.facts["version"].as_integer()), sa.select(Event.facts)),
        ("below", sa.select(of_notes.c.id).where(of_notes.c.text == "x"), sa.select(of_notes.c.id)),
        ("joined", sa.select(Note).join(Case, Case.why == Note.text), sa.select(Note).join(Case)),
        ("counted", sa.select(sa.func.max(Audit.family_asked)), sa.select(sa.func.count(Audit.family_asked))),
        (
            "mixed",
            sa.union_all(sa.select(Action.owner_name), sa.select(Outcome.words)),
            sa.union_all(sa.select(among_named(Action.owner_name)), sa.select(Outcome.words)),
        ),
        (
            "changed",
            sa.update(Note).where(Note.text == "x").values(text="y"),
            sa.update(Note).where(Note.id == 1).values(text="y"),
        ),
    ],
    ids=lambda said: said if isinstance(said, str) else "",
)
def test_a_statement_that_would_be_wrong_with_keys_is_refused_in_every_test(says, wrong, right):
    assert list(asked(wrong)) and not list(asked(right)), says


def test_a_union_reads_each_column_in_its_own_place(keyed):
    case = stories.a_case(Cast.made(), stories.Stage.ACTIVE)
    db.session.commit()
    every = [outcome.words for outcome in case.plan.outcomes]
    acted = [action for outcome in case.plan.outcomes for action in outcome.actions]
    found = sa.union_all(
        sa.select(Outcome.words).where(Outcome.plan_id == case.plan.id),
        sa.select(Action.what),
        sa.select(among_named(Action.owner_name)),
    )
    said = sorted(text or "" for text in db.session.scalars(found))
    assert said == sorted([*every, *(a.what for a in acted), *(a.owner_name or "" for a in acted)])


def test_every_page_of_a_case_and_of_a_family_opens_with_keys(keyed):
    cast = Cast.made()
    case = rewritten(cast)
    case.why = SAID
    db.session.commit()
    known = {"case": write_code(case.code), "family": write_code(case.family.code)}
    rules = [
        rule
        for rule in keyed.url_map.iter_rules()
        if "GET" in rule.methods and rule.arguments and rule.arguments <= {*known}
    ]
    browsers: list[Any] = []
    for name in OPENED:
        browsers.append(StrictClient(keyed))
        browsers[-1].sign_in(getattr(cast, name))
    pages: dict[str, str] = {}
    with keyed.test_request_context():
        paths = {rule.endpoint: rule.build({a: known[a] for a in rule.arguments})[1] for rule in rules}
    for endpoint, path in sorted(paths.items()):
        for browser in browsers:
            answer = browser.ask("GET", path)
            assert answer.status_code < 500, f"{endpoint}: {answer.status}"
            if answer.status_code == 200:
                pages[endpoint] = answer.get_data(as_text=True)
                break
    assert not [endpoint for endpoint, html in pages.items() if MARK in html]
    assert len(pages) > 50 and SAID in pages["cases.case"]
