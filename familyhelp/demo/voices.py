"""The people in an invented assessment: what each says, who else helps, and what the family says to the whole."""

from __future__ import annotations

from collections.abc import Sequence

from ..casework import assessments, voices
from ..models import Case, Member, Practitioner
from ..practice import assessing, clock
from ..practice.assessing import Advocacy, Communication, FamilyAnswer, Heard, Shared, Topic
from ..practice.people import FamilyRole
from . import words
from .lives import Life

PARENT_SAYS = (
    "“I know what needs to change. I would like somebody beside me when I start.”",
    "“I am tired. I did not think anybody would ask how I am.”",
    "“I see them at weekends and I want to be told what school says.”",
)
DAYS = (
    "“I get up by myself, then I wake my brother. After school we watch cartoons until it is dark.”",
    "“Grandma picks me up on Fridays and we have chips. The other days I go home with my sister.”",
    "Drew the kitchen, and everybody in it but Dad; Dad stood by the door.",
)
NETWORK = "Grandma, on Fridays and whenever she is asked. The neighbour keeps a key."
COULD_HELP = "An uncle would come on Saturdays if somebody rang him."
PROFESSIONALS = "The class teacher sees the children every day. The GP knows the family well."
EXPLAINED = "Somebody who is only on your side. They help you to say what you think, and they come with you."
UNHEARD = "The family could not bring everybody in these weeks; each is seen on the next visit."


def hear(life: Life, case: Case, lead: Practitioner) -> None:
    """Most of the children and the parents are heard, an advocate is offered, and it is written who else helps."""
    roll = life.chance.randrange(1000)
    here = [m for m in case.family.members if m.ends_on is None and m.role is not FamilyRole.NETWORK]
    with life.now():
        for turn, member in enumerate(here):
            _speak(case, member, lead, roll + turn)
        _around(case, lead, roll)
        _understand(here, lead, roll)


def _speak(case: Case, member: Member, lead: Practitioner, roll: int) -> None:
    person = member.person
    if not assessing.voice_needed(member.role, person.birth_date, person.due_date, person.died_on):
        return
    child = member.role is FamilyRole.CHILD
    unheard = roll % 9 == 0
    said = words.VOICES if child else PARENT_SAYS
    voices.write_voice(
        case,
        person,
        heard=Heard.NOT_YET if unheard else Heard.PLAY if child and roll % 3 else Heard.IN_PERSON,
        heard_on=None if unheard else clock.today(),
        heard_by="",
        words="" if unheard else said[roll % len(said)],
        daily_life=DAYS[roll % len(DAYS)] if child and not unheard else "",
        because="Was away on both visits. We meet at school next week." if unheard else "",
        read_version=0,
        by=lead,
    )
    if child and not unheard:
        voices.offer_advocacy(
            case,
            person,
            offered_on=clock.today(),
            offered_by=lead.name,
            explained=EXPLAINED,
            answer=list(Advocacy)[roll % 3],
            by=lead,
        )


def _around(case: Case, lead: Practitioner, roll: int) -> None:
    if roll % 2:
        voices.write_around(case, Topic.NETWORK, who=NETWORK, more=COULD_HELP, read_version=0, by=lead)
    if roll % 3:
        voices.write_around(case, Topic.PROFESSIONALS, who=PROFESSIONALS, more="", read_version=0, by=lead)


def _understand(here: Sequence[Member], lead: Practitioner, roll: int) -> None:
    parent = next((m.person for m in here if m.role is FamilyRole.PARENT), None)
    if parent is None or roll % 6:
        return
    needs = (Communication.EASY_READ, Communication.READ_OUT) if roll % 4 else (Communication.LEARNING_DISABILITY,)
    voices.write_communication(
        parent,
        language="Polish" if roll % 5 == 0 else None,
        interpreter=roll % 5 == 0,
        needs=needs,
        note="Ring rather than write.",
        read_version=parent.version,
        by=lead,
    )


def complete(life: Life, case: Case, lead: Practitioner) -> None:
    """The assessment is complete, and its reason where a child was not heard."""
    with life.now():
        unheard = voices.unheard_children(case)
        assessments.complete_assessment(case, by=lead, because=UNHEARD if unheard else None)


def share(life: Life, case: Case, lead: Practitioner, parent: str) -> None:
    """It is read with the family, who say whether it is right."""
    roll = life.chance.randrange(10)
    with life.now():
        shared = assessments.share_assessment(
            case,
            shared_on=clock.today(),
            with_whom=parent,
            how=Shared.READ_TOGETHER if roll < 8 else Shared.ON_PAPER,
            by=lead,
        )
        if roll > 1:
            comments = roll > 6
            assessments.record_answer(
                case,
                shared,
                answer=FamilyAnswer.COMMENTS if comments else FamilyAnswer.AGREES,
                answered_on=clock.today(),
                says="“That is how it was in the autumn. It is a bit better now.”" if comments else "",
                by=lead,
            )
