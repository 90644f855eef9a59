"""What pages, and the rooms above, ask about promises and whether they are kept."""

from swip.supervision.queries.agreements import (
    due_on,
    in_force,
    least_promise,
    rhythm_of,
    under_way,
)
from swip.supervision.queries.support import ledger_of, support_for, support_given

__all__ = [
    "due_on",
    "in_force",
    "least_promise",
    "ledger_of",
    "rhythm_of",
    "support_for",
    "support_given",
    "under_way",
]
