"""Personal data at rest: AES-GCM for what is read back, HMAC for what is only looked up.

The key never lives in the database. Values carry the id of their key, so that a key can be replaced later.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from functools import cached_property
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_ID = b"\x01"
NONCE_BYTES = 12


class WrongKey(Exception):
    """A stored value was not written with this secret key."""


@dataclass(frozen=True)
class Keyring:
    """All keys of one installation, derived from its secret."""

    secret: str = field(repr=False)

    def derive(self, purpose: str, length: int = 32) -> bytes:
        """An own key for each purpose, so that none can stand in for another (RFC 5869)."""
        return HKDF(SHA256(), length, salt=b"brug", info=purpose.encode()).derive(self.secret.encode())

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.derive("content"))

    @cached_property
    def _lookup_key(self) -> bytes:
        return self.derive("lookup")

    def seal(self, plain: bytes, context: str) -> bytes:
        """Encrypt for one column. `context` binds the value to its place: it cannot be moved to another."""
        nonce = urandom(NONCE_BYTES)
        return KEY_ID + nonce + self._cipher.encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Raises `WrongKey`."""
        nonce, body = sealed[1 : NONCE_BYTES + 1], sealed[NONCE_BYTES + 1 :]
        try:
            return self._cipher.decrypt(nonce, body, context.encode())
        except InvalidTag as error:
            raise WrongKey(f"a value of {context} was written with another BRUG_SECRET_KEY") from error

    def lookup(self, purpose: str, value: str) -> str:
        """The same short fingerprint for the same value, of no use without the key."""
        return hmac.digest(self._lookup_key, f"{purpose}\0{value}".encode("utf-8", "replace"), "sha256").hex()[:40]


def fingerprint(text: str) -> str:
    """Names a version of a public text, such as the wording that somebody agreed to."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
