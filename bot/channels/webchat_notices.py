"""What reaches her while the page of the web chat is closed: a notice that names nobody and no topic."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

import aiohttp
import structlog

from bot.channels import Setup
from bot.log import where
from bot.push import NoKey, PushKey, border, deliver, key_of
from store.push import Browser, browsers_of, claim, drop, forget_told, untold

log = structlog.get_logger()

GRACE_SECONDS = 3.0
"""A page that is loaded anew, or lost its line for a moment, is not a closed one."""
BATCH = 256
MOST_WAITING = 50_000
PUSHES_AT_ONCE = 16
PAUSE_SECONDS = 1
FINISH_SECONDS = 5


class Notices:
    """Tells the browsers of somebody whose page is closed, once until she opens it or has had time to forget it.
    No message waits for that."""

    def __init__(self, setup: Setup, fingerprint: Callable[[str], str], is_open: Callable[[str], bool]) -> None:
        self._setup = setup
        self._fingerprint = fingerprint
        self._is_open = is_open
        self.grace = GRACE_SECONDS
        self.key: PushKey | None = None
        self._waiting: dict[str, float] = {}
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._slots = asyncio.Semaphore(PUSHES_AT_ONCE)
        self._pushes: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.Task[None] | None = None

    async def start(self) -> None:
        try:
            self.key = key_of(self._setup.settings.data_dir, self._setup.settings.vapid_key)
        except NoKey as error:
            log.error("nobody can be told of messages: vapid.key (or BRUG_VAPID_KEY) is of no use", reason=str(error))
            return
        self._session = border()
        self._loop = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._loop is None or self._session is None:
            return
        self._loop.cancel()
        await asyncio.gather(self._loop, return_exceptions=True)
        if self._pushes:
            await asyncio.wait(self._pushes, timeout=FINISH_SECONDS)
        for push in self._pushes:
            push.cancel()
        await asyncio.gather(*self._pushes, return_exceptions=True)
        await self._session.close()
        self._loop = self._session = None

    def tell(self, sender: str) -> None:
        """There is a message for her. Returns at once; whether her page is open is looked at a little later."""
        if self._loop is not None and len(self._waiting) < MOST_WAITING:
            self._waiting.setdefault(sender, asyncio.get_running_loop().time() + self.grace)
            self._idle.clear()
            self._wake.set()

    async def opened(self, sender: str) -> None:
        """She looks: what she was told of, she sees."""
        self._waiting.pop(sender, None)
        async with self._setup.database.read() as connection:
            told = [browser for browser in await browsers_of(connection, [self._fingerprint(sender)]) if browser.told]
        await self._forget([browser.id for browser in told])

    async def settled(self) -> None:
        """Until everybody who waited is told, or cannot be."""
        while self._waiting or self._pushes or not self._idle.is_set():  # noqa: ASYNC110 - for tests
            await asyncio.sleep(0.005)

    async def _run(self) -> None:
        while True:
            self._idle.set()
            await self._wake.wait()
            self._wake.clear()
            self._idle.clear()
            try:
                while self._waiting:
                    await self._until_the_first_is_due()
                    await self._tell([sender for sender in self._due() if not self._is_open(sender)])
            except Exception as error:  # noqa: BLE001 - the outermost loop; a notice is not worth more than its message
                log.error("could not see who is to be told of a message", where=where(error))
                await asyncio.sleep(PAUSE_SECONDS)
                self._wake.set()

    async def _until_the_first_is_due(self) -> None:
        first = next(iter(self._waiting.values()))
        await asyncio.sleep(max(0.0, first - asyncio.get_running_loop().time()))

    def _due(self) -> Sequence[str]:
        """They stand in the order in which they came."""
        now = asyncio.get_running_loop().time()
        due = [sender for sender, at in self._waiting.items() if at <= now][:BATCH]
        for sender in due:
            del self._waiting[sender]
        return due

    async def _tell(self, senders: Iterable[str]) -> None:
        lookups = [self._fingerprint(sender) for sender in senders]
        database, now = self._setup.database, self._setup.clock.now()
        async with database.read() as connection:
            if not await untold(connection, lookups, now):
                return
        async with database.write() as connection:
            claimed = await claim(connection, lookups, now)
        for browser in claimed:
            await self._slots.acquire()
            push = asyncio.create_task(self._push(browser))
            self._pushes.add(push)
            push.add_done_callback(self._pushes.discard)

    async def _push(self, browser: Browser) -> None:
        try:
            await self._deliver(browser)
        except Exception as error:  # noqa: BLE001 - the outermost place of this task; the message itself is safe
            log.error("a notice failed in a way it should not", push=browser.id, where=where(error))
        finally:
            self._slots.release()

    async def _deliver(self, browser: Browser) -> None:
        assert self.key is not None
        assert self._session is not None
        now = self._setup.clock.now()
        delivery = await deliver(self._session, self.key, self._contact(), browser.body, now)
        if delivery == "taken":
            return
        log.warning("a notice was not taken", push=browser.id, delivery=delivery)
        if delivery == "gone":
            async with self._setup.database.write() as connection:
                await drop(connection, browser.id)
        elif delivery == "refused":
            await self._forget([browser.id])

    async def _forget(self, browser_ids: Sequence[int]) -> None:
        if browser_ids:
            async with self._setup.database.write() as connection:
                await forget_told(connection, browser_ids)

    def _contact(self) -> str:
        """Where a push service may complain of us: it wants an address in this form."""
        scheme, _, rest = self._setup.settings.base_url.partition("://")
        host = rest.partition("/")[0].partition(":")[0]
        return f"https://{host}" if scheme == "https" else "mailto:brug@localhost"
