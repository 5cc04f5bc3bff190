"""The doors of people who have no account: a signed link, and a code that was told another way. They open one page of
one case, or one question about a request for help. Links that are forged, unknown, of another purpose, run out, ended
or locked all answer alike."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext
from itsdangerous import BadData, URLSafeSerializer

from ..casework import links as deeds
from ..casework import step_links
from ..casework.sign_ins import digest_of
from ..forms.base import Form
from ..forms.links import CodeForm
from ..models import Link
from ..practice import clock
from ..practice.links import IDLE, IN_ADDRESS, LinkState, Purpose
from ..practice.words import Refusal
from ..queries import links as queries
from .addresses import whole
from .copy_lines import hider_of
from .errors import typed_text
from .guards import CHANGES, Door, View

FRONT = {
    Purpose.FAMILY_PAGE: "family_page.page",
    Purpose.ACTION: "owner_page.page",
    Purpose.STEP: "step_page.page",
    Purpose.AFTERWARDS: "afterwards_page.page",
    Purpose.VIEW: "view_page.page",
    Purpose.MISSING: "returned_page.page",
    Purpose.CONTRIBUTION: "contribution_page.page",
    Purpose.INVITATION: "invitation_page.page",
    Purpose.TOLD: "told_page.page",
}
"""The page of each purpose: what its link leads to, and where the code is asked for."""
_KEPT = "by_link"
_MOST_LINKS = 4
"""How many links one browser has open; the one that was used longest ago closes first."""
HEADERS = {"Referrer-Policy": "strict-origin", "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
"""The address holds a secret: no page that follows, here or elsewhere, is told where the reader came from. (With
`no-referrer` browsers leave out the origin, too, by which forms from elsewhere are told apart.)"""


_IN_A_PATH = re.compile(rf"(/(?:{'|'.join([*IN_ADDRESS.values(), 'calendar'])})/)[^/\s?]{{20,}}")


class _Unnamed(logging.Filter):
    """Leaves the secret of a link out of whatever the application logs, such as the path of a request that failed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass, without secrets."""
        record.msg, record.args = _IN_A_PATH.sub(r"\1…", record.getMessage()), None
        return True


def init_app(app: Flask) -> None:
    """Let no secret of a link into the log."""
    app.logger.addFilter(_Unnamed())


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="familyhelp.link")


def address_of(purpose: Purpose, token: str) -> str:
    """The whole address of a link, as it is given to somebody."""
    return whole(url_for(FRONT[purpose], token=_signer().dumps([purpose.value, token])))


def signed_for(purpose: Purpose, token: str) -> str | None:
    """What a signed address of this purpose stands for; None where it is forged or for something else."""
    try:
        signed = _signer().loads(token)
    except (BadData, UnicodeError):
        return None
    fits = isinstance(signed, list) and len(signed) == 2 and signed[0] == purpose.value
    return signed[1] if fits and isinstance(signed[1], str) else None


def by_link(purpose: Purpose) -> Callable[[View], View]:
    """A page for whoever holds a link of this purpose and told its code; the view gets the Link first."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*, token: str, **arguments: Any) -> Any:
            response = make_response(_answer(purpose, token, lambda link: view(link, token=token, **arguments)))
            response.headers.update(HEADERS)
            return response

        # A view is a function, and its door an attribute that functions do not declare.
        guarded.door = Door(None, link=purpose)  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate


def _answer(purpose: Purpose, token: str, view: Callable[[Link], Any]) -> Any:
    named = signed_for(purpose, token)
    digest = digest_of(named) if named is not None else None
    standing = queries.link_by(digest, purpose, locking=request.method in CHANGES) if digest else None
    if standing is None or standing.state not in (LinkState.OPEN, LinkState.DONE):
        # It ended while somebody of an agency wrote: what they typed in the browser that it had opened is not lost.
        theirs = standing is not None and standing.link.asked is not None and _sent() and _is_open(standing.link)
        return gone(typed_text() if theirs else None)
    link = standing.link
    front = request.endpoint == FRONT[purpose]
    if _is_open(link):
        _keep_open(link)
        # The code sent once more: the page is open already.
        return redirect(url_for(FRONT[purpose], token=token), 303) if front and _sent() else view(link)
    if standing.state is LinkState.DONE:
        return gone()
    if front and _sent():
        return _enter(link, token)
    if not front and not _sent():
        return redirect(url_for(FRONT[purpose], token=token), 303)
    # What was typed while the page closed by itself is shown, to be copied: nothing is lost.
    typed = typed_text() if _sent() else None
    return _code_page(CodeForm(formdata=None), link, token, 401 if typed is not None else 200, typed)


