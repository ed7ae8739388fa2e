"""A stand-in for the push service of a browser's maker, as a process of its own, with the browsers behind it.

    python -m tests.fakes.push_service

prints `{"port": ...}`. It takes a push only as the real ones do: signed with the key that the browser subscribed
with, for this service, with a TTL, not too long. Then it opens it as that browser would. Tests steer it:

    POST /_control/browsers  {"name", "key"}   the subscription that the browser `name` gives to a page
    POST /_control/script    [{"status": 503, "seconds": 1, "location": "http://..."}, ...]   what the next pushes meet
    GET  /_control/pushes    what was taken, in order      GET /_control/knocks    how often somebody came
    POST /_control/reset     as new
"""

import argparse
import asyncio
import base64
import json
import secrets
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import http_ece  # type: ignore[import-untyped]
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from tests.fakes.processes import PythonProcess

LONGEST_BODY = 4096


@dataclass
class Browser:
    """One that subscribed, for pushes that are signed with `key` only."""

    name: str
    key: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def keys(self) -> dict[str, str]:
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"p256dh": _encoded(point), "auth": _encoded(self.secret)}

    def opens(self, body: bytes) -> str:
        words: bytes = http_ece.decrypt(body, private_key=self.private, auth_secret=self.secret, version="aes128gcm")
        return words.decode()


@dataclass
class Vendor:
    browsers: dict[str, Browser] = field(default_factory=dict)
    script: deque[dict[str, Any]] = field(default_factory=deque)
    pushes: list[dict[str, Any]] = field(default_factory=list)
    knocks: int = 0

    async def push(self, request: web.Request) -> web.Response:
        self.knocks += 1
        line = self.script.popleft() if self.script else {}
        await asyncio.sleep(line.get("seconds", 0))
        if status := line.get("status"):
            return web.Response(status=status, headers={"Location": line["location"]} if "location" in line else {})
        browser = self.browsers.get(request.match_info["token"])
        if browser is None:
            return web.Response(status=410)
        return await self._take(request, browser)

    async def _take(self, request: web.Request, browser: Browser) -> web.Response:
        body = await request.read()
        if problem := _problem(request, browser, body):
            return web.Response(status=problem)
        headers = {name.casefold(): value for name, value in request.headers.items()}
        push = {"browser": browser.name, "words": browser.opens(body), "headers": headers, "length": len(body)}
        self.pushes.append(push | {"claims": _claims(headers["authorization"])})
        return web.Response(status=201, headers={"Location": str(request.url), "TTL": headers["ttl"]})

    async def subscribe(self, request: web.Request) -> web.Response:
        asked = await request.json()
        token = secrets.token_urlsafe(24)
        self.browsers[token] = Browser(asked["name"], asked["key"])
        endpoint = str(request.url.origin() / "push" / token)
        return web.json_response({"endpoint": endpoint, "keys": self.browsers[token].keys(), "expirationTime": None})

    async def write(self, request: web.Request) -> web.Response:
        self.script.extend(await request.json())
        return web.json_response({})

    async def reset(self, _: web.Request) -> web.Response:
        self.browsers, self.script, self.pushes, self.knocks = {}, deque(), [], 0
        return web.json_response({})

    def app(self) -> web.Application:
        app = web.Application(client_max_size=2**16)
        app.router.add_post("/push/{token}", self.push)
        app.router.add_post("/_control/browsers", self.subscribe)
        app.router.add_post("/_control/script", self.write)
        app.router.add_post("/_control/reset", self.reset)
        app.router.add_get("/_control/pushes", _telling(lambda: self.pushes))
        app.router.add_get("/_control/knocks", _telling(lambda: self.knocks))
        return app


def _telling(what: Any) -> Any:
    async def tell(_: web.Request) -> web.Response:
        return web.json_response(what())

    return tell


def _problem(request: web.Request, browser: Browser, body: bytes) -> int | None:
    """The status with which the real ones refuse: no TTL, unreadable, unsigned, or signed by somebody else."""
    if not request.headers.get("TTL", "").isdigit() or request.headers.get("Content-Encoding") != "aes128gcm":
        return 400
    if len(body) > LONGEST_BODY:
        return 413
    signature = request.headers.get("Authorization", "")
    if not signature.startswith("vapid t="):
        return 401
    for_us = _claims(signature)["aud"] == str(request.url.origin())
    return None if for_us and Vapid02.verify(signature) and signature.endswith(f"k={browser.key}") else 403


def _claims(signature: str) -> dict[str, Any]:
    claims = signature.removeprefix("vapid t=").split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    return found


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class PushService:
    """What a test tells the stand-in at `url`, and what it asks."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self._session = session

    async def browser(self, name: str, key: str) -> dict[str, Any]:
        """Somebody's browser subscribes: what it gives to the page."""
        subscription: dict[str, Any] = await self._post("browsers", {"name": name, "key": key})
        return subscription

    async def reset(self) -> None:
        await self._post("reset", {})

    async def script(self, *lines: dict[str, Any]) -> None:
        await self._post("script", list(lines))

    async def pushes(self) -> list[dict[str, Any]]:
        pushes: list[dict[str, Any]] = await self._get("pushes")
        return pushes

    async def told(self) -> list[str]:
        """Whose browsers were told, in order."""
        return [push["browser"] for push in await self.pushes()]

    async def knocks(self) -> int:
        return int(await self._get("knocks"))

    async def _post(self, name: str, data: object) -> Any:
        async with self._session.post(f"{self.url}/_control/{name}", json=data) as response:
            response.raise_for_status()
            return await response.json()

    async def _get(self, name: str) -> Any:
        async with self._session.get(f"{self.url}/_control/{name}") as response:
            return await response.json()


@contextmanager
def push_process() -> Iterator[str]:
    """The URL of a stand-in in a process of its own."""
    with PythonProcess("tests.fakes.push_service") as process:
        yield f"http://127.0.0.1:{process.first_json()['port']}"


@asynccontextmanager
async def push_service(url: str) -> AsyncIterator[PushService]:
    """The stand-in at `url`, as new."""
    async with aiohttp.ClientSession() as session:
        service = PushService(url, session)
        await service.reset()
        yield service


async def serve(port: int) -> None:
    runner = web.AppRunner(Vendor().app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print(json.dumps({"port": runner.addresses[0][1]}), flush=True)
    await asyncio.Event().wait()


def main() -> None:
    arguments = argparse.ArgumentParser(description="A stand-in for the push service of a browser's maker")
    arguments.add_argument("--port", type=int, default=0)
    asyncio.run(serve(arguments.parse_args().port))


if __name__ == "__main__":
    main()
