"""Somebody's dates as a calendar that calendar programs subscribe to (RFC 5545). It never names a child."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment import permissions as enrolments
from swip.enrolment.models import Enrolment, Pairing, StageDate
from swip.govuk.words import local_date
from swip.reminders import rules
from swip.reminders.models import CalendarEntry
from swip.reviews.queries import waiting_for_signature
from swip.self_assessment.models import SelfAssessment
from swip.self_assessment.rules import due_on as self_assessment_due_on
from swip.supervision.models import Session

DAYS_BACK = 400
READ_AGAIN_AFTER = datetime.timedelta(hours=6)
RUNNING = [Enrolment.Status.REGISTERED, Enrolment.Status.ACTIVE]

# The clock goes forward on the last Sunday of March and back on the last Sunday of October, at one o'clock in UTC.
LONDON = icalendar.Timezone.from_ical(
    "\r\n".join(
        [
            "BEGIN:VTIMEZONE",
            "TZID:Europe/London",
            "BEGIN:DAYLIGHT",
            "DTSTART:19970330T010000",
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
            "TZNAME:BST",
            "TZOFFSETFROM:+0000",
            "TZOFFSETTO:+0100",
            "END:DAYLIGHT",
            "BEGIN:STANDARD",
            "DTSTART:19961027T020000",
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
            "TZNAME:GMT",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0000",
            "END:STANDARD",
            "END:VTIMEZONE",
            "",
        ]
    )
)


@dataclass(frozen=True)
class Event:
    """One date: a whole day, or from one time to another by the clock on the wall."""

    key: str
    summary: str
    starts: datetime.date | datetime.datetime
    href: str
    ends: datetime.datetime | None = None

    @property
    def fingerprint(self) -> str:
        told = "\n".join([self.summary, self.starts.isoformat(), str(self.ends), self.href])
        return hashlib.sha256(told.encode()).hexdigest()


# ---- Whose dates


def events_of(person: User) -> list[Event]:
    """Everything with a date: of one's own programmes, and of the people one supervises or assesses."""
    pairings = Pairing.objects.current().acting().filter(person=person)
    kinds: dict[int, set[str]] = {}
    for enrolment, kind in pairings.values_list("enrolment_id", "kind"):
        kinds.setdefault(enrolment, set()).add(kind)
    own = enrolments.undertaken_by(person).filter(status__in=RUNNING).values_list("pk", flat=True)
    numbers = {*own, *kinds}
    running = Enrolment.objects.filter(pk__in=numbers, status__in=RUNNING)
    places = {
        each.pk: each
        for each in running.select_related("social_worker", "rule_book__programme").order_by("pk")
    }
    for each in places.values():
        each.social_worker = person if each.social_worker_id == person.pk else each.social_worker
    events = [
        *stage_events(places, kinds, person),
        *signature_events(places, person),
        *session_events(places, kinds, person),
        *programme_events(places, kinds, person),
    ]
    oldest = timezone.localdate() - datetime.timedelta(days=DAYS_BACK)
    return sorted(
        (each for each in events if _day(each.starts) >= oldest),
        key=lambda each: (_day(each.starts), each.key),
    )


def stage_events(places: dict[int, Enrolment], kinds: dict[int, set[str]], person: User) -> Iterator[Event]:
    """The reviews of those one supervises, and for oneself every stage and self-assessment."""
    shared = set(
        SelfAssessment.objects.shared()
        .filter(enrolment__in=[pk for pk, place in places.items() if place.social_worker_id == person.pk])
        .values_list("enrolment_id", "point")
    )
    stages = StageDate.objects.filter(enrolment__in=places, falls_away=False).select_related("stage")
    for each in stages:
        place = places[each.enrolment_id]
        is_own = place.social_worker_id == person.pk
        stage, key = each.stage, f"stage-{each.enrolment_id}-{each.stage_id}-{each.round}"
        whose = "" if is_own else f"{place.social_worker.name}: "
        if stage.has_review and (is_own or Pairing.Kind.SUPERVISOR in kinds.get(place.pk, ())):
            held = "held" if each.held_on else "due"
            yield Event(
                key,
                f"{whose}{'progress' if whose else 'Progress'} review {held}, {stage.name}",
                each.held_on or each.due_on,
                reverse("reviews:list", args=[place.pk]),
            )
        elif is_own and not stage.has_review and not stage.self_assessment_point:
            yield Event(key, f"{stage.name} of your programme", each.due_on, place.get_absolute_url())
        point = stage.self_assessment_point
        if is_own and point and each.round == 1 and (place.pk, point) not in shared:
            weeks = place.rule_book.value("self_assessment.first_within_weeks")
            yield Event(
                f"self-assessment-{place.pk}-{point}",
                f"Self-assessment due, {SelfAssessment.Point(point).label.lower()} of your programme",
                self_assessment_due_on(point, each.due_on, weeks),
                reverse("self_assessment:list", args=[place.pk]),
            )


