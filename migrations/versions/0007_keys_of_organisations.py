"""keys of organisations

Revision 0007, after 0006, made 2026-11-28 19:25:00.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('organisation_key',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum('webhook', 'jwt', name='keykind', native_enum=False, length=40), nullable=False),
    sa.Column('public_key', sa.String(length=2000), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=120), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_key'))
    )
    op.create_index('ix_organisation_key_organisation', 'organisation_key', ['organisation', 'kind'])


def downgrade() -> None:
    op.drop_index('ix_organisation_key_organisation', table_name='organisation_key')
    op.drop_table('organisation_key')
