"""The voices in an assessment, the people around the family, and the active offer of an advocate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import AdvocacyOffer, AssessmentAround, Case, Member, Person, Practitioner, Voice
from ..practice import assessing, clock
from ..practice.assessing import Advocacy, Communication, Heard, Topic
from ..practice.chronology import EventKind
from ..practice.people import FamilyRole
from ..practice.stages import Move
from ..practice.words import N_, Changed, NotYet, say
from . import families


def write_voice(
    case: Case,
    person: Person,
    *,
    heard: Heard,
    heard_on: date | None,
    heard_by: str,
    words: str,
    daily_life: str,
    because: str,
    read_version: int,
    by: Practitioner,
) -> Voice:
    """Save what a person says, in their own words, as the next version; or why they were not heard yet."""
    case.move(Move.ASSESS)
    newest = _newest_voice(case, person)
    if (newest.version if newest else 0) != read_version:
        raise _changed_voice(newest)
    lacking = list(assessing.voice_missing(heard, heard_on, words, daily_life, because, clock.today()))
    not_yet = heard is Heard.NOT_YET
    if not_yet and newest and newest.heard is not Heard.NOT_YET:
        lacking.append(
            say(N_("%(person)s was heard already. Add to what they said instead."), "heard", person=person.name)
        )
    if lacking:
        raise NotYet(*lacking)
    voice = Voice(
        case_id=case.id,
        person_id=person.id,
        version=read_version + 1,
        heard=heard,
        heard_on=None if not_yet else heard_on,
        heard_by=heard_by or by.name,
        words=words,
        daily_life=daily_life,
        because=because if not_yet else None,
        written_by=by,
        written_at=clock.now(),
    )
    db.session.add(voice)
    case.record(EventKind.VOICE_WRITTEN, by=by, person=person.name, heard=heard)
    return voice


def _newest_voice(case: Case, person: Person) -> Voice | None:
    return db.session.scalar(
        sa.select(Voice)
        .where(Voice.case_id == case.id, Voice.person_id == person.id)
        .order_by(Voice.version.desc())
        .limit(1)
    )


def _changed_voice(newest: Voice | None) -> Changed:
    if newest is None:
        return Changed(stored={}, version=0)
    day = newest.heard_on
    return Changed(
        stored={
            "words": newest.words,
            "daily_life": newest.daily_life,
            "heard": newest.heard.label,
            "heard_on": f"{day.day} {day.month} {day.year}" if day else "",
            "heard_by": newest.heard_by,
            "because": newest.because or "",
        },
        version=newest.version,
        who=newest.written_by.name,
    )


def unheard_children(case: Case) -> list[str]:
    """The names of the children of the family of whom this assessment holds no words."""
    heard = sa.exists().where(Voice.case_id == case.id, Voice.person_id == Person.id, Voice.heard != Heard.NOT_YET)
    children = db.session.scalars(
        sa.select(Person)
        .join(Member, Member.person_id == Person.id)
        .where(
            Member.family_id == case.family_id,
            Member.ends_on.is_(None),
            Member.role == FamilyRole.CHILD,
            sa.not_(heard),
        )
        .order_by(Member.id)
    )
    return [c.name for c in children if assessing.voice_needed(FamilyRole.CHILD, c.birth_date, c.due_date, c.died_on)]


def write_around(
    case: Case, topic: Topic, *, who: str, more: str, read_version: int, by: Practitioner
) -> AssessmentAround:
    """Save who else helps, or which professionals are involved, as the next version."""
    case.move(Move.ASSESS)
    newest = db.session.scalar(
        sa.select(AssessmentAround)
        .where(AssessmentAround.case_id == case.id, AssessmentAround.topic == topic)
        .order_by(AssessmentAround.version.desc())
        .limit(1)
    )
    if (newest.version if newest else 0) != read_version:
        if newest is None:
            raise Changed(stored={}, version=0)
        stored = {"who": newest.who, "more": newest.more}
        raise Changed(stored=stored, version=newest.version, who=newest.written_by.name)
    lacking = list(assessing.words_missing(who, more, field="who"))
    if lacking:
        raise NotYet(*lacking)
    around = AssessmentAround(
        case_id=case.id,
        topic=topic,
        version=read_version + 1,
        who=who,
        more=more,
        written_by=by,
        written_at=clock.now(),
    )
    db.session.add(around)
    case.record(EventKind.ASSESSED, by=by, domain=topic)
    return around


def offer_advocacy(
    case: Case,
    person: Person,
    *,
    offered_on: date,
    offered_by: str,
    explained: str,
    answer: Advocacy,
    by: Practitioner,
) -> AdvocacyOffer:
    """Record the active offer of an advocate. Each offer, and each change of mind, is a record of its own."""
    case.move(Move.ASSESS)
    lacking = list(assessing.offer_missing(offered_on, offered_by, explained, clock.today()))
    if lacking:
        raise NotYet(*lacking)
    offer = AdvocacyOffer(
        case_id=case.id,
        person_id=person.id,
        offered_on=offered_on,
        offered_by=offered_by,
        explained=explained,
        answer=answer,
        recorded_by_id=by.id,
        recorded_at=clock.now(),
    )
    db.session.add(offer)
    case.record(EventKind.ADVOCACY_OFFERED, by=by, person=person.name, advocacy=answer)
    return offer


def write_communication(
    person: Person,
    *,
    language: str | None,
    interpreter: bool,
    needs: Iterable[Communication],
    note: str | None,
    read_version: int,
    by: Practitioner,
) -> None:
    """Keep how a person understands best and is best understood. What was held before stays in the event."""
    wanted = set(needs)
    slugs = " ".join(need.value for need in Communication if need in wanted)
    changes = {
        "language": language,
        "interpreter": interpreter,
        "communication": slugs or None,
        "communication_note": note,
    }
    families.change_person(person, changes=changes, read_version=read_version, by=by)
