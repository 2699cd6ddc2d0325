"""tables for tailored help, what they teach others, planned conversations, and signals of arrears

Revision 0017, after 0016, made 2026-11-29 02:10:00.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    opened, ended = sa.text('ended_at IS NULL'), sa.text('ended_at IS NOT NULL')
    untold, undone = sa.text('ended_at IS NOT NULL AND told_at IS NULL'), sa.text('done_at IS NULL')

    op.create_table('tailored_table',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('harm', sa.String(length=40), nullable=False),
    sa.Column('hurts', sa.Text(), nullable=False),
    sa.Column('law', sa.String(length=80), nullable=True),
    sa.Column('products', sa.JSON(), nullable=False),
    sa.Column('shared', sa.JSON(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by', sa.String(length=80), nullable=False),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    *(sa.Column(name, sa.Text(), nullable=True) for name in ('intent', 'legal', 'social', 'economic', 'personal')),
    sa.Column('decider', sa.String(length=120), nullable=True),
    sa.Column('decider_organisation', sa.String(length=60), nullable=True),
    sa.Column('outcome', sa.String(length=30), nullable=True),
    sa.Column('decision', sa.Text(), nullable=True),
    sa.Column('ground', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.String(length=80), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_by', sa.String(length=80), nullable=True),
    sa.Column('summary', sa.Text(), nullable=True),
    sa.Column('summary_by', sa.String(length=80), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_tailored_table_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tailored_table'))
    )
    op.create_index(op.f('ix_tailored_table_case_id'), 'tailored_table', ['case_id'])
    op.create_index('uq_tailored_table_open', 'tailored_table', ['case_id'], unique=True, sqlite_where=opened, postgresql_where=opened)
    op.create_index('ix_tailored_table_due', 'tailored_table', ['due_on', 'id'], sqlite_where=opened, postgresql_where=opened)
    op.create_index('ix_tailored_table_ended', 'tailored_table', ['ended_at', 'id'], sqlite_where=ended, postgresql_where=ended)
    op.create_index('ix_tailored_table_untold', 'tailored_table', ['case_id'], sqlite_where=untold, postgresql_where=untold)

    op.create_table('table_seat',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('table_id', sa.Uuid(), nullable=False),
    sa.Column('organisation', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_table_seat_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['table_id'], ['tailored_table.id'], name=op.f('fk_table_seat_table_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_table_seat')),
    sa.UniqueConstraint('table_id', 'organisation', 'name', name=op.f('uq_table_seat_table_id_organisation_name'))
    )
    op.create_index(op.f('ix_table_seat_case_id'), 'table_seat', ['case_id'])

    op.create_table('bridging_measure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('table_id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_bridging_measure_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['table_id'], ['tailored_table.id'], name=op.f('fk_bridging_measure_table_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bridging_measure'))
    )
    op.create_index(op.f('ix_bridging_measure_case_id'), 'bridging_measure', ['case_id'])
    op.create_index(op.f('ix_bridging_measure_table_id'), 'bridging_measure', ['table_id'])
    op.create_index('ix_bridging_measure_until', 'bridging_measure', ['until', 'id'])

    op.create_table('pause_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('measure_id', sa.Uuid(), nullable=False),
    sa.Column('referral_id', sa.Uuid(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_pause_request_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['measure_id'], ['bridging_measure.id'], name=op.f('fk_pause_request_measure_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_pause_request_referral_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pause_request')),
    sa.UniqueConstraint('measure_id', 'referral_id', name=op.f('uq_pause_request_measure_id_referral_id'))
    )
    op.create_index(op.f('ix_pause_request_case_id'), 'pause_request', ['case_id'])
    op.create_index(op.f('ix_pause_request_referral_id'), 'pause_request', ['referral_id'])

    op.create_table('precedent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('harm', sa.String(length=40), nullable=False),
    sa.Column('law', sa.String(length=80), nullable=True),
    sa.Column('outcome', sa.String(length=30), nullable=False),
    sa.Column('decided_by', sa.String(length=20), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_precedent'))
    )
    op.create_index('ix_precedent_month', 'precedent', ['month', 'id'])
    op.create_index('ix_precedent_harm', 'precedent', ['harm', 'month', 'id'])
    op.create_index('ix_precedent_law', 'precedent', ['law', 'month', 'id'])

    op.create_table('precedent_product',
    sa.Column('precedent_id', sa.Uuid(), nullable=False),
    sa.Column('product', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['precedent_id'], ['precedent.id'], name=op.f('fk_precedent_product_precedent_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('precedent_id', 'product', name=op.f('pk_precedent_product'))
    )
    op.create_index('ix_precedent_product_product', 'precedent_product', ['product', 'precedent_id'])

    op.create_table('planned_talk',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('counter', sa.String(length=60), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('planned_for', sa.DateTime(timezone=True), nullable=True),
    *(sa.Column(name, sa.Text(), nullable=True) for name in ('place', 'people', 'outcome', 'not_held')),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by', sa.String(length=80), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_planned_talk_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_talk')),
    sa.UniqueConstraint('case_id', 'kind', name=op.f('uq_planned_talk_case_id_kind'))
    )
    op.create_index('ix_planned_talk_due', 'planned_talk', ['counter', 'due_on', 'id'], sqlite_where=undone, postgresql_where=undone)

    op.create_table('arrears_notice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('list_slug', sa.String(length=60), nullable=False),
    sa.Column('organisation', sa.String(length=60), nullable=False),
    sa.Column('gemeente_code', sa.String(length=4), nullable=False),
    sa.Column('ground', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_arrears_notice_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_arrears_notice')),
    sa.UniqueConstraint('person_id', 'list_slug', 'organisation', name=op.f('uq_arrears_notice_person_id_list_slug_organisation'))
    )
    op.create_index('ix_arrears_notice_expires', 'arrears_notice', ['expires_on', 'id'])

    op.create_table('arrears_signal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('list_slug', sa.String(length=60), nullable=False),
    sa.Column('gemeente_code', sa.String(length=4), nullable=False),
    sa.Column('organisations', sa.JSON(), nullable=False),
    sa.Column('grounds', sa.JSON(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_up_by', sa.String(length=80), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=30), nullable=True),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_arrears_signal_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_arrears_signal'))
    )
    running = sa.text('closed_at IS NULL')
    op.create_index(op.f('ix_arrears_signal_person_id'), 'arrears_signal', ['person_id'])
    where = {'sqlite_where': running, 'postgresql_where': running}
    op.create_index('uq_arrears_signal_open', 'arrears_signal', ['person_id', 'list_slug', 'gemeente_code'], unique=True, **where)
    op.create_index('ix_arrears_signal_list', 'arrears_signal', ['gemeente_code', 'raised_at', 'id'], **where)
    op.create_index('ix_arrears_signal_expires', 'arrears_signal', ['expires_on', 'id'])


def downgrade() -> None:
    op.drop_table('arrears_signal')
    op.drop_table('arrears_notice')
    tables = ('planned_talk', 'precedent_product', 'precedent', 'pause_request', 'bridging_measure', 'table_seat', 'tailored_table')
    for table in tables:
        op.drop_table(table)