def signature_events(places: dict[int, Enrolment], person: User) -> Iterator[Event]:
    """Reviews that one has to read and sign."""
    own = Enrolment.objects.filter(pk__in=[pk for pk, each in places.items() if each.social_worker == person])
    for review in waiting_for_signature(own):
        days = places[review.enrolment_id].rule_book.value("review.sign_within_days")
        if days is not None and review.completed_at is not None:
            yield Event(
                f"signature-{review.pk}",
                f"Review to read and sign, {review.stage.name}",
                rules.after_working_days(local_date(review.completed_at), days),
                review.get_absolute_url(),
            )


def session_events(places: dict[int, Enrolment], kinds: dict[int, set[str]], person: User) -> Iterator[Event]:
    """Supervision sessions that are planned, for both who meet."""
    for each in Session.objects.filter(enrolment__in=places, status="planned"):
        place = places[each.enrolment_id]
        is_own = place.social_worker_id == person.pk
        if each.planned_for is None:
            continue
        if is_own or Pairing.Kind.SUPERVISOR in kinds.get(place.pk, ()):
            yield Event(
                f"session-{each.pk}",
                "Supervision session" if is_own else f"{place.social_worker.name}: supervision session",
                each.planned_for,
                reverse("supervision:support", args=[place.pk]),
            )


def programme_events(
    places: dict[int, Enrolment], kinds: dict[int, set[str]], person: User
) -> Iterator[Event]:
    """First and last day of a programme; for an assessor, the last is the day to recommend by."""
    for place in places.values():
        href = place.get_absolute_url()
        name = place.rule_book.programme.short_name
        if place.social_worker_id == person.pk:
            yield Event(f"start-{place.pk}", f"{name} begins", place.starts_on, href)
            yield Event(f"end-{place.pk}", f"{name} ends", place.expected_end_on, href)
            continue
        whose = place.social_worker.name
        if Pairing.Kind.ASSESSOR in kinds[place.pk]:
            by = reverse("assessment:overview", args=[place.pk])
            yield Event(f"recommend-{place.pk}", f"{whose}: recommendation due", place.expected_end_on, by)
        if Pairing.Kind.SUPERVISOR in kinds[place.pk]:
            yield Event(f"end-{place.pk}", f"{whose}: {name} ends", place.expected_end_on, href)


def _day(moment: datetime.date | datetime.datetime) -> datetime.date:
    return local_date(moment)


# ---- How often each has changed


def entries_of(person: User, events: Iterable[Event]) -> dict[str, CalendarEntry]:
    """For each event, how often it has changed and when: what changed since the last reading is written down."""
    known = {each.event: each for each in CalendarEntry.objects.filter(person=person)}
    now = timezone.now().replace(microsecond=0)
    changed = []
    entries = {}
    for event in events:
        entry = known.get(event.key)
        if entry is None:
            entry = CalendarEntry(person=person, event=event.key, changed_at=now)
        elif entry.fingerprint != event.fingerprint:
            entry.sequence += 1
            entry.changed_at = now
        if entry.fingerprint != event.fingerprint:
            entry.fingerprint = event.fingerprint
            changed.append(entry)
        entries[event.key] = entry
    if changed:
        CalendarEntry.objects.bulk_create(
            changed_rows(changed),
            update_conflicts=True,
            unique_fields=["person", "event"],
            update_fields=["fingerprint", "sequence", "changed_at"],
        )
    return entries


def changed_rows(entries: list[CalendarEntry]) -> list[CalendarEntry]:
    """As new rows: the database puts each in the place of the one that is there."""
    return [
        CalendarEntry(
            person_id=each.person_id,
            event=each.event,
            fingerprint=each.fingerprint,
            sequence=each.sequence,
            changed_at=each.changed_at,
        )
        for each in entries
    ]


# ---- As calendar programs read it


def written(events: Iterable[Event], entries: dict[str, CalendarEntry], person: User) -> bytes:
    """The same bytes while nothing has changed."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{settings.SERVICE_NAME}//Dates//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", settings.SERVICE_NAME)
    calendar.add("x-wr-calname", settings.SERVICE_NAME)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", READ_AGAIN_AFTER, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(READ_AGAIN_AFTER).to_ical().decode())
    calendar.add_component(LONDON)
    host = urlsplit(settings.BASE_URL).hostname
    for event in events:
        entry = entries[event.key]
        part = icalendar.Event()
        part.add("uid", f"{event.key}-{person.pk}@{host}")
        part.add("dtstamp", entry.changed_at)
        part.add("last-modified", entry.changed_at)
        part.add("sequence", entry.sequence)
        part.add("summary", event.summary)
        part.add("url", settings.BASE_URL + event.href)
        part.add("class", "PRIVATE")
        if isinstance(event.starts, datetime.datetime):
            part.add("dtstart", _on_the_wall(event.starts))
            part.add("dtend", _on_the_wall(event.ends or event.starts))
        else:
            part.add("dtstart", event.starts)
            part.add("dtend", event.starts + datetime.timedelta(days=1))
            part.add("transp", "TRANSPARENT")
        calendar.add_component(part)
    return calendar.to_ical()


def _on_the_wall(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(timezone.get_default_timezone())
