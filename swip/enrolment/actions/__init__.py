"""The verbs of an enrolment, one file for each noun. Each is one transaction."""

from swip.enrolment.actions.absences import (
    choose_leave,
    correct_absence,
    end_absence,
    record_absence,
    take_back_absence,
)
from swip.enrolment.actions.adjustments import (
    answer_adjustment,
    ask_adjustment,
    end_adjustment,
    share_adjustment,
)
from swip.enrolment.actions.covers import CoverRefused, cover, end_cover
from swip.enrolment.actions.employment import change_employment, correct_employment, take_back_employment
from swip.enrolment.actions.ending import complete, not_complete, reinstate, undo_withdrawal, withdraw
from swip.enrolment.actions.extensions import extend, give_more_time, take_back_extension
from swip.enrolment.actions.identifying import take_out_of_sight
from swip.enrolment.actions.joining import register, register_all, start, start_all_due
from swip.enrolment.actions.looks import note_look
from swip.enrolment.actions.objections import answer_objection, object_to
from swip.enrolment.actions.pairings import pair
from swip.enrolment.actions.pauses import (
    begin_all_due,
    begin_pause,
    correct_pause,
    pause,
    resume,
    take_back_pause,
)
from swip.enrolment.actions.reductions import (
    agree_to_reduction,
    decline_reduction,
    propose_reduction,
    take_back_reduction,
)
from swip.enrolment.actions.second_jobs import end_second_job, hand_over_lead
from swip.enrolment.actions.stages import hold_stage
from swip.enrolment.actions.timetable import work_out, work_out_open_ends
from swip.enrolment.actions.transfers import ask_for_release, begin_release

__all__ = [
    "CoverRefused",
    "agree_to_reduction",
    "answer_adjustment",
    "answer_objection",
    "ask_adjustment",
    "ask_for_release",
    "begin_all_due",
    "begin_pause",
    "begin_release",
    "change_employment",
    "choose_leave",
    "complete",
    "correct_absence",
    "correct_employment",
    "correct_pause",
    "cover",
    "decline_reduction",
    "end_absence",
    "end_adjustment",
    "end_cover",
    "end_second_job",
    "extend",
    "give_more_time",
    "hand_over_lead",
    "hold_stage",
    "not_complete",
    "note_look",
    "object_to",
    "pair",
    "pause",
    "propose_reduction",
    "record_absence",
    "register",
    "register_all",
    "reinstate",
    "resume",
    "share_adjustment",
    "start",
    "start_all_due",
    "take_back_absence",
    "take_back_employment",
    "take_back_extension",
    "take_back_pause",
    "take_back_reduction",
    "take_out_of_sight",
    "undo_withdrawal",
    "withdraw",
    "work_out",
    "work_out_open_ends",
]
