"""The months of the monthly counts are numbers on SQLite.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

NUMBER = "substr(month, 1, 4) * 12 + substr(month, 6, 2) - 1"
DAY = "printf('%04d-%02d-01', month / 12, month % 12 + 1)"


def upgrade() -> None:
    _keep_months(sa.Integer(), NUMBER)


def downgrade() -> None:
    _keep_months(sa.Date(), DAY)


def _keep_months(kind: sa.types.TypeEngine, month: str) -> None:
    """SQLite kept ten letters for each month; PostgreSQL's dates are numbers already."""
    if op.get_bind().dialect.name != 'sqlite':
        return
    op.rename_table('monthly_counts', 'monthly_counts_before')
    op.create_table('monthly_counts',
    sa.Column('business_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('month', kind, nullable=False),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.Column('online', sa.Integer(), nullable=False),
    sa.Column('filed_for', sa.Integer(), nullable=False),
    sa.Column('filed_for_online', sa.Integer(), nullable=False),
    sa.Column('possible', sa.Integer(), nullable=False),
    sa.Column('possible_online', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['business_id'], ['businesses.id'], name=op.f('fk_monthly_counts_business_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('business_id', 'month', name=op.f('pk_monthly_counts')),
    sqlite_with_rowid=False
    )
    op.execute(
        f"INSERT INTO monthly_counts SELECT business_id, {month}, received, online, filed_for, filed_for_online, "
        "possible, possible_online FROM monthly_counts_before ORDER BY 1, 2"
    )
    op.drop_table('monthly_counts_before')
