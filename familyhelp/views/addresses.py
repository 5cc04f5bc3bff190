"""Addresses of pages, as `url_for` makes them. A page holds dozens: what only differs by a case is worked out once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import request, url_for

from ..practice import references

_ANY = references.write_code("00000000")


def address(endpoint: str, **values: Any) -> str:
    """The address of a page; `url_for` as templates and links call it."""
    if not values:
        return _fixed(request.script_root, endpoint)
    if endpoint == "static" and len(values) == 1:
        return _static(request.script_root, values["filename"])
    case = values.get("case")
    if len(values) == 1 and isinstance(case, str) and case.isascii() and case.replace("-", "").isalnum():
        return _of_case(request.script_root, endpoint).replace(_ANY, case)
    return url_for(endpoint, **values)


@lru_cache(maxsize=256)
def _fixed(_root: str, endpoint: str) -> str:
    return url_for(endpoint)


@lru_cache(maxsize=256)
def _static(_root: str, filename: str) -> str:
    return url_for("static", filename=filename)


@lru_cache(maxsize=256)
def _of_case(_root: str, endpoint: str) -> str:
    return url_for(endpoint, case=_ANY)
