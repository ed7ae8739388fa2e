"""Short texts that people translate for each other."""

from sqlalchemy import JSON, Boolean, Column, Index, String, Table, UniqueConstraint, text

from store.tables.base import Id, metadata, own_id, ref
from store.types import SealedText, UTCDateTime

translation = Table(
    "translation",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("subject", String(40), nullable=False),
    Column("source_language", String(12), nullable=False),
    Column("language", String(12), nullable=False),
    Column("source", SealedText("translation.source"), nullable=False),
    Column("words", SealedText("translation.words")),
    Column("state", String(12), nullable=False),
    Column("unsure", Boolean, nullable=False, server_default=text("false")),
    ref("mediator_id", "person"),
    ref("second_id", "person"),
    Column("skipped", JSON, nullable=False),
    Column("approved_by", Id),
    Column("created_at", UTCDateTime, nullable=False),
    Column("asked_at", UTCDateTime),
    Column("given_at", UTCDateTime),
    Column("approved_at", UTCDateTime),
    UniqueConstraint("subject", "language"),
    sqlite_autoincrement=True,
)
"""`subject` names what it is a translation of ("task:12:answer"). No name travels along."""
_waiting = text("state IN ('waiting', 'given')")
Index("ix_translation_open", translation.c.lab_id, sqlite_where=_waiting, postgresql_where=_waiting)
