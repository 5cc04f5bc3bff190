"""People who come by a signed link: a link to open, and the browser that opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from familyhelp.casework import answers, contributions, meetings, plans, step_links
from familyhelp.casework import links as deeds
from familyhelp.casework.links import Given
from familyhelp.extensions import db
from familyhelp.models import Case, Contribution, Family, Link, Member
from familyhelp.practice import clock
from familyhelp.practice.domains import Headline
from familyhelp.practice.links import IN_ADDRESS, AnswerKind, Purpose, ReadingAge
from familyhelp.practice.outcomes import AgreedHow, OwnerKind
from familyhelp.practice.references import write_code
from familyhelp.practice.stages import Stage
from familyhelp.views.link_doors import address_of
from tests import stories
from tests.cast import Cast
from tests.client import Page, StrictClient
from tests.filled_sharing import agreed


@dataclass(frozen=True)
class Held:
    """What somebody holds: the path of their link, and the code that they were told."""

    path: str
    code: str
    id: int

    @property
    def link(self) -> Link:
        """The record, as it stands now."""
        db.session.rollback()
        found = db.session.get(Link, self.id)
        assert found is not None
        return found


def path_of(app: Any, purpose: Purpose, token: str) -> str:
    """The path of a link."""
    with app.test_request_context():
        return address_of(purpose, token).removeprefix(app.config["SERVICE_URL"])


def member(case: Case, forename: str) -> Member:
    """Somebody in the family, by their first name."""
    return next(m for m in case.family.members if m.person.forename == forename)


def family_link(app: Any, case: Case, cast: Cast, who: str = "Rosa", age: ReadingAge = ReadingAge.ADULT) -> Held:
    """A link to the family's page for Rosa, unless it is for somebody else; committed."""
    given = deeds.give_link(case, member=member(case, who), reading_age=age, by=case.lead or cast.kamal)
    db.session.commit()
    assert given.code is not None
    return Held(path_of(app, Purpose.FAMILY_PAGE, given.token), given.code, given.link.id)


def afterwards_link(app: Any, case: Case, cast: Cast, who: str = "Rosa", age: ReadingAge = ReadingAge.ADULT) -> Held:
    """A link by which Rosa, unless it is somebody else, says how things are after the case closed; committed."""
    given = deeds.give_link(case, member=member(case, who), reading_age=age, by=cast.kamal)
    db.session.commit()
    assert given.code is not None
    return Held(path_of(app, Purpose.AFTERWARDS, given.token), given.code, given.link.id)


def step_link(app: Any, cast: Cast) -> Held:
    """Lionel's link to a step-up that waits, sent in a letter; committed."""
    case = stories.a_case(cast, Stage.ACTIVE, family=stories.a_family("Fern"))
    step = stories.ask_up(case, cast.kamal)
    db.session.flush()
    given = step_links.send_step(
        case, step, liaison=cast.lionel, by_email=False, address_of=lambda _purpose, token: token, by=cast.kamal
    )
    db.session.commit()
    assert given.code is not None
    return Held(path_of(app, Purpose.STEP, given.token), given.code, given.link.id)


def enter(client: StrictClient, held: Held, code: str | None = None, status: int = 303) -> Any:
    """Open a link with its code, as a person does; the page behind it."""
    page = client.get(held.path)
    answer = client.post(held.path, page.fields() | {"code": code or held.code}, status)
    if status != 303:
        return answer
    front = client.ask("GET", answer.location)
    return client.follow(front if front.status_code == 303 else answer)


def outside_plan(case: Case, cast: Cast, email: str | None = "bright@example.org") -> None:
    """A plan whose second outcome has an action of Mr Bright from the school, who has an e-mail address; not agreed."""
    stories.write_plan(case, cast.kamal)
    outcome = case.plan_in_writing.outcomes[1]
    plans.write_action(
        case,
        outcome,
        None,
        what="Keep a place at breakfast club.",
        owner_kind=OwnerKind.PROFESSIONAL,
        owner_name="Mr Bright",
        owner_email=email,
        due_on=clock.today() + timedelta(days=10),
        read_version=0,
        by=cast.kamal,
    )


def agreed_outside(app: Any, cast: Cast, email: str | None = "bright@example.org") -> tuple[Case, list[str]]:
    """A case whose plan was agreed with an owner outside; the case, and the secret names of the links that went out."""
    case = stories.a_case(cast, Stage.PLANNING)
    outside_plan(case, cast, email)
    tokens: list[str] = []

    def note(purpose: Purpose, token: str) -> str:
        tokens.append(token)
        return f"http://localhost:5000{path_of(app, purpose, token)}"

    plans.agree_plan(
        case,
        agreed_by="Rosa Ashdown",
        agreed_on=clock.today(),
        how=AgreedHow.IN_PERSON,
        by=cast.kamal,
        address_of=note,
    )
    db.session.commit()
    return case, tokens


