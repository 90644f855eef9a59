"""What pages, and the rooms above, ask about promises and whether they are kept."""

from swip.supervision.queries.agreements import (
    due_on,
    in_force,
    least_promise,
    rhythm_of,
    under_way,
)
from swip.supervision.queries.support import ledger_of, missing_for, support_for, support_given
from swip.supervision.queries.waiting import Waiting, waits_for

__all__ = [
    "Waiting",
    "due_on",
    "in_force",
    "least_promise",
    "ledger_of",
    "missing_for",
    "rhythm_of",
    "support_for",
    "support_given",
    "under_way",
    "waits_for",
]
