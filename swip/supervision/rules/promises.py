"""What an employer may promise: as much as the rule book asks for, or more, never less."""

from __future__ import annotations

from decimal import ROUND_UP, Decimal
from enum import StrEnum

from swip.supervision.rules.rhythm import Every

LONGEST = 20_000
MOST_MINUTES = 480
OFTEN = ("1d", "2d", "3d", "5d", "7d", "10d", "14d", "21d", "28d", "1m")


def as_often_as(least: Every) -> list[Every]:
    """What may be promised where the rule book says at least so often: the rule's own first, then more often."""
    more = [Every.of(code) for code in OFTEN]
    often = [each for each in more if each != least and each.is_as_often_as(least)]
    return [least, *reversed(often)]


def least_hours(percent: Decimal, full_time_equivalent: Decimal, full_week: Decimal) -> Decimal:
    """Protected hours a week: a share of the hours in the contract, never rounded down."""
    return (percent / 100 * full_time_equivalent * full_week).quantize(Decimal("0.01"), rounding=ROUND_UP)


class Side(StrEnum):
    """On whose side somebody stands who enters something, disputes it or cancels."""

    SOCIAL_WORKER = "social_worker"
    EMPLOYER = "employer"

    @property
    def other(self) -> Side:
        return Side.EMPLOYER if self == Side.SOCIAL_WORKER else Side.SOCIAL_WORKER