def owner_link(app: Any, cast: Cast) -> tuple[Case, Held]:
    """Mr Bright's link to his action, and the code that Kamal told him."""
    case, (token,) = agreed_outside(app, cast)
    link = db.session.scalars(db.select(Link).where(Link.purpose == Purpose.ACTION)).one()
    code = deeds.new_code(case, link, by=cast.kamal)
    db.session.commit()
    return case, Held(path_of(app, Purpose.ACTION, token), code, link.id)


def rich_plan(case: Case, cast: Cast, *, words: str, what: str) -> None:
    """A newer version of the plan with these words in it, agreed."""
    plans.start_plan(case, by=cast.kamal, because=words)
    outcome = case.plan_in_writing.outcomes[0]
    plans.write_outcome(
        case,
        outcome,
        words=words,
        headline=Headline.EDUCATION,
        how_we_know=words,
        start_score=outcome.start_score,
        goal_score=7,
        read_version=outcome.version,
        by=cast.kamal,
    )
    plans.write_action(
        case,
        outcome,
        None,
        what=what,
        owner_kind=OwnerKind.FAMILY,
        owner_name="Rosa",
        due_on=clock.today() + timedelta(days=10),
        read_version=0,
        by=cast.kamal,
    )
    plans.write_contingency(case, text=words, read_version=case.plan_in_writing.slip_version, by=cast.kamal)
    plans.agree_plan(case, agreed_by="Rosa", agreed_on=clock.today(), how=AgreedHow.IN_PERSON, by=cast.kamal)
    db.session.commit()


def contribution_link(app: Any, cast: Cast, case: Case, **more: Any) -> Held:
    """The link by which a school nurse tells the meeting of a case what she knows; committed."""
    _asked, given = asks_outside(case, cast, **more)
    assert given.code is not None
    return Held(path_of(app, Purpose.CONTRIBUTION, given.token), given.code, given.link.id)


def asks_outside(case: Case, cast: Cast, *, shared: bool = True, **more: Any) -> tuple[Contribution, Given]:
    """A meeting is arranged, unless one is ahead, and somebody of the school is asked for what she knows; what helps
    them is shared with it first, unless `shared` is False. Committed."""
    if shared:
        agreed(case, cast.school, cast.kamal)
    said: dict[str, Any] = {
        "agency": cast.school,
        "name": "Nia Frost, school nurse",
        "email": "nia@example.org",
        "question": "How does Poppy sleep?",
        "due_on": clock.today() + timedelta(days=3),
        "by": cast.kamal,
        "address_of": lambda purpose, token: f"http://localhost:5000/{IN_ADDRESS[purpose]}/{token}",
    }
    meeting = meetings.ahead(case) or stories.arrange(case, cast.kamal)
    found = contributions.ask_contribution(case, meeting, **(said | more))
    db.session.commit()
    return found


def is_gone(page: Page) -> bool:
    """Whether this is the one answer of links that do not open."""
    return page.status == 404 and page.heading == "This link does not work any more"


# Pages of workers, for tests/filled.py -----------------------------------------------------------------------


def _of(case: Case, tail: str) -> str:
    db.session.commit()
    return f"/cases/{write_code(case.code)}{tail}"


def of_a_link(tail: str) -> Callable[[Cast], str]:
    """The address of a page of a new link to the family's page."""

    def where(cast: Cast) -> str:
        case = stories.a_case(cast, Stage.ACTIVE)
        given = deeds.give_link(case, member=member(case, "Rosa"), reading_age=ReadingAge.ADULT, by=cast.kamal)
        db.session.flush()
        return _of(case, f"/links/{write_code(given.link.code)}/{tail}")

    return where


def of_an_owner(cast: Cast) -> str:
    """The address of the page of an owner's link."""
    case = stories.a_case(cast, Stage.PLANNING)
    outside_plan(case, cast)
    plans.agree_plan(case, agreed_by="Rosa", agreed_on=clock.today(), how=AgreedHow.IN_PERSON, by=cast.kamal)
    action = case.plans[-1].outcomes[1].actions[1]
    return _of(case, f"/plan/actions/{write_code(action.code)}/link")


def of_an_answer(cast: Cast, family: Family | None = None) -> str:
    """The address of something that Rosa said."""
    case = stories.a_case(cast, Stage.ACTIVE, family=family)
    given = deeds.give_link(case, member=member(case, "Rosa"), reading_age=ReadingAge.ADULT, by=cast.kamal)
    db.session.flush()
    said = answers.say_about_plan(
        case, case.plans[-1], kind=AnswerKind.NOT_RIGHT, text="It is Jude.", submission="r" * 32, by=given.link
    )
    db.session.flush()
    return _of(case, f"/answers/{write_code(said.code)}")
