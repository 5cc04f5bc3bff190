"""Pages of the tables that are declared once."""

from __future__ import annotations

from tests.browser.place import Place


def _figures(_cast: object) -> str:
    from random import Random

    from familyhelp.demo.figures import import_figures
    from familyhelp.extensions import db
    from familyhelp.practice import clock

    import_figures(Random(1), authority="Saltmere", today=clock.today())
    db.session.commit()
    return "/scorecard/made-of"


TABLES: dict[str, Place] = {"made_of.made_of": Place("anita", _figures)}
