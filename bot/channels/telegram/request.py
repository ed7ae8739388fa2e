"""python-telegram-bot over aiohttp: many times faster, and failures say whether the request left this machine.

What is plain JSON, nearly every call, is posted as it is; uploads go through the library's parameters.

No message of an exception raised here holds a URL: the URL holds the token.
"""

import io
import json
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import orjson
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels.telegram.outcomes import MaybeSent, NotSent, refusal, telegram_json
from bot.channels.telegram.pool import NothingSent, Pool, read_body

CONNECTIONS: Final = 128

_NEVER_LEFT: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ServerFingerprintMismatch,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
    NothingSent,
)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. `pool` is the wait for a free connection and for making it; `read` the silence that is borne."""

    connect: float = 5.0
    pool: float = 10.0
    read: float = 15.0
    upload: float = 60.0


class AiohttpRequest(BaseRequest):
    """One pool of connections. With `session`, somebody else's, which is not closed here."""

    __slots__ = ("_own", "_pool", "_session", "_timeouts", "_waits")

    def __init__(self, session: aiohttp.ClientSession | None = None, timeouts: Timeouts | None = None) -> None:
        self._session = session
        self._own = session is None
        self._timeouts = timeouts or Timeouts()
        self._pool: Pool | None = None
        self._waits: dict[float, aiohttp.ClientTimeout] = {}

    @property
    def read_timeout(self) -> float:
        return self._timeouts.read

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            # Nothing is asked for compressed and nothing is inflated: a small answer must not become a large one.
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
            )
        if self._session.connector is not None:
            self._pool = Pool(self._session.connector)

    async def shutdown(self) -> None:
        if self._own and self._session is not None:
            await self._session.close()
            self._session = None

    async def post_json(self, url: str, body: bytes, read_timeout: float | None = None) -> Any:
        """The `result` of the answer. Raises as `do_request` does."""
        _, payload = await self._told(self._post(url, body, self._wait(read_timeout or self._timeouts.read)))
        return self.parse_json_payload(payload)["result"]

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """Return a 2xx with its body; raise `NotSent`, `MaybeSent`, `Flooded` or the library's own classes."""
        timeout = self._timeout(request_data, read_timeout)
        return await self._told(self._exchange(method, url, request_data, timeout))

    async def _told(self, exchange: Awaitable[tuple[int, bytes]]) -> tuple[int, bytes]:
        failure: TelegramError
        try:
            status, payload = await exchange
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            failure = _broken(error)
        else:
            if 200 <= status <= 299:
                return status, payload
            failure = refusal(status, payload)
        # Outside the `except`: aiohttp's own messages hold the URL, and a chained exception would print it.
        raise failure

    async def _post(self, url: str, body: bytes, timeout: aiohttp.ClientTimeout) -> tuple[int, bytes]:
        if self._pool is None or self._session is None or self._session.closed:
            raise NotSent("The connection to Telegram is closed.")
        return await self._pool.post(url, body, timeout, self._timeouts.upload)

    async def _exchange(
        self, method: str, url: str, data: RequestData | None, timeout: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None or self._session.closed:
            raise NotSent("The connection to Telegram is closed.")
        body, headers = _body(data)
        async with self._session.request(
            method, URL(url, encoded=True), data=body, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            return response.status, await read_body(response.content, self._timeouts.upload)

    def _timeout(self, data: RequestData | None, asked: object) -> aiohttp.ClientTimeout:
        known = self._timeouts
        read = known.upload if data is not None and data.contains_files else known.read
        if isinstance(asked, int | float):
            read = float(asked)
        return self._wait(read)

    def _wait(self, read: float) -> aiohttp.ClientTimeout:
        if read not in self._waits:
            known = self._timeouts
            self._waits[read] = aiohttp.ClientTimeout(connect=known.pool, sock_connect=known.connect, sock_read=read)
        return self._waits[read]

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The body of a 2xx. The library's version writes bodies that do not parse to the log."""
        answer = telegram_json(payload)
        if answer is None or "result" not in answer:
            raise MaybeSent("Telegram's answer does not parse.")
        return answer


class QuietBot(Bot):
    """A `Bot` that neither logs nor prints its token, and whose answers stay plain JSON.

    Building the library's `Message` from each answer would double the cost of a send; only its id is wanted.
    """

    __slots__ = ()

    _LOGGER = logging.Logger("telegram.silent", level=logging.CRITICAL + 1)

    def __repr__(self) -> str:
        return "QuietBot"

    async def call(self, method: str, data: dict[str, Any], read_timeout: float | None = None) -> Any:
        """The `result` of Telegram's answer. Raises `TelegramError`."""
        try:
            body = orjson.dumps(data)
        except TypeError:
            return await self._upload(method, data, read_timeout)
        return await self._plain.post_json(f"{self.base_url}/{method}", body, read_timeout)

    async def _upload(self, method: str, data: dict[str, Any], read_timeout: float | None) -> Any:
        if read_timeout is None:
            return await self._post(method, data)
        return await self._post(method, data, read_timeout=read_timeout)

    @property
    def _plain(self) -> AiohttpRequest:
        assert isinstance(self.request, AiohttpRequest)
        return self.request


def _broken(error: Exception) -> TelegramError:
    kind = type(error).__name__
    if isinstance(error, _NEVER_LEFT):
        return NotSent(f"Telegram could not be reached ({kind}).")
    return MaybeSent(f"The connection to Telegram broke before its answer ({kind}).")


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    headers = {"Accept-Encoding": "identity"}
    if data is None:
        return None, headers
    if data.contains_files:
        return _form(data), headers
    return json.dumps(data.parameters).encode(), headers | {"Content-Type": "application/json"}


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(data.json_parameters)
    for field, (filename, content, mime) in data.multipart_data.items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(field, stream, filename=filename, content_type=mime)
    return form
