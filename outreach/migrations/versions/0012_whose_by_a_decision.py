"""Which dossiers stand with a business because a person said whom a name means; addresses that name a month.

Revision ID: 0012
Revises: 0011
"""

import json

import sqlalchemy as sa
from alembic import op

from outreach.text import fold, fold_words

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

AT_ONCE = 500


def upgrade() -> None:
    op.create_table('meant_dossiers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('dossier_id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=True),
    sa.Column('moved', sa.Boolean(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['decision_id'], ['name_decisions.id'], name=op.f('fk_meant_dossiers_decision_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossiers.id'], name=op.f('fk_meant_dossiers_dossier_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['import_id'], ['import_runs.id'], name=op.f('fk_meant_dossiers_import_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meant_dossiers'))
    )
    with op.batch_alter_table('meant_dossiers', schema=None) as batch_op:
        for column in ('dossier_id', 'decision_id', 'import_id'):
            batch_op.create_index(batch_op.f(f'ix_meant_dossiers_{column}'), [column], unique=False)
    _note_earlier_decisions()
    with op.batch_alter_table('register_sources', schema=None) as batch_op:
        batch_op.add_column(sa.Column('marked_at_address', sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('register_sources', schema=None) as batch_op:
        batch_op.drop_column('marked_at_address')
    op.drop_table('meant_dossiers')


def _note_earlier_decisions() -> None:
    """What decisions moved is written with them; what came by a name since is told by the name alone."""
    connection = op.get_bind()
    decisions = connection.execute(sa.text(
        "SELECT id, business_id, last_dossier, former FROM name_decisions WHERE verdict = 'same' ORDER BY id"
    )).all()  # fmt: skip
    noted = sa.text(
        "INSERT INTO meant_dossiers (dossier_id, decision_id, moved, import_id) "
        "SELECT id, :decision_id, :moved, CASE WHEN :moved THEN NULL ELSE import_id END "
        "FROM dossiers WHERE id = :dossier_id AND business_id = :business_id"
    )
    for decision_id, business_id, last, former in decisions:
        said = json.loads(former) if isinstance(former, str) else former or {}
        keys = [key[0] for key in (said.get("rows") or {}).get("dossiers", ())]
        own = {"decision_id": decision_id, "business_id": business_id}
        rows = [{**own, "dossier_id": key, "moved": True} for key in keys]
        rows += [{**own, "dossier_id": key, "moved": False} for key in _came(decision_id, business_id, last)]
        for some in range(0, len(rows), AT_ONCE):
            connection.execute(noted, rows[some:some + AT_ONCE])


def _came(decision_id: int, business_id: int, last: int) -> list[int]:
    """Later dossiers of the business that bear a name of the decision."""
    connection, own = op.get_bind(), {"business_id": business_id, "last": last}
    aliases = sa.text("SELECT name_folded FROM business_aliases WHERE decision_id = :decision_id")
    keys = set(connection.scalars(aliases, {"decision_id": decision_id}))
    later = "FROM dossiers WHERE business_id = :business_id AND id > :last"
    found = connection.execute(sa.text(f"SELECT id, applicant {later} ORDER BY id"), own).all()  # noqa: S608
    return [row[0] for row in found if row[1] and (fold_words(row[1]) or fold(row[1])) in keys]
