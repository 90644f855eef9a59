"""What a recommendation still wants before it can be handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Judged:
    """What the assessor has said of one outcome so far. `cited` counts the pieces of evidence it rests on."""

    word: str
    reason: str
    cited: int


def wants(judged: Judged, *, not_seen: str) -> list[str]:
    """What is missing of one judgement, in words. Only "not yet seen" can rest on no evidence."""
    missing = []
    if not judged.word:
        missing.append("a judgement")
    if not judged.reason.strip():
        missing.append("a reason")
    if judged.word and judged.word != not_seen and not judged.cited:
        missing.append("the evidence it rests on")
    return missing


def is_ready(judgements: Sequence[Judged], *, result: str, summary: str, not_seen: str) -> bool:
    complete = all(not wants(judged, not_seen=not_seen) for judged in judgements)
    return complete and bool(judgements and result and summary.strip())
