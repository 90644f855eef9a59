"""What can be done so that nobody is recognised: look a record through, take it out of sight, bring it back."""

from swip.identifiers.actions.quarantines import end_quarantine, hand_in_mended, note_black_out, quarantine
from swip.identifiers.actions.scans import NotLookedThrough, be_looked_through, keep_scan

__all__ = [
    "NotLookedThrough",
    "be_looked_through",
    "end_quarantine",
    "hand_in_mended",
    "keep_scan",
    "note_black_out",
    "quarantine",
]
