"""Form fields for what people of this service type: dates in boxes, long answers, choices with a hint.

DateField(label="Date of the visit", name=None, earliest=None, latest=None)   boxes x_day, x_month, x_year
MonthField(label="Month you started", name=None)                              boxes x_month, x_year
LongText(max_length=20_000, rows=8)                                           many lines, characters counted
ShortText(max_length=200)                                                     one line
Choice("Yes, accept it", hint="It then counts", divider="", exclusive=False)  the label of one choice
"""

import calendar
import datetime
import re
from abc import abstractmethod
from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError

from swip.govuk.words import date_in_words

DateOrQuestion = datetime.date | Callable[[], datetime.date] | None

# Unicode's control characters, save tab (9) and new line (10): PostgreSQL refuses some, and nobody means any.
# Nor does anybody mean those that make a text run backwards for whoever reads it.
BACKWARDS = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
CONTROL_CHARACTERS = {
    code: None for code in [*range(0x20), *range(0x7F, 0xA0), *BACKWARDS] if code not in (9, 10)
}
LONE_SURROGATES = re.compile("[\ud800-\udfff]")

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}


def clean_characters(text: str) -> str:
    """What a person meant to type: one kind of new line, and nothing that cannot be seen or stored."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL_CHARACTERS)
    return LONE_SURROGATES.sub("", text)


class Choice(str):
    """The label of one choice, and what stands around it."""

    hint: str
    divider: str
    exclusive: bool

    def __new__(cls, label: str, hint: str = "", divider: str = "", exclusive: bool = False):
        self = super().__new__(cls, label)
        self.hint, self.divider, self.exclusive = hint, divider, exclusive
        return self


def lower_first(text: str) -> str:
    """ "Date of birth" inside a sentence; "NHS number" stays as it is."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


class TextField(forms.CharField):
    """Text as a person meant it, with a length told in their terms."""

    def __init__(self, *, max_length: int, name: str | None = None, **options):
        # Not CharField's own max_length: with `maxlength` on the box, browsers cut off what people paste.
        self.name, self.limit = name, max_length
        super().__init__(**options)

    def to_python(self, value):
        if value in self.empty_values:
            return self.empty_value
        return super().to_python(clean_characters(str(value)))

    def validate(self, value):
        super().validate(value)
        if len(value) > self.limit:
            name = self.name or self.label or "Your answer"
            limit, typed = f"{self.limit:,}", f"{len(value):,}"
            raise ValidationError(
                f"{name} must be {limit} characters or fewer. You have {typed}.", code="max_length"
            )


class LongText(TextField):
    """Many lines: an account of what happened, a comment, a reason."""

    def __init__(self, *, max_length: int = 20_000, rows: int = 8, **options):
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **options)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"count_to": self.limit}


class ShortText(TextField):
    """One line: a title, a name."""

    def __init__(self, *, max_length: int = 200, **options):
        super().__init__(max_length=max_length, **options)

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class BoxesWidget(forms.MultiWidget):
    """Several small boxes that make one answer."""

    boxes: dict[str, str] = {}

    def __init__(self, attrs=None):
        super().__init__({name: forms.TextInput() for name in self.boxes}, attrs)


class DateWidget(BoxesWidget):
    boxes = {"day": "Day", "month": "Month", "year": "Year"}

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]


class MonthWidget(BoxesWidget):
    boxes = {"month": "Month", "year": "Year"}

    def decompress(self, value):
        return [value.month, value.year] if value else [None, None]


class PartlyWrong(ValidationError):
    """A mistake, and the boxes that it is in."""

    def __init__(self, message, boxes, code="invalid"):
        super().__init__(message, code=code)
        self.boxes = boxes


class BoxesField(forms.Field):
    """A date typed into boxes; what is wrong is said about the box that it is wrong in."""

    widget = BoxesWidget

    def __init__(
        self,
        *,
        name: str | None = None,
        earliest: DateOrQuestion = None,
        latest: DateOrQuestion = None,
        **options,
    ):
        self.name, self.earliest, self.latest = name, earliest, latest
        super().__init__(**options)

    @property
    def called(self) -> str:
        return str(self.name or self.label or "Date")

    def clean(self, value):
        date = value if isinstance(value, datetime.date) else self.read(value)
        if date is not None:
            self.check_limits(date)
        self.run_validators(date)
        return date

    def read(self, value) -> datetime.date | None:
        names = list(self.widget.boxes)
        typed = dict(
            zip(names, [clean_characters(str(each or "")).strip() for each in value or []], strict=False)
        )
        missing = [name for name in names if not typed.get(name)]
        if len(missing) == len(names):
            if not self.required:
                return None
            default = forms.Field.default_error_messages["required"]
            said = self.error_messages["required"]
            raise PartlyWrong(
                f"Enter {lower_first(self.called)}" if said == default else said, names, "required"
            )
        if missing:
            raise PartlyWrong(f"{self.called} must include a {' and '.join(missing)}", missing)
        return self.make(typed)

    @abstractmethod
    def make(self, typed: dict[str, str]) -> datetime.date:
        """The day that the boxes name together; a mistake is raised as PartlyWrong."""

    def month(self, text: str) -> int:
        number = MONTHS.get(text.lower().rstrip(".")) or digits(text)
        if number is None or not 1 <= number <= 12:
            raise PartlyWrong(f"{self.called} must be a real date", ["month"])
        return number

    def year(self, text: str) -> int:
        if len(text) != 4:
            raise PartlyWrong(f"Year must include 4 numbers in {lower_first(self.called)}", ["year"])
        number = digits(text)
        if not number or number < 1000:
            raise PartlyWrong(f"{self.called} must be a real date", ["year"])
        return number

    def check_limits(self, date):
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if earliest and date < earliest:
            raise PartlyWrong(
                f"{self.called} must be {self.on_or('after', earliest)}", list(self.widget.boxes)
            )
        if latest and date > latest:
            raise PartlyWrong(
                f"{self.called} must be {self.on_or('before', latest)}", list(self.widget.boxes)
            )

    def on_or(self, side: str, date: datetime.date) -> str:
        return f"on or {side} {date_in_words(date)}"

    def has_changed(self, initial, data):
        try:
            return initial != self.clean(data)
        except ValidationError:
            return True


class DateField(BoxesField):
    """One day: 27 3 2026, or 27 March 2026."""

    widget = DateWidget

    def make(self, typed):
        month, year, day = self.month(typed["month"]), self.year(typed["year"]), digits(typed["day"])
        try:
            return datetime.date(year, month, day or 0)
        except ValueError:
            raise PartlyWrong(f"{self.called} must be a real date", ["day"]) from None


class MonthField(BoxesField):
    """One month, kept as its first day."""

    widget = MonthWidget

    def make(self, typed):
        return datetime.date(self.year(typed["year"]), self.month(typed["month"]), 1)

    def on_or(self, side, date):
        return f"{date_in_words(date).split(' ', 1)[1]} or {'later' if side == 'after' else 'earlier'}"


def digits(text: str) -> int | None:
    """A number as people write one; `int` alone also reads signs, underscores and other scripts' digits."""
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


class CleanEmailField(forms.EmailField):
    """An address as people paste it, with what cannot be seen taken out."""

    def to_python(self, value):
        return (super().to_python(clean_characters(str(value or "")).strip()) or "").lower()
