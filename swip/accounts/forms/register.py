"""What people type about the register of social workers."""

from __future__ import annotations

import datetime

from django import forms
from django.utils import timezone

from swip.accounts.models import User
from swip.accounts.register import NUMBER, NotOnRegister, RegisterEntry
from swip.accounts.rules import register_number_from
from swip.core.dates import UnreadableDate, parse_date
from swip.core.tables import MEGABYTE, Column, Problem, Row, UnreadableTable, read_table
from swip.govuk.fields import Choice, DateField, LongText, ShortText

MOST_LINES = 150_000
MOST_BYTES = 25 * MEGABYTE
MOST_PROBLEMS = 20  # shown; more of the same help nobody


class RegisterCheckForm(forms.Form):
    """What somebody saw when they looked a number up on the public register."""

    seen_on = DateField(
        label="When did you look?",
        name="The day you looked",
        help_text="For example, 27 3 2026",
        latest=timezone.localdate,
    )
    is_found = forms.ChoiceField(
        label="Is the number on the register?",
        choices=[
            ("yes", "Yes"),
            ("no", Choice("No", hint="We keep this as a warning. It refuses nothing by itself")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select yes if the number is on the register"},
    )
    registered_name = ShortText(label="Name on the register", name="Name on the register", required=False)
    register_status = ShortText(
        label="Status on the register",
        name="Status",
        max_length=60,
        required=False,
        help_text="As the register words it, for example Registered",
    )
    registered_from = DateField(label="Registered from (optional)", name="Registered from", required=False)
    registered_until = DateField(label="Registered until (optional)", name="Registered until", required=False)
    annotations = LongText(
        label="Annotations (optional)",
        max_length=500,
        rows=3,
        required=False,
        help_text="Only what the public register shows. Leave this empty if there are none.",
    )
    note = LongText(
        label="Note (optional)",
        max_length=500,
        rows=3,
        required=False,
        help_text="For example, how you know that a different name is the same person",
    )

    def __init__(self, *args, person: User, **kwargs):
        kwargs["initial"] = {"seen_on": timezone.localdate()}
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self):
        answers = super().clean()
        if answers.get("is_found") == "no":
            for name in ("registered_name", "register_status", "annotations"):
                answers[name] = ""
            for name in ("registered_from", "registered_until"):
                answers[name] = None
                self.errors.pop(name, None)
            return answers
        if answers.get("is_found") == "yes":
            if not answers.get("registered_name") and "registered_name" not in self.errors:
                self.add_error("registered_name", "Enter the name on the register")
            if not answers.get("register_status") and "register_status" not in self.errors:
                self.add_error("register_status", "Enter the status on the register")
        starts, ends = answers.get("registered_from"), answers.get("registered_until")
        if starts and ends and ends < starts:
            self.add_error("registered_until", "Registered until must be on or after registered from")
        return answers

    @property
    def answer(self) -> RegisterEntry | NotOnRegister:
        typed = self.cleaned_data
        if typed["is_found"] == "no":
            return NotOnRegister(self.person.register_number, typed["seen_on"])
        return RegisterEntry(
            self.person.register_number,
            typed["seen_on"],
            typed["registered_name"],
            typed["register_status"],
            typed["registered_from"],
            typed["registered_until"],
            typed["annotations"],
        )


EXTRACT_COLUMNS = [
    Column("registration_number", "Registration number"),
    Column("registered_name", "Registered name"),
    Column("status", "Status"),
    Column("registered_from", "Registered from", required=False),
    Column("registered_until", "Registered until", required=False),
    Column("annotations", "Annotations", required=False),
]


class ExtractForm(forms.Form):
    """The register as a file. Columns that we do not need are not read."""

    as_of = DateField(
        label="Which day is the extract from?",
        name="The day of the extract",
        help_text="For example, 27 3 2026",
        latest=timezone.localdate,
    )
    file = forms.FileField(
        label="Extract of the register",
        help_text="A CSV file of up to 25 MB and 150,000 people.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "Select a file", "empty": "The file is empty"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.problems: list[Problem] = []
        self.entries: list[RegisterEntry] = []

    def clean(self):
        answers = super().clean()
        if not answers.get("file") or not answers.get("as_of"):
            return answers
        try:
            table = read_table(
                answers["file"],
                columns=EXTRACT_COLUMNS,
                most_rows=MOST_LINES,
                most_bytes=MOST_BYTES,
                passing_over=None,
            )
        except UnreadableTable as trouble:
            self.add_error("file", trouble.message)
            return answers
        self._read(table.rows, answers["as_of"])
        if self.problems:
            self.add_error("file", "Some lines cannot be read. Mend them and send the file again")
        return answers

    def _read(self, rows: list[Row], as_of: datetime.date) -> None:
        numbers: set[str] = set()
        for row in rows:
            if len(self.problems) >= MOST_PROBLEMS:
                return
            # An extract is read and never shown as a table again: only its cells, not formulas, matter here.
            number = register_number_from(row["registration_number"])
            if not NUMBER.fullmatch(number):
                self._refuse(row, "registration_number", "Enter a number like SW12345")
                continue
            if number in numbers:
                self._refuse(row, "registration_number", "This number is there more than once. Keep one line")
                continue
            numbers.add(number)
            if row.problems:
                self.problems.extend(row.problems)
                continue
            if not row["registered_name"] or len(row["registered_name"]) > 150:
                self._refuse(row, "registered_name", "Enter a name of up to 150 characters")
                continue
            try:
                starts, ends = self._day(row, "registered_from"), self._day(row, "registered_until")
            except UnreadableDate:
                continue
            self.entries.append(
                RegisterEntry(
                    number,
                    as_of,
                    row["registered_name"],
                    row["status"][:60],
                    starts,
                    ends,
                    row["annotations"][:500],
                )
            )

    def _day(self, row: Row, name: str) -> datetime.date | None:
        if not row[name]:
            return None
        try:
            return parse_date(row[name])
        except UnreadableDate as trouble:
            self._refuse(row, name, trouble.message)
            raise

    def _refuse(self, row: Row, name: str, remedy: str) -> None:
        heading = next(column.heading for column in EXTRACT_COLUMNS if column.name == name)
        self.problems.append(Problem(row.number, heading, row[name][:60], remedy))
