"""The work of a manager's teams: counted right, in few statements, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from familyhelp.casework import reviews
from familyhelp.extensions import db
from familyhelp.models import Case, NamedViewer, Review
from familyhelp.practice import clock
from familyhelp.practice.domains import Respondent
from familyhelp.practice.outcomes import ReviewDecision
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.triage import Level
from familyhelp.practice.workload import Mark
from familyhelp.queries import workload as queries
from familyhelp.queries.scored import scored
from tests import stories
from tests.cast import practitioner
from tests.conftest import MONDAY
from tests.stories import Stage


def rows(page) -> list[list[str]]:
    """The body rows of the page's tables, cell by cell."""
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row.iter() if cell.tag in ("th", "td")]
        for row in page.find("tr", class_="govuk-table__row")
        if any(cell.tag == "td" for cell in row.iter())
    ]


def reviewed(case: Case, who, values: list[int]) -> None:
    """Reviews a week apart, of which the last is today, each with one score by the practitioner."""
    today = clock.today()
    for number, value in enumerate(values, 1):
        day = today - timedelta(weeks=len(values) - number)
        held = Review(
            case_id=case.id,
            number=number,
            held_on=day,
            attended="Rosa",
            progress="As before.",
            decision=ReviewDecision.CONTINUE,
            recorded_by_id=who.id,
            recorded_at=clock.now(),
        )
        db.session.add(held)
        db.session.flush()
        reviews.keep_scores(case, [(1, Respondent.PRACTITIONER, value)], day, by=who, review_id=held.id)
    db.session.commit()


def test_each_worker_with_families_children_weight_and_what_needs_a_look(client, cast):
    stories.a_case(cast, family=stories.a_family("Waiting"))
    with clock.at(MONDAY - timedelta(days=60)):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Late"))
    acute = stories.a_case(cast, Stage.PLANNING, family=stories.a_family("Acute"))
    acute.level = Level.ACUTE
    stories.a_case(cast, Stage.CLOSED, family=stories.a_family("Closed"))
    db.session.commit()
    client.sign_in(cast.mabel)
    page = client.get("/team-work")
    nobody, kamal, colette, whole = rows(page)
    assert nobody[0] == "Nobody leads Look at these first"
    assert nobody[2:4] == ["2", "3"]
    assert kamal[0] == "Kamal Osei"
    assert [cell.split()[0] for cell in kamal[1:7]] == ["2", "4", "8", "1", "1", "0"]
    assert kamal[7] == "Making the plan: 1; Plan under way: 1"
    assert colette == ["Colette Barr", "0", "0", "0", "0", "0", "0", "No family"]
    assert [cell.split()[0] for cell in whole[1:7]] == ["3", "6", "11", "1", "1", "0"]
    assert "3 Complex (targeted): 3" in page.main and "4 Acute (statutory): 5" in page.main
    late = client.get(page.links["1 Late: Kamal Osei"])
    assert [row[0].split()[0] for row in rows(late)] == ["Late"]
    waiting = client.get(page.links["1 Families: Nobody leads"])
    assert [row[0].split()[0] for row in rows(waiting)] == ["Waiting"]
    assert [row[0].split()[0] for row in rows(client.get(page.links["3 Families: North family help"]))] == [
        "Late", "Waiting", "Acute",
    ]  # fmt: skip


def test_whoever_has_most_that_is_late_comes_first(client, cast):
    with clock.at(MONDAY - timedelta(days=60)):
        stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Late"), lead=cast.colette)
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Brook"))
    client.sign_in(cast.mabel)
    assert [row[0] for row in rows(client.get("/team-work"))] == ["Colette Barr", "Kamal Osei", "The whole team"]


def test_the_families_of_somebody_whose_account_is_suspended_have_nobody(client, cast):
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Brook"))
    cast.kamal.is_active = False
    db.session.commit()
    client.sign_in(cast.mabel)
    page = client.get("/team-work")
    assert [row[0].split()[0] for row in rows(page)] == ["Nobody", "Colette", "The"]
    assert "Kamal Osei led it, whose account is suspended" in client.get(page.links["1 Families: Nobody leads"]).main


def test_another_teams_family_is_in_no_figure_and_a_restricted_one_only_for_those_who_may_see_it(client, cast):
    stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("South"), lead=cast.sven, team=cast.south)
    hidden = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Hidden", restricted=True))
    number = hidden.family_id
    client.sign_in(cast.mabel)
    assert rows(client.get("/team-work"))[-1][1:4] == ["0", "0", "0"]
    for path in ("/team-work/families", "/team-work/families?mark=idle", "/team-work/families?who=nobody"):
        assert rows(client.get(path)) == []
    assert client.status(f"/team-work/families?team={cast.south.id}") == 404
    db.session.add(NamedViewer(family_id=number, practitioner_id=cast.mabel.id))
    db.session.commit()
    assert rows(client.get("/team-work"))[-1][1].split()[0] == "1"
    assert rows(client.get("/team-work/families"))[0][0].startswith("Hidden")


@pytest.mark.parametrize("query", ["mark=wrong", "who=wrong", "team=99999", "team=x", "who=%C2%B2"])
def test_what_is_not_there_is_not_found(client, cast, query):
    client.sign_in(cast.mabel)
    assert client.status(f"/team-work/families?{query}") == 404


def test_a_manager_without_a_team_is_told_so(client, cast):
    cast.north.managers.remove(cast.mabel)
    db.session.commit()
    client.sign_in(cast.mabel)
    assert "You answer for no team yet." in client.get("/team-work").main
    assert rows(client.get("/team-work/families")) == []


