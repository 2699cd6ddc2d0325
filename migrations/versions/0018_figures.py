"""figures

Revision 0018, after 0017, made 2026-11-29 02:10:00.

Every case that is there is counted by the clock afterwards, a few hundred at each look.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('figure_count',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation', sa.String(length=60), nullable=False),
    sa.Column('product', sa.String(length=60), nullable=False),
    sa.Column('counter', sa.String(length=60), nullable=False),
    sa.Column('life_event', sa.String(length=60), nullable=False),
    sa.Column('grain', sa.String(length=6), nullable=False),
    sa.Column('period', sa.Date(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('gone', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figure_count')),
    sa.UniqueConstraint('organisation', 'product', 'counter', 'life_event', 'grain', 'period', name=op.f('uq_figure_count_organisation_product_counter_life_event_grain_period'))
    )
    op.create_table('case_figure',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('adds', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_case_figure'))
    )
    op.create_table('figure_due',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_figure_due'))
    )
    op.create_index(op.f('ix_figure_due_case_id'), 'figure_due', ['case_id'])
    op.create_table('frozen_figure',
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('figure', sa.String(length=40), nullable=False),
    sa.Column('definition', sa.JSON(), nullable=False),
    sa.Column('filters', sa.JSON(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.Column('code_version', sa.String(length=40), nullable=False),
    sa.Column('catalogue_version', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_frozen_figure'))
    )
    op.execute('INSERT INTO figure_due (id, case_id) SELECT id, id FROM "case"')


def downgrade() -> None:
    for table in ('frozen_figure', 'figure_due', 'case_figure', 'figure_count'):
        op.drop_table(table)
