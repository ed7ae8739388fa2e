"""Who sits at the desk: an encrypted cookie that names a member of staff, and ends in several ways."""

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aiohttp import web
from aiohttp_session import Session
from aiohttp_session.cookie_storage import EncryptedCookieStorage

from admin.means import Desk
from store.staff import Member, member

COOKIE = "brug_desk"
LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=60)
HALF_IN = timedelta(minutes=10)
"""Between the password and the second factor."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the cookie holds. Every form of ours proves that it knows `csrf`; moments are seconds.

    `half`: the password was right, the second factor is still to come. `proved`: when one of the two was last given.
    """

    csrf: str
    staff_id: int = 0
    epoch: int = 0
    issued: float = 0.0
    seen: float = 0.0
    half: bool = False
    proved: float = 0.0

    def form_token(self) -> str:
        """Another one for each page: pages are compressed, and what never changes in them could be guessed by size."""
        salt = secrets.token_urlsafe(9)
        return f"{salt}.{self._salted(salt)}"

    def knows(self, token: str) -> bool:
        salt, _, salted = token.partition(".")
        return secrets.compare_digest(salted.encode(), self._salted(salt).encode())

    def _salted(self, salt: str) -> str:
        return hmac.digest(self.csrf.encode(), salt.encode(), "sha256").hex()

    def lives(self, now: datetime) -> bool:
        longest = HALF_IN if self.half else LONGEST
        return now.timestamp() < min(self.issued + longest.total_seconds(), self.seen + IDLE.total_seconds())


def new_ticket(who: Member | None = None, now: datetime | None = None, *, half: bool = False) -> Ticket:
    csrf = secrets.token_urlsafe(24)
    if who is None or now is None:
        return Ticket(csrf)
    at = now.timestamp()
    return Ticket(csrf, who.id, who.epoch, at, at, half, 0.0 if half else at)


class Sessions:
    """Used without the library's middleware: the cookie belongs to the desk alone, not to the chat beside it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._storage = EncryptedCookieStorage(
            desk.database.keyring.derive("session"),
            cookie_name=COOKIE,
            max_age=int(LONGEST.total_seconds()),
            path="/admin",
            secure=desk.settings.base_url.startswith("https://"),
            httponly=True,
            samesite="Lax",
        )

    async def read(self, request: web.Request) -> Ticket:
        """A fresh one where there is none, or one that is broken."""
        if not request.cookies.get(COOKIE, "").isascii():
            return new_ticket()
        session = await self._storage.load_session(request)
        try:
            return Ticket(**session)
        except TypeError:
            return new_ticket()

    async def holder(self, ticket: Ticket) -> Member | None:
        """Whoever is logged in."""
        return None if ticket.half else await self._named(ticket)

    async def half_in(self, ticket: Ticket) -> Member | None:
        """Whoever gave her password, and not yet her second factor."""
        return await self._named(ticket) if ticket.half else None

    async def _named(self, ticket: Ticket) -> Member | None:
        """Looked up each time: a change of role, a lost password or her last day ends a session at once."""
        if not ticket.staff_id or not ticket.lives(self._desk.clock.now()):
            return None
        async with self._desk.database.read() as connection:
            who = await member(connection, ticket.staff_id)
        works_here = who is not None and who.password_hash and who.ended_at is None
        return who if who and works_here and who.epoch == ticket.epoch else None

    async def keep(self, request: web.Request, response: web.StreamResponse, ticket: Ticket) -> None:
        session = await self._storage.new_session()
        seen = replace(ticket, seen=self._desk.clock.now().timestamp())
        session.update({name: getattr(seen, name) for name in Ticket.__slots__})
        await self._storage.save_session(request, response, session)

    async def drop(self, request: web.Request, response: web.StreamResponse) -> None:
        await self._storage.save_session(request, response, Session(None, data=None, new=True))
