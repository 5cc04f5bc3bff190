"""Reading what a copy of the plan tells, and the copies that were given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Address, Case, Copy, Member, Person, Plan, Practitioner, Score
from ..practice import clock
from ..practice.copies import ActionTold, OutcomeTold, PlanTold
from ..practice.domains import Respondent
from ..practice.links import YOUNGEST
from ..practice.timescales import Due
from .cases import members_of


def told(case: Case, plan: Plan, recipient: str, *, authority: str, reach: str) -> PlanTold:
    """What a copy of an agreed plan tells somebody. Two statements besides the plan, whatever it holds."""
    latest, secrets = _latest(case.id), secrets_of(case.family_id)
    return PlanTold(
        recipient=recipient,
        number=plan.number,
        agreed_by=plan.agreed_by or "",
        agreed_on=plan.agreed_on or clock.today(),
        outcomes=[
            OutcomeTold(
                number=outcome.number,
                words=outcome.words,
                how_we_know=outcome.how_we_know,
                start=outcome.start_score,
                goal=outcome.goal_score,
                ends=outcome.ends,
                latest=latest.get(outcome.number, {}),
                actions=[
                    ActionTold(a.code, a.what, a.owner_name, a.owner_kind, a.due_on, a.done_on) for a in outcome.actions
                ],
            )
            for outcome in plan.outcomes
        ],
        lead=case.lead.name if case.lead else None,
        lead_email=case.lead.email if case.lead else None,
        reach=reach,
        authority=authority,
        changed=plan.change_because,
        contingency=plan.if_things_slip,
        next_review_on=_next_look(case),
        addresses=secrets.addresses,
        contacts=secrets.contacts,
    )


def _next_look(case: Case) -> date | None:
    first = case.next_due in (Due.FIRST_REVIEW, Due.REVIEW)
    return case.next_due_on if case.next_review_on is None and first else case.next_review_on


def _latest(case_id: int) -> Mapping[int, Mapping[Respondent, int]]:
    newest = sa.select(sa.func.max(Score.id)).where(Score.case_id == case_id)
    rows = db.session.execute(
        sa.select(Score.outcome_number, Score.respondent, Score.value).where(
            Score.id.in_(newest.group_by(Score.outcome_number, Score.respondent))
        )
    )
    found: dict[int, dict[Respondent, int]] = {}
    for number, respondent, value in rows:
        found.setdefault(number, {})[respondent] = value
    return found


@dataclass(frozen=True)
class Secrets:
    """What stands on no page or paper of the family: where its people live or lived, and how to reach somebody whose
    phone and e-mail are withheld."""

    addresses: Sequence[tuple[str, str | None]]
    contacts: Sequence[str]


def secrets_of(family_id: int) -> Secrets:
    """Of everybody who is or was in a family; one statement."""
    people = sa.select(Member.person_id).where(Member.family_id == family_id)
    withheld = sa.and_(Person.id.in_(people), Person.contact_hidden)
    address = sa.literal("address")
    rows: Sequence[Any] = db.session.execute(
        sa.union_all(
            sa.select(address, Address.lines, Address.postcode).where(Address.person_id.in_(people)),
            sa.select(sa.literal("contact"), Person.phone, sa.null()).where(withheld, Person.phone.is_not(None)),
            sa.select(sa.literal("contact"), Person.email, sa.null()).where(withheld, Person.email.is_not(None)),
        )
    ).all()
    return Secrets(
        [(text, postcode) for kind, text, postcode in rows if kind == "address"],
        [text for kind, text, _none in rows if kind == "contact"],
    )


def recipients(case: Case) -> Sequence[Member]:
    """Who in a family can be given a copy or a page of their own now: old enough, or of unknown age."""
    today = clock.today()
    return [
        member
        for member in members_of(case.family_id)
        if member.person.died_on is None
        and member.person.due_date is None
        and (member.person.age_on(today) or YOUNGEST) >= YOUNGEST
    ]


def copies_of(case: Case, most: int = 10) -> Sequence[Copy]:
    """The copies that were given last, newest first; at most 10."""
    query = sa.select(Copy).where(Copy.case_id == case.id).order_by(Copy.id.desc()).limit(most)
    loads = joinedload(Copy.plan, innerjoin=True), joinedload(Copy.recorded_by).load_only(Practitioner.name)
    return db.session.scalars(query.options(*loads)).all()
