"""Reading who is in an assessment: everybody's newest words, offers of an advocate, how people understand best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ..extensions import db
from ..models import AdvocacyOffer, AssessmentAround, Case, Member, Person, Voice
from ..practice.assessing import Heard, Topic, voice_needed
from ..practice.people import FamilyRole
from .paging import Page, page_by_number

MOST_PEOPLE, MOST_OFFERS, VERSIONS_A_PAGE = 60, 25, 5
_ORDER = {FamilyRole.CHILD: 0, FamilyRole.PARENT: 1, FamilyRole.ADULT: 2, FamilyRole.NETWORK: 3}


@dataclass(frozen=True)
class Heardable:
    """One person of an assessment: their place in the family now (None: they left it), their words, the last offer."""

    person: Person
    role: FamilyRole | None
    voice: Voice | None
    offer: AdvocacyOffer | None

    @property
    def heard(self) -> bool:
        """Whether the assessment holds their own words."""
        return self.voice is not None and self.voice.heard is not Heard.NOT_YET

    @property
    def needed(self) -> bool:
        """Whether the assessment is unfinished without their words."""
        person = self.person
        return voice_needed(self.role, person.birth_date, person.due_date, person.died_on)

    @property
    def unfinished(self) -> bool:
        """Whether their words are still missing."""
        return self.needed and not self.heard

    @property
    def to_offer(self) -> bool:
        """Whether an advocate is to be offered to them: every child and every parent."""
        return self.needed and self.role in (FamilyRole.CHILD, FamilyRole.PARENT)


def people_of(case: Case) -> Sequence[Heardable]:
    """Everybody in the family now, and whoever left it but spoke in this assessment: children first. One statement."""
    voice, offer = _newest_voice(case), _newest_offer(case)
    here = sa.and_(Member.person_id == Person.id, Member.family_id == case.family_id, Member.ends_on.is_(None))
    wanted = sa.union(
        sa.select(Member.person_id).where(Member.family_id == case.family_id, Member.ends_on.is_(None)),
        sa.select(Voice.person_id).where(Voice.case_id == case.id),
    )
    rows = db.session.execute(
        sa.select(Person, Member.role, Voice, AdvocacyOffer)
        .select_from(Person)
        .outerjoin(Member, here)
        .outerjoin(Voice, sa.and_(Voice.person_id == Person.id, voice))
        .outerjoin(AdvocacyOffer, sa.and_(AdvocacyOffer.person_id == Person.id, offer))
        .where(Person.id.in_(wanted))
        .order_by(Person.id)
        .limit(MOST_PEOPLE)
    ).all()
    found = [Heardable(*row) for row in rows]
    return sorted(
        found,
        key=lambda h: (h.role is None, _ORDER.get(h.role, 4) if h.role else 4, str(h.person.birth_date or "9999")),
    )


def _newest_voice(case: Case) -> sa.ColumnElement[bool]:
    later = aliased(Voice)
    none_later = sa.not_(
        sa.exists().where(
            later.case_id == Voice.case_id, later.person_id == Voice.person_id, later.version > Voice.version
        )
    )
    return sa.and_(Voice.case_id == case.id, none_later)


def _newest_offer(case: Case) -> sa.ColumnElement[bool]:
    later = aliased(AdvocacyOffer)
    none_later = sa.not_(
        sa.exists().where(
            later.case_id == AdvocacyOffer.case_id,
            later.person_id == AdvocacyOffer.person_id,
            later.id > AdvocacyOffer.id,
        )
    )
    return sa.and_(AdvocacyOffer.case_id == case.id, none_later)


def person_in(case: Case, code: str | None) -> Person | None:
    """Somebody who is in the family of a case now, or who spoke in its assessment, by their reference."""
    if code is None:
        return None
    here = sa.exists().where(
        Member.person_id == Person.id, Member.family_id == case.family_id, Member.ends_on.is_(None)
    )
    spoke = sa.exists().where(Voice.person_id == Person.id, Voice.case_id == case.id)
    return db.session.scalar(sa.select(Person).where(Person.code == code, sa.or_(here, spoke)))


def newest_voice(case: Case, person: Person) -> Voice | None:
    """What a person says, in its newest version."""
    return db.session.scalar(_voices(case, person).order_by(Voice.version.desc()).limit(1))


def voice_versions(case: Case, person: Person, after: str | None) -> Page[Voice]:
    """Every version of what a person says, newest first, five a page."""
    return page_by_number(_voices(case, person), Voice.version, after, size=VERSIONS_A_PAGE)


def voice_pair(case: Case, person: Person, version: int) -> Sequence[Voice]:
    """One version of what a person says, and the one before it where there is one: newest first."""
    two = _voices(case, person).where(Voice.version.in_((version, version - 1)))
    return db.session.scalars(two.order_by(Voice.version.desc())).all()


def _voices(case: Case, person: Person) -> sa.Select[Voice]:
    return (
        sa.select(Voice)
        .where(Voice.case_id == case.id, Voice.person_id == person.id)
        .options(joinedload(Voice.written_by, innerjoin=True))
    )


def last_words(person: Person, earlier: sa.Select[Case]) -> Voice | None:
    """What a person said in the newest of these earlier episodes that holds their words."""
    cases = earlier.with_only_columns(Case.id).correlate(None)
    return db.session.scalar(
        sa.select(Voice)
        .where(Voice.person_id == person.id, Voice.case_id.in_(cases), Voice.heard != Heard.NOT_YET)
        .order_by(Voice.case_id.desc(), Voice.version.desc())
        .limit(1)
    )


def offers_to(case: Case, person: Person) -> Sequence[AdvocacyOffer]:
    """Every offer of an advocate to a person in this episode, newest first; at most 25."""
    query = sa.select(AdvocacyOffer).where(AdvocacyOffer.case_id == case.id, AdvocacyOffer.person_id == person.id)
    return db.session.scalars(query.order_by(AdvocacyOffer.id.desc()).limit(MOST_OFFERS)).all()


def around(case: Case) -> dict[Topic, AssessmentAround]:
    """The newest version of what is said about the network and the professionals."""
    later = aliased(AssessmentAround)
    none_later = sa.not_(
        sa.exists().where(
            later.case_id == AssessmentAround.case_id,
            later.topic == AssessmentAround.topic,
            later.version > AssessmentAround.version,
        )
    )
    found = db.session.scalars(
        sa.select(AssessmentAround)
        .where(AssessmentAround.case_id == case.id, none_later)
        .options(joinedload(AssessmentAround.written_by, innerjoin=True))
    )
    return {written.topic: written for written in found}


def newest_around(case: Case, topic: Topic) -> AssessmentAround | None:
    """What is said about one topic, in its newest version."""
    return db.session.scalar(_arounds(case, topic).order_by(AssessmentAround.version.desc()).limit(1))


def around_versions(case: Case, topic: Topic, after: str | None) -> Page[AssessmentAround]:
    """Every version of one topic, newest first, five a page."""
    return page_by_number(_arounds(case, topic), AssessmentAround.version, after, size=VERSIONS_A_PAGE)


def around_pair(case: Case, topic: Topic, version: int) -> Sequence[AssessmentAround]:
    """One version of a topic, and the one before it where there is one: newest first."""
    two = _arounds(case, topic).where(AssessmentAround.version.in_((version, version - 1)))
    return db.session.scalars(two.order_by(AssessmentAround.version.desc())).all()


def _arounds(case: Case, topic: Topic) -> sa.Select[AssessmentAround]:
    return (
        sa.select(AssessmentAround)
        .where(AssessmentAround.case_id == case.id, AssessmentAround.topic == topic)
        .options(joinedload(AssessmentAround.written_by, innerjoin=True))
    )


def earlier_around(topic: Topic, earlier: sa.Select[Case]) -> tuple[AssessmentAround, Case] | None:
    """What the newest of these earlier episodes says about one topic, and which it is."""
    cases = earlier.with_only_columns(Case.id).correlate(None)
    row = db.session.execute(
        sa.select(AssessmentAround, Case)
        .join(Case, Case.id == AssessmentAround.case_id)
        .where(AssessmentAround.topic == topic, Case.id.in_(cases))
        .order_by(Case.id.desc(), AssessmentAround.version.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def who_needs_what(family_id: int) -> Sequence[Person]:
    """Everybody in a family now who needs an interpreter or something else to understand best. One statement."""
    needs = sa.or_(Person.interpreter, Person.communication.is_not(None), Person.communication_note.is_not(None))
    return db.session.scalars(
        sa.select(Person)
        .join(Member, Member.person_id == Person.id)
        .where(Member.family_id == family_id, Member.ends_on.is_(None), Person.died_on.is_(None), needs)
        .order_by(Member.id)
        .limit(MOST_PEOPLE)
    ).all()
