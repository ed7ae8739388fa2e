"""Who of the team has the page of a thing open that two may change"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_page",
        sa.Column("thing", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_open_page_staff_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thing", "staff_id", name=op.f("pk_open_page")),
    )


def downgrade() -> None:
    op.drop_table("open_page")
