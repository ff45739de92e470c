"""A legal document's number is one a year: boards begin with 1 each year.

Revision ID: 0005
Revises: 0004
"""

import re

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

NAMES_ITS_YEAR = re.compile(r'\d+[a-z]*/(?:19|20)\d\d(?:/|$)')  # of a folded number: 118/2025/ndcp
documents = sa.table(
    'legal_documents',
    sa.column('id', sa.Integer),
    sa.column('number_folded', sa.String),
    sa.column('issued_on', sa.Date),
    sa.column('numbered_in', sa.Integer),
)


def upgrade() -> None:
    with op.batch_alter_table('legal_documents', schema=None) as batch_op:
        batch_op.add_column(sa.Column('numbered_in', sa.Integer(), nullable=False, server_default='0'))
    connection = op.get_bind()
    dated = sa.select(documents.c.id, documents.c.number_folded, documents.c.issued_on)
    for row in connection.execute(dated.where(documents.c.issued_on.is_not(None))).all():
        if not NAMES_ITS_YEAR.match(row.number_folded):
            own = documents.c.id == row.id
            connection.execute(documents.update().where(own).values(numbered_in=row.issued_on.year))
    with op.batch_alter_table('legal_documents', schema=None) as batch_op:
        batch_op.alter_column('numbered_in', existing_type=sa.Integer(), server_default=None)
        batch_op.drop_constraint(batch_op.f('uq_legal_documents_number_folded'), type_='unique')
        batch_op.create_unique_constraint(
            batch_op.f('uq_legal_documents_number_folded_numbered_in'), ['number_folded', 'numbered_in']
        )


def downgrade() -> None:
    """Refused by the database itself where two documents of one number have come in since."""
    with op.batch_alter_table('legal_documents', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_legal_documents_number_folded_numbered_in'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_legal_documents_number_folded'), ['number_folded'])
        batch_op.drop_column('numbered_in')
