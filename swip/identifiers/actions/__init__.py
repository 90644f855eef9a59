"""What can be done so that nobody is recognised: look a record through, take it out of sight, bring it back."""

from swip.identifiers.actions.decisions import keep_decisions
from swip.identifiers.actions.mending import (
    NothingChanged,
    bring_back_mended,
    hand_in_changed,
    keep_mending,
    take_mending_decisions,
)
from swip.identifiers.actions.quarantines import end_quarantine, hand_in_mended, note_black_out, quarantine
from swip.identifiers.actions.scans import NotLookedThrough, be_looked_through, keep_scan

__all__ = [
    "NotLookedThrough",
    "NothingChanged",
    "be_looked_through",
    "bring_back_mended",
    "end_quarantine",
    "hand_in_changed",
    "hand_in_mended",
    "keep_decisions",
    "keep_mending",
    "keep_scan",
    "note_black_out",
    "quarantine",
    "take_mending_decisions",
]
