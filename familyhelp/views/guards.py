"""The doors. Every page is shut until it names its door; a door finds the record through what the person may see
(or 404), asks MAY (or 403), and notes the look. How a request goes through is in passage.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import abort, g, request
from flask_login import current_user
from sqlalchemy.orm import joinedload

from ..casework import looks
from ..extensions import db
from ..models import (
    Agency,
    Audit,
    AuditAction,
    AuditRound,
    AuditTool,
    Case,
    Complaint,
    Contact,
    Export,
    Family,
    GroupSupervision,
    Person,
    PracticeModel,
    Practitioner,
    QuarterlyReport,
    SelfEvaluation,
    Step,
    Supervision,
    Theme,
)
from ..policy import (
    READING,
    Act,
    as_viewer,
    audits_of_own_work,
    led_audits,
    led_groups,
    led_supervisions,
    may,
    open_audits,
    openable_families,
    somebody,
    visible_agencies,
    visible_audit_actions,
    visible_audit_rounds,
    visible_audit_tools,
    visible_audits,
    visible_cases,
    visible_complaints,
    visible_contacts,
    visible_exports,
    visible_families,
    visible_groups,
    visible_people,
    visible_practice_models,
    visible_practitioners,
    visible_reports,
    visible_self_evaluations,
    visible_step_downs,
    visible_supervisions,
    visible_themes,
    watched_practitioners,
)
from ..practice import references
from ..practice.chronology import Subject
from ..practice.links import Purpose
from ..practice.roles import Role
from ..queries import break_glass as glass
from ..queries import sharing
from ..queries.families import latest_case

View = TypeVar("View", bound=Callable[..., Any])
CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True)
class Door:
    """How a page is entered: by anyone, or for an act, on a subject."""

    act: Act | None
    subject: Subject | None = None
    link: Purpose | None = None
    """For whoever holds a signed link of this purpose, and nobody else (link_doors.py)."""
    keyed: bool = False
    """For a program that holds the signed address of somebody's calendar (calendars.py), and nobody else."""
    asks: bool = False
    """For anyone who asks for help; what they write is found by their own browser alone (asking.py)."""


def me() -> Practitioner:
    """The practitioner who is signed in."""
    return cast(Practitioner, g.get("viewer") or current_user._get_current_object())


def public(view: View) -> View:
    """A page that anyone may open."""
    view.door = Door(None)  # type: ignore[attr-defined]
    return view


def keyed(view: View) -> View:
    """What a program reads at a signed address, without a sign-in; the view looks whose it is."""
    view.door = Door(None, keyed=True)  # type: ignore[attr-defined]
    return view


def signed_in(act: Act) -> Callable[[View], View]:
    """A page for whoever may do `act`."""

    def decorate(view: View) -> View:
        view.door = Door(act)  # type: ignore[attr-defined]
        return view

    return decorate


_WITHOUT_GLASS = frozenset({Act.BREAK_GLASS, Act.SEE_STEP_DOWN, Act.HOLD_STEP_DOWN})
"""What nobody needs to have opened a family for: opening it, and what waits in a queue of theirs anyway."""


def _on(subject: Subject, argument: str, find: Callable[[str], Any], act: Act) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            text = arguments.pop(argument)
            record = find(text)
            seen = looks.Seen(subject, record.id if record else None, request.endpoint or "")
            g.looks.append(seen)
            if record is None:
                _not_found(subject, text, act, seen)
            g.subject = record
            if act not in _WITHOUT_GLASS and me().opened_for_a_reason:
                _read_by_glass(subject, record, act, seen)
            if not (may(me(), act, _case_of(subject, record)) or _asks_about(subject, act)):
                seen.refused = True
                abort(403)
            return view(record, **arguments)

        guarded.door = Door(act, subject)  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate


def _not_found(subject: Subject, text: str, act: Act, seen: looks.Seen) -> None:
    """What is hidden and what is absent answer alike, but for a partner who worked with the family: they are told that
    their sight of it has ended, and whom to ask."""
    seen.refused, seen.because = True, request.path[:200]
    # To open a family for a reason is no partner's, whatever they see of it.
    ended = None if act is Act.BREAK_GLASS else sharing.ended_for(me(), subject, text)
    if ended is None:
        abort(404)
    seen.subject_id, g.sight_ended = ended.number, ended
    abort(403)


