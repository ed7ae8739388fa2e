"""Labs, what they are planned by, and who works for them."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint, text

from store.tables.base import Id, metadata, own_id, ref
from store.types import SealedText, UTCDateTime

lab = Table(
    "lab",
    metadata,
    own_id(),
    Column("name", String(200), nullable=False),
    Column("city", String(200), nullable=False),
    Column("timezone", String(60), nullable=False),
    Column("languages", JSON, nullable=False),
    Column("keyword", String(60), nullable=False, server_default=""),
    Column("tryout", Boolean, nullable=False, server_default=text("false")),
    Column("made_up", Boolean, nullable=False, server_default=text("false")),
    Column("policy", JSON),
    Column("plan", JSON),
    Column("calendars", JSON),
    Column("safety", JSON),
    Column("report", JSON),
    Column("colour", String(7), nullable=False, server_default=""),
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

phase = Table(
    "phase",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("key", String(20), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    UniqueConstraint("lab_id", "key"),
    sqlite_autoincrement=True,
)

quota = Table(
    "quota",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("key", String(40), nullable=False),
    Column("name", String(100), nullable=False),
    Column("seats", Integer, nullable=False),
    Column("names", JSON),
    UniqueConstraint("lab_id", "key"),
    sqlite_autoincrement=True,
)

membership = Table(
    "membership",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("quota_id", Id, ForeignKey("quota.id", ondelete="CASCADE"), primary_key=True, index=True),
)

staff = Table(
    "staff",
    metadata,
    own_id(),
    ref("lab_id", "lab"),
    Column("name", SealedText("staff.name"), nullable=False),
    Column("email", SealedText("staff.email")),
    Column("email_lookup", String(40), unique=True),
    Column("role", String(30), nullable=False),
    Column("language", String(12), nullable=False, server_default="en"),
    Column("password_hash", String(200)),
    Column("setup_hash", String(40), unique=True),
    Column("setup_until", UTCDateTime),
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("person_id", Id, index=True),
    Column("totp", SealedText("staff.totp")),
    Column("totp_used", Integer),
    Column("recovery", JSON),
    Column("ended_at", UTCDateTime),
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

code = Table(
    "code",
    metadata,
    own_id(),
    ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("token_hash", String(40), nullable=False, unique=True),
    Column("spoken_hash", String(40), nullable=False, unique=True),
    Column("place", String(200), nullable=False, server_default=""),
    Column("worker_id", Id),
    ref("person_id", "person", ondelete="CASCADE"),
    ref("staff_id", "staff", ondelete="CASCADE"),
    Column("uses_left", Integer),
    Column("created_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)
