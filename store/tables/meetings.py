"""Meetings, who comes, and the contacts that are planned."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, UniqueConstraint, text

from store.tables.base import Id, metadata, own_id, ref
from store.types import SealedText, UTCDateTime

meeting = Table(
    "meeting",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("phase", String(20), nullable=False),
    Column("starts", String(19), nullable=False),
    Column("ends", String(19), nullable=False),
    Column("timezone", String(60), nullable=False),
    Column("starts_at", UTCDateTime, nullable=False, index=True),
    Column("place", JSON, nullable=False),
    Column("title", JSON, nullable=False),
    Column("capacity", Integer, nullable=False, server_default="0"),
    Column("sessions", JSON, nullable=False),
    Column("offer", JSON, nullable=False),
    Column("facilitators", JSON, nullable=False),
    Column("decided", JSON, nullable=False),
    Column("state", String(12), nullable=False),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Column("uid", String(60), nullable=False, unique=True),
    Column("door_hash", String(40), unique=True),
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

invitation = Table(
    "invitation",
    metadata,
    own_id(),
    ref("meeting_id", "meeting", nullable=False, ondelete="CASCADE", index=False),
    ref("person_id", "person", nullable=False, ondelete="CASCADE"),
    Column("answer", String(12), nullable=False, server_default=""),
    Column("reason", String(30)),
    Column("words", SealedText("invitation.words")),
    Column("told_sequence", Integer),
    Column("answered_at", UTCDateTime),
    Column("waiting_since", UTCDateTime),
    Column("present", Boolean),
    UniqueConstraint("meeting_id", "person_id"),
    sqlite_autoincrement=True,
)

talk = Table(
    "talk",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("staff_id", Id),
    Column("starts_at", UTCDateTime, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("place", String(200), nullable=False),
    ref("person_id", "person"),
    Column("taken_at", UTCDateTime),
    Column("held", Boolean),
    UniqueConstraint("lab_id", "staff_id", "starts_at"),
    sqlite_autoincrement=True,
)
"""A slot for a talk of one person with another, open until somebody takes it."""

contact = Table(
    "contact",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE", index=False),
    ref("person_id", "person", nullable=False, ondelete="CASCADE", index=False),
    ref("meeting_id", "meeting", ondelete="CASCADE"),
    Column("kind", String(20), nullable=False),
    Column("reference", String(40), nullable=False),
    Column("slot", String(20), nullable=False, server_default=""),
    Column("priority", Integer, nullable=False),
    Column("due_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    Column("state", String(12), nullable=False),
    Column("reason", String(30), nullable=False, server_default=""),
    Column("reason_until", UTCDateTime),
    Column("decided_at", UTCDateTime),
    Column("created_at", UTCDateTime, nullable=False),
    UniqueConstraint("person_id", "kind", "reference", "slot"),
    sqlite_autoincrement=True,
)
"""`due_at` is when it is looked at next: a held contact is due again when its hold is over."""
_planned = text("state = 'planned'")
Index("ix_contact_due", contact.c.due_at, sqlite_where=_planned, postgresql_where=_planned)
Index("ix_contact_person", contact.c.person_id, contact.c.due_at, sqlite_where=_planned, postgresql_where=_planned)
"""What is due for one person is found however much is planned for her."""
Index("ix_contact_reference", contact.c.reference, contact.c.kind, contact.c.state, contact.c.person_id)
"""Who was asked by which poll is counted from it, without a look at the rows."""
