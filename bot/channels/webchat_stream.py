"""What an open page of the web chat is told, in order, and again after a lost connection."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.channels.webchat_parts import (
    button,
    calendar_of,
    is_shown,
    map_of,
    number_of,
    picture_of,
    sound_of,
    status_of,
)
from bot.channels.webchat_texts import labels
from bot.channels.webchat_visitors import name_of
from bot.clock import Clock
from bot.http import SECURITY_HEADERS, STREAM_AGAIN
from flows.matching import parse_token
from locales.catalogue import Catalogues, day_in_words
from locales.digits import in_its_digits
from store.database import Database
from store.history import Entry, Holder, holder, of_holder
from store.labs import Lab, labs

OVERLAP = timedelta(minutes=2)
"""A stream looks back a little: a message counts from the moment it was sent, and the page knows what it has."""
HEARTBEAT_SECONDS = 20
MAX_STREAMS = 8


@dataclass(eq=False, slots=True)
class Stream:
    """What one open page has been told, and the fingerprint of her who reads it."""

    visitor: str
    news: asyncio.Event = field(default_factory=asyncio.Event)
    known: dict[str, str] = field(default_factory=dict)
    open: dict[str, int] = field(default_factory=dict)
    dressed: tuple[str, str] | None = None
    resumed: datetime | None = None
    since: datetime | None = None
    shown: int = 0

    def turns_to(self, who: Holder) -> bool:
        """Note whose page it is. True: somebody else of those who use this phone speaks now, and nothing of hers is
        put below what stands there.
        """
        before, self.shown = self.shown, who.address_id
        if before:
            return before != who.address_id
        return bool(self.resumed and who.speaks_since and who.speaks_since > self.resumed)


@dataclass(frozen=True, slots=True)
class Streams:
    """All open pages, by the sender whose they are."""

    database: Database
    catalogues: Catalogues
    default_zone: str
    clock: Clock
    _open: dict[str, set[Stream]] = field(default_factory=dict)
    _senders: dict[int, str] = field(default_factory=dict)
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self, sender: str) -> None:
        for stream in self._open.get(sender, ()):
            stream.news.set()

    def changed(self, addresses: Iterable[int]) -> None:
        """Something was committed for these addresses."""
        for address_id in addresses:
            if sender := self._senders.get(address_id):
                self.wake(sender)

    def is_open(self, sender: str) -> bool:
        """Whether a page of hers is open."""
        return bool(self._open.get(sender))

    def stop(self) -> None:
        """Let go of every page; each comes back by itself and misses nothing."""
        self._stopped.set()
        for sender in self._open:
            self.wake(sender)

    async def serve(self, request: web.Request, fingerprint: str, sender: str, language: str) -> web.StreamResponse:
        """Until the page goes away."""
        if len(self._open.get(sender, ())) >= MAX_STREAMS:
            raise web.HTTPTooManyRequests(headers=STREAM_AGAIN)
        last = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        stream = Stream(fingerprint, resumed=_resume_point(last))
        kind = {"Content-Type": "text/event-stream", "X-Accel-Buffering": "no", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=SECURITY_HEADERS | kind)
        await response.prepare(request)
        streams = self._open.setdefault(sender, set())
        streams.add(stream)
        try:
            while not self._stopped.is_set():
                stream.news.clear()
                await self._tell(response, stream, sender, language)
                await self._rest(response, stream)
        except ConnectionResetError:
            pass
        finally:
            streams.discard(stream)
            if not streams:
                self._open.pop(sender, None)
        return response

    async def _rest(self, response: web.StreamResponse, stream: Stream) -> None:
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                await stream.news.wait()
        except TimeoutError:
            await response.write(b": still here\n\n")

    async def _tell(self, response: web.StreamResponse, stream: Stream, sender: str, language: str) -> None:
        """Everything that is new. No connection to the database is held while the page is slow.

        The first time the whole history is looked at, to say which of its questions are closed by now.
        """
        async with self.database.read() as connection:
            who = await holder(connection, stream.visitor, self.clock.now())
            known = await labs(connection) if who else {}
            entries = await of_holder(connection, who, stream.since) if who else []
        if who:
            self._senders.update({who.address_id: sender, who.told_at: sender})
            if stream.turns_to(who):
                await response.write(_event("changed", {}).encode())
                return
        lab = known.get(who.lab_id or 0) if who else None
        spoken = (who.language if who else "") or language
        events = [*self._dress(stream, lab, spoken, empty=not entries)]
        for entry in entries:
            events += self._message(stream, entry, who, ZoneInfo(lab.timezone if lab else self.default_zone), spoken)
        events += _closings(stream, entries, who)
        if events:
            await response.write("".join(events).encode())
        if entries:
            back = entries[-1].at - OVERLAP
            stream.since = max(stream.since or back, back)

    def _dress(self, stream: Stream, lab: Lab | None, language: str, *, empty: bool) -> Iterable[str]:
        name = lab.name if lab else "Brug"
        if stream.dressed == (name, language):
            return
        first, stream.dressed = stream.dressed is None, (name, language)
        yield _event(
            "hello",
            {
                "empty": empty and first,
                "lab": name,
                "lang": language,
                "dir": self.catalogues.direction(language),
                "strings": labels(self.catalogues, language),
            },
        )

    def _message(
        self, stream: Stream, entry: Entry, who: Holder | None, zone: ZoneInfo, language: str
    ) -> Iterable[str]:
        if not is_shown(entry):
            return
        status = status_of(entry)
        before, stream.known[entry.key] = stream.known.get(entry.key), status
        if before is not None:
            if before != status:
                yield _event("status", {"key": entry.key, "status": status})
            return
        open_number = who.open_question if who else 0
        number = number_of(entry)
        if number:
            stream.open[entry.key] = number
        if stream.resumed and entry.at < stream.resumed:
            return
        local = entry.at.astimezone(zone)
        yield _event(
            "message",
            {
                "key": entry.key,
                "from": "me" if entry.own else "team" if entry.staff_id else "brug",
                "text": entry.body.get("text", ""),
                "lang": entry.body.get("lang", ""),
                "dir": self.catalogues.direction(entry.body["lang"]) if entry.body.get("lang") else "auto",
                "time": entry.at.isoformat(),
                "time_text": in_its_digits(language, f"{local:%H:%M}"),
                "day_text": day_in_words(language, local.date()),
                "buttons": [button(b) for b in entry.body.get("buttons", ())],
                "several": bool(entry.body.get("several")),
                "asks_push": bool(entry.body.get("asks_push")),
                "picture": picture_of(entry),
                "sound": sound_of(entry),
                "calendar": calendar_of(entry),
                "map": map_of(entry),
                "client": name_of(stream.visitor, entry.event_id) if entry.own else None,
                "status": status,
                "open": not number or number == open_number,
            },
            entry.at,
        )


def _closings(stream: Stream, entries: list[Entry], who: Holder | None) -> Iterable[str]:
    """Questions that are no longer open, with what she tapped; and where one was asked again, its older message."""
    taps = [(*parse_token(tap), tap) for e in entries if e.own for tap in e.body.get("taps", ())]
    newest = {number: key for key, number in stream.open.items()}
    for key, number in list(stream.open.items()):
        again = newest[number] != key
        if again or who is None or number != who.open_question:
            del stream.open[key]
            yield _event("closed", {"key": key, "chosen": [] if again else [tap for n, _, tap in taps if n == number]})


def _event(name: str, data: dict[str, Any], at: datetime | None = None) -> str:
    head = f"id: {at.isoformat()}\n" if at else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _resume_point(last: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(last)
    except ValueError:
        return None
    return moment - OVERLAP if moment.tzinfo else None
