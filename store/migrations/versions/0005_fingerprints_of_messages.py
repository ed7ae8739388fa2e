"""What a provider calls a message is kept as a fingerprint only

Ids from before are forgotten: no channel so far says anything later about a message by its id.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.text("UPDATE outbox SET provider_id = NULL WHERE provider_id IS NOT NULL"))


def downgrade() -> None:
    """An older program runs on this too; it does not find the messages from before."""
