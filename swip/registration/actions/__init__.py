"""The verbs of a registration, one file for each noun. Each is one transaction."""

from swip.registration.actions.drafts import (
    answer_question,
    begin_registration,
    choose_programme,
    delete_registration,
    finish_registration,
    keep_details,
)
from swip.registration.actions.files import (
    carry_on,
    confirm_file,
    delete_file,
    empty_file,
    forget_old_files,
    keep_file,
    work_off,
)
from swip.registration.actions.likeness import keep_marks

__all__ = [
    "answer_question",
    "begin_registration",
    "carry_on",
    "choose_programme",
    "confirm_file",
    "delete_file",
    "delete_registration",
    "empty_file",
    "finish_registration",
    "forget_old_files",
    "keep_details",
    "keep_file",
    "keep_marks",
    "work_off",
]
