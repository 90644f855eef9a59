"""The verbs of staffing, one file for each noun."""

from swip.staffing.actions.capacities import set_capacity
from swip.staffing.actions.conflicts import declare_conflict, end_conflict
from swip.staffing.actions.handing_over import begin, choose, drop, hand_over, suggest_again
from swip.staffing.actions.leave import (
    AwayAlready,
    add_cover,
    cancel_leave,
    come_back,
    record_leave,
    take_cover_back,
)

__all__ = [
    "AwayAlready",
    "add_cover",
    "begin",
    "cancel_leave",
    "choose",
    "come_back",
    "declare_conflict",
    "drop",
    "end_conflict",
    "hand_over",
    "record_leave",
    "set_capacity",
    "suggest_again",
    "take_cover_back",
]
