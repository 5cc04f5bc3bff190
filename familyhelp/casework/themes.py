"""Learning themes: made, changed, given one more source, published in words for families, and brought to their end.
Whatever is saved is looked through for names first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..extensions import db
from ..models import Practitioner, Theme, ThemeSource
from ..practice import clock
from ..practice import themes as rules
from ..practice.chronology import EventKind
from ..practice.themes import Name, SourceKind
from ..practice.words import N_, Changed, NotYet, Sentence, say
from .theme_names import names_behind


@dataclass(frozen=True)
class Written:
    """What a theme says."""

    title: str
    seen: str
    good: str
    change: str
    owner: Practitioner
    due_on: date

    @property
    def texts(self) -> dict[str, str]:
        """Its texts, by field."""
        return {"title": self.title, "seen": self.seen, "good": self.good, "change": self.change}


def make(
    written: Written,
    *,
    kind: SourceKind,
    reference: str | None,
    found: bool,
    by: Practitioner,
    known: Sequence[Name] = (),
) -> Theme:
    """Make a theme from its first source; `found` is whether the one who makes it sees a source with this reference,
    `known` are more names that they know (here and below). Raises NotYet."""
    source = ThemeSource(kind=kind, reference=reference)
    lacking = list(rules.missing(written.texts))
    lacking += rules.missing_day(written.due_on, clock.today())
    lacking += rules.missing_source(kind, reference, found=found)
    _refuse(lacking)
    _refuse_names(written.texts, [source], known, written.owner, by)
    theme = Theme(
        **written.texts,
        owner_id=written.owner.id,
        due_on=written.due_on,
        made_by_id=by.id,
        made_at=clock.now(),
        sources=[source],
    )
    db.session.add(theme)
    db.session.flush()
    theme.record(EventKind.THEME_MADE, by=by)
    return theme


def change(theme: Theme, written: Written, *, read_version: int, by: Practitioner, known: Sequence[Name] = ()) -> None:
    """Change what a theme says. Raises Changed, NotYet."""
    if theme.version != read_version:
        stored = {field: getattr(theme, field) for field in written.texts}
        raise Changed(stored=stored, version=theme.version)
    lacking = list(rules.missing(written.texts))
    if written.due_on != theme.due_on:
        lacking += rules.missing_day(written.due_on, clock.today())
    _refuse(lacking)
    _refuse_names(written.texts, theme.sources, known, written.owner, by)
    for field, text in written.texts.items():
        setattr(theme, field, text)
    theme.owner_id, theme.due_on = written.owner.id, written.due_on
    theme.record(EventKind.THEME_CHANGED, by=by)


def add_source(theme: Theme, *, kind: SourceKind, reference: str | None, found: bool, by: Practitioner) -> None:
    """Say that a theme comes from something else, too. Nothing in it may name anybody there. Raises NotYet."""
    lacking = list(rules.missing_source(kind, reference, found=found))
    if any(source.kind is kind and source.reference == reference for source in theme.sources):
        lacking.append(say(N_("The theme has this source already."), "reference"))
    _refuse(lacking)
    source = ThemeSource(kind=kind, reference=reference)
    # What is wrong is in the theme, not in a field of this form.
    wrong = rules.named(theme.texts, names_behind([source], theme.owner))
    _refuse([Sentence(sentence.text, sentence.facts) for sentence in wrong])
    theme.sources.append(source)
    theme.record(EventKind.THEME_SOURCE_ADDED, by=by, theme_source=kind)


def publish(theme: Theme, *, heard: str, changed: str, by: Practitioner, known: Sequence[Name] = ()) -> None:
    """Show families what we heard and what we changed, in their words. Raises NotYet."""
    texts = {"heard": heard, "changed": changed}
    if theme.published_at is not None:
        _refuse([say(N_("It is published already."))])
    _refuse(list(rules.missing(texts)))
    _refuse_names(texts, theme.sources, known, theme.owner, by)
    theme.heard, theme.changed = heard, changed
    theme.published_at, theme.published_by_id = clock.now(), by.id
    theme.record(EventKind.THEME_PUBLISHED, by=by)


def withdraw(theme: Theme, *, because: str, by: Practitioner) -> None:
    """Take a theme off the page that families read. Raises NotYet."""
    lacking = list(rules.missing({"because": because}))
    if theme.published_at is None:
        lacking.append(say(N_("It is not published.")))
    _refuse(lacking)
    theme.published_at = theme.published_by_id = None
    theme.record(EventKind.THEME_WITHDRAWN, by=by, because=because)


def finish(theme: Theme, *, came_of_it: str, by: Practitioner, known: Sequence[Name] = ()) -> None:
    """Say what came of what we changed. Raises NotYet."""
    texts = {"came_of_it": came_of_it}
    lacking = list(rules.missing(texts))
    if theme.done_on is not None:
        lacking.append(say(N_("Somebody has said already what came of it.")))
    _refuse(lacking)
    _refuse_names(texts, theme.sources, known, theme.owner, by)
    theme.done_on, theme.came_of_it = clock.today(), came_of_it
    theme.record(EventKind.THEME_DONE, by=by)


def _refuse_names(
    texts: Mapping[str, str], sources: list[ThemeSource], known: Sequence[Name], *people: Practitioner
) -> None:
    _refuse(list(rules.named(texts, [*names_behind(sources, *people), *known])))


def _refuse(lacking: list[Sentence]) -> None:
    if lacking:
        raise NotYet(*lacking)
