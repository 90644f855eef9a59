"""What can be done with evidence. The one place that changes it."""

from swip.evidence.actions.common import NotWhole, gaps_of
from swip.evidence.actions.files import TooManyFiles, attach, remove_file, remove_infected
from swip.evidence.actions.identifying import (
    black_out,
    bring_back,
    mend,
    take_decisions,
    take_out_of_sight,
)
from swip.evidence.actions.kinds import NameTaken, add_kind, change_kind, load_kinds, offer_kind
from swip.evidence.actions.reviewing import accept, keep_review, send_back
from swip.evidence.actions.showcase import (
    agree_showcase,
    choose_showcase,
    suggest_others,
    take_back_answer,
)
from swip.evidence.actions.writing import (
    add_outcome,
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
    "NameTaken",
    "NotWhole",
    "TooManyFiles",
    "accept",
    "add_kind",
    "add_outcome",
    "agree_showcase",
    "attach",
    "black_out",
    "bring_back",
    "change_kind",
    "choose_kind",
    "choose_outcomes",
    "choose_showcase",
    "gaps_of",
    "give_reasons",
    "keep_review",
    "load_kinds",
    "mend",
    "offer_kind",
    "place_in_work",
    "remove_file",
    "remove_infected",
    "send_back",
    "start",
    "start_again",
    "submit",
    "suggest_others",
    "take_back_answer",
    "take_decisions",
    "take_out_of_sight",
    "withdraw",
    "write",
]
