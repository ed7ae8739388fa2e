"""How somebody comes in: by a link or QR code, by a spoken code, by a lab's keyword, or just by saying hello."""

from typing import Any

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meeting_changes import mark_present
from bot.turn import Turn
from flows.commands import START, command_of
from flows.model import Say, State
from flows.words import fold
from lab.codes import as_spoken, is_token
from lab.door import PREFIX
from lab.people import ACTIVE, NEW, REGISTERED
from locales import N_
from store.crypto import Keyring
from store.door import meeting_behind
from store.intake import HOT, WARM
from store.labs import Entry, use_code
from store.tables import address, inbox, media, outbox, person, staff, task

# 40 bits are enough for a code that can be tried so seldom (faults.md, token enumeration).
TRIES_OF_ONE = RateLimitItemPerHour(5)
TRIES_OF_ALL = RateLimitItemPerMinute(60)

HERE = N_("Welcome. It is good that you are here. We wrote it down.")
NOT_NOW = N_("This code does not work now. Please tell somebody of the team at the door that you are here.")
"""The same for a code that nobody made, that is over, or that is another lab's."""


class Arrivals:
    """Finds the way in for one turn. A wrong code changes nothing: what follows is the same for everybody."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._tries = FixedWindowRateLimiter(MemoryStorage())

    async def enter(self, connection: AsyncConnection, turn: Turn, state: State) -> bool:
        """Whether this message only was the way in, and is no answer to anything."""
        text, command = turn.inbound.text, command_of(turn.inbound.text)
        if command.name == START:
            token = command.said.strip()
            await (self._at_the_door if token.startswith(PREFIX) else self._by_link)(connection, turn, token)
            return True
        if not text or turn.person["standing"] != NEW or turn.person["confirmed_at"] or _beyond_hello(state):
            return False
        return self._by_keyword(turn, text) or await self._by_voice(connection, turn, text)

    async def _by_link(self, connection: AsyncConnection, turn: Turn, token: str) -> None:
        if is_token(token) and turn.person["confirmed_at"] is None:
            await self._by_code(connection, turn, token=token)

    async def _at_the_door(self, connection: AsyncConnection, turn: Turn, token: str) -> None:
        """Whoever takes part is there now, and hears just that. A stranger is let in to sign up: nobody knows yet that
        she agrees."""
        meeting = await meeting_behind(connection, self._keyring, token, turn.now)
        who = turn.person
        if who["standing"] == NEW or who["confirmed_at"] is None:
            if meeting and who["lab_id"] is None and turn.around.takes_in(meeting.lab_id):
                who["lab_id"] = meeting.lab_id
            return
        hers = meeting is not None and (who["lab_id"], who["standing"]) == (meeting.lab_id, ACTIVE)
        if meeting and hers and who["role"] == "participant":
            await mark_present(connection, meeting.id, {turn.visitor.person_id: True})
            turn.outgoing.append(turn.voice().outbound(Say(HERE)))
        else:
            turn.outgoing.append(turn.voice().outbound(Say(NOT_NOW)))
        turn.settled = who["standing"] == ACTIVE

    def _by_keyword(self, turn: Turn, text: str) -> bool:
        for lab in turn.around.labs.values():
            if lab.keyword and fold(lab.keyword) == fold(text) and turn.around.takes_in(lab.id):
                turn.person["lab_id"] = lab.id
                return True
        return False

    async def _by_voice(self, connection: AsyncConnection, turn: Turn, text: str) -> bool:
        spoken = as_spoken(text)
        if not spoken or not self._may_try(turn.visitor.caller.lookup):
            return False
        return await self._by_code(connection, turn, spoken=spoken)

    async def _by_code(self, connection: AsyncConnection, turn: Turn, **code: str) -> bool:
        entry = await use_code(connection, self._keyring, turn.now, **code)
        if entry is None or not turn.around.takes_in(entry.lab_id):
            return False
        await _let_in(connection, turn, entry)
        return True

    def _may_try(self, sender: str) -> bool:
        return self._tries.hit(TRIES_OF_ONE, sender) and self._tries.hit(TRIES_OF_ALL)


def _beyond_hello(state: State) -> bool:
    """A name may look like a spoken code: once she has chosen a language, words are answers."""
    return any((frame.flow, frame.step) != ("signup", "language") for frame in state.frames)


async def _let_in(connection: AsyncConnection, turn: Turn, entry: Entry) -> None:
    turn.person.update({"lab_id": entry.lab_id, "place": entry.place or None, "worker_id": entry.worker_id})
    if entry.person_id is not None:
        await _take_over(connection, turn, entry)
    if entry.staff_id is not None:
        await _bind_worker(connection, turn, entry.staff_id)


async def _take_over(connection: AsyncConnection, turn: Turn, entry: Entry) -> None:
    """A worker wrote her down, or she wants to write from here too. The stranger that we took her for is no more."""
    person_id = entry.person_id
    columns = [person.c[name] for name in (*HOT, *WARM)]
    query = select(*columns).where(person.c.id == person_id).with_for_update(key_share=True)
    row = (await connection.execute(query)).first()
    if row is None or row.standing not in ((REGISTERED,) if entry.worker_id else (REGISTERED, ACTIVE)):
        return
    stranger = turn.visitor.person_id
    await connection.execute(update(address).where(address.c.id == turn.visitor.address_id).values(person_id=person_id))
    for table in (inbox, outbox, task, media):
        await connection.execute(update(table).where(table.c.person_id == stranger).values(person_id=person_id))
    await connection.execute(delete(person).where(person.c.id == stranger))
    known: dict[str, Any] = dict(row._mapping)
    known["language"] = turn.person["language"] or known["language"]  # What she chose herself counts.
    turn.person.update(
        {**known, "id": person_id, "turns": turn.person["turns"], "turns_since": turn.person["turns_since"]}
    )


async def _bind_worker(connection: AsyncConnection, turn: Turn, staff_id: int) -> None:
    """A worker's own code makes this chat hers."""
    working = select(staff.c.name, staff.c.role).where(staff.c.id == staff_id, staff.c.ended_at.is_(None))
    row = (await connection.execute(working)).first()
    if row is None:
        return
    await connection.execute(update(staff).where(staff.c.id == staff_id).values(person_id=turn.visitor.person_id))
    turn.person.update({"role": row.role, "name": row.name, "standing": "active"})
    turn.person.update({"confirmed_at": turn.now, "expires_at": None})
