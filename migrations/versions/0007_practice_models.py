"""Later records: practice models in versions."""

from __future__ import annotations

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make them."""


def downgrade() -> None:
    """Take them away again."""
