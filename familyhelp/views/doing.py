"""What the reader can do with a case now: MAY and MOVES asked together, so that no page offers what is refused."""

from __future__ import annotations

from ..models import Case
from ..policy import Act, may
from ..practice import stages
from ..practice.stages import Move
from ..practice.words import word_of
from .guards import me


def can(move: Move, case: Case) -> bool:
    """Whether the reader may do a move, and the case is at a stage where it can start."""
    return stages.possible(move, case.stage) and may(me(), word_of(Act, move.value), case)
