"""What happens inside the one transaction of a batch: load all, let each turn play, write all."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.abouts import look_around
from bot.arrivals import Arrivals
from bot.effects import perform
from bot.messages import Inbound, storable
from bot.outbox import Outbox, pack
from bot.phones import sort_out
from bot.poll_tellings import take_up
from bot.tellings import Desk
from bot.turn import Surroundings, Turn
from flows.codec import dump_state, load_state
from flows.conversation import Conversation
from flows.model import ABOUT, Effect, Event, Replied, SetLanguage, Started, State, answer_of
from flows.stack import about_what
from store.bulk import insert_rows
from store.crypto import Keyring
from store.intake import Caller, Key, already_taken, insert_by_key, save_people, visitors
from store.outgoing import REPLY, Parcel
from store.tables import inbox, metadata, outbox

TURNS_AN_HOUR = 100
MAX_TEXT = 20_000
ASKED = "asked"
"""Begins the key of a question who writes: what she wrote is answered later, and then its replies have their keys."""


@dataclass(slots=True)
class Committed:
    """What a batch leaves to do once it is committed: parcels leased to us, addresses to look at, people touched."""

    parcels: list[Parcel] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    addresses: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Player:
    """Plays batches. Holds no state of people: that is all in the database."""

    conversation: Conversation
    arrivals: Arrivals
    keyring: Keyring
    desk: Desk
    outbox: Outbox
    turns_an_hour: int = TURNS_AN_HOUR

    async def play(
        self, connection: AsyncConnection, batch: Sequence[Inbound], around: Surroundings, lease: timedelta
    ) -> Committed:
        """Each event takes effect once, whatever the number of its copies."""
        taken = await already_taken(connection, [key_of(event) for event in batch])
        fresh = [tidy(event) for event in batch if key_of(event) not in taken]
        if not fresh:
            return Committed()
        callers = [self._caller(event) for event in fresh]
        known = await visitors(connection, callers, around.now)
        turns: list[Turn] = []
        for event, caller in zip(fresh, callers, strict=True):
            turns += await self._play_all(connection, Turn(event, known[caller.lookup], around))
        return await self._write(connection, turns, around.now + lease)

    async def _play_all(self, connection: AsyncConnection, came: Turn) -> Sequence[Turn]:
        """One turn, or what waited until somebody said who writes on a phone that several use (bot/phones.py)."""
        turns = await sort_out(connection, came)
        for turn in turns:
            if not (turn.asked or turn.settled or any(one.forgotten for one in turns)):
                await self._play_one(connection, turn)
        if any(one.forgotten for one in turns):
            for turn in turns:
                turn.forgotten = True
        return turns

    def _caller(self, event: Inbound) -> Caller:
        lookup = self.keyring.lookup(f"{event.channel}:{event.account}", event.sender)
        return Caller(event.channel, event.account, lookup, event.sender, ",".join(event.locales)[:60])

    async def _play_one(self, connection: AsyncConnection, turn: Turn) -> None:
        person = turn.person
        stored = person["state"]
        state = load_state(stored)
        entering = await self.arrivals.enter(connection, turn, state)
        if turn.person["state"] is not stored:
            state = load_state(turn.person["state"])
        turn.person["last_in_at"] = turn.now
        if not _within_bounds(turn, self.turns_an_hour):
            turn.unkept = any(about_what(frame).startswith("poll:") for frame in state.frames)
            return
        if turn.settled:
            turn.person["last_out_at"] = turn.now
            return
        event = _event(turn.inbound, entering=entering)
        await look_around(connection, turn, state)
        state = _without_closed_below(turn, state) if turn.inbound.taps else _without_what_is_over(turn, state)
        after = state
        if state.frames or not turn.inbound.taps or not await take_up(connection, turn):
            after, effects = await self._respond(connection, turn, state, event)
            await perform(connection, turn, effects, self.desk)
        if turn.instead:
            after = await self._go_elsewhere(connection, turn, state, after)
        turn.person["state"] = dump_state(after)
        if turn.outgoing:
            turn.person["last_out_at"] = turn.now

    async def _respond(
        self, connection: AsyncConnection, turn: Turn, state: State, event: Event
    ) -> tuple[State, tuple[Effect, ...]]:
        """Where she chooses another language, what is asked again has the words of that language."""
        scene = turn.scene(state)
        after, effects = self.conversation.respond(state, event, scene)
        chosen = next((effect.language for effect in effects if isinstance(effect, SetLanguage)), scene.language)
        if chosen == scene.language or not turn.abouts:
            return after, effects
        turn.person["language"] = chosen
        await look_around(connection, turn, state)
        return self.conversation.respond(state, event, replace(turn.scene(state), language=scene.language))

    async def _go_elsewhere(self, connection: AsyncConnection, turn: Turn, before: State, after: State) -> State:
        """What she chose is not to be had any more: what follows takes the place of the flow that she was in."""
        name, begins, turn.instead, turn.begins = turn.instead, turn.begins, "", {}
        await look_around(connection, turn, after, answer_of(begins, ABOUT).text)
        after, effects = self.conversation.instead(before, after, name, turn.scene(after), begins)
        await perform(connection, turn, effects, self.desk)
        return after

    async def _write(self, connection: AsyncConnection, turns: Sequence[Turn], until: datetime) -> Committed:
        await insert_rows(connection, inbox, [_inbox_row(turn) for turn in turns])
        seen = {id(turn.visitor): turn.visitor for turn in turns if not (turn.forgotten or turn.asked)}
        await save_people(connection, seen.values())
        for name in ("consent", "task", "fact_change"):
            rows = [row for turn in turns for row in turn.rows.get(name, ())]
            await insert_rows(connection, metadata.tables[name], rows)
        return await self._send(connection, turns, until)

    async def _send(self, connection: AsyncConnection, turns: Sequence[Turn], until: datetime) -> Committed:
        """Replies are claimed in the same commit that makes them, unless older ones wait there or nobody may send."""
        done = Committed(addresses=[turn.visitor.address_id for turn in turns])
        rows: list[dict[str, Any]] = []
        callers: list[Caller] = []
        for turn in turns:
            behind = turn.visitor.waiting or self.outbox.is_busy(turn.visitor.address_id)
            if turn.released or (behind and turn.outgoing):
                done.waiting.append(turn.visitor.address_id)
            for place, message in enumerate(turn.outgoing):
                body = pack(message)
                rows.append(_outbox_row(turn, place, body) | self._claimed(until, behind=behind))
                callers.append(turn.visitor.caller)
        ids = await insert_by_key(connection, outbox, rows)
        for row, caller in zip(rows, callers, strict=True):
            if row["state"] == "sending":
                done.parcels.append(_parcel(ids[row["key"]], row, caller))
        return done

    def _claimed(self, until: datetime, *, behind: bool) -> dict[str, Any]:
        if behind:
            return {"state": "queued", "lease_owner": None, "lease_until": None, "attempts": 0}
        return {"state": "sending", "lease_owner": self.outbox.owner, "lease_until": until, "attempts": 1}


def key_of(event: Inbound) -> Key:
    return (event.channel, event.account, event.event_id[:120])


def tidy(event: Inbound) -> Inbound:
    """Without what no database stores (null bytes, lone surrogates), and cut where nobody would read on."""
    text = storable(event.text[:MAX_TEXT])
    if text == event.text and len(event.event_id) <= 120 and len(event.taps) <= 20:
        return event
    return replace(event, text=text, event_id=event.event_id[:120], taps=event.taps[:20])


def _within_bounds(turn: Turn, most: int) -> bool:
    """Two programs that answer each other must come to an end."""
    since = turn.person["turns_since"]
    if since is None or turn.now - since > timedelta(hours=1):
        turn.person.update({"turns": 0, "turns_since": turn.now})
    turn.person["turns"] += 1
    return bool(turn.person["turns"] <= most)


def _without_what_is_over(turn: Turn, state: State) -> State:
    """What she writes now is no answer to a question that was closed long ago: it is for the team."""
    over = {name for name, about in turn.abouts.items() if about.over}
    return State(tuple(frame for frame in state.frames if about_what(frame) not in over), state.asked)


def _without_closed_below(turn: Turn, state: State) -> State:
    """A button answers what was asked last: what closed meanwhile below it is not asked again."""
    closed = {name for name, about in turn.abouts.items() if about.closed}
    kept = (frame for frame in state.frames if frame == state.frames[-1] or about_what(frame) not in closed)
    return State(tuple(kept), state.asked)


def _event(inbound: Inbound, *, entering: bool) -> Event:
    if entering:
        return Started()
    media = f"{inbound.media.kind}:{inbound.media.ref}" if inbound.media else ""
    return Replied(inbound.text, inbound.taps, media)


def _inbox_row(turn: Turn) -> dict[str, Any]:
    event = turn.inbound
    body = {"text": event.text, "taps": list(event.taps)}
    if event.media:
        body |= {"media": event.media.ref, "kind": event.media.kind, "mime": event.media.mime}
    gone = turn.forgotten
    return {
        "channel": event.channel,
        "account": event.account,
        "event_id": event.event_id,
        "person_id": None if gone or turn.asked else turn.visitor.person_id,
        "address_id": None if gone else turn.visitor.address_id,
        "body": None if gone or turn.unkept else body,
        "sent_at": event.sent_at,
        "received_at": turn.now,
    }


def _outbox_row(turn: Turn, place: int, body: dict[str, object]) -> dict[str, Any]:
    event = turn.inbound
    return {
        "person_id": None if turn.forgotten or turn.asked else turn.visitor.person_id,
        "address_id": turn.visitor.address_id,
        "kind": REPLY,
        "body": body,
        "due_at": turn.now,
        "key": f"{ASKED if turn.asked else REPLY}:{event.channel}:{event.account}:{event.event_id}:{place}",
        "created_at": turn.now,
    }


def _parcel(row_id: int, row: dict[str, Any], caller: Caller) -> Parcel:
    return Parcel(
        row_id,
        row["address_id"],
        caller.channel,
        caller.account,
        caller.external,
        row["kind"],
        row["body"],
        row["attempts"],
        row["lease_owner"],
        row["lease_until"],
    )
