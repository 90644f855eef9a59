"""The numbers that this room applies, from the rules in force."""

from __future__ import annotations

import datetime
from typing import Any

from swip.enrolment.queries import rule_books_in_force, value_or
from swip.programmes.models import Rule, RuleBook
from swip.staffing.models import Capacity
from swip.staffing.rules import DAYS_IN_A_WEEK, Fairness

MOST: dict[str, tuple[str, int]] = {
    Capacity.Kind.SUPERVISE: ("staffing.most_supervised", 6),
    Capacity.Kind.ASSESS: ("staffing.most_assessed", 8),
    Capacity.Kind.OBSERVE: ("staffing.most_observed", 10),
}
FIRST_WEEKS = "staffing.first_weeks"
AWAY_DAYS = "staffing.away_days"
COUNTS_AS = "staffing.counts_as"
TWO_PEOPLE = "staffing.two_people"
SOON_WEEKS = "staffing.soon_weeks"


class Numbers:
    """Colleagues work for several programmes at once: the first that people can join today speaks for all."""

    def __init__(self) -> None:
        self.book: RuleBook | None = rule_books_in_force().first()

    def value(self, key: str, otherwise: Any) -> Any:
        return value_or(self.book, key, otherwise) if self.book else otherwise

    def rules(self, *keys: str) -> list[Rule]:
        known = self.book.contents.rules if self.book else {}
        return [known[key] for key in keys if key in known]

    def most(self, kind: str) -> int:
        """How many a colleague may take on, where nobody has said otherwise."""
        return self.value(*MOST[kind])

    @property
    def fairness(self) -> Fairness:
        return Fairness(
            first_weeks=self.value(FIRST_WEEKS, 6),
            away_days=self.value(AWAY_DAYS, 14),
            counts_as=self.value(COUNTS_AS, 1),
            wants_two_people=self.value(TWO_PEOPLE, True),
        )

    def soon(self, today: datetime.date) -> datetime.date:
        """As far as the board looks ahead."""
        return today + datetime.timedelta(days=DAYS_IN_A_WEEK * self.value(SOON_WEEKS, 6))
