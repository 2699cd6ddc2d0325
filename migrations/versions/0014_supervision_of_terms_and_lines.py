"""terms, outages, the health of lines and alerts

Revision 0014, after 0013, made 2026-11-28 22:40:00.

The last day for an objection and the first day of a penalty are noted from now on: they are not reckoned for what was decided before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

DECIDABLE = "state IN ('sent', 'received', 'accepted', 'needs_information', 'suspended')"
REFERRAL_INDEXES = {
    'ix_referral_due': (['due_on', 'id', 'case_id'], f'due_on IS NOT NULL AND {DECIDABLE}'),
    'ix_referral_asked': (['information_due_on', 'id', 'case_id'], "information_due_on IS NOT NULL AND state = 'needs_information'"),
    'ix_referral_penalty': (['penalty_from', 'id', 'case_id'], f'penalty_from IS NOT NULL AND {DECIDABLE}'),
    'ix_referral_objection': (['objection_until', 'id', 'case_id'], 'objection_until IS NOT NULL'),
    'ix_referral_unanswered': (['organisation', 'state_since'], "state IN ('pending', 'sent', 'received')"),
}
WITHIN = (100, 250, 500, 1000, 2000, 5000, 10000)


def upgrade() -> None:
    op.add_column('referral', sa.Column('objection_until', sa.Date(), nullable=True))
    op.add_column('referral', sa.Column('penalty_from', sa.Date(), nullable=True))
    for name, (columns, where) in REFERRAL_INDEXES.items():
        op.create_index(name, 'referral', columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    for column in ('hidden', 'urgent'):
        op.create_index(f'ix_case_{column}', 'case', ['id'], sqlite_where=sa.text(column), postgresql_where=sa.text(column))

    op.create_table('line_hour',
    sa.Column('hour', sa.DateTime(timezone=True), nullable=False),
    sa.Column('organisation', sa.String(length=60), nullable=False),
    sa.Column('calls', sa.Integer(), nullable=False),
    sa.Column('delivered', sa.Integer(), nullable=False),
    *(sa.Column(f'within_{step}', sa.Integer(), nullable=False) for step in WITHIN),
    sa.PrimaryKeyConstraint('hour', 'organisation', name=op.f('pk_line_hour'))
    )

    op.create_table('outage',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation', sa.String(length=60), nullable=False),
    sa.Column('how', sa.String(length=20), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('resumed_because', sa.Text(), nullable=True),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('report', sa.JSON(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outage'))
    )
    lasts, unreported = sa.text('until_at IS NULL'), sa.text('reported_at IS NULL')
    op.create_index('uq_outage_lasts', 'outage', ['organisation'], unique=True, sqlite_where=lasts, postgresql_where=lasts)
    op.create_index('ix_outage_organisation', 'outage', ['organisation', 'id'])
    op.create_index('ix_outage_unreported', 'outage', ['id'], sqlite_where=unreported, postgresql_where=unreported)

    op.create_table('outage_call',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('referral_id', sa.Uuid(), nullable=False),
    sa.Column('outage_id', sa.Uuid(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('called_by', sa.String(length=80), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_outage_call_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['outage_id'], ['outage.id'], name=op.f('fk_outage_call_outage_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_outage_call_referral_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outage_call')),
    sa.UniqueConstraint('outage_id', 'referral_id', name=op.f('uq_outage_call_outage_id_referral_id'))
    )
    op.create_index(op.f('ix_outage_call_case_id'), 'outage_call', ['case_id'])
    op.create_index(op.f('ix_outage_call_referral_id'), 'outage_call', ['referral_id'])

    op.create_table('alert',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('cause', sa.String(length=120), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert'))
    )
    holds = sa.text('ended_at IS NULL')
    op.create_index('uq_alert_holds', 'alert', ['cause'], unique=True, sqlite_where=holds, postgresql_where=holds)
    op.create_index(op.f('ix_alert_ended_at'), 'alert', ['ended_at'])

    op.create_table('alert_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('line', sa.String(length=20), nullable=False),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('arrived', sa.Boolean(), nullable=False),
    sa.Column('last_error', sa.String(length=300), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert_message')),
    sa.UniqueConstraint('line', 'subject', name=op.f('uq_alert_message_line_subject'))
    )
    unsent = sa.text('done_at IS NULL')
    op.create_index('ix_alert_message_due', 'alert_message', ['next_attempt_at'], sqlite_where=unsent, postgresql_where=unsent)
    op.create_index(op.f('ix_alert_message_done_at'), 'alert_message', ['done_at'])


def downgrade() -> None:
    for table in ('alert_message', 'alert', 'outage_call', 'outage', 'line_hour'):
        op.drop_table(table)
    for column in ('hidden', 'urgent'):
        op.drop_index(f'ix_case_{column}', table_name='case')
    for name in REFERRAL_INDEXES:
        op.drop_index(name, table_name='referral')
    op.drop_column('referral', 'penalty_from')
    op.drop_column('referral', 'objection_until')
