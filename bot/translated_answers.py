"""Answers in a language that whoever asked does not read: asked for once, and told once to each who asked."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Outbound
from bot.packing import pack
from bot.recalling import recalled
from lab.people import STOPPED
from lab.policy import Opening
from lab.wall_time import zone_of
from locales.catalogue import Catalogues
from store import contacts, mediation
from store.desk_changes import put_in_outbox
from store.labs import Lab
from store.mediation import Wanted, subject_of_answer
from store.promises import answered

Answered = Row[Any]
"""As `mediation.unread_answers` has them: a task, its answer, and who asked."""


def wanted(rows: Iterable[Answered]) -> Iterable[Wanted]:
    """Each answer once for a language, however many questions it answers. It is known by the oldest of them."""
    for first, *_ in _alike(rows):
        languages = frozenset({first.language})
        yield Wanted(subject_of_answer(first.id), first.answer_language, first.answer, languages, first.name or "")


async def send(
    connection: AsyncConnection, lab: Lab, rows: Sequence[Answered], catalogues: Catalogues, now: datetime
) -> None:
    """An answer that was approved in her language goes out, and is counted as given. Not in the night."""
    if Opening(lab.policy, zone_of(lab.timezone)).closed_by(now):
        return
    where = await contacts.addresses_of(connection, [row.person_id for row in rows]) if rows else {}
    for group in _alike(rows):
        subject, language = subject_of_answer(group[0].id), group[0].language
        words = await mediation.approved(connection, subject, language)
        if not words:
            continue
        left: list[int] = []
        for hers in _grouped(group, lambda row: row.person_id):
            address = where.get(hers[0].person_id)
            if address is None or not address.reachable or hers[0].standing == STOPPED:
                left += [row.id for row in hers]
                continue
            text = recalled(catalogues, language, " · ".join(row.note or "" for row in hers), words)
            await put_in_outbox(connection, _message(hers[0], address.id, text, now))
            await answered(connection, [row.id for row in hers], hers[0].owner_id, now)
        if left and min(left) != group[0].id:
            await mediation.hand_on(connection, subject, subject_of_answer(min(left)))


def _alike(rows: Iterable[Answered]) -> list[list[Answered]]:
    """The same words that go into the same language, the oldest question first."""
    return _grouped(rows, lambda row: (row.answer, row.answer_language, row.language))


def _grouped(rows: Iterable[Answered], key: Callable[[Answered], Hashable]) -> list[list[Answered]]:
    found: dict[Hashable, list[Answered]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return list(found.values())


def _message(row: Answered, address_id: int, text: str, now: datetime) -> dict[str, Any]:
    return {
        "person_id": row.person_id,
        "address_id": address_id,
        "kind": "coordinator",
        "body": pack(Outbound(text=text, lang=row.language)),
        "state": "queued",
        "due_at": now,
        "key": f"answer:{row.id}",
        "staff_id": row.owner_id,
        "created_at": now,
    }
