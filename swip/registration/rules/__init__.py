"""What is typed about somebody who joins, read as what it means: on plain values."""

from swip.registration.rules.likeness import alike, date_mark, plain_name
from swip.registration.rules.typed import (
    NotUnderstood,
    answer_of,
    name_of,
    part_of_full_time_of,
    register_number_of,
)

__all__ = [
    "NotUnderstood",
    "alike",
    "answer_of",
    "date_mark",
    "name_of",
    "part_of_full_time_of",
    "plain_name",
    "register_number_of",
]
