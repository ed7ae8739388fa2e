"""Many rows by one statement, their values bound here: SQLAlchemy would prepare each row by itself.

psycopg sends an `executemany` as a pipeline. A worker that is stopped in the middle of one keeps its locks for ever: to
PostgreSQL it neither idles in its transaction nor works on a statement that may take too long. So PostgreSQL gets one
statement, with an array for each column. SQLite, which runs in this process, gets row after row.

To change rows they are found by their ids alone, never by a join: PostgreSQL may not know yet that a table has grown,
and to read all of it once for each row seems cheap then.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from sqlalchemy import Column, Dialect, String, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from store.types import UTCDateTime

Rows = Sequence[Mapping[str, Any]]
"""By names of columns, the same in all of them."""

ROWS_AT_ONCE = 500
"""SQLite takes 32,766 values in a statement."""

_UPDATE_EACH: Final = "UPDATE {table} SET {sets} WHERE id = new.id AND ({where})"
_UPDATE_ARRAYS: Final = """WITH new AS (SELECT * FROM unnest({arrays}) AS new ({names})),
held AS (SELECT id FROM {table} WHERE id = ANY(ARRAY(SELECT id FROM new)) ORDER BY id FOR NO KEY UPDATE)
UPDATE {table} SET {sets} FROM new
WHERE {table}.id = new.id AND {table}.id = ANY(ARRAY(SELECT id FROM held)) AND ({where})"""
_INSERT_VALUES: Final = "INSERT INTO {table} ({names}) VALUES {values}{ending}"
_INSERT_ARRAYS: Final = """INSERT INTO {table} ({names})
SELECT {names} FROM unnest({arrays}) WITH ORDINALITY AS new ({names}, nth) ORDER BY nth{ending}"""


@dataclass(frozen=True, slots=True)
class Update:
    """Changes rows by their id. In SQL, with `new.state` for what a row brings and `outbox.state` for what is there."""

    table: Table
    sets: str
    where: str = "true"


async def update_rows(connection: AsyncConnection, update: Update, rows: Rows) -> None:
    """Rows that others hold are waited for in the order of ids, so that two who do so never wait for each other."""
    if rows:
        dialect, names = connection.dialect, _names(update)
        columns = _bound(dialect, update.table, names, rows)
        values = list(zip(*columns, strict=True)) if dialect.name == "sqlite" else tuple(columns)
        await connection.exec_driver_sql(_update(dialect, update), values)


async def insert_rows(
    connection: AsyncConnection,
    table: Table,
    rows: Rows,
    returning: tuple[str, ...] = (),
    *,
    but_for: tuple[str, ...] = (),
) -> list[tuple[Any, ...]]:
    """Later rows get greater ids. What is `returning` comes in any order.

    `but_for`: what must be unique. A row that is there already is passed over, and nothing comes back of it.
    """
    ending = f" ON CONFLICT ({', '.join(but_for)}) DO NOTHING" if but_for else ""
    ending += f" RETURNING {', '.join(returning)}" if returning else ""
    found: list[tuple[Any, ...]] = []
    dialect = connection.dialect
    sqlite = dialect.name == "sqlite"
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        names = tuple(some[0])
        columns = _bound(dialect, table, names, some)
        values = chain.from_iterable(zip(*columns, strict=True)) if sqlite else columns
        text = _insert(dialect, table, names, ending, len(some) if sqlite else 0)
        result = await connection.exec_driver_sql(text, tuple(values))
        if returning:
            found += (tuple(row) for row in result)
    return found


def _bound(dialect: Dialect, table: Table, names: tuple[str, ...], rows: Rows) -> list[list[Any]]:
    """Column by column, each value as the driver takes it."""
    binders = _binders(dialect, table, names)
    return [bind([row[name] for row in rows]) for name, bind in zip(names, binders, strict=True)]


@lru_cache(maxsize=256)
def _binders(dialect: Dialect, table: Table, names: tuple[str, ...]) -> list[Callable[[list[Any]], list[Any]]]:
    return [_binder(dialect, table.c[name]) for name in names]


def _binder(dialect: Dialect, column: Column[Any]) -> Callable[[list[Any]], list[Any]]:
    bind = column.type.dialect_impl(dialect).bind_processor(dialect)
    if bind is None:
        return lambda values: values
    if isinstance(column.type, UTCDateTime):
        return lambda moments: _each_once(bind, moments)
    return lambda values: [bind(value) for value in values]


def _each_once(bind: Callable[[Any], Any], moments: list[Any]) -> list[Any]:
    """Most rows of a batch share their moments. The same object, since two that are equal may differ in their fold."""
    bound = {key: bind(moment) for key, moment in {id(moment): moment for moment in moments}.items()}
    return [bound[id(moment)] for moment in moments]


@lru_cache(maxsize=256)
def _names(update: Update) -> tuple[str, ...]:
    return tuple(dict.fromkeys(["id", *re.findall(r"\bnew\.(\w+)", f"{update.sets} {update.where}")]))


@lru_cache(maxsize=256)
def _update(dialect: Dialect, update: Update) -> str:
    table, names = update.table, _names(update)
    words = {"table": table.name, "sets": update.sets, "where": update.where}
    if dialect.name == "sqlite":
        return re.sub(r"\bnew\.(\w+)", lambda new: f"?{names.index(new[1]) + 1}", _UPDATE_EACH.format(**words))
    return _UPDATE_ARRAYS.format(**words, names=", ".join(names), arrays=_arrays(dialect, table, names))


@lru_cache(maxsize=256)
def _insert(dialect: Dialect, table: Table, names: tuple[str, ...], ending: str, count: int) -> str:
    words = {"table": table.name, "names": ", ".join(names), "ending": ending}
    if dialect.name == "sqlite":
        row = f"({', '.join('?' * len(names))})"
        return _INSERT_VALUES.format(**words, values=", ".join([row] * count))
    return _INSERT_ARRAYS.format(**words, arrays=_arrays(dialect, table, names))


def _arrays(dialect: Dialect, table: Table, names: tuple[str, ...]) -> str:
    """`%b` is the binary form: as text, 64 sealed values of 400 bytes take psycopg 90 ms.

    How long a text may be is left to the column: an array of VARCHAR(12) would silently cut what is longer.
    """
    kinds = [table.c[name].type for name in names]
    compiled = ["TEXT" if isinstance(k, String) else dialect.type_compiler_instance.process(k) for k in kinds]
    return ", ".join(f"%b::{kind}[]" for kind in compiled)
