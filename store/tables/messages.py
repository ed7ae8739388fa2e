"""What came in, what goes out, and what cannot go out."""

from sqlalchemy import Column, Index, Integer, String, Table, UniqueConstraint, text

from store.tables.base import Id, metadata, own_id, ref
from store.types import Fingerprint, SealedBytes, SealedJson, SealedText, UTCDateTime

inbox = Table(
    "inbox",
    metadata,
    own_id(),
    Column("channel", String(20), nullable=False),
    Column("account", String(60), nullable=False),
    Column("event_id", String(120), nullable=False),
    Column("person_id", Id, index=True),
    Column("address_id", Id, index=True),
    Column("body", SealedJson("inbox.body")),
    Column("sent_at", UTCDateTime),
    Column("received_at", UTCDateTime, nullable=False),
    UniqueConstraint("channel", "account", "event_id"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    own_id(),
    Column("person_id", Id, index=True),
    Column("address_id", Id, nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("body", SealedJson("outbox.body")),
    Column("state", String(12), nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime),
    Column("key", String(200), nullable=False, unique=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("lease_owner", String(40)),
    Column("lease_until", UTCDateTime),
    Column("provider_id", Fingerprint("outbox.provider_id", 80)),
    Column("error", String(300)),
    Column("receipt", String(12)),
    Column("staff_id", Id),
    Column("created_at", UTCDateTime, nullable=False),
    Column("sent_at", UTCDateTime),
    sqlite_autoincrement=True,
)
_open = text("state IN ('queued', 'sending')")
Index("ix_outbox_open", outbox.c.address_id, outbox.c.id, sqlite_where=_open, postgresql_where=_open)
Index("ix_outbox_due", outbox.c.due_at, sqlite_where=_open, postgresql_where=_open)
Index("ix_outbox_provider", outbox.c.provider_id)
_ailing = text("state IN ('failed', 'unconfirmed')")
Index("ix_outbox_ailing", outbox.c.id, sqlite_where=_ailing, postgresql_where=_ailing)

early_receipt = Table(
    "early_receipt",
    metadata,
    own_id(),
    Column("channel", String(20), nullable=False),
    Column("account", String(60), nullable=False),
    Column("provider_id", Fingerprint("outbox.provider_id", 80), nullable=False),
    Column("status", String(12), nullable=False),
    Column("received_at", UTCDateTime, nullable=False),
    UniqueConstraint("channel", "account", "provider_id"),
    sqlite_autoincrement=True,
)
"""A provider's word on a message whose id we have not stored ourselves yet: its answer is still on the way."""

quarantine = Table(
    "quarantine",
    metadata,
    own_id(),
    Column("channel", String(20), nullable=False),
    Column("account", String(60), nullable=False),
    Column("raw", SealedBytes("quarantine.raw"), nullable=False),
    Column("reason", String(300), nullable=False),
    Column("received_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

gate = Table(
    "gate",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("account", String(60), primary_key=True),
    Column("closed_until", UTCDateTime),
    Column("problem", String(300)),
)

push = Table(
    "push",
    metadata,
    own_id(),
    ref("address_id", "address", nullable=False, ondelete="CASCADE"),
    Column("lookup", String(40), nullable=False, unique=True),
    Column("subscription", SealedJson("push.subscription"), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)
"""A browser that may be told that there is a message, while the page of the web chat is closed."""

proof = Table(
    "proof",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("word", SealedText("proof.word"), nullable=False),
)
