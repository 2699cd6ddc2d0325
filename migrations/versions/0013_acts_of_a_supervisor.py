"""notes with their source, and pointers between cases

Revision 0013, after 0012, made 2026-11-28 22:40:00.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sourced_note',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('referral_id', sa.Uuid(), nullable=True),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.Column('said_by', sa.Text(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_sourced_note_case_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_sourced_note_referral_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sourced_note'))
    )
    op.create_index(op.f('ix_sourced_note_case_id'), 'sourced_note', ['case_id'])

    op.create_table('case_link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('other_number', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.Enum('samengevoegd-in', 'samengevoegd-uit', 'afgesplitst-naar', 'afgesplitst-van', name='linkkind', native_enum=False, length=40), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['case.id'], name=op.f('fk_case_link_case_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_link'))
    )
    op.create_index(op.f('ix_case_link_case_id'), 'case_link', ['case_id'])


def downgrade() -> None:
    op.drop_table('case_link')
    op.drop_table('sourced_note')
