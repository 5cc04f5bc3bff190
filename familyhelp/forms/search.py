"""The one box that finds a family."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from .base import Form, Line, Needed


class SearchForm(Form):
    """Whom are you looking for?"""

    q = Line(
        _("Whom are you looking for?"),
        Needed(_("Write whom you are looking for.")),
        hint=_(
            "A surname or a whole name, a date of birth like 27 3 2017, a reference like 7K2M-9QX4, a postcode or the "
            "first line of an address, a phone number, an NHS number or a unique pupil number."
        ),
    )
