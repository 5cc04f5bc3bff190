"""What is disposed of is gone: names, notes, files and messages stand nowhere, figures stay true, and the chronology
still proves itself. Two people, never one; and what is on hold stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import check, disposals, removing, retention
from familyhelp.casework.check import Head
from familyhelp.extensions import Base, db
from familyhelp.models import Case, Disposal, Event, Family, Look, Member, Message, Person
from familyhelp.policy import sees_case, sees_family
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.disposals import EMPTIED, FACTS, WHOLE, Decision, DisposalState
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.periods import Period
from familyhelp.practice.retention import RecordKind
from familyhelp.practice.stages import Stage
from familyhelp.practice.triage import ContactOutcome, Level
from familyhelp.practice.words import NotYet
from familyhelp.queries import disposals as queries
from familyhelp.queries.local_measures import counted
from familyhelp.queries.outcome_tellings import tracks
from tests import disposal_stories as worlds
from tests import stories
from tests.conftest import MONDAY
from tests.disposal_stories import LATER
from tests.queries.test_everything_held import planted as planted  # a fixture
from tests.queries.test_everything_held import reachable


def checked(anchored: list[Head] | None = None) -> tuple[list[str], list[Head]]:
    heads: list[Head] = []
    found = check.Check(sorted(anchored or []), heads.append, worlds.files())
    return list(found.faults()), heads


def figures() -> list[object]:
    """What the scorecard counts of the year of the story."""
    return sorted(counted(2026, date(2027, 1, 1)), key=lambda one: one.measure)


def test_nothing_of_a_whole_life_is_left_but_what_figures_count(cast, session):
    others = set(worlds.files().glob("*/*"))  # of tests before this one
    case = worlds.a_long_life(cast)
    stories.a_case(cast, Stage.ALLOCATING, family=stories.a_family("Birch"))
    before, kept = figures(), checked()[1]
    held = worlds.all_that_is_held()
    assert any("shoes" in text for text in held.values()) and len(set(worlds.files().glob("*/*")) - others) == 1
    with clock.at(LATER):
        family = worlds.family_of(case)
        disposal = worlds.disposed(cast, family)
        left = worlds.all_that_is_held()
        said = {word: [t for t, text in left.items() if word in text] for word in worlds.WORDS}
        # Another family’s Rosa, Poppy and Jude are held still.
        assert said.pop("Rosa") == said.pop("Poppy") == said.pop("Jude") == ["people"]
        assert not any(said.values()), said
        assert not set(worlds.files().glob("*/*")) - others, "nor a file"
        assert figures() == before
        faults, heads = checked(kept)
        assert not faults
        assert not session.scalars(sa.select(Member).where(Member.family_id == family.id)).all()
        assert disposal.removed["removed"]["notes"] > 1 and disposal.removed["files"] == 1
        assert disposal.removed["emptied"]["cases"] == 1 and disposal.removed["events"] > 30
        assert {head.subject for head in heads} >= {"case", "family", "person"}


def test_a_canary_in_every_text_column_that_keys_lead_to_is_gone_or_on_the_list_of_what_stays(
    planted, cast, monkeypatch
):
    poppy, canaries = planted
    family = db.session.get_one(Family, poppy_family(poppy))
    monkeypatch.setattr(disposals, "_record", lambda *_: None)  # chronologies have no chain here: they are planted
    disposals._dispose(db.session.get_one(Disposal, planted_id("disposals")), family, worlds.files(), cast.adam)
    left = worlds.all_that_is_held()
    tables = reachable() - WHOLE
    stays = [
        (table, column)
        for (table, column), canary in canaries.items()
        if table in tables - {"events"}
        and canary in left[table]
        and column not in FACTS
        and (table, column) not in FACTS
    ]
    assert not stays, stays
    deleted = {name for name in tables - EMPTIED.keys() - {"events"} if not left[name]}
    assert "notes" in deleted and "attachments" in deleted and "kept_from" in deleted
    kept = {name for name in tables if left[name]} - EMPTIED.keys() - {"events"}
    assert not kept, f"rows that stay must be on the list: {kept}"


def poppy_family(poppy: Person) -> int:
    return db.session.scalars(
        sa.select(Member.family_id).where(Member.person_id == poppy.id).order_by(Member.id)
    ).first()


def planted_id(table: str) -> int:
    return 9_000_000 + [one.name for one in Base.metadata.sorted_tables].index(table) + 1


def test_every_record_with_a_chronology_that_keys_lead_to_keeps_its_row():
    kept = {table for table in disposals.recorded() if table in reachable()}
    assert kept <= EMPTIED.keys(), "else its number is given again, and its chronology to somebody else"
    assert set(EMPTIED) <= reachable()


def test_whoever_is_in_another_record_stays_there_whole(cast, session):
    case = worlds.a_short_life(cast)
    rosa, poppy, _jude = (member.person for member in case.family.members)
    other = stories.a_family("Birch")
    other.members.append(Member(person=rosa, role=FamilyRole.PARENT, starts_on=clock.today()))
    session.commit()
    with clock.at(LATER):
        worlds.disposed(cast, worlds.family_of(case))
        assert rosa.name == "Rosa Ashdown" and rosa.birth_date and poppy.forename == ""
        assert session.scalars(sa.select(Member.family_id).where(Member.person_id == rosa.id)).all() == [other.id]
        assert not checked()[0]


def test_nobody_decides_on_their_own_proposal_and_a_hold_placed_meanwhile_counts(cast, session):
    case = worlds.a_short_life(cast)
    with clock.at(LATER):
        family = worlds.family_of(case)
        disposal = worlds.proposed(cast, family)
        with pytest.raises(NotYet, match="somebody else decides"):
            worlds.decided(cast, disposal, by=cast.mabel)
        with pytest.raises(sa.exc.IntegrityError):
            session.execute(
                sa.update(Disposal).values(
                    state=DisposalState.APPROVED,
                    reviewed_by_id=cast.mabel.id,
                    reviewed_at=clock.now(),
                    reviewed_words=".",
                )
            )
        session.rollback()
        due = queries.due_of(family)
        retention.place_hold(family, because="A claim.", review_on=clock.today() + timedelta(days=9), by=cast.mabel)
        session.commit()
        assert not queries.due_families(None, None).rows
        with pytest.raises(NotYet, match="on legal hold"):
            worlds.decided(cast, disposal, facts=due.facts)
        assert session.get_one(Family, family.id).name == "Ashdown family"


@pytest.mark.parametrize("words", ["", "Poppy is grown up."])
def test_what_stays_in_the_register_says_why_and_names_nobody(cast, words):
    case = worlds.a_short_life(cast)
    with clock.at(LATER):
        due = queries.due_of(worlds.family_of(case))
        with pytest.raises(NotYet):
            disposals.propose_disposal(due.held, facts=due.facts, rule=due.rule, because=words, by=cast.mabel)


def test_a_refused_one_stays_and_may_be_proposed_again(cast, session):
    case = worlds.a_short_life(cast)
    with clock.at(LATER):
        family = worlds.family_of(case)
        refused = worlds.decided(cast, worlds.proposed(cast, family), Decision.REFUSE)
        assert refused.state is DisposalState.REFUSED and family.name == "Ashdown family"
        worlds.disposed(cast, family)
        assert family.name == "" and not checked()[0]
        kinds = session.scalars(sa.select(Event.kind).where(Event.subject == Subject.FAMILY).order_by(Event.id)).all()
        assert kinds[-1] is EventKind.DISPOSED and EventKind.DISPOSAL_REFUSED in kinds


def test_outside_of_a_disposal_the_database_lets_nothing_be_emptied(cast, session):
    case = worlds.a_short_life(cast)
    with clock.at(LATER):
        disposal = worlds.disposed(cast, worlds.family_of(case))
        for statement in (
            "UPDATE events SET because = NULL, facts = 'null' WHERE kind = 'disposed'",
            "UPDATE events SET at = at WHERE facts IS NOT NULL",
            "DELETE FROM events",
            "UPDATE looks SET because = NULL",
            f"UPDATE disposals SET because = 'x' WHERE id = {disposal.id}",
            "DELETE FROM disposals",
            "DELETE FROM disposal_subjects",
            f"INSERT INTO disposal_subjects VALUES ({disposal.id}, 'family', 77)",
        ):
            if "looks" in statement:
                worlds.note_looks(cast.kamal.id, [worlds.Seen(Subject.CASE, 5, "cases.case", because="x")])
                session.commit()
            with pytest.raises(sa.exc.DBAPIError):
                session.execute(sa.text(statement))
            session.rollback()


def test_the_check_finds_what_was_emptied_without_a_disposal_or_changed_after_one(cast, session):
    from tests.casework.test_check import tamper

    case = worlds.a_short_life(cast)
    other = worlds.a_short_life(cast, "Birch")
    with clock.at(LATER):
        worlds.disposed(cast, worlds.family_of(case))
    tamper(
        f"UPDATE events SET facts = 'null' WHERE subject = 'case' AND subject_id = {other.id} AND number > 3",
        f"UPDATE events SET by_id = 1 WHERE subject = 'case' AND subject_id = {case.id} AND number = 4",
    )
    found = "\n".join(checked()[0])
    assert "are gone, and no disposal says so" in found
    assert "seals other events than those whose words were disposed of" in found


def test_to_everybody_it_is_as_if_it_had_never_been_there(cast, session):
    case = worlds.a_short_life(cast)
    with clock.at(LATER):
        worlds.disposed(cast, worlds.family_of(case))
        for who in cast.everybody:
            assert not session.scalars(sa.select(Case).where(sees_case(who))).all(), who.name
            assert not session.scalars(sa.select(Family).where(sees_family(who))).all(), who.name


def test_a_request_of_no_family_goes_by_its_own_rule(cast, session):
    contact = stories.a_request(cast)
    stories.decide(cast, contact, outcome=ContactOutcome.NO_ACTION, level=Level.UNIVERSAL, team=None)
    session.commit()
    assert contact.family_id is None, "nobody was matched"
    session.execute(sa.update(Message).values(sent_at=clock.now()))
    session.commit()
    told = tracks(Period(2026), MONDAY.date())
    assert sum(track.told for track in told.values())
    with clock.at(MONDAY + timedelta(days=6 * 365 + 1)):
        assert not queries.due_requests(None).rows
    with clock.at(MONDAY + timedelta(days=6 * 365 + 3)):
        due = queries.due_requests(None).rows
        assert [(one.held.id, one.facts.record) for one in due] == [(contact.id, RecordKind.REQUEST)]
        worlds.disposed(cast, contact)
        left = "\n".join(text for text in worlds.all_that_is_held().values())
        assert "Poppy" not in left and "Ms Hale" not in left and "hale@example.org" not in left
        assert not queries.due_requests(None).rows and not checked()[0]
        assert tracks(Period(2026), clock.today()) == told, "who was told when is counted still"


def test_the_list_is_what_the_rule_says_of_each_family_on_each_day(cast, session):
    born = [None, date(2001, 3, 1), date(2001, 3, 2), date(2004, 2, 29)]
    families = []
    for number, day in enumerate(born):
        case = worlds.a_short_life(cast, f"Elm{number}")
        for member in case.family.members[1:]:
            member.person.birth_date, member.person.birth_estimated = day, number == 2
        families.append(case.family)
    families.append(stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Oak")).family)
    families.append(stories.a_family("Yew"))
    session.commit()
    days = [
        date(2028, 3, 2),
        date(2028, 3, 3),
        *(date(year, 3, day) for year in (2029, 2032, 2033) for day in (1, 2, 3)),
    ]
    for day in days:
        with clock.at(MONDAY.replace(year=day.year, month=day.month, day=day.day)):
            listed = [due.held.id for due in queries.due_families(None, None).rows]
            found = [queries.due_of(one) for one in reversed(families)]
            ruled = [due.held.id for due in found if not list(disposals.rules.not_due(due.facts, due.rule, day))]
            assert listed == ruled, day


def test_only_what_was_looked_at_is_emptied_of_the_looks(cast, session):
    case = worlds.a_long_life(cast)
    session.add(
        Look(
            at=clock.now(),
            practitioner_id=cast.kamal.id,
            subject=Subject.CASE,
            subject_id=99,
            page="x",
            because="Mine.",
        )
    )
    session.commit()
    with clock.at(LATER):
        worlds.disposed(cast, worlds.family_of(case))
    said = [(look.subject, look.because) for look in session.scalars(sa.select(Look).order_by(Look.id))]
    assert (Subject.FAMILY, None) in said and (Subject.CASE, "Mine.") in said


def test_people_alone_keep_nobody():
    assert Base.metadata.tables.keys() >= removing.BETWEEN
