"""The composition root: everything is put together here, started and stopped in order."""

import asyncio
import errno
import gc
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from admin import desk as admin_desk
from bot.arrivals import Arrivals
from bot.batch import Player
from bot.channels import Channel, Setup, build_all
from bot.clock import Clock, SystemClock
from bot.contact_saying import Round
from bot.crashpoints import Crashpoints
from bot.demo.nowhere import Nowhere
from bot.doorstep import open_door
from bot.health import Health
from bot.look import Looks
from bot.messages import Sender
from bot.outbox import Outbox
from bot.phone_notices import PhoneNotices
from bot.plain_http import Post
from bot.rounds import Rounds
from bot.screen import Screen
from bot.service import Service
from bot.settings import CannotStart, Settings, prepare_data_dir, secret_of
from bot.tellings import Desk
from bot.web import Pages, Watch, application
from flows.checks import check_flows
from flows.conversation import Conversation
from flows.danger import load as load_dangers
from flows.registry import all_flows
from flows.words import load as load_words
from locales.catalogue import Catalogues
from locales.catalogue import load as load_catalogues
from scheduler.jobs import Jobs
from store.crypto import Keyring, WrongKey
from store.database import Database
from store.migrate import NewerDatabase, migrate
from store.secret import prove_key

log = structlog.get_logger()

FINISH_SECONDS = 5.0
"""So long a request that is under way at the end may take."""


@dataclass(slots=True)
class Brug:
    """One running Brug."""

    settings: Settings
    database: Database
    catalogues: Catalogues
    service: Service
    outbox: Outbox
    rounds: Rounds
    jobs: Jobs
    health: Health
    channels: list[Channel]
    web: web.Application

    @property
    def post(self) -> Post | None:
        """What the web server's door answers by itself (bot/doorstep.py)."""
        posts = (made() for channel in self.channels if (made := getattr(channel, "post", None)))
        return next(filter(None, posts), None)

    async def start(self) -> None:
        self.service.start()
        self.outbox.start()
        self.jobs.start()
        for channel in self.channels:
            await channel.start(self.service)

    async def stop(self) -> None:
        """Take nothing more, finish what is under way, then let go."""
        self.health.stopping = True
        await self.jobs.stop()
        await self.service.stop()
        await self.outbox.stop()
        for channel in self.channels:
            await channel.stop()
        await self.database.close()


def load_texts(settings: Settings, *, keep: bool = True) -> Catalogues:
    """A broken language comes from the last good copy or not at all; the log says which and where it begins.

    Without `keep` nothing is written: for commands that only want to know what Brug speaks here.
    """
    catalogues = load_catalogues(last_good=settings.data_dir / "catalogues", keep=keep)
    for language, problems in catalogues.problems_by_language().items():
        log.error(
            "a catalogue is broken: see `brug check`",
            language=language,
            offered=language in catalogues.languages,
            first=str(problems[0]),
            problems=len(problems),
        )
    return catalogues


async def open_database(settings: Settings) -> Database:
    """The database, migrated. Raises `CannotStart`."""
    prepare_data_dir(settings)
    database = Database(settings.database, Keyring(secret_of(settings)))
    try:
        await migrate(database)
        await prove_key(database)
    except NewerDatabase as error:
        await database.close()
        raise CannotStart(
            f"The database was made by a newer Brug (version {error}). Start that version, or restore a backup."
        ) from error
    except WrongKey as error:
        await database.close()
        raise CannotStart(
            "This database was written with another secret key. Set BRUG_SECRET_KEY to that key, "
            "or put back the file secret.key that belongs to this data folder."
        ) from error
    except (SQLAlchemyError, OSError) as error:
        await database.close()
        raise CannotStart(
            f"Brug cannot open its database ({type(error).__name__}). "
            "Is the server running, and is BRUG_DATABASE_URL right?"
        ) from error
    return database


