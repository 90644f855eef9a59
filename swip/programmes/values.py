"""What the value of a rule may be, how people type it, and how it is said in words."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

KEY_PATTERN = r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*"
LARGEST = 1_000_000_000
LONGEST_LINE = 500


class Kind(StrEnum):
    """The sorts of value a rule can have."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENT = "percent"
    MONEY = "money"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    DATE = "date"
    BOOLEAN = "boolean"
    TEXT = "text"
    LIST = "list"
    NUMBERS = "numbers"
    CHOICES = "choices"
    TABLE = "table"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Kind.INTEGER: "Whole number",
    Kind.DECIMAL: "Number",
    Kind.PERCENT: "Percentage",
    Kind.MONEY: "Amount in pounds",
    Kind.DAYS: "Days",
    Kind.WEEKS: "Weeks",
    Kind.MONTHS: "Months",
    Kind.DATE: "Date",
    Kind.BOOLEAN: "Yes or no",
    Kind.TEXT: "Text",
    Kind.LIST: "List",
    Kind.NUMBERS: "List of whole numbers",
    Kind.CHOICES: "List of choices",
    Kind.TABLE: "Table",
}
WHOLE = {Kind.INTEGER, Kind.DAYS, Kind.WEEKS, Kind.MONTHS}
FRACTIONS = {Kind.DECIMAL, Kind.PERCENT, Kind.MONEY}
ON_MANY_LINES = {Kind.TEXT, Kind.LIST, Kind.CHOICES, Kind.TABLE}


class ChoiceOfRule(NamedTuple):
    """One of the words people choose from; a pair, so that a form can offer the whole list."""

    code: str
    words: str


class ValueNotUnderstood(ValueError):
    """A value that is not of the kind its rule asks for; says what is wrong in words a person can act on."""


# What a rule stores. All of it can be written as JSON; a fraction is kept as text, so that 0.1 stays 0.1.


def checked(kind: str, value: Any) -> Any:
    """The value as it is stored. None stands for "not known" and is always allowed."""
    if value is None:
        return None
    kind = Kind(kind)
    if kind in WHOLE:
        return _whole(value)
    if kind in FRACTIONS:
        return _fraction(kind, value)
    return _CHECKS[kind](value)


def typed(kind: str, stored: Any) -> Any:
    """The stored value as the rest of the service uses it. It cannot be changed by who uses it."""
    if stored is None:
        return None
    kind = Kind(kind)
    if kind in FRACTIONS:
        return Decimal(stored)
    if kind is Kind.DATE:
        return date.fromisoformat(stored)
    if kind in (Kind.LIST, Kind.NUMBERS):
        return tuple(stored)
    if kind is Kind.CHOICES:
        return tuple(ChoiceOfRule(code, words) for code, words in stored)
    if kind is Kind.TABLE:
        return tuple(
            MappingProxyType(dict(zip(stored["columns"], row, strict=True))) for row in stored["rows"]
        )
    return stored


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueNotUnderstood("must be a whole number")
    if not 0 <= value <= LARGEST:
        raise ValueNotUnderstood(f"must be between 0 and {LARGEST:,}")
    return value


