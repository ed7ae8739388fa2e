"""Plays the year: jumps from one thing that happens to the next, and lets Brug do what it does in between."""

import asyncio
import heapq
import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, groupby

from bot.messages import Inbound, Media, Outbound
from bot.rehearsal.book import PLANS, Delivery, Fact
from bot.rehearsal.coordinator import Coordinator
from bot.rehearsal.interpreters import LATER, Interpreters
from bot.rehearsal.observer import Observer
from bot.rehearsal.player import BLOCK, POLL, STOP, UNBLOCK, Deed, Player
from bot.rehearsal.replies import Reply, reply
from bot.rehearsal.stage import Stage, as_stored, moment_in
from bot.rehearsal.stand_in import ACCOUNT, NAME, Arrival
from bot.rehearsal.voiced import Meaning
from store.media import keep_media

STEP = timedelta(seconds=3)
"""Things that happen at the same time follow each other this closely."""
GRID = timedelta(minutes=30)
"""People answer, and Brug looks at what is due, at full and half hours: what happens together is played together."""
TALKATIVE = 0.97
"""How often people answer once they are talking."""
_DUE = "SELECT min(due_at) FROM contact WHERE state = 'planned'"
_OPEN = "SELECT id FROM poll WHERE id = ? AND state = 'open'"
_WAITING = "SELECT min(due_at) FROM outbox WHERE state IN ('queued', 'sending')"


@dataclass(order=True, slots=True)
class Cue:
    """Something that happens at a moment: what somebody writes (`who`), or what the coordinator or the world does."""

    at: datetime
    order: int
    run: Callable[[], Awaitable[None]] | None = field(compare=False, default=None)
    who: Player | None = field(compare=False, default=None)
    said: Callable[[], Reply | None] = field(compare=False, default=lambda: None)
    needs_us: bool = field(compare=False, default=True)


