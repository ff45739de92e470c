"""Registers as they really come: staged imports, mappings, matches, reported forms, fetching.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

import outreach.database

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _stage_imports()
    _lay_out_monthly_counts(with_rowid=False)
    _keep_reported_figures()


def downgrade() -> None:
    _forget_reported_figures()
    _lay_out_monthly_counts(with_rowid=True)
    _unstage_imports()


# ── staging, history and undo ────────────────────────────────────────────────────────────────────────────


def _stage_imports() -> None:
    with op.batch_alter_table('dossiers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('assistance_said', sa.Boolean(), server_default=sa.false(), nullable=False))
    # No file may take back what somebody here said, and who said what is there already nobody knows: what
    # no file wrote was said here.
    op.execute("UPDATE dossiers SET assistance_said = true WHERE assistance IS NOT NULL AND import_id IS NULL")
    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('marked_at', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('undone_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('undone_at', outreach.database.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_import_runs_undone_by_id'), 'users', ['undone_by_id'], ['id'], ondelete='SET NULL'
        )
    op.create_table('staged_dossiers',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('earlier', sa.String(), nullable=True),
    sa.Column('shape', sa.Integer(), nullable=False),
    sa.Column('does', sa.String(), nullable=False),
    sa.Column('dossier_id', sa.Integer(), nullable=True),
    sa.Column('business', sa.Integer(), nullable=True),
    sa.Column('agency', sa.Integer(), nullable=True),
    sa.Column('procedure', sa.Integer(), nullable=True),
    sa.Column('field', sa.String(), nullable=True),
    sa.Column('field_folded', sa.String(), nullable=True),
    sa.Column('applicant', sa.String(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('finished_on', sa.Date(), nullable=True),
    sa.Column('returned_on', sa.Date(), nullable=True),
    sa.Column('filing_channel', sa.String(), nullable=True),
    sa.Column('return_channel', sa.String(), nullable=True),
    sa.Column('status', sa.String(), nullable=True),
    sa.Column('paid_vnd', sa.BigInteger(), nullable=True),
    sa.Column('digitised', sa.Boolean(), nullable=True),
    sa.Column('assistance', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['import_id'], ['import_runs.id'], name=op.f('fk_staged_dossiers_import_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('import_id', 'code', name=op.f('pk_staged_dossiers')),
    sqlite_with_rowid=False
    )
    op.create_table('staged_names',
    sa.Column('import_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=True),
    sa.Column('own_code', sa.String(), nullable=True),
    sa.Column('name', sa.String(), nullable=True),
    sa.Column('key', sa.String(), nullable=True),
    sa.Column('found_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['import_runs.id'], name=op.f('fk_staged_names_import_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('import_id', 'number', name=op.f('pk_staged_names')),
    sqlite_with_rowid=False
    )
    op.create_table('import_rows',
    sa.Column('import_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('dossier_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('did', sa.String(), nullable=False),
    sa.Column('former_import_id', sa.Integer(), nullable=True),
    sa.Column('business_id', sa.Integer(), nullable=True),
    sa.Column('agency_id', sa.Integer(), nullable=True),
    sa.Column('procedure_id', sa.Integer(), nullable=True),
    sa.Column('applicant', sa.String(), nullable=True),
    sa.Column('field', sa.String(), nullable=True),
    sa.Column('field_folded', sa.String(), nullable=True),
    sa.Column('field_given', sa.Boolean(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('finished_on', sa.Date(), nullable=True),
    sa.Column('returned_on', sa.Date(), nullable=True),
    sa.Column('filing_channel', sa.String(), nullable=True),
    sa.Column('return_channel', sa.String(), nullable=True),
    sa.Column('status', sa.String(), nullable=True),
    sa.Column('paid_vnd', sa.BigInteger(), nullable=True),
    sa.Column('digitised', sa.Boolean(), nullable=True),
    sa.Column('assistance', sa.String(), nullable=True),
    sa.Column('online_possible', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['agency_id'], ['agencies.id'], name=op.f('fk_import_rows_agency_id')),
    sa.ForeignKeyConstraint(['business_id'], ['businesses.id'], name=op.f('fk_import_rows_business_id')),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossiers.id'], name=op.f('fk_import_rows_dossier_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['former_import_id'], ['import_runs.id'], name=op.f('fk_import_rows_former_import_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['import_id'], ['import_runs.id'], name=op.f('fk_import_rows_import_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedures.id'], name=op.f('fk_import_rows_procedure_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('import_id', 'dossier_id', name=op.f('pk_import_rows')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('import_rows', schema=None) as batch_op:
        batch_op.create_index('ix_import_rows_dossier_id', ['dossier_id'], unique=False)
        for column in ('agency_id', 'business_id', 'former_import_id', 'procedure_id'):
            filled = sa.text(f'{column} IS NOT NULL')
            batch_op.create_index(
                f'ix_import_rows_{column}', [column], unique=False, sqlite_where=filled, postgresql_where=filled
            )


def _lay_out_monthly_counts(*, with_rowid: bool) -> None:
    """On SQLite a business's months lie side by side: asked for some hundred groups, twice as fast."""
    if op.get_bind().dialect.name != 'sqlite':
        return
    op.rename_table('monthly_counts', 'monthly_counts_before')
    op.create_table('monthly_counts',
    sa.Column('business_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.Column('online', sa.Integer(), nullable=False),
    sa.Column('filed_for', sa.Integer(), nullable=False),
    sa.Column('filed_for_online', sa.Integer(), nullable=False),
    sa.Column('possible', sa.Integer(), nullable=False),
    sa.Column('possible_online', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['business_id'], ['businesses.id'], name=op.f('fk_monthly_counts_business_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('business_id', 'month', name=op.f('pk_monthly_counts')),
    sqlite_with_rowid=with_rowid
    )
    op.execute('INSERT INTO monthly_counts SELECT * FROM monthly_counts_before')
    op.drop_table('monthly_counts_before')


def _unstage_imports() -> None:
    op.drop_table('import_rows')
    op.drop_table('staged_names')
    op.drop_table('staged_dossiers')
    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_import_runs_undone_by_id'), type_='foreignkey')
        batch_op.drop_column('undone_at')
        batch_op.drop_column('undone_by_id')
        batch_op.drop_column('marked_at')
    with op.batch_alter_table('dossiers', schema=None) as batch_op:
        batch_op.drop_column('assistance_said')


# ── figures of summary forms ─────────────────────────────────────────────────────────────────────────────


def _keep_reported_figures() -> None:
    op.create_table('summary_forms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('title', sa.String(), nullable=True),
    sa.Column('counted_in', sa.String(), nullable=True),
    sa.Column('import_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', outreach.database.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('first <= last', name=op.f('ck_summary_forms_days_in_order')),
    sa.ForeignKeyConstraint(['import_id'], ['import_runs.id'], name=op.f('fk_summary_forms_import_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_summary_forms')),
    sa.UniqueConstraint('source', 'first', 'last', name=op.f('uq_summary_forms_source_first_last'))
    )
    op.create_table('reported_figures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('form_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('grain', sa.String(), nullable=False),
    sa.Column('part', sa.String(), nullable=True),
    sa.Column('unit', sa.String(), nullable=True),
    sa.Column('field', sa.String(), nullable=True),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('total', sa.Boolean(), nullable=False),
    sa.Column('measure', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', outreach.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['form_id'], ['summary_forms.id'], name=op.f('fk_reported_figures_form_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['import_id'], ['import_runs.id'], name=op.f('fk_reported_figures_import_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reported_figures')),
    sa.UniqueConstraint('form_id', 'key', 'measure', name=op.f('uq_reported_figures_form_id_key_measure'))
    )
    op.create_table('former_figures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('figure_id', sa.Integer(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', outreach.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('replaced_at', outreach.database.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['figure_id'], ['reported_figures.id'], name=op.f('fk_former_figures_figure_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['import_id'], ['import_runs.id'], name=op.f('fk_former_figures_import_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_figures'))
    )
    for table, column in (
        ('summary_forms', 'import_id'), ('reported_figures', 'import_id'),
        ('former_figures', 'figure_id'), ('former_figures', 'import_id'),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f'ix_{table}_{column}'), [column], unique=False)


def _forget_reported_figures() -> None:
    op.drop_table('former_figures')
    op.drop_table('reported_figures')
    op.drop_table('summary_forms')
