"""Polls, pilots, recommendations, questions and translations"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pilot",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("lab_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("goal", sa.JSON(), nullable=False),
        sa.Column("measure", sa.JSON(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("budget", sa.String(length=300), server_default="", nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("silent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lab_id"], ["lab.id"], name=op.f("fk_pilot_lab_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pilot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pilot_lab_id"), ["lab_id"], unique=False)

    op.create_table(
        "recommendation",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("lab_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lab_id"], ["lab.id"], name=op.f("fk_recommendation_lab_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_lab_id"), ["lab_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("pilot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_milestone_pilot_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_pilot_id"), ["pilot_id"], unique=False)

    op.create_table(
        "pilot_member",
        sa.Column("pilot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pilot_member_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_pilot_member_pilot_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pilot_id", "person_id", name=op.f("pk_pilot_member")),
    )
    with op.batch_alter_table("pilot_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pilot_member_person_id"), ["person_id"], unique=False)

    op.create_table(
        "pilot_update",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("pilot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("how", sa.String(length=12), server_default="", nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("media", sa.LargeBinary(), nullable=True),
        sa.Column("need", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pilot_update_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_pilot_update_pilot_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_update")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pilot_update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pilot_update_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pilot_update_pilot_id"), ["pilot_id"], unique=False)

    op.create_table(
        "poll",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("lab_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("pilot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("technique", sa.String(length=30), nullable=False),
        sa.Column("moment", sa.String(length=12), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.Column("round_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lab_id"], ["lab.id"], name=op.f("fk_poll_lab_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_poll_meeting_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_poll_pilot_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
        sa.UniqueConstraint("code", name=op.f("uq_poll_code")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("poll", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_closes_at"), ["closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_lab_id"), ["lab_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_poll_pilot_id"), ["pilot_id"], unique=False)

    op.create_table(
        "recommendation_change",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("recommendation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_change_recommendation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_change")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("recommendation_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recommendation_change_recommendation_id"), ["recommendation_id"], unique=False
        )

    op.create_table(
        "source",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("recommendation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_source_recommendation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("recommendation_id", "reference", name=op.f("uq_source_recommendation_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_recommendation_id"), ["recommendation_id"], unique=False)

    op.create_table(
        "translation",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("lab_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("source_language", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("unsure", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("mediator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("second_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lab_id"], ["lab.id"], name=op.f("fk_translation_lab_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["mediator_id"], ["person.id"], name=op.f("fk_translation_mediator_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["person.id"], name=op.f("fk_translation_second_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sa.UniqueConstraint("subject", "language", name=op.f("uq_translation_subject")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("translation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_translation_lab_id"), ["lab_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_translation_mediator_id"), ["mediator_id"], unique=False)
        batch_op.create_index(
            "ix_translation_open",
            ["lab_id"],
            unique=False,
            sqlite_where=sa.text("state IN ('waiting', 'given')"),
            postgresql_where=sa.text("state IN ('waiting', 'given')"),
        )
        batch_op.create_index(batch_op.f("ix_translation_second_id"), ["second_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("poll_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("part", sa.String(length=30), nullable=False),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("sound", sa.LargeBinary(), nullable=True),
        sa.Column("mime", sa.String(length=60), server_default="", nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("group", sa.String(length=40), server_default="", nullable=False),
        sa.Column("builds_on", sa.String(length=32), server_default="", nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_answer_poll_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index("ix_answer_poll_id", ["poll_id", "id"], unique=False)

    op.create_table(
        "handing",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("poll_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("idea", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_handing_poll_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handing")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("handing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handing_poll_id"), ["poll_id"], unique=False)

    op.create_table(
        "participation",
        sa.Column("poll_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_participation_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_participation_poll_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("poll_id", "person_id", name=op.f("pk_participation")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "reaction",
        sa.Column("update_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sign", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reaction_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["update_id"], ["pilot_update.id"], name=op.f("fk_reaction_update_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("update_id", "person_id", name=op.f("pk_reaction")),
    )
    with op.batch_alter_table("reaction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reaction_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("lab", schema=None) as batch_op:
        batch_op.add_column(sa.Column("safety", sa.JSON(), nullable=True))

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sort", sa.String(length=12), server_default="", nullable=False))
        batch_op.add_column(sa.Column("language", sa.String(length=12), server_default="", nullable=False))
        batch_op.add_column(sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column("merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("answer", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("answer_language", sa.String(length=12), server_default="", nullable=False))
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("climbed", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index(batch_op.f("ix_task_merged_into"), ["merged_into"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_owner_id"), ["owner_id"], unique=False)

    # What waits for an answer already was promised one.
    op.execute(
        "UPDATE task SET sort = 'question', "
        "language = COALESCE((SELECT person.language FROM person WHERE person.id = task.person_id), '') "
        "WHERE kind IN ('message', 'question') AND answer_by IS NOT NULL AND done_at IS NULL"
    )

    op.add_column("media", sa.Column("update_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
    op.create_index(op.f("ix_media_update_id"), "media", ["update_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_media_update_id"), "media")
    with op.batch_alter_table("media", schema=None) as batch_op:
        batch_op.drop_column("update_id")

    op.drop_table("reaction")
    op.drop_table("participation")
    op.drop_table("handing")
    op.drop_table("answer")
    op.drop_table("translation")
    op.drop_table("source")
    op.drop_table("recommendation_change")
    op.drop_table("poll")
    op.drop_table("pilot_update")
    op.drop_table("pilot_member")
    op.drop_table("milestone")
    op.drop_table("recommendation")
    op.drop_table("pilot")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_owner_id"))
        batch_op.drop_index(batch_op.f("ix_task_merged_into"))
        for name in (
            "sort",
            "language",
            "owner_id",
            "merged_into",
            "answer",
            "answer_language",
            "answered_at",
            "climbed",
        ):
            batch_op.drop_column(name)

    with op.batch_alter_table("lab", schema=None) as batch_op:
        batch_op.drop_column("safety")
