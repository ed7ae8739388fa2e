"""An index by which what is due for a person is found, however much is planned for her"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PLANNED = sa.text("state = 'planned'")


def upgrade() -> None:
    op.create_index(
        "ix_contact_person", "contact", ["person_id", "due_at"], sqlite_where=_PLANNED, postgresql_where=_PLANNED
    )


def downgrade() -> None:
    op.drop_index("ix_contact_person", "contact", sqlite_where=_PLANNED, postgresql_where=_PLANNED)
