"""The time engine on made-up lives: `python -m bench.timetable [people]`. No database: what is measured is the sum."""

from __future__ import annotations

import datetime
import random
import sys
import time

from swip.enrolment.rules.timetable import (
    Absence,
    Job,
    Life,
    MoreTime,
    Pause,
    StageTerms,
    Terms,
    timetable,
)

DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2027, 6, 1)
MONTHS = (0, 3, 6, 12, 18, 24)
TERMS = Terms(
    length_months=24,
    stages=tuple(
        StageTerms(f"month-{month}", f"Month {month}", month, is_final=month == 24) for month in MONTHS
    ),
    longest_months=36,
    months_between_reviews=6,
)


def made_up(chance: random.Random) -> Life:
    """Somebody with five changes: fewer hours, sickness, leave, a pause, and more time."""
    start = TODAY - chance.randrange(30, 700) * DAY
    edges = sorted(chance.sample(range(5, 700), 8))
    hours, sick, leave, pause = (
        (start + first * DAY, start + last * DAY) for first, last in zip(edges[::2], edges[1::2], strict=True)
    )
    return Life(
        start,
        (Job(start, hours[0]), Job(hours[0] + DAY, tenths=chance.choice([5, 6, 8]))),
        absences=(
            Absence(*sick, words="Sickness"),
            Absence(*leave, words="Maternity leave", is_exempt=True, makes_longer=chance.random() < 0.7),
        ),
        pauses=(Pause(*pause, pause[1] + DAY),),
        more_time=(MoreTime(chance.choice([28, 91, 182])),),
    )


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 6_000
    chance = random.Random(1)  # the same lives on every run
    lives = [made_up(chance) for _ in range(people)]
    begun, processor = time.perf_counter(), time.process_time()
    ends = [timetable(life, TERMS, on=TODAY).ends_on for life in lives]
    clock, processor = time.perf_counter() - begun, time.process_time() - processor
    print(
        f"{people:,} people with five changes each, worked out anew: {clock:.2f} s by the clock,"
        f" {processor:.2f} s of one core ({processor / people * 1000:.2f} ms each);"
        f" ends from {min(ends)} to {max(ends)}"
    )


if __name__ == "__main__":
    main()
