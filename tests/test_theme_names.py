"""No name of anybody stands where partners or families read what was learned, nor where audits are counted or printed:
every name of the demo is looked for."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from familyhelp.demo import fill
from familyhelp.extensions import db
from familyhelp.models import AuditRound, Person, Practitioner, Theme
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.themes import Name, Whose, names_in
from tests.client import Page, StrictClient


@pytest.fixture
def names(session) -> list[Name]:
    """Everybody whom the demo holds: people in families and practitioners, word by word."""
    fill(seed=1)
    rows = session.execute(sa.select(Person.forename, Person.surname, Person.known_as))
    found = {name for row in rows for name in row if name}
    found |= set(session.scalars(sa.select(Practitioner.name)))
    session.commit()
    return [Name(name, Whose.SOMEBODY) for name in sorted(found)]


def without_the_owner(page: Page) -> str:
    """The words of the main part, but for who sees to a theme and who did what to it: managers alone read those."""
    for main in page.find("main"):
        for element in [e for e in main.iter() if "fh-owner" in (e.get("class") or "").split()]:
            tail = element.tail
            element.clear()
            element.tail = tail
    return page.main


def by_role(app, role: Role) -> StrictClient:
    client = StrictClient(app)
    person = db.session.scalars(sa.select(Practitioner).where(Practitioner.role == role).limit(1)).one()
    db.session.commit()
    client.sign_in(person)
    return client


@pytest.mark.once
def test_no_page_of_what_was_learned_carries_a_name(app, names, session):
    assert len(names) > 100
    for name in names:
        assert names_in(f"Yesterday {name.name}’s visit was called off.", [name]), "each would be found"
    themes = [write_code(code) for code in session.scalars(sa.select(Theme.code))]
    shown = session.scalars(sa.select(Theme.published_at.is_not(None))).all()
    assert sorted(shown) == [False, True]
    session.commit()
    manager = by_role(app, Role.MANAGER)
    texts = {path: without_the_owner(manager.get(path)) for path in ["/themes", *(f"/themes/{c}" for c in themes)]}
    for role in (Role.LEAD_PROFESSIONAL, Role.CONTRIBUTOR, Role.KEY_WORKER, Role.ANALYST):
        texts[f"/learning ({role})"] = by_role(app, role).get("/learning").main
    rounds = session.scalars(sa.select(AuditRound.code).where(AuditRound.drawn_at.is_not(None))).all()
    session.commit()
    assert rounds, "the demo has drawn a round of audits"
    for path in ["/audits/patterns", *(f"/audit-rounds/{write_code(code)}/practice-week" for code in rounds)]:
        texts[path] = manager.get(path).main
    texts["/what-we-heard"] = StrictClient(app).get("/what-we-heard").text
    for path, text in texts.items():
        assert len(text) > 100, path
        assert not names_in(re.sub(r"\bsaltmere\b", "", text, flags=re.I), names), path
