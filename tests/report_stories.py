"""Quarterly reports as the tests tell them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

from familyhelp.casework import reports as deeds
from familyhelp.casework.measure_choices import choose
from familyhelp.casework.trajectories import comment, plan
from familyhelp.extensions import db
from familyhelp.models import QuarterlyReport
from familyhelp.practice import clock
from familyhelp.practice.periods import Period
from familyhelp.practice.readings import HIDDEN, Reading
from familyhelp.practice.references import write_code
from familyhelp.practice.reports import Frozen, Kept, quarters_to_report
from familyhelp.practice.scorecard import MEASURES, Quadrant
from familyhelp.practice.trajectories import quarters_to_plan
from familyhelp.queries import measure_choices as choices
from familyhelp.queries import reports as queries
from familyhelp.queries import trajectories as plans
from tests.cast import Cast


def frozen(slug: str, top: int | None, bottom: int | None = None, *, year: int | None = None, note: str = "") -> Frozen:
    """A figure as a report keeps it; hidden where it has no numerator."""
    measure = MEASURES[slug]
    if top is None:
        reading = HIDDEN
    else:
        value = Fraction(top, bottom) * measure.per if bottom else Fraction(top)
        reading = Reading(value, Fraction(top), Fraction(bottom) if bottom else None)
    return Frozen(measure, reading, year, "a period", measure.counts, measure.over, note or "The cases of this service")


def figures(more: int = 0, note: str = "") -> list[Frozen]:
    """Some figures; `more` changes them."""
    return [
        frozen("referral_rate", 500 + more, 10_000, year=2025, note=note),
        frozen("requests", 40 + more),
        frozen("decided_in_time", 30, 40 + more),
        frozen("step_ups", None),
    ]


def begun(cast: Cast, more: int = 0, period: Period | None = None, note: str = "") -> QuarterlyReport:
    """A report that the analyst began: of the first quarter that can be reported now, or of this one."""
    last = queries.last_report()
    period = period or quarters_to_report(clock.today(), last.ends_on if last else None)[-1]
    return deeds.begin(period, figures(more, note), area_name="Saltmere Council", by=cast.anita)


def promise(report: QuarterlyReport, cast: Cast, what: str = "Ring every family within two days."):
    """A promise in a report."""
    due = clock.today() + timedelta(days=60)
    return deeds.make_promise(report, what=what, owner="Mabel Thorne", due_on=due, by=cast.anita)


def ready(cast: Cast, more: int = 0, words: str = "Fewer came.", what: str = "Ring every family within two days."):
    """A report in which everything is there for its approval."""
    report = begun(cast, more)
    for one in queries.whole(report).unanswered:
        deeds.answer_promise(report, one, kept=Kept.PARTLY, words=words, read_version=0, by=cast.anita)
    deeds.write_so_what(report, so_what=words, read_version=report.version, by=cast.anita)
    promise(report, cast, what)
    return report


def approved(cast: Cast, more: int = 0, words: str = "Fewer came.", what: str = "Ring every family within two days."):
    """A report that the manager approved."""
    report = ready(cast, more, words, what)
    deeds.approve(report, by=cast.mabel)
    return report


def second(cast: Cast, make: Callable[[Cast], QuarterlyReport] = begun) -> QuarterlyReport:
    """A report in writing after an approved one. Made once in a database: a quarter has one report."""
    last = queries.last_report()
    if last is not None and last.approved_at is None:
        return last
    if last is None:
        approved(cast)
    return make(cast)


def where(report: QuarterlyReport, tail: str = "") -> str:
    """The address of a report's page."""
    db.session.commit()
    return f"/reports/{write_code(report.code)}{tail}"


def page(tail: str = "", make: Callable[[Cast], QuarterlyReport] = second) -> Callable[[Cast], str]:
    """The address of a page of a report in writing; `<owed>` and `<own>` become references of promises."""

    def at(cast: Cast) -> str:
        report = make(cast)
        whole = queries.whole(report)
        if "<own>" in tail and not whole.promises:
            promise(report, cast)
            whole = queries.whole(report)
        if "<owed>" in tail:
            for one in whole.unanswered:
                deeds.answer_promise(report, one, kept=Kept.DONE, words="Done.", read_version=0, by=cast.mabel)
        path = where(report, tail)
        if "<owed>" in path:
            path = path.replace("<owed>", write_code(whole.owed[0].promise.code))
        return path.replace("<own>", write_code(whole.promises[0].promise.code)) if "<own>" in path else path

    return at


def published(cast: Cast) -> QuarterlyReport:
    """An approved report after another one, made once in a database."""
    last = queries.last_report()
    if last is not None and last.approved_at is not None and queries.whole(last).last is not None:
        return last
    second(cast, ready)
    last = queries.last_report()
    assert last is not None
    if not last.so_what:
        deeds.write_so_what(last, so_what="Fewer came.", read_version=last.version, by=cast.anita)
    for one in queries.whole(last).unanswered:
        deeds.answer_promise(last, one, kept=Kept.DONE, words="Done.", read_version=0, by=cast.anita)
    if not queries.whole(last).promises:
        promise(last, cast)
    deeds.approve(last, by=cast.mabel)
    return last


def planned(tail: str = "", words: str = "We opened a hub.") -> Callable[[Cast], str]:
    """The address of a page of a measure that has a trajectory; one more version each time."""

    def at(cast: Cast) -> str:
        read = len(plans.versions("requests"))
        path = {quarter: Fraction(50 + read) for quarter in quarters_to_plan(clock.today())}
        plan(MEASURES["requests"], path, because=words, read_version=read, by=cast.anita)
        comment(MEASURES["requests"], words=words, by=cast.mabel)
        db.session.commit()
        return f"/scorecard/trajectories/requests{tail}"

    return at


FEW = {
    Quadrant.SPEND: ["early_help_share"],
    Quadrant.DEMAND: ["step_ups", "referral_rate", "requests"],
    Quadrant.WELLBEING: ["outcomes_met"],
    Quadrant.QUALITY: ["supervised"],
}


def measures_chosen(cast: Cast, words: str = "A few that the board understands.") -> str:
    """The address of the page on which the measures of the scorecard are chosen; one more version each time."""
    choose(FEW, MEASURES, because=words, read_version=len(choices.versions()), by=cast.anita)
    db.session.commit()
    return "/scorecard/chosen-measures"


def filled(filled: type) -> dict:
    """The part of FILLED that is about quarterly reports."""
    when = {"due_on": 60}
    return {
        "reports.begin": filled("anita", lambda _: "/reports/new"),
        "reports.so_what": filled("anita", page("/so-what"), {"so_what": "Fewer came."}, edits="so_what"),
        "reports.promise": filled("mabel", page("/promises/new"), {"what": "Ring them.", "owner": "Kamal", **when}),
        "reports.take_out": filled("anita", page("/promises/<own>/take-out")),
        "reports.answer": filled(
            "mabel", page("/promises/<owed>/answer"), {"kept": "partly", "words": "Half of them."}, edits="words"
        ),
        "reports.export": filled("mabel", page("/export", published), {"format": "pdf", "purpose": "For the board."}),
        "trajectories.plan": filled("anita", planned("/plan"), {"q1": "55", "because": "More come."}, edits="because"),
        "trajectories.comment": filled("mabel", planned("/comment"), {"words": "As we thought."}),
        "measure_choices.choose": filled(
            "adam", measures_chosen, {"demand_1": "step_ups", "because": "What the board asks."}, edits="because"
        ),
        "reports.approve": filled("mabel", page("/approve", lambda cast: second(cast, ready))),
    }
