"""People, how they are reached, what they agreed to, and what humans do for them."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, UniqueConstraint, text

from store.tables.base import Id, metadata, own_id, ref
from store.types import SealedBytes, SealedJson, SealedText, UTCDateTime

person = Table(
    "person",
    metadata,
    own_id(),
    ref("lab_id", "lab"),
    Column("language", String(12), nullable=False, server_default=""),
    Column("role", String(30), nullable=False, server_default="participant"),
    Column("standing", String(30), nullable=False, server_default="new"),
    Column("name", SealedText("person.name")),
    Column("facts", SealedJson("person.facts")),
    Column("age_band", String(12)),
    Column("place", String(200)),
    Column("timezone", String(60), nullable=False, server_default=""),
    Column("prepared_at", UTCDateTime),
    Column("left_at", UTCDateTime),
    Column("worker_id", Id, index=True),
    Column("state", SealedJson("person.state")),
    Column("turns", Integer, nullable=False, server_default="0"),
    Column("turns_since", UTCDateTime),
    Column("handed_over_at", UTCDateTime),
    Column("paused_until", UTCDateTime),
    Column("owner_id", Id, index=True),
    Column("human_until", UTCDateTime),
    Column("merged_into", Id, index=True),
    Column("guardian_agreed_at", UTCDateTime),
    Column("confirmed_at", UTCDateTime),
    Column("created_at", UTCDateTime, nullable=False),
    Column("last_in_at", UTCDateTime),
    Column("last_out_at", UTCDateTime),
    Column("expires_at", UTCDateTime, index=True),
    sqlite_autoincrement=True,
)

Index("ix_person_here", *(person.c[name] for name in ("lab_id", "role", "standing", "id", "language", "age_band")))
"""Who takes part is counted from it."""

address = Table(
    "address",
    metadata,
    own_id(),
    Column("channel", String(20), nullable=False),
    Column("account", String(60), nullable=False),
    Column("lookup", String(40), nullable=False),
    Column("external", SealedText("address.external"), nullable=False),
    ref("person_id", "person"),
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    Column("locales", String(60), nullable=False, server_default=""),
    Column("created_at", UTCDateTime, nullable=False),
    Column("farewell_at", UTCDateTime, index=True),
    Column("line_id", Id, index=True),
    Column("speaker_id", Id),
    Column("speaks_since", UTCDateTime),
    UniqueConstraint("channel", "account", "lookup"),
    sqlite_autoincrement=True,
)
"""How a person is reached.

A phone that several use (store/phones.py) has a row of its own, without a person, which what comes in finds; each of
them has one too, with a lookup that nothing finds. All of these name the first one as their `line_id`. That one says
who speaks now (`speaker_id`, the row of one of them) and since when.
"""

consent = Table(
    "consent",
    metadata,
    own_id(),
    ref("person_id", "person", nullable=False, ondelete="CASCADE"),
    Column("kind", String(20), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("text_version", String(16), nullable=False),
    Column("language", String(12), nullable=False),
    Column("how", String(20), nullable=False),
    Column("assisted_by", Id),
    Column("at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

task = Table(
    "task",
    metadata,
    own_id(),
    ref("lab_id", "lab"),
    ref("person_id", "person", ondelete="CASCADE"),
    Column("kind", String(30), nullable=False),
    Column("note", SealedText("task.note")),
    Column("media", SealedText("task.media")),
    Column("created_at", UTCDateTime, nullable=False),
    Column("answer_by", UTCDateTime),
    Column("done_at", UTCDateTime, index=True),
    Column("done_by", Id),
    Column("sort", String(12), nullable=False, server_default=""),
    Column("language", String(12), nullable=False, server_default=""),
    Column("owner_id", Id, index=True),
    Column("merged_into", Id, index=True),
    Column("answer", SealedText("task.answer")),
    Column("answer_language", String(12), nullable=False, server_default=""),
    Column("answered_at", UTCDateTime),
    Column("climbed", Integer, nullable=False, server_default="0"),
    Column("broadcast_id", Id, index=True),
    sqlite_autoincrement=True,
)
"""Work for a human. With a `sort` (question, idea, signal) it is what a person brought in, and stays when it is done.

`climbed`: 0 with its owner, 1 with the coordinators, 2 on the list of broken promises. `merged_into`: the one that is
answered for both.
"""

media = Table(
    "media",
    metadata,
    own_id(),
    ref("person_id", "person", ondelete="CASCADE"),
    Column("kind", String(12), nullable=False),
    Column("mime", String(60), nullable=False),
    Column("data", SealedBytes("media.data"), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("update_id", Id, index=True),
    Column("shared", String(40), unique=True),
    sqlite_autoincrement=True,
)
"""`update_id`: a copy of what came with a report of a pilot, for somebody else to see. Who reported is forgotten: then
it goes too (`store.people.forget`). `shared`: names the bytes of a text read aloud, the same for everybody; it is
nobody's."""

tally = Table(
    "tally",
    metadata,
    own_id(),
    Column("lab_id", Id, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("place", String(200), nullable=False),
    Column("count", Integer, nullable=False),
    UniqueConstraint("lab_id", "kind", "place"),
    sqlite_autoincrement=True,
)
