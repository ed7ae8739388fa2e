"""The composition root: everything is put together here, started and stopped in order (bot/serving.py: the process)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

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
from bot.data_folder import prepare_data_dir, secret_of
from bot.demo.nowhere import Nowhere
from bot.health import Health
from bot.look import Looks
from bot.messages import Sender
from bot.outbox import Outbox
from bot.phone_notices import PhoneNotices
from bot.plain_http import Post
from bot.rounds import Rounds
from bot.screen import Screen
from bot.service import Service
from bot.settings import CannotStart, Settings
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
        """Finish, then let go."""
        await self.finish()
        await self.database.close()

    async def finish(self) -> None:
        """Take nothing more, and finish what is under way. Pages are still served: whoever posts must come again."""
        self.health.stopping = True
        await self.jobs.stop()
        await self.service.stop()
        await self.outbox.stop()
        for channel in self.channels:
            await channel.stop()


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
