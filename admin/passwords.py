"""Passwords: length over rules, argon2id, and the same work for somebody who does not exist."""

import asyncio
import secrets
import unicodedata
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200
AT_ONCE = 4
"""Each check takes 64 MB: a rush at the door must not take all memory."""


@dataclass(frozen=True, slots=True)
class Passwords:
    _hasher: PasswordHasher = field(default_factory=PasswordHasher)
    _nobody: list[str] = field(default_factory=list)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def hash(self, password: str) -> str:
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, _same(password))

    async def fits(self, password: str, stored: str | None) -> bool:
        """Takes as long for `stored` None as for a wrong password."""
        async with self._turns:
            return await asyncio.to_thread(self._verify, stored, _same(password))

    def outdated(self, stored: str) -> bool:
        """Whether it was hashed with parameters that are no longer ours."""
        return self._hasher.check_needs_rehash(stored)

    def _verify(self, stored: str | None, password: str) -> bool:
        nobody = self._of_nobody()
        try:
            return self._hasher.verify(stored or nobody, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False

    def _of_nobody(self) -> str:
        """Made at the first login of all, whoever it is of."""
        if not self._nobody:
            self._nobody.append(self._hasher.hash(secrets.token_urlsafe()))
        return self._nobody[0]


def _same(password: str) -> str:
    """Keyboards write the same letter in several ways."""
    return unicodedata.normalize("NFKC", password[:LONGEST])
