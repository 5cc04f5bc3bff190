"""An episode of help in the demo: lead, agreement, assessment, plan, and what comes of it."""

from __future__ import annotations

from datetime import timedelta

from ..casework import agreements, assessments, family_meetings, leads, notes, plans
from ..models import Case, Practitioner
from ..practice import clock
from ..practice.domains import Headline, Respondent
from ..practice.endings import ClosureReason
from ..practice.notes import NoteKind
from ..practice.outcomes import AgreedHow, OwnerKind
from ..practice.triage import Level
from . import copies, noting, voices, words
from .endings import close, closer, end, step_up
from .lives import Life, note, review_all


def work_with(life: Life, case: Case, headline: Headline, parent: str) -> None:
    """The whole of an episode: lead, agreement, assessment, plan, reviews, an ending; as far as time allows."""
    lead = _allocate(life, case)
    if not _agree(life, case, lead, parent):
        return
    _assess(life, case, lead, headline)
    _plan(life, case, lead, headline, parent)
    copies.give(life, case, lead)
    noting.visit(life, case, lead, parent)
    lead = noting.hand_over(life, case, lead)
    if life.chance.random() < 0.2 and step_up(life, case, lead, parent):
        return
    better = review_all(life, case, lead)
    close(life, case, lead, better)


def _allocate(life: Life, case: Case) -> Practitioner:
    life.later(0, 3)
    partner_led = case.level is Level.ADDITIONAL or life.chance.random() < 0.2
    pool = life.staff.leads if partner_led else life.staff.workers_of(case.team)
    lead = life.chance.choice(pool)
    with life.now():
        leads.allocate(case, lead=lead, by=life.staff.manager_of(case.team), because="Has room and lives near.")
        if life.chance.random() < 0.4:
            leads.add_contributor(case, person=life.staff.contributors[0], by=life.staff.manager_of(case.team))
    return lead


def _agree(life: Life, case: Case, lead: Practitioner, parent: str) -> bool:
    life.later(2, 6)
    with life.now():
        if life.chance.random() < 0.07:
            notes.write_note(
                case,
                kind=NoteKind.CALL,
                happened_on=clock.today(),
                people_seen=parent,
                text="They would rather manage on their own for now.",
                restricted=False,
                by=lead,
            )
            end(
                case,
                ClosureReason.WITHDRAWN_BEFORE,
                "The family chose not to go on. The door stays open.",
                by=closer(life, case, lead),
            )
            return False
        agreements.record_agreement(
            case, agreed_by=parent, agreed_on=clock.today(), how=life.chance.choice(list(AgreedHow)), by=lead
        )
    return True


def _assess(life: Life, case: Case, lead: Practitioner, headline: Headline) -> None:
    others = [h for h in Headline if h is not headline]
    for domain in [headline, *life.chance.sample(others, life.chance.randint(1, 4))]:
        life.later(1, 7)
        with life.now():
            assessments.write_part(
                case,
                domain,
                working_well=words.WORKING_WELL,
                worries=words.WORRIES,
                needs_to_happen=words.NEEDS_TO_HAPPEN,
                presenting_need=words.PRESENTING_NEED,
                underlying_need=words.UNDERLYING_NEED,
                score=(score := life.chance.randint(2, 6)),
                others={Respondent.PARENT: score - 1, Respondent.CHILD: score + 1},
                read_version=0,
                by=lead,
            )
    note(life, case, lead)
    life.later(1, 6)
    voices.hear(life, case, lead)
    voices.complete(life, case, lead)


def _plan(life: Life, case: Case, lead: Practitioner, headline: Headline, parent: str) -> None:
    life.later(2, 8)
    voices.share(life, case, lead, parent)
    others = [h for h in words.OUTCOMES if h is not headline]
    chosen = [headline, *life.chance.sample(others, life.chance.choice((1, 1, 2)))]
    with life.now():
        plans.start_plan(case, by=lead)
        for domain in chosen:
            said, how, action = words.OUTCOMES[domain]
            start = life.chance.randint(2, 5)
            outcome = plans.write_outcome(
                case,
                None,
                words=said,
                headline=domain,
                how_we_know=how,
                start_score=start,
                goal_score=start + life.chance.randint(2, 4),
                read_version=0,
                by=lead,
            )
            plans.write_action(
                case,
                outcome,
                None,
                what=action,
                owner_kind=OwnerKind.FAMILY,
                owner_name=parent,
                due_on=clock.today() + timedelta(days=life.chance.randint(14, 60)),
                read_version=0,
                by=lead,
            )
        if life.chance.random() < 0.6:
            plans.write_contingency(case, text=words.IF_THINGS_SLIP, read_version=0, by=lead)
    _offer_family_meeting(life, case, lead, parent)
    life.later(1, 5)
    with life.now():
        plans.agree_plan(case, agreed_by=parent, agreed_on=clock.today(), how=AgreedHow.IN_PERSON, by=lead)


def _offer_family_meeting(life: Life, case: Case, lead: Practitioner, parent: str) -> None:
    """Some families are offered a meeting of their own: some hold it, some would rather not, some think about it."""
    if life.chance.random() > 0.25:
        return
    with life.now():
        meeting = family_meetings.offer_family_meeting(
            case, offered_on=clock.today(), offered_to=parent, note="Grandma and the aunts would come.", by=lead
        )
    answer = life.chance.choice(("held", "declined", "waits"))
    if answer == "waits":
        return
    life.later(5, 15)
    with life.now():
        if answer == "held":
            family_meetings.hold_family_meeting(
                case,
                meeting,
                held_on=clock.today(),
                answered_by=f"{parent}, Grandma and two aunts",
                plan_text=words.FAMILY_PLAN,
                wishes=[("We want Sundays together.", Headline.RELATIONSHIPS)],
                note=None,
                by=lead,
            )
        else:
            family_meetings.decline_family_meeting(
                case, meeting, declined_on=clock.today(), answered_by=parent, note="“Not with everyone there.”", by=lead
            )
