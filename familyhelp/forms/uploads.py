"""Uploading published figures: the file, and what to take from one that the service does not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms.validators import ValidationError

from ..practice.own_measures import POPULATION
from ..practice.scorecard import Better, Quadrant
from ..practice.uploads import Per
from .base import Choice, Form, Line, Needed, Select, Tick, offer


def _a_file(_form: Any, field: Any) -> None:
    if not isinstance(field.data, FileStorage) or not field.data.filename:
        raise ValidationError(str(_("Choose a file.")))


class UploadForm(Form):
    """One file."""

    file = FileField(_("The file"), validators=[_a_file])
    whole = Tick(
        _("Its last year really has fewer areas than the others"),
        hint=_("Otherwise a file whose last year is much shorter is taken to be cut off."),
    )


class SureForm(Form):
    """Nothing but the button."""


class DescribeForm(Form):
    """What one measure of a file is; the filters of the file follow."""

    label = Line(_("What is the measure called?"), Needed(_("Give the measure a name.")), most=60)
    quadrant = Choice(_("Where does it stand on the scorecard?"), Quadrant, Needed(_("Choose where it stands.")))
    numerator = Select(_("Which column is counted?"), Needed(_("Choose the column.")))
    denominator = Select(_("Over what?"), hint=_("A column that is a rate or a share already is over nothing."))
    per = Choice(_("What is the figure?"), Per, Needed(_("Choose what the figure is.")))
    better = Choice(_("Which way is better?"), Better, Needed(_("Choose which way is better.")))


def describe_form(filters: Mapping[str, Sequence[str]]) -> type[DescribeForm]:
    """The form for a file with these filters, each with the texts to choose from."""
    fields: dict[str, Any] = {
        field(number): Select(
            _("Which rows, by the column “%(column)s”?", column=column[:80]), Needed(_("Choose which rows to take."))
        )
        for number, column in enumerate(filters)
    }
    return type("DescribeForm", (DescribeForm,), fields)


def field(number: int) -> str:
    """The name of the field of a filter."""
    return f"filter_{number}"


def offer_columns(form: DescribeForm, indicators: Sequence[str], filters: Mapping[str, Sequence[str]]) -> None:
    """Offer what the file holds."""
    form.numerator.choices = offer((column, column) for column in indicators)
    form.denominator.choices = offer(
        [
            ("", str(_("Nothing: it is the figure itself"))),
            (POPULATION, str(_("Children aged 0 to 17 at the mid-year before"))),
            *((column, column) for column in indicators),
        ]
    )
    for number, values in enumerate(filters.values()):
        form[field(number)].choices = offer((value, value) for value in values)
