"""Choosing what the scorecard shows."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import Form

from .base import Select


class Shown(Form):
    """A form that is sent by GET: it changes nothing."""

    stored: Any = None
    kept_at: Any = None

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """Everything that is wrong, in the order of the page: (field id, sentence)."""
        return [(field.id, str(error)) for field in self for error in field.errors]


class ScorecardForm(Shown):
    """Which authority, which year, and the trend of which measure."""

    area = Select(lazy_gettext("Authority"))
    year = Select(lazy_gettext("Year"))
    trend = Select(lazy_gettext("Trend of"))


class CompareForm(Shown):
    """Which measure, which year, and which authority is looked for."""

    measure = Select(lazy_gettext("Measure"))
    year = Select(lazy_gettext("Year"))
    area = Select(lazy_gettext("Authority to mark"))


class EditionForm(Shown):
    """Whose figures of an edition."""

    area = Select(lazy_gettext("Area"))


class PeriodForm(Shown):
    """Which year, or which quarter of one."""

    period = Select(lazy_gettext("Period"))


class CutsForm(Shown):
    """What is told, and of which year or quarter."""

    told = Select(lazy_gettext("Measure"))
    period = Select(lazy_gettext("Period"))
