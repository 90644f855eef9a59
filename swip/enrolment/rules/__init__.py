"""Decisions on plain values: when stages fall due, and how a life changes that."""

from swip.enrolment.rules.place import (
    Due,
    Period,
    RegistrationRefused,
    ends_before,
    expected_end,
    months_after,
    stage_name,
    stage_state,
    stages_due,
)

__all__ = [
    "Due",
    "Period",
    "RegistrationRefused",
    "ends_before",
    "expected_end",
    "months_after",
    "stage_name",
    "stage_state",
    "stages_due",
]
