"""what the desk keeps

Revision 0006, after 0005, made 2026-11-22 19:54:32.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('saved_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('counter', sa.String(length=60), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=False),
    sa.Column('bsn_blind', sa.String(length=64), nullable=True),
    sa.Column('step', sa.String(length=20), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('fields', sa.Text(), nullable=False),
    sa.Column('case_number', sa.String(length=16), nullable=True),
    sa.Column('knocked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_request'))
    )
    op.create_index(op.f('ix_saved_request_bsn_blind'), 'saved_request', ['bsn_blind'])
    op.create_index('ix_saved_request_counter', 'saved_request', ['counter', 'saved_at'])
    op.create_index(op.f('ix_saved_request_expires_at'), 'saved_request', ['expires_at'])

    op.create_table('suggestion_count',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('product', sa.String(length=60), nullable=False),
    sa.Column('counter', sa.String(length=60), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('refused', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'product', 'counter', name=op.f('pk_suggestion_count'))
    )
    op.create_table('feedback',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('helped', sa.String(length=20), nullable=False),
    sa.Column('ease', sa.Integer(), nullable=True),
    sa.Column('counter', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_feedback_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback'))
    )
    op.create_index(op.f('ix_feedback_case_id'), 'feedback', ['case_id'])

    op.create_table('paper',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('whose', sa.String(length=40), nullable=False),
    sa.Column('state', sa.Enum('niet-nodig', 'gezien', 'kopie', 'nog-brengen', name='paperstate', native_enum=False, length=40), nullable=False),
    sa.Column('dated', sa.Date(), nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('noted_by', sa.String(length=80), nullable=False),
    sa.Column('counter', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_paper_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper')),
    sa.UniqueConstraint('case_id', 'kind', 'whose', name=op.f('uq_paper_case_id_kind_whose'))
    )
    op.create_table('case_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('referral_id', sa.Uuid(), nullable=True),
    sa.Column('author', sa.String(length=120), nullable=False),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_case_message_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_case_message_referral_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_message'))
    )
    op.create_index(op.f('ix_case_message_case_id'), 'case_message', ['case_id'])

    op.create_table('handover',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('referral_id', sa.Uuid(), nullable=True),
    sa.Column('from_counter', sa.String(length=60), nullable=False),
    sa.Column('from_account', sa.String(length=80), nullable=False),
    sa.Column('to_counter', sa.String(length=60), nullable=True),
    sa.Column('to_organisation', sa.String(length=60), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('reach', sa.Text(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('norm_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_up_by', sa.String(length=120), nullable=True),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('told_by', sa.String(length=120), nullable=True),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refusal', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_handover_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_handover_referral_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover'))
    )
    op.create_index(op.f('ix_handover_case_id'), 'handover', ['case_id'])
    op.create_index('ix_handover_counter', 'handover', ['to_counter', 'ended_at'])
    op.create_index(op.f('ix_handover_from_counter'), 'handover', ['from_counter'])
    op.create_index(op.f('ix_handover_norm_at'), 'handover', ['norm_at'])
    op.create_index('ix_handover_organisation', 'handover', ['to_organisation', 'ended_at'])

    op.create_table('legal_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('referral_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.Column('counter', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_legal_step_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_legal_step_referral_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_legal_step'))
    )
    op.create_index(op.f('ix_legal_step_case_id'), 'legal_step', ['case_id'])

    op.create_table('paper_copy',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('paper_id', sa.Uuid(), nullable=False),
    sa.Column('referral_id', sa.Uuid(), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=True),
    sa.Column('stored_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('fetched_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('erase_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_paper_copy_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_paper_copy_paper_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_paper_copy_referral_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_copy'))
    )
    op.create_index(op.f('ix_paper_copy_case_id'), 'paper_copy', ['case_id'])
    op.create_index(op.f('ix_paper_copy_erase_on'), 'paper_copy', ['erase_on'])
    op.create_index(op.f('ix_paper_copy_referral_id'), 'paper_copy', ['referral_id'])
    op.add_column('answer', sa.Column('confirms_id', sa.Uuid(), nullable=True))
    op.add_column('case', sa.Column('stated_by', sa.String(length=40), nullable=True))
    op.add_column('case', sa.Column('stated_how', sa.String(length=20), nullable=True))
    op.add_column('case', sa.Column('stated_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('case', sa.Column('told_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_case_told', 'case', ['counter', 'told_at'])
    op.add_column('contact_moment', sa.Column('promise_owner', sa.String(length=80), nullable=True))
    op.add_column('contact_moment', sa.Column('promise_kept_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('contact_moment', sa.Column('promise_kept_by', sa.String(length=80), nullable=True))
    op.create_index('ix_contact_moment_promise', 'contact_moment', ['promised_by', 'promise_owner'], sqlite_where=sa.text('promised_by IS NOT NULL AND promise_kept_at IS NULL'), postgresql_where=sa.text('promised_by IS NOT NULL AND promise_kept_at IS NULL'))

    with op.batch_alter_table('delivery') as batch_op:
        batch_op.alter_column('referral_id',
               existing_type=sa.Uuid(),
               nullable=True)
    op.add_column('participant', sa.Column('mandate', sa.Text(), nullable=True))
    op.add_column('participant', sa.Column('mandate_until', sa.Date(), nullable=True))
    op.add_column('participant', sa.Column('identity_check', sa.String(length=30), nullable=True))
    op.add_column('participant', sa.Column('foreigner_number', sa.Text(), nullable=True))
    op.add_column('participant', sa.Column('safe_contact', sa.Text(), nullable=True))
    op.add_column('participant', sa.Column('registered', sa.Text(), nullable=True))
    op.create_index(op.f('ix_participant_mandate_until'), 'participant', ['mandate_until'])


def downgrade() -> None:
    op.drop_index(op.f('ix_participant_mandate_until'), table_name='participant')
    op.drop_column('participant', 'registered')
    op.drop_column('participant', 'safe_contact')
    op.drop_column('participant', 'foreigner_number')
    op.drop_column('participant', 'identity_check')
    op.drop_column('participant', 'mandate_until')
    op.drop_column('participant', 'mandate')

    op.execute('DELETE FROM delivery WHERE referral_id IS NULL')  # messages for the citizen: 0005 has no place for them
    with op.batch_alter_table('delivery') as batch_op:
        batch_op.alter_column('referral_id',
               existing_type=sa.Uuid(),
               nullable=False)
    op.drop_index('ix_contact_moment_promise', table_name='contact_moment')
    op.drop_column('contact_moment', 'promise_kept_by')
    op.drop_column('contact_moment', 'promise_kept_at')
    op.drop_column('contact_moment', 'promise_owner')
    op.drop_index('ix_case_told', table_name='case')
    op.drop_column('case', 'told_at')
    op.drop_column('case', 'stated_at')
    op.drop_column('case', 'stated_how')
    op.drop_column('case', 'stated_by')
    op.drop_column('answer', 'confirms_id')
    op.drop_index(op.f('ix_paper_copy_referral_id'), table_name='paper_copy')
    op.drop_index(op.f('ix_paper_copy_erase_on'), table_name='paper_copy')
    op.drop_index(op.f('ix_paper_copy_case_id'), table_name='paper_copy')

    op.drop_table('paper_copy')
    op.drop_index(op.f('ix_legal_step_case_id'), table_name='legal_step')

    op.drop_table('legal_step')
    op.drop_index('ix_handover_organisation', table_name='handover')
    op.drop_index(op.f('ix_handover_norm_at'), table_name='handover')
    op.drop_index(op.f('ix_handover_from_counter'), table_name='handover')
    op.drop_index('ix_handover_counter', table_name='handover')
    op.drop_index(op.f('ix_handover_case_id'), table_name='handover')

    op.drop_table('handover')
    op.drop_index(op.f('ix_case_message_case_id'), table_name='case_message')

    op.drop_table('case_message')
    op.drop_table('paper')
    op.drop_index(op.f('ix_feedback_case_id'), table_name='feedback')

    op.drop_table('feedback')
    op.drop_table('suggestion_count')
    op.drop_index(op.f('ix_saved_request_expires_at'), table_name='saved_request')
    op.drop_index('ix_saved_request_counter', table_name='saved_request')
    op.drop_index(op.f('ix_saved_request_bsn_blind'), table_name='saved_request')

    op.drop_table('saved_request')
