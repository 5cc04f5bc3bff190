"""Addresses of pages, as `url_for` makes them. What differs only by a reference is worked out once."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app, request, url_for

from ..practice import references

_RECORDS = frozenset({"case", "contact", "family"})
_ANY = references.write_code("00000000")
"""A reference that stands for any: its place in an address is where the reader's goes."""


def address(endpoint: str, **values: Any) -> str:
    """The address of a page; `url_for` as templates and links call it."""
    if not values:
        return _fixed(request.script_root, endpoint)
    if len(values) == 1:
        name, value = next(iter(values.items()))
        if name == "filename" and endpoint == "static":
            return _static(request.script_root, value)
        if name in _RECORDS and isinstance(value, str) and value.isascii() and value.replace("-", "").isalnum():
            return _of_record(request.script_root, endpoint, name).replace(_ANY, value)
    return url_for(endpoint, **values)


def whole(path: str) -> str:
    """A path as messages carry it: at the address that the settings name, never at the one that a request claims."""
    return f"{current_app.config['SERVICE_URL'].rstrip('/')}{path}"


@lru_cache(maxsize=256)
def _fixed(_root: str, endpoint: str) -> str:
    return url_for(endpoint)


@lru_cache(maxsize=256)
def _static(_root: str, filename: str) -> str:
    # The name carries the content, so that browsers may keep the file for as long as they like.
    file = Path(current_app.static_folder or "") / filename
    content = hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else None
    return url_for("static", filename=filename, v=content)


def longest_kept(_filename: str | None) -> int | None:
    """For how many seconds a browser may keep a static file: a year where its address names its content, else it
    asks each time whether the file has changed."""
    return 365 * 24 * 3600 if request.args.get("v") else None


@lru_cache(maxsize=256)
def _of_record(_root: str, endpoint: str, name: str) -> str:
    values: dict[str, Any] = {name: _ANY}
    return url_for(endpoint, **values)
