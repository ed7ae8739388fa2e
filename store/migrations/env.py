"""Alembic's entry: runs on the connection that `store.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.types import DateTime, String, TypeDecorator

from store.tables import metadata


def render(kind: str, item: Any, _: object) -> str | Literal[False]:
    """Migrations name what the database stores, not our types: those may change later."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    if isinstance(item.impl, String):
        return f"sa.String(length={item.impl.length})"
    return "sa.DateTime(timezone=True)" if isinstance(item.impl, DateTime) else "sa.LargeBinary()"


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True, render_item=render
)
with context.begin_transaction():
    context.run_migrations()
