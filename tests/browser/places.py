"""Every page that is read, as one of its readers finds it. (Pages with a form are in tests/filled.py.)"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

import sqlalchemy as sa

from familyhelp.casework import (
    assessments,
    closings,
    contacts,
    copies,
    exports,
    follow_ups,
    leads,
    notes,
    plans,
    practice_models,
    reviews,
    self_evaluations,
    voices,
)
from familyhelp.demo.figures import import_figures
from familyhelp.extensions import db
from familyhelp.models import Case, Dataset, Figure, Note, PracticeModel
from familyhelp.practice import clock
from familyhelp.practice.assessing import Heard, Topic
from familyhelp.practice.copies import CopyFormat, CopyHow
from familyhelp.practice.domains import Headline, Respondent
from familyhelp.practice.exports import ExportFormat, What
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.outcomes import ReviewDecision, Standing
from familyhelp.practice.practice_models import BuiltIn
from familyhelp.practice.references import write_code
from familyhelp.practice.reviews import Progress
from familyhelp.practice.self_evaluations import Given, Which, newest
from familyhelp.practice.stages import Stage
from familyhelp.practice.triage import ContactOutcome, Level, Urgency
from tests import by_link, group_stories, searches, step_down_stories, stories
from tests import filled_workforce as workforce
from tests.browser import places_audits, places_people, places_reports, places_steps
from tests.browser.place import LONG, UNBROKEN, Place, of
from tests.browser.places_agencies import AGENCIES
from tests.browser.places_asking import ASKING
from tests.browser.places_disposals import DISPOSALS
from tests.browser.places_learning import LEARNING
from tests.browser.places_light import LIGHT
from tests.browser.places_measures import MEASURES
from tests.browser.places_protection import PROTECTION
from tests.browser.places_records import RECORDS
from tests.browser.places_relations import RELATIONS
from tests.browser.places_retention import RETENTION
from tests.browser.places_sharing import SHARING
from tests.browser.places_tables import TABLES
from tests.browser.places_uploads import UPLOADS
from tests.cast import Cast


def a_model(cast: Cast) -> str:
    """The reference of a practice model in writing, beside one in use."""
    before = db.session.query(PracticeModel).count()
    used = practice_models.start_model(name=f"Saltmere’s way {before}", based_on=BuiltIn.TEN_OUTCOMES, by=cast.adam)
    practice_models.use_model(used, by=cast.adam)
    model = practice_models.start_model(name="", based_on=BuiltIn.TEN_OUTCOMES, version_of=used, by=cast.adam)
    practice_models.leave_out_domain(model, Headline.CRIME, by=cast.adam)
    db.session.commit()
    return write_code(model.code)


def full(cast: Cast) -> Case:
    """A case with something of everything, long words and long texts among it."""
    case = stories.a_case(cast, Stage.ACTIVE)
    leads.add_contributor(case, person=cast.conor, by=cast.kamal)
    assessments.write_part(
        case,
        Headline.HEALTH,
        working_well=LONG,
        worries=UNBROKEN,
        needs_to_happen="A visit by the school nurse.",
        score=None,
        read_version=0,
        by=cast.kamal,
    )
    note = a_note(case, cast)
    notes.correct_note(
        case, note, text=f"{LONG}\n\n{UNBROKEN}", because="The day was wrong.", read_version=1, by=cast.kamal
    )
    reviews.review(
        case,
        held_on=clock.today(),
        attended="Rosa, Poppy, Mr Bright from school.",
        apologies="The health visitor.",
        progress=LONG,
        family_view="“It is quieter.”",
        decision=ReviewDecision.CONTINUE,
        next_review_on=clock.today() + timedelta(days=42),
        scores=[(n, r, 5) for n in (1, 2) for r in (Respondent.PRACTITIONER, Respondent.PARENT, Respondent.CHILD)],
        by=cast.kamal,
    )
    plans.start_plan(case, by=cast.kamal, because="Grandma wants to help, too.")
    return case


def twice_reviewed(cast: Cast) -> Case:
    """A second review, in which one outcome went the other way."""
    case = full(cast)
    stories.review(
        case,
        cast.kamal,
        progress=LONG,
        scores=[(1, Respondent.PRACTITIONER, 7), (2, Respondent.PRACTITIONER, 2), (1, Respondent.CHILD, 4)],
        by_outcome=[Progress(1, Standing.BETTER, LONG), Progress(2, Standing.HARDER, UNBROKEN)],
    )
    return case


def with_a_family_meeting(cast: Cast) -> Case:
    """The family made a plan of its own."""
    case = full(cast)
    stories.family_meets(case, cast.kamal)
    return case


def rewritten(cast: Cast) -> Case:
    """A version in writing in which much is different."""
    case = full(cast)
    first, second = case.plan_in_writing.outcomes
    plans.remove_outcome(case, second, by=cast.kamal)
    plans.write_outcome(
        case,
        first,
        words=f"{LONG} {UNBROKEN}",
        headline=Headline.HOUSING,
        how_we_know=LONG,
        start_score=3,
        goal_score=9,
        read_version=first.version,
        by=cast.kamal,
    )
    plans.write_contingency(case, text=LONG, read_version=0, by=cast.kamal)
    return case


def a_note(case: Case, cast: Cast):
    """A note of a visit."""
    return notes.write_note(
        case,
        kind=NoteKind.VISIT,
        happened_on=clock.today(),
        text=LONG,
        people_seen="Rosa; Poppy alone",
        restricted=True,
        by=cast.kamal,
    )


def part_twice(cast: Cast) -> str:
    """A part of the assessment that was written again."""
    case = stories.a_case(cast, Stage.ACTIVE)
    assessments.write_part(
        case,
        Headline.EDUCATION,
        working_well=LONG,
        worries="One day missed each week.",
        needs_to_happen="Mornings that work.",
        score=6,
        read_version=1,
        by=cast.kamal,
    )
    return of(case, "/assessment/education/versions")


def stepping(cast: Cast) -> Case:
    """A step-up that waits for its answer, and one before it that was declined."""
    from familyhelp.casework import steps

    case = stories.a_case(cast, Stage.ACTIVE)
    stories.ask_up(case, cast.kamal)
    steps.decline_step(case, because=LONG, by=cast.lionel)
    stories.ask_up(case, cast.kamal)
    db.session.commit()
    return case


def noted(cast: Cast) -> tuple[Case, Note]:
    """A visit to three people that asks something of somebody, was shared and spoken about; a significant event; and
    a new lead."""
    case = full(cast)
    people = [m.person for m in case.family.members]
    about = [notes.About(person, present=True, seen_alone=person is people[1]) for person in people]
    note = notes.write_note(
        case,
        kind=NoteKind.VISIT,
        happened_on=clock.today(),
        text=LONG,
        people_seen=UNBROKEN[:200],
        restricted=False,
        minutes=90,
        about=about,
        by=cast.kamal,
    )
    note = notes.correct_note(case, note, text=LONG, because="The day was wrong.", read_version=1, by=cast.kamal)
    follow_ups.ask(case, note, of=cast.kamal, due_on=clock.today(), what=f"{UNBROKEN} {LONG}", by=cast.mabel)
    notes.share_note(case, note, shared_with=UNBROKEN[:200], shared_on=clock.today(), by=cast.kamal)
    notes.add_comment(case, note, said_by="Rosa", said_on=clock.today(), text=LONG, by=cast.kamal)
    notes.write_note(
        case,
        kind=NoteKind.SIGNIFICANT,
        happened_on=clock.today(),
        text=LONG,
        people_seen=None,
        restricted=False,
        headline=UNBROKEN[:200],
        by=cast.kamal,
    )
    leads.change_lead(case, lead=cast.colette, by=cast.mabel, because="Leave.", handover=LONG)
    leads.change_lead(case, lead=cast.kamal, by=cast.mabel, because="Back.", handover=LONG)
    db.session.commit()
    return case, note


def journey(cast: Cast) -> str:
    """The journey of a family with an episode that closed and one under way."""
    case, _ = noted(cast)
    return f"/families/{write_code(case.family.code)}/journey?show=notes&show=reviews&show=significant&show=leads"


def note_with_all(cast: Cast) -> str:
    """A note with everything that can stand beside one."""
    case, note = noted(cast)
    return of(case, f"/notes/{write_code(note.code)}")


def many(cast: Cast) -> str:
    """A list with more than a page."""
    for number in range(27):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(f"Ashdown-{number}"))
    return "/cases"


def drifting(cast: Cast) -> str:
    """Families that have been with us for more than a year, more than a page of them."""
    with clock.at(clock.now() - timedelta(days=400)):
        many(cast)
    return "/team-work/families?mark=drifting"


def step_of(case: Case) -> str:
    """The address of the newest step of a case."""
    return of(case, f"/steps/{write_code(case.steps[-1].code)}")


def requests(cast: Cast) -> str:
    """A queue of every urgency, one in hand, one waiting for social care."""
    for urgency in Urgency:
        stories.a_request(cast, urgency=urgency, risk=LONG)
    contacts.claim(stories.a_request(cast, needs=UNBROKEN), by=cast.mabel)
    stories.decide(cast, stories.a_request(cast), ContactOutcome.STEP_UP, Level.ACUTE, team=None)
    db.session.commit()
    return "/requests"


def decided(cast: Cast) -> str:
    """A request with everything, that opened a case."""
    contact = stories.a_request(cast, needs=LONG, family_view=UNBROKEN, risk=LONG, address_hidden=True)
    for named in contact.people:
        contacts.create_person(contact, named, by=cast.flora)
    stories.decide(cast, contact)
    db.session.commit()
    return f"/requests/{write_code(contact.code)}"


def family(cast: Cast) -> str:
    """A family with an episode that is over and one that is open."""
    case = stories.a_case(cast, Stage.CLOSED)
    closings.re_engage(case, team=cast.north, why="It slipped.", by=cast.kamal)
    db.session.commit()
    return f"/families/{write_code(case.family.code)}"


def figures(cast: Cast) -> str:
    """The scorecard with published figures beside what was counted here."""
    import_figures(Random(1), authority="Saltmere", today=clock.today())
    full(cast)
    db.session.commit()
    return "/scorecard"


def an_edition(cast: Cast) -> str:
    """The published figures of an authority, each revised since the edition before."""
    figures(cast)
    old = db.session.scalars(sa.select(Dataset).where(Dataset.publication == "referrals")).one()
    old.superseded_at = clock.now()
    db.session.flush()
    newer = Dataset(
        publication="referrals", file_name=f"{UNBROKEN[:60]}.csv", digest="0" * 64, rows=old.rows,
        first_year=old.first_year, last_year=old.last_year, imported_at=clock.now(), imported_by=cast.anita,
    )  # fmt: skip
    db.session.add(newer)
    db.session.flush()
    db.session.execute(
        sa.insert(Figure).from_select(
            ["dataset_id", "area_id", "line", "year", "symbol"],
            sa.select(sa.literal(newer.id), Figure.area_id, Figure.line, Figure.year, sa.literal("c")).where(
                Figure.dataset_id == old.id
            ),
        )
    )
    db.session.commit()
    return f"/scorecard/editions/{newer.id}"


def taken_away(cast: Cast) -> str:
    """The reference of figures that the analyst took away, beside what left by a command."""
    asked = {"measure": "looked_after_rate", "year": "2025"}
    exports.export(What.SSD, format=ExportFormat.FOLDER, purpose=UNBROKEN, asked={}, by=None)
    taken = exports.export(What.COMPARISON, format=ExportFormat.XLSX, purpose=LONG[:400], asked=asked, by=cast.anita)
    db.session.commit()
    return write_code(taken.code)


def evaluated(tail: str = "") -> Callable[[Cast], str]:
    """A page of an evaluation that several people gave views in, beside one that was finished a year ago."""

    def where(cast: Cast) -> str:
        scale = [grade.slug for grade in newest(Which.CHARACTERISTICS).scale]
        code = ""
        for ago in (365, 0):
            day = clock.today() - timedelta(days=ago)
            one = self_evaluations.begin(Which.CHARACTERISTICS, day=day, occasion=UNBROKEN[:190], by=cast.anita)
            for number, slug in enumerate(one.framework.rows):
                for more, by in enumerate((cast.mabel, cast.morag, cast.anita)[: number % 4]):
                    due = clock.today() + timedelta(days=number)
                    said = Given(scale[(number + more) % 4], LONG, f"{UNBROKEN} {number}", "Morag Ellery", due)
                    self_evaluations.give_view(one, slug, said, read_version=0, by=by)
            if ago:
                self_evaluations.finish(one, summary=LONG, by=cast.mabel)
            else:
                again = Given(None, LONG)
                self_evaluations.give_view(one, "communicated", again, read_version=1, by=cast.mabel)
            code = write_code(one.code)
        db.session.commit()
        return f"/self-evaluations/{code}{tail}"

    return where


def given(cast: Cast, tail: str) -> str:
    """A page of a case whose family was given links and copies, and answered."""
    path = by_link.of_an_answer(cast)
    case = db.session.scalars(db.select(Case).order_by(Case.id.desc()).limit(1)).one()
    copies.give_copy(
        case,
        case.plans[-1],
        member=case.family.members[0],
        format=CopyFormat.LARGE,
        how=CopyHow.HANDED,
        given_on=clock.today(),
        by=cast.kamal,
    )
    person = write_code(case.family.members[0].person.code)
    return of(case, tail.replace("<person>", person)) if path else path


def heard_twice(tail: str) -> Callable[[Cast], str]:
    """An assessment in which a child said more the second time, and somebody else was found who helps."""

    def where(cast: Cast) -> str:
        case = stories.a_case(cast, Stage.ASSESSING)
        poppy = case.family.members[1].person
        for number, words in enumerate(("I like my teacher.", "I like my teacher, and I miss swimming.")):
            voices.write_voice(
                case,
                poppy,
                heard=Heard.PLAY,
                heard_on=clock.today(),
                heard_by="",
                words=words,
                daily_life="We watch cartoons until it is dark.",
                because="",
                read_version=number,
                by=cast.kamal,
            )
            voices.write_around(case, Topic.NETWORK, who=words, more="", read_version=number, by=cast.kamal)
        db.session.commit()
        return of(case, "/assessment" + tail.replace("<person>", write_code(poppy.code)))

    return where


PLACES: dict[str, Place] = {
    "voices.voice_versions": Place("kamal", heard_twice("/people/<person>/versions")),
    "voices.voice_changed": Place("kamal", heard_twice("/people/<person>/versions/2")),
    "voices.around_versions": Place("kamal", heard_twice("/about/network/versions")),
    "voices.around_changed": Place("kamal", heard_twice("/about/network/versions/2")),
    "assessments.changed": Place("kamal", lambda cast: f"{part_twice(cast)}/2"),
    "links.family_page": Place("kamal", lambda cast: given(cast, "/family-page")),
    "copies.copy": Place("kamal", lambda cast: given(cast, "/plan/copies/<person>")),
    "scorecard.scorecard": Place("anita", figures),
    "contacts.queue": Place("flora", requests),
    "contacts.contact": Place("flora", decided),
    "families.family": Place("flora", family),
    "search.search": Place("flora", lambda cast: family(cast) and "/search?q=an+old+bookmark"),
    "search.found": Place("flora", lambda cast: searches.looked_for(cast, family(cast) and "Ashdown")),
    "sign_in.sign_in": Place("", lambda cast: "/sign-in"),
    "sign_in.password": Place("kamal", lambda cast: "/password"),
    "home.home": Place("kamal", lambda cast: full(cast) and stepping(cast) and "/"),
    "cases.case_list": Place("kamal", many),
    "cases.case": Place("kamal", lambda cast: of(full(cast))),
    "cases.chronology": Place("kamal", lambda cast: of(full(cast), "/chronology")),
    "steps.waiting": Place("lionel", lambda cast: stepping(cast) and "/steps"),
    "steps.history": Place("kamal", lambda cast: of(stepping(cast), "/steps")),
    "steps.step": Place("lionel", lambda cast: step_of(stepping(cast))),
    "assessments.assessment": Place("kamal", lambda cast: of(full(cast), "/assessment")),
    "assessments.next_part": Place("kamal", lambda cast: of(stories.a_case(cast, Stage.ASSESSING), "/assessment/next")),
    "assessments.versions": Place("kamal", part_twice),
    "plans.plan": Place("kamal", lambda cast: of(full(cast), "/plan")),
    "plans.version": Place("kamal", lambda cast: of(full(cast), "/plan/versions/1")),
    "reviews.reviews": Place("kamal", lambda cast: of(full(cast), "/reviews")),
    "reviews.review": Place("kamal", lambda cast: of(twice_reviewed(cast), "/reviews/2")),
    "reviews.newest_copies": Place("kamal", lambda cast: of(full(cast), "/reviews/copies")),
    "reviews.minutes": Place("kamal", lambda cast: of(full(cast), "/reviews/1/minutes")),
    "distance.distance": Place("kamal", lambda cast: of(twice_reviewed(cast), "/distance")),
    "family_meetings.family_meetings": Place("kamal", lambda cast: of(with_a_family_meeting(cast), "/family-meetings")),
    "versions.versions": Place("kamal", lambda cast: of(full(cast), "/plan/versions")),
    "versions.compare": Place("kamal", lambda cast: of(rewritten(cast), "/plan/compare")),
    "notes.notes": Place("kamal", lambda cast: of(noted(cast)[0], "/notes?kind=visit")),
    "notes.note": Place("kamal", note_with_all),
    "journeys.journey": Place("kamal", journey),
    "summaries.summary": Place("kamal", lambda cast: of(noted(cast)[0], "/summary")),
    "practice_models.models": Place("adam", lambda cast: (a_model(cast), "/practice-models")[1]),
    "practice_models.model": Place("adam", lambda cast: f"/practice-models/{a_model(cast)}"),
    "comparisons.compare": Place("anita", lambda cast: figures(cast) + "/compare?measure=looked_after_rate"),
    "datasets.list_of": Place("anita", lambda cast: figures(cast) + "/editions"),
    "datasets.edition": Place("anita", lambda cast: an_edition(cast)),
    "self_evaluations.list_of": Place("mabel", lambda cast: (evaluated()(cast), "/self-evaluations")[1]),
    "self_evaluations.next_steps": Place("anita", lambda cast: (evaluated()(cast), "/self-evaluations/next-steps")[1]),
    "self_evaluations.evaluation": Place("anita", evaluated()),
    "self_evaluations.row": Place("mabel", evaluated("/rows/communicated")),
    "workload.board": Place("mabel", lambda cast: many(cast) and "/team-work"),
    "workload.families": Place("mabel", drifting),
    "menu.all_pages": Place("mabel", lambda cast: "/all-pages"),
    "clocks.clocks": Place("kamal", lambda cast: "/clocks"),
    "exports.list_of": Place("mabel", lambda cast: (taken_away(cast), "/exports")[1]),
    "leave.leave": Place("mabel", lambda cast: workforce.a_leave(cast) and "/leave"),
    "telling.telling": Place("kamal", lambda cast: workforce.calendar_to_end(cast).removesuffix("/calendar/end")),
    "supervision.mine": Place("kamal", lambda cast: (stories.a_supervision(cast), "/supervision/mine")[1]),
    "supervision.supervision": Place("mabel", stories.in_supervision("", wellbeing=LONG, development=UNBROKEN)),
    "workload.oversight": Place("mabel", lambda cast: stories.a_case(cast, Stage.ACTIVE) and "/team-work/oversight"),
    "group_supervision.list_of": Place("kamal", lambda cast: (group_stories.a_group(cast), "/supervision/groups")[1]),
    "group_supervision.group": Place("mabel", group_stories.in_group("", learned=f"{LONG} {UNBROKEN}")),
    "supervision.team": Place("mabel", lambda cast: stories.a_case(cast, Stage.ACTIVE) and "/supervision"),
    "exports.taken": Place("anita", lambda cast: f"/exports/{taken_away(cast)}"),
    "practitioners.people": Place("adam", lambda cast: "/people"),
    "practitioners.practitioner": Place("adam", lambda cast: f"/people/{write_code(cast.sven.code)}"),
    "practitioners.teams": Place("adam", lambda cast: "/teams"),
    **places_audits.places(Place, LONG, UNBROKEN),
    **places_people.places(Place),
    **places_reports.places(Place, LONG, UNBROKEN),
}

PLACES |= LEARNING
PLACES |= ASKING
PLACES |= PROTECTION
PLACES |= RECORDS
PLACES |= RETENTION
PLACES |= DISPOSALS
PLACES |= SHARING
PLACES |= LIGHT
PLACES |= UPLOADS
PLACES |= MEASURES
PLACES |= TABLES
PLACES |= RELATIONS
PLACES |= AGENCIES
PLACES |= {name: Place(*row) for name, row in step_down_stories.PLACES.items()}
PLACES |= {name: Place(*row) for name, row in places_steps.PLACES.items()}
