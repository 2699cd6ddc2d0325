"""delivery log and downtime

Revision 0009, after 0008, made 2026-11-28 19:05:11.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

DEAD = sa.text("state = 'dead'")
NOT_CANCELLED = sa.text('cancelled_at IS NULL')


def upgrade() -> None:
    op.create_table('downtime',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation', sa.String(length=60), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('announced_by', sa.String(length=120), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_downtime'))
    )
    op.create_index('ix_downtime_organisation', 'downtime', ['organisation', 'until_at'], sqlite_where=NOT_CANCELLED, postgresql_where=NOT_CANCELLED)

    op.add_column('delivery', sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE delivery SET delivered_at = finished_at WHERE state = 'done'")
    op.create_index('ix_delivery_organisation', 'delivery', ['organisation', 'id'])
    op.create_index('ix_delivery_dead', 'delivery', ['organisation', 'id'], sqlite_where=DEAD, postgresql_where=DEAD)
    op.add_column('case', sa.Column('stuck_until', sa.DateTime(timezone=True), nullable=True))
    op.add_column('channel', sa.Column('dark_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('channel', sa.Column('down_from', sa.DateTime(timezone=True), nullable=True))
    op.add_column('channel', sa.Column('down_until', sa.DateTime(timezone=True), nullable=True))
    op.add_column('channel', sa.Column('down_waiting', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('channel', 'down_waiting')
    op.drop_column('channel', 'down_until')
    op.drop_column('channel', 'down_from')
    op.drop_column('channel', 'dark_at')
    op.drop_column('case', 'stuck_until')
    op.drop_index('ix_delivery_dead', table_name='delivery')
    op.drop_index('ix_delivery_organisation', table_name='delivery')
    op.drop_column('delivery', 'delivered_at')
    op.drop_index('ix_downtime_organisation', table_name='downtime')

    op.drop_table('downtime')
