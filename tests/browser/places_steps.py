"""The pages around steps and endings, as one of their readers finds them: who, and where."""

from __future__ import annotations

from collections.abc import Callable

from familyhelp.models import Case
from familyhelp.practice.edge_of_care import Support
from familyhelp.practice.legal_bases import Basis
from familyhelp.practice.stages import Stage
from tests import stories
from tests import stories_steps as told
from tests.cast import Cast

LONG = "Poppy says mornings are \u201clike running in water\u201d. " * 8
UNBROKEN = "llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3


def _disagreed(cast: Cast) -> str:
    """The address of a disagreement with long words and two stages behind it."""
    more = {"about": LONG, "our_view": UNBROKEN, "other_view": LONG, "other_side": UNBROKEN[:120], "urgent": True}
    return told.disagreement_page("", stages=2, **more)(cast)


def _in_need(case: Case, cast: Cast) -> None:
    """Two periods of each child."""
    told.help_under(case, Basis.EARLY_HELP, cast.kamal)
    told.help_under(case, Basis.SECTION_17, cast.kamal, overseer=cast.lionel, because=LONG)


def _edge(case: Case, cast: Cast) -> None:
    """With long words, two kinds of support, and a panel."""
    told.put_on_edge(case, cast)
    told.package(case, cast)
    told.package(case, cast, kind=Support.SHORT_BREAKS)
    told.look_at_edge(case, cast, decided=f"{LONG}{UNBROKEN}")


_asked_to_close = told.on(Stage.ACTIVE, "/closing/approve", told.kamal_asks_to_close)
_at_the_edge = told.on(Stage.ACTIVE, "/edge-of-care", _edge)


PLACES: dict[str, tuple[str, Callable[[Cast], str]]] = {
    "disagreements.open_ones": ("lionel", lambda cast: (_disagreed(cast), "/disagreements")[1]),
    "disagreements.of_case": ("kamal", lambda cast: _disagreed(cast).rpartition("/")[0]),
    "disagreements.disagreement": ("mabel", _disagreed),
    "check_in_cohorts.cohorts": ("anita", lambda cast: (stories.a_case(cast, Stage.CLOSED), "/check-ins")[1]),
    "closing_requests.to_approve": ("mabel", lambda cast: (_asked_to_close(cast), "/closings")[1]),
    "edge_of_care.register": ("mabel", lambda cast: (_at_the_edge(cast), "/edge-of-care")[1]),
    "edge_of_care.of_case": ("kamal", lambda cast: _at_the_edge(cast)),
    "legal_bases.legal_basis": ("kamal", told.on(Stage.ACTIVE, "/legal-basis", _in_need)),
}
