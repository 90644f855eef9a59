"""What would come of each row of a file, for thousands of rows in a few questions. Nothing is changed."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from swip.accounts.models import Organisation, Team, User
from swip.core.tables import Column, Row
from swip.enrolment import rules as enrolment_rules
from swip.enrolment.models import EmploymentPeriod, Enrolment, Pairing
from swip.enrolment.queries import (
    KnownPeople,
    OpenPlaces,
    Registration,
    answered,
    choosable,
    teams_of,
)
from swip.enrolment.queries.conflicts import in_conflict
from swip.enrolment.rules import RegistrationRefused
from swip.govuk.words import date_in_words
from swip.programmes.models import RuleBook
from swip.programmes.rules import LeadsTo
from swip.registration import rules
from swip.registration.models import RegistrationRow
from swip.registration.queries.columns import (
    ASSESSOR,
    EMAIL,
    HOURS,
    NAME,
    NUMBER,
    START,
    SUPERVISOR,
    TEAM,
    column_of,
)
from swip.registration.queries.likeness import SAME_NAME_AND_DATE, marks_of, names_at, same_name_here
from swip.registration.queries.reading import Read, Reader
from swip.registration.rules.findings import Finding, Weight

EARLIEST_MONTHS, LATEST_MONTHS = -36, 12
SHOWN_OF_MANY = 5
COLUMNS: dict[str, Column] = {Pairing.Kind.SUPERVISOR: SUPERVISOR, Pairing.Kind.ASSESSOR: ASSESSOR}
State = RegistrationRow.State
NOT_THE_LEAD = (
    "Your organisation does not answer for their programme today, so a file does not change who supervises or"
    " assesses them. Leave this empty"
)


@dataclass(frozen=True)
class Change:
    """What a row would change for somebody who is on the programme already."""

    what: str
    before: str
    after: str
    to: Team | User

    def as_kept(self) -> dict[str, str]:
        return {"what": self.what, "before": self.before, "after": self.after}


@dataclass
class Examined:
    """What would come of a row, and everything that is needed to make it so."""

    read: Read
    state: str = State.NEW
    person: User | None = None
    enrolment: Enrolment | None = None
    pairings: dict[str, Pairing] = field(default_factory=dict)
    period: EmploymentPeriod | None = None
    # The employer that answers for their programme.
    lead: Organisation | None = None
    colleagues: dict[str, User] = field(default_factory=dict)
    team: Team | None = None
    changes: list[Change] = field(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        return self.read.findings

    @property
    def is_stopped(self) -> bool:
        return any(each.weight == Weight.STOPS for each in self.findings)

    @property
    def needs_a_look(self) -> bool:
        """Somebody is to look at it before it is made so."""
        is_to_be_done = self.state in {State.NEW, State.CHANGED}
        return is_to_be_done and any(each.weight == Weight.LOOK for each in self.findings)

    def says(self, column: Column | None, remedy: str, weight: Weight = Weight.STOPS) -> None:
        heading = column.heading if column else ""
        value = self.read.cells.get(column.name, "") if column else ""
        self.findings.append(Finding(heading, value, remedy, weight))


class Examiner:
    """Looks through rows for one organisation and one programme, on behalf of one coordinator."""

    def __init__(self, organisation: Organisation, rule_book: RuleBook, *, by: User) -> None:
        self.organisation, self.rule_book, self.by = organisation, rule_book, by
        self.reader = Reader(rule_book)
        self.earliest, self.latest = start_days()
        self._consequences: dict[tuple[tuple[str, str], ...], list[tuple[Column, str, Weight]]] = {}

    @cached_property
    def teams(self) -> dict[str, Team]:
        return {each.name.casefold(): each for each in teams_of(self.organisation)}

    @cached_property
    def colleagues(self) -> dict[str, dict[str, User]]:
        return {
            kind: {each.person.email: each.person for each in choosable([self.organisation], kind)}
            for kind in COLUMNS
        }

    def look_through(self, rows: Sequence[Row]) -> list[Examined]:
        """A whole file, as it was sent."""
        examined = self.examine(self.reader.read_all(rows))
        self._compare_with_each_other(examined)
        self._look_for_the_same_person(examined)
        return examined

    def examine(self, rows: Sequence[Read]) -> list[Examined]:
        """How things stand at this moment."""
        examined = [Examined(each) for each in rows]
        self._find_people(examined)
        for each in examined:
            self._choose_around(each)
        self._find_places(examined)
        for each in examined:
            if each.enrolment is None:
                self._may_begin(each)
                self._may_join(each)
            else:
                self._compare_with_record(each)
        self._refuse_conflicts(examined)
        for each in examined:
            if each.is_stopped:
                each.state = State.REFUSED
            elif each.enrolment is not None:
                each.state = State.CHANGED if each.changes else State.SAME
        return examined

    def registration_of(self, examined: Examined) -> Registration:
        read = examined.read
        return Registration(
            organisation=self.organisation,
            rule_book=self.rule_book,
            answers=read.answers,
            name=read.name,
            email=read.email,
            register_number=read.register_number,
            starts_on=read.starts_on or timezone.localdate(),
            full_time_equivalent=read.full_time_equivalent or Decimal("1.0"),
            team=examined.team,
            supervisor=examined.colleagues.get(Pairing.Kind.SUPERVISOR),
            assessor=examined.colleagues.get(Pairing.Kind.ASSESSOR),
        )

    # Who it is, and where they are

    def _find_people(self, examined: list[Examined]) -> None:
        known = KnownPeople(
            (each.read.email, each.read.register_number)
            for each in examined
            if each.read.email and each.read.register_number
        )
        for each in examined:
            if not each.read.email or not each.read.register_number:
                continue
            try:
                each.person = known.find(each.read.email, each.read.register_number)
            except RegistrationRefused as refusal:
                each.says(EMAIL, refusal.reason)
            if each.person and each.person.email != each.read.email:
                each.says(
                    EMAIL,
                    "We know this registration number with another email address, which they go on signing in"
                    " with. Check that it is the same person",
                    Weight.LOOK,
                )
            if each.person and each.read.name and not rules.alike(each.person.name, each.read.name):
                each.says(
                    NAME,
                    "We know somebody with this email address or registration number by another name. "
                    "Check that it is the same person",
                    Weight.LOOK,
                )

    def _find_places(self, examined: list[Examined]) -> None:
        people = [each.person for each in examined if each.person]
        places = OpenPlaces(people, self.rule_book.programme)
        for each in examined:
            if each.person is None:
                continue
            place = places.of(each.person)
            if place and each.person != self.by and places.is_employed(place, self.organisation):
                each.enrolment = place
                continue
            try:
                places.refuse(each.person, organisation=self.organisation, by=self.by)
            except RegistrationRefused as refusal:
                each.says(EMAIL, refusal.reason)
        self._find_what_is_recorded([each for each in examined if each.enrolment])

    def _find_what_is_recorded(self, examined: list[Examined]) -> None:
        by_enrolment = {each.enrolment.pk: each for each in examined if each.enrolment}
        pairings = Pairing.objects.not_over().filter(enrolment__in=by_enrolment, is_cover=False)
        for pairing in pairings.select_related("person").order_by("-starts_on"):
            by_enrolment[pairing.enrolment_id].pairings[pairing.kind] = pairing  # the earliest comes last
        periods = EmploymentPeriod.objects.not_over().filter(enrolment__in=by_enrolment)
        for period in periods.select_related("team", "organisation").order_by("starts_on"):
            each = by_enrolment[period.enrolment_id]
            if period.organisation_id == self.organisation.pk:
                each.period = period
            if period.is_lead and each.lead is None:  # the next one answers once they have moved
                each.lead = period.organisation

    def _choose_around(self, each: Examined) -> None:
        """The team and the colleagues that a row names."""
        if typed := each.read.cells.get(TEAM.name, ""):
            each.team = self.teams.get(typed.casefold())
            if each.team is None:
                each.says(
                    TEAM, f"{self.organisation} has no team of this name. Check it, or add the team first"
                )
        for kind, column in COLUMNS.items():
            typed = each.read.cells.get(column.name, "").lower()
            if not typed:
                continue
            colleague = self.colleagues[kind].get(typed)
            if colleague is None:
                role = Pairing.Kind(kind).label.lower()
                each.says(
                    column,
                    f"Nobody with this address is a {role} in {self.organisation} today."
                    " Check it, invite them first, or leave it empty"
                    if kind == Pairing.Kind.SUPERVISOR
                    else f"Nobody with this address is an {role} in {self.organisation} today."
                    " Check it, invite them first, or leave it empty",
                )
            elif colleague == each.person or typed == each.read.email:
                each.says(column, "Nobody supervises or assesses themselves")
            else:
                each.colleagues[kind] = colleague

    def _refuse_conflicts(self, examined: list[Examined]) -> None:
        pairs = [
            (each.person, colleague)
            for each in examined
            if each.person
            for colleague in each.colleagues.values()
        ]
        if not pairs:
            return
        refused = {frozenset((worker.pk, colleague.pk)) for worker, colleague in in_conflict(pairs)}
        for each in examined:
            for kind, colleague in each.colleagues.items():
                if each.person and frozenset((each.person.pk, colleague.pk)) in refused:
                    each.says(COLUMNS[kind], "These two are not to be paired. Name somebody else")

    # Somebody who joins

    def _may_begin(self, each: Examined) -> None:
        day = each.read.starts_on
        if day is None:
            return
        if day < self.earliest:
            each.says(START, f"The start date must be on or after {date_in_words(self.earliest)}")
        elif day > self.latest:
            each.says(START, f"The start date must be on or before {date_in_words(self.latest)}")

    def _may_join(self, each: Examined) -> None:
        if len(each.read.answers) < len(self.rule_book.questions):
            return
        for column, words, weight in self._consequences_of(each.read.answers):
            each.says(column, words, weight)

    def _consequences_of(self, answers: dict[str, str]) -> list[tuple[Column, str, Weight]]:
        key = tuple(sorted(answers.items()))
        if key not in self._consequences:
            weights = {
                LeadsTo.CANNOT_JOIN: Weight.STOPS,
                LeadsTo.JOINS_WITHOUT_GRANT: Weight.NO_GRANT,
            }
            columns = {each.code: column_of(each) for each in self.rule_book.questions}
            self._consequences[key] = [
                (
                    columns[one.code],
                    consequence.explanation,
                    weights.get(LeadsTo(consequence.leads_to), Weight.NOTE),
                )
                for one in answered(self.rule_book, answers)
                for consequence in one.consequences
            ]
        return self._consequences[key]

    # Somebody who is there already

    def _compare_with_record(self, each: Examined) -> None:
        """Only what has a verb of its own is changed by a file; for the rest, it says where."""
        enrolment, period, read = each.enrolment, each.period, each.read
        if enrolment is None or period is None:
            return
        if read.starts_on and read.starts_on != enrolment.starts_on:
            each.says(
                START,
                f"They are registered from {date_in_words(enrolment.starts_on)}, which a file does not change. "
                "Enter that day, or ask them and change their record",
            )
        if read.full_time_equivalent and read.full_time_equivalent != period.full_time_equivalent:
            each.says(
                HOURS,
                f"Their hours are recorded as {period.full_time_equivalent}. Enter that, and change the hours"
                " on their own page, where you say from which day",
            )
        if each.team and each.team != period.team:
            if period.starts_on >= timezone.localdate():
                each.says(
                    TEAM,
                    f"Their hours or team change on {date_in_words(period.starts_on)}. Change the team on their"
                    " own page",
                )
            else:
                before = period.team.name if period.team else "No team yet"
                each.changes.append(Change("Team", before, each.team.name, each.team))
        for kind, colleague in each.colleagues.items():
            pairing = each.pairings.get(kind)
            if pairing is not None and pairing.person == colleague:
                continue
            if each.lead != self.organisation:
                each.says(COLUMNS[kind], NOT_THE_LEAD)
            else:
                before = pairing.person.name if pairing else "Nobody yet"
                each.changes.append(Change(Pairing.Kind(kind).label, before, colleague.name, colleague))

    # The same person twice

    def _compare_with_each_other(self, examined: list[Examined]) -> None:
        """Two rows about one person: nobody can tell which is right, unless they are the same."""
        told: set[int] = set()
        found_of: list[tuple[Column, str, Callable[[Read], str]]] = [
            (EMAIL, "email address", lambda read: read.email),
            (NUMBER, "registration number", lambda read: read.register_number),
        ]
        for column, thing, value_of in found_of:
            for rows in _together(examined, value_of):
                numbers = [each.read.number for each in rows]
                if all(each.read.cells == rows[0].read.cells for each in rows):
                    for each in rows[1:]:
                        if each.state != State.REFUSED and each.read.number not in told:
                            each.says(None, f"This says the same as row {numbers[0]}", Weight.NOTE)
                            each.state = State.SAME
                            told.add(each.read.number)
                    continue
                for each in rows:
                    if each.state != State.REFUSED or each.read.number not in told:
                        others = _rows(numbers, except_for=each.read.number)
                        each.says(column, f"{others} the same {thing}. Keep one of them")
                        told.add(each.read.number)
                    each.state = State.REFUSED

    def _look_for_the_same_person(self, examined: list[Examined]) -> None:
        """Somebody of the same name: a coordinator decides, and nothing is refused for it."""
        new = [each for each in examined if each.state == State.NEW and each.read.name]
        here = names_at(self.organisation)
        of_name: dict[str, list[Examined]] = defaultdict(list)
        for each in new:
            of_name[each.read.plain_name].append(each)
        marked = marks_of(of_name)
        for name, rows in of_name.items():
            numbers = [each.read.number for each in rows]
            for each in rows:
                if len(rows) > 1:
                    others = _rows(numbers, except_for=each.read.number)
                    each.says(NAME, f"{others} the same name. Check that these are two people", Weight.LOOK)
                namesakes = [known for known in here.get(name, []) if known != each.person]
                if namesakes:
                    each.says(NAME, same_name_here(namesakes), Weight.LOOK)
                known = {pk for pk, mark in marked.get(name, []) if mark == each.read.date_mark}
                known -= {each.person.pk if each.person else 0, *(other.pk for other in namesakes)}
                if each.read.date_mark is not None and known:
                    each.says(NAME, SAME_NAME_AND_DATE, Weight.LOOK)


def _together(examined: Sequence[Examined], value_of: Callable[[Read], str]) -> Iterator[list[Examined]]:
    """The rows that have a value in common, where there are several."""
    rows_of: dict[str, list[Examined]] = defaultdict(list)
    for each in examined:
        if value := value_of(each.read):
            rows_of[value].append(each)
    return (rows for rows in rows_of.values() if len(rows) > 1)


def _rows(numbers: Sequence[int], *, except_for: int) -> str:
    """The first few of the others, however many there are."""
    shown = [number for number in numbers[: SHOWN_OF_MANY + 1] if number != except_for][:SHOWN_OF_MANY]
    if len(numbers) == 2:
        return f"Row {shown[0]} has"
    left = len(numbers) - 1 - len(shown)
    more = f" and {left} more" if left else ""
    return f"Rows {', '.join(map(str, shown))}{more} have"


def start_days() -> tuple[datetime.date, datetime.date]:
    """Between which days somebody may begin: neither long ago nor far off."""
    today = timezone.localdate()
    return (
        enrolment_rules.months_after(today, EARLIEST_MONTHS),
        enrolment_rules.months_after(today, LATEST_MONTHS),
    )
