"""Who may be held twice is shown to those who see them; one person's two records are joined, and parted again."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from familyhelp.casework import families
from familyhelp.casework.families import NewPerson
from familyhelp.extensions import db
from familyhelp.models import Family, Look, Member, Merge, PersonPair
from familyhelp.practice.chronology import Subject
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.references import write_code
from tests import filled_people, stories


def test_the_front_door_merges_and_a_manager_undoes_and_old_links_lead_to_the_record_kept(cast, client):
    poppy, again = filled_people.twice(cast)
    home = db.session.scalar(sa.select(Family).join(Family.members).where(Member.person_id == again.id))
    client.sign_in(cast.flora)
    page = client.get("/held-twice")
    assert "Popy Ashdown" in page.main
    page = client.get(f"/held-twice/{write_code(poppy.code)}/merge/{write_code(again.code)}")
    assert "First name: Popy" in page.main
    client.send(page, {"because": "One birthday.", "take": ["forename"]})
    assert "took in" in client.get("/held-twice").main
    old = f"/families/{write_code(home.code)}/people/{write_code(again.code)}"
    assert client.ask("GET", old).location.endswith(write_code(poppy.code))
    assert "merged" in client.get(f"/families/{write_code(home.code)}").main
    merge = db.session.query(Merge).one()
    client.sign_in(cast.mabel)
    page = client.get(f"/held-twice/{write_code(poppy.code)}/merges/{write_code(merge.code)}/undo")
    client.send(page, {"because": "Cousins."})
    db.session.expire_all()
    assert merge.undone_by_id == cast.mabel.id
    looked = {(look.subject, look.subject_id) for look in db.session.query(Look)}
    assert {(Subject.PERSON, poppy.id), (Subject.PERSON, again.id)} <= looked


def test_a_pair_said_to_be_two_people_is_not_shown_again(cast, client):
    filled_people.twice(cast)
    client.sign_in(cast.flora)
    filled_people.twice(cast, noted=False)
    before = db.session.query(PersonPair).one()
    one, other = before.one, before.other
    page = client.get(f"/held-twice/{write_code(one.code)}/not/{write_code(other.code)}")
    client.send(page, {"because": "Cousins."})
    assert "Nobody within your sight" in client.get("/held-twice").main


def test_who_is_out_of_sight_does_not_exist_and_an_administrator_sees_no_name(cast, client):
    poppy, again = filled_people.twice(cast)
    hidden = families.person_from(NewPerson("Poppy", "Ashdown", FamilyRole.CHILD))
    families.start_family("Ashdown", [(hidden, FamilyRole.CHILD)], by=cast.flora).restricted = True
    db.session.commit()
    client.sign_in(cast.flora)
    for one, other in ((poppy, hidden), (hidden, poppy)):
        client.get(f"/held-twice/{write_code(one.code)}/merge/{write_code(other.code)}", status=404)
    client.get(f"/held-twice/{write_code(poppy.code)}/merge/0000-0000", status=404)
    client.sign_in(cast.kamal)
    assert client.status("/held-twice") == 403
    both = f"/held-twice/{write_code(poppy.code)}/merge/{write_code(again.code)}"
    assert client.status(both) in (403, 404), client.status(both)
    client.sign_in(cast.adam)
    page = client.get("/held-twice")
    assert "1 pair of records" in page.main
    assert write_code(again.code) in page.main
    assert "Ashdown" not in page.main


@pytest.mark.parametrize("more", [1, 6])
def test_the_queue_and_the_two_records_take_the_same_statements(more, cast, client, count_queries):
    for _ in range(more):
        poppy, again = filled_people.twice(cast)
        filled_people.merged(cast)
    stories.a_case(cast)
    client.sign_in(cast.flora)
    with count_queries() as count:
        client.get("/held-twice")
    assert count() <= 8
    assert count() == 3
    with count_queries() as count:
        client.get(f"/held-twice/{write_code(poppy.code)}/merge/{write_code(again.code)}")
    assert count() <= 12