@dataclass(slots=True)
class Director:
    """`progress` hears how far it is, from 0 to 1."""

    stage: Stage
    observer: Observer
    coordinator: Coordinator
    interpreters: Interpreters
    players: dict[str, Player]
    until: datetime
    progress: Callable[[float], None] = lambda _: None
    down_until: datetime | None = None
    _cues: list[Cue] = field(default_factory=list)
    _piled: list[tuple[Player, Reply]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _looked: datetime | None = None
    _began: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._began = self.stage.clock.moment

    def at(self, moment: datetime, run: Callable[[], Awaitable[None]], *, needs_us: bool = True) -> None:
        heapq.heappush(self._cues, Cue(moment, next(self._numbers), run, needs_us=needs_us))

    def says(self, moment: datetime, who: Player, said: Callable[[], Reply | None]) -> None:
        heapq.heappush(self._cues, Cue(on_grid(moment), next(self._numbers), who=who, said=said))

    async def play(self) -> None:
        self.at(self.stage.clock.moment, self._plan)
        while (moment := self._next()) and moment < self.until:
            self._move_to(moment)
            if cues := self._now():
                await self._perform(cues)
            elif self.down_until is None:
                await self._let_work()
            self.progress((moment - self._began) / (self.until - self._began))
        self.observer.look_at_tasks()

    def _next(self) -> datetime | None:
        moments = [self._cues[0].at] if self._cues else []
        if self.down_until is None:
            dues = (moment_in(self.stage.see(query)[0][0]) for query in (_DUE, _WAITING))
            moments += [self._not_before(due) for due in dues if due]
        return min(moments, default=None)

    def _not_before(self, due: datetime) -> datetime:
        """In true time; what could not be done just now is looked at again later."""
        moment = on_grid(due - self.stage.clock.wrong_by)
        return max(moment, self._looked + GRID) if self._looked and moment <= self._looked else moment

    def _move_to(self, moment: datetime) -> None:
        clock = self.stage.clock
        clock.moment = max(moment, clock.moment + STEP)

    def _now(self) -> list[Cue]:
        """One thing that happens, or all that people write in the same minute."""
        cues: list[Cue] = []
        while self._cues and self._cues[0].at <= self.stage.clock.moment:
            alone = self._cues[0].who is None
            if cues and (alone or self._cues[0].at != cues[0].at):
                break
            cues.append(heapq.heappop(self._cues))
            if alone:
                break
        return cues

    async def _perform(self, cues: list[Cue]) -> None:
        (cue, *_) = cues
        if cue.who is not None:
            spoken = [(one.who, said) for one in cues if one.who and (said := one.said())]
            await self._hear(spoken)
        elif cue.needs_us and self.down_until is not None:
            self._again_after(cue, self.down_until)
        elif cue.run is not None:
            await cue.run()
            await self._settle(frozenset())
            self.observer.look_around()

    def _again_after(self, cue: Cue, moment: datetime) -> None:
        heapq.heappush(self._cues, Cue(moment + STEP, cue.order, cue.run))

    async def _hear(self, spoken: list[tuple[Player, Reply]]) -> None:
        """All at once, in one batch; while nothing runs the provider keeps it."""
        if self.down_until is not None:
            self._piled += spoken
            return
        if any(one.wants == "delete" or meaning.what == "erased" for one, said in spoken for meaning in said.means):
            self.observer.look_at_tasks()
        await asyncio.gather(*(self._take(who, said) for who, said in spoken))
        now = self.stage.clock.now()
        for who, said in spoken:
            self._note(who, now, (Meaning("wrote"), *said.means))
        await self._settle(frozenset(who.persona.address for who, _ in spoken))
        self.observer.look_around()

    async def _take(self, who: Player, said: Reply) -> None:
        event, locales = str(next(self._numbers)), (who.persona.language,)
        media = await self._upload(who, said.photo) if said.photo else None
        await self.stage.brug.service.take(
            Inbound(NAME, ACCOUNT, event, who.persona.address, said.text, said.taps, media, locales)
        )

    async def _upload(self, who: Player, photo: str) -> Media:
        """As the page of the web chat does before the message."""
        now, owner = self.stage.clock.now(), self.observer.id_of(who.persona.number)
        async with self.stage.brug.database.write() as connection:
            made = await keep_media(connection, owner, "photo", "image/jpeg", photo.encode(), now)
        return Media("photo", str(made))

    def _note(self, who: Player, at: datetime, means: Iterable[Meaning]) -> None:
        self.observer.book.facts += [Fact(at, who.persona.number, one.what, one.value) for one in means]

    async def _let_work(self) -> None:
        """What the clock of the service does every few seconds, when there is something to do."""
        self._looked = self.stage.clock.moment
        due, waiting = (self.stage.see(query)[0][0] for query in (_DUE, _WAITING))
        now = as_stored(self.stage.clock.now())
        if due and due <= now:
            await self.stage.brug.jobs.contact()
        if waiting and waiting <= now:
            await self.stage.brug.outbox.sweep()
        await self._settle(frozenset())

    async def _plan(self) -> None:
        await self.stage.brug.jobs.plan()
        if self.stage.clock.moment.weekday() == 0:
            await self.stage.brug.jobs.forget()
        self.observer.look_at_tasks()
        self.at(self.stage.clock.moment + PLANS, self._plan)

    async def _settle(self, talking: frozenset[str]) -> None:
        """Until all is sent; then those who were written to think about an answer."""
        for _ in range(3):  # timers that became due when the clock was moved
            await asyncio.sleep(0)
        await self.stage.brug.outbox.settled()
        arrivals = self.observer.look()
        for address, came in groupby(sorted(arrivals, key=_address), key=_address):
            self._think(self.players[address], list(came), talking=address in talking)
        for one in self.observer.to_mediators:
            if does := self.interpreters.hears(one):
                self.at(on_grid(self.stage.clock.moment + LATER), does)

    def _think(self, who: Player, came: list[tuple[Arrival, Delivery]], *, talking: bool) -> None:
        share = (self.stage.clock.moment - self._began) / (self.until - self._began)
        temper = who.persona.temper
        likely = temper.answers * (1 - share) if who.persona.kind == "fades" else temper.answers
        subject = who.hears([seen for _, seen in came])
        if who.dice.random() >= (1.0 if who.wants else TALKATIVE if talking else likely):
            return
        messages, known = [one.message for one, _ in came], (who.busy, who.heard)
        moment = who.later(self.stage.clock.moment, talking=talking or bool(who.wants))
        self.says(moment, who, lambda: self._answer(who, messages, known, subject))

    def _answer(self, who: Player, messages: list[Outbound], known: tuple[int, int], subject: str) -> Reply | None:
        """Words for a poll only while nothing else was asked and it is open: else they would be words for the team."""
        said = reply(who, messages, subject) if who.busy == known[0] else None
        confides = said is not None and said.text and subject.startswith(POLL)
        alone = who.heard == known[1] and not who.mixed
        return None if confides and not (alone and self._is_open(subject)) else said

    def _is_open(self, poll: str) -> bool:
        return bool(self.stage.see(_OPEN, int(poll.removeprefix(POLL))))

    def does(self, who: Player, deed: Deed, moment: datetime) -> None:
        """What she does by herself."""
        if deed.wants in (BLOCK, UNBLOCK):
            self.at(moment, lambda: self._block(who, deed), needs_us=False)
        if deed.says:
            self.says(moment + STEP, who, lambda: _begin(who, deed))

    async def _block(self, who: Player, deed: Deed) -> None:
        blocks = deed.wants == BLOCK
        (self.stage.channel.gone.add if blocks else self.stage.channel.gone.discard)(who.persona.address)
        self._note(who, self.stage.clock.now(), [Meaning("blocked" if blocks else "unblocked")])

    async def go_down(self, until: datetime) -> None:
        """The process dies, and somebody starts it again much later."""
        self.down_until = until
        self.observer.book.down.append((self.stage.clock.moment, until))
        await self.stage.close()
        self.at(until, self._come_back, needs_us=False)

    async def _come_back(self) -> None:
        """What piled up arrives first, all at once."""
        await self.stage.open()
        self.down_until, piled, self._piled = None, self._piled, []
        await self._hear(piled)


def _address(came: tuple[Arrival, Delivery]) -> str:
    return came[0].address


def _begin(who: Player, deed: Deed) -> Reply:
    who.busy += 1
    who.subject = who.subject if who.subject.startswith(POLL) and not deed.says.startswith("/") else ""
    who.wants = deed.wants if deed.wants not in (BLOCK, UNBLOCK) else ""
    means = [Meaning("stopped")] if deed.wants == STOP else []
    means += [Meaning("voted", who.subject)] if who.subject else []  # an open question takes her words for an answer
    return Reply(text=deed.says, means=tuple(means))


def on_grid(moment: datetime) -> datetime:
    """The next full or half hour, or this moment."""
    return moment + (datetime.min.replace(tzinfo=moment.tzinfo) - moment) % GRID


def dice_of(seed: int, own: str) -> random.Random:
    return random.Random(f"{seed}:{own}")
