"""Numbers as people type them, and how a mistake in one is told."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from swip.govuk.words import number


class NumberField(forms.IntegerField):
    """A whole number between two limits, named in its messages: “Minutes must be 480 or fewer”."""

    def __init__(self, *, name, least=0, most=1000, unit="", width=3, **options):
        self.name, self.least, self.most = name, least, most
        attrs = {"inputmode": "numeric", "width": width, "suffix": unit}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        required = options.pop("missing", f"Enter {name[:1].lower()}{name[1:]}")
        wrong = f"{name} must be a whole number, like {min(max(30, least), most)}"
        super().__init__(error_messages={"required": required, "invalid": wrong}, **options)

    def clean(self, value):
        typed = super().clean(value)
        if typed is not None and typed < self.least:
            raise ValidationError(f"{self.name} must be {self.least} or more")
        if typed is not None and typed > self.most:
            raise ValidationError(f"{self.name} must be {self.most} or fewer")
        return typed


class HoursField(forms.DecimalField):
    """Hours, with a part of one after the point."""

    def __init__(self, *, name, most=60, **options):
        self.name, self.least, self.most = name, Decimal(0), Decimal(most)
        attrs = {"inputmode": "decimal", "width": 4, "suffix": "hours"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        required = options.pop("missing", f"Enter {name[:1].lower()}{name[1:]}")
        super().__init__(
            error_messages={"required": required, "invalid": f"{name} must be a number, like 3.7"}, **options
        )

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip().replace(",", ".")
        return super().to_python(value)

    def clean(self, value):
        hours = super().clean(value)
        if hours is None:
            return None
        if hours < 0:
            raise ValidationError(f"{self.name} must be 0 or more")
        if hours > self.most:
            raise ValidationError(f"{self.name} must be {number(self.most)} or fewer")
        return hours.quantize(Decimal("0.01"))
