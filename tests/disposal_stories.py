"""A family that was helped, with something of all that is held about one; and what is left of it afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from familyhelp.casework import (
    break_glass,
    closings,
    contributions,
    disposals,
    everything_held,
    group_supervision,
    invitations,
    keeping,
    life_events,
    links,
    notes,
    relationships,
    retention,
    searches,
    supervision,
)
from familyhelp.casework.looks import Seen, note_looks
from familyhelp.extensions import Base, db
from familyhelp.models import Case, Disposal, Family
from familyhelp.practice import clock
from familyhelp.practice.break_glass import GlassKind, Verdict
from familyhelp.practice.chronology import Subject
from familyhelp.practice.disposals import Decision
from familyhelp.practice.endings import CheckInResult
from familyhelp.practice.holds import HoldReview
from familyhelp.practice.links import ReadingAge
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.relationships import Kin
from familyhelp.practice.roles import Role
from familyhelp.queries import disposals as queries
from tests import audit_stories, learning, stories
from tests.attachment_stories import an_attachment
from tests.by_link import asks_outside
from tests.cast import Cast
from tests.conftest import MONDAY

LATER = MONDAY + timedelta(days=20 * 366)
"""When Jude, the youngest, is past 25."""
WORDS = ("Ashdown", "Poppy", "Rosa", "Jude", "shoes", "rosa@example.org", "MORNINGS")


def a_short_life(cast: Cast, name: str = "Ashdown") -> Case:
    """A family that was helped, its check-ins made; committed."""
    case = stories.a_case(cast, stories.Stage.CLOSED, family=stories.a_family(name))
    return _checked_in(case, cast)


def _checked_in(case: Case, cast: Cast) -> Case:
    for one in case.closing.check_ins:
        closings.check_in(
            case, one, made_on=clock.today(), result=CheckInResult.SUSTAINED, what_was_said="Rosa rang.", by=cast.kamal
        )
    db.session.commit()
    return case


def a_long_life(cast: Cast) -> Case:
    """A family with something in most tables: audited, supervised, closed, its check-ins made; committed."""
    case = audit_stories.finished(cast, families=["Ashdown"]).case
    rosa, poppy, jude = (member.person for member in case.family.members)
    rosa.email, rosa.phone = "rosa@example.org", "01632 960001"
    relationships.relate(case.family, rosa, Kin.GUARDIAN, poppy, by=cast.kamal)
    life_events.keep_from([poppy], jude, because="Poppy asked.", by=cast.kamal)
    notes.write_note(
        case,
        kind=NoteKind.VISIT,
        happened_on=clock.today(),
        text="Jude will not put on his shoes.",
        people_seen="Jude",
        restricted=True,
        by=cast.kamal,
    )
    stories.review(case, cast.kamal)
    _contributed(case, cast)
    an_attachment(case, cast, person=poppy, words="Poppy drew her MORNINGS.")
    links.give_link(case, member=case.family.members[0], reading_age=ReadingAge.ADULT, by=cast.kamal)
    learning.feedback(case, cast)
    learning.workers_say(case, cast, "Families wait long.")
    learning.answered(learning.complaint(cast, case=case), cast, "Rosa was right.")
    _supervised(case, cast)
    _opened(case, cast)
    stories.close(case, cast.kamal)
    return _checked_in(case, cast)


def _contributed(case: Case, cast: Cast) -> None:
    """A health visitor says what she knows by a link, somebody of the school is invited, and a search is kept."""
    _asked, given = asks_outside(case, cast)
    contributions.give_contribution(given.link, text="Jude and his shoes.", by=given.link)
    invitations.invite(
        cast.school,
        name="Ana Reyes",
        email="ana@example.org",
        role=Role.CONTRIBUTOR,
        case=case,
        address_of=lambda token: token,
        by=cast.mabel,
    )
    searches.keep_search("Poppy Ashdown", by=cast.kamal)


def _supervised(case: Case, cast: Cast) -> None:
    held = supervision.begin(cast.kamal, held_on=clock.today(), by=cast.mabel)
    supervision.discuss(held, case, decision="See Jude alone.", restricted=False, by=cast.mabel)
    supervision.finish(held, held=1, by=cast.mabel)
    group = group_supervision.begin(
        [cast.kamal, cast.colette], held_on=clock.today(), question="How do we hear a child?", by=cast.mabel
    )
    group_supervision.discuss(group, case, decision="Draw with Jude.", restricted=False, by=cast.mabel)
    group_supervision.write_learned(group, learned="Draw first.", read_version=group.version, by=cast.mabel)
    group_supervision.finish(group, by=cast.mabel)


def _opened(case: Case, cast: Cast) -> None:
    glass = break_glass.open_for_a_reason(
        case.family,
        kind=GlassKind.AT_RISK,
        because="Rosa’s neighbour rang.",
        lasts=timedelta(minutes=60),
        sees_already=False,
        ruled_out=False,
        link=lambda one: one.code,
        by=cast.flora,
    )
    break_glass.review_glass(glass, verdict=Verdict.RIGHT, words="Rosa was unharmed.", by=cast.mabel)
    note_looks(cast.flora.id, [Seen(Subject.FAMILY, case.family_id, "families.family", because="Rosa rang.")])
    everything_held.take_everything_held(
        case.family, case.family.members[0].person, purpose="Rosa asked; I know her.", by=cast.mabel
    )
    keeping.keep_draft(cast.kamal.id, f"/cases/{write_code(case.code)}/notes/new", {"text": ["Jude’s shoes"]})
    hold = retention.place_hold(
        case.family, because="Rosa’s claim.", review_on=clock.today() + timedelta(days=9), by=cast.mabel
    )
    retention.review_hold(hold, review=HoldReview.LIFTED, because="Rosa dropped it.", review_on=None, by=cast.mabel)


def files() -> Path:
    """Where the application under test keeps attachments."""
    return Path(current_app.config["ATTACHMENTS_FOLDER"])


def proposed(cast: Cast, held: Any) -> Disposal:
    """Mabel proposes that a record goes; committed."""
    due = queries.due_of(held)
    disposal = disposals.propose_disposal(
        held, facts=due.facts, rule=due.rule, because="Its time is over.", by=cast.mabel
    )
    db.session.commit()
    return disposal


def decided(cast: Cast, disposal: Disposal, decision: Decision = Decision.APPROVE, **more: Any) -> Disposal:
    """Adam decides on it; committed."""
    due = queries.due_of(disposal.family or disposal.contact)
    said = {
        "words": "I looked at the register.",
        "facts": due.facts,
        "rule": due.rule,
        "files": files(),
        "by": cast.adam,
    }
    disposals.review_disposal(disposal, decision=decision, **said | more)
    db.session.commit()
    return disposal


def disposed(cast: Cast, held: Any) -> Disposal:
    """A record that is gone; committed."""
    return decided(cast, proposed(cast, held))


def all_that_is_held() -> dict[str, str]:
    """Every row of the whole database as text, by table: as the records read it, so without encryption."""
    found = {}
    for table in Base.metadata.sorted_tables:
        rows = db.session.execute(sa.select(table).order_by(*table.primary_key.columns)).all()
        found[table.name] = "\n".join(str(tuple(row)) for row in rows)
    return found


def day(moment: datetime) -> Any:
    """A moment at which the clock stands."""
    return clock.at(moment)


def family_of(case: Case) -> Family:
    """The family of a case, as it is read now."""
    return db.session.get_one(Family, case.family_id)
