"""Changes that write down how to take them back, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import metadata
from store.types import UTCDateTime

Line = dict[str, Any]
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Journal:
    """`lines` are JSON. Rows are named by their primary key."""

    connection: AsyncConnection
    lines: list[Line] = field(default_factory=list)

    async def move(self, column: Column[Any], old: int, new: int, *where: ColumnElement[bool]) -> None:
        """Everything of `old` is of `new`. For tables with a column `id`."""
        table = column.table
        moved = update(table).where(column == old, *where).values({column.name: new}).returning(table.c.id)
        ids = sorted(int(row[0]) for row in await self.connection.execute(moved))
        if ids:
            self._note("move", table, {"column": column.name, "from": old, "to": new, "ids": ids})

    async def change(self, table: Table, row: Row[Any], values: Mapping[str, Any]) -> None:
        before = {name: getattr(row, name) for name in values if getattr(row, name) != values[name]}
        if before:
            key = _key(table, row._asdict())
            after = {name: values[name] for name in before}
            await self.connection.execute(update(table).where(*_is(table, key)).values(after))
            self._note("change", table, {"key": key, "before": packed(before), "after": packed(after)})

    async def remove(self, table: Table, row: Row[Any]) -> None:
        await self.connection.execute(delete(table).where(*_is(table, _key(table, row._asdict()))))
        self._note("remove", table, {"row": packed(row._asdict())})

    async def add(self, table: Table, values: Mapping[str, Any]) -> None:
        key = list(table.primary_key)
        made = (await self.connection.execute(insert(table).values(values).returning(*key))).one()
        self._note("add", table, {"key": _key(table, made._asdict())})

    def _note(self, do: str, table: Any, what: Line) -> None:
        self.lines.append({"do": do, "table": table.name, **what})


async def undo(connection: AsyncConnection, lines: Sequence[Line]) -> None:
    """Backwards. What somebody changed meanwhile stays as it is now."""
    for line in reversed(lines):
        table = metadata.tables[line["table"]]
        match line["do"]:
            case "move":
                await _move_back(connection, table, line)
            case "change":
                await _change_back(connection, table, line)
            case "remove":
                await _put_back(connection, table, unpacked(table, line["row"]))
            case "add":
                await connection.execute(delete(table).where(*_is(table, line["key"])))


async def _move_back(connection: AsyncConnection, table: Table, line: Line) -> None:
    column, ids = table.c[line["column"]], line["ids"]
    for first in range(0, len(ids), _BATCH):
        some = (table.c.id.in_(ids[first : first + _BATCH]), column == line["to"])
        await connection.execute(update(table).where(*some).values({column.name: line["from"]}))


async def _change_back(connection: AsyncConnection, table: Table, line: Line) -> None:
    now = (await connection.execute(select(table).where(*_is(table, line["key"])))).first()
    if now is None:
        return
    same = [name for name, value in line["after"].items() if packed({name: getattr(now, name)})[name] == value]
    values = unpacked(table, {name: line["before"][name] for name in same})
    if values:
        await connection.execute(update(table).where(*_is(table, line["key"])).values(values))


async def _put_back(connection: AsyncConnection, table: Table, row: Line) -> None:
    there = select(*table.primary_key).where(*_is(table, _key(table, row)))
    if (await connection.execute(there)).first() is None:
        await connection.execute(insert(table).values(row))


def _key(table: Table, row: Mapping[str, Any]) -> Line:
    return {str(column.name): row[column.name] for column in table.primary_key}


def _is(table: Table, key: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in key.items()]


def packed(values: Mapping[str, Any]) -> Line:
    """Moments as text: all else is JSON already."""
    return {str(name): v.isoformat() if isinstance(v, datetime) else v for name, v in values.items()}


def unpacked(table: Table, values: Mapping[str, Any]) -> Line:
    moments = {name for name in values if isinstance(table.c[name].type, UTCDateTime) and values[name]}
    return {name: datetime.fromisoformat(v) if name in moments else v for name, v in values.items()}