def build(
    settings: Settings,
    database: Database,
    catalogues: Catalogues,
    clock: Clock | None = None,
    extra: Sequence[Channel] = (),
    opening: str = "",
) -> Brug:
    """Put everything together; nothing runs yet.

    `extra` channels come beside those that the settings switch on. `opening` is a flow to begin with, to try it.
    """
    clock = clock or SystemClock()
    crash = Crashpoints(settings.crashpoint)
    lease = timedelta(seconds=settings.lease_seconds)
    channels = [*build_all(Setup(settings, database, catalogues, clock)), *extra]
    senders: list[Sender] = [*channels, Nowhere()]
    outbox = Outbox(database, {(s.name, s.account): s for s in senders}, clock, crash, lease, PhoneNotices(catalogues))
    flows = all_flows()
    check_flows(flows)
    desk = Desk(database.keyring, settings.base_url, settings.data_dir / "audio")
    conversation = Conversation(flows, load_words(), opening, load_dangers())
    player = Player(conversation, Arrivals(database.keyring), database.keyring, desk, outbox)
    service = Service(database, player, outbox, catalogues, clock, crash, lease)
    health = Health(database, service, outbox, channels, clock, tuple(catalogues.problems_by_language()))
    for channel in channels:
        if listener := getattr(channel, "changed", None):
            service.listeners.append(listener)
            outbox.listeners.append(listener)
    rounds = Rounds(database, Round(conversation, desk), catalogues, outbox, clock)
    jobs = Jobs(database, outbox, rounds, clock)
    telegram = next((channel for channel in channels if channel.name == "telegram"), None)
    looks = Looks(database)
    pages = application(
        [
            *Pages(settings, catalogues, telegram.link if telegram else _no_link, looks).routes(),
            *looks.routes(),
            *Watch(health, health.registry).routes(),
            *Screen(settings, database, catalogues, clock, lambda: health.stopping).routes(),
            *(route for channel in channels for route in channel.routes()),
        ]
    )
    admin_desk.mount(pages, admin_desk.Desk(settings, database, catalogues, clock, outbox, tuple(channels), service))
    return Brug(settings, database, catalogues, service, outbox, rounds, jobs, health, channels, pages)


def _no_link(_: str) -> None:
    """There is no Telegram bot to link to."""


async def serve(brug: Brug) -> None:
    """Until SIGTERM or Ctrl-C. Raises `CannotStart` when the port is taken."""
    told = _listen_for_the_end()
    runner = web.AppRunner(brug.web, access_log=None, handler_cancellation=False, shutdown_timeout=FINISH_SECONDS)
    await runner.setup()
    try:
        house = cast(Callable[[], asyncio.Protocol], runner.server)
        door = await open_door(house, brug.post, brug.settings.host, brug.settings.port)
    except OSError as error:
        await runner.cleanup()
        raise CannotStart(
            f"Something else listens on {brug.settings.host}:{brug.settings.port} already. "
            "Stop that, or choose another port with BRUG_PORT."
        ) from error
    await brug.start()
    spare_the_collector()
    await told.wait()
    await brug.stop()
    await door.close(FINISH_SECONDS)
    await runner.cleanup()


async def work(brug: Brug) -> None:
    """Until SIGTERM or Ctrl-C, without a web server: what comes in over HTTP is another process's."""
    told = _listen_for_the_end()
    await brug.start()
    spare_the_collector()
    await told.wait()
    await brug.stop()


def spare_the_collector() -> None:
    """What was made at the start stays for ever: looking through it again and again took a twelfth of all time.

    What is made later is nearly all freed by its last reference; the collector looks for cycles more seldom.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


def _listen_for_the_end() -> asyncio.Event:
    """From the first moment: a supervisor may change its mind while we still start."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError, RuntimeError):
            loop.add_signal_handler(name, told.set)
    return told


def port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotStart(f"Brug cannot listen on {host} ({error.strerror}): is BRUG_HOST right?") from error
            return False
    return True
