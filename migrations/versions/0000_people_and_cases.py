"""People, their cases and all that belongs to a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0000"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bsn', sa.Text(), nullable=True),
    sa.Column('bsn_blind', sa.String(length=64), nullable=True),
    sa.Column('pseudonym', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('bsn_blind', name=op.f('uq_person_bsn_blind')),
    sa.UniqueConstraint('pseudonym', name=op.f('uq_person_pseudonym'))
    )

    op.create_table('case',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(length=16), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('life_event', sa.String(length=60), nullable=True),
    sa.Column('joinable', sa.Boolean(), nullable=False),
    sa.Column('gemeente_code', sa.String(length=4), nullable=True),
    sa.Column('counter', sa.String(length=60), nullable=False),
    sa.Column('employee', sa.String(length=80), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('urgency', sa.String(length=40), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('state', sa.Enum('received', 'unroutable', 'in_progress', 'waiting_for_citizen', 'settled', 'closed', 'withdrawn', name='casestate', native_enum=False, length=40), nullable=False),
    sa.Column('turn', sa.Enum('aanvrager', 'organisatie', 'loket', 'niemand', 'geen', name='turn', native_enum=False, length=40), nullable=False),
    sa.Column('stuck_reason', sa.String(length=40), nullable=True),
    sa.Column('stuck_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('events_count', sa.Integer(), nullable=False),
    sa.Column('knocked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closing', sa.String(length=30), nullable=True),
    sa.Column('catalogue_version', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_case_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case')),
    sa.UniqueConstraint('number', name=op.f('uq_case_number'))
    )
    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_counter'), ['counter'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_received_at'), ['received_at'], unique=False)
        batch_op.create_index('ix_case_stuck', ['stuck_since', 'id'], unique=False, sqlite_where=sa.text('stuck_reason IS NOT NULL'), postgresql_where=sa.text('stuck_reason IS NOT NULL'))
        batch_op.create_index('uq_case_open_person_event', ['person_id', 'life_event'], unique=True, sqlite_where=sa.text("joinable AND state NOT IN ('settled', 'closed', 'withdrawn')"), postgresql_where=sa.text("joinable AND state NOT IN ('settled', 'closed', 'withdrawn')"))

    op.create_table('answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('question', sa.String(length=80), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('source', sa.String(length=80), nullable=False),
    sa.Column('asked_by', sa.String(length=80), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_answer_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer'))
    )
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_case_id'), ['case_id'], unique=False)

    op.create_table('case_line',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('way', sa.String(length=20), nullable=False),
    sa.Column('organisation', sa.String(length=60), nullable=True),
    sa.Column('product', sa.String(length=60), nullable=True),
    sa.Column('for_role', sa.String(length=40), nullable=False),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.Column('until', sa.String(length=200), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by', sa.String(length=80), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_case_line_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_line'))
    )
    with op.batch_alter_table('case_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_line_case_id'), ['case_id'], unique=False)

    op.create_table('contact_moment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('counter', sa.String(length=60), nullable=False),
    sa.Column('employee', sa.String(length=80), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('answered', sa.Boolean(), nullable=False),
    sa.Column('said', sa.Text(), nullable=True),
    sa.Column('promise', sa.Text(), nullable=True),
    sa.Column('promised_by', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_contact_moment_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_moment'))
    )
    with op.batch_alter_table('contact_moment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_moment_case_id'), ['case_id'], unique=False)

    op.create_table('participant',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('given_names', sa.String(length=200), nullable=True),
    sa.Column('prefix', sa.String(length=30), nullable=True),
    sa.Column('surname', sa.String(length=200), nullable=False),
    sa.Column('surname_key', sa.String(length=200), nullable=False),
    sa.Column('birth_date', sa.String(length=10), nullable=True),
    sa.Column('died_on', sa.Date(), nullable=True),
    sa.Column('gemeente_code', sa.String(length=4), nullable=True),
    sa.Column('contact', sa.Text(), nullable=True),
    sa.Column('kvk_number', sa.String(length=8), nullable=True),
    sa.Column('representation', sa.String(length=30), nullable=True),
    sa.Column('secrecy', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_participant_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_participant_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant'))
    )
    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participant_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_participant_name', ['surname_key', 'birth_date'], unique=False)
        batch_op.create_index(batch_op.f('ix_participant_person_id'), ['person_id'], unique=False)

    op.create_table('referral',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('organisation', sa.String(length=60), nullable=False),
    sa.Column('product', sa.String(length=60), nullable=False),
    sa.Column('way', sa.String(length=20), nullable=False),
    sa.Column('for_role', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('ground', sa.String(length=200), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'pending', 'sent', 'received', 'accepted', 'needs_information', 'suspended', 'decided', 'delivered', 'closed', 'declined', 'returned', 'forwarded', 'undeliverable', 'withdrawn', name='referralstate', native_enum=False, length=40), nullable=False),
    sa.Column('state_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('turn', sa.Enum('aanvrager', 'organisatie', 'loket', 'niemand', 'geen', name='turn', native_enum=False, length=40), nullable=False),
    sa.Column('norm_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('overdue', sa.Boolean(), nullable=False),
    sa.Column('outcome', sa.String(length=30), nullable=True),
    sa.Column('decline_reason', sa.String(length=30), nullable=True),
    sa.Column('reference', sa.String(length=120), nullable=True),
    sa.Column('explanation', sa.Text(), nullable=True),
    sa.Column('asked', sa.JSON(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('received_by_organisation_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('information_due_on', sa.Date(), nullable=True),
    sa.Column('suspended_on', sa.Date(), nullable=True),
    sa.Column('suspended_days', sa.Integer(), nullable=False),
    sa.Column('extended_to', sa.Date(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('announced_on', sa.Date(), nullable=True),
    sa.Column('carried_out_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hops', sa.Integer(), nullable=False),
    sa.Column('predecessor_id', sa.Uuid(), nullable=True),
    sa.Column('awaits_id', sa.Uuid(), nullable=True),
    sa.Column('awaits_until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['awaits_id'], ['referral.id'], name=op.f('fk_referral_awaits_id')),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_referral_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['predecessor_id'], ['referral.id'], name=op.f('fk_referral_predecessor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referral')),
    sa.UniqueConstraint('case_id', 'ordinal', name=op.f('uq_referral_case_id_ordinal')),
    sa.UniqueConstraint('number', name=op.f('uq_referral_number'))
    )
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_referral_awaits_id'), ['awaits_id'], unique=False)
        batch_op.create_index('ix_referral_norm', ['norm_at'], unique=False, sqlite_where=sa.text('norm_at IS NOT NULL AND NOT overdue'), postgresql_where=sa.text('norm_at IS NOT NULL AND NOT overdue'))
        batch_op.create_index('ix_referral_organisation', ['organisation', 'state', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_referral_reference'), ['reference'], unique=False)

    op.create_table('case_event',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('referral_id', sa.Uuid(), nullable=True),
    sa.Column('type', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=120), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_case_event_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_case_event_referral_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_event')),
    sa.UniqueConstraint('case_id', 'sequence', name=op.f('uq_case_event_case_id_sequence'))
    )


def downgrade() -> None:
    op.drop_table('case_event')

    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_referral_reference'))
        batch_op.drop_index('ix_referral_organisation')
        batch_op.drop_index('ix_referral_norm', sqlite_where=sa.text('norm_at IS NOT NULL AND NOT overdue'), postgresql_where=sa.text('norm_at IS NOT NULL AND NOT overdue'))
        batch_op.drop_index(batch_op.f('ix_referral_awaits_id'))
    op.drop_table('referral')

    with op.batch_alter_table('participant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participant_person_id'))
        batch_op.drop_index('ix_participant_name')
        batch_op.drop_index(batch_op.f('ix_participant_case_id'))
    op.drop_table('participant')

    with op.batch_alter_table('contact_moment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_moment_case_id'))
    op.drop_table('contact_moment')

    with op.batch_alter_table('case_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_line_case_id'))
    op.drop_table('case_line')

    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_case_id'))
    op.drop_table('answer')

    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.drop_index('uq_case_open_person_event', sqlite_where=sa.text("joinable AND state NOT IN ('settled', 'closed', 'withdrawn')"), postgresql_where=sa.text("joinable AND state NOT IN ('settled', 'closed', 'withdrawn')"))
        batch_op.drop_index('ix_case_stuck', sqlite_where=sa.text('stuck_reason IS NOT NULL'), postgresql_where=sa.text('stuck_reason IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_case_received_at'))
        batch_op.drop_index(batch_op.f('ix_case_person_id'))
        batch_op.drop_index(batch_op.f('ix_case_counter'))
    op.drop_table('case')

    op.drop_table('person')
