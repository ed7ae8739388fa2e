"""Polls and their answers. An answer has no person; that somebody answered is another table, without what."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table

from store.tables.base import Id, metadata, own_id, ref
from store.types import SealedBytes, SealedText, UTCDateTime

poll = Table(
    "poll",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    ref("meeting_id", "meeting", ondelete="CASCADE"),
    ref("pilot_id", "pilot", ondelete="CASCADE"),
    Column("technique", String(30), nullable=False),
    Column("moment", String(12), nullable=False),
    Column("words", JSON, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("state", String(12), nullable=False),
    Column("code", String(20), nullable=False, unique=True),
    Column("round", Integer, nullable=False, server_default="1"),
    Column("round_ends_at", UTCDateTime),
    Column("salt", SealedText("poll.salt")),
    Column("results", JSON, nullable=False),
    Column("staff_id", Id),
    Column("created_at", UTCDateTime, nullable=False),
    Column("opened_at", UTCDateTime),
    Column("closes_at", UTCDateTime, index=True),
    Column("closed_at", UTCDateTime),
    sqlite_autoincrement=True,
)
"""`salt` exists while the poll is open. `results` are what was published, one table a round: never published twice."""

answer = Table(
    "answer",
    metadata,
    Column("id", String(32), primary_key=True),
    ref("poll_id", "poll", nullable=False, ondelete="CASCADE", index=False),
    Column("part", String(30), nullable=False),
    Column("round", Integer, nullable=False, server_default="1"),
    Column("options", JSON, nullable=False),
    Column("text", SealedText("answer.text")),
    Column("sound", SealedBytes("answer.sound")),
    Column("mime", String(60), nullable=False, server_default=""),
    Column("language", String(12), nullable=False, server_default=""),
    Column("group", String(40), nullable=False, server_default=""),
    Column("builds_on", String(32), nullable=False, server_default=""),
    Column("passed", Boolean),
    Column("day", Date, nullable=False),
    sqlite_with_rowid=False,
)
"""While the poll is open `id` is a fingerprint of its salt and the person; then the salt is gone and ids are random."""
Index("ix_answer_poll_id", answer.c.poll_id, answer.c.id)

participation = Table(
    "participation",
    metadata,
    Column("poll_id", Id, ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("round", Integer, nullable=False, server_default="1"),
    sqlite_with_rowid=False,
)
"""That she answered, and up to which round. Not what, not when: without a rowid there is no order of coming either."""

handing = Table(
    "handing",
    metadata,
    Column("id", String(32), primary_key=True),
    ref("poll_id", "poll", nullable=False, ondelete="CASCADE"),
    Column("round", Integer, nullable=False),
    Column("idea", String(32), nullable=False),
    sqlite_with_rowid=False,
)
"""Whose turn it is to build on which idea: `id` is a fingerprint of salt, person and round. Gone when it closes."""
