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
    op.create_table('subscription',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation', sa.String(length=60), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('types', sa.JSON(), nullable=False),
    sa.Column('secret', sa.Text(), nullable=True),
    sa.Column('previous_secret', sa.Text(), nullable=True),
    sa.Column('previous_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscription'))
    )
    op.create_index('ix_subscription_organisation', 'subscription', ['organisation', 'ended_at'])

    # What happened before there were subscribers is nobody's news.
    op.add_column('case_event', sa.Column('announced', sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table('case_event') as batch_op:
        batch_op.alter_column('announced', existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
    op.create_index('ix_case_event_unannounced', 'case_event', ['at', 'case_id', 'sequence'], sqlite_where=sa.text('NOT announced'), postgresql_where=sa.text('NOT announced'))
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
    op.drop_index('ix_case_event_unannounced', table_name='case_event')
    op.drop_column('case_event', 'announced')
    op.execute("DELETE FROM delivery WHERE kind = 'gebeurtenis'")  # events for subscribers
    op.execute("DELETE FROM channel WHERE organisation LIKE 'abonnement.%'")
    op.drop_index('ix_subscription_organisation', table_name='subscription')

    op.drop_table('subscription')
    op.drop_table('feed')
