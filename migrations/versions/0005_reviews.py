"""Later records: team around the family meetings, and what a plan holds if things slip."""

from __future__ import annotations

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make them."""


def downgrade() -> None:
    """Take them away again."""
