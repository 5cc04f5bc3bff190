"""Three more relations to a case in the matrix: the family withdrew, a date came, two records of a person were merged.

The product (every act of every page of a case, by everybody, in every relation) is asked of the policy itself; one page
of each act is asked by direct request for those who saw the family until then."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import agreements, leads, merges, sharing
from familyhelp.extensions import db
from familyhelp.models import Case, Sharing
from familyhelp.policy import Act, may, sees_case, visible_cases
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.views import passage
from tests import stories
from tests.filled_sharing import agreed
from tests.test_policy import MAY, PEOPLE, address, case_routes, read

# Who sees each kind of case. y: yes. e: no more, and they are told so. Everybody else is told that there is nothing.
SEES = read("""
                     kamal colette sven lena conor mabel morag lionel flora anita adam
agreement_withdrawn  y     y       -    e    e     y     -     -      -     -     -
sharing_withdrawn    y     y       -    e    e     y     -     -      -     -     -
expired              y     y       -    e    e     y     -     -      -     -     -
expires_today        y     y       -    y    y     y     -     -      -     -     -
part_ended           y     y       -    y    e     y     -     -      -     -     -
merged               y     y       -    y    y     y     -     -      -     -     -
""")
"""All of them are led by Lena of the school, with a part of Conor's; Kamal is of the team."""


def make(kind: str, cast) -> Case:
    """A case in this relation."""
    case = stories.a_case(cast, Stage.ACTIVE, lead=cast.lena)
    leads.add_contributor(case, person=cast.conor, by=cast.mabel)
    db.session.flush()
    shared = db.session.scalars(sa.select(Sharing).where(Sharing.case_id == case.id)).one()
    day = clock.today()
    match kind:
        case "agreement_withdrawn":
            agreements.withdraw_agreement(case, withdrawn_on=day, because="“Enough.”", by=cast.mabel)
        case "sharing_withdrawn":
            sharing.withdraw(case, shared, because="“Not the school.”", by=cast.mabel)
        case "expired":
            shared.starts_on = shared.ends_on = day - timedelta(days=1)
        case "expires_today":
            sharing.withdraw(case, shared, because="Until today.", by=cast.mabel)
            agreed(case, cast.school, cast.mabel, ends_on=day)
        case "part_ended":
            part = next(one for one in case.leads if one.practitioner_id == cast.conor.id)
            leads.end_contributor(case, part=part, because="He moves.", by=cast.mabel)
        case "merged":
            other = stories.a_case(cast, Stage.ACTIVE, lead=cast.sven, team=cast.south, family=stories.a_family("Fern"))
            gone, kept = case.family.members[-1].person, other.family.members[-1].person
            merges.merge_people(
                kept, gone, because="One birthday.", read_version=merges.version_of(kept, gone), by=cast.flora
            )
    db.session.commit()
    return case


def acts_of(app) -> set[Act]:
    return {door.act for _, door in case_routes(app) if door.act is not None}


def expected(who: str, kind: str, act: Act) -> bool:
    """As the table of rights says, where they see the case: Lena leads it, and it is of Mabel's team."""
    mark = MAY[act.value].get(who, "n")
    return SEES[kind][who] == "y" and {"y": True, "n": False, "l": who == "lena", "t": who == "mabel"}[mark]


@pytest.mark.parametrize("kind", SEES)
def test_every_act_by_everybody_in_every_relation(kind, app, cast):
    case = make(kind, cast)
    for who in PEOPLE:
        person = getattr(cast, who)
        seen = db.session.scalar(sa.select(sa.exists().where(Case.id == case.id, sees_case(person))))
        listed = db.session.scalar(visible_cases(person).where(Case.id == case.id)) is not None
        assert seen is listed is (SEES[kind][who] == "y"), who
        for act in acts_of(app):
            assert (seen and may(person, act, case)) is expected(who, kind, act), (who, act)
    db.session.commit()


ASKED_FOR = {
    "agreement_withdrawn": "lena",
    "sharing_withdrawn": "conor",
    "expired": "lena",
    "part_ended": "conor",
    "merged": "morag",
    "expires_today": "conor",
}
"""By direct request: whoever could be wrong most easily. Who sees on as before is asked in tests/test_policy.py."""


@pytest.mark.parametrize(("kind", "who"), ASKED_FOR.items())
def test_a_page_of_each_act_to_read_and_to_write(kind, who, app, cast, client, monkeypatch):
    code, mark = write_code(make(kind, cast).code), SEES[kind][who]
    client.sign_in(getattr(cast, who))
    token = client.token()
    monkeypatch.setattr(passage, "commit", lambda: db.session.rollback())
    pages = {(door.act, method): rule for rule, door in case_routes(app) for method in rule.methods & {"GET", "POST"}}
    for (act, method), rule in pages.items():
        answer = client.ask(method, address(app, rule, code), data={"csrf_token": token})
        told = b"has ended" in answer.data
        if mark == "y":
            assert (answer.status_code != 403) is expected(who, kind, act), (method, rule)
        else:
            assert (answer.status_code, told) == ((403, True) if mark == "e" else (404, False)), (method, rule)
