"""Pilots, what their teams report, and the recommendations that come of it all."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint

from store.tables.base import Id, metadata, own_id, ref
from store.types import SealedText, UTCDateTime

pilot = Table(
    "pilot",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("name", JSON, nullable=False),
    Column("goal", JSON, nullable=False),
    Column("measure", JSON, nullable=False),
    Column("ends_on", Date),
    Column("budget", String(300), nullable=False, server_default=""),
    Column("state", String(12), nullable=False),
    Column("silent", Integer, nullable=False, server_default="0"),
    Column("checked_at", UTCDateTime),
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)
"""`name`, `goal`, `measure` by language. `silent`: checks in a row that nobody answered."""

pilot_member = Table(
    "pilot_member",
    metadata,
    Column("pilot_id", Id, ForeignKey("pilot.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("asked_at", UTCDateTime),
)

milestone = Table(
    "milestone",
    metadata,
    own_id(),
    ref("pilot_id", "pilot", nullable=False, ondelete="CASCADE"),
    Column("words", JSON, nullable=False),
    Column("due_on", Date),
    Column("reached_on", Date),
    sqlite_autoincrement=True,
)

pilot_update = Table(
    "pilot_update",
    metadata,
    own_id(),
    ref("pilot_id", "pilot", nullable=False, ondelete="CASCADE"),
    ref("person_id", "person", ondelete="CASCADE"),
    Column("how", String(12), nullable=False, server_default=""),
    Column("words", SealedText("pilot_update.words")),
    Column("media", SealedText("pilot_update.media")),
    Column("need", SealedText("pilot_update.need")),
    Column("language", String(12), nullable=False, server_default=""),
    Column("passed", Boolean),
    Column("created_at", UTCDateTime, nullable=False),
    Column("told_at", UTCDateTime),
    sqlite_autoincrement=True,
)
"""What a team member reports. Others see it when a coordinator has passed it (`passed`)."""

reaction = Table(
    "reaction",
    metadata,
    Column("update_id", Id, ForeignKey("pilot_update.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("sign", String(12), nullable=False),
)

recommendation = Table(
    "recommendation",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("words", JSON, nullable=False),
    Column("state", String(12), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

recommendation_change = Table(
    "recommendation_change",
    metadata,
    own_id(),
    ref("recommendation_id", "recommendation", nullable=False, ondelete="CASCADE"),
    Column("state", String(12), nullable=False),
    Column("reason", JSON, nullable=False),
    Column("staff_id", Id),
    Column("at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

source = Table(
    "source",
    metadata,
    own_id(),
    ref("recommendation_id", "recommendation", nullable=False, ondelete="CASCADE"),
    Column("reference", String(40), nullable=False),
    UniqueConstraint("recommendation_id", "reference"),
    sqlite_autoincrement=True,
)
"""What a recommendation grew from: "task:12" (a question or idea), "poll:3", "pilot:2". Who shaped it is known."""
