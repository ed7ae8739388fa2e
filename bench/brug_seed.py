"""Puts N people into Brug's database, each as after one conversation. `python -m bench.brug_seed N`."""

import asyncio
import sys
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.brug import TOKEN
from bench.conversation import REPLIES, words
from bench.trial import FIRST_CHAT
from bot.app import open_database
from bot.clock import SystemClock
from bot.settings import read_settings
from flows.codec import dump_state
from flows.model import State
from store.crypto import Keyring
from store.intake import insert_many
from store.tables import address, inbox, outbox, person

ACCOUNT = TOKEN.partition(":")[0]
CHUNK = 1000


async def seed(connection: AsyncConnection, keyring: Keyring, first: int, count: int, now: datetime) -> None:
    state = dump_state(State((), len(REPLIES)))
    blank = {"created_at": now, "language": "en", "state": state, "turns": len(REPLIES), "turns_since": now}
    people = await insert_many(connection, person, [blank] * count)
    chats = [str(first + offset) for offset in range(count)]
    homes = await insert_many(
        connection, address, [_address(keyring, c, p, now) for c, p in zip(chats, people, strict=True)]
    )
    said: list[dict[str, Any]] = []
    heard: list[dict[str, Any]] = []
    for chat, who, home in zip(chats, people, homes, strict=True):
        for turn, reply in enumerate(REPLIES):
            at = now - timedelta(days=1) + timedelta(seconds=turn)
            said.append(_said(chat, who, home, turn, at))
            heard.append(_heard(chat, who, home, turn, reply, at))
    await connection.execute(insert(inbox), said)
    await connection.execute(insert(outbox), heard)


def _address(keyring: Keyring, chat: str, who: int, now: datetime) -> dict[str, Any]:
    lookup = keyring.lookup(f"telegram:{ACCOUNT}", chat)
    known = {"channel": "telegram", "account": ACCOUNT, "lookup": lookup, "external": chat}
    return known | {"person_id": who, "created_at": now}


def _said(chat: str, who: int, home: int, turn: int, at: datetime) -> dict[str, Any]:
    known = {"channel": "telegram", "account": ACCOUNT, "event_id": f"seed-{chat}-{turn}", "received_at": at}
    return known | {"person_id": who, "address_id": home, "body": {"text": words(turn), "taps": []}, "sent_at": at}


def _heard(chat: str, who: int, home: int, turn: int, reply: str, at: datetime) -> dict[str, Any]:
    known = {"person_id": who, "address_id": home, "kind": "reply", "body": {"text": reply, "lang": "en"}}
    known |= {"state": "sent", "due_at": at, "created_at": at, "sent_at": at, "provider_id": f"{chat}-{turn}"}
    return known | {"key": f"seed-{chat}-{turn}", "attempts": 1}


async def main(people: int) -> None:
    database = await open_database(read_settings())
    now = SystemClock().now()
    for start in range(0, people, CHUNK):
        async with database.write() as connection:
            await seed(connection, database.keyring, FIRST_CHAT + start, min(CHUNK, people - start), now)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
