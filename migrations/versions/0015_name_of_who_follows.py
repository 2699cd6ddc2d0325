"""the name of who follows a case

Revision 0015, after 0014, made 2026-11-29 02:10:00.

Of a case that is followed already the name is taken from who is signed in now; of others the account is shown until it is given again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('case', sa.Column('coordinator_name', sa.String(length=120), nullable=True))
    known = 'SELECT max(name) FROM web_session WHERE account = coordinator'
    op.execute(f'UPDATE "case" SET coordinator_name = ({known}) WHERE coordinator IS NOT NULL')


def downgrade() -> None:
    op.drop_column('case', 'coordinator_name')
