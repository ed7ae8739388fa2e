"""Asking whether a browser may be told of messages while its page is closed, and the page kept on a home screen."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from bot.channels import Setup
from bot.channels.webchat_notices import Notices
from bot.channels.webchat_visitors import Visitors, identity, shown_identity
from bot.page_texts import NOTICE, PUSH_TEXTS
from bot.push import can_seal, may_go_to
from locales.catalogue import MissingText
from store.history import Holder
from store.labs import new_entry
from store.push import browser_of, needs_notices, say_otherwise, subscribe, unsubscribe

STATIC = Path(__file__).parent.parent / "static"
SCOPE = "/chat"
NO = "brug_no_push"
NO_LIFE = 90 * 24 * 3600
"""So long a No stands in this browser."""
MAX_BODY = 4096
A_MINUTE = RateLimitItemPerMinute(30)
ICONS = (("home-192.png", 192, "any"), ("home-512.png", 512, "any"), ("home-maskable-512.png", 512, "maskable"))
PAPER, ACCENT = "#f3f0e9", "#0b5351"


class Push:
    """The routes; `notices` is told by the web chat what happens. `said` reads what a page of ours has posted.

    `elsewhere`: there is a messenger too, in which she may go on.
    """

    def __init__(
        self,
        setup: Setup,
        visitors: Visitors,
        said: Callable[[web.Request], Awaitable[dict[str, Any]]],
        lab_name: Callable[[Holder | None], Awaitable[str]],
        is_open: Callable[[str], bool],
    ) -> None:
        self._setup = setup
        self._visitors = visitors
        self._said = said
        self._lab_name = lab_name
        self._worker = (STATIC / "sw.js").read_text("utf-8")
        self._tries = FixedWindowRateLimiter(MemoryStorage())
        self.notices = Notices(setup, visitors.fingerprint, is_open)
        self.elsewhere = bool(setup.settings.telegram_token)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/chat/sw.js", self._show_worker),
            web.get("/chat/manifest.webmanifest", self._manifest),
            web.get("/chat/push", self._offer),
            web.post("/chat/push", self._subscribe),
            web.post("/chat/push/here", self._here),
            web.post("/chat/push/off", self._unsubscribe),
            web.post("/chat/push/no", self._decline),
            web.post("/chat/push/elsewhere", self._elsewhere),
        ]

    async def _show_worker(self, _: web.Request) -> web.Response:
        """At an address that stays, and for the page itself, which lies above the folder of this script."""
        headers = {"Service-Worker-Allowed": SCOPE}
        return web.Response(text=self._worker, content_type="text/javascript", headers=headers)

    async def _manifest(self, request: web.Request) -> web.Response:
        name = await self._lab_name(await self._visitors.holder(shown_identity(request)))
        manifest = {
            "id": SCOPE,
            "name": name,
            "short_name": "Brug",
            "start_url": SCOPE,
            "scope": SCOPE,
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": ACCENT,
            "icons": [_icon(*icon) for icon in ICONS],
        }
        return web.json_response(manifest, content_type="application/manifest+json")

    async def _offer(self, request: web.Request) -> web.Response:
        """What the page needs to ask her. Nothing, where one word of it is missing in her language."""
        sender = identity(request)
        who = await self._visitors.holder(sender)
        strings = self._strings(who)
        if strings is None or self._notices_key is None:
            raise web.HTTPNotFound
        asks = request.cookies.get(NO) != self._no(sender) and await self._needs_notices(who)
        told = {"key": self._notices_key, "strings": strings, "ask": asks, "elsewhere": self.elsewhere}
        return web.json_response(told)

    async def _needs_notices(self, who: Holder | None) -> bool:
        if who is None or who.person_id is None:
            return False
        async with self._setup.database.read() as connection:
            return await needs_notices(connection, who.person_id)

    async def _subscribe(self, request: web.Request) -> web.Response:
        sender, said = await self._posted(request)
        browser = self._subscription(said)
        who = await self._visitors.holder(sender)
        words = self._words(who)
        if who is None or words is None:
            raise web.HTTPConflict
        now = self._setup.clock.now()
        async with self._setup.database.write() as connection:
            if replaced := _text(said, "replaces"):
                await unsubscribe(connection, self._browser(replaced))
            await subscribe(connection, who.told_at, self._browser(browser["endpoint"]), browser | words, now)
        return web.json_response({"ok": True})

    async def _here(self, request: web.Request) -> web.Response:
        """Whether this browser is hers to be told. A browser that changed hands is nobody's until it is asked anew."""
        sender, said = await self._posted(request)
        who = await self._visitors.holder(sender)
        lookup = self._browser(_text(said, "endpoint"))
        words = self._words(who)
        async with self._setup.database.write() as connection:
            browser = await browser_of(connection, lookup)
            mine = bool(browser and who and browser.address_id == who.told_at)
            mine = mine and _text(said, "key") == self._notices_key
            if browser and mine and words and browser.body["lang"] != words["lang"]:
                await say_otherwise(connection, browser, words)
            elif browser and not mine:
                await unsubscribe(connection, lookup)
        return web.json_response({"mine": mine, "strings": self._strings(who) or {}})

    async def _unsubscribe(self, request: web.Request) -> web.Response:
        _, said = await self._posted(request)
        async with self._setup.database.write() as connection:
            await unsubscribe(connection, self._browser(_text(said, "endpoint")))
        return web.json_response({"ok": True})

    async def _decline(self, request: web.Request) -> web.Response:
        """Kept in her browser alone; of no meaning for whoever uses it next."""
        sender, _ = await self._posted(request)
        response = web.json_response({"ok": True})
        secure = self._setup.settings.base_url.startswith("https://")
        response.set_cookie(
            NO, self._no(sender), max_age=NO_LIFE, path=SCOPE, httponly=True, samesite="Lax", secure=secure
        )
        return response

    async def _elsewhere(self, request: web.Request) -> web.Response:
        """A page that leads her, and nobody else, to the same conversation in a messenger or on another phone."""
        sender, _ = await self._posted(request)
        who = await self._visitors.holder(sender)
        if who is None or who.person_id is None or who.lab_id is None or not self.elsewhere:
            raise web.HTTPConflict
        database, now = self._setup.database, self._setup.clock.now()
        async with database.write() as connection:
            made = await new_entry(connection, database.keyring, who.lab_id, now, person_id=who.person_id, once=True)
        return web.json_response({"url": f"/join/{made.token}"})

    async def _posted(self, request: web.Request) -> tuple[str, dict[str, Any]]:
        sender = identity(request)
        if not self._tries.hit(A_MINUTE, self._visitors.fingerprint(sender)):
            raise web.HTTPTooManyRequests(headers={"Retry-After": "60"})
        if request.content_length is None or request.content_length > MAX_BODY:
            raise web.HTTPRequestEntityTooLarge(MAX_BODY, request.content_length or 0)
        return sender, await self._said(request)

    def _subscription(self, said: dict[str, Any]) -> dict[str, str]:
        endpoint, keys = _text(said, "endpoint"), said.get("keys")
        keys = keys if isinstance(keys, dict) else {}
        p256dh, auth = _text(keys, "p256dh"), _text(keys, "auth")
        loopback = self._setup.settings.push_loopback
        if not may_go_to(endpoint, loopback=loopback) or not can_seal(p256dh, auth):
            raise web.HTTPBadRequest
        return {"endpoint": endpoint, "p256dh": p256dh, "auth": auth}

    def _words(self, who: Holder | None) -> dict[str, str] | None:
        """The notice in the language that she chose, or None: then she gets none."""
        if who is None or who.person_id is None or not who.language:
            return None
        catalogues = self._setup.catalogues
        try:
            text = catalogues(who.language, NOTICE)
        except MissingText:
            return None
        return {"text": text, "lang": who.language.replace("_", "-"), "dir": catalogues.direction(who.language)}

    def _strings(self, who: Holder | None) -> dict[str, str] | None:
        if who is None or self._words(who) is None:
            return None
        try:
            return {key: self._setup.catalogues(who.language, text) for key, text in PUSH_TEXTS.items()}
        except MissingText:
            return None

    @property
    def _notices_key(self) -> str | None:
        return self.notices.key.public if self.notices.key else None

    def _browser(self, endpoint: str) -> str:
        return self._setup.database.keyring.lookup("push", endpoint)

    def _no(self, sender: str) -> str:
        return self._setup.database.keyring.lookup("no push", sender)


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": f"/static/{name}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""
