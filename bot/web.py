"""The web server: our own pages, the channels' routes, and the answers for those who watch over the process."""

from collections.abc import Callable, Iterable
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web
from aiohttp.typedefs import Middleware
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from bot import qr
from bot.compiled import Compiled
from bot.health import Health
from bot.http import come_again, compressed, security_headers, wanted_languages
from bot.look import Looks
from bot.page_texts import TEXTS
from bot.settings import Settings
from bot.statics import Statics
from lab.codes import is_token
from lab.door import PREFIX
from locales.catalogue import Catalogues

FOLDER = Path(__file__).parent
COMPILED = Compiled()
MAX_REQUEST = 10 * 1024 * 1024


class Pages:
    """What this is, and the page behind a QR code: the same for a right and a wrong code."""

    def __init__(
        self, settings: Settings, catalogues: Catalogues, telegram: Callable[[str], str | None], looks: Looks
    ) -> None:
        self._settings = settings
        self._looks = looks
        self._catalogues = catalogues
        self._telegram = telegram

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._home),
            web.get("/join/{code}", self._join),
            web.get("/join/{code}/qr.png", self._qr),
            web.get("/here/{code}", self._here),
            web.get("/here/{code}/qr.png", self._qr),
            web.get("/{nothing:[^/]+}", self._lost),
        ]

    async def _home(self, request: web.Request) -> web.Response:
        return await self._page(request, "home.html", "")

    async def _lost(self, request: web.Request) -> web.Response:
        """An address mistyped from a poster: what this is, and the way in. Programs get the bare answer."""
        if "text/html" not in request.headers.get("Accept", ""):
            raise web.HTTPNotFound
        return await self._page(request, "home.html", "", status=404)

    async def _join(self, request: web.Request) -> web.Response:
        return await self._page(request, "join.html", _code(request))

    async def _here(self, request: web.Request) -> web.Response:
        """At the door of a meeting. The chat itself knows who she is, and whether the code works."""
        code = _code(request) if request.match_info["code"].startswith(PREFIX) else f"{PREFIX}unknown-code-0000"
        if self._telegram(code) is None:
            raise web.HTTPSeeOther(f"/chat?code={code}")
        return await self._page(request, "here.html", code)

    async def _qr(self, request: web.Request) -> web.Response:
        """The picture of the page that it belongs to."""
        page = "here" if request.path.startswith("/here/") else "join"
        picture = qr.png(f"{self._settings.base_url}/{page}/{_code(request)}")
        return web.Response(body=picture, content_type="image/png")

    async def _page(self, request: web.Request, template: str, code: str, status: int = 200) -> web.Response:
        language = self._catalogues.match(wanted_languages(request)) or "en"
        return await aiohttp_jinja2.render_template_async(
            template,
            request,
            {
                "lab": "Brug",
                "lang": language,
                "dir": self._catalogues.direction(language),
                "texts": {key: self._catalogues(language, text) for key, text in TEXTS.items()},
                "chat_url": f"/chat?code={code}" if code else "/chat",
                "telegram_url": self._telegram(code),
                "qr_url": f"/join/{code}/qr.png",
                "look": await self._looks.of_public_pages(),
            },
            status=status,
        )


def _code(request: web.Request) -> str:
    """Nothing that could not be a code is repeated on a page."""
    code = request.match_info["code"]
    return code if is_token(code) else "unknown-code-0000"


class Watch:
    """For supervisors and graphs: alive, ready, numbers. No personal data in any of them."""

    def __init__(self, health: Health, registry: CollectorRegistry) -> None:
        self._health = health
        self._registry = registry

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/healthz", self._alive),
            web.get("/readyz", self._ready),
            web.get("/metrics", self._numbers),
        ]

    async def _alive(self, _: web.Request) -> web.Response:
        report = await self._health.alive()
        return web.json_response(report.as_json(), status=200 if report.good else 503)

    async def _ready(self, _: web.Request) -> web.Response:
        report = await self._health.ready()
        return web.json_response(report.as_json(), status=200 if report.good else 503)

    async def _numbers(self, _: web.Request) -> web.Response:
        await self._health.ready()
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


def application(routes: Iterable[web.RouteDef], middlewares: Iterable[Middleware] = ()) -> web.Application:
    app = web.Application(
        middlewares=[security_headers, compressed, come_again, *middlewares], client_max_size=MAX_REQUEST
    )
    folders = [FOLDER / "templates", FOLDER.parent / "admin" / "templates"]
    loader = jinja2.FileSystemLoader(folders)
    environment = aiohttp_jinja2.setup(app, loader=loader, bytecode_cache=COMPILED, enable_async=True, autoescape=True)
    app.add_routes(routes)
    files = Statics(FOLDER / "static")
    environment.globals["static"] = files.prefix
    app.add_routes(files.routes())
    return app
