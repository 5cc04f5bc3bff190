"""Every form of the service, filled in as a person would: who, where, what they answer.

The reliability board is held over this table: a form sent twice is done once, two tabs overwrite nothing, every deed
leaves exactly one event. A page that takes a form and has no row here fails the tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from familyhelp.casework import (
    assessments,
    contacts,
    follow_ups,
    leads,
    notes,
    plans,
    practice_models,
    self_evaluations,
    voices,
)
from familyhelp.extensions import db
from familyhelp.models import Agency, Area, Case, Note
from familyhelp.practice import clock
from familyhelp.practice.assessing import Heard, Shared, Topic
from familyhelp.practice.domains import Headline
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.practice_models import BuiltIn
from familyhelp.practice.published import AreaLevel
from familyhelp.practice.references import write_code
from familyhelp.practice.self_evaluations import Given, Which
from familyhelp.practice.stages import Stage
from familyhelp.practice.triage import ContactOutcome, Level
from tests import (
    attachment_stories,
    by_link,
    filled_audits,
    filled_disposals,
    filled_light,
    filled_people,
    filled_protection,
    filled_retention,
    filled_sharing,
    filled_steps,
    filled_uploads,
    group_stories,
    report_stories,
    step_down_stories,
    stories,
)
from tests import filled_front_door as front
from tests import filled_workforce as workforce
from tests.cast import Cast
from tests.filled_agencies import AGENCIES
from tests.filled_asking import ASKING
from tests.filled_learning import LEARNING
from tests.filled_measures import MEASURES
from tests.filled_relations import RELATIONS
from tests.filled_tables import TABLES
from tests.filling import Filled, day, on


def _conor_joins(case: Case, cast: Cast) -> None:
    leads.add_contributor(case, person=cast.conor, by=cast.kamal)


def _plan_written(case: Case, cast: Cast) -> None:
    stories.write_plan(case, cast.kamal)


def _three_outcomes(case: Case, cast: Cast) -> None:
    stories.write_plan(case, cast.kamal, count=3)


def _up(case: Case, cast: Cast) -> None:
    stories.ask_up(case, cast.kamal)


def _down(case: Case, cast: Cast) -> None:
    stories.ask_down(case, cast.lionel)


def _slip_written(case: Case, cast: Cast) -> None:
    plans.write_contingency(case, text="Ring school.", read_version=0, by=cast.kamal)


def _meeting_arranged(case: Case, cast: Cast) -> None:
    stories.arrange(case, cast.kamal)


def _reviewed(case: Case, cast: Cast) -> None:
    stories.review(case, cast.kamal)


def _family_asked(case: Case, cast: Cast) -> None:
    stories.ask_family(case, cast.kamal)


def _family_met(case: Case, cast: Cast) -> None:
    stories.family_meets(case, cast.kamal)


def action_page(stage: Stage, tail: str, *more: Callable[[Case, Cast], None]) -> Callable[[Cast], str]:
    """The address of a page of a case's first action."""

    def where(cast: Cast) -> str:
        case = stories.a_case(cast, stage)
        for happen in more:
            happen(case, cast)
        db.session.commit()
        action = case.plans[-1].outcomes[0].actions[0]
        return f"/cases/{write_code(case.code)}/plan/actions/{write_code(action.code)}{tail}"

    return where


def _a_note(case: Case, cast: Cast) -> Note:
    return notes.write_note(
        case,
        kind=NoteKind.VISIT,
        happened_on=clock.today(),
        text="We met at home.",
        people_seen=None,
        restricted=False,
        by=cast.kamal,
    )


def note_page(tail: str, *more: Callable[[Case, Note, Cast], str | None]) -> Callable[[Cast], str]:
    """The address of a page of a new note, after some more of its story; what that gives stands at its end."""

    def where(cast: Cast) -> str:
        case = stories.a_case(cast, Stage.ACTIVE)
        note = _a_note(case, cast)
        end = "".join(happen(case, note, cast) or "" for happen in more)
        db.session.commit()
        return f"/cases/{write_code(case.code)}/notes/{write_code(note.code)}{tail}{end}"

    return where


