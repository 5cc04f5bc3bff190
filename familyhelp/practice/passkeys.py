"""Passkeys: for which site they are made, how long a question counts, how many somebody may have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from .words import N_, Word

LASTS = timedelta(minutes=5)
"""How long a browser may take to answer a question. It answers once."""
MOST = 10
LONGEST_ANSWER = 20_000


class Asked(Word):
    """What a question that the service put to a browser is for."""

    REGISTER = "register", N_("A new passkey")
    SIGN_IN = "sign_in", N_("Signing in with a passkey")
    SINGLE_SIGN_ON = "single_sign_on", N_("Signing in with single sign-on")


@dataclass(frozen=True)
class Site:
    """The site that a passkey is bound to: it answers no other."""

    host: str
    origin: str
    name: str


def site_of(address: str, name: str) -> Site:
    """The site of the service's own address."""
    parts = urlsplit(address)
    return Site(host=parts.hostname or "", origin=f"{parts.scheme}://{parts.netloc}", name=name)
