"""A request for help, from its first word to its decision."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import cases, contacts, families, leads
from familyhelp.casework.contacts import NewPerson
from familyhelp.models import Address, Case, Event, Family, Member, Message, Person
from familyhelp.policy import visible_contacts
from familyhelp.practice import clock, names
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.triage import ContactOutcome, ContactState, Level, TakenHow, Urgency
from familyhelp.practice.words import Changed, NotYet
from familyhelp.queries.contacts import elsewhere
from tests.stories import CHILD, MOTHER, a_request, decide


def matched(cast, contact):
    """Everybody in a request added as new."""
    for named in contact.people:
        contacts.create_person(contact, named, by=cast.flora)
    return contact


def decided(cast, contact, *answers, **more):
    return decide(cast, contact, *answers, **more)


def kinds(record):
    events = sa.select(Event).where(Event.subject == record.subject, Event.subject_id == record.id)
    from familyhelp.extensions import db

    return [e.kind for e in db.session.scalars(events.order_by(Event.number))]


# Received ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "urgency", "due"),
    [
        (datetime(2026, 3, 2, 9, 0, tzinfo=UTC), Urgency.ROUTINE, date(2026, 3, 3)),
        (datetime(2026, 3, 6, 17, 0, tzinfo=UTC), Urgency.URGENT, date(2026, 3, 9)),  # a Friday: Monday
        (datetime(2026, 4, 2, 10, 0, tzinfo=UTC), Urgency.ROUTINE, date(2026, 4, 7)),  # Good Friday, Easter Monday
        (datetime(2026, 6, 1, 23, 30, tzinfo=UTC), Urgency.ROUTINE, date(2026, 6, 3)),  # already Tuesday here
        (datetime(2026, 4, 3, 22, 0, tzinfo=UTC), Urgency.SAFEGUARDING, date(2026, 4, 3)),  # on Good Friday itself
        (datetime(2026, 6, 1, 23, 30, tzinfo=UTC), Urgency.SAFEGUARDING, date(2026, 6, 2)),
    ],
)
def test_a_request_is_due_one_working_day_after_the_day_it_came_and_safeguarding_on_the_day(
    cast, received, urgency, due
):
    with clock.at(received):
        assert a_request(cast, urgency=urgency, risk="A bruise.", received_at=received).due_on == due


def test_receiving_writes_one_event_and_everybody_named(cast):
    contact = a_request(cast)
    assert kinds(contact) == [EventKind.RECEIVED]
    assert [p.name for p in contact.people] == ["Rosa Ashdown", "Poppy Ashdown"]
    assert contact.version == 1
    assert not contact.all_matched


def test_a_request_about_nobody_or_a_risk_without_words_is_refused(cast):
    with pytest.raises(NotYet, match="at least one person"):
        a_request(cast, people=())
    with pytest.raises(NotYet, match="may be at risk"):
        a_request(cast, urgency=Urgency.SAFEGUARDING, risk="  ")
    with pytest.raises(NotYet, match="not both"):
        a_request(
            cast, people=[NewPerson("A", "B", FamilyRole.CHILD, birth_date=date(2020, 1, 1), due_date=date(2026, 5, 1))]
        )


# In hand -------------------------------------------------------------------------------------------------------


def test_the_second_who_claims_is_told_who_was_quicker(cast):
    contact = a_request(cast)
    contacts.claim(contact, by=cast.flora)
    with pytest.raises(NotYet, match="Flora Dewhurst has this request in hand"):
        contacts.claim(contact, by=cast.mabel)
    with pytest.raises(NotYet, match="already have"):
        contacts.claim(contact, by=cast.flora)
    assert contact.held_by is cast.flora
    assert kinds(contact) == [EventKind.RECEIVED, EventKind.CLAIMED]


def test_nobody_matches_decides_or_changes_what_somebody_else_has_in_hand(cast):
    contact = a_request(cast)
    contacts.claim(contact, by=cast.mabel)
    for deed in (
        lambda: contacts.create_person(contact, contact.people[0], by=cast.flora),
        lambda: decided(cast, contact),
        lambda: contacts.release(contact, by=cast.flora),
        lambda: contacts.change_urgency(
            contact, urgency=Urgency.URGENT, risk=None, because="x", read_version=contact.version, by=cast.flora
        ),
        lambda: contacts.correct(contact, changes={"needs": "x"}, read_version=contact.version, by=cast.flora),
    ):
        with pytest.raises(NotYet):
            deed()
    assert kinds(contact) == [EventKind.RECEIVED, EventKind.CLAIMED]


def test_released_it_is_anybodys_again(cast):
    contact = a_request(cast)
    contacts.claim(contact, by=cast.flora)
    contacts.release(contact, by=cast.flora)
    assert contact.held_by is None
    assert contact.held_since is None
    contacts.claim(contact, by=cast.mabel)


def test_taking_over_needs_somebody_to_take_from_and_tells_them(cast, session):
    contact = a_request(cast)
    with pytest.raises(NotYet):
        contacts.take_over(contact, because="x", by=cast.flora)
    contacts.claim(contact, by=cast.mabel)
    contacts.take_over(contact, because="Mabel is away today.", by=cast.flora)
    assert contact.held_by is cast.flora
    message = session.scalars(sa.select(Message)).one()
    assert message.to == cast.mabel.email
    assert "Ashdown" not in message.text + message.topic


# What was said -------------------------------------------------------------------------------------------------


def test_a_new_safeguarding_concern_is_due_today_and_an_end_of_it_goes_back_to_the_ordinary_day(cast):
    contact = a_request(cast)
    assert contact.due_on == date(2026, 3, 3)
    contacts.change_urgency(
        contact,
        urgency=Urgency.SAFEGUARDING,
        risk="A bruise.",
        because="The school rang.",
        read_version=1,
        by=cast.flora,
    )
    assert (contact.due_on, contact.urgency_order, contact.risk) == (date(2026, 3, 2), 0, "A bruise.")
    contacts.acknowledge(contact, who="Ines Marlow", how=TakenHow.PHONE, by=cast.flora)
    contacts.change_urgency(
        contact, urgency=Urgency.ROUTINE, risk=None, because="Explained.", read_version=contact.version, by=cast.flora
    )
    assert (contact.due_on, contact.urgency_order) == (date(2026, 3, 3), 2)


def test_a_stale_urgency_is_refused_with_what_stands_now(cast):
    contact = a_request(cast)
    old = contact.version
    contacts.change_urgency(contact, urgency=Urgency.URGENT, risk=None, because="x", read_version=old, by=cast.flora)
    with pytest.raises(Changed) as refused:
        contacts.change_urgency(
            contact, urgency=Urgency.ROUTINE, risk=None, because="y", read_version=old, by=cast.flora
        )
    assert refused.value.stored["urgency"] == "Urgent"
    assert refused.value.version == contact.version
    assert contact.urgency is Urgency.URGENT


def test_a_correction_keeps_what_stood_there_before(cast, session):
    contact = a_request(cast)
    contacts.correct(contact, changes={"needs": "Three mornings a week."}, read_version=1, by=cast.flora)
    event = session.scalars(sa.select(Event).where(Event.kind == EventKind.CONTACT_CHANGED)).one()
    assert event.facts["was_needs"] == "Poppy misses two mornings a week."
    with pytest.raises(Changed):
        contacts.correct(contact, changes={"needs": "Four."}, read_version=1, by=cast.flora)
    contacts.correct(contact, changes={"needs": "Three mornings a week."}, read_version=contact.version, by=cast.flora)
    assert len(kinds(contact)) == 2  # a correction that changes nothing leaves nothing


# Whom it is about ----------------------------------------------------------------------------------------------


def test_a_match_can_be_taken_back_and_nothing_is_lost(cast, session):
    contact = a_request(cast)
    named = contact.people[1]
    person = contacts.create_person(contact, named, by=cast.flora)
    with pytest.raises(NotYet, match="already matched"):
        contacts.create_person(contact, named, by=cast.flora)
    contacts.unmatch(contact, named, by=cast.flora, because="Another Poppy.")
    assert named.person is None
    assert named.created_person is False
    assert session.get(Person, person.id) is person
    contacts.match_person(contact, named, person=person, by=cast.flora)
    assert kinds(contact)[1:] == [EventKind.PERSON_CREATED, EventKind.UNMATCHED, EventKind.MATCHED]


def test_two_people_of_one_request_are_never_matched_to_one_person(cast):
    contact = a_request(cast)
    person = contacts.create_person(contact, contact.people[0], by=cast.flora)
    with pytest.raises(NotYet, match="Somebody else in this request"):
        contacts.match_person(contact, contact.people[1], person=person, by=cast.flora)


def test_a_new_person_lives_at_the_address_of_the_request_hidden_where_it_is(cast, session):
    contact = matched(cast, a_request(cast, address_hidden=True))
    assert contact.all_matched
    assert session.scalars(sa.select(Address.hidden)).all() == [True, True]


# Decided -------------------------------------------------------------------------------------------------------


def test_targeted_help_opens_a_case_for_a_new_family_and_tells_the_referrer_no_name(cast, session):
    contact = matched(cast, a_request(cast))
    case = decided(cast, contact)
    assert contact.state is ContactState.DECIDED
    assert contact.family.name == "Ashdown family"
    assert (contact.case_id, case.family, case.team, case.contact) == (case.id, contact.family, cast.north, contact)
    assert {(m.person.forename, m.role) for m in contact.family.members} == {
        ("Rosa", FamilyRole.PARENT),
        ("Poppy", FamilyRole.CHILD),
    }
    message = session.scalars(sa.select(Message)).one()
    assert (message.to, message.contact_id) == ("hale@example.org", contact.id)
    for name in ("Ashdown", "Rosa", "Poppy"):
        assert name not in message.text + message.topic


def test_names_of_the_family_never_leave_in_a_message(cast, session):
    contact = matched(cast, a_request(cast))
    with pytest.raises(NotYet, match="without the names"):
        decided(cast, contact, referrer_told="We will ring Rosa tomorrow.")
    assert contact.state is ContactState.WAITING
    assert not session.scalars(sa.select(Case)).all()


def test_a_child_called_will_does_not_block_a_sentence_that_begins_with_will(cast):
    contact = matched(cast, a_request(cast, people=[NewPerson("Will", "Day", FamilyRole.CHILD)]))
    decided(cast, contact, referrer_told="Will you ring us? A key worker will be in touch on the day.")


def test_nothing_is_decided_before_everybody_is_matched(cast):
    contact = a_request(cast)
    contacts.create_person(contact, contact.people[0], by=cast.flora)
    before = contact.version
    with pytest.raises(NotYet, match="Match each person first"):
        decided(cast, contact)
    assert (contact.state, contact.version) == (ContactState.WAITING, before)


def test_a_safeguarding_concern_goes_up_unmatched_and_stays_until_somebody_has_it(cast, session):
    contact = a_request(cast, urgency=Urgency.SAFEGUARDING, risk="A bruise.")
    with pytest.raises(NotYet, match="statutory social care"):
        decided(cast, contact, outcome=ContactOutcome.NO_ACTION, level=Level.UNIVERSAL)
    assert decided(cast, contact, outcome=ContactOutcome.STEP_UP, level=Level.ACUTE, team=None) is None
    assert {m.to for m in session.scalars(sa.select(Message))} == {"hale@example.org", cast.lionel.email}
    contacts.acknowledge(contact, who="Ines Marlow", how=TakenHow.PHONE, by=cast.lionel)
    assert kinds(contact)[-1] is EventKind.ACKNOWLEDGED
    with pytest.raises(NotYet, match="Ines Marlow has already"):
        contacts.acknowledge(contact, who="Somebody", how=TakenHow.PHONE, by=cast.lionel)


def test_a_child_at_risk_reaches_social_care_before_anybody_decides_and_stays_until_it_is_taken_on(cast, session):
    contact = a_request(cast)
    contacts.change_urgency(
        contact, urgency=Urgency.SAFEGUARDING, risk="A bruise.", because="She rang.", read_version=1, by=cast.flora
    )
    assert kinds(contact)[-2:] == [EventKind.URGENCY_CHANGED, EventKind.PASSED_ON]
    assert [m.to for m in session.scalars(sa.select(Message))] == [cast.lionel.email]
    assert session.scalars(visible_contacts(cast.lionel)).all() == [contact]
    calmer = {"urgency": Urgency.ROUTINE, "risk": None, "because": "A sledge.", "by": cast.flora}
    with pytest.raises(NotYet, match="Nobody in statutory social care"):
        contacts.change_urgency(contact, read_version=contact.version, **calmer)
    contacts.acknowledge(contact, who="Ines Marlow", how=TakenHow.PHONE, by=cast.lionel)
    contacts.change_urgency(contact, read_version=contact.version, **calmer)
    assert (contact.acknowledged_how, contact.urgency) == (TakenHow.PHONE, Urgency.ROUTINE)
    assert session.scalars(visible_contacts(cast.lionel)).all() == []


def test_a_returned_request_comes_back_with_the_answer_and_a_new_clock(cast, session):
    contact = a_request(cast)
    with pytest.raises(NotYet, match="Only a request that was returned"):
        contacts.come_back(contact, answer="She is Wren.", by=cast.flora)
    asked = "Who lives there?"
    decided(cast, contact, outcome=ContactOutcome.RETURNED, level=Level.ADDITIONAL, team=None, referrer_told=asked)
    assert elsewhere(cast.flora).returned == [contact]
    with clock.at(clock.now() + timedelta(days=7)):
        contacts.come_back(contact, answer="She is Wren.", by=cast.flora)
        assert contact.due_on > clock.today()
    assert (contact.state, contact.missing, contact.answer) == (ContactState.WAITING, asked, "She is Wren.")
    assert contact.outcome is contact.decided_at is contact.held_by_id is None
    assert kinds(contact)[-1] is EventKind.CAME_BACK
    assert elsewhere(cast.flora).returned == []


def test_only_a_step_up_is_acknowledged(cast):
    contact = matched(cast, a_request(cast))
    with pytest.raises(NotYet):
        contacts.acknowledge(contact, who="Ines Marlow", how=TakenHow.PHONE, by=cast.lionel)


def held_family(cast, name="Ashdown", *people):
    family = families.start_family(name, [], by=cast.flora)
    for forename, role, born in people or (("Rosa", FamilyRole.PARENT, date(1989, 2, 11)),):
        families.add_member(family, described=NewPerson(forename, name, role, birth_date=born), by=cast.flora)
    return family


def test_already_open_adds_the_request_to_the_case_and_tells_its_lead(cast, session):
    family = held_family(cast)
    case = cases.open_case(family, team=cast.north, level=Level.COMPLEX, why="x", by=cast.flora)
    leads.allocate(case, lead=cast.kamal, by=cast.mabel)
    contact = a_request(cast)
    contacts.match_person(contact, contact.people[0], person=family.members[0].person, by=cast.flora)
    contacts.create_person(contact, contact.people[1], by=cast.flora)
    with pytest.raises(NotYet, match="already has an open case"):
        decided(cast, contact)
    assert decided(cast, contact, outcome=ContactOutcome.ALREADY_OPEN, team=None) is case
    assert contact.case_id == case.id
    assert kinds(case)[-1] is EventKind.REQUEST_ADDED
    assert len(family.members) == 2  # Poppy is nobody's left-out sibling
    assert cast.kamal.email in {m.to for m in session.scalars(sa.select(Message))}


def test_already_open_before_there_is_a_lead_tells_the_managers(cast, session):
    family = held_family(cast)
    cases.open_case(family, team=cast.north, level=Level.COMPLEX, why="x", by=cast.flora)
    contact = a_request(cast, people=[MOTHER])
    contacts.match_person(contact, contact.people[0], person=family.members[0].person, by=cast.flora)
    decided(cast, contact, outcome=ContactOutcome.ALREADY_OPEN, team=None)
    assert cast.mabel.email in {m.to for m in session.scalars(sa.select(Message))}


def test_already_open_without_an_open_case_is_refused(cast):
    contact = matched(cast, a_request(cast))
    with pytest.raises(NotYet, match="no open case"):
        decided(cast, contact, outcome=ContactOutcome.ALREADY_OPEN, team=None)


def test_people_of_two_families_need_a_choice_and_everybody_joins_the_chosen_one(cast):
    one, other = held_family(cast), held_family(cast, "Brook", ("Poppy", FamilyRole.CHILD, date(2017, 5, 4)))
    contact = a_request(cast)
    contacts.match_person(contact, contact.people[0], person=one.members[0].person, by=cast.flora)
    contacts.match_person(contact, contact.people[1], person=other.members[0].person, by=cast.flora)
    with pytest.raises(NotYet, match="several families"):
        decided(cast, contact)
    third = held_family(cast, "Crane")
    with pytest.raises(NotYet, match="Nobody in this request"):
        decided(cast, contact, family=third)
    decided(cast, contact, family=one)
    assert contact.family is one
    assert {m.person.forename for m in one.members} == {"Rosa", "Poppy"}
    assert len(other.members) == 1


def test_a_decision_read_before_a_change_is_refused_and_a_second_decision_too(cast):
    contact = matched(cast, a_request(cast))
    old = contact.version
    contacts.correct(contact, changes={"tried": "Nothing."}, read_version=old, by=cast.flora)
    with pytest.raises(Changed):
        decided(cast, contact, read_version=old)
    decided(cast, contact)
    with pytest.raises(NotYet, match="has already decided"):
        decided(cast, contact)


def test_advice_needs_no_match_but_keeps_the_family_where_all_are_matched(cast, session):
    loose, whole = a_request(cast), matched(cast, a_request(cast, people=[CHILD]))
    told = {"outcome": ContactOutcome.ADVICE, "level": Level.UNIVERSAL, "team": None}
    assert decided(cast, loose, **told) is None
    assert loose.family is None
    decided(cast, whole, **told)
    assert whole.family.name == "Ashdown family"
    assert session.scalar(sa.select(sa.func.count()).select_from(Case)) == 0


# People --------------------------------------------------------------------------------------------------------


def test_a_changed_person_keeps_what_was_held_and_is_found_by_the_new_name(cast, session):
    family = held_family(cast)
    person = family.members[0].person
    families.change_person(
        person, changes={"surname": "Brook", "nhs_number": "9434765919"}, read_version=1, by=cast.flora
    )
    assert person.name_key == names.name_key("Brook", "Rosa")
    event = session.scalars(sa.select(Event).where(Event.subject == Subject.PERSON)).one()
    assert event.facts["was_surname"] == "Ashdown"
    with pytest.raises(Changed) as refused:
        families.change_person(person, changes={"surname": "Crane"}, read_version=1, by=cast.mabel)
    assert refused.value.stored == {"surname": "Brook"}
    assert person.surname == "Brook"


def test_a_person_is_born_or_expected_never_both(cast):
    person = held_family(cast).members[0].person
    with pytest.raises(NotYet):
        families.change_person(person, changes={"due_date": date(2026, 6, 1)}, read_version=1, by=cast.flora)


def test_moving_keeps_the_old_address(cast):
    person = held_family(cast).members[0].person
    for number, lines in enumerate(("1 Old Road", "2 New Road"), start=1):
        families.change_address(
            person,
            lines=lines,
            postcode=None,
            starts_on=clock.today(),
            hidden=False,
            read_version=number,
            by=cast.flora,
        )
    assert families.current_address(person).lines == "2 New Road"
    assert len(person.addresses) == 2
    with pytest.raises(Changed) as refused:
        families.change_address(
            person, lines="3", postcode=None, starts_on=clock.today(), hidden=False, read_version=1, by=cast.flora
        )
    assert refused.value.stored["lines"] == "2 New Road"


def test_nobody_is_in_a_family_twice(cast, session):
    family = held_family(cast)
    with pytest.raises(NotYet, match="already in this family"):
        families.add_member(family, described=NewPerson("rosa", "ASHDOWN", FamilyRole.PARENT), by=cast.flora)
    with pytest.raises(NotYet, match="already in this family"):
        families.join(family, family.members[0].person, FamilyRole.CHILD, by=cast.flora)
    session.flush()
    assert session.scalar(sa.select(sa.func.count()).select_from(Member)) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(Family)) == 1
