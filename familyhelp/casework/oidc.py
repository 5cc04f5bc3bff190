"""Speaking with the provider of single sign-on: OpenID Connect, the code flow with PKCE, state and nonce. What the
provider says is checked here, to the last claim, before it counts. No database transaction is open meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import requests
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet

from ..practice import clock
from ..practice.single_sign_on import ALGORITHMS, LEEWAY, Client, Subject, subject_of

PATIENCE = 10  # seconds for one answer of the provider
KEPT_FOR = timedelta(hours=1)
_read: dict[str, tuple[datetime, Any]] = {}
"""What the provider says of itself, by address, for an hour."""


class NotRight(Exception):
    """The provider does not answer, or what it answers does not count. The sentence is for the log alone."""


def _get(address: str, *, anew: bool = False) -> Any:
    known = _read.get(address)
    if known and not anew and clock.now() - known[0] < KEPT_FOR:
        return known[1]
    try:
        answer = requests.get(address, timeout=PATIENCE, allow_redirects=False)
        if answer.status_code != 200:
            raise NotRight(f"{address} answers {answer.status_code}")
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise NotRight(str(error)) from error
    _read[address] = (clock.now(), found)
    return found


def _provider(client: Client) -> dict[str, str]:
    """What the provider says of itself. Whoever answers under another issuer's name is not asked further."""
    found = _get(f"{client.issuer.rstrip('/')}/.well-known/openid-configuration")
    wanted = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in wanted):
        raise NotRight("the provider does not describe itself")
    if found["issuer"] != client.issuer:
        raise NotRight(f"the provider calls itself {found['issuer']}")
    secure = client.issuer.startswith("https://")
    if secure and not all(found[name].startswith("https://") for name in wanted):
        raise NotRight("the provider has an address without https")
    return found


def _session(client: Client) -> OAuth2Session:
    return OAuth2Session(
        client.client_id,
        client.secret,
        scope="openid email",
        redirect_uri=client.back,
        code_challenge_method="S256",
        default_timeout=PATIENCE,
    )


def address_of(client: Client, *, state: str, nonce: str, verifier: str) -> str:
    """Where somebody signs in at the provider. Raises NotRight."""
    found = _provider(client)
    address, _ = _session(client).create_authorization_url(
        found["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
    )
    return str(address)


def who(client: Client, *, code: str, issuer: str | None, nonce: str, verifier: str) -> Subject:
    """Who it is, for the code that the provider sent somebody back with; `issuer` is who it says it comes from, where
    it says so. Raises NotRight."""
    found = _provider(client)
    if issuer is not None and issuer != client.issuer:
        raise NotRight("the answer comes from another provider")
    try:
        token = _session(client).fetch_token(
            found["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=verifier
        )
        signed = str(token["id_token"])
    except Exception as error:  # whatever the provider refuses or garbles, nobody is in
        raise NotRight(f"no token: {error}") from error
    return subject_of(client.issuer, _claims(client, found["jwks_uri"], signed, nonce))


def _claims(client: Client, keys: str, signed: str, nonce: str) -> dict[str, Any]:
    """The claims of a signed token, each checked. A key that is not known yet is asked for once."""
    try:
        try:
            token = _decoded(_get(keys), signed)
        except NotRight:
            raise
        except Exception:
            token = _decoded(_get(keys, anew=True), signed)
        rules = jwt.JWTClaimsRegistry(
            now=int(clock.now().timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": client.issuer},
            aud={"essential": True, "value": client.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        rules.validate(token.claims)
    except NotRight:
        raise
    except Exception as error:  # whatever a forged token breaks, it is not right
        raise NotRight(f"the token does not count: {error}") from error
    claims = dict(token.claims)
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client.client_id:
        raise NotRight("the token is for another service")
    if not claims["sub"].isprintable() or not 0 < len(claims["sub"]) <= 255:
        raise NotRight("the token names nobody")
    return claims


def _decoded(keys: Any, signed: str) -> jwt.Token:
    return jwt.decode(signed, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))
