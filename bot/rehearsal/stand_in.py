"""A channel instead of a messenger: it keeps what arrives, and refuses what its provider would refuse."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from aiohttp import web

from bot.messages import Ambiguous, File, Inlet, Limits, NotAccepted, Outbound, Refused, Throttled, Unreachable
from bot.rehearsal.virtual_time import VirtualClock

NAME, ACCOUNT = "rehearsal", "1"
PHOTO = b"photo "
"""With this begins a picture of the cast; behind it stands what is on it."""
SIZE = Limits(text=4096, label=64, buttons=100)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message on somebody's phone. `at` is what the clock of our machine showed. `picture`: what is on the one that
    came with it, where somebody of the cast took it."""

    at: datetime
    address: str
    number: str
    message: Outbound
    picture: str = ""


@dataclass(slots=True)
class StandIn:
    """`gone` are addresses that blocked us; `shut_until`: nothing is taken before; `mishaps`: what the next message to
    an address meets. `late` answers of the provider: the message arrived, but it never says so."""

    clock: VirtualClock
    name: str = NAME
    account: str = ACCOUNT
    limits: Limits = SIZE
    problem: str | None = None
    gone: set[str] = field(default_factory=set)
    shut_until: datetime | None = None
    mishaps: dict[str, list[str]] = field(default_factory=dict)
    arrived: list[Arrival] = field(default_factory=list)
    _numbers: dict[str, "count[int]"] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        return []

    def link(self, code: str) -> str | None:
        return None

    async def start(self, inlet: Inlet) -> None: ...

    async def stop(self) -> None: ...

    async def fetch(self, ref: str) -> File:
        raise Refused("nobody sends files in a rehearsal")

    async def send(self, address: str, message: Outbound, files: dict[int, File]) -> str:
        self._may_fail(address)
        number = f"{address}/{next(self._numbers.setdefault(address, count(1)))}"
        shown = files.get(message.picture or 0)
        self.arrived.append(Arrival(self.clock.now(), address, number, message, taken_by_somebody(shown)))
        if self._meets(address, "silence"):
            raise Ambiguous("the provider took it and did not say so")
        return number

    def _may_fail(self, address: str) -> None:
        now = self.clock.moment
        if self.shut_until and now < self.shut_until:
            raise Throttled("too many messages", (self.shut_until - now).total_seconds())
        if address in self.gone:
            raise Unreachable("the bot was blocked")
        if self._meets(address, "busy"):
            raise NotAccepted("no connection")

    def _meets(self, address: str, mishap: str) -> bool:
        waiting = self.mishaps.get(address, [])
        if waiting[:1] != [mishap]:
            return False
        waiting.pop(0)
        return True


def taken_by_somebody(file: File | None) -> str:
    """What is on it; "" for a picture of ours."""
    return file.data.decode() if file and file.data.startswith(PHOTO) else ""