def _asked(case: Case, note: Note, cast: Cast) -> str:
    asked = follow_ups.ask(case, note, of=cast.kamal, due_on=clock.today(), what="Ring school.", by=cast.mabel)
    return write_code(asked.code)


def _shown(case: Case, note: Note, cast: Cast) -> None:
    notes.share_note(case, note, shared_with="Rosa", shared_on=clock.today(), by=cast.kamal)


def _handed_over(case: Case, cast: Cast) -> None:
    leads.change_lead(case, lead=cast.colette, by=cast.mabel, because="Leave.", handover="Ring Rosa first.")


def _low_money(case: Case, cast: Cast) -> None:
    assessments.write_part(
        case,
        Headline.MONEY,
        working_well="",
        worries="No heating.",
        needs_to_happen="",
        score=2,
        read_version=0,
        by=cast.kamal,
    )
    assessments.explain_low_score(case, Headline.MONEY, because="First things first.", read_version=0, by=cast.kamal)


def _shared(case: Case, cast: Cast) -> None:
    assessments.share_assessment(
        case, shared_on=clock.today(), with_whom="Rosa", how=Shared.READ_TOGETHER, by=cast.kamal
    )


def _poppy_spoke(case: Case, cast: Cast) -> None:
    voices.write_voice(
        case,
        case.family.members[1].person,
        heard=Heard.IN_PERSON,
        heard_on=clock.today(),
        heard_by="",
        words="I like my teacher.",
        daily_life="",
        because="",
        read_version=0,
        by=cast.kamal,
    )


def _grandma_helps(case: Case, cast: Cast) -> None:
    voices.write_around(case, Topic.NETWORK, who="Grandma.", more="", read_version=0, by=cast.kamal)


def _child(tail: str, *more: Callable[[Case, Cast], None]) -> Callable[[Cast], str]:
    """The address of a page about the first child in the assessment of a new case."""

    def where(cast: Cast) -> str:
        case = stories.a_case(cast, Stage.ASSESSING)
        for happen in more:
            happen(case, cast)
        db.session.commit()
        person = case.family.members[1].person
        return f"/cases/{write_code(case.code)}/assessment/people/{write_code(person.code)}{tail}"

    return where


def _rosas_page(cast: Cast) -> str:
    case = stories.a_case(cast, Stage.ACTIVE)
    return f"/cases/{write_code(case.code)}/family-page/people/{write_code(case.family.members[0].person.code)}"


def _rosas_copy(cast: Cast) -> str:
    case = stories.a_case(cast, Stage.ACTIVE)
    return f"/cases/{write_code(case.code)}/plan/copies/{write_code(case.family.members[0].person.code)}/given"


def _conor_page(cast: Cast) -> str:
    path = on(Stage.ACTIVE, "/team", _conor_joins)(cast)
    return f"{path}/{write_code(cast.conor.code)}/end"


def _person(tail: str, name: str = "sven") -> Callable[[Cast], str]:
    return lambda cast: f"/people/{write_code(getattr(cast, name).code)}{tail}"


def _model(tail: str, used: bool = False) -> Callable[[Cast], str]:
    def where(cast: Cast) -> str:
        name = f"Saltmere’s way{tail}"
        model = practice_models.start_model(name=name, based_on=BuiltIn.THREE_COLUMNS, by=cast.adam)
        if used:
            practice_models.use_model(model, by=cast.adam)
        db.session.commit()
        return f"/practice-models/{write_code(model.code)}{tail}"

    return where


def _suspended(cast: Cast) -> str:
    cast.sven.is_active = False
    db.session.commit()
    return _person("/restore")(cast)


