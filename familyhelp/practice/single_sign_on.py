"""Single sign-on: the provider that the authority names, and what of its answer counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ALGORITHMS = ("RS256", "PS256", "ES256")
"""How a provider may sign. Never with nothing, and never with the secret that both sides know."""
LEEWAY = 60
"""Seconds by which two clocks may differ."""


@dataclass(frozen=True)
class Client:
    """The service, as a provider of single sign-on knows it."""

    issuer: str
    client_id: str
    secret: str
    back: str
    """The address to which the provider sends people back; it stands with the provider, too."""


@dataclass(frozen=True)
class Subject:
    """Who somebody is, as the provider says."""

    issuer: str
    subject: str
    email: str | None
    """Their e-mail address, where the provider has verified it."""


def subject_of(issuer: str, claims: Mapping[str, Any]) -> Subject:
    """Who the claims of a checked answer tell of."""
    email = claims.get("email")
    verified = claims.get("email_verified") is True and isinstance(email, str) and email.isprintable()
    return Subject(issuer, str(claims["sub"]), str(email) if verified else None)


def of_settings(*, issuer: str, client_id: str, secret: str, address: str) -> Client | None:
    """The provider of the settings; None where they name none. Raises ValueError where they name half of one."""
    if not issuer:
        return None
    if not client_id or not secret:
        raise ValueError("Set FAMILYHELP_OIDC_CLIENT_ID and FAMILYHELP_OIDC_CLIENT_SECRET with FAMILYHELP_OIDC_ISSUER.")
    return Client(issuer, client_id, secret, f"{address.rstrip('/')}/sign-in/single-sign-on/back")
