"""Audit tools: the next version is made by administrators alone, and audits keep the version they were planned with."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from familyhelp.casework import audit_tools as deeds
from familyhelp.extensions import db
from familyhelp.models import AuditTool, Look
from familyhelp.practice import audits as rules
from familyhelp.practice.audits import AuditDomain, WhichTool
from familyhelp.practice.references import write_code
from familyhelp.practice.words import Changed, NotYet
from tests import audit_stories as audits

OTHERS = ("flora", "kamal", "colette", "lena", "conor", "mabel", "lionel", "anita")


def where(tool: AuditTool, tail: str = "") -> str:
    return f"/audit-tools/{write_code(tool.code)}{tail}"


def test_the_next_version_begins_as_a_copy_and_counts_once_it_is_used(client, cast):
    client.sign_in(cast.adam)
    page = client.get("/audit-tools")
    assert "Voice and lived experience" in page.main and "Version 1 counts now" in page.main
    page = client.follow(client.send(client.get(page.links["Make the next version of “Ten domains”"]), {}))
    assert "Management oversight" in page.main and "In writing" in page.main
    added = {"name": "Fathers", "question": "Was the father asked?", "safety": "y"}
    page = client.follow(client.send(client.get(page.links["Take in one more domain"]), added))
    assert "Was the father asked? About safety" in page.main
    client.send(client.get(page.links["Put it into use"]), {})
    page = client.get("/audit-tools")
    assert "Version 2 counts now" in page.main and "Was the father asked?" in page.main
    tool = db.session.scalars(sa.select(AuditTool)).one()
    for tail in ("/domains/plan", "/domains/new", "/domains/plan/leave-out", "/use"):
        assert "stays as it is" in client.get(where(tool, tail), 409).main


def test_a_round_keeps_the_version_it_was_planned_with(cast):
    before = audits.a_round(cast)
    tool = audits.a_tool(cast)
    deeds.leave_out_domain(tool, "plan", by=cast.adam)
    deeds.use_version(tool, by=cast.adam)
    after = audits.a_round(cast)
    assert "plan" in before.tool.by_slug and before.tool.number == 1
    assert "plan" not in after.tool.by_slug and after.tool.number == 2
    third = deeds.start_version(WhichTool.CHECKLIST, by=cast.adam)
    assert "plan" not in third.in_words().by_slug, "the next one begins as the newest"


def test_a_tool_needs_domains_and_one_about_safety(cast):
    tool = audits.a_tool(cast)
    with pytest.raises(NotYet, match="in writing already"):
        deeds.start_version(WhichTool.CHECKLIST, by=cast.adam)
    with pytest.raises(NotYet, match="not in the tool"):
        deeds.leave_out_domain(tool, "nothing", by=cast.adam)
    with pytest.raises(Changed):
        deeds.write_domain(tool, AuditDomain("plan", "Plan", "?"), read_version=0, by=cast.adam)
    with pytest.raises(NotYet, match="name"):
        deeds.write_domain(tool, AuditDomain("plan", " ", " "), read_version=tool.version, by=cast.adam)
    for domain in tool.in_words().domains:
        if domain.safety:
            deeds.leave_out_domain(tool, domain.slug, by=cast.adam)
    with pytest.raises(NotYet, match="safety"):
        deeds.use_version(tool, by=cast.adam)
    for slug in list(tool.in_words().by_slug):
        deeds.leave_out_domain(tool, slug, by=cast.adam)
    with pytest.raises(NotYet, match="at least one domain"):
        deeds.use_version(tool, by=cast.adam)
    for number in range(rules.MOST_DOMAINS):
        domain = AuditDomain(rules.new_slug(tool.in_words().domains), f"Domain {number}", "?")
        deeds.write_domain(tool, domain, read_version=tool.version, by=cast.adam)
    with pytest.raises(NotYet, match="at most"):
        deeds.write_domain(tool, AuditDomain("own_99", "More", "?"), read_version=tool.version, by=cast.adam)


def test_the_database_holds_one_version_in_writing_for_each_tool(cast, session):
    audits.a_tool(cast)
    session.add(
        AuditTool(which=WhichTool.CHECKLIST, number=3, domains=[], made_by=cast.adam, made_at=cast.adam.created_at)
    )
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_sees_or_changes_a_tool(who, client, cast, session):
    tool = audits.a_tool(cast)
    person = getattr(cast, who)
    client.sign_in(person)
    token = client.token()
    for tail in ("", "/domains/new", "/domains/plan", "/domains/plan/leave-out", "/use"):
        pages = [client.ask("GET", at + tail) for at in (where(tool), "/audit-tools/2222-2223")]
        assert [page.status_code for page in pages] == [404, 404]
        assert len(pages[0].data) == len(pages[1].data)
        assert client.ask("POST", where(tool, tail), data={"csrf_token": token}).status_code in (404, 405)
    assert client.status("/audit-tools/checklist/next") == 403
    session.rollback()
    assert session.scalars(sa.select(Look).where(Look.practitioner_id == person.id, Look.refused)).all()


def test_an_address_of_no_tool_is_not_there(client, cast):
    client.sign_in(cast.adam)
    assert client.status("/audit-tools/nothing/next") == 404
    assert client.status(where(audits.a_tool(cast), "/domains/nothing")) == 404


def test_pages_have_a_fixed_number_of_statements(client, cast, count_queries):
    client.sign_in(cast.adam)
    path = where(audits.a_tool(cast))
    for at in ("/audit-tools", path):
        with count_queries() as count:
            client.get(at)
        assert count() <= 8
