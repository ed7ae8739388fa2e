"""A message to many on its way: looked at, sent, paused, cancelled. Each is safe to repeat."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.mediation import ask_for
from lab.broadcasts import (
    CANCELLED,
    DONE,
    DRAFT,
    OPEN_TO_CHANGES,
    PAUSED,
    RUNNING,
    SCHEDULED,
    UNDER_WAY,
    WAITING,
    Broadcast,
    faults_of,
    needs_look,
    needs_person,
    state_at,
)
from lab.mediation import APPROVED, Text
from lab.segments import Reached, reach_of
from store import broadcast_sending as sending
from store import mediation
from store.broadcast_people import people_of
from store.broadcasts import ask_second, become, broadcasts_of, note_left, settle_second
from store.contacts import DROPPED
from store.labs import Lab
from store.mediation import Wanted

LOOK, PERSON, GONE = "look", "person", "gone"


@dataclass(frozen=True, slots=True)
class Sent:
    """`faults`: what stands in the way. `needs`: LOOK (at the number), PERSON (another one); GONE: it went before."""

    faults: tuple[str, ...] = ()
    needs: str = ""


async def translations_of(connection: AsyncConnection, one: Broadcast) -> dict[str, Text]:
    """What mediators were asked for, by language."""
    return {language: text for (_, language), text in (await mediation.known(connection, {one.reference})).items()}


async def completed(connection: AsyncConnection, one: Broadcast) -> Broadcast:
    """With the words that mediators gave and somebody found right. What the team wrote itself stays."""
    if one.state not in OPEN_TO_CHANGES:
        return one
    texts = await translations_of(connection, one)
    given = {language: text.words for language, text in texts.items() if text.state == APPROVED}
    return replace(one, words={**given, **one.words})


async def look(connection: AsyncConnection, one: Broadcast, spoken: Collection[str]) -> Reached:
    """Who would get it now. `spoken`: languages that Brug can say anything in."""
    languages = {code for code, words in one.words.items() if words and code in spoken}
    return reach_of(one.segment, await people_of(connection, one.lab_id, one.segment), languages)


async def ask_mediators(
    connection: AsyncConnection, one: Broadcast, source: str, languages: Collection[str], now: datetime
) -> None:
    wanted = Wanted(one.reference, source, one.words.get(source, ""), frozenset(languages))
    if wanted.words:
        await ask_for(connection, one.lab_id, [wanted], now)


async def send(
    connection: AsyncConnection, one: Broadcast, spoken: Collection[str], staff_id: int, now: datetime
) -> Sent:
    """All its contacts are planned here, or none is. The caller holds its row, and it is `completed`.

    `staff_id`: who says so. Where two have to look, whoever says so of a draft is the first, and the other one is not
    `one.staff_id`.
    """
    if one.state not in OPEN_TO_CHANGES:
        return Sent(needs=GONE)
    reached = await look(connection, one, spoken)
    if faults := faults_of(one, reached, now):
        return Sent(faults=tuple(faults))
    if needs_look(one, reached.many):
        return Sent(needs=LOOK)
    if needs_person(one, reached.many) and (one.state == DRAFT or staff_id == one.staff_id):
        await become(connection, one.id, (DRAFT,), state=WAITING, staff_id=staff_id)
        await ask_second(connection, one, now)
        return Sent(needs=PERSON)
    await _begin(connection, replace(one, second_id=one.second_id or _other(one, staff_id)), reached, staff_id, now)
    return Sent()


def _other(one: Broadcast, staff_id: int) -> int | None:
    return staff_id if staff_id != one.staff_id else None


async def _begin(connection: AsyncConnection, one: Broadcast, reached: Reached, staff_id: int, now: datetime) -> None:
    later = one.due_at is not None and one.due_at > now
    values: dict[str, Any] = {"words": dict(one.words), "second_id": one.second_id, "seen_people": reached.many}
    values |= {"state": SCHEDULED if later else RUNNING, "started_at": None if later else now}
    if await become(connection, one.id, OPEN_TO_CHANGES, **values):
        await sending.plan_contacts(connection, one, [who.id for who in reached.gets], now)
        await settle_second(connection, one, staff_id, now)
        await note_left(connection, one, _left(one, reached), now)


def _left(one: Broadcast, reached: Reached) -> dict[str, int]:
    return {code: many for code, many in reached.lacking().items() if code in one.segment.without}


async def pause(connection: AsyncConnection, one: Broadcast, now: datetime) -> bool:
    """At once. False when nothing of it was on its way."""
    if not await become(connection, one.id, (SCHEDULED, RUNNING), state=PAUSED):
        return False
    await sending.take_back(connection, one, sending.HELD, now)
    return True


async def resume(connection: AsyncConnection, one: Broadcast, now: datetime) -> bool:
    later = one.due_at is not None and one.due_at > now
    state = {"state": SCHEDULED} if later else {"state": RUNNING, "started_at": one.started_at or now}
    if not await become(connection, one.id, (PAUSED,), **state):
        return False
    await sending.go_on(connection, one, now)
    return True


async def cancel(connection: AsyncConnection, one: Broadcast, now: datetime) -> bool:
    """At once, and for good."""
    if not await become(connection, one.id, UNDER_WAY, state=CANCELLED, ended_at=now):
        return False
    await sending.take_back(connection, one, DROPPED, now)
    return True


async def plan_broadcasts(connection: AsyncConnection, lab: Lab, now: datetime) -> None:
    """What the clock changes. Nothing is planned here: that was done when somebody pressed."""
    for one in await broadcasts_of(connection, lab.id, UNDER_WAY):
        if one.state == PAUSED:
            await sending.hold_again(connection, one, now)
            continue
        state = state_at(one, now, left=await sending.is_left(connection, one))
        if state != one.state:
            await become(connection, one.id, (one.state,), **_turned(one, state, now))


def _turned(one: Broadcast, state: str, now: datetime) -> Mapping[str, object]:
    begun = {"state": state, "started_at": one.started_at or one.due_at or now}
    return begun | {"ended_at": now} if state == DONE else begun
