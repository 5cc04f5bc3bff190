"""Reading what is due to be disposed of, what was proposed, and the register. Nothing here is stored: what is due is
worked out from the rules of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Audit, Case, Complaint, Contact, Disposal, Family, Member, Person, Practitioner
from ..policy import sees_family
from ..practice import clock
from ..practice.clock import local_day
from ..practice.complaints import ComplaintKind
from ..practice.disposals import HELD, OPEN_AUDIT, OPEN_CASE, OPEN_COMPLAINT, OPEN_REQUEST, DisposalState, Facts
from ..practice.looked import beginning
from ..practice.people import FamilyRole
from ..practice.retention import Child, RecordKind, Rule, Until, begun_by
from ..practice.roles import Role
from ..practice.triage import ContactState
from .paging import PAGE, Page, page_by_number
from .retention import is_held, rules_now

Held = Family | Contact
Rules = Mapping[RecordKind, Rule]


@dataclass(frozen=True)
class Due:
    """One record that is due to go: what it is, by which rule, and until when it was to be kept."""

    held: Held
    facts: Facts
    rule: Rule
    waits: bool
    """Somebody has proposed it already."""

    @property
    def until(self) -> Until:
        """The last day on which it was to be kept."""
        return self.facts.until(self.rule)


# What is due ----------------------------------------------------------------------------------------------------


def _decided_after(day: date) -> sa.ColumnElement[bool]:
    return sa.or_(Contact.decided_at.is_(None), Contact.decided_at >= beginning(day + timedelta(days=1)))


def _a_case(*which: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(Case.family_id == Family.id, *which)


def _a_child(*which: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Member.family_id == Family.id, Member.role == FamilyRole.CHILD, Person.id == Member.person_id, *which
    )


def _helped(rule: Rule, today: date) -> sa.ColumnElement[bool]:
    last = begun_by(rule.years, today)
    due = [
        # Where to look: the index of closed cases, not every family.
        Family.id.in_(sa.select(Case.family_id).where(Case.closed_on <= last)),
        sa.not_(_a_case(sa.or_(Case.closed_on.is_(None), Case.closed_on > last, Case.next_due_on.is_not(None)))),
        sa.not_(sa.exists().where(Contact.family_id == Family.id, _decided_after(last))),
    ]
    if rule.child_until is not None:
        born, guessed = begun_by(rule.child_until, today), begun_by(rule.child_until + 1, today)
        young = sa.case((Person.birth_estimated, Person.birth_date > guessed), else_=Person.birth_date > born)
        due.append(sa.not_(_a_child(sa.or_(Person.birth_date.is_(None), young))))
    return sa.and_(*due)


def _without_case(rules: Rules, today: date) -> sa.ColumnElement[bool]:
    asked = begun_by(rules[RecordKind.REQUEST].years, today)
    alone = begun_by(rules[RecordKind.RECORD].years, today)
    any_request = sa.exists().where(Contact.family_id == Family.id)
    return sa.and_(
        sa.not_(_a_case()),
        sa.or_(
            sa.and_(any_request, sa.not_(sa.exists().where(Contact.family_id == Family.id, _decided_after(asked)))),
            sa.and_(sa.not_(any_request), Family.created_at < beginning(alone + timedelta(days=1))),
        ),
    )


def _blocked() -> sa.ColumnElement[bool]:
    return sa.or_(is_held(Family.id), _a_case(_open_complaint()), _a_case(_open_audit()))


def _open_complaint() -> sa.ColumnElement[bool]:
    open_one = Complaint.kind == ComplaintKind.COMPLAINT, Complaint.told_on.is_(None)
    return sa.exists().where(Complaint.case_id == Case.id, *open_one)


def _open_audit() -> sa.ColumnElement[bool]:
    return sa.exists().where(Audit.case_id == Case.id, Audit.finished_at.is_(None))


def _seen(viewer: Practitioner | None) -> sa.ColumnElement[bool]:
    """Administrators know every family by its reference, managers those that they see."""
    return sa.true() if viewer is None or viewer.role is Role.ADMINISTRATOR else sees_family(viewer)


def due_families(viewer: Practitioner | None, after: str | None, *, size: int = PAGE) -> Page[Due]:
    """The families that may go today, by number; None as viewer: all of them. Seven statements."""
    today, rules = clock.today(), rules_now()
    query = sa.select(Family).where(
        Family.disposed_on.is_(None),
        sa.or_(_helped(rules[RecordKind.HELPED], today), _without_case(rules, today)),
        sa.not_(_blocked()),
        _seen(viewer),
    )
    page: Page[Family] = page_by_number(query, Family.id, after, size=size)
    known = facts_of_families([family.id for family in page.rows])
    waits = _proposed(Disposal.family_id, [family.id for family in page.rows])
    found = [
        Due(family, known[family.id], rules[known[family.id].record], family.id in waits)
        for family in page.rows
        # The rule itself has the last word.
        if known[family.id].until(rules[known[family.id].record]).is_over(today)
    ]
    return Page(found, page.following)


def due_requests(after: str | None, *, size: int = PAGE) -> Page[Due]:
    """The requests for help of no family that may go today, by number. Three statements."""
    today, rules = clock.today(), rules_now()
    rule = rules[RecordKind.REQUEST]
    query = sa.select(Contact).where(
        Contact.family_id.is_(None),
        Contact.case_id.is_(None),
        Contact.disposed_on.is_(None),
        Contact.state == ContactState.DECIDED,
        sa.not_(_decided_after(begun_by(rule.years, today))),
    )
    page: Page[Contact] = page_by_number(query, Contact.id, after, size=size)
    waits = _proposed(Disposal.contact_id, [one.id for one in page.rows])
    return Page([Due(one, facts_of_request(one), rule, one.id in waits) for one in page.rows], page.following)


def _proposed(column: Any, numbers: Sequence[int]) -> set[int]:
    waits = sa.select(column).where(column.in_(numbers), Disposal.state == DisposalState.PROPOSED)
    return set(db.session.scalars(waits))


# What is known of a record --------------------------------------------------------------------------------------


def facts_of_request(contact: Contact) -> Facts:
    """What is known of a request for help of no family."""
    came = local_day(contact.received_at)
    blocks = [] if contact.state is ContactState.DECIDED and contact.family_id is None else [OPEN_REQUEST]
    return Facts(RecordKind.REQUEST, local_day(contact.decided_at or contact.received_at), came, (), blocks)


def facts_of_families(numbers: Sequence[int]) -> dict[int, Facts]:
    """What is known of these families, by number; four statements."""
    members: dict[int, list[Child]] = {number: [] for number in numbers}
    for row in db.session.execute(
        sa.select(Member.family_id, Person.birth_date, Person.birth_estimated)
        .join(Person, Person.id == Member.person_id)
        .where(Member.family_id.in_(numbers), Member.role == FamilyRole.CHILD)
        .order_by(Member.id)
    ):
        members[row.family_id].append(Child(row.birth_date, row.birth_estimated))
    families = db.session.execute(
        sa.select(Family.id, Family.created_at, is_held(Family.id).label("held")).where(Family.id.in_(numbers))
    ).all()
    cases = _cases(numbers)
    asked = _requests(numbers)
    return {row.id: _facts(row, cases.get(row.id, []), asked.get(row.id, []), members[row.id]) for row in families}


def _cases(numbers: Sequence[int]) -> dict[int, list[Any]]:
    rows = db.session.execute(
        sa.select(
            *(Case.family_id, Case.opened_on, Case.closed_on, Case.next_due_on),
            _open_complaint().label("complaint"),
            _open_audit().label("audit"),
        )
        .where(Case.family_id.in_(numbers))
        .order_by(Case.id)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.family_id, []).append(row)
    return found


def _requests(numbers: Sequence[int]) -> dict[int, list[Any]]:
    rows = db.session.execute(
        sa.select(Contact.family_id, Contact.received_at, Contact.decided_at)
        .where(Contact.family_id.in_(numbers))
        .order_by(Contact.id)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.family_id, []).append(row)
    return found


def _facts(family: Any, cases: list[Any], requests: list[Any], children: list[Child]) -> Facts:
    blocks = {
        HELD: family.held,
        OPEN_CASE: any(case.closed_on is None or case.next_due_on is not None for case in cases),
        OPEN_REQUEST: any(one.decided_at is None for one in requests),
        OPEN_COMPLAINT: any(case.complaint for case in cases),
        OPEN_AUDIT: any(case.audit for case in cases),
    }
    ends = [case.closed_on or clock.today() for case in cases]
    ends += [local_day(one.decided_at or clock.now()) for one in requests]
    starts = [case.opened_on for case in cases] + [local_day(one.received_at) for one in requests]
    started = local_day(family.created_at)
    record = RecordKind.HELPED if cases else RecordKind.REQUEST if requests else RecordKind.RECORD
    return Facts(
        record,
        max(ends, default=started),
        min(starts, default=started),
        children,
        [why for why, holds in blocks.items() if holds],
    )


# One record, and the register -----------------------------------------------------------------------------------


def by_reference(viewer: Practitioner, code: str | None, *, locking: bool) -> Held | None:
    """A family that the reader knows, or a request of no family, by reference, unless it is gone."""
    family = sa.select(Family).where(Family.code == code, Family.disposed_on.is_(None), _seen(viewer))
    found = db.session.scalar(family.with_for_update(of=Family) if locking else family)
    if found is not None:
        return found
    contact = sa.select(Contact).where(
        Contact.code == code, Contact.family_id.is_(None), Contact.case_id.is_(None), Contact.disposed_on.is_(None)
    )
    return db.session.scalar(contact.with_for_update(of=Contact) if locking else contact)


def due_of(held: Held) -> Due:
    """What is known of one record, and the rule that it falls under."""
    facts = facts_of_families([held.id])[held.id] if isinstance(held, Family) else facts_of_request(held)
    return Due(held, facts, rules_now()[facts.record], False)


def register(viewer: Practitioner, after: str | None, *, waiting: bool) -> Page[Disposal]:
    """What waits for a decision, or what was decided, the newest first. One statement."""
    query = (
        sa.select(Disposal)
        .outerjoin(Family, Family.id == Disposal.family_id)
        .options(
            joinedload(Disposal.family),
            joinedload(Disposal.contact),
            joinedload(Disposal.proposed_by, innerjoin=True),
            joinedload(Disposal.reviewed_by),
        )
    )
    waits = Disposal.state == DisposalState.PROPOSED
    query = query.where(waits if waiting else sa.not_(waits), _known(viewer))
    return page_by_number(query, Disposal.id, after)


def _known(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """What was decided holds nothing of anybody: whoever keeps records sees it, whatever family it was of."""
    return sa.or_(Disposal.family_id.is_(None), Disposal.state != DisposalState.PROPOSED, _seen(viewer))


def one(viewer: Practitioner, code: str | None, *, locking: bool) -> Disposal | None:
    """One disposal by reference."""
    query = (
        sa.select(Disposal)
        .outerjoin(Family, Family.id == Disposal.family_id)
        .where(Disposal.code == code, _known(viewer))
    )
    return db.session.scalar(query.with_for_update(of=Disposal) if locking else query)
