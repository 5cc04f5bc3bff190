"""What somebody wrote on the public page: as the front door reads it, and word for word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext

from ..casework.contacts import NewPerson
from ..forms.asking import AskingForm, shown
from ..forms.base import optional
from ..practice import asking, identifiers
from ..practice.asking import Asker, Harm, Knows, Part
from ..practice.triage import Urgency
from ..practice.words import word_of


def own_words(forms: Iterable[AskingForm]) -> list[dict[str, str]]:
    """Each question as it was asked, with what was said to it; what was left empty is left out."""
    pairs = [(str(field.label.text), shown(field)) for form in forms for field in form.questions]
    return [{"asked": asked, "said": said} for asked, said in pairs if said]


def as_request(forms: Mapping[Part, Any]) -> dict[str, Any]:
    """A request for help, as the front door would have written it down. A worry for a child goes first of all."""
    you, family, why, safety = (forms[part] for part in (Part.YOU, Part.FAMILY, Part.WHY, Part.SAFETY))
    asker: Asker = you.asker
    at_risk = safety.harm.data is Harm.MAY_BE
    job = [you.job.data, you.agency_name.data] if asker is Asker.PROFESSIONAL else []
    risk = safety.risk.data or (gettext("They said so, and nothing more. Speak to them.") if at_risk else "")
    return {
        "source": asking.source_of(asker, you.works_in.data if job else None, bool(you["name"].data)),
        "agency_name": you.agency_name.data if job else None,
        "referrer_name": optional(", ".join(part for part in (you["name"].data, *job) if part)),
        "referrer_email": optional(you.email.data),
        "referrer_phone": optional(you.phone.data),
        "needs": why.needs.data,
        "tried": optional(why.tried.data),
        "strengths": optional(why.strengths.data),
        "family_view": optional(why.family_view.data) if "family_view" in why else None,
        "family_knows": asking.family_agrees(asker, word_of(Knows, forms[Part.AGREEMENT].knows.data)),
        "urgency": Urgency.SAFEGUARDING if at_risk else Urgency.ROUTINE,
        "risk": optional(risk),
        "address": optional(family.address.data),
        "postcode": identifiers.read_postcode(family.postcode.data or ""),
        "address_hidden": bool(family.address_hidden.data),
        "people": [NewPerson(**row.described) for row in family.rows],
    }
