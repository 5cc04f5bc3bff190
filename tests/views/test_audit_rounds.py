"""Rounds of audits: the draw from the page, never one's own family, the same draw again, and who was overlooked."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import audit_rounds as deeds
from familyhelp.casework import leads, notes
from familyhelp.casework import supervision as talks
from familyhelp.extensions import db
from familyhelp.models import (
    Audit,
    AuditRound,
    Case,
    Event,
    GroupCase,
    GroupSupervision,
    Leave,
    LegalBasis,
    NamedViewer,
)
from familyhelp.practice import clock
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.legal_bases import Basis
from familyhelp.practice.notes import NoteKind
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.sampling import Sampling, Theme
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import NotYet
from familyhelp.queries import audit_frames as frames
from tests import audit_stories as audits
from tests import stories
from tests.audit_stories import round_address
from tests.cast import practitioner
from tests.conftest import MONDAY

OTHERS = ("flora", "kamal", "colette", "lena", "conor", "lionel", "anita", "adam")


def codes(planned: AuditRound) -> set[str]:
    return {case.code for case in frames.frame(planned)}


def barred(planned: AuditRound) -> dict[str, frozenset[str]]:
    return {case.code: case.barred for case in frames.frame(planned)}


def test_a_round_is_planned_drawn_and_drawn_again_the_same(client, cast, session):
    for name in ("Ashdown", "Birch", "Cole"):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(name))
    client.sign_in(cast.mabel)
    page = client.get("/audit-rounds/new")
    day = clock.today() + timedelta(days=30)
    answers = {
        "name": "Spring audits", "which": "ten_domains", "size": "2", "sampling": "random", "seed": "14 23 8",
        "auditors": [write_code(cast.morag.code).replace("-", "")], "due_on-day": str(day.day),
        "due_on-month": str(day.month), "due_on-year": str(day.year),
    }  # fmt: skip
    page = client.follow(client.send(page, answers))
    page = client.get(page.links["Draw the cases"])
    assert "those that are being audited: 3." in page.main
    page = client.follow(client.send(page, {}))
    assert page.main.count("Not begun") == 2 and page.main.count("Morag Ellery") == 3
    again = client.get(page.links["Draw again, to check"])
    assert "the seed “14 23 8” draws the same cases (2 of the 3" in again.main
    assert "What was kept is what the chronology of this round says." in again.main
    made = session.scalars(sa.select(AuditRound)).one()
    assert client.get(round_address(made, "/draw"), 409)
    made.size = 1
    session.commit()
    assert "It is not the same draw" in client.get(round_address(made, "/draw-again")).main
    made.size, made.frame = 2, made.frame[:2]
    session.commit()
    assert "What was kept is not what the chronology" in client.get(round_address(made, "/draw-again")).main
    made.seed = "14 23 9"
    session.commit()
    assert "What was kept is not what the chronology" in client.get(round_address(made, "/draw-again")).main


def test_nobody_is_given_a_family_they_lead_led_help_or_supervised(cast, session):
    third = practitioner("Marcus Vale", Role.MANAGER)
    session.flush()
    led = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Ashdown"), lead=cast.mabel)
    once = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"), lead=cast.mabel)
    leads.change_lead(once, lead=cast.kamal, by=cast.mabel, because="Leave.", handover="All is well.")
    helped = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Cole"))
    leads.add_contributor(helped, person=third, by=cast.mabel)
    talked = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Dunn"))
    talk = talks.begin(cast.kamal, held_on=clock.today(), by=cast.mabel)
    talks.discuss(talk, talked, decision="Go on.", restricted=False, by=cast.mabel)
    free = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Elm"))
    closed = stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Frost"), lead=cast.mabel)
    again = stories.a_case(cast, Stage.ACTIVE, family=closed.family)
    made = audits.a_round(cast, auditors=[cast.mabel, cast.morag, third], size=20)
    mabel, third_code = cast.mabel.code, third.code
    assert barred(made) == {
        led.code: {mabel}, once.code: {mabel}, helped.code: {third_code}, talked.code: {mabel}, free.code: set(),
        again.code: {mabel},
    }  # fmt: skip
    for audit in deeds.draw(made, frames.frame(made), by=cast.mabel):
        assert audit.auditor.code not in barred_of(made, audit.case.code)


def test_who_thought_about_a_family_in_a_group_or_oversees_it_does_not_audit_it(cast, session):
    for name in ("Ashdown", "Birch", "Cole"):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family(name))
    thought, overseen, free = session.scalars(sa.select(Case).order_by(Case.id)).all()
    note = notes.write_note(
        thought, kind=NoteKind.OVERSIGHT, happened_on=clock.today(), text="x", people_seen=None, restricted=False,
        by=cast.mabel,
    )  # fmt: skip
    group = GroupSupervision(facilitator=cast.morag, held_on=clock.today(), question="?", begun_at=clock.now())
    session.add(group)
    session.flush()
    session.add(GroupCase(group_supervision_id=group.id, case_id=thought.id, note_id=note.id))
    session.add(
        LegalBasis(
            case_id=overseen.id, person_id=overseen.family.members[1].person_id, basis=Basis.SECTION_17,
            starts_on=clock.today(), overseer_id=cast.morag.id, because="x", recorded_by_id=cast.mabel.id,
            recorded_at=clock.now(),
        )
    )  # fmt: skip
    session.commit()
    morag = {cast.morag.code}
    assert barred(audits.a_round(cast)) == {thought.code: morag, overseen.code: morag, free.code: set()}


def test_who_covers_for_whoever_leads_a_family_does_not_audit_it(cast, session):
    covered = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Ashdown"))
    free = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"), lead=cast.colette)
    days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=7)}
    by = {"recorded_by_id": cast.mabel.id, "recorded_at": clock.now()}
    session.add(Leave(worker_id=cast.kamal.id, cover_id=cast.morag.id, **days, **by))
    session.commit()
    assert barred(audits.a_round(cast)) == {covered.code: {cast.morag.code}, free.code: set()}


def barred_of(planned: AuditRound, code: str) -> list[str]:
    return next(case["barred"] for case in planned.frame if case["code"] == code)


def test_a_restricted_family_is_given_to_nobody_but_whom_it_names(cast, session):
    family = stories.a_family("Teal", restricted=True)
    case = stories.a_case(cast, Stage.ACTIVE, family=family)
    made = audits.a_round(cast, auditors=[cast.mabel, cast.morag])
    assert barred(made) == {case.code: {cast.mabel.code, cast.morag.code}}
    with pytest.raises(NotYet, match="no case that these auditors"):
        deeds.draw(made, frames.frame(made), by=cast.mabel)
    session.add(NamedViewer(family_id=family.id, practitioner_id=cast.morag.id))
    session.flush()
    assert barred(made) == {case.code: {cast.mabel.code}}
    assert [audit.auditor.id for audit in deeds.draw(made, frames.frame(made), by=cast.mabel)] == [cast.morag.id]


def test_what_is_not_open_has_no_lead_or_is_being_audited_is_not_drawn(cast):
    audits.drawn(cast)
    stories.a_case(cast, Stage.ALLOCATING, family=stories.a_family("Vole"))
    stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Wren"))
    free = stories.a_case(cast, Stage.PLANNING, family=stories.a_family("Rook"))
    assert codes(audits.a_round(cast)) == {free.code}


def test_themes_find_their_families(cast, session):
    with clock.at(MONDAY - timedelta(days=500)):
        stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Ashdown"))
        long = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"))
        gone = stories.a_family("Cole")
    with clock.at(MONDAY - timedelta(days=200)):
        family = stories.a_family("Dunn")
        stories.a_case(cast, Stage.CLOSED, family=family)
        up = stories.a_case(cast, Stage.STATUTORY, family=stories.a_family("Elm"))
    back = stories.a_case(cast, Stage.ACTIVE, family=family)
    lately = stories.a_case(cast, Stage.CLOSED, family=gone)
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Frost"))
    for theme, found in (
        (Theme.OPEN_LONG, {long.code}),
        (Theme.RE_REFERRED, {back.code}),
        (Theme.CLOSED_LATELY, {lately.code}),
        (Theme.STEPPED_UP, {up.code}),
    ):
        assert codes(audits.a_round(cast, sampling=Sampling.THEME, theme=theme)) == found, theme
    with pytest.raises(NotYet, match="Choose the theme"):
        audits.a_round(cast, sampling=Sampling.THEME)


@pytest.mark.parametrize(
    ("sampling", "strata"),
    [
        (Sampling.LEAD, {"key_worker": 2, "partner": 1, "social_care": 1}),
        (Sampling.LEVEL, {"3": 3, "4": 1}),
        (Sampling.TEAM, {"North family help": 3, "South family help": 1}),
        (Sampling.RANDOM, {"All": 4}),
    ],
)
def test_cases_are_drawn_from_their_strata(sampling, strata, client, cast):
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Ashdown"))
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"), lead=cast.lena)
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Cole"), lead=cast.sven, team=cast.south)
    stories.a_case(cast, Stage.STATUTORY, family=stories.a_family("Dunn"))
    made = audits.a_round(cast, sampling=sampling, size=4)
    names = frames.strata_names(sampling)
    found: dict[str, int] = {}
    for case in frames.frame(made):
        name = str(names[case.stratum]) if sampling in (Sampling.TEAM, Sampling.RANDOM) else case.stratum
        found[name] = found.get(name, 0) + 1
    assert found == strata
    client.sign_in(cast.mabel)
    client.send(client.get(round_address(made, "/draw")), {})
    assert "It is the same draw" in client.get(round_address(made, "/draw-again")).main


def test_the_page_says_how_many_open_cases_were_overlooked(client, cast):
    with clock.at(MONDAY - timedelta(days=366)):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Ashdown"))
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Teal", restricted=True))
        stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Cole"))
    with clock.at(MONDAY - timedelta(days=364)):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"))
    client.sign_in(cast.mabel)
    page = client.get("/audit-rounds")
    assert "first day: 2 of 3 open cases" in page.main
    assert "Of these in restricted families: 1;" in page.main
    assert "A round of 1 every month reaches every open case within a year." in page.main
    made = audits.a_round(cast)
    deeds.draw(made, frames.frame(made), by=cast.mabel)
    db.session.commit()
    page = client.get("/audit-rounds")
    assert "Of these being audited now: 1." in page.main and "0 of 2 finished" in page.main


def test_a_restricted_family_has_no_name_on_the_page_of_a_round(client, cast, session):
    family = stories.a_family("Teal", restricted=True)
    stories.a_case(cast, Stage.ACTIVE, family=family)
    session.add(NamedViewer(family_id=family.id, practitioner_id=cast.morag.id))
    session.commit()
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Birch"))
    made = audits.drawn(cast, families=[])[0].round
    client.sign_in(cast.mabel)
    page = client.get(round_address(made))
    assert "A family that you do not see" in page.main and "Birch family" in page.main and "Teal" not in page.html
    client.sign_in(cast.morag)
    assert "Teal family" in client.get(round_address(made)).main


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_but_managers_sees_a_round(who, client, cast):
    made = audits.drawn(cast)[0].round
    client.sign_in(getattr(cast, who))
    token = client.token()
    for tail in ("", "/draw", "/draw-again"):
        pages = [client.ask("GET", at + tail) for at in (round_address(made), "/audit-rounds/2222-2223")]
        assert [page.status_code for page in pages] == [404, 404]
        assert len(pages[0].data) == len(pages[1].data)
        assert client.ask("POST", round_address(made, tail), data={"csrf_token": token}).status_code in (404, 405)


def test_a_round_is_drawn_once_and_says_so_in_its_chronology(cast, session):
    audit = audits.drawn(cast)[0]
    with pytest.raises(NotYet, match="drawn already"):
        deeds.draw(audit.round, frames.frame(audit.round), by=cast.mabel)
    event = session.scalars(sa.select(Event).where(Event.kind == EventKind.AUDIT_ROUND_DRAWN)).one()
    assert (event.facts["drawn"], event.facts["frame"], event.facts["seed"]) == (2, 2, "7")
    assert session.scalar(sa.select(sa.func.count(Audit.id))) == 2


def test_pages_have_a_fixed_number_of_statements_and_page_by_key(client, cast, count_queries):
    def counted(path: str) -> int:
        with count_queries() as count:
            client.get(path)
        return count()

    made = audits.drawn(cast, size=40)[0].round
    waits = audits.a_round(cast, size=40)
    client.sign_in(cast.mabel)
    paths = ["/audit-rounds", "/audit-rounds/new", round_address(made), round_address(made, "/draw-again")]
    paths.append(round_address(waits, "/draw"))
    few = [counted(path) for path in paths]
    assert few[0] <= 8 and max(few) <= 12, few
    for n in range(30):
        stories.a_case(cast, Stage.ASSESSING, family=stories.a_family(f"Elm{n:02}"))
    big = audits.drawn(cast, families=[], size=40, name="Big round")[0].round
    for n in range(25):
        audits.a_round(cast, name=f"Round {n:02}")
    big_paths = [*paths[:2], round_address(big), round_address(big, "/draw-again"), paths[4]]
    assert [counted(path) for path in big_paths] == few
    page = client.get(round_address(big))
    second = client.get(page.links["More"])
    assert page.main.count("Not begun") == 25 and second.main.count("Not begun") == 5
    first = client.get("/audit-rounds")
    assert "Big round" not in first.main and "Big round" in client.get(first.links["Earlier"]).main


# Giving an audit to somebody else -----------------------------------------------------------------------------


def test_an_audit_that_nobody_can_hold_any_more_is_given_to_somebody_else(client, cast, session):
    audit = audits.begun(cast)
    leads.add_contributor(audit.case, person=cast.morag, by=cast.kamal)
    session.commit()
    client.sign_in(cast.mabel)
    link = next(
        href for words, href in client.get(round_address(audit.round)).links.items() if "somebody else" in words
    )
    page = client.get(link)
    assert "Good" not in page.main, "no grade is shown"
    assert client.send(page, {"auditor": cast.mabel.code, "because": " "}, 400).errors
    client.send(page, {"auditor": cast.mabel.code, "because": "She helps the family now."})
    session.refresh(audit)
    assert audit.auditor_id == cast.mabel.id
    assert "Good" in client.get(audits.audit_address(audit)).main, "she goes on where it stands"
    client.sign_in(cast.morag)
    assert client.status(audits.audit_address(audit)) == 404
    with pytest.raises(NotYet, match="Nobody audits a family"):
        deeds.hand_on(audit, cast.morag, because="x", by=cast.mabel)
    with pytest.raises(NotYet, match="hold it already"):
        deeds.hand_on(audit, cast.mabel, because="x", by=cast.mabel)
    done = audits.finished(cast, families=["Birch"])
    assert client.status(audits.audit_address(done, "/hand-on")) == 404
    with pytest.raises(NotYet, match="stays as it is"):
        deeds.hand_on(done, cast.mabel, because="x", by=cast.mabel)


def test_a_second_look_is_given_to_nobody_who_has_read_the_grades(client, cast, session):
    third = practitioner("Marcus Vale", Role.MANAGER)
    session.flush()
    second = audits.second(cast, graded=False)
    client.sign_in(third)
    path = audits.audit_address(second, "/hand-on")
    assert "Marcus Vale" in client.get(path).main
    client.get(audits.audit_address(second.moderates))
    assert "Nobody else may audit it" in client.get(path).main
    with pytest.raises(NotYet, match="cannot look at it blind"):
        deeds.hand_on(second, third, because="x", by=third)
    for person in (cast.kamal, cast.anita):
        client.sign_in(person)
        assert client.status(path) == 404
