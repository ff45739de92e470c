"""Counts that an import lays down beside those that are counted.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

SUMS = ('received', 'online', 'filed_for', 'filed_for_online', 'possible', 'possible_online')


def upgrade() -> None:
    with op.batch_alter_table('curtains', schema=None) as batch_op:
        batch_op.add_column(sa.Column('number', sa.Integer(), server_default='1', nullable=False))
    _lay_out(curtain=True)


def downgrade() -> None:
    _lay_out(curtain=False)
    with op.batch_alter_table('curtains', schema=None) as batch_op:
        batch_op.drop_column('number')


def _lay_out(*, curtain: bool) -> None:
    """Rows that stand beside each other become one where there may be but one."""
    key = ['business_id', 'month', *(['curtain'] if curtain else [])]
    month = sa.Integer() if op.get_bind().dialect.name == 'sqlite' else sa.Date()
    op.rename_table('monthly_counts', 'monthly_counts_before')
    if op.get_bind().dialect.name != 'sqlite':
        for name in ('pk_monthly_counts', 'fk_monthly_counts_business_id'):
            op.drop_constraint(name, 'monthly_counts_before')
    op.create_table('monthly_counts',
    sa.Column('business_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('month', month, nullable=False),
    *([sa.Column('curtain', sa.Integer(), autoincrement=False, server_default='0', nullable=False)] if curtain else []),
    *(sa.Column(name, sa.Integer(), nullable=False) for name in SUMS),
    sa.ForeignKeyConstraint(['business_id'], ['businesses.id'], name=op.f('fk_monthly_counts_business_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint(*key, name=op.f('pk_monthly_counts')),
    sqlite_with_rowid=False
    )
    sums = ', '.join(f'sum({name})' for name in SUMS)
    op.execute(
        f"INSERT INTO monthly_counts (business_id, month, {', '.join(SUMS)}) SELECT business_id, month, {sums} "
        "FROM monthly_counts_before GROUP BY 1, 2 ORDER BY 1, 2"
    )
    op.drop_table('monthly_counts_before')
