"""fetching and following

Revision 0008, after 0007, made 2026-11-28 19:10:00.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('feed',
    sa.Column('organisation', sa.String(length=60), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('organisation', name=op.f('pk_feed'))
    )
    op.add_column('referral', sa.Column('feed_number', sa.Integer(), nullable=True))
    op.create_index('ix_referral_feed', 'referral', ['organisation', 'feed_number'])
    op.create_index('ix_referral_unnumbered', 'referral', ['organisation', 'id'], sqlite_where=sa.text('feed_number IS NULL'), postgresql_where=sa.text('feed_number IS NULL'))

    op.create_index('ix_delivery_ready', 'delivery', ['next_attempt_at', 'case_id'], sqlite_where=sa.text("state = 'ready'"), postgresql_where=sa.text("state = 'ready'"))


def downgrade() -> None:
    op.execute("UPDATE delivery SET state = 'due' WHERE state = 'ready'")  # 0006 knows no organisation that fetches
    op.drop_index('ix_delivery_ready', table_name='delivery')

    op.drop_index('ix_referral_unnumbered', table_name='referral')
    op.drop_index('ix_referral_feed', table_name='referral')
    op.drop_column('referral', 'feed_number')
    op.drop_table('feed')
