"""What is done with an observation, one file for each side. Each is one transaction."""

from swip.observations.actions.agreeing import (
    NotReady,
    agree,
    cancel,
    record_family,
    reopen,
    resume,
    take_back_for_family,
)
from swip.observations.actions.answers import (
    NotWhole,
    decline,
    hand_over,
    look_again,
    send,
    take_back,
    type_up,
)
from swip.observations.actions.identifying import bring_back, take_decisions, take_out_of_sight
from swip.observations.actions.observers import (
    ask_colleague,
    ask_outsider,
    send_again,
    withdraw,
)
from swip.observations.actions.writing import share_plan, share_reflection, start, start_as_observer, write

__all__ = [
    "NotReady",
    "NotWhole",
    "agree",
    "ask_colleague",
    "ask_outsider",
    "bring_back",
    "cancel",
    "decline",
    "hand_over",
    "look_again",
    "record_family",
    "reopen",
    "resume",
    "send",
    "send_again",
    "share_plan",
    "share_reflection",
    "start",
    "start_as_observer",
    "take_back",
    "take_back_for_family",
    "take_decisions",
    "take_out_of_sight",
    "type_up",
    "withdraw",
    "write",
]
