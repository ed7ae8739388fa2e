"""A stand-in for the server behind the web chat: it speaks the page's protocol and plays one sign-up from memory.

    python -m tests.fakes.chat_stub --port 8090

Tests start it in their own loop with `async with ChatStub() as stub`, cut its lines and take it down.
"""

import argparse
import asyncio
import io
import json
import wave
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.page_texts import TEXTS as PAGE_TEXTS
from tests.fakes.chat_conversation import HIDDEN, ScriptedConversation, closing, direction

BOT = Path(__file__).resolve().parents[2] / "bot"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass
class ChatStub(ScriptedConversation):
    """One person's chat and the line to it. `down` is how POSTs fail: not at all, with a 503, by a reset, or by a reset
    after the message was stored. While it is `discreet`, it takes her words and tells them to no page."""

    down: Literal["", "503", "reset", "late reset", "400"] = ""
    deaf: bool = False
    discreet: bool = False
    port: int = 0
    posts: list[dict[str, Any]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    too_large: bool = False
    lines_opened: int = 0

    def __post_init__(self) -> None:
        self._stored: set[str] = set()
        self._lines: set[asyncio.Queue[tuple[str, str, Any]]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._pages = Environment(
            loader=FileSystemLoader(BOT / "templates"), autoescape=True, undefined=StrictUndefined
        )

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.app(), shutdown_timeout=0.1)
        await self._runner.setup()
        await self.listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        self.cut()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def listen(self) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await self._site.start()
        self.port = self._runner.addresses[0][1]

    async def vanish(self) -> None:
        """Nothing listens any more: connections are refused until `listen`."""
        self.cut()
        await self._site.stop()
        if self._runner.server is not None:
            await self._runner.server.shutdown(0.1)

    def app(self) -> web.Application:
        app = web.Application(middlewares=[_with_policy])
        app.add_routes(
            [
                web.get("/", self.home),
                web.get("/join/{code}", self.join),
                web.get("/qr.svg", _qr),
                web.get("/away", _away),
                web.get("/chat", self.page),
                web.get("/chat/events", self.events),
                web.post("/chat/messages", self.take),
                web.post("/chat/media", self.keep),
                web.get("/chat/media/{id}", self.show),
                web.post("/chat/seen", self.note_seen),
                web.static("/static", BOT / "static"),
            ]
        )
        return app

    # Pages

    async def home(self, request: web.Request) -> web.Response:
        return self._public("home.html", telegram_url=None)

    async def join(self, request: web.Request) -> web.Response:
        telegram = "https://t.me/example_bot?start=x"
        return self._public("join.html", telegram_url=telegram, qr_url="/qr.svg")

    async def page(self, request: web.Request) -> web.Response:
        html = self._pages.get_template("chat.html").render(
            lab="Samen Sterk",
            look=None,
            lang=self.lang,
            dir=direction(self.lang),
            strings=self.labels(),
            code=request.query.get("code", ""),
            exit_url="/away",
        )
        response = web.Response(text=html, content_type="text/html")
        response.set_cookie("brug", "somebody", httponly=True, samesite="Lax")
        return response

    def _public(self, name: str, **values: Any) -> web.Response:
        html = self._pages.get_template(name).render(
            lab="Samen Sterk", look=None, lang="en", dir="ltr", chat_url="/chat", texts=PAGE_TEXTS, **values
        )
        return web.Response(text=html, content_type="text/html")

    # What the page posts

    async def take(self, request: web.Request) -> web.Response:
        if self.down == "503":
            return web.json_response({}, status=503, headers={"Retry-After": "1"})
        if self.down == "400":
            return web.json_response({"error": "That did not work."}, status=400)
        if self.down == "reset":
            _hang_up(request)
        post = await request.json()
        self._store(post)
        if self.down == "late reset":
            _hang_up(request)
        return web.json_response({"ok": True})

    async def keep(self, request: web.Request) -> web.Response:
        body = await request.read()
        if self.too_large:
            return web.json_response({"error": "This photo is too large."}, status=413)
        media = str(len(self.media) + 1)
        self.media[media] = (request.content_type, body)
        kind = "photo" if request.content_type.startswith("image/") else "voice"
        return web.json_response({"media": media, "kind": kind})

    async def show(self, request: web.Request) -> web.Response:
        kind, body = (
            ("audio/wav", _tone()) if request.match_info["id"] == "tone" else self.media[request.match_info["id"]]
        )
        return web.Response(body=body, content_type=kind)

    async def note_seen(self, request: web.Request) -> web.Response:
        self.seen.append((await request.json())["upto"])
        return web.json_response({"ok": True})

    def _store(self, post: dict[str, Any]) -> None:
        """Once for each id, however often it comes."""
        if post["id"] in self._stored:
            return
        self._stored.add(post["id"])
        self.posts.append(post)
        if (post["text"] or post["media"]) and not post["text"].startswith(HIDDEN) and not self.discreet:
            self._echo(post)
        self._later(self.answer(post))

    def _echo(self, post: dict[str, Any]) -> None:
        kind = self.media[post["media"]][0] if post["media"] else ""
        address = f"/chat/media/{post['media']}"
        self.say(
            post["text"],
            sender="me",
            key="i",
            lang="",
            client=post["id"],
            status="sent",
            picture=address if kind.startswith("image/") else None,
            sound=address if kind.startswith("audio/") else None,
        )

    # The stream

    async def events(self, request: web.Request) -> web.StreamResponse:
        if self.deaf:
            return web.Response(status=503)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        line: asyncio.Queue[tuple[str, str, Any]] = asyncio.Queue()
        after = request.headers.get("Last-Event-ID") or request.query.get("after") or "0"
        for event in [("hello", "", self.hello()), *self._history(int(after))]:
            line.put_nowait(event)
        self._lines.add(line)
        self.lines_opened += 1
        try:
            await self._pump(line, response)
        finally:
            self._lines.discard(line)
        return response

    async def _pump(self, line: asyncio.Queue[tuple[str, str, Any]], response: web.StreamResponse) -> None:
        while (event := await line.get())[0]:
            name, number, data = event
            head = f"id: {number}\n" if number else ""
            await response.write(f"{head}event: {name}\nretry: 200\ndata: {json.dumps(data)}\n\n".encode())

    def _history(self, after: int) -> list[tuple[str, str, Any]]:
        told = [("message", str(n), m) for n, m in enumerate(self.messages, 1) if n > after]
        closed = [("closed", "", closing(m)) for m in self.messages if m["buttons"] and not m["open"]]
        mine = [m for m in self.messages[:after] if m["client"]]
        ticks = [("status", "", {"client": m["client"], "status": m["status"]}) for m in mine]
        return [*told, *ticks, *closed]

    def cut(self) -> None:
        """End every open stream, as a proxy or a tunnel under the road does."""
        for line in self._lines:
            line.put_nowait(("", "", None))

    def tell(self, name: str, data: Any, number: str = "") -> None:
        for line in self._lines:
            line.put_nowait((name, number, data))

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
    raise ConnectionResetError


def _tone() -> bytes:
    """Two seconds of silence."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 16000)
    return sound.getvalue()


@web.middleware
async def _with_policy(request: web.Request, handler: Any) -> web.StreamResponse:
    response: web.StreamResponse = await handler(request)
    if not response.prepared:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
    return response


async def _qr(request: web.Request) -> web.Response:
    import segno

    code = segno.make(f"http://{request.host}/join/ABCD").svg_inline(scale=4)
    return web.Response(
        text=code.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"'), content_type="image/svg+xml"
    )


async def _away(request: web.Request) -> web.Response:
    return web.Response(
        text='<!doctype html><link rel="icon" href="data:,"><title>Weather</title><p>Weather', content_type="text/html"
    )


async def _serve(port: int, lang: str) -> None:
    async with ChatStub(port=port, lang=lang, thinking=0.6) as stub:
        print(json.dumps({"url": f"{stub.url}/chat"}), flush=True)
        await asyncio.Event().wait()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8090)
    options.add_argument("--lang", default="en")
    chosen = options.parse_args()
    asyncio.run(_serve(chosen.port, chosen.lang))


if __name__ == "__main__":
    main()