def _sent() -> bool:
    return request.method in CHANGES


def gone(typed: dict[str, str] | None = None) -> Response:
    """The one answer for every link that does not open, whatever the reason; with what was `typed` while it ended."""
    return make_response(render_template("links/gone.html", typed=typed), 404)


def _code_page(form: Form, link: Link, token: str, status: int, typed: dict[str, str] | None = None) -> Response:
    action = url_for(FRONT[link.purpose], token=token)
    page = render_template("links/code.html", form=form, action=action, typed=typed)
    return make_response(page, status)


def _enter(link: Link, token: str) -> Any:
    """The code was sent: open the page, or say that it is not the code, or that the link is locked."""
    form = CodeForm(formdata=request.form)
    if not form.validate():
        return _code_page(form, link, token, 400)
    if not deeds.try_code(link, form.code.data or ""):
        standing = queries.link_by(link.token_digest, link.purpose, locking=False)
        if standing is None or standing.state is not LinkState.OPEN:
            return gone()
        form.code.errors = [gettext("This is not the code. Ask the person who gave it to you.")]
        return _code_page(form, link, token, 400)
    deeds.open_link(link, visit=str(form.submission.data), by=link)
    if link.purpose is Purpose.STEP:
        step_links.note_arrival(link, by=link)
    _keep_open(link)
    return redirect(url_for(FRONT[link.purpose], token=token), 303)


# The page stays open in this browser alone, for as long as somebody clicks -----------------------------------


def _fingerprint(link: Link) -> str:
    """Changes with the code, so that a new code closes what the old one opened."""
    return digest_of(f"{link.token_digest}|{link.code_hash}")[:24]


def _opened() -> dict[str, list[Any]]:
    kept = session.get(_KEPT)
    return kept if isinstance(kept, dict) else {}


def _is_open(link: Link) -> bool:
    mark, last = _opened().get(link.code, ("", 0))
    return mark == _fingerprint(link) and 0 <= clock.now().timestamp() - last <= IDLE.total_seconds()


def _keep_open(link: Link) -> None:
    kept = {code: entry for code, entry in _opened().items() if code != link.code}
    kept[link.code] = [_fingerprint(link), int(clock.now().timestamp())]
    session[_KEPT] = dict(list(kept.items())[-_MOST_LINKS:])


def close(link: Link) -> None:
    """Close what this browser opened with a link."""
    session[_KEPT] = {code: entry for code, entry in _opened().items() if code != link.code}


# Their forms ------------------------------------------------------------------------------------------------


def link_form(link: Link, form: Form, template: str, deed: Callable[[str], Any], *, then: str, **context: Any) -> Any:
    """Show a form of somebody who came by a link, or do its deed once and go on. What is refused comes back whole."""
    status = 200
    if request.method == "POST":
        if queries.said_before(link, str(form.submission.data)):
            return redirect(then, 303)
        status = 400
        if form.validate():
            try:
                deed(str(form.submission.data))
                return redirect(then, 303)
            except Refusal as refusal:
                form.refuse(refusal)
                if form.stored:
                    # Somebody else’s words, which may tell what this reader must not learn.
                    hide = hider_of(link.case)
                    form.stored = {name: hide(text) for name, text in form.stored.items()}
                status = 409
    g.keep_draft = False  # a draft belongs to somebody with an account
    return make_response(render_template(template, form=form, link=link, **context), status)


def request_form() -> Any:
    """What a form of theirs was sent with; nothing where the page is only opened."""
    return request.form if request.method == "POST" else None
