"""who handles a part

Revision 0010, after 0009, made 2026-11-28 19:30:00.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('referral') as batch:
        batch.add_column(sa.Column('handler', sa.String(length=80), nullable=True))
        batch.add_column(sa.Column('handler_name', sa.String(length=120), nullable=True))
        batch.create_index('ix_referral_handler', ['organisation', 'handler', 'due_on', 'id'])


def downgrade() -> None:
    with op.batch_alter_table('referral') as batch:
        batch.drop_index('ix_referral_handler')
        batch.drop_column('handler_name')
        batch.drop_column('handler')
