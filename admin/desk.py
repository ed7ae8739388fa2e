"""What every page of the desk may use, and how the pages are found."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.clock import Clock
from bot.messages import Sender
from bot.outbox import Outbox
from bot.service import Service
from bot.settings import Settings
from locales.catalogue import Catalogues
from store.database import Database


@dataclass(frozen=True, slots=True)
class Desk:
    settings: Settings
    database: Database
    catalogues: Catalogues
    clock: Clock
    outbox: Outbox
    channels: Sequence[Sender]
    service: Service


DESK = web.AppKey("desk", Desk)


def mount(app: web.Application, desk: Desk) -> None:
    """Put the desk under /admin/."""
    app[DESK] = desk
