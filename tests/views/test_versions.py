"""Versions of a plan: the list, two side by side in words, and what is carried from one to the next."""

from datetime import timedelta

import pytest

from familyhelp.casework import plans
from familyhelp.extensions import db
from familyhelp.practice import clock
from familyhelp.practice.comparing import Change, text
from familyhelp.practice.outcomes import AgreedHow, OwnerKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.practice.words import Changed, NotYet
from tests.stories import a_case


@pytest.fixture
def case(cast):
    return a_case(cast, Stage.ACTIVE)


def at(case, rest=""):
    return f"/cases/{write_code(case.code)}/plan{rest}"


def agree(case, by):
    plans.agree_plan(case, agreed_by="Rosa", agreed_on=clock.today(), how=AgreedHow.BY_PHONE, by=by)


def changed(case, cast):
    """A second version: outcome 1 says something else, 2 is gone, 3 is new, an action is gone and one is new."""
    plans.start_plan(case, by=cast.colette, because="Grandma moved in.")
    first, second = case.plan_in_writing.outcomes
    plans.write_outcome(
        case, first, words="We want evenings without shouting (1).", headline=first.headline,
        how_we_know=first.how_we_know, start_score=3, goal_score=9, read_version=first.version, by=cast.kamal,
    )  # fmt: skip
    plans.remove_outcome(case, second, by=cast.kamal)
    plans.remove_action(case, first.actions[0], by=cast.kamal)
    third = plans.write_outcome(
        case, None, words="We want the rent paid.", headline=first.headline, how_we_know="No letters.", start_score=1,
        goal_score=5, read_version=0, by=cast.kamal,
    )  # fmt: skip
    for outcome, what in ((first, "Read to Jude."), (third, "Ring the council.")):
        plans.write_action(
            case, outcome, None, what=what, owner_kind=OwnerKind.FAMILY, owner_name="Rosa",
            due_on=clock.today() + timedelta(days=3), read_version=0, by=cast.kamal,
        )  # fmt: skip
    plans.write_contingency(case, text="Ring Grandma.", read_version=0, by=cast.kamal)
    db.session.commit()


def heard(page, tag):
    return ["".join(e.itertext()) for main in page.find("main") for e in main.iter(tag)]


def test_two_versions_say_in_words_what_became_of_each_part(client, cast, case):
    changed(case, cast)
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/compare"))
    assert page.heading.endswith("Versions 1 and 2 of the plan")
    assert "Started by Colette Barr." in page.main and "Grandma moved in." in page.main
    assert "Kamal Osei recorded that." in page.main and "In writing" in page.main
    gone, new = heard(page, "del"), heard(page, "ins")
    assert any("taken out: mornings" in t for t in gone) and any("put in: evenings" in t for t in new)
    assert any("Pack bags the evening before." in t for t in gone) and any("Read to Jude." in t for t in new)
    assert any("Ring Grandma." in t for t in new)
    tags = [" ".join(t.split()) for t in heard(page, "h2")]
    assert any(t.startswith("Outcome 1") and t.endswith("Changed") for t in tags)
    assert any(t.startswith("Outcome 2") and t.endswith("No longer in the plan") for t in tags)
    assert any(t.startswith("Outcome 3") and t.endswith("New") for t in tags)


