"""What a provider says of a message before its id is stored here"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "early_receipt",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("provider_id", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_receipt")),
        sa.UniqueConstraint("channel", "account", "provider_id", name=op.f("uq_early_receipt_channel")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("early_receipt")
