"""Asking for help without an account: whom to ring if a child is in danger, then short pages, saved as they go."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from flask import Blueprint, abort, current_app, g, make_response, redirect, render_template, request, session, url_for
from werkzeug.datastructures import MultiDict

from ..casework import asking as deeds
from ..casework.sign_ins import WINDOW, TooMany, digest_of
from ..forms.asking import FORMS, TRAP, AskingForm, FamilyForm
from ..forms.base import kept_fields
from ..forms.contacts import ButtonForm
from ..models import Asking
from ..practice.asking import LARGEST, OF_THE_FAMILY, Asker, Harm, Part
from ..practice.words import Changed
from ..queries import asking as queries
from .asking_words import as_request, own_words
from .guards import CHANGES, Door, View

bp = Blueprint("asking", __name__)
_KEPT = "asking"
_LATER = {"Retry-After": str(int(WINDOW.total_seconds()))}


def allow_less() -> None:
    """Before each request: what somebody without an account may send is little."""
    if request.blueprint == bp.name:
        request.max_content_length = LARGEST


def for_anyone(view: View) -> View:
    """A page of the public way to ask for help; the view gets what this browser is writing, or None."""

    @wraps(view)
    def guarded(**arguments: Any) -> Any:
        token = session.get(_KEPT)
        locking = request.method in CHANGES
        found = queries.asking_by(digest_of(token), locking=locking) if isinstance(token, str) else None
        return view(found, **arguments)

    guarded.door = Door(None, asks=True)  # type: ignore[attr-defined]
    return cast(View, guarded)


@bp.route("/ask-for-help", methods=["GET", "POST"])
@for_anyone
def start(asking: Asking | None) -> Any:
    """Whom to ring if a child is in danger now; and the way on."""
    form = ButtonForm(formdata=request.form if request.method == "POST" else None)
    status, headers = 200, {}
    if request.method == "POST" and form.validate():
        try:
            if asking is None or asking.sent_at is not None:
                _begin()
            return redirect(url_for("asking.who"), 303)
        except TooMany as refusal:
            form.refuse(refusal)
            status, headers = 429, _LATER
    going_on = asking is not None and asking.sent_at is None
    return make_response(_page("asking/start.html", form=form, going_on=going_on), status, headers)


def _begin() -> Asking:
    deeds.count_asking(request.remote_addr or "")
    asking, token = deeds.begin()
    session[_KEPT] = token
    return asking


def _page(template: str, **context: Any) -> str:
    reach = current_app.config["FRONT_DOOR_EMERGENCY"], current_app.config["SERVICE_CONTACT"]
    return render_template(template, emergency=reach[0], contact_us=reach[1], **context)


# The parts ---------------------------------------------------------------------------------------------------


@bp.route("/ask-for-help/who", methods=["GET", "POST"])
@for_anyone
def who(asking: Asking | None) -> Any:
    """Who asks."""
    return _part(asking, Part.WHO)


@bp.route("/ask-for-help/agreement", methods=["GET", "POST"])
@for_anyone
def agreement(asking: Asking | None) -> Any:
    """What the family knows."""
    return _part(asking, Part.AGREEMENT)


@bp.route("/ask-for-help/you", methods=["GET", "POST"])
@for_anyone
def you(asking: Asking | None) -> Any:
    """Who they are and how they are reached."""
    return _part(asking, Part.YOU)


@bp.route("/ask-for-help/family", methods=["GET", "POST"])
@for_anyone
def family(asking: Asking | None) -> Any:
    """Whom it is about."""
    return _part(asking, Part.FAMILY)


@bp.route("/ask-for-help/why", methods=["GET", "POST"])
@for_anyone
def why(asking: Asking | None) -> Any:
    """What would help."""
    return _part(asking, Part.WHY)


@bp.route("/ask-for-help/safety", methods=["GET", "POST"])
@for_anyone
def safety(asking: Asking | None) -> Any:
    """Whether a child may come to serious harm. Where one may, it is sent at once."""
    return _part(asking, Part.SAFETY)


def _part(asking: Asking | None, part: Part) -> Any:
    """One page: shown, saved, or back to the first one that is not filled in yet."""
    if asking is not None and asking.sent_at is not None:
        return redirect(url_for("asking.sent"), 303)
    if request.method != "POST":
        before = _first_open(asking) if asking else None
        if asking is None or (before is not None and _at(before) < _at(part)):
            return redirect(url_for(f"asking.{before.value}" if asking and before else "asking.start"), 303)
        return _shown(_opened(asking, part))
    if asking is None:  # it was thrown away or is a day old: begin again with what was typed here
        try:
            asking = _begin()
        except TooMany as refusal:
            form = FORMS[part](formdata=request.form, asker=Asker.PROFESSIONAL)
            form.refuse(refusal)
            return make_response(_shown(form), 429, _LATER)
    form = FORMS[part](formdata=request.form, asker=asker_of(asking))
    fields = _fields()
    if "another" in request.form and isinstance(form, FamilyForm):
        form.add_row()
        deeds.keep(asking, part, fields)
        return _shown(form)
    if not form.validate():
        return _again(asking, form, 400)
    try:
        deeds.save(asking, part, fields=fields, stored=_stored(asking, part), read_number=form.read_version)
    except Changed as refusal:
        form.refuse(refusal)
        return _again(asking, form, 409)
    return _go_on(asking, part)


def _at(part: Part) -> int:
    return list(Part).index(part)


def _go_on(asking: Asking, part: Part) -> Any:
    """The next page; a worry for a child is sent at once where nothing before it is missing."""
    missing = _first_open(asking)
    if missing is not None:
        return redirect(url_for(f"asking.{missing.value}"), 303)
    if part is Part.SAFETY and filled(asking, Part.SAFETY).harm.data is Harm.MAY_BE:
        return _send(asking)
    return redirect(url_for("asking.check"), 303)


def _fields() -> dict[str, list[str]]:
    return {name: values for name, values in kept_fields(request.form).items() if name not in ("version", TRAP)}


def asker_of(asking: Asking) -> Asker:
    """Who asks, as far as it was said."""
    said = asking.parts.get(Part.WHO.value, {}).get("said", {}).get("asker_is", [])
    return next((asker for asker in Asker if asker.value in said), Asker.PROFESSIONAL)


def filled(asking: Asking, part: Part) -> Any:
    """The form of a part as it was saved."""
    return _form(part, asking, asking.parts.get(part.value, {}).get("said", {}), csrf=False)


def _form(part: Part, asking: Asking, fields: dict[str, list[str]], *, csrf: bool) -> Any:
    pairs = [(name, value) for name, values in fields.items() for value in values]
    return FORMS[part](formdata=MultiDict(pairs) if pairs else None, asker=asker_of(asking), meta={"csrf": csrf})


def _first_open(asking: Asking) -> Part | None:
    """The first part that is not saved, or no longer fits who asks."""
    for part in Part:
        if "said" not in asking.parts.get(part.value, {}) or not filled(asking, part).validate():
            return part
    return None


def _opened(asking: Asking, part: Part) -> Any:
    """The form of a part as it was left: what was typed last, else what was saved."""
    held = asking.parts.get(part.value, {})
    form = _form(part, asking, held.get("typed") or held.get("said") or {}, csrf=True)
    form.version.data = str(held.get("number", 0))
    if isinstance(form, FamilyForm) and not held and form.asker in OF_THE_FAMILY:
        you_said = filled(asking, Part.YOU)
        first = form.people[0].form
        first.forename.data, _, first.surname.data = (you_said["name"].data or "").partition(" ")
        first.role.data = "parent" if form.asker is Asker.PARENT else "child"
        first.phone.data = you_said.phone.data
    return form


def _stored(asking: Asking, part: Part) -> dict[str, str]:
    held = filled(asking, part)
    return {words["asked"]: words["said"] for words in own_words([held])}


def _shown(form: AskingForm) -> str:
    young = form.asker is Asker.YOUNG_PERSON
    number, of = _at(form.part) + 1, len(Part)
    before = list(Part)[_at(form.part) - 1] if _at(form.part) else None
    back = url_for(f"asking.{before.value}" if before else "asking.start")
    return _page(f"asking/{form.part.value}.html", form=form, young=young, number=number, of=of, back=back)


def _again(asking: Asking, form: AskingForm, status: int) -> Any:
    """The same page with every character, also when it is opened again."""
    part, fields, token = form.part, _fields(), asking.token_digest
    page = _shown(form)
    g.after_refusal = _keeping(token, part, fields)
    return make_response(page, status)


def _keeping(digest: str, part: Part, fields: dict[str, list[str]]) -> Callable[[], None]:
    def keep_typed() -> None:
        found = queries.asking_by(digest, locking=True)
        if found is not None and found.sent_at is None:
            deeds.keep(found, part, fields)

    return keep_typed


@bp.post("/ask-for-help/keep")
@for_anyone
def keep(asking: Asking | None) -> Any:
    """Keep what is being typed, as the page's own script sends it."""
    name = request.args.get("path", "").rpartition("/")[2]
    part = next((part for part in Part if part.value == name), None)
    if part is None or asking is None or asking.sent_at is not None:
        abort(404)
    deeds.keep(asking, part, _fields())
    return "", 204


