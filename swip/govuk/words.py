"""Dates, times and numbers as people say them. The templates know these as filters of the same meaning."""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from markupsafe import Markup

Day = datetime.date | datetime.datetime | None


def local_date(value: datetime.date | datetime.datetime) -> datetime.date:
    """The day it was where the people are: half past midnight in summer is still the day before in UTC."""
    return local(value).date() if isinstance(value, datetime.datetime) else value


def local(value: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def date_in_words(value: Day) -> str:
    """21 November 2026"""
    if not value:
        return ""
    day = local_date(value)
    return f"{day.day} {day:%B} {day.year}"


def short_date(value: Day) -> str:
    """21 Nov 2026, for tables"""
    if not value:
        return ""
    day = local_date(value)
    return f"{day.day} {day:%b} {day.year}"


def month_year(value: Day) -> str:
    """November 2026"""
    if not value:
        return ""
    day = local_date(value)
    return f"{day:%B} {day.year}"


def time_in_words(value: datetime.datetime | datetime.time | None) -> str:
    """2:02pm, 9am, midday, midnight"""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime.datetime):
        value = local(value)
    if value.minute == 0 and value.hour in (0, 12):
        return "midday" if value.hour else "midnight"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{(value.hour - 1) % 12 + 1}{minutes}{'am' if value.hour < 12 else 'pm'}"


def date_time(value: datetime.datetime | None) -> str:
    """21 November 2026 at 2:02pm"""
    return f"{date_in_words(value)} at {time_in_words(value)}" if value else ""


def plural(count: int | None, one: str, many: str | None = None) -> str:
    """1 piece, 2 pieces, 1,204 pieces"""
    if count is None:
        return ""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def number(value: float | Decimal | None) -> str:
    """3.7, 37, 2.22: as people write it"""
    if value is None:
        return ""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def length(days: int) -> str:
    """3 days, 5 weeks, 4 months: as exact as people would be about it."""
    if days < 21:
        return plural(days, "day")
    if days < 70:
        return plural(days // 7, "week")
    if days < 730:
        return plural(round(days / 30.44), "month")
    return plural(days // 365, "year")


def since(value: Day) -> str:
    """How long it has been: "3 days". Less than a day is "less than a day"."""
    if not value:
        return ""
    days = (timezone.localdate() - local_date(value)).days
    return length(days) if days > 0 else "less than a day"


def ago(value: Day) -> str:
    """When it was or will be, seen from today: "yesterday", "3 weeks ago", "in 5 days"."""
    if not value:
        return ""
    days = (timezone.localdate() - local_date(value)).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    if days in near:
        return near[days]
    return f"{length(days)} ago" if days > 0 else f"in {length(-days)}"


def file_size(count: int | None) -> str:
    """1.2 MB"""
    if count is None:
        return ""
    if count < 1000:
        return plural(count, "byte")
    size = float(count)
    for unit in ("KB", "MB", "GB"):
        size /= 1000
        if size < 999.5 or unit == "GB":
            break
    return f"{size:.1f}".removesuffix(".0") + f" {unit}" if size < 10 else f"{size:.0f} {unit}"


def and_list(items: Iterable) -> str:
    """a, b and c"""
    words = [str(item) for item in items]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def linebreaks(text: str | None) -> Markup:
    """Paragraphs as they were typed; anything that looks like HTML is shown, never obeyed."""
    paragraphs = re.split(r"\n\s*\n", str(text or "").replace("\r\n", "\n").strip())
    line, paragraph = Markup("<br>\n"), Markup('<p class="govuk-body">{}</p>')
    return Markup("\n").join(
        paragraph.format(line.join(each.split("\n"))) for each in paragraphs if each.strip()
    )


FILTERS = {
    "date": date_in_words,
    "short_date": short_date,
    "month_year": month_year,
    "time": time_in_words,
    "date_time": date_time,
    "plural": plural,
    "number": number,
    "since": since,
    "ago": ago,
    "file_size": file_size,
    "and_list": and_list,
    "linebreaks": linebreaks,
}
