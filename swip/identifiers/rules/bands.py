"""Ages in bands that many children share, in each of the forms in which a sentence may want them."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
)


class Band(NamedTuple):
    """Some years of life. She is `of_it`; `somebody` came; at or from `it`; an `adjective` footballer; born `ago`."""

    most: int
    of_it: str
    somebody: str
    it: str
    adjective: str
    ago: str


BANDS = (
    Band(1, "very young", "a baby", "infancy", "very young", "in the last two years"),
    *(
        Band(most, f"of {it}", f"a child of {it}", it, adjective, f"{years} years ago")
        for most, it, adjective, years in (
            (4, "pre-school age", "pre-school-aged", "two to four"),
            (7, "infant school age", "school-aged", "five to seven"),
            (11, "junior school age", "school-aged", "eight to eleven"),
        )
    ),
    *(
        Band(most, f"in {it}", f"a young person in {it}", it, "teenage", f"{years} years ago")
        for most, it, years in (
            (13, "their early teens", "twelve or thirteen"),
            (15, "their mid teens", "fourteen or fifteen"),
            (19, "their late teens", "sixteen to nineteen"),
        )
    ),
    Band(200, "an adult", "an adult", "adulthood", "adult", "at least twenty years ago"),
)
BABY, ADULT = BANDS[0], BANDS[-1]


def band_of_years(years: int) -> Band:
    return next((band for band in BANDS if years <= band.most), ADULT)


def band_of_age(said: str) -> Band:
    """The band of an age as somebody typed it."""
    low = said.lower()
    if not re.search(r"\d *y|year", low) and re.search(r"week|month|day|mth|\d ?m\b", low):
        return BABY
    found = re.search(r"\d+|[a-z]+", low)
    word = found[0] if found else ""
    if word.isdigit():
        return band_of_years(int(word))
    return band_of_years(NUMBERS.index(word) + 1) if word in NUMBERS else ADULT


def band_of_birth(born: datetime.date, on: datetime.date) -> Band | None:
    """The band on the day that is told of; nobody is in one before they are born."""
    if born > on:
        return None
    return band_of_years(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
