"""A provider of single sign-on that keeps to the standard: discovery, the code flow with PKCE, a signed token, keys.
It really runs, on a free port of this machine. `lies` lets a test have it say what it should not."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from waitress import wasyncore
from waitress.server import create_server

from tests.conftest import MONDAY

CLIENT, SECRET = "familyhelp", "only the provider & the service know: this"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})


class Provider:
    """Who is signed in there is `user`; codes count once."""

    def __init__(self) -> None:
        self.user = {"sub": "subject-1", "email": "kamal@example.org", "email_verified": True}
        self.now = int(MONDAY.timestamp())
        self.lies: dict[str, Any] = {}
        """Claims that replace the true ones; None leaves one out."""
        self.issuer_lie: str | None = None
        self.signing, self.algorithm = KEY, "RS256"
        self.asked: list[str] = []
        self._given = 0
        self._codes: dict[str, dict[str, str]] = {}
        self._server = create_server(self._answer, host="127.0.0.1", port=0, threads=2, ident=None)
        self.issuer = f"http://127.0.0.1:{self._server.effective_port}"
        self._thread = threading.Thread(target=self._server.run, name="provider", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Answer no more."""
        if not self._thread.is_alive():
            return
        self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._server._map))
        self._thread.join(5)
        self._server.task_dispatcher.shutdown()

    def _answer(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        query = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        self.asked.append(environ["PATH_INFO"])
        status, headers, body = "200 OK", [("Content-Type", "application/json")], b""
        if environ["PATH_INFO"] == "/authorize":
            status, headers = "302 Found", [("Location", self._authorize(query))]
        elif environ["PATH_INFO"] == "/token" and environ["REQUEST_METHOD"] == "POST":
            said = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
            sent = {name: values[0] for name, values in parse_qs(said).items()}
            token = self._token(environ.get("HTTP_AUTHORIZATION", ""), sent)
            status = "200 OK" if token else "400 Bad Request"
            body = json.dumps(token or {"error": "invalid_grant"}).encode()
        elif environ["PATH_INFO"] == "/keys":
            body = json.dumps(KeySet([KEY]).as_dict(private=False)).encode()
        elif environ["PATH_INFO"] == "/.well-known/openid-configuration":
            body = json.dumps(self._describes_itself()).encode()
        else:
            status = "404 Not Found"
        start(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _describes_itself(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer_lie or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _authorize(self, query: dict[str, str]) -> str:
        right = query.get("response_type") == "code" and query.get("client_id") == CLIENT
        assert right and query["code_challenge_method"] == "S256" and "openid" in query["scope"].split()
        self._given += 1
        code = f"code-{self._given}"
        self._codes[code] = query
        back = {"code": code, "state": query["state"], "iss": self.issuer}
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def _token(self, authorization: str, sent: dict[str, str]) -> dict[str, Any] | None:
        kind, _, basic = authorization.partition(" ")
        name, _, secret = base64.b64decode(basic).decode().partition(":")
        if kind != "Basic" or (unquote(name), secret) not in ((CLIENT, SECRET), (CLIENT, quote(SECRET))):
            return None
        query = self._codes.pop(sent.get("code", ""), None)
        if query is None or sent.get("redirect_uri") != query["redirect_uri"]:
            return None
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != query["code_challenge"]:
            return None
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": self.now, "exp": self.now + 300, "nonce": query["nonce"]}
        told = {name: value for name, value in (claims | self.user | self.lies).items() if value is not None}
        signed = jwt.encode({"alg": self.algorithm, "kid": "one"}, told, self.signing, algorithms=[self.algorithm])
        return {"access_token": "unused", "token_type": "Bearer", "expires_in": 300, "id_token": signed}
