"""Questions that pages ask about registrations, one file for each noun."""

from swip.registration.queries.drafts import (
    Step,
    answered_in,
    eligibility_of,
    in_the_way,
    is_all_answered,
    is_worth_telling,
    newer_rules,
    registration_of,
    steps_of,
    with_next_step,
    with_rules,
    worker_of,
)

__all__ = [
    "Step",
    "answered_in",
    "eligibility_of",
    "in_the_way",
    "is_all_answered",
    "is_worth_telling",
    "newer_rules",
    "registration_of",
    "steps_of",
    "with_next_step",
    "with_rules",
    "worker_of",
]
