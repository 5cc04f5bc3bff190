"""The page of distance travelled: a picture with its words, the table of it, and the whole."""

from datetime import date, timedelta

import pytest

from familyhelp.casework import reviews
from familyhelp.extensions import db
from familyhelp.models import Score
from familyhelp.practice import clock
from familyhelp.practice.domains import Respondent
from familyhelp.practice.outcomes import ReviewDecision
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from tests.stories import a_case

SVG = "{http://www.w3.org/2000/svg}"
C, P = Respondent.CHILD, Respondent.PRACTITIONER


@pytest.fixture
def case(cast):
    return a_case(cast, Stage.ACTIVE)


def at(case):
    return f"/cases/{write_code(case.code)}/distance"


def hold(cast, case, scores):
    reviews.review(
        case,
        held_on=clock.today(),
        attended="Rosa",
        apologies=None,
        progress="Well.",
        family_view=None,
        decision=ReviewDecision.CONTINUE,
        next_review_on=clock.today() + timedelta(weeks=6),
        scores=scores,
        by=cast.kamal,
    )
    db.session.commit()


def rows(page):
    return [" ".join("".join(tr.itertext()).split()) for body in page.find("tbody") for tr in body.iter("tr")]


def descriptions(page):
    return ["".join(e.itertext()) for e in page.find(SVG + "desc")]


def test_one_score_is_no_distance_and_is_drawn_as_a_point(client, cast, case):
    client.sign_in(cast.kamal)
    page = client.get(at(case))
    assert rows(page) == ["Practitioner 3 2 March 2026 not yet One score so far: 3"] * 2
    assert "Not known yet: no outcome has been scored twice." in page.main
    assert not list(page.find(SVG + "line", class_="fh-chart__line--us"))
    assert len(list(page.find(SVG + "circle"))) == 2


def test_each_respondent_has_a_line_of_their_own_in_the_picture_the_words_and_the_table(client, cast, case):
    hold(cast, case, [(1, P, 6), (2, P, 2), (1, C, 9), (2, C, 4)])
    hold(cast, case, [(1, P, 5), (2, P, 2), (1, C, 7)])
    client.sign_in(cast.kamal)
    page = client.get(at(case))
    assert descriptions(page) == [
        "Child: 2 further away, from 9 to 7. Practitioner: 2 nearer the goal, from 3 to 5.",
        "Child: One score so far: 4. Practitioner: 1 further away, from 3 to 2.",
    ]
    assert all(svg.get("role") == "img" for svg in page.find(SVG + "svg"))
    assert [len(list(page.find(SVG + "line", class_=f"fh-chart__line--{s}"))) for s in ("us", "other")] == [1, 2]
    assert "2 further away (one outcome)" in page.main
    assert "0.5 nearer (the middle of 2 outcomes)" in page.main
    assert "scale 0-10" not in page.main


def test_scores_on_another_scale_stand_apart_and_one_that_cannot_be_drawn_is_still_told(client, cast, case):
    for scale, value in (("1-5", 5), ("smileys", 2)):
        db.session.add(
            Score(
                case_id=case.id, outcome_number=1, value=value, scale=scale, respondent=P, scored_on=date(2026, 3, 3),
                recorded_by_id=cast.kamal.id, recorded_at=clock.now(),
            )
        )  # fmt: skip
    db.session.commit()
    client.sign_in(cast.kamal)
    page = client.get(at(case))
    assert rows(page)[:3] == [
        "Practitioner scale 0-10 3 2 March 2026 not yet One score so far: 3",
        "Practitioner scale 1-5 5 3 March 2026 not yet One score so far: 5",
        "Practitioner scale smileys 2 3 March 2026 not yet One score so far: 2",
    ]
    assert len(list(page.find(SVG + "svg"))) == 3, "two scales of outcome 1, and outcome 2"
    assert [("".join(t.itertext())) for t in page.find(SVG + "text")].count("Goal") == 2, (
        "a goal stands on its own scale"
    )


def test_nothing_scored_is_said_in_words(client, cast):
    early = a_case(cast, Stage.PLANNING)
    client.sign_in(cast.kamal)
    assert "Nothing has been scored yet." in client.get(at(early)).main


def test_the_page_costs_the_same_however_many_scores(client, cast, case, count_queries):
    client.sign_in(cast.kamal)

    def cost():
        with count_queries() as count:
            page = client.get(at(case))
        return count(), len(page.html)

    before = cost()[0]
    for _ in range(12):
        hold(cast, case, [(n, r, 5) for n in (1, 2) for r in Respondent])
    after, size = cost()
    assert before == after <= 8
    assert size < 60_000


def test_a_stranger_finds_nothing(client, cast, case):
    client.sign_in(cast.sven)
    assert client.status(at(case)) == 404
