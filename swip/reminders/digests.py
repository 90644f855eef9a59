"""A day's reminders, for everybody at once: who is reminded of what, and when their one email of the day may leave."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.notifications.models import Choices
from swip.programmes.models import RuleBook
from swip.reminders import rules
from swip.reminders.models import Reminder
from swip.reminders.things import KINDS, Ground, Thing

MOST_LISTED = 20  # under one heading; the rest is counted
FOR_COORDINATORS = "Late with people you coordinate"
LATE_WITH_OTHERS = "escalation"


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that calls for a reminder of one person."""

    person: int
    thing: Thing
    for_coordinator: bool = False

    @property
    def key(self) -> str:
        """A coordinator who also supervises is told of each, once."""
        return f"coordinator-{self.thing.key}" if self.for_coordinator else self.thing.key


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a digest, as it was reminded of."""

    call: Call
    step: rules.Step

    @property
    def key(self) -> tuple[str, datetime.date, str]:
        return self.call.key, self.call.thing.due_on, self.step.code

    @property
    def about(self) -> str:
        thing = self.call.thing
        if not self.call.for_coordinator:
            return thing.about
        return f"{thing.place.worker_name}: {KINDS[thing.kind][1]}"

    @property
    def address(self) -> str:
        href = self.call.thing.place.href if self.call.for_coordinator else self.call.thing.href
        return settings.BASE_URL + href

    @property
    def due_words(self) -> str:
        """What is not late is not said to be, whatever day the reminder leaves."""
        return "Was due on" if self.step.is_late else "Due by"


@dataclass(slots=True)
class Group:
    """The lines under one heading, what is due first at the top."""

    heading: str
    lines: list[Line] = field(default_factory=list)

    @property
    def listed(self) -> list[Line]:
        return self.lines[:MOST_LISTED]

    @property
    def others(self) -> int:
        return max(len(self.lines) - MOST_LISTED, 0)


@dataclass(slots=True)
class Prepared:
    """What one person is to be reminded of, and when that leaves."""

    person: User
    leave_at: datetime.datetime
    rest_at: datetime.datetime | None
    day: datetime.date
    lines: list[Line]
    groups: list[Group] = field(default_factory=list)

    def context(self) -> dict[str, object]:
        return {
            "groups": self.groups,
            "count": len(self.lines),
            "choices_address": settings.BASE_URL + reverse("reminders:choices"),
        }


def calls(ground: Ground, things: Iterable[Thing]) -> dict[int, list[Call]]:
    """Who may be reminded of what: those who do it, and of what is late for long their coordinators, too."""
    found: dict[int, list[Call]] = {}
    day = ground.today + datetime.timedelta(days=1)  # the latest on which a digest of this round leaves
    for thing in things:
        for person in thing.to:
            found.setdefault(person, []).append(Call(person, thing))
        step = rules.step_on(
            thing.due_on, day, ground.rhythms[thing.place.book.pk], late_after=thing.late_after
        )
        if step is not None and step.moment == rules.Moment.ESCALATED:
            for person in ground.coordinators_of(thing.place) - ground.people_away:
                found.setdefault(person, []).append(Call(person, thing, for_coordinator=True))
    return found


Window = tuple[datetime.datetime, datetime.datetime | None]


class Hours:
    """From when to when an email may leave, by the rules and by one's own choice. Few answers differ."""

    def __init__(self, now: datetime.datetime):
        self.now = now
        self._known: dict[tuple[frozenset[int], object, object], Window] = {}

    def window(self, books: Iterable[RuleBook], choices: Choices | None) -> Window:
        by_key = {book.pk: book for book in books}
        earliest, latest = (choices.quiet_until, choices.quiet_from) if choices else (None, None)
        key = (frozenset(by_key), earliest, latest)
        if key not in self._known:
            quiet = [each for book in by_key.values() for each in quiet_hours_of(book)]
            self._known[key] = self._found(quiet, earliest, latest)
        return self._known[key]

    def _found(
        self, quiet: list[rules.Quiet], earliest: datetime.time | None, latest: datetime.time | None
    ) -> Window:
        zone = timezone.get_default_timezone()
        # Several rule books and a choice can leave no hour together: then as much of it holds as can.
        for rest in ([*quiet, *rules.own_hours(earliest, latest)], quiet, quiet[:1]):
            with suppress(ValueError):
                leave_at = rules.leaves_at(self.now, rest, zone)
                return leave_at, rules.rests_at(leave_at, rest, zone)
        return self.now, None


def quiet_hours_of(book: RuleBook) -> list[rules.Quiet]:
    return rules.quiet_hours(book.value("reminders.quiet_hours") or ())


def may_have_digests(book: RuleBook) -> bool:
    most = book.value("reminders.digests_per_day")
    return most is None or most > 0


def prepared(
    people: list[User],
    calls_of: dict[int, list[Call]],
    ground: Ground,
    hours: Hours,
    *,
    covers_from: datetime.date,
) -> Iterator[Prepared]:
    """The digests of some people: each step of each thing that they have not been reminded of."""
    numbers = [each.pk for each in people]
    chosen = {each.person_id: each for each in Choices.objects.filter(person__in=numbers)}
    given: dict[int, set[tuple[str, datetime.date, str]]] = {}
    rows = Reminder.objects.filter(person__in=numbers).values_list("person_id", "thing", "due_on", "step")
    for number, thing, due_on, step in rows:
        given.setdefault(number, set()).add((thing, due_on, step))
    for person in people:
        choices = chosen.get(person.pk)
        mine = [each for each in calls_of[person.pk] if may_have_digests(each.thing.place.book)]
        leave_at, rest_at = hours.window([each.thing.place.book for each in mine], choices)
        day = timezone.localtime(leave_at, timezone.get_default_timezone()).date()
        rhythm = choices.rhythm if choices else Choices.Rhythm.DAILY
        weekday = choices.weekday if choices else Choices.Weekday.MONDAY
        if not rules.is_day_of(rhythm, weekday, since=covers_from, until=day):
            continue
        lines = lines_of(mine, day, ground, rhythm=rhythm, given=given.get(person.pk, set()))
        if lines:
            yield Prepared(person, leave_at, rest_at, day, lines, grouped(lines))


def lines_of(
    mine: list[Call],
    day: datetime.date,
    ground: Ground,
    *,
    rhythm: str,
    given: set[tuple[str, datetime.date, str]],
) -> list[Line]:
    lines = []
    for call in mine:
        thing = call.thing
        step = rules.step_on(
            thing.due_on, day, ground.rhythms[thing.place.book.pk], late_after=thing.late_after
        )
        if step is None or not rules.is_wanted(step, rhythm=rhythm):
            continue
        if call.for_coordinator and step.moment != rules.Moment.ESCALATED:
            continue
        line = Line(call, step)
        if line.key not in given:
            lines.append(line)
    return lines


def grouped(lines: Iterable[Line]) -> list[Group]:
    """By what there is to do, in the order of the headings."""
    groups = {kind: Group(heading) for kind, (heading, _) in KINDS.items()}
    groups[LATE_WITH_OTHERS] = Group(FOR_COORDINATORS)
    for line in sorted(lines, key=lambda each: (each.call.thing.due_on, each.about)):
        groups[LATE_WITH_OTHERS if line.call.for_coordinator else line.call.thing.kind].lines.append(line)
    return [each for each in groups.values() if each.lines]
