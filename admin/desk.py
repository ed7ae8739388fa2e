"""The coordinators' desk, put together. A page is a module in admin/pages/ with `ROUTES`; it is found by itself."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web

from admin import pages
from admin.away import while_away
from admin.charts import in_digits, line_of, share_of
from admin.gate import guarded
from admin.language import translated
from admin.means import DESK, Desk
from admin.mishaps import say_kindly
from admin.routes import Route
from admin.sessions import Sessions
from admin.visible import VisibleNames, shortened, visible
from bot.compiled import Compiled

__all__ = ["Desk", "all_routes", "mount"]

TEMPLATES = Path(__file__).parent / "templates"
COMPILED = Compiled()


def mount(app: web.Application, desk: Desk) -> None:
    """Put the desk under /admin/. Whatever is not declared in a page's `ROUTES` does not exist."""
    inner = web.Application(middlewares=[say_kindly, while_away])
    inner[DESK] = desk
    inner.on_shutdown.append(desk.live.stop)
    sessions = Sessions(desk)
    inner.add_routes(web.route(r.method, r.path, guarded(r, desk, sessions)) for r in all_routes())
    templates = aiohttp_jinja2.setup(
        inner,
        loader=jinja2.FileSystemLoader(TEMPLATES),
        bytecode_cache=COMPILED,
        extensions=[VisibleNames],
        autoescape=True,
        trim_blocks=True,
        filters={"visible": visible, "shortened": shortened},
    )
    templates.globals["_"] = translated
    templates.globals |= {"line_of": line_of, "share_of": share_of, "in_digits": in_digits}
    templates.globals["static"] = aiohttp_jinja2.get_env(app).globals["static"]
    app.add_subapp("/admin/", inner)


def all_routes() -> Iterator[Route]:
    for module in pkgutil.iter_modules(pages.__path__):
        yield from importlib.import_module(f"{pages.__name__}.{module.name}").ROUTES
