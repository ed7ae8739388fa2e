"""The Telegram channel. Updates come by long polling or by a webhook; both forget an update only once it is stored."""

import hmac
from typing import Any, Final, Literal

import aiohttp
from aiohttp import web
from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit, MessageLimit
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.begun import Begun
from bot.channels.telegram.files import fetch
from bot.channels.telegram.intake import Courtesies, Intake
from bot.channels.telegram.life import BAD_TOKEN, Life
from bot.channels.telegram.messages import Call, calls
from bot.channels.telegram.outcomes import MaybeSent, outcome
from bot.channels.telegram.plain import NAME
from bot.channels.telegram.request import AiohttpRequest, QuietBot, Timeouts
from bot.channels.telegram.sources import Pace, Polling, Source, Webhook
from bot.channels.telegram.updates import parse, read_bytes
from bot.messages import Ambiguous, ChannelDown, File, Inlet, Limits, NotAccepted, Outbound, SendError, Unavailable
from bot.plain_http import Fields, Post
from bot.settings import TOKEN, WEBHOOK_SECRET

__all__ = ["Telegram", "parse"]

WEBHOOK_PATH: Final = "/telegram/webhook"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_SECRET_FIELD: Final = SECRET_HEADER.lower().encode()
MAX_BODY: Final = 4 * 1024 * 1024
KEPT_OF_TOO_LARGE: Final = 64 * 1024
FIRST_TRY: Final = 3.0


