"""Later records: signed links for families and others, and the copies they were given."""

from __future__ import annotations

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make them."""


def downgrade() -> None:
    """Take them away again."""