def request(tail: str, *more: Callable[[Any, Cast], Any]) -> Callable[[Cast], str]:
    """The address of a page of a new request for help, after some more of its story."""

    def where(cast: Cast) -> str:
        contact = stories.a_request(cast)
        for happen in more:
            happen(contact, cast)
        db.session.commit()
        return f"/requests/{write_code(contact.code)}{tail}"

    return where


def _all_new(contact: Any, cast: Cast) -> None:
    for named in contact.people:
        contacts.create_person(contact, named, by=cast.flora)


def _flora_has_it(contact: Any, cast: Cast) -> None:
    contacts.claim(contact, by=cast.flora)


def _mabel_has_it(contact: Any, cast: Cast) -> None:
    contacts.claim(contact, by=cast.mabel)


def _passed_on(contact: Any, cast: Cast) -> None:
    stories.decide(cast, contact, ContactOutcome.STEP_UP, Level.ACUTE, team=None)


def family(tail: str, of_a_person: bool = False) -> Callable[[Cast], str]:
    """The address of a page of a new family, or of its first person."""

    def where(cast: Cast) -> str:
        made = stories.a_family()
        db.session.commit()
        person = f"/people/{write_code(made.members[0].person.code)}" if of_a_person else ""
        return f"/families/{write_code(made.code)}{person}{tail}"

    return where


CALL = {
    "source": "2A",
    "referrer_name": "Ms Hale",
    "needs": "Poppy misses school.",
    "urgency": "routine",
    "people-0-forename": "Poppy",
    "people-0-surname": "Ashdown",
    "people-0-role": "child",
}
PART = {
    "working_well": "She reads to her brother.",
    "worries": "Two days missed.",
    "needs_to_happen": "Calm mornings.",
    "score": "4",
}
OUTCOME = {
    "words": "We want to eat together.",
    "headline": "relationships",
    "how_we_know": "Three evenings a week.",
    "start_score": "3",
    "goal_score": "7",
}
ASKED = {
    "reasons": "The risk has grown.",
    "risk": "For Poppy.",
    "tried": "Weekly visits.",
    "family_view": "Rosa is worried.",
    "family_agrees": "yes",
}

REQUEST = {
    "source": "2A",
    "needs": "Mornings are hard.",
    "urgency": "routine",
    "people-0-forename": "Ines",
    "people-0-surname": "Calder",
    "people-0-role": "parent",
    "people-1-forename": "Wren",
    "people-1-surname": "Calder",
    "people-1-role": "child",
}
FRONT_DOOR: dict[str, Filled] = {
    "contacts.receive": Filled("flora", lambda _: "/requests/new", REQUEST),
    "contacts.claim": Filled("flora", front.at("/claim")),
    "contacts.release": Filled("flora", front.at("/release", front.claimed)),
    "contacts.take_over": Filled("flora", front.at("/take-over", front.held_by_somebody_else), {"because": "Away."}),
    "contacts.urgency": Filled("flora", front.at("/urgency"), {"urgency": "urgent", "because": "Cold."}),
    "contacts.correct": Filled("flora", front.at("/correct"), {"needs": "Mornings and money."}, edits="needs"),
    "contacts.decide": Filled(
        "flora",
        front.at("/decide", front.matched),
        {"level": "3", "outcome": "targeted", "team": "<north>", "rationale": "A key worker is needed."},
        events=3,
    ),
    "contacts.acknowledge": Filled(
        "lionel", front.at("/acknowledge", front.passed_on), {"who": "The duty team", "how": "phone"}
    ),
    "contacts.come_back": Filled("flora", front.at("/come-back", front.returned), {"answer": "She is called Wren."}),
    "matches.match": Filled("flora", front.at("/people/1"), {"person": "new"}),
    "matches.undo": Filled("flora", front.at("/people/1/undo", front.matched), {"because": "A cousin."}),
    "families.person": Filled("flora", front.family_page("/people/<person>"), {"known_as": "Rosie"}, edits="known_as"),
    "families.move": Filled(
        "flora",
        front.family_page("/people/<person>/address"),
        {"lines": "9 Quay Street, Saltmere", "starts_on": 0},
    ),
    "families.add": Filled(
        "flora", front.family_page("/add"), {"forename": "Nan", "surname": "Ashdown", "role": "network"}
    ),
}


