"""One text to many people: a row in the outbox for each, written by the database itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, cast, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE
from store.tables import address, outbox, person


async def write_broadcast(
    connection: AsyncConnection,
    name: str,
    lab_id: int | None,
    bodies: Mapping[str, Mapping[str, Any]],
    now: datetime,
    expires_at: datetime | None = None,
) -> dict[str, int]:
    """Queue `bodies` (packed messages by language) for everybody of the lab who may be written to, each in the
    language that she chose and at her newest address that works; how many those were, by language.

    `name` makes it safe to repeat: nobody gets one broadcast twice. Who chose a language that has no body gets nothing.
    """
    # For each person by the index over addresses: a join would be planned by statistics that may be old.
    hers = (address.c.person_id == person.c.id, address.c.reachable)
    newest = select(func.max(address.c.id)).where(*hers).correlate(person).scalar_subquery()
    known = select(outbox.c.key).where(outbox.c.key.like(f"broadcast:{name}:%")).limit(1)
    fresh = (await connection.execute(known)).first() is None
    written = {}
    for language, body in bodies.items():
        chosen = [person.c.standing == ACTIVE, person.c.language == language]
        chosen += [person.c.lab_id == lab_id] if lab_id is not None else []
        chosen += [] if fresh else [~select(outbox.c.id).where(outbox.c.key == _key(name, person.c.id)).exists()]
        people = select(person.c.id, newest.label("address_id")).where(*chosen).subquery()
        values = {
            "person_id": people.c.id,
            "address_id": people.c.address_id,
            "kind": literal("broadcast"),
            "body": literal(dict(body), outbox.c.body.type),
            "state": literal("queued"),
            "due_at": literal(now, outbox.c.due_at.type),
            "expires_at": literal(expires_at, outbox.c.expires_at.type),
            "key": _key(name, people.c.id),
            "attempts": literal(0, Integer),
            "created_at": literal(now, outbox.c.created_at.type),
        }
        query = select(*values.values()).where(people.c.address_id.is_not(None))
        statement = insert(outbox).from_select(list(values), query, include_defaults=False)
        done = await connection.execute(statement, execution_options={"preserve_rowcount": True})
        written[language] = done.rowcount
    return written


def _key(name: str, person_id: ColumnElement[int]) -> ColumnElement[str]:
    return literal(f"broadcast:{name}:", String) + cast(person_id, String)
