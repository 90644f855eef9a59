"""What can be done with evidence. The one place that changes it."""

from swip.evidence.actions.common import NotWhole, gaps_of
from swip.evidence.actions.files import attach, remove_file
from swip.evidence.actions.identifying import (
    black_out,
    bring_back,
    mend,
    take_decisions,
    take_out_of_sight,
)
from swip.evidence.actions.kinds import load_kinds
from swip.evidence.actions.reviewing import accept, keep_review, review, send_back
from swip.evidence.actions.writing import (
    choose_kind,
    choose_outcomes,
    give_reasons,
    place_in_work,
    start,
    start_again,
    submit,
    withdraw,
    write,
)

__all__ = [
    "NotWhole",
    "accept",
    "attach",
    "black_out",
    "bring_back",
    "choose_kind",
    "choose_outcomes",
    "gaps_of",
    "give_reasons",
    "keep_review",
    "load_kinds",
    "mend",
    "place_in_work",
    "remove_file",
    "review",
    "send_back",
    "start",
    "start_again",
    "submit",
    "take_decisions",
    "take_out_of_sight",
    "withdraw",
    "write",
]
