"""sessions and openings of cases on a ground

Revision 0004, after 0003, made 2026-11-22 17:42:00.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('web_session',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('counter', sa.String(length=60), nullable=True),
    sa.Column('organisation', sa.String(length=60), nullable=True),
    sa.Column('practice', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_web_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_web_session_token_hash'))
    )
    op.create_index(op.f('ix_web_session_account'), 'web_session', ['account'])
    op.create_index(op.f('ix_web_session_expires_at'), 'web_session', ['expires_at'])
    op.create_table('case_opening',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=False),
    sa.Column('organisation', sa.String(length=60), nullable=True),
    sa.Column('ground', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('sampled', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_case_opening_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_opening'))
    )
    op.create_index(op.f('ix_case_opening_case_id'), 'case_opening', ['case_id'])
    op.create_index(op.f('ix_case_opening_session_id'), 'case_opening', ['session_id'])


def downgrade() -> None:
    op.drop_table('case_opening')
    op.drop_table('web_session')
