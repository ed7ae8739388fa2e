"""What every page of the desk may use."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from aiohttp import web

from admin.live import Live
from admin.passwords import Passwords
from admin.throttle import Throttle
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
    passwords: Passwords = field(default_factory=Passwords)
    throttle: Throttle = field(default_factory=Throttle)
    live: Live = field(default_factory=Live)


DESK = web.AppKey("desk", Desk)
