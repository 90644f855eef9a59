"""The verbs of an enrolment, one file for each noun. Each is one transaction."""

from swip.enrolment.actions.covers import CoverRefused, cover, end_cover
from swip.enrolment.actions.ending import complete, not_complete, withdraw
from swip.enrolment.actions.extensions import extend
from swip.enrolment.actions.joining import register, register_all, start, start_all_due
from swip.enrolment.actions.looks import note_look
from swip.enrolment.actions.pairings import pair
from swip.enrolment.actions.stages import hold_stage
from swip.enrolment.actions.timetable import work_out, work_out_open_ends

__all__ = [
    "CoverRefused",
    "complete",
    "cover",
    "end_cover",
    "extend",
    "hold_stage",
    "not_complete",
    "note_look",
    "pair",
    "register",
    "register_all",
    "start",
    "start_all_due",
    "withdraw",
    "work_out",
    "work_out_open_ends",
]
