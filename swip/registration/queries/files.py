"""Questions about files of people."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from swip.accounts.models import User
from swip.accounts.queries import RegisterStanding, register_standings
from swip.enrolment.queries import rule_books_in_force, value_or
from swip.programmes.models import RuleBook
from swip.registration.models import RegistrationFile, RegistrationRow
from swip.registration.queries.columns import BIRTH, WHAT_TO_MEND, columns_of
from swip.registration.rules.findings import Weight, in_words

MOST_ROWS, KEPT_DAYS = "registration.file.max_rows", "registration.file.kept_days"
MOST_SHOWN = 50
State, Outcome, Status = RegistrationRow.State, RegistrationRow.Outcome, RegistrationFile.Status
# They may join, and no grant is paid for them.
JOINS_WITHOUT_GRANT = Q(state=State.NEW, findings__contains=[{"weight": Weight.NO_GRANT}])


def files_to_go_on_with(files: QuerySet[RegistrationFile]) -> QuerySet[RegistrationFile]:
    """Those that wait for a coordinator: to be confirmed, or with rows that are left to mend."""
    waits = Q(status=Status.CHECKED) | Q(status=Status.FINISHED, emptied_at=None)
    return files.filter(waits).select_related("organisation")


def most_rows(rule_book: RuleBook) -> int:
    return value_or(rule_book, MOST_ROWS, 5_000)


def kept_days(rule_book: RuleBook) -> int:
    return value_or(rule_book, KEPT_DAYS, 14)


def is_in_force(rule_book: RuleBook) -> bool:
    return rule_books_in_force().filter(pk=rule_book.pk).exists()


def with_its_rules(files: QuerySet[RegistrationFile]) -> QuerySet[RegistrationFile]:
    return files.select_related("organisation", "rule_book__programme", "rule_book__standards", "sent_by")


def held_file(pk: int) -> RegistrationFile:
    """Nobody else works on it until this transaction is over."""
    files = RegistrationFile.objects.select_for_update(of=("self",)).select_related(
        "organisation", "rule_book__programme", "rule_book__standards", "confirmed_by"
    )
    return files.get(pk=pk)


def recent_files(files: QuerySet[RegistrationFile]) -> list[RegistrationFile]:
    return list(with_its_rules(files)[:30])


@dataclass(frozen=True)
class Counts:
    """How many rows a file has of each kind, before it was confirmed and after."""

    states: dict[str, int]
    outcomes: dict[str, int]
    to_look_at: int
    without_grant: int

    @property
    def all(self) -> int:
        return sum(self.states.values())

    @property
    def to_do(self) -> int:
        return self.states[State.NEW] + self.states[State.CHANGED]

    @property
    def done(self) -> int:
        return self.all - self.outcomes[Outcome.WAITING]


def counts_of(file: RegistrationFile) -> Counts:
    states = {each: Count("pk", filter=Q(state=each)) for each in State.values}
    outcomes = {f"outcome_{each}": Count("pk", filter=Q(outcome=each)) for each in Outcome.values}
    found = file.rows.aggregate(
        **states,
        **outcomes,
        to_look_at=Count("pk", filter=Q(needs_a_look=True)),
        without_grant=Count("pk", filter=JOINS_WITHOUT_GRANT),
    )
    return Counts(
        {each: found[each] for each in State.values},
        {each: found[f"outcome_{each}"] for each in Outcome.values},
        found["to_look_at"],
        found["without_grant"],
    )


def outcomes_of(file: RegistrationFile) -> dict[str, int]:
    return counts_of(file).outcomes


def rows_shown(file: RegistrationFile, kind: str) -> QuerySet[RegistrationRow]:
    """The rows of one kind: before it is confirmed by what would come of them, and then by what did."""
    rows = file.rows.select_related("enrolment__social_worker").order_by("number")
    if kind == "look":
        return rows.filter(needs_a_look=True)
    if kind == "no-grant":
        return rows.filter(JOINS_WITHOUT_GRANT)
    if file.status == Status.CHECKED:
        return rows.filter(state=kind) if kind in State.values else rows
    return rows.filter(outcome=kind) if kind in Outcome.values and kind else rows


def rows_to_mend(file: RegistrationFile) -> tuple[list[str], Iterator[list[str]]]:
    """The rows that cannot be taken, as they were sent, each with what to mend: headings, and rows."""
    columns = [each for each in columns_of(file.rule_book) if each.name != BIRTH]
    refused = file.rows.filter(
        Q(outcome=Outcome.WAITING, state=State.REFUSED) | Q(outcome=Outcome.REFUSED)
    ).order_by("number")
    rows = (
        [*(row.cells.get(column.name, "") for column in columns), in_words(row.findings)]
        for row in refused.iterator(chunk_size=500)
    )
    return [*(each.heading for each in columns), WHAT_TO_MEND], rows


def registered_by(file: RegistrationFile) -> QuerySet[User]:
    rows = file.rows.filter(outcome=Outcome.REGISTERED)
    return User.objects.filter(enrolments__in=rows.values("enrolment"))


def to_look_at_on_register(file: RegistrationFile) -> list[RegisterStanding]:
    """Whose entry on the register says something else than the file did, as far as it has been looked up."""
    people = registered_by(file).filter(register_checks__isnull=False)
    standings = register_standings(people.distinct().order_by("name"))
    return [each for each in standings.values() if each.warnings][:MOST_SHOWN]


def files_to_forget(today: datetime.date) -> list[RegistrationFile]:
    """Each by its own rule book, counted from when it was sent, or from when it was finished."""
    files = with_its_rules(
        RegistrationFile.objects.filter(emptied_at=None, status__in=[Status.CHECKED, Status.FINISHED])
    )
    return [
        each
        for each in files
        if (each.finished_at or each.sent_at).date() + datetime.timedelta(days=kept_days(each.rule_book))
        < today
    ]
