"""seals on the logs

Revision 0002, after 0001, made 2026-11-22 17:05:00.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

LOGS = ('audit_log', 'processing_log')


def upgrade() -> None:
    op.create_table('audit_seal',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sealed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('rows', sa.Text(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_audit_seal'))
    )
    for log in LOGS:
        op.add_column(log, sa.Column('seal', sa.Integer(), nullable=True))
        op.create_index(op.f(f'ix_{log}_seal'), log, ['seal'])


def downgrade() -> None:
    for log in LOGS:
        op.drop_index(op.f(f'ix_{log}_seal'), log)
        with op.batch_alter_table(log) as batch_op:
            batch_op.drop_column('seal')
    op.drop_table('audit_seal')
