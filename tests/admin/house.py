"""A whole Brug on loopback, with two labs and the people of the cast, for tests of the desk."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestServer
from aiohttp.web_urldispatcher import PrefixedSubAppResource
from argon2 import PasswordHasher
from sqlalchemy import select, update
from yarl import URL

from admin.means import DESK, Desk
from bot.app import Brug, build, open_database
from bot.channels import Channel
from bot.messages import Inbound, Media
from bot.settings import read_settings
from locales.catalogue import Catalogues, Language
from store.labs import new_entry, new_lab
from store.staff import add_staff, fresh_setup, member_by_email
from store.tables import person, staff
from tests.conversations import catalogues
from tests.house import lay_out

SECRET = "a secret key for tests, long enough"
PASSWORD = "four words in a row"
MONDAY = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""For passwords that protect nobody: hashing as we do takes a third of a second of work on purpose."""


@dataclass
class SetClock:
    """Stands still until somebody moves it."""

    at: datetime = MONDAY

    def now(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


@dataclass(frozen=True)
class Page:
    """What a browser got."""

    status: int
    text: str
    path: str
    headers: dict[str, str]

    @property
    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.text)
        return found[1] if found else ""

    def field(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        return html.unescape(found[1]) if found else ""

    def box(self, name: str) -> str:
        """What stands in a field of several lines, as a browser reads it: without its first line break."""
        found = re.search(rf'<textarea name="{name}"[^>]*>\n?(.*?)</textarea>', self.text, re.DOTALL)
        return html.unescape(found[1]) if found else ""

    @property
    def hidden(self) -> dict[str, str]:
        """The fields that a form takes along unseen, as it is there to be sent on with one button."""
        form = self.text.rpartition("<main")[2]
        found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
        return {html.unescape(name): html.unescape(value) for name, value in found}

    @property
    def words(self) -> str:
        """As somebody reads it: without tags, blanks made one."""
        body = re.sub(r"<[^>]+>", " ", self.text.partition("<body")[2])
        return re.sub(r"\s+", " ", html.unescape(body))


class Browser:
    """Follows redirects, keeps cookies, and says where a form comes from, as browsers do."""

    def __init__(self, session: ClientSession, base: str) -> None:
        self.session = session
        self.base = base

    async def get(self, path: str, **headers: str) -> Page:
        async with self.session.get(self.base + path, headers=headers) as answer:
            return Page(answer.status, await answer.text("utf-8", "replace"), answer.url.path, dict(answer.headers))

    async def post(self, path: str, fields: object = None, *, follow: bool = True, **headers: str) -> Page:
        """`fields` as given: nothing is added to them."""
        around = {"Origin": self.base, **{name.replace("_", "-"): value for name, value in headers.items()}}
        async with self.session.post(self.base + path, data=fields, headers=around, allow_redirects=follow) as answer:
            return Page(answer.status, await answer.text("utf-8", "replace"), answer.url.path, dict(answer.headers))

    async def submit(self, page: str, action: str = "", **fields: str) -> Page:
        """Open a page, fill in one of its forms, send it."""
        token = (await self.get(page)).csrf
        return await self.post(action or page, {"csrf": token, **fields})

    async def log_in(self, email: str, password: str = PASSWORD) -> Page:
        return await self.submit("/admin/login", email=email, password=password)


def asks_first(page: Page, action: str) -> bool:
    """What cannot be undone opens before it is done: the button that does it is folded away."""
    folded = re.findall(r"<details>(.*?)</details>", page.text, re.DOTALL)
    return f'action="{action}"' in "".join(folded) and f'action="{action}"' not in re.sub(
        r"<details>.*?</details>", "", page.text, flags=re.DOTALL
    )


@dataclass(repr=False)  # asyncio shows the results of its tasks: all of Brug, twice a test
class House:
    brug: Brug
    clock: SetClock
    base: str
    lab_a: int
    lab_b: int

    @asynccontextmanager
    async def browser(self, **headers: str) -> AsyncIterator[Browser]:
        jar = CookieJar(unsafe=True, treat_as_secure_origin=URL(self.base))
        async with ClientSession(cookie_jar=jar, headers=headers) as session:
            yield Browser(session, self.base)

    @asynccontextmanager
    async def seat(self, email: str) -> AsyncIterator[Browser]:
        """Somebody who is logged in."""
        async with self.browser() as browser:
            page = await browser.log_in(email)
            assert page.path == "/admin/"
            yield browser

    async def hire(self, name: str, role: str, lab_id: int | None) -> str:
        """A member of staff with a password. Her e-mail address."""
        email = f"{name.casefold()}@example.org"
        await self.invite(name, email, role, lab_id)
        async with self.brug.database.write() as connection:
            await connection.execute(
                update(staff)
                .where(staff.c.password_hash.is_(None))
                .values(password_hash=QUICK.hash(PASSWORD), setup_hash=None)
            )
        return email

    async def invite(self, name: str, email: str | None, role: str, lab_id: int | None) -> str:
        """The token of a one-time link."""
        database = self.brug.database
        async with database.write() as connection:
            staff_id, _ = await add_staff(
                connection, database.keyring, name=name, email=email, role=role, lab_id=lab_id, now=self.clock.now()
            )
            return await fresh_setup(connection, database.keyring, staff_id, self.clock.now())

    async def invite_again(self, email: str) -> str:
        """The token of a new link for somebody who is there."""
        database = self.brug.database
        async with database.write() as connection:
            found = await member_by_email(connection, database.keyring, email)
            assert found
            return await fresh_setup(connection, database.keyring, found.id, self.clock.now())

    async def write(self, sender: str, text: str, media: Media | None = None, *, tap: str = "") -> None:
        """Somebody writes or taps in the web chat."""
        self.clock.move(timedelta(seconds=1))
        number = f"{sender}-{self.clock.now().timestamp()}"
        await self.brug.service.take(
            Inbound("webchat", "web", number, sender.ljust(24, "x"), text, media=media, taps=(tap,) if tap else ())
        )
        await self.settled()

    async def settled(self) -> None:
        """Until everything that is on its way is sent and written down."""
        await self.brug.outbox.settled()

    async def sign_up(
        self, name: str, lab_id: int, *, age: str = "30", language: str = "English", place: str = "Market"
    ) -> int:
        """Through the web chat, with a code. The id of the person."""
        database, sender = self.brug.database, name.casefold()
        async with database.write() as connection:
            code = await new_entry(connection, database.keyring, lab_id, self.clock.now(), place=place)
        for words in (f"/start {code.token}", language, "yes", name, age, "1"):
            await self.write(sender, words)
        if age == "12":
            await self.write(sender, "My mother, 0470 00 00 00")
        return await self.person(name)

    async def person(self, name: str) -> int:
        async with self.brug.database.read() as connection:
            everybody = await connection.execute(select(person.c.id, person.c.name).order_by(person.c.id.desc()))
        return next(int(one.id) for one in everybody if one.name == name)


@asynccontextmanager
async def open_house(
    folder: Path,
    *extra: Channel,
    database_url: str = "",
    public_url: str = "",
    catalogues: Catalogues | None = None,
) -> AsyncIterator[House]:
    """Started, with two labs and nobody in them. `extra` channels come beside the web chat."""
    clock = SetClock()
    own = {"database_url": database_url, "public_url": public_url}
    settings = read_settings(data_dir=folder, secret_key=SECRET, timezone="UTC", **own)
    if not database_url:
        lay_out(folder)
    database = await open_database(settings)
    brug = build(settings, database, catalogues or two_directions(), clock, extra)
    object.__setattr__(_desk(brug).passwords, "_hasher", QUICK)
    async with TestServer(brug.web) as server:
        await _start(brug)
        async with database.write() as connection:
            a = await new_lab(
                connection, name="Lab A", city="A", timezone="Europe/Brussels", languages=["en"], now=clock.now()
            )
            b = await new_lab(
                connection, name="Lab B", city="B", timezone="Europe/Brussels", languages=["en"], now=clock.now()
            )
        yield House(brug, clock, str(server.make_url("")).rstrip("/"), a.id, b.id)
        await brug.stop()


async def _start(brug: Brug) -> None:
    """All but the jobs: those would make up for the time between the clock of the test and the real one."""
    brug.service.start()
    brug.outbox.start()
    for channel in brug.channels:
        await channel.start(brug.service)


def _desk(brug: Brug) -> Desk:
    mounted = (resource for resource in brug.web.router.resources() if isinstance(resource, PrefixedSubAppResource))
    return next(resource._app[DESK] for resource in mounted)


@cache
def two_directions() -> Catalogues:
    """English, and an Arabic that has the English words: what is tested is the direction, not the translation."""
    loaded = catalogues()
    english = loaded.languages["en"]
    arabic = replace(english, code="ar", autonym="العربية", direction="rtl", unreviewed=5)
    assert isinstance(arabic, Language)
    return Catalogues({"en": english, "ar": arabic}, (), loaded.source)
