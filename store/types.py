"""Column types that both databases share."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

import orjson
from sqlalchemy import DateTime, Dialect, LargeBinary, String
from sqlalchemy.types import TypeDecorator

from store.crypto import Keyring
from store.names import Names

_UTC = "+00:00"
"""Added before reading, taken off after writing: `datetime.replace` takes five times as long, eight times a message."""


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite would give it back naive; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        return _as_text if dialect.name == "sqlite" else _in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _from_text if dialect.name == "sqlite" else _in_utc


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    """As SQLAlchemy writes a moment for SQLite, which has no type for it: always so many letters, to be compared."""
    moment = _in_utc(value)
    return moment.isoformat(" ", "microseconds").removesuffix(_UTC) if moment else None


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + _UTC)


def keyring_of(dialect: Dialect) -> Keyring:
    """`Database` hangs the keyring on its engine's dialect: the one thing that reaches a column type."""
    found: Keyring = dialect.brug_keyring  # type: ignore[attr-defined]
    return found


def names_of(dialect: Dialect) -> Names:
    """Those of people: `Database` hangs them beside the keyring."""
    return cast(Names, dialect.brug_names)  # type: ignore[attr-defined]


class SealedBytes(TypeDecorator[bytes]):
    """Encrypted bytes. `context` is table.column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else keyring_of(dialect).seal(value, self.context)

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else keyring_of(dialect).open(bytes(value), self.context)


class SealedText(TypeDecorator[str]):
    """Encrypted text. What is not valid Unicode is replaced, never refused."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        return keyring_of(dialect).seal(value.encode("utf-8", "replace"), self.context)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else keyring_of(dialect).open(bytes(value), self.context).decode()


class SealedJson(TypeDecorator[Any]):
    """Encrypted JSON."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], bytes | None]:
        """What every message needs three times goes past the layers of SQLAlchemy's type."""

        def seal(value: Any) -> bytes | None:
            return None if value is None else keyring_of(dialect).seal(orjson.dumps(value), self.context)

        return seal

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        def unseal(value: Any) -> Any:
            return None if value is None else orjson.loads(keyring_of(dialect).open(bytes(value), self.context))

        return unseal


class Fingerprint(TypeDecorator[str]):
    """A keyed fingerprint of what is only looked up, never read back. `context` is table.column."""

    impl = String
    cache_ok = True

    def __init__(self, context: str, length: int) -> None:
        super().__init__(length)
        self.context = context

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return keyring_of(dialect).lookup(self.context, value) if value else None
