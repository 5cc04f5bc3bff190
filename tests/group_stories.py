"""Group supervision in the tests: Mabel with Kamal and Colette."""

from __future__ import annotations

from collections.abc import Callable

from familyhelp.casework import group_supervision as deeds
from familyhelp.extensions import db
from familyhelp.models import Case, GroupSupervision
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests import stories
from tests.cast import Cast

QUESTION = "How do we hear a child who does not speak to us?"


def a_group(
    cast: Cast, *, finished: bool = True, discuss: bool = True, learned: str = "Draw first."
) -> GroupSupervision:
    """Mabel thinks about their work with Kamal and Colette; one of Kamal's families is discussed; committed."""
    case = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Curlew"))
    workers = [cast.kamal, cast.colette]
    group = deeds.begin(workers, held_on=clock.today(), question=QUESTION, by=cast.mabel)
    if discuss:
        deeds.discuss(group, case, decision="Draw with Jude before the next visit.", restricted=False, by=cast.mabel)
    if learned:
        deeds.write_learned(group, learned=learned, read_version=group.version, by=cast.mabel)
    if finished:
        deeds.finish(group, by=cast.mabel)
    db.session.commit()
    return group


def where(group: GroupSupervision, tail: str = "") -> str:
    """The address of a page of a group supervision."""
    return f"/supervision/groups/{write_code(group.code)}{tail}"


def in_group(tail: str, learned: str = "Draw first.") -> Callable[[Cast], str]:
    """The address of a page of one that is not finished."""
    return lambda cast: where(a_group(cast, finished=False, learned=learned), tail)


def family_to_discuss(cast: Cast) -> str:
    """The address of a family that the group has not come to."""
    group = a_group(cast, finished=False, discuss=False)
    case = db.session.query(Case).order_by(Case.id.desc()).first()
    assert case
    return where(group, f"/families/{write_code(case.code)}")


def group_to_begin(cast: Cast) -> str:
    """The address where Mabel begins one."""
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Dipper"))
    return "/supervision/groups/begin"
