"""More time: on which grounds, and how much at once."""

from __future__ import annotations

import datetime

from swip.enrolment.models import Enrolment
from swip.enrolment.queries.place import value_or
from swip.enrolment.queries.timetable import GROUNDS
from swip.enrolment.rules import months_after
from swip.programmes.models import RuleBook

MOST = "programme.extension.max_months"


def extension_grounds(rule_book: RuleBook) -> list[tuple[str, str]]:
    return list(value_or(rule_book, GROUNDS, [("other", "Another ground")]))


def most_months(rule_book: RuleBook) -> int:
    """How long one extension may be."""
    return value_or(rule_book, MOST, 6)


def latest_end(enrolment: Enrolment) -> datetime.date:
    """The furthest that one extension reaches."""
    return months_after(enrolment.expected_end_on, most_months(enrolment.rule_book))
