"""Rows of a file, read one by one: what each cell means, or what to mend. Asks the database nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from swip.core.dates import UnreadableDate, parse_date
from swip.core.tables import Column, Row
from swip.programmes.models import EligibilityQuestion, RuleBook
from swip.registration import rules
from swip.registration.queries.columns import (
    BIRTH,
    BORN,
    DATE_MARK,
    EMAIL,
    HOURS,
    NAME,
    NUMBER,
    START,
    column_of,
)
from swip.registration.rules import NotUnderstood
from swip.registration.rules.findings import Finding

YOUNGEST, OLDEST = 17, 100
DAYS_IN_A_YEAR = 365.25
SHOWN_OF_A_CELL = 100


@dataclass
class Read:
    """One row: what was typed, what it means as far as it means anything, and what to mend."""

    number: int
    cells: dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    name: str = ""
    email: str = ""
    register_number: str = ""
    starts_on: datetime.date | None = None
    full_time_equivalent: Decimal | None = None
    answers: dict[str, str] = field(default_factory=dict)
    date_mark: int | None = None

    def finds(self, column: Column, remedy: str) -> None:
        self.findings.append(
            Finding(column.heading, self.cells.get(column.name, "")[:SHOWN_OF_A_CELL], remedy)
        )

    @property
    def plain_name(self) -> str:
        return rules.plain_name(self.name)


class Reader:
    """Reads the rows of one file; what thousands of rows have in common is worked out once."""

    def __init__(self, rule_book: RuleBook) -> None:
        self.questions = rule_book.questions
        self._answers: dict[tuple[str, str], str | NotUnderstood] = {}
        self._dates: dict[str, datetime.date | UnreadableDate] = {}

    def read_all(self, rows: Iterable[Row]) -> list[Read]:
        """As they were sent: dates of birth are turned into marks here, and go no further."""
        found = []
        for row in rows:
            cells = dict(row.cells)
            born = cells.pop(BIRTH, "")
            problems = [
                Finding(each.column, "" if each.value == born else each.value, each.remedy)
                for each in row.problems
            ]
            read = Read(row.number, cells, problems)
            if born and not any(each.column == BORN.heading for each in problems):
                self._mark(read, born)
            found.append(self.understand(read))
        return found

    def read_again(self, kept: Iterable[tuple[int, Mapping[str, str]]]) -> list[Read]:
        """As they were kept."""
        return [self.understand(Read(number, dict(cells))) for number, cells in kept]

    def understand(self, read: Read) -> Read:
        wrong = {each.column for each in read.findings}
        for column, understand in [
            (NAME, self._name),
            (EMAIL, self._email),
            (NUMBER, self._register_number),
            (START, self._start),
            (HOURS, self._hours),
        ]:
            if column.heading in wrong:
                continue
            try:
                understand(read, read.cells.get(column.name, ""))
            except (NotUnderstood, UnreadableDate) as trouble:
                read.finds(column, trouble.message)
        for question in self.questions:
            if column_of(question).heading in wrong:
                continue
            typed = read.cells.get(question.code, "")
            answer = self._answer(question, typed)
            if isinstance(answer, NotUnderstood):
                read.finds(column_of(question), answer.message)
            else:
                read.answers[question.code] = answer
        if mark := read.cells.get(DATE_MARK):
            read.date_mark = int(mark)
        return read

    def _name(self, read: Read, typed: str) -> None:
        if not typed:
            raise NotUnderstood("Enter their full name")
        read.name = rules.name_of(typed)

    def _email(self, read: Read, typed: str) -> None:
        if not typed:
            raise NotUnderstood("Enter their work email address")
        email = typed.lower()
        try:
            validate_email(email)
        except ValidationError:
            raise NotUnderstood(
                "Enter an email address in the correct format, like name@example.com"
            ) from None
        if len(email) > 254:
            raise NotUnderstood("Email address must be 254 characters or fewer")
        read.email = email

    def _register_number(self, read: Read, typed: str) -> None:
        if not typed:
            raise NotUnderstood("Enter their registration number, like SW12345")
        read.register_number = rules.register_number_of(typed)

    def _start(self, read: Read, typed: str) -> None:
        if typed not in self._dates:
            try:
                self._dates[typed] = parse_date(typed)
            except UnreadableDate as trouble:
                self._dates[typed] = trouble
        day = self._dates[typed]
        if isinstance(day, UnreadableDate):
            raise day
        read.starts_on = day

    def _hours(self, read: Read, typed: str) -> None:
        if not typed:
            raise NotUnderstood("Enter what part of full time they work, like 0.6, or 1 for full time")
        read.full_time_equivalent = rules.part_of_full_time_of(typed)

    def _answer(self, question: EligibilityQuestion, typed: str) -> str | NotUnderstood:
        key = (question.code, typed)
        if key not in self._answers:
            try:
                self._answers[key] = rules.answer_of(typed, question.choices)
            except NotUnderstood as trouble:
                self._answers[key] = trouble
        return self._answers[key]

    def _mark(self, read: Read, born: str) -> None:
        """The date itself is in no finding either: nothing of it is to be kept."""
        try:
            born_on = parse_date(born)
        except UnreadableDate as trouble:
            read.findings.append(Finding(BORN.heading, "", f"{trouble.message}. You can also leave it empty"))
            return
        age = (timezone.localdate() - born_on).days / DAYS_IN_A_YEAR
        if not YOUNGEST <= age <= OLDEST:
            remedy = "Check the year, or leave the date of birth empty"
            read.findings.append(Finding(BORN.heading, "", remedy))
            return
        read.cells[DATE_MARK] = str(rules.date_mark(read.cells.get(NAME.name, ""), born_on))
