"""A security key in software, as a browser would answer with it."""

import json
import os
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "http://testserver"
PRESENT = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class SoftKey:
    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.identity = os.urandom(16)
        self.site = sha256(b"testserver").digest()

    def register(self, options: dict[str, Any]) -> str:
        """What is posted as `credential` to add the key."""
        public = ES256.from_cryptography_key(self.private.public_key())
        held = AttestedCredentialData.create(b"\0" * 16, self.identity, public)
        flags = PRESENT | AuthenticatorData.FLAG.AT
        seen = AuthenticatorData.create(self.site, flags, 0, held)
        return self.answer(
            options,
            kind=CollectedClientData.TYPE.CREATE,
            attestationObject=AttestationObject.create("none", seen, {}),
        )

    def sign(self, options: dict[str, Any]) -> str:
        """What is posted as `credential` to sign in."""
        seen = AuthenticatorData.create(self.site, PRESENT, 1)
        client = self.client_data(options, CollectedClientData.TYPE.GET)
        signature = self.private.sign(seen + client.hash, ec.ECDSA(hashes.SHA256()))
        return self.answer(
            options,
            kind=CollectedClientData.TYPE.GET,
            authenticatorData=seen,
            signature=signature,
        )

    def client_data(self, options: dict[str, Any], kind: str) -> CollectedClientData:
        return CollectedClientData.create(kind, options["publicKey"]["challenge"], ORIGIN)

    def answer(self, options: dict[str, Any], *, kind: str, **response: bytes) -> str:
        parts = {"clientDataJSON": self.client_data(options, kind), **response}
        name = websafe_encode(self.identity)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {part: websafe_encode(value) for part, value in parts.items()},
            }
        )
