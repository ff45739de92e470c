"""Find what quotes a message by an index: each deleted message was looked for in all others.

Revision ID: 0008
Revises: 0007
"""

from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_messages_quoted_id', 'messages', ['quoted_id'])


def downgrade() -> None:
    op.drop_index('ix_messages_quoted_id', 'messages')
