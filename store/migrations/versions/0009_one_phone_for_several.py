"""One phone may be used by several people: each has an address of her own, and they name the line that they share"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("address", sa.Column("line_id", ID, nullable=True))
    op.add_column("address", sa.Column("speaker_id", ID, nullable=True))
    op.add_column("address", sa.Column("speaks_since", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_address_line_id", "address", ["line_id"])


def downgrade() -> None:
    op.drop_index("ix_address_line_id", "address")
    op.drop_column("address", "speaks_since")
    op.drop_column("address", "speaker_id")
    op.drop_column("address", "line_id")
