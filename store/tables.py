"""What is stored. docs/data.md says of each personal column why it is kept and for how long."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from store.types import SealedBytes, SealedJson, SealedText, UTCDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, Identity(), primary_key=True)


def _ref(
    name: str, target: str, *, nullable: bool = True, ondelete: str = "SET NULL", index: bool = True
) -> Column[int]:
    return Column(name, Id, ForeignKey(f"{target}.id", ondelete=ondelete), nullable=nullable, index=index)


lab = Table(
    "lab",
    metadata,
    _id(),
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
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

phase = Table(
    "phase",
    metadata,
    _id(),
    _ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("key", String(20), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    UniqueConstraint("lab_id", "key"),
    sqlite_autoincrement=True,
)

quota = Table(
    "quota",
    metadata,
    _id(),
    _ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("key", String(40), nullable=False),
    Column("name", String(100), nullable=False),
    Column("seats", Integer, nullable=False),
    UniqueConstraint("lab_id", "key"),
    sqlite_autoincrement=True,
)

membership = Table(
    "membership",
    metadata,
    Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("quota_id", Id, ForeignKey("quota.id", ondelete="CASCADE"), primary_key=True, index=True),
)

meeting = Table(
    "meeting",
    metadata,
    _id(),
    _ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
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
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

invitation = Table(
    "invitation",
    metadata,
    _id(),
    _ref("meeting_id", "meeting", nullable=False, ondelete="CASCADE", index=False),
    _ref("person_id", "person", nullable=False, ondelete="CASCADE"),
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
    _id(),
    _ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("staff_id", Id),
    Column("starts_at", UTCDateTime, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("place", String(200), nullable=False),
    _ref("person_id", "person"),
    Column("taken_at", UTCDateTime),
    Column("held", Boolean),
    UniqueConstraint("lab_id", "staff_id", "starts_at"),
    sqlite_autoincrement=True,
)
"""A slot for a talk of one person with another, open until somebody takes it."""

contact = Table(
    "contact",
    metadata,
    _id(),
    _ref("lab_id", "lab", nullable=False, ondelete="CASCADE", index=False),
    _ref("person_id", "person", nullable=False, ondelete="CASCADE", index=False),
    _ref("meeting_id", "meeting", ondelete="CASCADE"),
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

push = Table(
    "push",
    metadata,
    _id(),
    _ref("address_id", "address", nullable=False, ondelete="CASCADE"),
    Column("lookup", String(40), nullable=False, unique=True),
    Column("subscription", SealedJson("push.subscription"), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)
"""A browser that may be told that there is a message, while the page of the web chat is closed."""

person = Table(
    "person",
    metadata,
    _id(),
    _ref("lab_id", "lab"),
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
    Column("guardian_agreed_at", UTCDateTime),
    Column("confirmed_at", UTCDateTime),
    Column("created_at", UTCDateTime, nullable=False),
    Column("last_in_at", UTCDateTime),
    Column("last_out_at", UTCDateTime),
    Column("expires_at", UTCDateTime, index=True),
    sqlite_autoincrement=True,
)

address = Table(
    "address",
    metadata,
    _id(),
    Column("channel", String(20), nullable=False),
    Column("account", String(60), nullable=False),
    Column("lookup", String(40), nullable=False),
    Column("external", SealedText("address.external"), nullable=False),
    _ref("person_id", "person"),
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    Column("locales", String(60), nullable=False, server_default=""),
    Column("created_at", UTCDateTime, nullable=False),
    Column("farewell_at", UTCDateTime, index=True),
    UniqueConstraint("channel", "account", "lookup"),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
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
    _id(),
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
    Column("provider_id", String(80)),
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

consent = Table(
    "consent",
    metadata,
    _id(),
    _ref("person_id", "person", nullable=False, ondelete="CASCADE"),
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
    _id(),
    _ref("lab_id", "lab"),
    _ref("person_id", "person", ondelete="CASCADE"),
    Column("kind", String(30), nullable=False),
    Column("note", SealedText("task.note")),
    Column("media", SealedText("task.media")),
    Column("created_at", UTCDateTime, nullable=False),
    Column("answer_by", UTCDateTime),
    Column("done_at", UTCDateTime, index=True),
    Column("done_by", Id),
    sqlite_autoincrement=True,
)

code = Table(
    "code",
    metadata,
    _id(),
    _ref("lab_id", "lab", nullable=False, ondelete="CASCADE"),
    Column("token_hash", String(40), nullable=False, unique=True),
    Column("spoken_hash", String(40), nullable=False, unique=True),
    Column("place", String(200), nullable=False, server_default=""),
    Column("worker_id", Id),
    _ref("person_id", "person", ondelete="CASCADE"),
    _ref("staff_id", "staff", ondelete="CASCADE"),
    Column("uses_left", Integer),
    Column("created_at", UTCDateTime, nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

staff = Table(
    "staff",
    metadata,
    _id(),
    _ref("lab_id", "lab"),
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
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

media = Table(
    "media",
    metadata,
    _id(),
    _ref("person_id", "person", ondelete="CASCADE"),
    Column("kind", String(12), nullable=False),
    Column("mime", String(60), nullable=False),
    Column("data", SealedBytes("media.data"), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

quarantine = Table(
    "quarantine",
    metadata,
    _id(),
    Column("channel", String(20), nullable=False),
    Column("account", String(60), nullable=False),
    Column("raw", SealedBytes("quarantine.raw"), nullable=False),
    Column("reason", String(300), nullable=False),
    Column("received_at", UTCDateTime, nullable=False),
    sqlite_autoincrement=True,
)

tally = Table(
    "tally",
    metadata,
    _id(),
    Column("lab_id", Id, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("place", String(200), nullable=False),
    Column("count", Integer, nullable=False),
    UniqueConstraint("lab_id", "kind", "place"),
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

proof = Table(
    "proof",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("word", SealedText("proof.word"), nullable=False),
)
