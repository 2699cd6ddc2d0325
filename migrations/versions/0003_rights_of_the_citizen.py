"""rights of the citizen

Revision 0003, after 0002, made 2026-11-22 17:22:00.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('breach',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('known_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.Column('case_number', sa.String(length=16), nullable=True),
    sa.Column('new_case_number', sa.String(length=16), nullable=True),
    sa.Column('reported', sa.Boolean(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.String(length=80), nullable=True),
    sa.Column('decision', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_breach'))
    )
    op.create_table('privacy_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('inzage', 'rectificatie', 'wissing', 'overdraagbaarheid', 'bezwaar', name='requestkind', native_enum=False, length=40), nullable=False),
    sa.Column('subject', sa.Uuid(), nullable=True),
    sa.Column('case_number', sa.String(length=16), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('extended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('extension_reason', sa.String(length=300), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by', sa.String(length=80), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.String(length=80), nullable=True),
    sa.Column('outcome', sa.Enum('toegewezen', 'deels-toegewezen', 'afgewezen', 'ingetrokken', name='requestoutcome', native_enum=False, length=40), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_privacy_request'))
    )
    op.create_index(op.f('ix_privacy_request_due_on'), 'privacy_request', ['due_on'])
    op.create_index(op.f('ix_privacy_request_subject'), 'privacy_request', ['subject'])
    op.create_table('breach_receipt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('breach_id', sa.Uuid(), nullable=False),
    sa.Column('organisation', sa.String(length=60), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('certain', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['breach_id'], ['breach.id'], name=op.f('fk_breach_receipt_breach_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_breach_receipt')),
    sa.UniqueConstraint('breach_id', 'organisation', name=op.f('uq_breach_receipt_breach_id_organisation'))
    )
    op.create_table('breach_subject',
    sa.Column('breach_id', sa.Uuid(), nullable=False),
    sa.Column('subject', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['breach_id'], ['breach.id'], name=op.f('fk_breach_subject_breach_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('breach_id', 'subject', name=op.f('pk_breach_subject'))
    )
    op.create_index(op.f('ix_breach_subject_subject'), 'breach_subject', ['subject'])
    op.create_table('legal_hold',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_by', sa.String(length=80), nullable=True),
    sa.Column('lifted_reason', sa.String(length=300), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_legal_hold_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_legal_hold'))
    )
    op.create_index(op.f('ix_legal_hold_case_id'), 'legal_hold', ['case_id'])
    op.create_table('mask',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('request_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('masked', sa.Boolean(), nullable=False),
    sa.Column('ground', sa.String(length=300), nullable=False),
    sa.Column('decided_by', sa.String(length=80), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_mask_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['request_id'], ['privacy_request.id'], name=op.f('fk_mask_request_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mask')),
    sa.UniqueConstraint('request_id', 'place', name=op.f('uq_mask_request_id_place'))
    )
    op.create_index(op.f('ix_mask_case_id'), 'mask', ['case_id'])
    op.add_column('audit_log', sa.Column('behalf', sa.String(length=60), nullable=True))
    op.create_index(op.f('ix_audit_log_object'), 'audit_log', ['object'])
    op.add_column('case', sa.Column('nomination', sa.String(length=12), nullable=True))
    op.add_column('case', sa.Column('archive_on', sa.Date(), nullable=True))
    op.add_column('case', sa.Column('hidden', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index('ix_case_archive', 'case', ['state', 'nomination', 'archive_on'])
    op.add_column('delivery', sa.Column('fields', sa.JSON(), nullable=True))
    op.create_index(op.f('ix_processing_log_subject'), 'processing_log', ['subject'])



def downgrade() -> None:
    op.drop_index(op.f('ix_processing_log_subject'), 'processing_log')
    op.drop_column('delivery', 'fields')
    op.drop_index('ix_case_archive', 'case')
    op.drop_column('case', 'hidden')
    op.drop_column('case', 'archive_on')
    op.drop_column('case', 'nomination')
    op.drop_index(op.f('ix_audit_log_object'), 'audit_log')
    op.drop_column('audit_log', 'behalf')
    op.drop_index(op.f('ix_mask_case_id'), 'mask')
    op.drop_table('mask')
    op.drop_index(op.f('ix_legal_hold_case_id'), 'legal_hold')
    op.drop_table('legal_hold')
    op.drop_index(op.f('ix_breach_subject_subject'), 'breach_subject')
    op.drop_table('breach_subject')
    op.drop_table('breach_receipt')
    op.drop_index(op.f('ix_privacy_request_subject'), 'privacy_request')
    op.drop_index(op.f('ix_privacy_request_due_on'), 'privacy_request')
    op.drop_table('privacy_request')
    op.drop_table('breach')
