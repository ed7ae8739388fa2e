"""One of many values or keys, as one parameter: the statement stays the same for any number of them.

`column IN (...)` is another text for each number of values. PostgreSQL would read and plan it anew each time, and
SQLAlchemy and SQLite would write and parse it.
"""

from collections.abc import Sequence
from typing import Any, Final

import orjson
from sqlalchemy import Column, ColumnElement, Dialect, String, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Boolean, TypeDecorator, TypeEngine


class _Many(TypeDecorator[Sequence[str]]):
    """An array, or JSON where there are none."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String() if dialect.name == "sqlite" else ARRAY(Text))

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        return orjson.dumps(list(dict.fromkeys(value))).decode()


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: object = None) -> "_Among":
        """A condition on both databases: it is not compared with 1."""
        return self


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether the text `column` is in the list that comes as the parameter `name`."""
    return _Among(column, bindparam(name, type_=_Many()))


@compiles(_Among, "postgresql")
def _any(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY({values})"


@compiles(_Among, "sqlite")
def _each(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - names of columns and parameters


class _AmongKeys(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: object = None) -> "_AmongKeys":
        return self


def among_keys(columns: Sequence[Column[Any]], names: Sequence[str]) -> ColumnElement[bool]:
    """Whether the row has one of the keys whose parts come as the parameters `names`, lists of the same length.

    SQLite uses no index for a list of tuples, so there also rows are found that mix the parts of several keys.
    PostgreSQL looks for each key by itself; `columns` are unique together, and the row has an id. With `= ANY` for each
    part it would take the first part alone for enough while the table is empty, and read all of it when it is full.
    """
    return _AmongKeys(*columns, *(bindparam(name, type_=_Many()) for name in names))


@compiles(_AmongKeys, "postgresql")
def _each_key(element: _AmongKeys, compiler: SQLCompiler, **options: Any) -> str:
    columns, lists = _halves(element)
    table, names = columns[0].table.name, [column.name for column in columns]
    keys = ", ".join(compiler.process(one, **options) for one in lists)
    same = " AND ".join(f"held.{name} = wanted.{name}" for name in names)
    return _EACH_KEY.format(table=table, same=same, keys=keys, names=", ".join(names))


_EACH_KEY: Final = """{table}.id = ANY(ARRAY(
    SELECT (SELECT held.id FROM {table} AS held WHERE {same}) FROM unnest({keys}) AS wanted ({names})
))"""


@compiles(_AmongKeys, "sqlite")
def _each_part(element: _AmongKeys, compiler: SQLCompiler, **options: Any) -> str:
    parts = (_Among(*part) for part in zip(*_halves(element), strict=True))
    return " AND ".join(compiler.process(part, **options) for part in parts)


def _halves(element: _AmongKeys) -> tuple[list[Any], list[Any]]:
    clauses = list(element.clauses)
    middle = len(clauses) // 2
    return clauses[:middle], clauses[middle:]