def scorecard_of_saltmere(_cast: Cast) -> str:
    """The form that asks why somebody takes the scorecard of an authority away."""
    area = Area(level=AreaLevel.AUTHORITY, name="Saltmere", number="999")
    db.session.add(area)
    db.session.commit()
    return f"/scorecard/areas/{area.id}/2025/export"


def _evaluation(tail: str) -> Callable[[Cast], str]:
    """A page of an open evaluation in which the manager gave one view, with a next step."""

    def where(cast: Cast) -> str:
        held = self_evaluations.begin(Which.ENABLERS, day=clock.today(), occasion="The board", by=cast.anita)
        given = Given("grip", "We publish it.", "Ask the schools", "Morag", clock.today() + timedelta(days=30))
        view = self_evaluations.give_view(held, "vision", given, read_version=0, by=cast.mabel)
        db.session.commit()
        return f"/self-evaluations/{write_code(held.code)}{tail}".replace("<view>", write_code(view.code))

    return where


FILLED: dict[str, Filled] = FRONT_DOOR | {
    "contacts.receive": Filled("flora", lambda _: "/requests/new", CALL),
    "contacts.decide": Filled(
        "flora",
        request("/decide", _all_new),
        {"level": "3", "outcome": "targeted", "team": "<north>", "rationale": "Two services."},
        events=3,
    ),
    "contacts.claim": Filled("flora", request("/claim")),
    "contacts.release": Filled("flora", request("/release", _flora_has_it), {"because": "Off to a visit."}),
    "contacts.take_over": Filled("flora", request("/take-over", _mabel_has_it), {"because": "Mabel is away."}),
    "contacts.urgency": Filled("flora", request("/urgency"), {"urgency": "urgent", "because": "x"}, edits="risk"),
    "contacts.correct": Filled("flora", request("/correct"), {"needs": "Three mornings."}, edits="needs"),
    "contacts.acknowledge": Filled(
        "lionel", request("/acknowledge", _passed_on), {"who": "Ines Marlow", "how": "phone"}
    ),
    "matches.match": Filled("flora", request("/people/1"), {"person": "new"}),
    "matches.undo": Filled("flora", request("/people/1/undo", _all_new), {"because": "Another Rosa."}),
    "families.person": Filled("flora", family("", of_a_person=True), {"phone": "01632 960124"}, edits="language"),
    "families.move": Filled("flora", family("/address", of_a_person=True), {"lines": "2 New Road"}, edits="lines"),
    "families.add": Filled("flora", family("/add"), {"forename": "Ivor", "surname": "Penhale", "role": "network"}),
    "cases.allocate": Filled("mabel", on(Stage.ALLOCATING, "/allocate"), {"lead": "<kamal>", "because": "Near."}),
    "cases.change_lead": Filled(
        "mabel",
        on(Stage.ACTIVE, "/lead"),
        {"lead": "<colette>", "because": "Leave.", "handover": "Ring Rosa first."},
    ),
    "cases.add_contributor": Filled("kamal", on(Stage.ACTIVE, "/team"), {"person": "<conor>"}),
    "cases.name_supporter": Filled(
        "mabel", lambda cast: on(Stage.ACTIVE, "/supporter", lead=cast.lena)(cast), {"person": "<colette>"}
    ),
    "cases.end_contributor": Filled("kamal", _conor_page, {"because": "Changed school."}),
    "agreements.record": Filled(
        "kamal", on(Stage.ASSESSING, "/agreement", agreed=False), {"agreed_by": "Rosa", "how": "in_person"}
    ),
    "agreements.withdraw": Filled(
        "kamal", on(Stage.ACTIVE, "/agreement/withdraw"), {"because": "“Enough now.”", "route": "universal"}
    ),
    "agreements.again": Filled(
        "mabel", on(Stage.ACTIVE, "/agreement/again", _handed_over), {"agreed_by": "Rosa", "how": "in_person"}
    ),
    "agreements.refuse": Filled(
        "kamal",
        on(Stage.ASSESSING, "/agreement/refused", agreed=False),
        {"refused_by": "Rosa", "because": "“We manage.”", "route": "no_further"},
    ),
    "assessments.part": Filled("kamal", on(Stage.ASSESSING, "/assessment/health"), PART),
    "assessments.complete": Filled(
        "kamal",
        on(Stage.ASSESSING, "/assessment/complete", lambda case, cast: stories.one_part(case, cast.kamal)),
        {"because": "They are seen on Friday."},
    ),
    "assessments.reason": Filled(
        "kamal", on(Stage.PLANNING, "/assessment/money/reason", _low_money), {"because": "Later."}, edits="because"
    ),
    "assessments.share": Filled(
        "kamal", on(Stage.PLANNING, "/assessment/share"), {"with_whom": "Rosa", "how": "read_together"}
    ),
    "assessments.answer": Filled(
        "kamal",
        on(Stage.PLANNING, "/assessment/shared/1/answer", _shared),
        {"answer": "comments", "says": "Say that I work nights."},
    ),
    "voices.voice": Filled(
        "kamal",
        _child("", _poppy_spoke),
        {"words": "I like it when Mum walks with me.", "heard": "play", "heard_on": 0},
        edits="words",
    ),
    "voices.around": Filled(
        "kamal",
        on(Stage.ASSESSING, "/assessment/about/network", _grandma_helps),
        {"who": "Grandma, on Fridays."},
        edits="who",
    ),
    "voices.advocacy": Filled(
        "kamal",
        _child("/advocacy"),
        {"offered_by": "Kamal Osei", "explained": "Somebody on your side.", "answer": "thinking"},
    ),
    "voices.communication": Filled(
        "kamal",
        _child("/communication"),
        {"communication": ["signs", "easy_read"], "communication_note": "Ring, do not write."},
        edits="communication_note",
    ),
    "plans.start": Filled("kamal", on(Stage.PLANNING, "/plan/start")),
    "plans.new_outcome": Filled("kamal", on(Stage.PLANNING, "/plan/outcomes/new", _plan_written), OUTCOME),
    "plans.outcome": Filled("kamal", on(Stage.PLANNING, "/plan/outcomes/1", _plan_written), OUTCOME, edits="words"),
    "plans.remove_outcome": Filled("kamal", on(Stage.PLANNING, "/plan/outcomes/2/remove", _plan_written)),
    "plans.one_more": Filled("mabel", on(Stage.PLANNING, "/plan/one-more", _three_outcomes), {"because": "Twins."}),
    "plans.agree": Filled(
        "kamal", on(Stage.PLANNING, "/plan/agree", _plan_written), {"agreed_by": "Rosa", "how": "in_person"}
    ),
    "actions.new_action": Filled(
        "kamal",
        on(Stage.PLANNING, "/plan/outcomes/1/actions/new", _plan_written),
        {"what": "Ring the school.", "owner_kind": "family", "owner_name": "Rosa", "due_on": 10},
    ),
    "actions.action": Filled(
        "kamal",
        action_page(Stage.PLANNING, "", _plan_written),
        {"what": "Ring the nursery.", "owner_kind": "family", "owner_name": "Rosa", "due_on": 10},
        edits="what",
    ),
    "actions.remove_action": Filled("kamal", action_page(Stage.PLANNING, "/remove", _plan_written)),
    "actions.report": Filled(
        "kamal", action_page(Stage.ACTIVE, "/report"), {"progress": "Half of it."}, edits="progress"
    ),
    "links.give": Filled("kamal", _rosas_page, {"reading_age": "adult"}),
    "links.new_code": Filled("kamal", by_link.of_a_link("code")),
    "links.revoke": Filled("kamal", by_link.of_a_link("end"), {"because": "A new phone."}),
    "links.owner": Filled("kamal", by_link.of_an_owner),
    "links.attend": Filled("kamal", by_link.of_an_answer, {"done_about": "I rang, and we changed it."}),
    "copies.give": Filled("kamal", _rosas_copy, {"format": "pdf", "how": "handed"}),
    "reviews.new": Filled(
        "kamal",
        on(Stage.ACTIVE, "/reviews/new"),
        {
            "attended": "Rosa and Poppy.",
            "progress": "Better.",
            "decision": "continue",
            "next_review_on": 42,
            "standing_1": "better",
            "standing_2": "same",
            "score_1_practitioner": "5",
            "score_2_practitioner": "6",
        },
    ),
    "plans.contingency": Filled(
        "kamal",
        on(Stage.PLANNING, "/plan/if-things-slip", _plan_written, _slip_written),
        {"text": "Ring Grandma first."},
        edits="text",
    ),
    "meetings.arrange": Filled(
        "kamal",
        on(Stage.ACTIVE, "/meeting/arrange"),
        {"meets_on": 10, "meets_at": "15:30", "place": "School", "agenda": "Mornings.", "others": "Grandma Lil"},
    ),
    "meetings.change": Filled(
        "kamal", on(Stage.ACTIVE, "/meeting/change", _meeting_arranged), {"place": "The library"}, edits="agenda"
    ),
    "meetings.call_off": Filled(
        "kamal", on(Stage.ACTIVE, "/meeting/call-off", _meeting_arranged), {"because": "Poppy is ill."}
    ),
    "reviews.copies": Filled("kamal", on(Stage.ACTIVE, "/reviews/1/copies", _reviewed), {"others": "Rosa, Poppy"}),
    "family_meetings.offer": Filled(
        "kamal", on(Stage.ACTIVE, "/family-meetings/offer"), {"offered_to": "Rosa", "note": "With her sisters."}
    ),
    "family_meetings.held": Filled(
        "kamal",
        on(Stage.ACTIVE, "/family-meetings/1/held", _family_asked),
        {
            "answered_by": "Rosa and her sisters",
            "plan_text": "Lil has the children on Fridays.",
            "words_1": "We want quiet Fridays.",
            "headline_1": "relationships",
        },
    ),
    "family_meetings.declined": Filled(
        "kamal", on(Stage.ACTIVE, "/family-meetings/1/declined", _family_asked), {"answered_by": "Rosa"}
    ),
    "family_meetings.start_plan": Filled(
        "kamal", on(Stage.ACTIVE, "/family-meetings/1/plan", _family_met), {"because": "The family made a plan."}
    ),
    "notes.new": Filled("kamal", on(Stage.ACTIVE, "/notes/new"), {"kind": "visit", "text": "We met at home."}),
    "notes.ask": Filled(
        "kamal", note_page("/follow-ups/new"), {"what": "Ring the school.", "of": "<kamal>", "due_on": 3}
    ),
    "notes.answer": Filled("kamal", note_page("/follow-ups/", _asked), {"answer": "They know now."}),
    "notes.share": Filled("kamal", note_page("/share"), {"shared_with": "Rosa"}),
    "notes.comment": Filled(
        "kamal", note_page("/comments/new", _shown), {"said_by": "Rosa", "text": "It was a calmer day than that."}
    ),
    "handovers.read": Filled("colette", on(Stage.ACTIVE, "/handover/read", _handed_over)),
    "handovers.tell": Filled(
        "mabel", on(Stage.ACTIVE, "/handover/family-told", _handed_over), {"told_how": "by_phone", "told_by": "Kamal"}
    ),
    "notes.correct": Filled(
        "kamal", note_page("/correct"), {"text": "We met at school.", "because": "Wrong place."}, edits="text"
    ),
    "steps.step_up": Filled("kamal", on(Stage.ACTIVE, "/step-up"), {**ASKED, "pace": "planned"}),
    "steps.step_down": Filled("lionel", on(Stage.STATUTORY, "/step-down"), {**ASKED, "to_level": "3"}),
    "steps.recall_step_up": Filled("kamal", on(Stage.ACTIVE, "/step-up/recall", _up), {"because": "Calmer now."}),
    "steps.recall_step_down": Filled(
        "lionel", on(Stage.STATUTORY, "/step-down/recall", _down), {"because": "Too soon."}
    ),
    "steps.accept_step_up": Filled("lionel", on(Stage.ACTIVE, "/step-up/accept", _up), {"because": "Visit today."}),
    "steps.accept_step_down": Filled(
        "mabel", on(Stage.STATUTORY, "/step-down/accept", _down), {"lead": "<kamal>", "handover_on": 3}
    ),
    "steps.decline_step_up": Filled("lionel", on(Stage.ACTIVE, "/step-up/decline", _up), {"because": "Not yet."}),
    "steps.decline_step_down": Filled(
        "mabel", on(Stage.STATUTORY, "/step-down/decline", _down), {"because": "Not yet."}
    ),
    "closings.close": Filled(
        "kamal",
        on(Stage.ACTIVE, "/close"),
        {
            "reason": "met",
            "summary": "Mornings work.",
            "family_feedback": "It helped.",
            "sustaining_plan": "Ring Grandma.",
            "who_was_told": "School.",
            "check_ins": ["3", "6"],
            "result_1": "met",
            "result_2": "met",
            "score_1": "8",
            "score_2": "8",
        },
    ),
    "closings.check_in": Filled(
        "kamal", on(Stage.CLOSED, "/check-ins/3"), {"result": "sustained", "what_was_said": "Fine."}
    ),
    "closings.re_engage": Filled(
        "kamal", on(Stage.CLOSED, "/re-engage"), {"team": "<north>", "why": "It slipped."}, events=2
    ),
    "practice_models.start": Filled(
        "adam", lambda _: "/practice-models/new", {"name": "Saltmere’s way", "based_on": "ten_outcomes"}
    ),
    "practice_models.next_version": Filled("adam", _model("/versions", used=True)),
    "practice_models.scale": Filled("adam", _model("/scale"), {"lowest": "1", "highest": "5"}),
    "practice_models.domain": Filled("adam", _model("/domains/education"), {"prompt": "School."}, edits="prompt"),
    "practice_models.leave_out": Filled("adam", _model("/domains/crime/leave-out")),
    "practice_models.use": Filled("adam", _model("/use")),
    "exports.scorecard": Filled("anita", scorecard_of_saltmere, {"format": "csv", "purpose": "For the board."}),
    "exports.comparison": Filled(
        "mabel",
        lambda _: "/scorecard/measures/looked_after_rate/2025/export",
        {"format": "xlsx", "purpose": "For the board."},
    ),
    "self_evaluations.begin": Filled(
        "anita", lambda _: "/self-evaluations/new", {"which": "characteristics", "day": 0, "occasion": "The board"}
    ),
    "self_evaluations.give_view": Filled(
        "mabel", _evaluation("/rows/vision/view"), {"grade": "consolidation", "evidence": "Asked."}, edits="evidence"
    ),
    "self_evaluations.finish": Filled("anita", _evaluation("/finish"), {"summary": "The vision is clear."}),
    "self_evaluations.report_step": Filled("anita", _evaluation("/next-steps/<view>"), {"what": "They agreed."}),
    "caseloads.hand_over": Filled(
        "mabel",
        workforce.caseload,
        {"lead_all": "<colette>", "because": "Leave.", "talked_on": 0, "handover": "Ring Rosa first."},
        events=2,
    ),
    "leave.new": Filled("kamal", lambda _: "/leave/new", {"starts_on": 7, "ends_on": 11, "cover": "<colette>"}),
    "leave.new_for": Filled(
        "mabel",
        lambda cast: f"/leave/new/{write_code(cast.colette.code)}",
        {"starts_on": 20, "ends_on": 31, "cover": "<kamal>", "note": "Ring the office first."},
    ),
    "leave.end": Filled("mabel", workforce.leave_to_end),
    "telling.rhythm": Filled("kamal", lambda _: "/how-you-are-told/message", {"rhythm": "weekly"}),
    "telling.calendar": Filled("kamal", lambda _: "/how-you-are-told/calendar"),
    "telling.end_calendar": Filled("kamal", workforce.calendar_to_end),
    "clocks.change": Filled(
        "adam",
        lambda _: "/clocks/plan",
        {"length": "12", "late": "15", "from_on": 3, "because": "The board agreed."},
        edits="because",
    ),
    "supervision.begin": Filled("mabel", stories.worker_to_supervise, {"held_on": 0}),
    "supervision.family": Filled(
        "mabel", stories.family_to_discuss, {"decision": "Two visits a week until Easter."}, events=2
    ),
    "supervision.private": Filled(
        "mabel", stories.in_supervision("/private"), {"wellbeing": "Sleeps badly."}, edits="wellbeing"
    ),
    "supervision.finish": Filled("mabel", stories.in_supervision("/finish")),
    "group_supervision.begin": Filled(
        "mabel",
        group_stories.group_to_begin,
        {"held_on": 0, "question": group_stories.QUESTION, "workers": ["<kamal>", "<colette>"]},
    ),
    "group_supervision.family": Filled(
        "mabel", group_stories.family_to_discuss, {"decision": "Draw with Jude."}, events=2
    ),
    "group_supervision.learned": Filled(
        "mabel", group_stories.in_group("/learned"), {"learned": "Draw first, then talk."}, edits="learned"
    ),
    "group_supervision.finish": Filled("mabel", group_stories.in_group("/finish")),
    "practitioners.add": Filled(
        "adam", lambda _: "/people/new", {"name": "Nell Fry", "email": "nell@example.org", "role": "analyst"}
    ),
    "practitioners.edit": Filled("adam", _person("/edit"), {"name": "Sven H Halloran"}, edits="name"),
    "practitioners.suspend": Filled("adam", _person("/suspend"), {"because": "Left."}),
    "practitioners.restore": Filled("adam", _suspended, {"because": "Came back."}),
    "practitioners.password": Filled("adam", _person("/password")),
    "practitioners.add_team": Filled("adam", lambda _: "/teams/new", {"name": "East team"}),
    **filled_audits.filled(Filled),
    **filled_uploads.filled(Filled),
    **filled_people.filled(Filled),
    **report_stories.filled(Filled),
}