def test_an_unchanged_action_is_the_same_over_several_versions(client, cast, case):
    for turn in range(2):
        plans.start_plan(case, by=cast.kamal, because=f"Turn {turn}")
        agree(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/compare?older=1&newer=3"))
    assert heard(page, "ins") == heard(page, "del") == []
    assert page.main.count("The same") == 2


def test_any_two_versions_whichever_way_round_and_none_that_is_not_there(client, cast, case):
    changed(case, cast)
    client.sign_in(cast.kamal)
    assert client.get(at(case, "/compare?older=2&newer=1")).heading.endswith("Versions 1 and 2 of the plan")
    assert "same version twice" in client.get(at(case, "/compare?older=2&newer=2")).main
    assert [client.status(at(case, f"/compare?{q}")) for q in ("newer=9", "older=9", "older=7&newer=8")] == [404] * 3
    assert client.get(at(case, "/compare?older=x&newer=%27")).heading.endswith("Versions 1 and 2 of the plan")


def test_one_version_or_none_has_nothing_to_compare(client, cast, case):
    from tests.stories import a_family

    early = a_case(cast, Stage.PLANNING, family=a_family("Birch"))
    client.sign_in(cast.kamal)
    assert "There is only one version so far" in client.get(at(case, "/compare")).main
    assert "There is no plan yet." in client.get(at(early, "/compare")).main
    assert "There is no plan yet." in client.get(at(early, "/versions")).main


def test_the_list_says_who_when_and_why(client, cast, case):
    changed(case, cast)
    agree(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)
    page = client.get(at(case, "/versions"))
    first, second = page.main.index("Version 2"), page.main.index("Version 1")
    assert first < second
    assert "Started by Colette Barr. Rosa agreed this on 2 March 2026 (By phone)." in page.main
    assert page.links["Version 2 beside version 1"].endswith("/plan/compare?older=1&newer=2")


def test_the_pages_cost_the_same_however_many_versions(client, cast, case, count_queries):
    changed(case, cast)
    agree(case, cast.kamal)
    db.session.commit()
    client.sign_in(cast.kamal)

    def cost(rest):
        with count_queries() as count:
            page = client.get(at(case, rest))
        assert len(page.html) < 60_000
        return count()

    pages = ("/versions", "/compare?older=1&newer=2")
    before = [cost(rest) for rest in pages]
    for turn in range(28):
        plans.start_plan(case, by=cast.kamal, because=f"Turn {turn}")
        agree(case, cast.kamal)
    db.session.commit()
    assert [cost(rest) for rest in pages] == before
    assert max(before) <= 12
    assert "Version 1" in client.get(client.get(at(case, "/versions")).links["Earlier versions"]).main


def test_a_stranger_finds_nothing(client, cast, case):
    client.sign_in(cast.sven)
    assert [client.status(at(case, rest)) for rest in ("/versions", "/compare")] == [404, 404]


# If things slip ---------------------------------------------------------------------------------------------


def test_what_to_do_if_things_slip_is_carried_over_agreed_and_offered_at_the_end(client, cast, case):
    plans.start_plan(case, by=cast.kamal, because="Words.")
    db.session.commit()
    client.sign_in(cast.kamal)
    client.send(client.get(at(case, "/if-things-slip")), {"text": "Ring Grandma, then Kamal."})
    agree(case, cast.kamal)
    db.session.commit()
    assert "If things slip Ring Grandma, then Kamal." in client.get(at(case)).main
    assert "Ring Grandma" not in client.get(at(case, "/versions/1")).main, "the first version stays as it was agreed"
    plans.start_plan(case, by=cast.kamal, because="More words.")
    db.session.commit()
    assert client.get(at(case, "/if-things-slip")).fields()["text"] == "Ring Grandma, then Kamal."
    closing = client.get(f"/cases/{write_code(case.code)}/close")
    assert closing.fields()["sustaining_plan"] == "Ring Grandma, then Kamal."


def test_it_is_written_in_the_version_in_writing_alone_and_over_nobody(client, cast, case):
    client.sign_in(cast.kamal)
    assert "No version of the plan is in writing." in client.get(at(case, "/if-things-slip"), status=409).main
    plans.start_plan(case, by=cast.kamal, because="Words.")
    plans.write_contingency(case, text="One.", read_version=0, by=cast.kamal)
    for text_, version, error in (("Two.", 0, Changed), (" ", 1, NotYet)):
        with pytest.raises(error):
            plans.write_contingency(case, text=text_, read_version=version, by=cast.kamal)
    assert case.plan_in_writing.if_things_slip == "One."


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [(None, "x", Change.NEW), ("x", None, Change.GONE), ("x", "x", Change.SAME), ("x", "y", Change.CHANGED)],
)
def test_a_text_says_what_became_of_it_and_loses_nothing(before, after, change):
    found = text(before, after)
    assert found.change is change
    assert "".join(r.text for r in found.runs if not r.new) == (before or "")
    assert "".join(r.text for r in found.runs if not r.gone) == (after or "")
