"""How a page with a form is shown, done, refused and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import g, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from ..forms.base import Form
from ..practice.words import Refusal
from ..queries import keeping as kept
from .guards import me

F = TypeVar("F", bound=Form)


def open_form(kind: type[F], **options: Any) -> F:
    """The form of this page: as it was sent, or as it was left (the draft), or fresh."""
    if request.method == "POST":
        return kind(formdata=request.form, **options)
    draft = kept.draft_at(me().id, request.path[:200])
    if draft is None:
        return kind(formdata=None, **options)
    form = kind(
        formdata=MultiDict([(name, value) for name, values in draft.fields.items() for value in values]),
        **options,
    )
    form.kept_at = draft.saved_at
    return form


def form_page(
    form: Form, template: str, deed: Callable[[], Any], *, then: str | Callable[[Any], str], **context: Any
) -> Any:
    """Show the form, or do its deed and go on to `then`. What is refused comes back with every character."""
    if request.method == "POST":
        if form.validate():
            try:
                result = deed()
            except Refusal as refusal:
                form.refuse(refusal)
                return _again(form, template, 409, context)
            g.drop_draft = True
            return redirect(then(result) if callable(then) else then, 303)
        return _again(form, template, 400, context)
    return render_template(template, form=form, **context)


def _again(form: Form, template: str, status: int, context: dict[str, Any]) -> Any:
    g.keep_draft = True
    return render_template(template, form=form, **context), status
