"""Registers further on: where they are fetched from, and what people said of their columns and names.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

import outreach.database

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _remember_columns()
    _fetch_registers()
    _expect_files()
    _hang_a_curtain()
    _match_names()


def downgrade() -> None:
    _stop_matching_names()
    _take_the_curtain_down()
    _forget_columns()
    _expect_no_files()
    _stop_fetching()


# ── fetching ─────────────────────────────────────────────────────────────────────────────────────────────


def _fetch_registers() -> None:
    op.create_table('register_sources',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('system', sa.String(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('secret', sa.String(), nullable=True),
    sa.Column('every', sa.String(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('by_itself', sa.Boolean(), nullable=False),
    sa.Column('most_refused', sa.Integer(), nullable=False),
    sa.Column('quiet_days', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('created_at', outreach.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('next_at', outreach.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('claimed_by', sa.String(), nullable=True),
    sa.Column('claimed_at', outreach.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('new_at', outreach.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('quiet_at', outreach.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('told_failing_at', outreach.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('told_quiet_at', outreach.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('etag', sa.String(), nullable=True),
    sa.Column('last_modified', sa.String(), nullable=True),
    sa.Column('sha256', sa.String(), nullable=True),
    sa.CheckConstraint('hour BETWEEN 0 AND 23', name=op.f('ck_register_sources_hour')),
    sa.CheckConstraint('day BETWEEN 1 AND 31', name=op.f('ck_register_sources_day')),
    sa.CheckConstraint('most_refused BETWEEN 0 AND 100', name=op.f('ck_register_sources_most_refused')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['users.id'], name=op.f('fk_register_sources_asked_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name=op.f('fk_register_sources_owner_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_sources')),
    sa.UniqueConstraint('name', name=op.f('uq_register_sources_name'))
    )
    op.create_table('fetch_tries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('started_at', outreach.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('finished_at', outreach.database.UtcDateTime(timezone=True), nullable=True),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('size', sa.Integer(), nullable=True),
    sa.Column('said', sa.String(), nullable=True),
    sa.Column('whole', sa.Boolean(), nullable=True),
    sa.Column('import_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['users.id'], name=op.f('fk_fetch_tries_asked_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['import_id'], ['import_runs.id'], name=op.f('fk_fetch_tries_import_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['source_id'], ['register_sources.id'], name=op.f('fk_fetch_tries_source_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fetch_tries'))
    )
    for table, columns in (
        ('register_sources', ('owner_id', 'next_at')), ('fetch_tries', ('outcome', 'import_id')),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.create_index(batch_op.f(f'ix_{table}_{column}'), [column], unique=False)
    op.create_index('ix_fetch_tries_source_id_started_at', 'fetch_tries', ['source_id', 'started_at'])
    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('fetched_from', sa.String(), nullable=True))


def _stop_fetching() -> None:
    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.drop_column('fetched_from')
    op.drop_table('fetch_tries')
    op.drop_table('register_sources')


# ── expected files ───────────────────────────────────────────────────────────────────────────────────────


def _expect_files() -> None:
    op.create_table('expected_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('closes_on_day', sa.Integer(), nullable=True),
    sa.Column('due_on_day', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('reminded_of', sa.Date(), nullable=True),
    sa.Column('recorded_at', outreach.database.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('due_on_day BETWEEN 1 AND 28', name=op.f('ck_expected_files_due_on_day')),
    sa.CheckConstraint('closes_on_day BETWEEN 1 AND 27', name=op.f('ck_expected_files_closes_on_day')),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name=op.f('fk_expected_files_owner_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_expected_files')),
    sa.UniqueConstraint('kind', 'source', name=op.f('uq_expected_files_kind_source'))
    )
    op.create_index('ix_expected_files_owner_id', 'expected_files', ['owner_id'])
    op.create_table('import_spans',
    sa.Column('import_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('first', sa.Date(), nullable=True),
    sa.Column('last', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['import_id'], ['import_runs.id'], name=op.f('fk_import_spans_import_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('import_id', name=op.f('pk_import_spans'))
    )


def _expect_no_files() -> None:
    op.drop_table('import_spans')
    op.drop_table('expected_files')


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────────


def _remember_columns() -> None:
    op.create_table('column_maps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('headings', sa.String(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('said', sa.Boolean(), nullable=False),
    sa.Column('sheet', sa.String(), nullable=True),
    sa.Column('filename', sa.String(), nullable=False),
    sa.Column('read_at', outreach.database.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_column_maps')),
    sa.UniqueConstraint('kind', 'source', 'headings', name=op.f('uq_column_maps_kind_source_headings'))
    )
    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('chosen', sa.JSON(), nullable=True))


def _forget_columns() -> None:
    with op.batch_alter_table('import_runs', schema=None) as batch_op:
        batch_op.drop_column('chosen')
    op.drop_table('column_maps')


# ── the curtain ──────────────────────────────────────────────────────────────────────────────────────────


def _hang_a_curtain() -> None:
    op.create_table('curtains',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['import_runs.id'], name=op.f('fk_curtains_import_id')),
    sa.PrimaryKeyConstraint('import_id', name=op.f('pk_curtains'))
    )


def _take_the_curtain_down() -> None:
    """What stood behind it never was in the register."""
    op.execute(
        "DELETE FROM dossiers WHERE id >= (SELECT coalesce(min(first_id), 9223372036854775807) FROM curtains)"
    )
    op.drop_table('curtains')


# ── names that may mean a business ───────────────────────────────────────────────────────────────────────


def _match_names() -> None:
    with op.batch_alter_table('businesses', schema=None) as batch_op:
        batch_op.add_column(sa.Column('compared', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_index(
            'ix_businesses_compared', ['compared'], unique=False,
            sqlite_where=sa.text('compared = false'), postgresql_where=sa.text('compared = false'),
        )
    op.create_table('name_candidates',
    sa.Column('business_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('candidate_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['business_id'], ['businesses.id'], name=op.f('fk_name_candidates_business_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['candidate_id'], ['businesses.id'], name=op.f('fk_name_candidates_candidate_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('business_id', 'candidate_id', name=op.f('pk_name_candidates')),
    sqlite_with_rowid=False
    )
    op.create_table('name_decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('verdict', sa.String(), nullable=False),
    sa.Column('business_id', sa.Integer(), nullable=False),
    sa.Column('dossiers', sa.Integer(), nullable=False),
    sa.Column('others', sa.Integer(), nullable=False),
    sa.Column('joined', sa.Integer(), nullable=False),
    sa.Column('last_dossier', sa.Integer(), nullable=False),
    sa.Column('former', sa.JSON(), nullable=True),
    sa.Column('decided_at', outreach.database.UtcDateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['business_id'], ['businesses.id'], name=op.f('fk_name_decisions_business_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_name_decisions_decided_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_name_decisions'))
    )
    op.create_table('business_aliases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('name_folded', sa.String(), nullable=False),
    sa.Column('business_id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['business_id'], ['businesses.id'], name=op.f('fk_business_aliases_business_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decision_id'], ['name_decisions.id'], name=op.f('fk_business_aliases_decision_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_business_aliases')),
    sa.UniqueConstraint('name_folded', name=op.f('uq_business_aliases_name_folded'))
    )
    for table, columns in (
        ('name_candidates', ('candidate_id',)), ('name_decisions', ('business_id', 'decided_at')),
        ('business_aliases', ('business_id', 'decision_id')),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.create_index(batch_op.f(f'ix_{table}_{column}'), [column], unique=False)


def _stop_matching_names() -> None:
    op.drop_table('business_aliases')
    op.drop_table('name_decisions')
    op.drop_table('name_candidates')
    with op.batch_alter_table('businesses', schema=None) as batch_op:
        batch_op.drop_index('ix_businesses_compared')
        batch_op.drop_column('compared')
