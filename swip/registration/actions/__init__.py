"""The verbs of a registration, one file for each noun. Each is one transaction."""

from swip.registration.actions.drafts import (
    answer_question,
    begin_registration,
    choose_programme,
    delete_registration,
    finish_registration,
    keep_details,
)

__all__ = [
    "answer_question",
    "begin_registration",
    "choose_programme",
    "delete_registration",
    "finish_registration",
    "keep_details",
]
