"""review of sampled openings, and the choice of a loket at sign-in

Revision 0005, after 0004, made 2026-11-22 19:50:00.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

OPENING = (
    ('role', sa.String(length=30)),
    ('counter', sa.String(length=60)),
    ('reviewed_at', sa.DateTime(timezone=True)),
    ('reviewed_by', sa.String(length=80)),
    ('outcome', sa.String(length=40)),
    ('review_note', sa.Text()),
    ('breach_id', sa.Uuid()),
)
SESSION = (('counters', sa.JSON()), ('id_token', sa.Text()))


def upgrade() -> None:
    for table, columns in (('case_opening', OPENING), ('web_session', SESSION)):
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for table, columns in (('web_session', SESSION), ('case_opening', OPENING)):
        for name, _ in reversed(columns):
            op.drop_column(table, name)
