"""Making a practice model of one's own and putting it into use. A version that was used never changes."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from ..extensions import db
from ..models import AssessmentModel, AssessmentPart, Case, PracticeModel, Practitioner
from ..practice import clock
from ..practice import practice_models as rules
from ..practice.chronology import EventKind
from ..practice.domains import Domain, Headline
from ..practice.practice_models import BuiltIn
from ..practice.words import N_, Changed, NotYet, Sentence, say


def start_model(
    *, name: str, based_on: BuiltIn, version_of: PracticeModel | None = None, by: Practitioner
) -> PracticeModel:
    """Start a model, in writing, from one of the two built in; or the next version of one's own, which keeps its
    name, scale and domains. Raises NotYet."""
    content = version_of.in_words() if version_of else rules.built_in(based_on)
    name = version_of.name if version_of else name.strip()
    _refuse(rules.missing_scale(name, content.lowest, content.highest))
    numbers = db.session.scalars(sa.select(PracticeModel.number).where(PracticeModel.name == name)).all()
    if numbers and version_of is None:
        raise NotYet(say(N_("There is a practice model of this name already."), "name"))
    model = PracticeModel(
        name=name,
        number=max(numbers, default=0) + 1,
        based_on=version_of.based_on if version_of else based_on,
        lowest=content.lowest,
        highest=content.highest,
        domains=rules.kept(content.domains),
        made_by=by,
        made_at=clock.now(),
    )
    db.session.add(model)
    db.session.flush()
    model.record(EventKind.MODEL_STARTED, by=by, name=name, version=model.number)
    return model


def write_scale(model: PracticeModel, *, lowest: int, highest: int, read_version: int, by: Practitioner) -> None:
    """Say between which whole numbers, within 0 to 10, families and workers score. Raises Changed, NotYet."""
    _refuse_frozen(model)
    if model.version != read_version:
        raise Changed(stored={"lowest": str(model.lowest), "highest": str(model.highest)}, version=model.version)
    _refuse(rules.missing_scale(model.name, lowest, highest))
    model.domains = rules.kept(rules.on_scale(model.in_words(), lowest, highest))
    model.lowest, model.highest = lowest, highest
    model.record(EventKind.MODEL_CHANGED, by=by, what=model.in_words().scale)


def write_domain(model: PracticeModel, domain: Domain, *, read_version: int, by: Practitioner) -> None:
    """Write what a model asks in one domain, or take the domain in. Raises Changed, NotYet."""
    _refuse_frozen(model)
    held = model.in_words()
    if model.version != read_version:
        now = held.by_headline.get(domain.headline)
        raise Changed(stored=_texts(now) if now else {}, version=model.version)
    _refuse(rules.missing_domain(domain))
    model.domains = rules.kept(rules.with_domain(held.domains, domain))
    model.record(EventKind.MODEL_CHANGED, by=by, what=domain.headline)


def leave_out_domain(model: PracticeModel, headline: Headline, *, by: Practitioner) -> None:
    """Leave a domain out of a model that is in writing. Raises NotYet."""
    _refuse_frozen(model)
    held = model.in_words()
    if headline not in held.by_headline:
        raise NotYet(say(N_("This domain is not in the model.")))
    model.domains = rules.kept(rules.without_domain(held.domains, headline))
    model.record(EventKind.MODEL_CHANGED, by=by, what=headline)


def use_model(model: PracticeModel, *, by: Practitioner) -> None:
    """Write every assessment that begins from now on with this model; those that have begun keep theirs."""
    if model.in_use:
        raise NotYet(say(N_("This practice model is in use already.")))
    _refuse(rules.missing(model.in_words()))
    before = db.session.scalar(sa.select(PracticeModel).where(PracticeModel.in_use))
    if before is not None:
        before.in_use = False
        db.session.flush()  # two are never in use together, not for a moment
    model.in_use, model.used_from = True, clock.today()
    model.record(EventKind.MODEL_USED, by=by, name=model.name, version=model.number)


def hold_to_model(case: Case, headline: Headline, scores: Iterable[int | None], needs: Iterable[str]) -> None:
    """Hold a part of an assessment to the model it is written with: the one in use on the day its first part was
    written. Part of a deed, no deed of its own. Raises NotYet for what the model does not ask."""
    held = _model_of(case)
    model = held.in_words() if held else rules.standard()
    domain = model.by_headline.get(headline)
    if domain is None:
        raise NotYet(say(N_("The practice model of this assessment does not ask about this domain.")))
    _refuse(rules.missing_answers(model, domain, scores, needs))


def model_for(case: Case) -> rules.PracticeModel:
    """The practice model that a case works with: that of its assessment."""
    held = db.session.get(AssessmentModel, case.id)
    return held.practice_model.in_words() if held else rules.standard()


def _model_of(case: Case) -> PracticeModel | None:
    chosen = db.session.get(AssessmentModel, case.id)
    if chosen is not None:
        return chosen.practice_model
    in_use = db.session.scalar(sa.select(PracticeModel).where(PracticeModel.in_use))
    if in_use is None or db.session.scalar(
        sa.select(AssessmentPart.id).where(AssessmentPart.case_id == case.id).limit(1)
    ):
        return None
    db.session.add(AssessmentModel(case_id=case.id, practice_model=in_use))
    return in_use


def _texts(domain: Domain) -> dict[str, str]:
    return {
        "name": domain.own_name,
        "prompt": domain.prompt,
        "lowest": domain.lowest,
        "highest": domain.highest,
        "needs": "\n".join(domain.needs),
    }


def _refuse_frozen(model: PracticeModel) -> None:
    if model.used_from is not None:
        raise NotYet(rules.frozen())


def _refuse(lacking: Iterable[Sentence]) -> None:
    found = list(lacking)
    if found:
        raise NotYet(*found)
