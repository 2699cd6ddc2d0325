
"""what stands still: the supervisor's list

Revision 0012, after 0011, made 2026-11-28 22:50:00.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

STUCK = sa.text('stuck_reason IS NOT NULL')
WATCHED = sa.text('stuck_next IS NOT NULL')
RUNS = "state NOT IN ('settled', 'closed', 'withdrawn')"
LISTS = {
    'ix_case_stuck': ['stuck_rank', 'stuck_since', 'id'],
    'ix_case_stuck_reason': ['stuck_reason', 'stuck_rank', 'stuck_since', 'id', 'snoozed_until', 'hidden'],
    'ix_case_stuck_organisation': ['stuck_organisation', 'stuck_rank', 'stuck_since', 'id'],
    'ix_case_stuck_counter': ['counter', 'stuck_rank', 'stuck_since', 'id'],
    'ix_case_stuck_coordinator': ['coordinator', 'stuck_rank', 'stuck_since', 'id'],
}
COLUMNS = {
    'stuck_rank': sa.Integer(),
    'stuck_organisation': sa.String(length=60),
    'stuck_product': sa.String(length=60),
    'stuck_next': sa.DateTime(timezone=True),
    'coordinator': sa.String(length=80),
    'snoozed_until': sa.Date(),
}


def upgrade() -> None:
    op.drop_index('ix_case_stuck', table_name='case')
    op.add_column('case', sa.Column('need', sa.Integer(), nullable=False, server_default='0'))
    for name, kind in COLUMNS.items():
        op.add_column('case', sa.Column(name, kind, nullable=True))
    op.execute('UPDATE "case" SET stuck_rank = 0, stuck_next = stuck_since WHERE stuck_reason IS NOT NULL')  # the clock looks at each at once
    op.execute(f'UPDATE "case" SET stuck_next = knocked_at WHERE stuck_reason IS NULL AND urgent AND {RUNS}')  # and weighs its need
    for name, columns in LISTS.items():
        op.create_index(name, 'case', columns, sqlite_where=STUCK, postgresql_where=STUCK)
    op.create_index('ix_case_stuck_next', 'case', ['stuck_next'], sqlite_where=WATCHED, postgresql_where=WATCHED)
    op.add_column('referral', sa.Column('supplied_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('referral', sa.Column('points_to', sa.String(length=60), nullable=True))
    op.create_table(
        'stuck_view',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('account', sa.String(length=80), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('chosen', sa.JSON(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_stuck_view'),
    )
    op.create_index('ix_stuck_view_account', 'stuck_view', ['account'])


def downgrade() -> None:
    op.drop_table('stuck_view')
    op.drop_column('referral', 'points_to')
    op.drop_column('referral', 'supplied_at')
    op.drop_index('ix_case_stuck_next', table_name='case')
    for name in LISTS:
        op.drop_index(name, table_name='case')
    for name in COLUMNS:
        op.drop_column('case', name)
    op.drop_column('case', 'need')
    op.create_index('ix_case_stuck', 'case', ['stuck_since', 'id'], sqlite_where=STUCK, postgresql_where=STUCK)