def _fraction(kind: Kind, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueNotUnderstood("must be a number")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueNotUnderstood("must be a number") from None
    if not number.is_finite() or not 0 <= number <= LARGEST:
        raise ValueNotUnderstood(f"must be between 0 and {LARGEST:,}")
    if kind is Kind.PERCENT and number > 100:
        raise ValueNotUnderstood("must be 100 or less")
    if kind is Kind.MONEY and number != round(number, 2):
        raise ValueNotUnderstood("must be in pounds and pence")
    if -number.normalize().as_tuple().exponent > 6:  # type: ignore[operator]
        raise ValueNotUnderstood("must have no more than 6 decimal places")
    return _plain(number)


def _plain(number: Decimal) -> str:
    """Without an exponent or needless zeros: 10, not 1E+1; 0.5, not 0.500."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _date(value: Any) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()[:10]
    except (TypeError, ValueError):
        raise ValueNotUnderstood("must be a real date") from None


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueNotUnderstood("must be yes or no")
    return value


def _line(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueNotUnderstood("must be text")
    if any(ord(character) < 32 for character in value):
        raise ValueNotUnderstood("must be on one line, without control characters")
    if not value.strip():
        raise ValueNotUnderstood("must not be empty")
    if len(value) > LONGEST_LINE:
        raise ValueNotUnderstood(f"must be {LONGEST_LINE} characters or fewer")
    return value.strip()


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueNotUnderstood("must be text")
    return _line(re.sub(r"\s+", " ", value))


def _many(value: Any, or_none: bool = False) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise ValueNotUnderstood("must be a list")
    if not value and not or_none:
        raise ValueNotUnderstood("must have at least one entry")
    return list(value)


def _list(value: Any) -> list[str]:
    lines = [_line(each) for each in _many(value, or_none=True)]
    if len(set(lines)) < len(lines):
        raise ValueNotUnderstood("must not say the same thing twice")
    return lines


def _numbers(value: Any) -> list[int]:
    numbers = [_whole(each) for each in _many(value)]
    if numbers != sorted(set(numbers)):
        raise ValueNotUnderstood("must go up from one number to the next")
    return numbers


def _choices(value: Any) -> list[list[str]]:
    pairs = []
    for each in _many(value):
        if isinstance(each, Mapping):
            each = [each.get("code"), each.get("words")]
        if not isinstance(each, list | tuple) or len(each) != 2:
            raise ValueNotUnderstood("must give a code and its words for each choice")
        code, words = _line(each[0]), _line(each[1])
        if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", code):
            raise ValueNotUnderstood(f"has the code “{code}”: use small letters, numbers and underscores")
        pairs.append([code, words])
    if len({code for code, _ in pairs}) < len(pairs):
        raise ValueNotUnderstood("must not use the same code twice")
    return pairs


def _table(value: Any) -> dict[str, list[Any]]:
    """Columns apart from rows, since the database does not keep the order of names."""
    if isinstance(value, Mapping) and set(value) == {"columns", "rows"}:
        value = [dict(zip(value["columns"], row, strict=True)) for row in value["rows"]]
    rows = _many(value)
    if not all(isinstance(row, Mapping) and row for row in rows):
        raise ValueNotUnderstood("must have named columns in each row")
    names = list(rows[0])
    for number, row in enumerate(rows, 1):
        if set(row) != set(names):
            raise ValueNotUnderstood(f"must have the same columns in row {number} as in the first")
    kept = [[_cell(row[name]) for name in names] for row in rows]
    for place, name in enumerate(names):
        if len({type(row[place]) for row in kept}) > 1:
            raise ValueNotUnderstood(
                f"must have the same kind of entry all the way down “{column_words(name)}”"
            )
    return {"columns": names, "rows": kept}


def _cell(value: Any) -> str | int | bool:
    if isinstance(value, bool):
        return value
    return _whole(value) if isinstance(value, int) else _line(value)


_CHECKS = {
    Kind.DATE: _date,
    Kind.BOOLEAN: _boolean,
    Kind.TEXT: _text,
    Kind.LIST: _list,
    Kind.NUMBERS: _numbers,
    Kind.CHOICES: _choices,
    Kind.TABLE: _table,
}


# What people type, and read back before they change it.


def written(kind: str, stored: Any) -> str:
    """The value as a person edits it: one entry to a line, cells of a table between bars."""
    if stored is None:
        return ""
    kind = Kind(kind)
    if kind is Kind.BOOLEAN:
        return "yes" if stored else "no"
    if kind is Kind.LIST:
        return "\n".join(stored)
    if kind is Kind.NUMBERS:
        return ", ".join(str(each) for each in stored)
    if kind is Kind.CHOICES:
        return "\n".join(f"{code}: {words}" for code, words in stored)
    if kind is Kind.TABLE:
        return "\n".join(" | ".join(_cell_written(cell) for cell in row) for row in stored["rows"])
    return str(stored)


def read(kind: str, text: str, *, like: Any = None) -> Any:
    """What a person typed, as it is stored. `like` is a table whose columns the new one has to have."""
    kind, text = Kind(kind), text.strip()
    if not text:
        return [] if kind is Kind.LIST else None
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if kind in WHOLE:
        return checked(kind, _typed_whole(text))
    if kind in FRACTIONS:
        return checked(kind, text.replace(",", "").removeprefix("£").removesuffix("%").strip())
    if kind is Kind.BOOLEAN:
        if text.lower() not in ("yes", "no"):
            raise ValueNotUnderstood("must be yes or no")
        return text.lower() == "yes"
    if kind is Kind.LIST:
        return checked(kind, lines)
    if kind is Kind.NUMBERS:
        return checked(kind, [_typed_whole(each) for each in re.split(r"[\s,;]+", text) if each])
    if kind is Kind.CHOICES:
        return checked(kind, [[part.strip() for part in line.split(":", 1)] for line in lines])
    if kind is Kind.TABLE:
        return checked(kind, _typed_rows(lines, like))
    return checked(kind, text)


def _typed_whole(text: str) -> int:
    digits = text.replace(",", "").strip()
    if not re.fullmatch(r"[0-9]{1,12}", digits):
        raise ValueNotUnderstood("must be a whole number")
    return int(digits)


def _typed_rows(lines: Sequence[str], like: Any) -> list[dict[str, Any]]:
    if not like:
        raise ValueNotUnderstood("must have columns: start from a rule that has them")
    names, pattern = like["columns"], like["rows"][0]
    rows = []
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != len(names):
            raise ValueNotUnderstood(f"must have {len(names)} entries between bars in line {number}")
        rows.append(
            {
                name: _typed_cell(cell, example, name, number)
                for name, cell, example in zip(names, cells, pattern, strict=True)
            }
        )
    return rows


def _typed_cell(cell: str, pattern: Any, column: str, number: int) -> Any:
    where = f"in line {number}, under “{column_words(column)}”"
    if isinstance(pattern, bool):
        if cell.lower() not in ("yes", "no"):
            raise ValueNotUnderstood(f"must say yes or no {where}")
        return cell.lower() == "yes"
    if isinstance(pattern, int):
        try:
            return _typed_whole(cell)
        except ValueNotUnderstood:
            raise ValueNotUnderstood(f"must have a whole number {where}") from None
    if not cell:
        raise ValueNotUnderstood(f"must not be empty {where}")
    return cell


def _cell_written(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell)


# What people read.


def in_words(kind: str, stored: Any, unit: str = "") -> str:
    """The value in one line: "24 months", "£2,000", "10%", "Yes"."""
    if stored is None:
        return "Not known"
    kind = Kind(kind)
    if kind in WHOLE:
        return f"{stored:,} {_counted(stored, unit or _UNITS.get(kind, ''))}".strip()
    if kind is Kind.PERCENT:
        return f"{stored}%"
    if kind is Kind.MONEY:
        amount = Decimal(stored)
        return f"£{amount:,.0f}" if amount == int(amount) else f"£{amount:,.2f}"
    if kind is Kind.DECIMAL:
        return f"{Decimal(stored):,f} {unit}".strip()
    if kind is Kind.DATE:
        day = date.fromisoformat(stored)
        return f"{day.day} {day:%B %Y}"
    if kind is Kind.BOOLEAN:
        return "Yes" if stored else "No"
    if kind is Kind.NUMBERS:
        return f"{unit} {', '.join(str(each) for each in stored)}".strip()
    return "; ".join(lines(kind, stored)) or "None"


def lines(kind: str, stored: Any) -> list[str]:
    """A value of several parts, one line for each; empty for a value that is said in one."""
    if stored is None:
        return []
    if kind == Kind.LIST:
        return list(stored)
    if kind == Kind.CHOICES:
        return [words for _, words in stored]
    if kind == Kind.TABLE:
        heads = [column_words(name).lower() for name in stored["columns"]]
        return [
            ", ".join(f"{head} {_cell_written(cell)}" for head, cell in zip(heads, row, strict=True))
            for row in stored["rows"]
        ]
    return [stored] if kind == Kind.TEXT else []


def columns(stored: Mapping[str, Any]) -> list[str]:
    """The heads of a table, in words."""
    return [column_words(name) for name in stored["columns"]]


def cells(stored: Mapping[str, Any]) -> list[list[str]]:
    """The rows of a table, as they are shown."""
    return [[_cell_written(cell) for cell in row] for row in stored["rows"]]


def column_words(column: str) -> str:
    words = column.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


_UNITS = {Kind.DAYS: "days", Kind.WEEKS: "weeks", Kind.MONTHS: "months"}


def _counted(number: int, unit: str) -> str:
    """One day, two days. Units are written in the plural."""
    if number != 1:
        return unit
    irregular = {"people": "person", "children": "child", "summaries": "summary"}
    if unit in irregular:
        return irregular[unit]
    noun, of, rest = unit.partition(" of ")
    return re.sub(r"(?<=[^s])s$", "", noun) + of + rest
