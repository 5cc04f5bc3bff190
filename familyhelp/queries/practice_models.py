"""Practice models: those an authority made, and the one that an assessment is written with."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import AssessmentModel, Case, Event, PracticeModel, Practitioner
from ..policy import visible_practice_models
from ..practice import practice_models as rules
from ..practice.chronology import Subject

MOST = 50
"""More versions than an authority makes in twenty years."""

_OF_CASE = (
    sa.select(PracticeModel)
    .join(AssessmentModel, AssessmentModel.practice_model_id == PracticeModel.id)
    .where(AssessmentModel.case_id == sa.bindparam("case_id", type_=sa.BigInteger()))
)
_IN_USE = sa.select(PracticeModel).where(PracticeModel.in_use)


def model_of(case: Case, *, begun: bool) -> rules.PracticeModel:
    """The model that a case's assessment is written with; `begun` is whether anything of it was written. One
    statement."""
    found = db.session.scalar(_OF_CASE, {"case_id": case.id}) if begun else db.session.scalar(_IN_USE)
    return found.in_words() if found else rules.standard()


def models(viewer: Practitioner) -> Sequence[PracticeModel]:
    """The newest fifty versions, the one in use first."""
    newest = (
        visible_practice_models(viewer)
        .options(joinedload(PracticeModel.made_by))
        .order_by(PracticeModel.in_use.desc(), PracticeModel.id.desc())
        .limit(MOST)
    )
    return db.session.scalars(newest).all()


def events_of(model: PracticeModel) -> Sequence[Event]:
    """What was done to a model, newest first, at most fifty."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.subject == Subject.PRACTICE_MODEL, Event.subject_id == model.id)
        .options(joinedload(Event.by))
        .order_by(Event.number.desc())
        .limit(MOST)
    ).all()
