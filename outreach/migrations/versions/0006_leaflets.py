"""Batches of leaflets whose recall was looked at and found unnecessary; the order of a plan's targets.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('leaflet_batches', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kept_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('kept_because', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('kept_for', sa.JSON(), nullable=True))
    with op.batch_alter_table('plan_targets', schema=None) as batch_op:
        batch_op.add_column(sa.Column('place', sa.Integer(), nullable=False, server_default='0'))
    op.execute("UPDATE plan_targets SET place = id")  # the order they had


def downgrade() -> None:
    with op.batch_alter_table('plan_targets', schema=None) as batch_op:
        batch_op.drop_column('place')
    with op.batch_alter_table('leaflet_batches', schema=None) as batch_op:
        batch_op.drop_column('kept_for')
        batch_op.drop_column('kept_because')
        batch_op.drop_column('kept_on')
