"""Who is behind a page of the web chat: whoever has its cookie."""

import secrets
from dataclasses import dataclass

from aiohttp import web

from bot.clock import Clock
from bot.http import from_our_own_page, wanted_languages
from locales.catalogue import Catalogues
from store.database import Database
from store.history import Holder, holder

CHANNEL = "webchat"
ACCOUNT = "web"
COOKIE = "brug_chat"
COOKIE_LIFE = 365 * 24 * 3600
LONGEST_NAME = 80
_LETTERS_OF_MARK = 32


@dataclass(frozen=True, slots=True)
class Visitors:
    """A sender is the secret in her cookie; her fingerprint is what the database knows her address by."""

    database: Database
    catalogues: Catalogues
    clock: Clock

    def fingerprint(self, sender: str) -> str:
        return self.database.keyring.lookup(f"{CHANNEL}:{ACCOUNT}", sender)

    async def holder(self, sender: str) -> Holder | None:
        async with self.database.read() as connection:
            return await holder(connection, self.fingerprint(sender), self.clock.now())

    def language(self, request: web.Request, who: Holder | None) -> str:
        chosen = who.language if who else ""
        return chosen or self.catalogues.match(wanted_languages(request)) or "en"


def is_identity(token: str) -> bool:
    return 24 <= len(token) <= 64 and token.isascii()


def shown_identity(request: web.Request) -> str:
    """What her browser shows, if anything."""
    return request.cookies.get(COOKIE, "")


def identity(request: web.Request) -> str:
    """Who posts: only with her cookie, and only from our own page."""
    sender = shown_identity(request)
    if not is_identity(sender) or not from_our_own_page(request):
        raise web.HTTPForbidden
    return sender


def give_identity(response: web.StreamResponse, *, secure: bool) -> None:
    token = secrets.token_urlsafe(24)
    response.set_cookie(COOKIE, token, max_age=COOKIE_LIFE, path="/chat", httponly=True, samesite="Lax", secure=secure)


def event_id(fingerprint: str, name: str) -> str:
    """The id of an event that its page has named, so that a copy is known again.

    Ids are unique for the whole channel, and names are hers to choose: with her own mark before it, nobody can take
    the name of anybody else's message. A name that no page of ours gives is not kept.
    """
    usual = name and name.isascii() and name.isprintable()
    return _mark(fingerprint) + (name if usual else secrets.token_hex(16))


def name_of(fingerprint: str, event: str) -> str:
    """What her page called an event."""
    return event.removeprefix(_mark(fingerprint))


def _mark(fingerprint: str) -> str:
    return f"{fingerprint[:_LETTERS_OF_MARK]}:"
