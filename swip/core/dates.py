"""Dates as people type them, the day always before the month."""

import datetime
import re

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
EXAMPLE = "1/9/2027 or 2027-09-01"
FIRST_YEAR, LAST_YEAR = 1900, 2199

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})", re.ASCII)
_DAY_AND_MONTH_NAME = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})\.?,?[-/. ]*(\d{4}|\d{2})", re.ASCII
)
_MONTH_NAME_FIRST = re.compile(
    r"([a-z]{3,9})\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|[-/. ]+)(\d{4})", re.ASCII
)
_WITHOUT_YEAR = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?[-/. ]*[a-z]{3,9}|[a-z]{3,9}\.?[-/. ]*\d{1,2}(?:st|nd|rd|th)?)", re.ASCII
)
_MONTH_AND_YEAR = re.compile(r"(?:[a-z]{3,9}|\d{1,2})\.?[-/. ]*\d{4}", re.ASCII)
_AT_MIDNIGHT = re.compile(r"(?<=\d)(?:[ t]+00?:00(?::00(?:\.0+)?)?z?)$", re.ASCII)
_SPREADSHEET_NUMBER = re.compile(r"\d{4,6}(?:\.\d+)?", re.ASCII)


class UnreadableDate(ValueError):
    """Says what is wrong with a date somebody typed, and how to write it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def parse_date(text: str) -> datetime.date:
    """Read one date. Where it could be two different days, nothing is guessed."""
    typed = " ".join(text.split()).lower()
    if not typed:
        raise UnreadableDate(f"Enter a date, for example {EXAMPLE}")
    if len(typed) > 40:
        raise UnreadableDate(f"Enter only a date, for example {EXAMPLE}")
    typed = _AT_MIDNIGHT.sub("", typed)
    if found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = found.groups()
        return _date(int(day), int(month), int(year))
    if found := _DAY_FIRST.fullmatch(typed):
        day, month, year = found.groups()
        return _date(int(day), int(month), _whole_year(year))
    if found := _DAY_AND_MONTH_NAME.fullmatch(typed):
        day, name, year = found.groups()
        return _date(int(day), _month(name), _whole_year(year))
    if found := _MONTH_NAME_FIRST.fullmatch(typed):
        name, day, year = found.groups()
        return _date(int(day), _month(name), int(year))
    if _WITHOUT_YEAR.fullmatch(typed):
        raise UnreadableDate(f"Enter the day, the month and the year, for example {EXAMPLE}")
    if _SPREADSHEET_NUMBER.fullmatch(typed):
        raise UnreadableDate(
            "This is the number a spreadsheet keeps for a date. Show the cell as a date, "
            f"for example {EXAMPLE}"
        )
    if _MONTH_AND_YEAR.fullmatch(typed):
        raise UnreadableDate(f"Enter the day too, for example {EXAMPLE}")
    raise UnreadableDate(f"Enter a date with the day first, for example {EXAMPLE}")


def _whole_year(digits: str) -> int:
    """27 is 2027 and 98 is 1998: nobody here was born before 1950 or plans past 2049 in two digits."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < 50 else 1900 + year


def _month(name: str) -> int:
    for number, month in enumerate(MONTHS, start=1):
        if month.startswith(name) or (name == "sept" and number == 9):
            return number
    raise UnreadableDate(f"“{name.capitalize()}” is not a month. Enter a date, for example {EXAMPLE}")


def _date(day: int, month: int, year: int) -> datetime.date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableDate(f"The year must be between {FIRST_YEAR} and {LAST_YEAR}")
    if month > 12 >= day > 0:
        raise UnreadableDate("Enter the day first, then the month: there is no month " + str(month))
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise UnreadableDate(f"There is no such day. Enter a real date, for example {EXAMPLE}") from None
