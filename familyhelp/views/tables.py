"""Pages of figures, each with its tables said once: what the page shows is what a file takes away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import abort, render_template, request

from ..policy import Act, could
from ..practice.figure_tables import FigureTable
from ..queries.paging import PAGE
from .guards import me

Asked = Mapping[str, str]


@dataclass(frozen=True)
class Figures:
    """The figures of one page, as they were asked for: what they are of, where they come from, its tables."""

    about: str
    source: str
    tables: tuple[FigureTable, ...]
    asked: Asked = field(default_factory=dict)
    """What leads to the same again: the choices of the page, as a file may have them."""
    notes: tuple[str, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    """What else the page shows."""
    status: int = 200

    def table(self, name: str) -> FigureTable:
        """One of its tables. 404 where there is none that leaves."""
        return next((one for one in self.tables if one.name == name and one.leaves), None) or abort(404)


MOST_IN_A_FILE = 1_000
"""How many rows of a list that has pages leave at once, the newest first."""


def rows_at_once(asked: Asked) -> int:
    """How many rows of such a list are shown: a page of it, or what a file may hold."""
    return MOST_IN_A_FILE if asked.get("rows") == "all" else PAGE


Read = Callable[[Asked, bool], Figures]


@dataclass(frozen=True)
class FigurePage:
    """A page of figures: its name in the address of its files, who may see it, and how it is read. `read` is given what
    was asked for, and whether every number may be exact: never in a file."""

    name: str
    act: Act
    read: Read

    def show(self, template: str, **asked: str) -> Any:
        """The page itself."""
        found = self.read({**request.args, "rows": "page", **asked}, could(me(), Act.SEE_CASE))
        page = render_template(template, page_name=self.name, declared=found, **found.context)
        return page, found.status


PAGES: dict[str, FigurePage] = {}
"""Every page whose tables can be taken away, by its name."""


def figure_page(name: str, act: Act) -> Callable[[Read], FigurePage]:
    """Declare how the figures of a page are read."""

    def declare(read: Read) -> FigurePage:
        PAGES[name] = FigurePage(name, act, read)
        return PAGES[name]

    return declare


def read_for_file(name: str, asked: Asked) -> Figures:
    """The figures of a page as they may leave, for whoever may see the page; else 404."""
    page = PAGES.get(name)
    if page is None or not could(me(), page.act):
        abort(404)
    found = page.read(asked, False)
    return found if found.status == 200 else abort(404)
