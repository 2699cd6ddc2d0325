"""signals: causes, and what equal causes make together; an index for the figures of a life event

Revision 0016, after 0015, made 2026-11-29 02:00:00.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

NUMBERS = ('count', 'days', 'knocks', 'hand_backs', 'counted', 'counted_days', 'counted_knocks', 'counted_hand_backs')


def upgrade() -> None:
    op.create_index('ix_case_event', 'case', ['life_event', 'received_at'])
    op.create_table('signal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('product', sa.String(length=60), nullable=False),
    sa.Column('organisation', sa.String(length=60), nullable=False),
    sa.Column('code', sa.Enum('wet', 'uitvoering', 'gegevens', 'communicatie', 'ict', name='causecode', native_enum=False, length=40), nullable=False),
    sa.Column('article', sa.String(length=120), nullable=False),
    sa.Column('article_key', sa.String(length=120), nullable=False),
    sa.Column('status', sa.Enum('open', 'geagendeerd', 'beantwoord', 'opgelost', 'afgewezen', name='signalstatus', native_enum=False, length=40), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('addressee', sa.String(length=120), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    *(sa.Column(name, sa.Integer(), nullable=False) for name in NUMBERS),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signal')),
    sa.UniqueConstraint('product', 'organisation', 'code', 'article_key', name=op.f('uq_signal_product_organisation_code_article_key'))
    )
    op.create_index('ix_signal_list', 'signal', ['count', 'id'])
    op.create_index('ix_signal_counted', 'signal', ['counted', 'id'])
    for column in ('product', 'organisation', 'code', 'status'):
        op.create_index(f'ix_signal_{column}', 'signal', [column, 'count', 'id'])

    op.create_table('signal_month',
    sa.Column('signal_id', sa.Uuid(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('counted', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['signal_id'], ['signal.id'], name=op.f('fk_signal_month_signal_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('signal_id', 'month', name=op.f('pk_signal_month'))
    )

    op.create_table('cause',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('signal_id', sa.Uuid(), nullable=False),
    sa.Column('second_article', sa.String(length=120), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('own_words', sa.Text(), nullable=True),
    sa.Column('source', sa.String(length=80), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('pseudonym', sa.String(length=8), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('knocks', sa.Integer(), nullable=False),
    sa.Column('hand_backs', sa.Integer(), nullable=False),
    sa.Column('review', sa.Enum('bevestigd', 'meegeteld', 'klopt-niet', name='review', native_enum=False, length=40), nullable=True),
    sa.Column('reviewed_by', sa.String(length=80), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_cause_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['signal_id'], ['signal.id'], name=op.f('fk_cause_signal_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cause')),
    sa.UniqueConstraint('signal_id', 'case_id', name=op.f('uq_cause_signal_id_case_id'))
    )
    op.create_index(op.f('ix_cause_case_id'), 'cause', ['case_id'])
    unreviewed, examples = sa.text('review IS NULL'), sa.text("review = 'bevestigd'")
    op.create_index('ix_cause_sample', 'cause', ['signal_id', 'pseudonym'], sqlite_where=unreviewed, postgresql_where=unreviewed)
    op.create_index('ix_cause_example', 'cause', ['signal_id', 'at', 'id'], sqlite_where=examples, postgresql_where=examples)

    op.create_table('signal_news',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('signal_id', sa.Uuid(), nullable=False),
    sa.Column('source', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['signal_id'], ['signal.id'], name=op.f('fk_signal_news_signal_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signal_news')),
    sa.UniqueConstraint('signal_id', 'source', name=op.f('uq_signal_news_signal_id_source'))
    )
    unread = sa.text('read_at IS NULL')
    op.create_index('ix_signal_news_unread', 'signal_news', ['source', 'at'], sqlite_where=unread, postgresql_where=unread)


def downgrade() -> None:
    for table in ('signal_news', 'cause', 'signal_month', 'signal'):
        op.drop_table(table)
    op.drop_index('ix_case_event', table_name='case')
