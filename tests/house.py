"""A whole Brug in a test: real database, real service, a paper channel instead of a messenger, a clock to set."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web
from sqlalchemy import Table, func, select, update

from bot.app import Brug, build, open_database
from bot.channels import Channel
from bot.messages import File, Inbound, Inlet, Limits, Media, Outbound, Refused
from bot.settings import Settings
from lab.codes import NewCode
from locales.catalogue import Catalogues
from store.crypto import Keyring
from store.database import Database
from store.desk_planning import save_calendars
from store.labs import Lab, new_entry, new_lab
from store.migrate import migrate
from store.staff import add_staff
from store.tables import address, person
from tests.conversations import catalogues as load_catalogues

SECRET = "a secret key for tests, long enough"
MONDAY = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)


@dataclass
class SetClock:
    """Stands still until a test moves it."""

    moment: datetime = MONDAY

    def now(self) -> datetime:
        return self.moment

    def pass_(self, **time: float) -> None:
        self.moment += timedelta(**time)


PAPER_SIZE = Limits(text=4096, label=64, buttons=100)


@dataclass
class Paper:
    """A channel that writes every message on paper.

    The next messages to an address meet its `troubles`, one each; None is no trouble.
    """

    name: str = "paper"
    account: str = "1"
    limits: Limits = PAPER_SIZE
    problem: str | None = None
    sheets: dict[str, list[Outbound]] = field(default_factory=lambda: defaultdict(list))
    troubles: dict[str, list[Exception | None]] = field(default_factory=lambda: defaultdict(list))
    order: list[str] = field(default_factory=list)
    calls: int = 0
    gate: asyncio.Event | None = None

    def routes(self) -> list[web.RouteDef]:
        return []

    def link(self, code: str) -> str | None:
        return f"paper:{code}"

    async def start(self, inlet: Inlet) -> None: ...

    async def stop(self) -> None: ...

    async def fetch(self, ref: str) -> File:
        raise Refused("paper holds no files")

    async def send(self, address: str, message: Outbound, files: dict[int, File]) -> str:
        self.calls += 1
        if self.gate is not None:
            await self.gate.wait()
        if self.troubles[address] and (trouble := self.troubles[address].pop(0)):
            raise trouble
        self.sheets[address].append(message)
        self.order.append(address)
        return f"sheet{self.calls}"


@dataclass(repr=False)  # asyncio shows the results of its tasks: all of Brug, twice a test
class House:
    """Brug with one lab in it. Each `sender` is somebody's phone."""

    brug: Brug
    paper: Paper
    clock: SetClock
    lab: Lab
    numbers: Any = field(default_factory=lambda: count(1))

    async def writes(
        self, sender: str, text: str = "", *taps: str, event_id: str = "", media: Media | None = None, hint: str = ""
    ) -> list[Outbound]:
        """One input, and everything that she was sent because of it."""
        before = len(self.paper.sheets[sender])
        event = event_id or str(next(self.numbers))
        locales = (hint,) if hint else ()
        await self.brug.service.take(
            Inbound("paper", "1", event, sender, text, taps=taps, media=media, locales=locales)
        )
        await self.brug.outbox.settled()
        return self.paper.sheets[sender][before:]

    async def signs_up(self, sender: str, name: str = "Amina", language: str = "en", age: str = "4") -> None:
        for text in ("/start", self.brug.catalogues.languages[language].autonym, "1", name, age, "1, 3"):
            await self.writes(sender, text)

    def said(self, sender: str) -> list[str]:
        return [message.text for message in self.paper.sheets[sender]]

    async def code(self, **given: Any) -> NewCode:
        async with self.brug.database.write() as connection:
            return await new_entry(connection, self.brug.database.keyring, self.lab.id, self.clock.now(), **given)

    async def worker_code(self, name: str = "Farid") -> NewCode:
        """The one-time code that makes a chat an outreach worker's."""
        async with self.brug.database.write() as connection:
            staff_id, _ = await add_staff(
                connection,
                self.brug.database.keyring,
                name=name,
                email=f"{name}@example.org",
                role="outreach_worker",
                lab_id=self.lab.id,
                now=self.clock.now(),
            )
        return await self.code(staff_id=staff_id, once=True)

    async def rows(self, table: Table) -> list[Any]:
        async with self.brug.database.read() as connection:
            return list(await connection.execute(select(table).order_by(table.c.id)))

    async def count(self, table: Table) -> int:
        async with self.brug.database.read() as connection:
            return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())

    async def person(self, sender: str) -> Any:
        """Her row, or None."""
        lookup = self.brug.database.keyring.lookup("paper:1", sender)
        async with self.brug.database.read() as connection:
            query = select(person).join(address, address.c.person_id == person.c.id).where(address.c.lookup == lookup)
            return (await connection.execute(query)).first()

    async def change(self, table: Table, row_id: int, **values: Any) -> None:
        async with self.brug.database.write() as connection:
            await connection.execute(update(table).where(table.c.id == row_id).values(**values))


def settings_for(folder: Path, database_url: str = "", **given: Any) -> Settings:
    return Settings(data_dir=folder, database_url=database_url, secret_key=SECRET, **given)


def lay_out(folder: Path) -> None:
    """A database with all tables and nothing in them, where there is none yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / "brug.db").exists():
        (folder / "brug.db").write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    """A SQLite file that has all tables and nothing in them: copying it is quicker than migrating anew."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as apart:  # This thread has an event loop already.
        path = Path(folder) / "brug.db"
        apart.submit(asyncio.run, _migrate(path)).result()
        return path.read_bytes()


async def _migrate(path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{path}", Keyring("no value is stored with it"))
    await migrate(database)
    await database.close()


@asynccontextmanager
async def house(
    folder: Path,
    database_url: str = "",
    catalogues: Catalogues | None = None,
    wrap: Callable[[Brug], None] | None = None,
    more: Sequence[Channel] = (),
) -> AsyncIterator[House]:
    """Opens the doors, and closes them again. `more`: channels beside the paper."""
    clock, paper = SetClock(), Paper()
    settings = settings_for(folder, database_url)
    if not database_url:
        lay_out(folder)
    database = await open_database(settings)
    brug = build(settings, database, catalogues or load_catalogues(), clock, extra=[paper, *more])
    if wrap:
        wrap(brug)
    async with database.write() as connection:
        lab = await new_lab(
            connection,
            name="Samen Sterk",
            city="Gent",
            timezone="Europe/Brussels",
            languages=("nl", "ar", "ti"),
            now=clock.now(),
        )
        # Tests count days: the public holidays of May would hold back what they wait for.
        await save_calendars(connection, lab.id, ())
        lab = replace(lab, calendars=())
    brug.service.start()
    brug.outbox.start()
    try:
        yield House(brug, paper, clock, lab)
    finally:
        await brug.stop()
