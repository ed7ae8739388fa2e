"""Who writes when: each person as soon as she has her reply, or at a rate that does not wait for anyone."""

import asyncio
import time
from collections import deque
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from bench.figures import Tally
from bench.lane import Chat, Lane
from bench.provider import Provider
from bench.updates import head

PATIENCE = 10.0
"""Seconds after which a reply counts as never given."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where the updates go. `path` and `secret` are what the bot told setWebhook."""

    port: int
    path: str
    secret: str


class Load:
    """Closed loop: `width` lanes, each with the person who waited longest. All `people` are in conversation at once."""

    def __init__(self, provider: Provider, target: Target, people: Iterable[int], width: int) -> None:
        self.tally = Tally()
        self._provider = provider
        self._target = target
        self._head = head(target.path, target.secret)
        self._chats = deque(Chat(id) for id in people)
        self._width = width
        self._lanes: set[Lane] = set()
        self._talking: dict[int, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._over = False

    async def __aenter__(self) -> Self:
        self._provider.accepted = self._accepted
        self._start(self._watch())
        await asyncio.gather(*(self._connect() for _ in range(self._width)))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over = True
        self._provider.accepted = lambda chat, text, at: None
        self._talking.clear()
        for task in self._tasks:
            task.cancel()
        for lane in self._lanes.copy():
            lane.chat = None
            lane.close()
        await asyncio.sleep(0.05)

    def ready(self, lane: Lane) -> None:
        self._lanes.add(lane)
        self._release(lane)
        if not self._over:
            self._next(lane)

    def failed(self, lane: Lane, why: str) -> None:
        self.tally.errors[why] += 1
        if lane.chat:
            self._talking.pop(lane.chat.id, None)
            lane.chat.start_over()
            self._chats.append(lane.chat)

    def lost(self, lane: Lane) -> None:
        self._lanes.discard(lane)
        if not self._over:
            self._start(self._connect())

    def _next(self, lane: Lane) -> None:
        self._send(lane, None)

    def _send(self, lane: Lane, due: float | None) -> None:
        chat = self._chats.popleft()
        self._talking[chat.id] = lane
        lane.send(chat, due)

    def _release(self, lane: Lane) -> None:
        if lane.chat:
            lane.chat.go_on()
            self._chats.append(lane.chat)
            lane.chat = None

    def _accepted(self, chat: int, text: str, at: float) -> None:
        lane = self._talking.pop(chat, None)
        if lane is None:
            self.tally.errors["surplus reply"] += 1
            return
        began = lane.began
        if lane.replied(text):
            self.tally.answers.append(at - began)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: Lane(self, self._head), "127.0.0.1", self._target.port)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(1)
            late = time.perf_counter() - PATIENCE
            for lane in [lane for lane in self._talking.values() if lane.began < late]:
                lane.fail("no reply")


class SteadyLoad(Load):
    """Open loop: `rate` updates a second whatever happens. Time spent waiting for a free lane counts as answer time."""

    def __init__(self, provider: Provider, target: Target, people: Iterable[int], width: int, rate: float) -> None:
        super().__init__(provider, target, people, width)
        self._rate = rate
        self._due: deque[float] = deque()
        self._idle: deque[Lane] = deque()

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._start(self._tick())
        return self

    def lost(self, lane: Lane) -> None:
        if lane in self._idle:
            self._idle.remove(lane)
        super().lost(lane)

    def _next(self, lane: Lane) -> None:
        self._idle.append(lane)
        self._dispatch()

    def _dispatch(self) -> None:
        while self._due and self._idle and self._chats:
            self._send(self._idle.popleft(), self._due.popleft())

    async def _tick(self) -> None:
        due = time.perf_counter()
        while True:
            while due <= time.perf_counter():
                self._due.append(due)
                due += 1 / self._rate
            self._dispatch()
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
