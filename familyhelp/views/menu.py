"""The main menu, and the page of all pages: every way that the reader may go, with what it is for."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, render_template

from ..policy import Act, could
from ..practice.words import N_
from .guards import me, signed_in

bp = Blueprint("menu", __name__)


class Way(NamedTuple):
    """A way to a part of the service. What somebody needs every day is at hand in the bar at the top of each page."""

    name: str
    act: Act
    endpoint: str
    about: str
    at_hand: bool = False


MENU: tuple[tuple[str, tuple[Way, ...]], ...] = (
    (
        N_("Families"),
        (
            Way(N_("Your work"), Act.HOME, "home.home", N_("What is next for you, and why."), at_hand=True),
            Way(
                N_("Requests for help"),
                Act.SEE_QUEUE,
                "contacts.queue",
                N_("What waits at the front door, the most urgent first."),
                at_hand=True,
            ),
            Way(
                N_("Views you are asked for"),
                Act.GIVE_VIEW,
                "partner_views.to_give",
                N_("What the front door wants to know from you before it decides."),
            ),
            Way(
                N_("Levels of need"),
                Act.SEE_LEVELS,
                "levels.levels",
                N_("What each level means here, and what tells it from the next."),
            ),
            Way(
                N_("Find a family"),
                Act.SEARCH,
                "search.search",
                N_("By name, date of birth, address or reference."),
                at_hand=True,
            ),
            Way(N_("Cases"), Act.LIST_CASES, "cases.case_list", N_("The families that you work with."), at_hand=True),
            Way(
                N_("Steps"),
                Act.LIST_STEPS,
                "steps.waiting",
                N_("Families on their way to or from social care."),
                at_hand=True,
            ),
            Way(
                N_("People held twice"),
                Act.SEE_DUPLICATES,
                "merges.held_twice",
                N_("Records that may be of one person, to merge or to keep apart."),
            ),
            Way(
                N_("Disagreements"),
                Act.LIST_DISAGREEMENTS,
                "disagreements.open_ones",
                N_("What professionals see differently, and who holds it until when."),
            ),
            Way(
                N_("Edge of care"),
                Act.SEE_EDGE_REGISTER,
                "edge_of_care.register",
                N_("Families whose children may come into care, and what is put in."),
            ),
        ),
    ),
    (
        N_("Your teams"),
        (
            Way(
                N_("Your teams’ work"),
                Act.SEE_WORKLOAD,
                "workload.board",
                N_("Who carries what, and what is late, idle or drifting."),
                at_hand=True,
            ),
            Way(
                N_("Missing management oversight"),
                Act.SEE_WORKLOAD,
                "workload.oversight",
                N_("Families on whose record a manager’s word is missing, and since when."),
            ),
            Way(
                N_("Closings to approve"),
                Act.LIST_CLOSINGS,
                "closing_requests.to_approve",
                N_("Where the authority wants a manager to say yes before a case closes."),
            ),
            Way(
                N_("Supervision"),
                Act.SUPERVISE,
                "supervision.team",
                N_("Who is due, and each worker’s families in turn."),
                at_hand=True,
            ),
            Way(
                N_("Leave and cover"),
                Act.TAKE_LEAVE,
                "leave.leave",
                N_("Who is away, and who looks after their families meanwhile."),
            ),
            Way(
                N_("Families opened for a reason"),
                Act.REVIEW_GLASS,
                "break_glass.list_of",
                N_("Who opened a family of your teams out of their sight, and your review of it."),
            ),
            Way(
                N_("Led by partners"),
                Act.SEE_PARTNER_LED,
                "cases.led_by_partners",
                N_("Families of your teams that a partner leads, and who supports them."),
            ),
            Way(
                N_("Shared without agreement"),
                Act.SEE_SHARED_WITHOUT,
                "sharing.without_agreement",
                N_("What is shared with an agency though the family did not agree, until you have looked at it."),
            ),
            Way(
                N_("Questions about looks"),
                Act.SEE_LOOKS,
                "looked.questions",
                N_("Who opened what, and what is unusual in it."),
            ),
            Way(
                N_("Compliments and complaints"),
                Act.SEE_COMPLAINTS,
                "complaints.list_of",
                N_("What waits for an answer, the overdue first, and what was answered."),
            ),
            Way(
                N_("What workers say"),
                Act.HEAR_WORKERS,
                "feedback.from_workers",
                N_("How those who work with families say that our way of helping works."),
            ),
            Way(
                N_("Supervisions that you took part in"),
                Act.SEE_SUPERVISION,
                "supervision.mine",
                N_("What was decided, and what was said about your own work."),
            ),
            Way(
                N_("Group supervision"),
                Act.SEE_SUPERVISION,
                "group_supervision.list_of",
                N_("What several workers thought about together, and what they learned."),
            ),
            Way(
                N_("Practice audits"),
                Act.PLAN_AUDITS,
                "audit_rounds.list_of",
                N_("Rounds of audits, their draw, and whom nobody has audited for a year."),
            ),
            Way(
                N_("Audits that concern you"),
                Act.SEE_AUDIT,
                "audits.mine",
                N_("Those you hold, and those of families that you lead."),
            ),
        ),
    ),
    (
        N_("Figures and learning"),
        (
            Way(
                N_("Balanced scorecard"),
                Act.SEE_SCORECARD,
                "scorecard.scorecard",
                N_("Spend, demand and well-being, beside England and the neighbours."),
                at_hand=True,
            ),
            Way(
                N_("Import published figures"),
                Act.IMPORT_FIGURES,
                "uploads.upload",
                N_("Upload a file of statistics, look at what would come of it, confirm it."),
            ),
            Way(
                N_("What counts as early-help spend"),
                Act.SET_SPEND_LINES,
                "spend_lines.lines",
                N_("Which lines of published spend count, since when and why."),
            ),
            Way(
                N_("Quarterly reports"),
                Act.SEE_REPORTS,
                "reports.list_of",
                N_("What the figures mean, and what was promised to be done differently."),
            ),
            Way(
                N_("Measures of the scorecard"),
                Act.CHOOSE_MEASURES,
                "measure_choices.choose",
                N_("Which few measures each quadrant shows, and in which order."),
            ),
            Way(
                N_("Trajectories"),
                Act.SEE_SCORECARD,
                "trajectories.list_of",
                N_("Planned values by quarter, beside what came."),
            ),
            Way(
                N_("The way of families through early help"),
                Act.SEE_SCORECARD,
                "flow.flow_of",
                N_("From the request to the end and back, with how many go on and how soon."),
            ),
            Way(
                N_("Does the front door decide alike?"),
                Act.SEE_SCORECARD,
                "thresholds.thresholds",
                N_("Who asked, what became of it, and how soon the referrer was told."),
            ),
            Way(
                N_("What came of the help, and for whom"),
                Act.SEE_SCORECARD,
                "cuts.cuts_of",
                N_("Outcomes, distance travelled and check-ins by headline outcome, level, lead and agency."),
            ),
            Way(
                N_("What help costs"),
                Act.SEE_SCORECARD,
                "costs.costs",
                N_("For each episode and each outcome met; and a range of what may have been avoided."),
            ),
            Way(
                N_("What is assumed of avoided cost"),
                Act.ASSUME_COSTS,
                "costs.assume",
                N_("The shares and costs that the estimate rests on, with their source."),
            ),
            Way(
                N_("How families fare afterwards"),
                Act.SEE_COHORTS,
                "check_in_cohorts.cohorts",
                N_("Check-ins by the quarter in which help ended."),
            ),
            Way(
                N_("Self-evaluations"),
                Act.SEE_SELF_EVALUATIONS,
                "self_evaluations.list_of",
                N_("How the offer as a whole sees itself, and what comes next."),
            ),
            Way(
                N_("What families tell us"),
                Act.HEAR_FAMILIES,
                "feedback.figures",
                N_("What children and grown-ups say about the help, in figures."),
            ),
            Way(
                N_("Learning themes"),
                Act.SEE_THEMES,
                "themes.list_of",
                N_("What we keep seeing, what we change, and what families read of it."),
            ),
            Way(
                N_("What we are learning"),
                Act.READ_LEARNING,
                "themes.learning",
                N_("The themes for everybody who works with families."),
            ),
            Way(
                N_("Tell the managers how it works"),
                Act.TELL_MANAGERS,
                "feedback.on_the_offer",
                N_("What helps in our way of helping, and what gets in the way."),
            ),
            Way(
                N_("What left the service"),
                Act.SEE_EXPORTS,
                "exports.list_of",
                N_("Which figures were taken away, by whom and why."),
            ),
        ),
    ),
    (
        N_("Running the service"),
        (
            Way(
                N_("People and teams"),
                Act.MANAGE_PRACTITIONERS,
                "practitioners.people",
                N_("Who works here, in which team and role."),
                at_hand=True,
            ),
            Way(
                N_("Agencies"),
                Act.SEE_AGENCIES,
                "agencies.list_of",
                N_("Who of which agency has an account, and who is invited."),
            ),
            Way(
                N_("Practice models"),
                Act.MANAGE_MODELS,
                "practice_models.models",
                N_("The domains and scales that assessments ask by."),
                at_hand=True,
            ),
            Way(
                N_("Audit tools"),
                Act.MANAGE_AUDIT_TOOLS,
                "audit_tools.tools",
                N_("The domains that practice audits grade, and what they ask."),
            ),
            Way(
                N_("How long records are kept"),
                Act.SEE_RETENTION,
                "retention.rules",
                N_("The rule for each kind of record, with its reason and how it was set before."),
            ),
            Way(
                N_("Register of lawful bases"),
                Act.SEE_RETENTION,
                "processing.register",
                N_("What is done with personal data, why, and what allows it."),
            ),
            Way(
                N_("Legal holds"),
                Act.SEE_RETENTION,
                "holds.list_of",
                N_("Families of which nothing may go, why, and by when somebody looks again."),
            ),
            Way(
                N_("Records to dispose of"),
                Act.SEE_RETENTION,
                "disposals.due",
                N_("What has been kept for as long as its rule says, and since when it may go."),
            ),
            Way(
                N_("Register of disposals"),
                Act.SEE_RETENTION,
                "disposals.list_of",
                N_("What waits for a second person to decide, and what was disposed of."),
            ),
        ),
    ),
    (
        N_("Yourself"),
        (
            Way(
                N_("When things are due"),
                Act.SEE_CLOCKS,
                "clocks.clocks",
                N_("Every clock of the service, with its reason."),
            ),
            Way(
                N_("How you are told"),
                Act.BE_TOLD,
                "telling.telling",
                N_("A message with what is due, and your own calendar."),
            ),
            Way(
                N_("The second step of your sign-in"),
                Act.HOME,
                "second_step.own",
                N_("A code of an app besides your password."),
            ),
            Way(
                N_("Where you are signed in"),
                Act.HOME,
                "sign_in.own",
                N_("In which browsers, since when; end one that you do not know."),
            ),
            Way(
                N_("Your password and sign-ins"),
                Act.HOME,
                "sign_in.password",
                N_("Choose another password, or sign out everywhere."),
            ),
        ),
    ),
)
"""The ways by what they concern; within each, and from part to part, the most used first."""


def parts() -> list[tuple[str, list[Way]]]:
    """The parts of the service with the ways in each that the reader may go."""
    viewer = me()
    open_to = [(name, [way for way in ways if could(viewer, way.act)]) for name, ways in MENU]
    return [(name, ways) for name, ways in open_to if ways]


def navigation() -> list[Way]:
    """What the bar at the top shows to the reader."""
    return [way for _part, ways in parts() for way in ways if way.at_hand]


@bp.get("/all-pages")
@signed_in(Act.HOME)
def all_pages() -> Any:
    """Every way that the reader may go."""
    return render_template("menu/all_pages.html", parts=parts())


@bp.app_context_processor
def _for_every_page() -> dict[str, Any]:
    return {"navigation": navigation}
