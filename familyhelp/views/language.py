"""How things are said on a page: words, sentences, days, names; in the language of the reader."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import dates
from flask import Flask, current_app, g
from flask_babel import get_locale, get_translations
from flask_login import current_user
from markupsafe import Markup

from ..forms.base import DateField
from ..models import Case, Event
from ..policy import Act, may
from ..practice import clock
from ..practice.chronology import SYSTEM
from ..practice.differences import differences
from ..practice.references import write_code
from ..practice.steps import Timed, is_late
from ..practice.words import Sentence, Word, word_of
from . import guards
from .addresses import address, longest_kept


def gettext(text: str) -> str:
    """A text in the reader's language. A page says a hundred of them: their catalogue is looked up once."""
    catalogue = g.get("catalogue")
    if catalogue is None:
        catalogue = g.catalogue = get_translations()
    return str(catalogue.gettext(text))


def say_in_page(text: str, /, **facts: Any) -> Markup:
    """What `_` and `trans` say in a template: translated, and what is filled in made safe."""
    said = Markup(gettext(text))  # noqa: S704 - the texts are the templates' own and the translators'
    return said % facts if facts or "%" in text else said


def word(value: Word | None) -> str:
    """The label of a word, translated; a dash for nothing."""
    return gettext(value.label) if value is not None else "–"


def sentence(value: Sentence) -> str:
    """A sentence, translated and filled in."""
    return value.in_words(gettext)


