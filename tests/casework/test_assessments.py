"""The deeds of the assessment: what they keep, what they refuse, what they tell; and what the database refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from familyhelp.casework import assessments, voices
from familyhelp.extensions import db
from familyhelp.models import AdvocacyOffer, AssessmentPart, AssessmentShare, Event, LowScoreReason, Voice
from familyhelp.practice import clock
from familyhelp.practice.assessing import Advocacy, Communication, FamilyAnswer, Heard, Shared, Topic
from familyhelp.practice.chronology import EventKind, Subject
from familyhelp.practice.domains import Headline, Respondent
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import Changed, NotYet
from familyhelp.queries import assessments as queries
from familyhelp.queries import voices as people
from tests import stories
from tests.conftest import MONDAY


@pytest.fixture
def case(cast):
    return stories.a_case(cast, Stage.ASSESSING)


def part(case, who, domain=Headline.MONEY, **more):
    said = {
        "working_well": "", "worries": "No heating.", "needs_to_happen": "", "score": None, "read_version": 0,
        "by": who,
    }  # fmt: skip
    return assessments.write_part(case, domain, **(said | more))


def speak(case, person, who, **more):
    said = {
        "heard": Heard.IN_PERSON, "heard_on": clock.today(), "heard_by": "", "words": "I like my teacher.",
        "daily_life": "", "because": "", "read_version": 0, "by": who,
    }  # fmt: skip
    return voices.write_voice(case, person, **(said | more))


def events(case, kind) -> list[Event]:
    return list(
        db.session.scalars(
            sa.select(Event)
            .where(Event.subject == Subject.CASE, Event.subject_id == case.id, Event.kind == kind)
            .order_by(Event.id)
        )
    )


# Scores by respondent ---------------------------------------------------------------------------------------


def test_each_respondent_has_a_score_of_their_own_and_an_unchanged_one_keeps_its_day(session, cast, case):
    part(case, cast.kamal, score=4, others={Respondent.CHILD: 2, Respondent.PARENT: 6})
    with clock.at(MONDAY + timedelta(days=7)):
        second = part(
            case, cast.kamal, score=5, others={Respondent.CHILD: 2, Respondent.PARENT: 7, Respondent.NETWORK: 0},
            read_version=1,
        )  # fmt: skip
    session.commit()
    assert {s.respondent: (s.value, s.scored_on) for s in second.scores} == {
        Respondent.CHILD: (2, date(2026, 3, 2)),
        Respondent.PARENT: (7, date(2026, 3, 9)),
        Respondent.NETWORK: (0, date(2026, 3, 9)),
    }
    assert second.scored[Respondent.PRACTITIONER] == 5
    first = session.scalar(sa.select(AssessmentPart).where(AssessmentPart.version == 1))
    assert first.scored == {Respondent.PRACTITIONER: 4, Respondent.CHILD: 2, Respondent.PARENT: 6}, "never overwritten"


@pytest.mark.parametrize("value", [-1, 11])
def test_a_score_of_the_family_off_the_scale_is_refused(session, cast, case, value):
    with pytest.raises(NotYet) as refused:
        part(case, cast.kamal, others={Respondent.CHILD: value})
    assert refused.value.sentences[0].field_name == "score_child"
    assert not session.scalar(sa.select(sa.func.count(AssessmentPart.id)))


def test_a_stale_save_is_shown_every_score_and_both_needs(session, cast, case):
    part(case, cast.kamal, score=4, others={Respondent.CHILD: 2}, presenting_need="Cold.", underlying_need="Debt.")
    with pytest.raises(Changed) as refused:
        part(case, cast.kamal)
    stored = refused.value.stored
    assert (stored["presenting_need"], stored["underlying_need"], stored["score_child"]) == ("Cold.", "Debt.", "2")


# Low scores -------------------------------------------------------------------------------------------------


def low(case) -> list[Headline]:
    db.session.flush()
    one = list(queries.unanswered_low(case))
    assert one == [h for h in Headline if (w := queries.written_parts(case).get(h.value)) and w.unanswered], "as one"
    return one


def test_a_low_score_of_anybody_is_unfinished_until_a_reason_is_given(session, cast, case):
    part(case, cast.kamal, Headline.MONEY, score=3)
    part(case, cast.kamal, Headline.HEALTH, score=8, others={Respondent.CHILD: 1})
    part(case, cast.kamal, Headline.HOUSING, score=4, others={Respondent.PARENT: 4})
    part(case, cast.kamal, Headline.CRIME)
    assert low(case) == [Headline.HEALTH, Headline.MONEY]
    assessments.explain_low_score(case, Headline.MONEY, because="The adviser helps.", read_version=0, by=cast.kamal)
    assert low(case) == [Headline.HEALTH]
    part(case, cast.kamal, Headline.HEALTH, score=8, others={Respondent.CHILD: 4}, read_version=1)
    assert low(case) == [], "only the newest version counts"
    (event,) = events(case, EventKind.LOW_SCORE_EXPLAINED)
    assert (event.because, event.facts) == ("The adviser helps.", {"domain": "money"})


def test_an_outcome_in_the_newest_version_of_the_plan_answers_a_low_score(session, cast):
    case = stories.a_case(cast, Stage.PLANNING)
    part(case, cast.kamal, Headline.EDUCATION, score=2, read_version=1)
    assert low(case) == [Headline.EDUCATION]
    stories.write_plan(case, cast.kamal)
    assert low(case) == []
    session.commit()


def test_the_plan_of_another_family_answers_nothing(session, cast, case):
    other = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"))
    part(case, cast.kamal, Headline.EDUCATION, score=2)
    assert low(case) == [Headline.EDUCATION]
    part(other, cast.kamal, Headline.MONEY, score=0)
    assessments.explain_low_score(other, Headline.EDUCATION, because="Theirs.", read_version=0, by=cast.kamal)
    assert low(case) == [Headline.EDUCATION]


def test_a_reason_says_something_and_a_stale_one_overwrites_nothing(session, cast, case):
    with pytest.raises(NotYet):
        assessments.explain_low_score(case, Headline.MONEY, because=" ", read_version=0, by=cast.kamal)
    assessments.explain_low_score(case, Headline.MONEY, because="First.", read_version=0, by=cast.kamal)
    with pytest.raises(Changed) as refused:
        assessments.explain_low_score(case, Headline.MONEY, because="Mine.", read_version=0, by=cast.mabel)
    assert refused.value.stored == {"because": "First."}
    assessments.explain_low_score(case, Headline.MONEY, because="Second.", read_version=1, by=cast.mabel)
    assert session.scalars(sa.select(LowScoreReason.because).order_by(LowScoreReason.version)).all() == [
        "First.",
        "Second.",
    ]
    assert queries.newest_reason(case, Headline.MONEY).because == "Second."


# Voices -----------------------------------------------------------------------------------------------------


def test_every_voice_is_a_version_and_a_stale_one_overwrites_nothing(session, cast, case):
    poppy = case.family.members[1].person
    speak(case, poppy, cast.kamal, heard_by="Ms Hale, her teacher")
    with pytest.raises(Changed) as refused:
        speak(case, poppy, cast.kamal, words="Something else.")
    assert refused.value.stored["words"] == "I like my teacher."
    assert refused.value.stored["heard_on"] == "2 3 2026"
    speak(case, poppy, cast.kamal, words="I like swimming.", read_version=1)
    rows = session.execute(sa.select(Voice.words, Voice.heard_by).order_by(Voice.version)).all()
    assert rows == [("I like my teacher.", "Ms Hale, her teacher"), ("I like swimming.", "Kamal Osei")]
    assert [e.facts for e in events(case, EventKind.VOICE_WRITTEN)] == [
        {"person": "Poppy Ashdown", "heard": "in_person"}
    ] * 2


def test_somebody_who_was_heard_does_not_become_unheard(session, cast, case):
    poppy = case.family.members[1].person
    speak(case, poppy, cast.kamal, heard=Heard.NOT_YET, heard_on=None, words="", because="In hospital.")
    assert "Poppy Ashdown" in voices.unheard_children(case)
    speak(case, poppy, cast.kamal, read_version=1)
    assert "Poppy Ashdown" not in voices.unheard_children(case)
    with pytest.raises(NotYet, match="was heard already"):
        speak(case, poppy, cast.kamal, heard=Heard.NOT_YET, words="", because="Away.", read_version=2)


def test_a_voice_in_an_earlier_episode_is_no_voice_in_this_one(session, cast, case):
    other = stories.a_case(cast, Stage.ASSESSING, family=stories.a_family("Birch"))
    speak(other, other.family.members[1].person, cast.kamal)
    assert voices.unheard_children(case) == ["Poppy Ashdown", "Jude Ashdown"]


def test_completing_with_a_child_unheard_asks_why_and_nothing_changes_until_it_is_said(session, cast, case):
    stories.one_part(case, cast.kamal)
    session.commit()
    for nothing in (None, "", "  "):
        with pytest.raises(NotYet, match="Poppy Ashdown, Jude Ashdown"):
            assessments.complete_assessment(case, by=cast.kamal, because=nothing)
        assert not session.dirty and case.stage is Stage.ASSESSING
    assessments.complete_assessment(case, by=cast.kamal, because="Both ill; on Friday.")
    assert case.stage is Stage.PLANNING
    assert events(case, EventKind.ASSESSMENT_COMPLETED)[0].because == "Both ill; on Friday."


def test_completing_needs_no_reason_once_every_child_was_heard(session, cast, case):
    stories.one_part(case, cast.kamal)
    for member in case.family.members:
        if member.role is FamilyRole.CHILD:
            speak(case, member.person, cast.kamal, heard=Heard.PLAY)
    assessments.complete_assessment(case, by=cast.kamal)
    assert case.stage is Stage.PLANNING


def test_a_child_who_is_expected_or_has_died_or_left_holds_nothing_up(session, cast, case):
    _mother, poppy, jude = case.family.members
    poppy.person.died_on = clock.today()
    jude.ends_on = clock.today()
    session.flush()
    assert voices.unheard_children(case) == []
    jude.ends_on = None
    jude.person.birth_date, jude.person.due_date = None, date(2026, 6, 1)
    session.flush()
    assert voices.unheard_children(case) == []


def test_whoever_left_the_family_keeps_their_words_in_the_assessment(session, cast, case):
    jude = case.family.members[2]
    speak(case, jude.person, cast.kamal, words="I live with Dad now.")
    jude.ends_on = clock.today()
    session.commit()
    found = {h.person.forename: h for h in people.people_of(case)}
    assert found["Jude"].role is None and found["Jude"].voice.words == "I live with Dad now."
    assert set(found) == {"Rosa", "Poppy", "Jude"}


def test_who_else_helps_is_kept_in_versions(session, cast, case):
    voices.write_around(case, Topic.NETWORK, who="Grandma.", more="", read_version=0, by=cast.kamal)
    with pytest.raises(Changed):
        voices.write_around(case, Topic.NETWORK, who="Nobody.", more="", read_version=0, by=cast.kamal)
    with pytest.raises(NotYet):
        voices.write_around(case, Topic.PROFESSIONALS, who=" ", more="", read_version=0, by=cast.kamal)
    voices.write_around(case, Topic.NETWORK, who="Grandma, Uncle Jo.", more="", read_version=1, by=cast.kamal)
    assert people.around(case)[Topic.NETWORK].who == "Grandma, Uncle Jo."
    assert Topic.PROFESSIONALS not in people.around(case)


# Advocacy and communication ---------------------------------------------------------------------------------


def test_each_offer_of_an_advocate_is_a_record_of_its_own_and_the_newest_stands(session, cast, case):
    poppy = case.family.members[1].person
    for answer in (Advocacy.THINKING, Advocacy.TAKEN_UP):
        voices.offer_advocacy(
            case, poppy, offered_on=clock.today(), offered_by="Kamal", explained="Somebody on your side.",
            answer=answer, by=cast.kamal,
        )  # fmt: skip
    assert session.scalar(sa.select(sa.func.count(AdvocacyOffer.id))) == 2
    found = {h.person.forename: h for h in people.people_of(case)}
    assert found["Poppy"].offer.answer is Advocacy.TAKEN_UP
    assert found["Jude"].offer is None and found["Jude"].to_offer and found["Rosa"].to_offer
    assert [e.facts["advocacy"] for e in events(case, EventKind.ADVOCACY_OFFERED)] == ["thinking", "taken_up"]


@pytest.mark.parametrize("lack", ["offered_by", "explained"])
def test_an_offer_says_who_made_it_and_in_what_words(session, cast, case, lack):
    said = {"offered_on": clock.today(), "offered_by": "Kamal", "explained": "On your side.", lack: " "}
    with pytest.raises(NotYet) as refused:
        voices.offer_advocacy(
            case, case.family.members[1].person, **said, answer=Advocacy.NOT_NOW, by=cast.kamal
        )  # fmt: skip
    assert [s.field_name for s in refused.value.sentences] == [lack]


def test_how_somebody_understands_best_is_kept_on_the_person_and_what_was_there_stays_in_the_event(session, cast, case):
    rosa = case.family.members[0].person

    def write(version, **more):
        said = {"language": "Polish", "interpreter": True, "needs": [], "note": None}
        voices.write_communication(rosa, **(said | more), read_version=version, by=cast.kamal)

    write(rosa.version, needs=[Communication.EASY_READ, Communication.SIGNS])
    session.commit()
    assert rosa.communication_needs == [Communication.SIGNS, Communication.EASY_READ]
    assert list(people.who_needs_what(case.family_id)) == [rosa]
    with pytest.raises(Changed) as refused:
        write(rosa.version - 1, needs=[Communication.LARGE_PRINT])
    assert refused.value.stored["communication"] == "Sign language or Makaton, Easy read"
    session.rollback()
    write(rosa.version, interpreter=False)
    session.commit()
    assert list(people.who_needs_what(case.family_id)) == []
    last = session.scalars(
        sa.select(Event).where(Event.kind == EventKind.PERSON_CHANGED).order_by(Event.number.desc())
    ).first()
    assert last.facts["was_communication"] == "signs easy_read"


# Sharing ----------------------------------------------------------------------------------------------------


def share(case, who, **more):
    said = {"shared_on": clock.today(), "with_whom": "Rosa", "how": Shared.READ_TOGETHER, "by": who}
    return assessments.share_assessment(case, **(said | more))


def test_it_is_shared_and_answered_and_an_answer_is_written_once(session, cast):
    case = stories.a_case(cast, Stage.PLANNING)
    due = case.next_due_on
    first = share(case, cast.kamal)
    answer = {"answered_on": clock.today(), "by": cast.kamal}
    with pytest.raises(NotYet):
        assessments.record_answer(case, first, answer=FamilyAnswer.DISAGREES, says=" ", **answer)
    assessments.record_answer(case, first, answer=FamilyAnswer.DISAGREES, says="We were not asked.", **answer)
    with pytest.raises(NotYet, match="already recorded"):
        assessments.record_answer(case, first, answer=FamilyAnswer.AGREES, says="", **answer)
    second = share(case, cast.kamal, how=Shared.WITH_INTERPRETER)
    assessments.record_answer(case, second, answer=FamilyAnswer.AGREES, says="", **answer)
    session.commit()
    assert [(s.number, s.answer) for s in queries.shares_of(case)] == [
        (2, FamilyAnswer.AGREES),
        (1, FamilyAnswer.DISAGREES),
    ]
    assert [e.facts["family_answer"] for e in events(case, EventKind.ASSESSMENT_ANSWERED)] == ["disagrees", "agrees"]
    assert case.next_due_on == due, "sharing moves no clock"


def test_nothing_is_shared_that_is_not_complete(session, cast, case):
    with pytest.raises(NotYet, match="does not fit a case at the stage"):
        share(case, cast.kamal)


def test_no_needs_and_voices_are_lost_with_a_case_that_waits(session, cast):
    waiting = stories.a_case(cast, Stage.ALLOCATING)
    with pytest.raises(NotYet):
        speak(waiting, waiting.family.members[1].person, cast.kamal)
    with pytest.raises(NotYet):
        part(waiting, cast.kamal)


# The database -----------------------------------------------------------------------------------------------

REFUSED = {
    "ck_assessment_scores_value_on_scale": "UPDATE assessment_scores SET value = 11",
    "ck_assessment_scores_not_the_practitioner": "UPDATE assessment_scores SET respondent = 'practitioner'",
    "ck_assessment_voices_heard_or_why_not": "UPDATE assessment_voices SET because = 'x'",
    "ck_assessment_voices_heard_on_a_day": "UPDATE assessment_voices SET heard_on = NULL",
    "ck_assessment_shares_answered_on_a_day": "UPDATE assessment_shares SET answer = 'agrees'",
    "ck_assessment_shares_answered_in_words": (
        "UPDATE assessment_shares SET answer = 'disagrees', answered_on = shared_on"
    ),
}


@pytest.mark.parametrize("rule", REFUSED)
def test_each_rule_of_the_database_refuses_what_it_says(session, cast, rule):
    case = stories.a_case(cast, Stage.PLANNING)
    part(case, cast.kamal, others={Respondent.CHILD: 4})
    speak(case, case.family.members[1].person, cast.kamal)
    share(case, cast.kamal)
    session.commit()
    with pytest.raises(IntegrityError, match=rule), db.engine.begin() as connection:
        connection.execute(sa.text(REFUSED[rule]))


def test_one_number_of_a_share_and_one_version_of_a_voice(session, cast):
    case = stories.a_case(cast, Stage.PLANNING)
    poppy = case.family.members[1].person
    speak(case, poppy, cast.kamal)
    share(case, cast.kamal)
    session.commit()
    for model in (Voice, AssessmentShare):
        table = model.__table__
        names = [c.name for c in table.columns if c.name != "id"]
        copy = sa.insert(table).from_select(names, sa.select(*(table.c[name] for name in names)))
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.execute(copy)
