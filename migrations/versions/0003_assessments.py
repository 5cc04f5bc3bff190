"""Later records: what an assessment holds of voices, needs and respondents."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make them."""


def downgrade() -> None:
    """Take them away again."""
