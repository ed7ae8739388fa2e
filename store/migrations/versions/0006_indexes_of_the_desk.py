"""Indexes from which the desk counts people, and who was asked by which poll, without a look at the rows"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_person_here", "person", ["lab_id", "role", "standing", "id", "language", "age_band"])
    op.drop_index("ix_contact_reference", "contact")
    op.create_index("ix_contact_reference", "contact", ["reference", "kind", "state", "person_id"])


def downgrade() -> None:
    op.drop_index("ix_contact_reference", "contact")
    op.create_index("ix_contact_reference", "contact", ["reference"])
    op.drop_index("ix_person_here", "person")
