"""A passkey made of arithmetic: what a device would answer, right or wrong in any way that a test asks for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

from familyhelp.casework.challenges import ask
from familyhelp.extensions import db
from familyhelp.models import Passkey, Practitioner
from familyhelp.practice import clock
from familyhelp.practice.passkeys import Asked

ORIGIN, HOST = "http://localhost:5000", "localhost"
UP, UV, ATTESTED = 1, 4, 64


@dataclass
class SoftKey:
    """One key of one owner; `count` goes up each time it signs."""

    secret: int = 7
    owner: str = ""
    count: int = 0

    def __post_init__(self) -> None:
        self.private = ec.derive_private_key(self.secret, ec.SECP256R1())
        self.id = hashlib.sha256(f"key {self.secret}".encode()).digest()

    @property
    def credential(self) -> str:
        return bytes_to_base64url(self.id)

    @property
    def public(self) -> bytes:
        numbers = self.private.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})

    def made(self, challenge: str, *, origin: str = ORIGIN, host: str = HOST, flags: int = UP | UV, **more: Any) -> str:
        """What a browser answers that made this key."""
        data = self._data(host, flags | ATTESTED) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self.public
        said = {
            "attestationObject": cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}),
            "clientDataJSON": _client(more.get("kind", "webauthn.create"), challenge, origin),
        }
        return self._answer(said)

    def signed(
        self, challenge: str, *, origin: str = ORIGIN, host: str = HOST, flags: int = UP | UV, **more: Any
    ) -> str:
        """What a browser answers that signs in with this key."""
        self.count += 1
        data = self._data(host, flags)
        client = _client(more.get("kind", "webauthn.get"), challenge, origin)
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        said = {
            "authenticatorData": data,
            "clientDataJSON": client,
            "signature": more.get("signature", signature),
            "userHandle": more.get("owner", self.owner).encode(),
        }
        return self._answer(said)

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, said: dict[str, bytes]) -> str:
        response = {name: bytes_to_base64url(value) for name, value in said.items()}
        return json.dumps({"id": self.credential, "rawId": self.credential, "type": "public-key", "response": response})


def _client(kind: str, challenge: str, origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()


def with_passkey(person: Practitioner, *, secret: int = 7, name: str = "The blue key") -> SoftKey:
    """Somebody who has a passkey; committed."""
    key = SoftKey(secret, person.code)
    kept = Passkey(
        practitioner_id=person.id,
        credential=key.credential,
        public_key=key.public,
        sign_count=0,
        name=name,
        made_at=clock.now(),
    )
    db.session.add(kept)
    db.session.commit()
    return key


def asked(person: Practitioner, name: str = "The blue key") -> str:
    """What somebody's newest sign-in is asked for a new passkey; committed."""
    challenge = ask(Asked.REGISTER, of=person, name=name)
    db.session.commit()
    return challenge
