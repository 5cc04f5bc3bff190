"""Finding the areas that published files name, and making those that are new."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import Area, AreaCode
from ..practice import published
from ..practice.places import Place
from ..practice.published import AreaLevel
from ..practice.words import N_, NotYet, say
from . import bulk

_BY_NAME = {name.casefold(): code for code, name in published.REGIONS.values()}


class Gazetteer:
    """Every area that is held, by its three digits, by each code it ever had, and (nations, regions) by its name."""

    def __init__(self) -> None:
        self._by_number: dict[str, Area] = {}
        self._by_code: dict[str, Area] = {}
        self._by_name: dict[str, Area] = {}
        self._numbers = bulk.numbers(db.session.connection(), Area.__tablename__)
        areas = {area.id: area for area in db.session.scalars(sa.select(Area))}
        for area in areas.values():
            self._keep(area)
        for code, area_id in db.session.execute(sa.select(AreaCode.code, AreaCode.area_id).distinct()):
            self._by_code[code] = areas[area_id]

    def _keep(self, area: Area) -> None:
        if area.number:
            self._by_number[area.number] = area
        if area.code:
            self._by_code[area.code] = area
        if area.level is not AreaLevel.AUTHORITY:
            self._by_name.setdefault(area.name.casefold(), area)

    def by_number(self, number: str) -> Area | None:
        """The authority with these three digits."""
        return self._by_number.get(number)

    def find(self, place: Place) -> Area:
        """The area that a file means, made where it is new. Raises NotYet where the file contradicts what is held."""
        return self._authority(place) if place.level is AreaLevel.AUTHORITY else self._wide(place)

    def _authority(self, place: Place) -> Area:
        coded = self._by_code.get(place.code) if place.code else None
        area = self._by_number.get(place.number) if place.number else coded
        if coded is not None and place.number and coded.number not in (None, place.number):
            raise NotYet(
                say(
                    N_("the code %(code)s belongs to %(other)s (%(number)s), not to %(given)s"),
                    code=place.code,
                    other=coded.name,
                    number=coded.number,
                    given=place.number,
                )
            )
        area = area or coded
        wider = self._region(place)  # before what lies in it, so that it comes in before
        if area is None:
            area = self._add(place)
        if place.code and area.code is None:
            area.name = place.name
        area.number = area.number or place.number
        return self._complete(area, place, wider)

    def _wide(self, place: Place) -> Area:
        area = self._by_code.get(place.code) if place.code else None
        if area is None:
            named = self._by_name.get(place.name.casefold())
            area = named if named is not None and (place.code is None or named.code is None) else None
        if area is None and place.code is None:
            raise NotYet(
                say(
                    N_("“%(name)s” is no place that the service knows: import a file with codes first"),
                    name=place.name,
                )
            )
        wider = self._nation(place) if (area or place).level is AreaLevel.REGION else None
        if area is None:
            area = self._add(place)
        return self._complete(area, place, wider)

    def _region(self, place: Place) -> Area | None:
        """The region of an authority; of one outside every region, its nation."""
        code = place.region_code or _BY_NAME.get((place.region_name or "").casefold())
        if code or place.region_name:
            nation = ("E92000001", "England") if code and place.nation_code is None else (None, None)
            region = Place(
                AreaLevel.REGION,
                None,
                code,
                place.region_name or code or "",
                nation_code=place.nation_code or nation[0],
                nation_name=place.nation_name or nation[1],
            )
            if code is None and region.name.casefold() not in self._by_name:
                return self._add(region)
            return self._wide(region)
        return self._nation(place)

    def _nation(self, place: Place) -> Area | None:
        code, name = place.nation_code, place.nation_name
        if code is None:
            return None
        return self._wide(Place(AreaLevel.NATION, None, code, name or code))

    def _complete(self, area: Area, place: Place, wider: Area | None) -> Area:
        if place.code:
            area.code = area.code or place.code
            self._by_code[place.code] = area
        if area.wider_id is None and wider is not None:
            area.wider_id = wider.id
        self._keep(area)
        return area

    def _add(self, place: Place) -> Area:
        number = place.number if place.level is AreaLevel.AUTHORITY else None
        area = Area(level=place.level, number=number, code=place.code, name=place.name[:200])
        # It has its number before it is in the database: many new areas then come in together, not one by one.
        area.id = next(self._numbers)
        db.session.add(area)
        if place.level is not AreaLevel.AUTHORITY:
            db.session.flush()  # few, and others lie in it
        self._keep(area)
        return area
