"""Learning themes: the managers' pages, what everybody who works with families reads, and what families read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from ..casework import themes as deeds
from ..forms.base import offer
from ..forms.themes import FinishForm, NewThemeForm, PublishForm, SourceForm, ThemeForm, WithdrawForm
from ..models import Practitioner, Theme
from ..policy import Act
from ..practice.references import write_code
from ..queries import complaints as people_queries
from ..queries import themes as queries
from .guards import me, on_theme, public, signed_in
from .pages import form_page, open_form

bp = Blueprint("themes", __name__)


def _address(theme: Theme) -> str:
    return url_for("themes.theme", theme=write_code(theme.code))


@bp.get("/themes")
@signed_in(Act.SEE_THEMES)
def list_of() -> Any:
    """The themes, with who sees to each and by when."""
    return render_template("themes/list.html", page=queries.themes(me(), request.args.get("after")))


@bp.get("/learning")
@signed_in(Act.READ_LEARNING)
def learning() -> Any:
    """What we learned, for everybody who works with families: no source, and no name."""
    return render_template("themes/learning.html", page=queries.learning(me(), request.args.get("after")))


@bp.get("/what-we-heard")
@public
def what_we_heard() -> Any:
    """What we heard and what we changed, for families: where a manager published something, and else not there."""
    page = queries.published(request.args.get("after"))
    if not page.rows:
        abort(404)
    return render_template("themes/what_we_heard.html", page=page)


@bp.route("/themes/new", methods=["GET", "POST"])
@signed_in(Act.MAKE_THEMES)
def make() -> Any:
    """Make a theme from feedback, a complaint, a compliment, or what we see."""
    people = people_queries.workers()
    given = {name: request.args.get(name) for name in ("kind", "reference") if request.args.get(name)}
    form = open_form(NewThemeForm, data=given)
    form.owner.choices = _offer(people)
    return form_page(form, "themes/make.html", lambda: _make(form, people), then=_address)


def _offer(people: Sequence[Practitioner]) -> list[Any]:
    return offer([("", ""), *((p.code, p.name) for p in people)])


def _written(form: Any, people: Sequence[Practitioner]) -> deeds.Written:
    return deeds.Written(
        title=form.title.data,
        seen=form.seen.data,
        good=form.good.data,
        change=form.change.data,
        owner=next(p for p in people if p.code == form.owner.data),
        due_on=form.due_on.data,
    )


def _make(form: NewThemeForm, people: Sequence[Practitioner]) -> Theme:
    reference, found = queries.find_source(me(), form.kind.data, form.reference.data or "")
    written = _written(form, people)
    known = queries.people_named(me(), written.texts.values())
    return deeds.make(written, kind=form.kind.data, reference=reference, found=found, by=me(), known=known)


@bp.get("/themes/<theme>")
@on_theme(Act.SEE_THEMES)
def theme(theme: Theme) -> Any:
    """One theme, where it comes from, and what was done."""
    return render_template(
        "themes/theme.html", theme=theme, sources=queries.sources_of(me(), theme), events=queries.events_of(theme)
    )


@bp.route("/themes/<theme>/change", methods=["GET", "POST"])
@on_theme(Act.MAKE_THEMES)
def change(theme: Theme) -> Any:
    """Change what a theme says."""
    people = people_queries.workers()
    if theme.owner not in people:
        people = [theme.owner, *people]
    held = {field: getattr(theme, field) for field in ("title", "seen", "good", "change", "due_on")}
    form = open_form(ThemeForm, data={**held, "owner": theme.owner.code, "version": str(theme.version)})
    form.owner.choices = _offer(people)
    return form_page(
        form,
        "themes/change.html",
        lambda: _change(theme, form, people),
        then=_address(theme),
        theme=theme,
    )


def _change(theme: Theme, form: ThemeForm, people: Sequence[Practitioner]) -> None:
    written = _written(form, people)
    known = queries.people_named(me(), written.texts.values())
    deeds.change(theme, written, read_version=form.read_version, by=me(), known=known)


@bp.route("/themes/<theme>/sources", methods=["GET", "POST"])
@on_theme(Act.MAKE_THEMES)
def add_source(theme: Theme) -> Any:
    """Say what else a theme comes from."""
    form = open_form(SourceForm)

    def deed() -> None:
        reference, found = queries.find_source(me(), form.kind.data, form.reference.data or "")
        deeds.add_source(theme, kind=form.kind.data, reference=reference, found=found, by=me())

    return form_page(form, "themes/add_source.html", deed, then=_address(theme), theme=theme)


@bp.route("/themes/<theme>/publish", methods=["GET", "POST"])
@on_theme(Act.MAKE_THEMES)
def publish(theme: Theme) -> Any:
    """Show families what we heard and what we changed."""
    form = open_form(PublishForm, data={"heard": theme.heard or theme.seen, "changed": theme.changed or theme.change})
    return form_page(
        form,
        "themes/publish.html",
        lambda: deeds.publish(
            theme,
            heard=form.heard.data,
            changed=form.changed.data,
            by=me(),
            known=queries.people_named(me(), (theme.title, form.heard.data, form.changed.data)),
        ),
        then=_address(theme),
        theme=theme,
    )


@bp.route("/themes/<theme>/withdraw", methods=["GET", "POST"])
@on_theme(Act.MAKE_THEMES)
def withdraw(theme: Theme) -> Any:
    """Take a theme off the page that families read."""
    form = open_form(WithdrawForm)
    return form_page(
        form,
        "themes/withdraw.html",
        lambda: deeds.withdraw(theme, because=form.because.data, by=me()),
        then=_address(theme),
        theme=theme,
    )


@bp.route("/themes/<theme>/finish", methods=["GET", "POST"])
@on_theme(Act.MAKE_THEMES)
def finish(theme: Theme) -> Any:
    """Say what came of it."""
    form = open_form(FinishForm)
    return form_page(
        form,
        "themes/finish.html",
        lambda: deeds.finish(
            theme,
            came_of_it=form.came_of_it.data,
            by=me(),
            known=queries.people_named(me(), (form.came_of_it.data,)),
        ),
        then=_address(theme),
        theme=theme,
    )
