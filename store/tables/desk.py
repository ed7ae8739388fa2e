"""What the desk keeps for itself: who did what, notes, ready answers, merged people, broadcasts, own wordings."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from store.tables.base import Id, metadata, own_id, ref
from store.types import SealedBytes, SealedJson, SealedText, UTCDateTime

staff_lab = Table(
    "staff_lab",
    metadata,
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("lab_id", Id, ForeignKey("lab.id", ondelete="CASCADE"), primary_key=True, index=True),
)
"""The labs that somebody works for beside the first one (`staff.lab_id`)."""

audit = Table(
    "audit",
    metadata,
    own_id(),
    Column("staff_id", Id, nullable=False, index=True),
    Column("lab_id", Id, index=True),
    Column("person_id", Id, index=True),
    Column("what", String(80), nullable=False),
    Column("about", String(60), nullable=False, server_default=""),
    Column("why", SealedText("audit.why")),
    Column("at", UTCDateTime, nullable=False, index=True),
    sqlite_autoincrement=True,
)
"""Append-only, kept so by a trigger. Ids only: they stay when a person is deleted, and then say nothing about her.

`what` is the route ("POST /people/{id}/answer", "GET /people/{id}"), `about` its numbers ("meeting:12").
"""

note = Table(
    "note",
    metadata,
    own_id(),
    ref("person_id", "person", nullable=False, ondelete="CASCADE"),
    Column("staff_id", Id, nullable=False),
    Column("text", SealedText("note.text"), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)
"""What the team writes about somebody for each other. It is part of what "my data" tells her: it is about her."""

fact_change = Table(
    "fact_change",
    metadata,
    own_id(),
    ref("person_id", "person", nullable=False, ondelete="CASCADE"),
    Column("key", String(40), nullable=False),
    Column("staff_id", Id),
    Column("at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)
"""Who recorded a fact, and when: a member of staff, or the person herself where `staff_id` is empty."""

ready_answer = Table(
    "ready_answer",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("name", String(100), nullable=False),
    Column("words", JSON, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    UniqueConstraint("lab_id", "name"),
    sqlite_autoincrement=True,
)
"""An answer that is given often, by language."""

presence = Table(
    "presence",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("seen_at", UTCDateTime, nullable=False),
    Column("writing", Boolean, nullable=False),
)
"""Who of the team has somebody's page open now."""

open_page = Table(
    "open_page",
    metadata,
    Column("thing", String(40), primary_key=True),
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True),
    Column("seen_at", UTCDateTime, nullable=False),
)
"""Who of the team has the page of a thing open now that two may change: "poll:12"."""

merging = Table(
    "merging",
    metadata,
    own_id(),
    ref("lab_id", "lab", ondelete="CASCADE"),
    ref("kept_id", "person", nullable=False, ondelete="CASCADE"),
    ref("gone_id", "person", nullable=False, ondelete="CASCADE"),
    Column("staff_id", Id, nullable=False),
    Column("record", SealedJson("merging.record"), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("undone_at", UTCDateTime),
    sqlite_autoincrement=True,
)
"""Two records of one person put together. `record`: which rows moved, and what each was, for 30 days."""

broadcast = Table(
    "broadcast",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("state", String(12), nullable=False),
    Column("words", JSON, nullable=False),
    Column("segment", JSON, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("wakes", Boolean, nullable=False, server_default=text("false")),
    Column("reason", SealedText("broadcast.reason")),
    Column("staff_id", Id, nullable=False),
    Column("second_id", Id),
    Column("seen_people", Integer),
    Column("due_at", UTCDateTime),
    Column("started_at", UTCDateTime),
    Column("ended_at", UTCDateTime),
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)
"""One text to many. `second_id`: who else looked; `seen_people`: how many there were at the second look."""

small_group = Table(
    "small_group",
    metadata,
    own_id(),
    ref("meeting_id", "meeting", nullable=False, ondelete="CASCADE"),
    Column("number", Integer, nullable=False),
    UniqueConstraint("meeting_id", "number"),
    sqlite_autoincrement=True,
)

small_group_member = Table(
    "small_group_member",
    metadata,
    Column("small_group_id", Id, ForeignKey("small_group.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True),
)

wording = Table(
    "wording",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("text_key", String(40), nullable=False),
    Column("language", String(12), nullable=False),
    Column("words", String(4096), nullable=False),
    Column("source_version", String(40), nullable=False),
    Column("staff_id", Id, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    UniqueConstraint("lab_id", "text_key", "language"),
    sqlite_autoincrement=True,
)
"""A text of the bot in other words, for one lab. `source_version`: of the words that it stands for."""

review = Table(
    "review",
    metadata,
    own_id(),
    Column("text_key", String(40), nullable=False),
    Column("language", String(12), nullable=False),
    Column("version", String(40), nullable=False),
    Column("role", String(30), nullable=False),
    Column("staff_id", Id, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    UniqueConstraint("text_key", "language"),
    sqlite_autoincrement=True,
)
"""Somebody who speaks the language read this translation and says it is right. `version`: of what was read."""

spoken = Table(
    "spoken",
    metadata,
    own_id(),
    ref("lab_id", "lab", ondelete="CASCADE"),
    Column("text_key", String(40), nullable=False),
    Column("language", String(12), nullable=False),
    Column("version", String(40), nullable=False),
    Column("mime", String(60), nullable=False),
    Column("sound", SealedBytes("spoken.sound"), nullable=False),
    Column("staff_id", Id, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_spoken_text", spoken.c.text_key, spoken.c.language)

marker = Table(
    "marker",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("actor", String(100), nullable=False),
    Column("level", String(12), nullable=False),
    Column("words", String(500), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)
"""A progress marker: what we would expect, like or love to see an actor do."""

observation = Table(
    "observation",
    metadata,
    own_id(),
    ref("marker_id", "marker", nullable=False, ondelete="CASCADE"),
    Column("on", Date, nullable=False),
    Column("words", SealedText("observation.words"), nullable=False),
    Column("staff_id", Id, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

logo = Table(
    "logo",
    metadata,
    Column("lab_id", Id, ForeignKey("lab.id", ondelete="CASCADE"), primary_key=True),
    Column("mime", String(60), nullable=False),
    Column("data", SealedBytes("logo.data"), nullable=False),
    Column("version", String(40), nullable=False),
)