def _read_by_glass(subject: Subject, record: Any, act: Act, seen: looks.Seen) -> None:
    """Mark the look at a family that is open for a reason; where that alone shows the record, it is only read."""
    family_id = {Subject.FAMILY: "id", Subject.CASE: "family_id", Subject.CONTACT: "family_id"}.get(subject)
    found = glass.opened_now(me(), subject, record.id, getattr(record, family_id)) if family_id else None
    if found is None:
        return
    seen.break_glass_id, sees_anyway = found
    if sees_anyway:
        return
    me().reads_by_glass = frozenset({getattr(record, family_id or "id")})
    if act not in READING or request.method in CHANGES:
        seen.refused = True
        abort(403)


def _asks_about(subject: Subject, act: Act) -> bool:
    # Whose looks a manager may read was asked when the person was found; there is no case.
    return subject is Subject.PRACTITIONER and act is Act.SEE_LOOKS


def _case_of(subject: Subject, record: Any) -> Case | None:
    """The case by which a right on a record is judged: itself, or the family's open (else latest) one."""
    if subject is Subject.CASE:
        return cast(Case, record)
    if subject is Subject.FAMILY:
        return latest_case(record.id)
    return None


_FINDERS: dict[tuple[Any, Any], Callable[[str], Any]] = {}


def _fetch(
    model: Any, visible: Callable[[Practitioner], Any], *options: Any, named: Any = None
) -> Callable[[str], Any]:
    """How a record is found among those that somebody sees. All pages of a kind share one statement for each role: the
    condition is long, and a hundred pages would each build and keep their own."""
    return _FINDERS.setdefault((model, visible), _finder(model, visible, options, named))


def _finder(model: Any, visible: Callable[[Practitioner], Any], options: Any, named: Any) -> Callable[[str], Any]:
    @cache
    def statement(role: Role, locking: bool) -> Any:
        query = visible(somebody(role)).where((named or model).code == sa.bindparam("code")).options(*options)
        return query.with_for_update(of=model) if locking else query

    def find(text: str) -> Any:
        code = references.read_code(text)
        if code is None:
            return None
        return db.session.scalar(statement(me().role, request.method in CHANGES), as_viewer(me()) | {"code": code})

    return find


def on_case(act: Act) -> Callable[[View], View]:
    """A page of one case: found only among the cases the person can see."""
    loads = (
        joinedload(Case.family, innerjoin=True),
        joinedload(Case.team, innerjoin=True),
        joinedload(Case.lead),
    )
    return _on(Subject.CASE, "case", _fetch(Case, visible_cases, *loads), act)


def on_contact(act: Act) -> Callable[[View], View]:
    """A page of one request for help."""
    return _on(Subject.CONTACT, "contact", _fetch(Contact, visible_contacts), act)


def on_step_down(act: Act) -> Callable[[View], View]:
    """A page of the front door about a step-down that waits, by the step's own reference. The view gets its case, and
    the look is a look at that."""
    loads = (
        joinedload(Case.family, innerjoin=True),
        joinedload(Case.team, innerjoin=True),
        joinedload(Case.lead),
    )
    return _on(Subject.CASE, "step", _fetch(Case, visible_step_downs, *loads, named=Step), act)


def on_family(act: Act) -> Callable[[View], View]:
    """A page of one family; to open it for a reason, also one out of sight."""
    visible = openable_families if act is Act.BREAK_GLASS else visible_families
    return _on(Subject.FAMILY, "family", _fetch(Family, visible), act)


def on_person(act: Act) -> Callable[[View], View]:
    """A page of one person, whatever families they are in."""
    return _on(Subject.PERSON, "person", _fetch(Person, visible_people), act)


def on_practitioner(act: Act) -> Callable[[View], View]:
    """A page of one practitioner's account or, of what they looked at, among those whom the reader may ask about it."""
    visible = watched_practitioners if act is Act.SEE_LOOKS else visible_practitioners
    return _on(Subject.PRACTITIONER, "practitioner", _fetch(Practitioner, visible), act)


def on_agency(act: Act) -> Callable[[View], View]:
    """A page of one agency."""
    return _on(Subject.AGENCY, "agency", _fetch(Agency, visible_agencies), act)