FILLED |= {name: Filled(**row) for name, row in filled_steps.ROWS.items()}
FILLED |= LEARNING
FILLED |= ASKING
FILLED |= filled_protection.filled(Filled)
FILLED |= attachment_stories.filled(Filled)
FILLED |= filled_retention.filled(Filled)
FILLED |= filled_disposals.filled(Filled)
FILLED |= filled_sharing.filled(Filled)
FILLED |= filled_light.filled(Filled)
FILLED |= MEASURES
FILLED |= TABLES
FILLED |= RELATIONS
FILLED |= AGENCIES
FILLED |= step_down_stories.filled(Filled)


def answers_for(filled: Filled, cast: Cast) -> dict[str, Any]:
    """What is sent: `<name>` becomes the code of that person of the cast, a number of days becomes three boxes."""
    sent: dict[str, Any] = {}
    for name, value in filled.answers.items():
        if isinstance(value, int):
            sent |= day(value, name)
        elif isinstance(value, str) and value.startswith("<"):
            thing = getattr(cast, value.strip("<>"))
            sent[name] = str(thing.id) if isinstance(thing, Agency) else getattr(thing, "code", None) or str(thing.id)
        elif isinstance(value, list):
            sent[name] = [getattr(cast, v.strip("<>")).code if v.startswith("<") else v for v in value]
        else:
            sent[name] = value
    return sent