def day(value: date | datetime | None) -> str:
    """A day in words: 3 March 2026; a dash for none."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = clock.local_day(value)
    return _day(value, g.get("locale") or g.setdefault("locale", str(get_locale())))


def month(value: datetime) -> str:
    """The month of a moment in words: March 2026."""
    locale = g.get("locale") or g.setdefault("locale", str(get_locale()))
    return _month(clock.local_day(value).replace(day=1), locale)


@lru_cache(maxsize=1024)
def _month(value: date, locale: str) -> str:
    return str(dates.format_date(value, "MMMM y", locale))


@lru_cache(maxsize=4096)
def _day(value: date, locale: str) -> str:
    return str(dates.format_date(value, "d MMMM y", locale))


def pounds(pence: int) -> str:
    """Whole pence as a sum in pounds: £1,250.50; without pence where there are none."""
    return f"£{pence // 100:,}" + (f".{pence % 100:02}" if pence % 100 else "")


def moment(value: datetime | None) -> str:
    """A moment in words: 3 March 2026, 14:05; a dash for none."""
    if value is None:
        return "–"
    local = value.astimezone(clock.LOCAL)
    return f"{day(value)}, {local:%H:%M}"


def tell(event: Event) -> str:
    """The sentence of an event; of one whose words were disposed of, that they were."""
    held: Any = event.facts
    if held is None:
        return gettext("What stood here was disposed of.")
    facts: dict[str, Any] = {name: _fact(name, value) for name, value in held.items()}
    facts["by"] = event.by.name if event.by else gettext(SYSTEM)
    return gettext(event.kind.label) % facts


_DAYS = frozenset({"first_day", "last_day"})
"""The facts that are days, told in words."""


def _fact(name: str, value: Any) -> Any:
    if name in _DAYS:
        return day(date.fromisoformat(value))
    words = FACT_WORDS.get(name)
    if words and value is not None:
        return next((gettext(w.label) for kind in words for w in kind if w.value == value), value)
    return value


def _fact_words() -> dict[str, tuple[type[Word], ...]]:
    from ..practice import (
        assessing,
        attachments,
        audits,
        break_glass,
        complaints,
        copies,
        disagreements,
        domains,
        edge_of_care,
        endings,
        exports,
        feedback,
        legal_bases,
        links,
        looked,
        notes,
        outcomes,
        panels,
        partner_views,
        people,
        processing,
        relationships,
        reports,
        responsibilities,
        retention,
        roles,
        self_evaluations,
        sharing,
        telling,
        themes,
        timescales,
        triage,
    )

    return {
        "source": (triage.Source,),
        "urgency": (triage.Urgency,),
        "level": (triage.Level,),
        "outcome": (triage.ContactOutcome,),
        "role": (people.FamilyRole, roles.Role),
        "how": (outcomes.AgreedHow, copies.CopyHow, feedback.FeedbackHow, triage.ToldHow),
        "whom": (triage.Told,),
        "complaint": (complaints.ComplaintKind,),
        "found": (complaints.Finding,),
        "theme_source": (themes.SourceKind,),
        "respondent": (domains.Respondent,),
        "state": (outcomes.ActionState,),
        "purpose": (links.Purpose, sharing.SharedFor),
        "verified": (partner_views.Verified,),
        "answer": (links.AnswerKind,),
        "domain": (domains.Headline, assessing.Topic),
        "heard": (assessing.Heard,),
        "rhythm": (telling.Rhythm,),
        "clock": (timescales.Due,),
        "unit": (timescales.Unit,),
        "advocacy": (assessing.Advocacy,),
        "shared": (assessing.Shared,),
        "family_answer": (assessing.FamilyAnswer,),
        "what": (domains.Headline, exports.What),
        "format": (exports.ExportFormat,),
        "framework": (self_evaluations.Which,),
        "tool": (audits.WhichTool,),
        "decision": (outcomes.ReviewDecision,),
        "note": (notes.NoteKind,),
        "attachment": (attachments.AttachmentKind,),
        "reason": (endings.ClosureReason,),
        "result": (endings.CheckInResult,),
        "talks": (disagreements.Talks,),
        "settled": (disagreements.Settled,),
        "basis": (legal_bases.Basis, sharing.LawfulBasis),
        "support": (edge_of_care.Support,),
        "look": (edge_of_care.Look,),
        "advice": (panels.Advice,),
        "kept": (reports.Kept,),
        "record": (retention.RecordKind,),
        "activity": (processing.Activity,),
        "allowed": (processing.Basis,),
        "kin": (relationships.Kin,),
        "ground": (responsibilities.Ground,),
        "pattern": (looked.Pattern,),
        "glass": (break_glass.GlassKind,),
        "verdict": (break_glass.Verdict,),
    }


FACT_WORDS = _fact_words()


def allowed(act: str, case: Case | None = None) -> bool:
    """Whether the reader may do an act, by its slug."""
    return current_user.is_authenticated and may(guards.me(), word_of(Act, act), case)


def _about_page() -> dict[str, Any]:
    viewer = guards.me() if current_user.is_authenticated else None
    return {
        "viewer": viewer,
        "today": clock.today(),
        "now": clock.now,
        "authority": current_app.config["AUTHORITY_NAME"],
        "allowed": allowed,
    }


def chosen(field: Any, choice: Any) -> bool:
    """Whether a choice of a field is the one (or one of those) that was chosen."""
    data = field.data
    if isinstance(data, list):
        return str(choice.value) in {str(item) for item in data}
    value = data.value if isinstance(data, Word) else data
    return value is not None and str(value) == str(choice.value)


def late_step(step: Timed) -> bool:
    """Whether a step is answered too late, or will be, as it is now."""
    return is_late(step, clock.now())


def typed_in(field: Any) -> str:
    """What was typed into a form field, as a text; a word or a day as its text in words."""
    if isinstance(field, DateField):
        return " ".join(part for part in field.typed.values() if part)
    if isinstance(field.data, Word):
        return word(field.data)
    return "" if field.data is None else str(field.data)


def is_date_field(field: Any) -> bool:
    """Whether a form field is a date in three boxes."""
    return isinstance(field, DateField)


def init_app(app: Flask) -> None:
    """Give templates their words."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.filters.update(
        word=word,
        sentence=sentence,
        day=day,
        month=month,
        moment=moment,
        tell=tell,
        code=write_code,
        pounds=pounds,
        late_step=late_step,
    )
    app.jinja_env.tests["date_field"] = is_date_field
    app.jinja_env.globals.update(
        chosen=chosen, differences=differences, typed_in=typed_in, gettext=say_in_page, _=say_in_page, url_for=address
    )
    app.context_processor(_about_page)
    app.get_send_file_max_age = longest_kept  # type: ignore[method-assign, assignment]  # Flask's own hook