class Telegram:
    """One bot. `secret` authenticates webhooks: 22 to 256 letters, digits, `_` or `-`.

    While it changes, `previous_secret` does too: what Telegram posts before it has heard of the new one is taken.
    """

    name: str = NAME
    limits: Limits = Limits(
        text=int(MessageLimit.MAX_TEXT_LENGTH),
        label=64,
        buttons=int(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER),
        token_bytes=int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA),
    )

    def __init__(
        self,
        token: str,
        api_url: str = "https://api.telegram.org",
        mode: Literal["polling", "webhook"] = "polling",
        public_url: str = "",
        secret: str = "",
        previous_secret: str = "",
        session: aiohttp.ClientSession | None = None,
        pace: Pace | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        """Raises `ValueError` where a setting cannot work. Nothing is connected before `start`."""
        _check(token, mode, public_url, secret, previous_secret)
        self.account = token.partition(":")[0]
        self._mode = mode
        self._webhook_url = public_url.rstrip("/") + WEBHOOK_PATH
        self._secret = secret
        self._secrets = [one.encode() for one in (secret, previous_secret) if one]
        self._pace = pace or Pace()
        self._request = AiohttpRequest(session, timeouts)
        api = api_url.rstrip("/")
        self._bot = QuietBot(token, f"{api}/bot", f"{api}/file/bot", self._request, self._request)
        self._courtesies = Courtesies(self._bot)
        self._begun = Begun()
        self._intake: Intake | None = None
        self._life: Life | None = None

    @property
    def problem(self) -> str | None:
        """What a human must know, in one sentence, or None while all is well."""
        return self._life.problem if self._life else None

    def link(self, code: str) -> str | None:
        """A link that opens the chat and hands in `code`. None until Telegram has told the bot's name."""
        username = self._life.username if self._life else None
        return f"https://t.me/{username}?start={code}" if username else None

    def routes(self) -> list[web.RouteDef]:
        return [web.post(WEBHOOK_PATH, self._webhook)] if self._mode == "webhook" else []

    def post(self) -> Post | None:
        """The webhook once more, for the door of the web server: the way of nearly all updates."""
        return Post(WEBHOOK_PATH, self._may_come_in, self._taken) if self._mode == "webhook" else None

    async def start(self, inlet: Inlet) -> None:
        """Return after the first try to reach Telegram, at most 3 s; what fails is tried again for ever."""
        await self._request.initialize()
        self._intake = Intake(inlet, self.account, self._courtesies)
        self._life = Life(self._bot, self._source(self._intake), self._pace)
        self._life.start()
        await self._life.first_try(FIRST_TRY)

    async def stop(self) -> None:
        """What has arrived is stored; nothing new is asked for."""
        if self._life is not None:
            await self._life.stop()
        await self._courtesies.finish(timeout=1.0)
        await self._request.shutdown()

    async def send(self, address: str, message: Outbound, files: dict[int, File]) -> str:
        """Deliver, or raise the `SendError` that says what may be done.

        A picture and a long text take several calls. Where one of them fails and may be tried again, the next try
        goes on with that one. So what was not taken (429, no connection), however often, brings nothing twice; and
        what may have arrived brings at most its own call again, as often as the outbox lets a reply be repeated.
        """
        done = self._begun.take(address, message)
        named = ""
        try:
            for call in calls(address, message, files)[done:]:
                named = _message_id(await self._call(call))
                done += 1
            return named
        except TelegramError as error:
            failure = outcome(error)
        if isinstance(failure, NotAccepted | Ambiguous):
            self._begun.keep(address, message, done)
        raise self._noted(failure)

    async def fetch(self, ref: str) -> File:
        """The bytes behind `Media.ref`. Raises `SendError`: `Refused` is final, the others may pass."""
        try:
            return await fetch(self._bot, ref)
        except TelegramError as error:
            failure = outcome(error)
        raise self._noted(failure)

    def _source(self, intake: Intake) -> Source:
        if self._mode == "webhook":
            return Webhook(self._bot, self._webhook_url, self._secret, self._pace)
        return Polling(self._bot, intake, self.account, self._pace)

    async def _call(self, call: Call) -> Any:
        try:
            return await self._bot.call(call.method, call.parameters)
        except BadRequest as error:
            if "message is not modified" in error.message.lower():  # The person sees what she should see.
                return {"message_id": call.parameters["message_id"]}
            raise

    def _noted(self, failure: SendError) -> SendError:
        if isinstance(failure, ChannelDown) and self._life is not None:
            self._life.problem = BAD_TOKEN
        return failure

    async def _webhook(self, request: web.Request) -> web.Response:
        """2xx only after the commit. Whatever is authentic and cannot be read is kept for a human: a refusal
        would bring it back for ever, and block this person's later updates."""
        if not self._authentic(request):
            return web.Response(status=401)
        try:
            await self._receive(request)
        except Unavailable:
            return web.Response(status=503, headers={"Retry-After": "2"})
        except web.RequestPayloadError:
            return web.Response(status=400)
        return web.Response()

    def _authentic(self, request: web.Request) -> bool:
        given = request.headers.getall(SECRET_HEADER, [])
        return self._knows((given[0] if len(given) == 1 else "").encode(errors="surrogateescape"))

    def _may_come_in(self, fields: Fields) -> bool:
        return self._knows(fields.get(_SECRET_FIELD, b""))

    def _knows(self, shown: bytes) -> bool:
        right = [hmac.compare_digest(shown, secret) for secret in self._secrets]  # All, always.
        return True in right

    async def _receive(self, request: web.Request) -> None:
        if self._intake is None:
            raise Unavailable
        await self._store(self._intake, await _body(request))

    async def _taken(self, body: bytes) -> bool:
        """False: nothing could be stored just now."""
        if self._intake is None:
            return False
        try:
            await self._store(self._intake, body)
        except Unavailable:
            return False
        return True

    async def _store(self, intake: Intake, body: bytes) -> None:
        if len(body) > MAX_BODY:
            await intake.quarantine(body[:KEPT_OF_TOO_LARGE], "It is larger than 4 MB.")
        else:
            await intake.commit(read_bytes(body, self.account))


def _check(token: str, mode: str, public_url: str, secret: str, previous_secret: str) -> None:
    if not TOKEN.fullmatch(token):
        raise ValueError("BRUG_TELEGRAM_TOKEN is not the token of a bot: digits, a colon, letters.")
    if mode == "webhook" and not public_url:
        raise ValueError("BRUG_TELEGRAM_MODE is webhook, so BRUG_PUBLIC_URL is needed.")
    secrets = (secret, previous_secret or secret)
    if mode == "webhook" and not all(map(WEBHOOK_SECRET.fullmatch, secrets)):
        raise ValueError("The secret of the Telegram webhook must be 22 to 256 letters, digits, _ or -.")


async def _body(request: web.Request) -> bytes:
    """At most a little more than `MAX_BODY`; the rest is not read."""
    if request.content.is_eof():  # It came with its head.
        return await request.content.read()
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MAX_BODY:
            break
    return bytes(body)


def _message_id(result: object) -> str:
    if isinstance(result, dict) and isinstance(result.get("message_id"), int):
        return str(result["message_id"])
    raise MaybeSent("Telegram's answer names no message.")
