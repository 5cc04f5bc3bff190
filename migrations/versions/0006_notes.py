"""Later records: who was seen at a visit, follow-ups and handovers."""

from __future__ import annotations

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make them."""


def downgrade() -> None:
    """Take them away again."""
