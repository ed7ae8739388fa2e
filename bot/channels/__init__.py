"""The channels that people write through. Each module here that has `build` is one, found by itself."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.clock import Clock
from bot.messages import File, Inlet, Sender
from bot.settings import Settings
from bot.unadorned import unadorned
from locales.catalogue import Catalogues
from store.database import Database


@dataclass(frozen=True, slots=True)
class Setup:
    """What a channel may be built from."""

    settings: Settings
    database: Database
    catalogues: Catalogues
    clock: Clock


class Channel(Sender, Protocol):
    """A way to reach people, both ways."""

    @property
    def problem(self) -> str | None:
        """One sentence on what keeps this channel from working, or None."""

    def routes(self) -> list[web.RouteDef]: ...

    def link(self, code: str) -> str | None:
        """Where somebody with this code begins on this channel, if there is such an address."""

    async def fetch(self, ref: str) -> File:
        """The bytes of a voice note or picture that came in. Raises `SendError`."""

    async def start(self, inlet: Inlet) -> None: ...

    async def stop(self) -> None: ...


def build_all(setup: Setup) -> list[Channel]:
    """Every channel that the settings switch on."""
    return [channel for build in _builders() if (channel := build(setup)) is not None]


class Build(Protocol):
    def __call__(self, setup: Setup) -> Channel | None: ...


def _builders() -> Iterator[Build]:
    for module in pkgutil.iter_modules(__path__):
        with unadorned():
            found = importlib.import_module(f"{__name__}.{module.name}")
        build = getattr(found, "build", None)
        if build is not None:
            yield build
