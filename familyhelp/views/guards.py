"""The doors. Every page is shut until it names its door; a door finds the record through what the person may see
(or 404), asks MAY (or 403), and notes the look. Everything a request changes is committed once, at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import Response, abort, current_app, g, redirect, request, session, url_for
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from ..casework import keeping, looks, sign_ins
from ..extensions import db, writing
from ..forms.base import kept_fields
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
    SignIn,
    Step,
    Supervision,
    Theme,
)
from ..policy import (
    READING,
    Act,
    as_viewer,
    audits_of_own_work,
    could,
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
from ..practice import clock, references
from ..practice.chronology import Subject
from ..practice.links import Purpose
from ..practice.roles import Role
from ..practice.ways import Way
from ..queries import break_glass as glass
from ..queries import keeping as kept
from ..queries import sharing
from ..queries import sign_ins as sign_in_queries
from ..queries.families import latest_case
from .ways import goes_on, must_set_up

View = TypeVar("View", bound=Callable[..., Any])
_BEFORE_A_PASSWORD = frozenset({"sign_in.password", "sign_in.sign_out", "sign_in.sign_out_everywhere"})
"""All that somebody can open whose password an administrator gave them."""
_BEFORE_A_SECOND_STEP = _BEFORE_A_PASSWORD | {
    *("second_step.own", "second_step.begin", "second_step.confirm"),
    *("passkeys.own", "passkeys.new", "passkeys.confirm"),
}
"""All that somebody can open whose role needs more than a password, which they have not set up."""
_BY_PASSWORD = frozenset({Way.PASSWORD, Way.SECOND_STEP})
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


# The request, from its first line to its commit ------------------------------------------------------------


def open_door() -> Any:
    """Before each request: who is it, is the page theirs, was this form already done?"""
    writing.set(request.method in CHANGES)
    g.looks, g.keep_draft, g.drop_draft, g.changed_sign_in = [], False, False, None
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static":
        return None
    door: Door | None = getattr(view, "door", None)
    if door is None or _unreadable():
        abort(404)
    if door.act is None:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    g.viewer = me()
    g.viewer_id = g.viewer.id
    if me().way in _BY_PASSWORD and me().must_choose_password and request.endpoint not in _BEFORE_A_PASSWORD:
        return redirect(url_for("sign_in.password"), 303)
    lacking = must_set_up(me())
    if lacking and request.endpoint not in _BEFORE_A_SECOND_STEP:
        return redirect(url_for(lacking), 303)
    if not _role_may(door.act):
        g.looks.append(looks.Seen(door.subject, None, request.endpoint or "", True, request.path[:200]))
        abort(404 if door.subject else 403)
    if request.method in CHANGES and request.form.get("submission"):
        keeping.hold_submission(me().id, request.form["submission"])
        earlier = kept.earlier_submission(me().id, _submission())
        if earlier is not None:
            g.submission_open = False
            return redirect(earlier.location, 303)
    return None


def _submission() -> str:
    """The submission key of the form that was sent, or nothing where it has not the form of one."""
    key = request.form.get("submission", "")
    return key if 20 <= len(key) <= 64 and key.isascii() and key.isprintable() else ""


def _unreadable() -> bool:
    """Whether the address holds a character that no address of ours has and PostgreSQL cannot keep."""
    asked = [request.path, *(text for pair in request.args.items(multi=True) for text in pair)]
    return any("\x00" in text for text in asked)


def _role_may(act: Act) -> bool:
    # Somebody who can see records of this kind gets the record's own answer (403 there, 404 elsewhere);
    # to everyone else no such record exists, there or not.
    door: Door = getattr(current_app.view_functions[request.endpoint or ""], "door")
    sees = {Subject.CASE: Act.SEE_CASE, Subject.CONTACT: Act.SEE_CONTACT, Subject.FAMILY: Act.SEE_FAMILY}
    return could(me(), sees.get(door.subject, act) if door.subject else act)


def _ask_to_sign_in() -> Any:
    """Send to the sign-in page, and keep what a signed-out person had typed in a form of theirs."""
    known: SignIn | None = g.get("lapsed")
    if request.method in CHANGES and known is not None and _keep_typed(known.practitioner_id):
        session["kept"] = True
        if request.endpoint == "home.keep":
            return "", 204, {"Sign-In": "needed"}
    elif request.endpoint == "home.keep":
        abort(401)
    back = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return redirect(url_for("sign_in.sign_in", next=back if back != "/" else None), 303)


def form_path() -> str | None:
    """The form that was typed into: this page, or the one that its script names; None where that is no form."""
    path = request.args.get("path", "") if request.endpoint == "home.keep" else request.path
    adapter = current_app.url_map.bind("")
    is_form = 0 < len(path) <= 200 and adapter.test(path, "POST") and adapter.test(path, "GET")
    return path if is_form else None


def _keep_typed(practitioner_id: int) -> bool:
    """Keep what was typed as a draft for its writer alone. False where there is nothing to keep."""
    path, fields = form_path(), kept_fields(request.form)
    if path is None or not any(value for values in fields.values() for value in values):
        return False
    keeping.keep_draft(practitioner_id, path, fields)
    return True


def load_viewer(token: str) -> Practitioner | None:
    """The practitioner of a sign-in that is in force; a lapsed one is remembered for its draft."""
    found = sign_in_queries.sign_in_of(token)
    if found is None:
        return None
    config = current_app.config
    if not sign_in_queries.in_force(found, config["SIGN_IN_IDLE"], config["SIGN_IN_LONGEST"]):
        if sign_in_queries.only_lapsed(found):
            g.lapsed = found
        return None
    if (clock.now() - found.last_seen_at).total_seconds() > 60:
        g.changed_sign_in = found.id
    viewer = found.practitioner
    viewer.token, viewer.sign_in_id, viewer.way = token, found.id, found.way
    if not goes_on(viewer):
        return None
    return viewer


def settle(response: Response) -> Response:
    """After each request: the record, its event and its look in one commit, or none of them."""
    if response.status_code >= 400 or request.method not in CHANGES:
        db.session.close()  # a rollback that also lets go of what was read
    viewer_id = g.get("viewer_id")
    if request.method in CHANGES and response.status_code < 400:
        try:
            _finish_change(response, viewer_id)
            commit()
        except (IntegrityError, StaleDataError) as collision:
            return cast(Response, collided(collision))
    else:
        _note_only(viewer_id)
        _keep_refused(response)
    return response


def _keep_refused(response: Response) -> None:
    """What somebody without an account typed into a form that was refused is kept where they find it again."""
    keep: Callable[[], None] | None = g.get("after_refusal")
    if keep is not None and response.status_code in (400, 409):
        writing.set(True)
        keep()
        db.session.commit()


def commit() -> None:
    """The one commit of a request that changed something."""
    db.session.commit()


def _finish_change(response: Response, viewer_id: int | None) -> None:
    if viewer_id is None:
        return
    key = _submission()
    if key and response.location and g.get("submission_open", True):
        keeping.remember_submission(viewer_id, key, request.path, response.location)
    if g.drop_draft:
        keeping.drop_draft(viewer_id, request.path[:200])
    looks.note_looks(viewer_id, g.looks)
    if g.changed_sign_in:
        sign_ins.seen(g.changed_sign_in)


def _note_only(viewer_id: int | None) -> None:
    """What stays of a request that changed nothing: its looks, its draft, that somebody is still there."""
    if viewer_id is None or not (g.looks or g.keep_draft or g.changed_sign_in):
        return
    writing.set(True)
    looks.note_looks(viewer_id, g.looks)
    if g.keep_draft:
        _keep_typed(viewer_id)
    if g.changed_sign_in:
        sign_ins.seen(g.changed_sign_in)
    db.session.commit()


def collided(_error: Exception) -> Any:
    """Two changes met. The same form sent twice leads where the first one led; anything else is said in words,
    with everything that was typed."""
    from . import errors

    db.session.rollback()
    viewer_id = g.get("viewer_id")
    if viewer_id is not None:
        earlier = kept.earlier_submission(viewer_id, _submission())
        if earlier is not None:
            db.session.rollback()
            return redirect(earlier.location, 303)
        g.keep_draft = request.method in CHANGES
        g.looks = []
        _note_only(viewer_id)
    return errors.page(
        409,
        gettext(
            "Someone else changed this at the same moment. Nothing of yours is lost: open "
            "the page again and what you typed is there."
        ),
    )
