"""The verbs of an enrolment, one file for each noun. Each is one transaction."""

from swip.enrolment.actions.covers import CoverRefused, cover, end_cover
from swip.enrolment.actions.ending import complete, not_complete, withdraw
from swip.enrolment.actions.extensions import extend
from swip.enrolment.actions.joining import register, start, start_all_due
from swip.enrolment.actions.looks import note_look
from swip.enrolment.actions.pairings import pair
from swip.enrolment.actions.registrations import (
    answer_question,
    begin_registration,
    choose_programme,
    delete_registration,
    finish_registration,
    keep_details,
)
from swip.enrolment.actions.stages import hold_stage

__all__ = [
    "CoverRefused",
    "answer_question",
    "begin_registration",
    "choose_programme",
    "complete",
    "cover",
    "delete_registration",
    "end_cover",
    "extend",
    "finish_registration",
    "hold_stage",
    "keep_details",
    "not_complete",
    "note_look",
    "pair",
    "register",
    "start",
    "start_all_due",
    "withdraw",
]