def on_practice_model(act: Act) -> Callable[[View], View]:
    """A page of one practice model."""
    return _on(Subject.PRACTICE_MODEL, "model", _fetch(PracticeModel, visible_practice_models), act)


def on_export(act: Act) -> Callable[[View], View]:
    """A page of one export."""
    return _on(Subject.EXPORT, "export", _fetch(Export, visible_exports), act)


def on_self_evaluation(act: Act) -> Callable[[View], View]:
    """A page of one self-evaluation."""
    return _on(Subject.SELF_EVALUATION, "evaluation", _fetch(SelfEvaluation, visible_self_evaluations), act)


def on_report(act: Act) -> Callable[[View], View]:
    """A page of one quarterly report."""
    loads = joinedload(QuarterlyReport.approved_by), joinedload(QuarterlyReport.begun_by, innerjoin=True)
    return _on(Subject.QUARTERLY_REPORT, "report", _fetch(QuarterlyReport, visible_reports, *loads), act)


def on_complaint(act: Act) -> Callable[[View], View]:
    """A page of one compliment or complaint: found among those that the reader may read."""
    loads = joinedload(Complaint.handler), joinedload(Complaint.concerns)
    return _on(Subject.COMPLAINT, "complaint", _fetch(Complaint, visible_complaints, *loads), act)


def on_theme(act: Act) -> Callable[[View], View]:
    """A page of one learning theme."""
    loads = joinedload(Theme.owner, innerjoin=True)
    return _on(Subject.THEME, "theme", _fetch(Theme, visible_themes, loads), act)


def on_supervision(act: Act) -> Callable[[View], View]:
    """A page of one supervision: to write in it, found among those that the reader holds; to read it, also among
    those held with them."""
    visible = led_supervisions if act is Act.SUPERVISE else visible_supervisions
    loads = (joinedload(Supervision.supervisor, innerjoin=True), joinedload(Supervision.worker, innerjoin=True))
    return _on(Subject.SUPERVISION, "supervision", _fetch(Supervision, visible, *loads), act)


def on_group(act: Act) -> Callable[[View], View]:
    """A page of one group supervision: to write in it, found among those that the reader holds; to read it, also
    among those that they took part in."""
    visible = led_groups if act is Act.SUPERVISE else visible_groups
    return _on(Subject.GROUP_SUPERVISION, "group", _fetch(GroupSupervision, visible), act)


def on_audit(act: Act) -> Callable[[View], View]:
    """A page of one audit: to write in it, found among the reader's own; to say what they think of their work, among
    those of the cases they lead; to give it to somebody else, among those that are open; to read it, among those they
    may know of."""
    visible = {Act.AUDIT: led_audits, Act.REFLECT: audits_of_own_work, Act.HAND_ON_AUDIT: open_audits}.get(
        act, visible_audits
    )
    case = joinedload(Audit.case, innerjoin=True)
    loads = (
        case.joinedload(Case.family, innerjoin=True),
        case.joinedload(Case.lead),
        case.joinedload(Case.team, innerjoin=True),
        joinedload(Audit.auditor, innerjoin=True),
        joinedload(Audit.tool_version),
    )
    return _on(Subject.AUDIT, "audit", _fetch(Audit, visible, *loads), act)


def on_audit_action(act: Act) -> Callable[[View], View]:
    """A page of one action from an audit."""
    audit = joinedload(AuditAction.audit, innerjoin=True)
    loads = (
        audit.joinedload(Audit.case, innerjoin=True).joinedload(Case.family, innerjoin=True),
        joinedload(AuditAction.owner, innerjoin=True),
    )
    return _on(Subject.AUDIT_ACTION, "audit_action", _fetch(AuditAction, visible_audit_actions, *loads), act)


def on_audit_round(act: Act) -> Callable[[View], View]:
    """A page of one round of audits."""
    loads = (joinedload(AuditRound.planned_by, innerjoin=True), joinedload(AuditRound.tool_version))
    return _on(Subject.AUDIT_ROUND, "audit_round", _fetch(AuditRound, visible_audit_rounds, *loads), act)


def on_audit_tool(act: Act) -> Callable[[View], View]:
    """A page of one version of an audit tool."""
    return _on(Subject.AUDIT_TOOL, "audit_tool", _fetch(AuditTool, visible_audit_tools), act)
