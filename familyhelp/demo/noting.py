"""Notes in the demo: who was there, what a note asks of somebody, what the family says beside it, a new lead."""

from __future__ import annotations

from datetime import timedelta

from ..casework import agreements, follow_ups, handovers, leads, notes
from ..casework.notes import About
from ..models import Case, Note, Practitioner
from ..practice import clock
from ..practice.handovers import ToldHow
from ..practice.notes import NoteKind
from ..practice.outcomes import AgreedHow
from ..practice.people import FamilyRole
from . import words
from .lives import Life


def visit(life: Life, case: Case, lead: Practitioner, parent: str) -> None:
    """A visit to everybody at home, at which a child is seen alone; sometimes something is left to do."""
    life.later(1, 5)
    everybody = [m.person for m in case.family.members if m.role is not FamilyRole.NETWORK and m.person.birth_date]
    children = [m.person for m in case.family.members if m.role is FamilyRole.CHILD and m.person.birth_date]
    with life.now():
        about = [About(person, present=True) for person in everybody]
        if children and life.chance.random() < 0.7:
            about.append(About(life.chance.choice(children), seen_alone=True))
        note = notes.write_note(
            case,
            kind=NoteKind.VISIT,
            happened_on=clock.today(),
            people_seen=None,
            restricted=False,
            text=life.chance.choice(words.NOTES),
            minutes=life.chance.choice((30, 45, 60, 90)),
            about=about,
            by=lead,
        )
        _share(life, case, note, lead, parent)
    _follow_up(life, case, note, lead)
    if life.chance.random() < 0.3:
        _significant(life, case, lead)


def _share(life: Life, case: Case, note: Note, lead: Practitioner, parent: str) -> None:
    if life.chance.random() < 0.3:
        notes.share_note(case, note, shared_with=parent, shared_on=clock.today(), by=lead)
        said = life.chance.choice(words.COMMENTS)
        notes.add_comment(case, note, said_by=parent, said_on=clock.today(), text=said, by=lead)


def _follow_up(life: Life, case: Case, note: Note, lead: Practitioner) -> None:
    """Somebody is asked, and half of them have answered."""
    if life.chance.random() >= 0.4:
        return
    helpers = [part.practitioner for part in case.leads if part.ends_on is None]
    what, answer = life.chance.choice(words.FOLLOW_UPS)
    with life.now():
        who, due_on = life.chance.choice(helpers), clock.today() + timedelta(days=life.chance.randint(5, 15))
        asked = follow_ups.ask(case, note, of=who, due_on=due_on, what=what, by=lead)
    if life.chance.random() < 0.5:
        life.later(1, 3)
        with life.now():
            follow_ups.answer(case, asked, text=answer, by=who)


def _significant(life: Life, case: Case, lead: Practitioner) -> None:
    with life.now():
        headline = life.chance.choice(words.HEADLINES)
        notes.write_note(
            case,
            kind=NoteKind.SIGNIFICANT,
            happened_on=clock.today(),
            people_seen=None,
            restricted=False,
            headline=headline,
            text=f"{headline} It changes the mornings for everybody.",
            by=lead,
        )


def hand_over(life: Life, case: Case, lead: Practitioner) -> Practitioner:
    """Sometimes a colleague takes the family on; who leads from then on."""
    colleagues = [worker for worker in life.staff.workers_of(case.team) if worker is not lead]
    if not colleagues or life.chance.random() >= 0.2:
        return lead
    life.later(2, 8)
    manager = life.staff.manager_of(case.team)
    new = life.chance.choice(colleagues)
    with life.now():
        part = leads.change_lead(
            case, lead=new, by=manager, because="The worker moves to another team.", handover=words.HANDOVER
        )
    if life.chance.random() < 0.7 and part.handover:
        life.later(0, 2)
        with life.now():
            handovers.mark_read(case, part.handover, by=new)
            handovers.tell_family(
                case, part.handover, told_on=clock.today(), how=ToldHow.IN_PERSON, told_by=lead.name, by=new
            )
            if case.agreement_in_force:
                agreements.agree_again(
                    case,
                    part.handover,
                    agreed_by=case.agreements[-1].agreed_by,
                    agreed_on=clock.today(),
                    how=AgreedHow.IN_PERSON,
                    by=new,
                )
    return new
