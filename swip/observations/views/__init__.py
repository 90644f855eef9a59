"""The pages of an observation, one file for each side of it."""

from swip.observations.views.agreeing import (
    agree,
    cancel,
    family,
    family_took_back,
    look_again,
    reopen,
    resume,
)
from swip.observations.views.asking import ask, ask_again, unanswered, withdraw_link
from swip.observations.views.cpd import cpd, cpd_file
from swip.observations.views.identifying import look_through, out_of_sight, take_out_of_sight
from swip.observations.views.links import (
    link,
    link_check,
    link_decline,
    link_look_through,
    link_paper,
    link_write,
)
from swip.observations.views.observing import (
    check,
    decline,
    from_paper,
    hand_over,
    take_back,
    to_observe,
)
from swip.observations.views.pages import observation, observations, paper, start
from swip.observations.views.writing import write

__all__ = [
    "agree",
    "ask",
    "ask_again",
    "cancel",
    "check",
    "cpd",
    "cpd_file",
    "decline",
    "family",
    "family_took_back",
    "from_paper",
    "hand_over",
    "link",
    "link_check",
    "link_decline",
    "link_look_through",
    "link_paper",
    "link_write",
    "look_again",
    "look_through",
    "observation",
    "observations",
    "out_of_sight",
    "paper",
    "reopen",
    "resume",
    "start",
    "take_back",
    "take_out_of_sight",
    "to_observe",
    "unanswered",
    "withdraw_link",
    "write",
]
