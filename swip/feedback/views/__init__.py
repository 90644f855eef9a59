"""Pages of rounds of feedback."""

from swip.feedback.views.answers import answer, check_answer, decline, look_through_answer
from swip.feedback.views.cpd import cpd, cpd_file
from swip.feedback.views.identifying import look_through, out_of_sight, take_out_of_sight
from swip.feedback.views.own_view import check_own_view, own_view, reword_own_view
from swip.feedback.views.people import (
    add_person,
    agree,
    change_person,
    deliveries,
    pass_on,
    people,
    propose,
    remove_person,
    send_again,
    take_back,
)
from swip.feedback.views.releasing import (
    check_release,
    comment,
    reflection,
    release,
    share,
    summary,
    take_back_reflection,
)
from swip.feedback.views.rounds import begin_again, extend, remind, round, rounds, start, stop

__all__ = [
    "add_person",
    "agree",
    "answer",
    "begin_again",
    "change_person",
    "check_answer",
    "check_own_view",
    "check_release",
    "comment",
    "cpd",
    "cpd_file",
    "decline",
    "deliveries",
    "extend",
    "look_through",
    "look_through_answer",
    "out_of_sight",
    "own_view",
    "pass_on",
    "people",
    "propose",
    "reflection",
    "release",
    "remind",
    "remove_person",
    "reword_own_view",
    "round",
    "rounds",
    "send_again",
    "share",
    "start",
    "stop",
    "summary",
    "take_back",
    "take_back_reflection",
    "take_out_of_sight",
]