# Sending -----------------------------------------------------------------------------------------------------


@bp.route("/ask-for-help/check", methods=["GET", "POST"])
@for_anyone
def check(asking: Asking | None) -> Any:
    """Read it over, then send it."""
    if asking is not None and asking.sent_at is not None:
        return redirect(url_for("asking.sent"), 303)
    missing = _first_open(asking) if asking else None
    if asking is None or missing is not None:
        return redirect(url_for(f"asking.{missing.value}" if missing else "asking.start"), 303)
    form = ButtonForm(formdata=request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        return _send(asking)
    parts = [(part, own_words([filled(asking, part)])) for part in Part]
    young = asker_of(asking) is Asker.YOUNG_PERSON
    return _page("asking/check.html", form=form, parts=parts, young=young, back=url_for("asking.safety"))


def _send(asking: Asking) -> Any:
    forms = {part: filled(asking, part) for part in Part}
    request_for_help, words = as_request(forms), own_words(forms.values())
    session["asking_young"] = asker_of(asking) is Asker.YOUNG_PERSON  # once it is sent, nothing of it says so
    deeds.send(asking, request=request_for_help, own_words=words)
    return redirect(url_for("asking.sent"), 303)


@bp.get("/ask-for-help/sent")
@for_anyone
def sent(asking: Asking | None) -> Any:
    """The reference, and what happens next. Nothing of what was written."""
    if asking is None or asking.contact is None:
        return redirect(url_for("asking.start"), 303)
    return _page("asking/sent.html", contact=asking.contact, young=session.get("asking_young", False))


@bp.post("/ask-for-help/throw-away")
@for_anyone
def throw_away(asking: Asking | None) -> Any:
    """Throw away what was written and not sent, and forget this browser."""
    if asking is not None and asking.sent_at is None:
        deeds.throw_away(asking)
    for name in (_KEPT, "asking_young"):
        session.pop(name, None)
    return redirect(url_for("asking.start"), 303)
