"""One box that finds a family. What is typed comes in the body of the request and is kept for its writer: the address
of what was found is a reference that means nothing to anybody else."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from ..casework import searches
from ..forms.search import SearchForm
from ..models import KeptSearch
from ..policy import Act
from ..practice.references import write_code
from ..queries import search as queries
from .guards import me, signed_in
from .pages import form_page, open_form

bp = Blueprint("search", __name__)


def address(kept: KeptSearch) -> str:
    """Where what was found is."""
    return url_for("search.found", search=write_code(kept.code))


@bp.route("/search", methods=["GET", "POST"])
@signed_in(Act.SEARCH)
def search() -> Any:
    """Find a family by a reference, a name, a date of birth or a number."""
    form = open_form(SearchForm)

    def deed() -> KeptSearch:
        return searches.keep_search((form.q.data or "")[: queries.LONGEST], by=me())

    return form_page(form, "families/search.html", deed, then=address, found=None, in_address="q" in request.args)


@bp.get("/search/<search>")
@signed_in(Act.SEARCH)
def found(search: str) -> Any:
    """What was found, as the record stands now, for whoever looked for it."""
    kept = queries.kept_search(search, me())
    form = SearchForm(formdata=None, data={"q": kept.text if kept else ""})
    held = queries.search(kept.text, me(), request.args.get("after")) if kept else None
    return render_template("families/search.html", form=form, kept=kept, found=held, gone=kept is None)
