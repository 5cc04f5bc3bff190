"""Audit tools: what audits ask, in versions; for administrators, who see no family's record."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from ..casework import audit_tools as deeds
from ..forms.audit_tools import DomainForm, SureForm
from ..models import AuditTool
from ..policy import Act
from ..practice import audits as rules
from ..practice.audits import AuditDomain, WhichTool
from ..practice.references import write_code
from ..practice.words import NotYet
from ..queries import audit_tools as queries
from .guards import me, on_audit_tool, signed_in
from .pages import form_page, open_form

bp = Blueprint("audit_tools", __name__)


def address(tool: AuditTool) -> str:
    """Where the page of a version is."""
    return url_for("audit_tools.tool", audit_tool=write_code(tool.code))


@bp.get("/audit-tools")
@signed_in(Act.MANAGE_AUDIT_TOOLS)
def tools() -> Any:
    """The tools, what each asks now, and the versions that were made."""
    held = queries.versions(me())
    writing = {tool.which: tool for tool in held if tool.used_from is None}
    return render_template("audit_tools/tools.html", versions=held, counting=queries.counting(held), writing=writing)


@bp.route("/audit-tools/<which>/next", methods=["GET", "POST"])
@signed_in(Act.MANAGE_AUDIT_TOOLS)
def start(which: str) -> Any:
    """Start the next version of a tool."""
    asked = next((w for w in WhichTool if w.value == which), None) or abort(404)
    form = open_form(SureForm)
    return form_page(
        form, "audit_tools/start.html", lambda: deeds.start_version(asked, by=me()), then=address, which=asked
    )


@bp.get("/audit-tools/<audit_tool>")
@on_audit_tool(Act.MANAGE_AUDIT_TOOLS)
def tool(audit_tool: AuditTool) -> Any:
    """One version of a tool: its domains, and what was done to it."""
    return render_template(
        "audit_tools/tool.html", tool=audit_tool, content=audit_tool.in_words(), events=queries.events_of(audit_tool)
    )


@bp.route("/audit-tools/<audit_tool>/domains/new", methods=["GET", "POST"])
@on_audit_tool(Act.MANAGE_AUDIT_TOOLS)
def add_domain(audit_tool: AuditTool) -> Any:
    """Take one more domain into a version in writing."""
    return _domain_page(audit_tool, None)


@bp.route("/audit-tools/<audit_tool>/domains/<domain>", methods=["GET", "POST"])
@on_audit_tool(Act.MANAGE_AUDIT_TOOLS)
def domain(audit_tool: AuditTool, domain: str) -> Any:
    """What a version in writing asks in one domain."""
    return _domain_page(audit_tool, audit_tool.in_words().by_slug.get(domain) or abort(404))


def _domain_page(tool: AuditTool, held: AuditDomain | None) -> Any:
    _in_writing(tool)
    data = {"name": held.name, "question": held.question, "safety": held.safety} if held else {}
    form = open_form(DomainForm, data={"version": str(tool.version)} | data)

    def deed() -> None:
        slug = held.slug if held else rules.new_slug(tool.in_words().domains)
        asked = AuditDomain(slug, form.name.data, form.question.data, bool(form.safety.data))
        deeds.write_domain(tool, asked, read_version=form.read_version, by=me())

    return form_page(form, "audit_tools/domain.html", deed, then=address(tool), tool=tool, held=held)


@bp.route("/audit-tools/<audit_tool>/domains/<domain>/leave-out", methods=["GET", "POST"])
@on_audit_tool(Act.MANAGE_AUDIT_TOOLS)
def leave_out(audit_tool: AuditTool, domain: str) -> Any:
    """Leave a domain out of a version in writing."""
    _in_writing(audit_tool)
    held = audit_tool.in_words().by_slug.get(domain) or abort(404)
    form = open_form(SureForm)
    return form_page(
        form,
        "audit_tools/leave_out.html",
        lambda: deeds.leave_out_domain(audit_tool, domain, by=me()),
        then=address(audit_tool),
        tool=audit_tool,
        held=held,
    )


@bp.route("/audit-tools/<audit_tool>/use", methods=["GET", "POST"])
@on_audit_tool(Act.MANAGE_AUDIT_TOOLS)
def use(audit_tool: AuditTool) -> Any:
    """Put a version into use."""
    _in_writing(audit_tool)
    form = open_form(SureForm)
    return form_page(
        form,
        "audit_tools/use.html",
        lambda: deeds.use_version(audit_tool, by=me()),
        then=address(audit_tool),
        tool=audit_tool,
        content=audit_tool.in_words(),
    )


def _in_writing(tool: AuditTool) -> None:
    if tool.used_from is not None:
        raise NotYet(rules.tool_frozen())