def test_idle_is_nobody_doing_anything_for_thirty_days(client, cast):
    with clock.at(MONDAY - timedelta(days=31)):
        stories.a_case(cast, Stage.ASSESSING, family=stories.a_family("Quiet"))
    with clock.at(MONDAY - timedelta(days=29)):
        stories.a_case(cast, Stage.ASSESSING, family=stories.a_family("Recent"))
    client.sign_in(cast.mabel)
    page = client.get("/team-work/families?mark=idle")
    assert [(row[0].split()[0], row[3]) for row in rows(page)] == [("Quiet", "30 January 2026")]


def test_drift_is_said_on_the_list_and_on_the_case_page_with_its_reason(client, cast):
    with clock.at(MONDAY - timedelta(days=400)):
        long = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Long"))
    with clock.at(MONDAY - timedelta(days=30)):
        still = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Still"))
        better = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Better"))
    reviewed(still, cast.kamal, [5, 5, 4, 4])
    reviewed(better, cast.kamal, [5, 5, 4, 6])
    paths = [f"/cases/{write_code(case.code)}" for case in (long, still, better)]
    client.sign_in(cast.mabel)
    page = client.get("/team-work/families?mark=drifting")
    assert [row[0].split()[0] for row in rows(page)] == ["Long", "Still"]
    pages = [client.get(path).main for path in paths]
    assert "Open for more than 12 months, since 26 January 2025" in page.main and "since 26 January 2025" in pages[0]
    words = "3 reviews in a row without a better score on any outcome, since 16 February 2026"
    assert words in page.main and words in pages[1]
    assert "Drifting" not in pages[2]


@pytest.mark.parametrize(
    "values", [[], [5], [5, 5, 5], [5, 5, 6], [2, 3, 3, 3, 3], [9, 8, 9, 9, 9], [3, 3, 3, 4, 4, 4]]
)
@pytest.mark.parametrize("days", [0, 364, 365, 366])
def test_the_list_finds_what_the_rule_says(app, cast, values, days):
    with clock.at(MONDAY - timedelta(days=days)):
        case = stories.a_case(cast, Stage.ACTIVE)
    reviewed(case, cast.kamal, values)
    found = queries.families(cast.mabel, team_id=None, who=None, mark=Mark.DRIFTING, after=None).rows
    assert bool(found) == bool(scored([case])[case.id].drifts)


def test_a_better_score_on_another_scale_or_by_somebody_else_does_not_end_it(app, cast):
    with clock.at(MONDAY - timedelta(days=30)):
        case = stories.a_case(cast, Stage.ACTIVE)
    reviewed(case, cast.kamal, [2, 2, 2])
    number = case.id
    today = clock.today()
    reviews.keep_scores(case, [(1, Respondent.CHILD, 9)], today, by=cast.kamal)
    db.session.execute(
        sa.text("UPDATE scores SET scale = '1-5' WHERE respondent = 'practitioner' AND case_id = :case"),
        {"case": number},
    )
    reviews.keep_scores(case, [(1, Respondent.PRACTITIONER, 9)], today, by=cast.kamal)
    db.session.commit()
    assert [d.reviews for d in scored([case])[number].drifts] == [3]
    assert queries.families(cast.mabel, team_id=None, who=None, mark=Mark.DRIFTING, after=None).rows


def test_the_pages_cost_the_same_for_two_families_and_for_forty(client, cast, count_queries):
    seen = set()
    for n in range(40):
        lead = cast.kamal if n % 2 else cast.colette
        stories.a_case(cast, Stage.ASSESSING, family=stories.a_family(f"Family{n}"), lead=lead)
        if n in (1, 39):
            client.sign_in(cast.mabel)
            costs = []
            for path in ("/team-work", "/team-work/families"):
                with count_queries() as count:
                    page = client.get(path)
                costs.append(count())
            seen.add(tuple(costs))
    assert len(seen) == 1
    assert max(costs) <= 8
    assert len(rows(page)) == 25
    assert len(rows(client.get(page.links["Next page"]))) == 15


def test_a_large_team_is_shown_in_parts_and_nobody_is_left_out(client, cast):
    people = [practitioner(f"Wren{n:02} Marsh", Role.KEY_WORKER, team=cast.north) for n in range(40)]
    db.session.commit()
    waiting = stories.a_case(cast, family=stories.a_family("Waiting"))
    stories.a_case(cast, Stage.PLANNING, family=stories.a_family("Held"), lead=people[0])
    client.sign_in(cast.mabel)
    page = client.get("/team-work")
    team = [row for row in rows(page) if row[0] != "The whole team"]
    assert team[0][0].startswith("Nobody leads") and waiting.lead_id is None
    assert len(team) <= 2 * 10
    named, path = [], next(href for text, href in page.links.items() if "more people: North" in text)
    while path:
        page = client.get(path)
        named += [row[0] for row in rows(page) if row[0] != "The whole team"]
        path = next((href for text, href in page.links.items() if "more people" in text or "more person" in text), None)
    first = [row[0] for row in team][:10]
    assert len(set(named)) == len(named) and {p.name for p in people} <= {*first, *named}
    for wrong in ("/team-work?team=x", f"/team-work?team={cast.south.id}", "/team-work?team="):
        assert client.get(wrong, 404)
    assert client.get(f"/team-work?team={cast.north.id}&after=-1").status == 200
