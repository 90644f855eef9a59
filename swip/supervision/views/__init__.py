"""Pages of promises and of the ledger: one file for each."""

from swip.supervision.views.agreements import (
    agreement,
    check,
    end,
    sign,
    start_agreement,
    take_back_offer,
    write,
)
from swip.supervision.views.disputes import answer, dispute, settle
from swip.supervision.views.entries import (
    add_protected_time,
    add_session,
    add_workload,
    agree_all,
    agree_entry,
    correct,
    entry,
    follow_up,
)
from swip.supervision.views.support import entries, support

__all__ = [
    "add_protected_time",
    "add_session",
    "add_workload",
    "agree_all",
    "agree_entry",
    "agreement",
    "answer",
    "check",
    "correct",
    "dispute",
    "end",
    "entries",
    "entry",
    "follow_up",
    "settle",
    "sign",
    "start_agreement",
    "support",
    "take_back_offer",
    "write",
]
