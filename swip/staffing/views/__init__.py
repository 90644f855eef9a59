"""The pages of staffing, one file for each noun."""

from swip.staffing.views.board import board, boards, match
from swip.staffing.views.colleagues import capacity, colleague
from swip.staffing.views.conflicts import conflicts, end_conflict, own_conflicts
from swip.staffing.views.handing_over import drop, hand_over, handing_over
from swip.staffing.views.leave import away, back, cancel_leave, cover, record_leave, take_cover_back

__all__ = [
    "away",
    "back",
    "board",
    "boards",
    "cancel_leave",
    "capacity",
    "colleague",
    "conflicts",
    "cover",
    "drop",
    "end_conflict",
    "hand_over",
    "handing_over",
    "match",
    "own_conflicts",
    "record_leave",
    "take_cover_back",
]
