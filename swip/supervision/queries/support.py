"""Support given against support promised: for one person, with the sum, and for many at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import FloatField, Q, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from swip.accounts.models import User
from swip.enrolment.models import Absence, EmploymentPeriod, Enrolment, Pause, Withdrawal
from swip.govuk.words import date_in_words
from swip.programmes.models import RuleBook
from swip.supervision import permissions
from swip.supervision.models import (
    AgreementVersion,
    LedgerEntry,
    ProtectedTime,
    Session,
    SupportAgreement,
    Workload,
)
from swip.supervision.models.ledger import Status
from swip.supervision.queries.agreements import (
    PROMISED,
    allowance_of,
    full_time_equivalent,
    least_promise,
    promise_from,
)
from swip.supervision.rules.ledger import (
    Facts,
    SlotSeen,
    Support,
    plan_of,
    support,
    what_came,
)
from swip.supervision.rules.rhythm import Gap, Promise, Sum, sums, without_overlaps

ONE_DAY = datetime.timedelta(days=1)
TAKEN = [Status.GIVEN, Status.DISPUTED]


def support_given(enrolment: Enrolment, on: datetime.date | None = None) -> Support:
    """What was promised to one social worker by a day, and what was given."""
    return support_for([enrolment], on)[enrolment.pk]


def support_for(enrolments: Iterable[Enrolment], on: datetime.date | None = None) -> dict[int, Support]:
    """The same for many people, by the number of their enrolment: eight questions, however many."""
    day = on or timezone.localdate()
    found = facts_of(enrolments, day)
    return {
        pk: replace(support(facts, today=day), is_agreed=is_agreed)
        for pk, (facts, is_agreed) in found.items()
    }


def facts_of(enrolments: Iterable[Enrolment], today: datetime.date) -> dict[int, tuple[Facts, bool]]:
    """All that was promised and recorded, and whether an agreement is in force."""
    people = {each.pk: each for each in enrolments}
    pks = list(people)
    books, gaps, agreed = _books(people.values()), _gaps(pks, today), _agreed(pks)
    periods: dict[int, list[EmploymentPeriod]] = {}
    for period in EmploymentPeriod.objects.filter(enrolment__in=pks).order_by("starts_on"):
        periods.setdefault(period.enrolment_id, []).append(period)
    recorded = _recorded(pks, today)
    left = _left(people.values())
    found = {}
    for pk, enrolment in people.items():
        book = books[enrolment.rule_book_id]
        agreements = agreed.get(pk, [])
        facts = Facts(
            start=enrolment.starts_on,
            end=min(enrolment.expected_end_on, left.get(pk, datetime.date.max)),
            promises=_promises(enrolment, book, periods.get(pk, []), agreements),
            allowance=allowance_of(book),
            gaps=without_overlaps(gaps.get(pk, []), enrolment.starts_on),
            **recorded.get(pk, {}),
        )
        found[pk] = (facts, any(each.is_in_force for each in agreements))
    return found


def _left(enrolments: Iterable[Enrolment]) -> dict[int, datetime.date]:
    """The last day of those who left the programme."""
    withdrawn = [each.pk for each in enrolments if each.status == Enrolment.Status.WITHDRAWN]
    if not withdrawn:
        return {}
    found = Withdrawal.objects.counted().filter(enrolment__in=withdrawn)
    return dict(found.values_list("enrolment", "last_day"))


def _books(enrolments: Iterable[Enrolment]) -> dict[int, RuleBook]:
    """A rule book that somebody has read already is not read again."""
    books: dict[int, RuleBook] = {}
    missing = set()
    for each in enrolments:
        if Enrolment.rule_book.is_cached(each):
            books[each.rule_book_id] = each.rule_book
        else:
            missing.add(each.rule_book_id)
    if missing - set(books):
        books |= RuleBook.objects.select_related("programme").in_bulk(missing - set(books))
    return books


def _gaps(pks: list[int], today: datetime.date) -> dict[int, list[Gap]]:
    """Pauses, and leave of the kinds where the worker chooses: nothing is expected then."""
    gaps: dict[int, list[Gap]] = {}
    pauses = Pause.objects.counted().filter(enrolment__in=pks)
    for pk, first, last, back in pauses.values_list(
        "enrolment", "starts_on", "ends_on", "expected_return_on"
    ):
        # Whoever is not back yet is expected on their day, or was, and is away today.
        gaps.setdefault(pk, []).append((first, last or max(back - ONE_DAY, today, first)))
    leave = Absence.objects.counted().filter(enrolment__in=pks, is_exempt=True)
    for pk, first, last in leave.values_list("enrolment", "starts_on", "ends_on"):
        gaps.setdefault(pk, []).append((first, last))
    left = Withdrawal.objects.counted().filter(enrolment__in=pks, returned_on__isnull=False)
    for pk, last, returned in left.values_list("enrolment", "last_day", "returned_on"):
        if returned and last + ONE_DAY < returned:
            gaps.setdefault(pk, []).append((last + ONE_DAY, returned - ONE_DAY))
    return gaps


@dataclass(frozen=True)
class Agreed:
    """An agreement that holds or held, as it was signed."""

    promise: Promise
    status: str
    over_on: datetime.date | None

    @property
    def is_in_force(self) -> bool:
        return self.status == SupportAgreement.Status.IN_FORCE

    @property
    def was_ended(self) -> bool:
        """With nothing in its place."""
        return self.status == SupportAgreement.Status.ENDED


def _agreed(pks: list[int]) -> dict[int, list[Agreed]]:
    """By person, in order. The last version that was offered is the one that everybody signed."""
    versions = (
        AgreementVersion.objects.filter(agreement__enrolment__in=pks, agreement__in_force_on__isnull=False)
        .order_by("agreement__number", "-number")
        .values_list(
            "agreement__enrolment",
            "agreement__number",
            "agreement__status",
            "agreement__in_force_on",
            "agreement__over_on",
            *PROMISED,
        )
    )
    signed: dict[int, dict[int, Agreed]] = {}
    for pk, number, status, since, over_on, *promised in versions:
        known = signed.setdefault(pk, {})
        if number not in known:
            known[number] = Agreed(promise_from(since, promised), status, over_on)
    return {pk: list(found.values()) for pk, found in signed.items()}


def _promises(
    enrolment: Enrolment,
    book: RuleBook,
    periods: list[EmploymentPeriod],
    agreements: list[Agreed],
) -> tuple[Promise, ...]:
    """By the rule book and the hours in the contract; from a signature on, by the agreement."""
    start = enrolment.starts_on
    changes = {start}
    for period in periods:
        changes.add(max(start, period.starts_on))
        if period.ends_on is not None:
            changes.add(max(start, period.ends_on + ONE_DAY))
    by_rule = {day: least_promise(book, full_time_equivalent(periods, day), day) for day in changes}
    return _with_agreements(
        enrolment,
        by_rule,
        agreements,
        least=lambda day: least_promise(book, full_time_equivalent(periods, day), day),
    )


def _with_agreements(
    enrolment: Enrolment,
    by_rule: dict[datetime.date, Promise],
    agreements: list[Agreed],
    *,
    least: Callable[[datetime.date], Promise],
) -> tuple[Promise, ...]:
    """What everybody signed stands above the least, from the day it came into force until it was over."""
    start = enrolment.starts_on
    agreed: dict[datetime.date, Promise] = {}
    for each in agreements:
        since = max(start, each.promise.since)
        ended_on = each.over_on if each.was_ended else None
        by_rule = {
            day: promise
            for day, promise in by_rule.items()
            if day < since or (ended_on is not None and day > ended_on)
        }
        agreed[since] = replace(each.promise, since=since)
        if ended_on is not None:
            by_rule[ended_on + ONE_DAY] = least(ended_on + ONE_DAY)
    found = by_rule | agreed
    return tuple(found[day] for day in sorted(found))


def _recorded(pks: list[int], today: datetime.date) -> dict[int, dict]:
    """What was entered, by person. What is disputed counts for neither side until it is settled."""
    found: dict[int, dict] = {
        pk: {"held": [], "disputed": [], "planned": [], "cancelled": [], "weeks": [], "workloads": []}
        for pk in pks
    }
    # Not as records: of a whole cohort there are thousands.
    sessions = Session.objects.filter(enrolment__in=pks).exclude(status=Status.CORRECTED).order_by()
    by_state = sessions.values("enrolment", "status", "cancelled_by").annotate(
        days=ArrayAgg(Coalesce("held_on", "planned_for"))
    )
    for pk, status, by, days in by_state.values_list("enrolment", "status", "cancelled_by", "days"):
        mine = found[pk]
        if status == Status.GIVEN:
            mine["held"] = [day for day in days if day <= today]
        elif status == Status.CANCELLED:
            mine["cancelled"] += [(day, by) for day in days]
        elif status == Status.DISPUTED:
            mine["disputed"] += days
        else:
            mine["planned"] += days
    weeks = ProtectedTime.objects.filter(enrolment__in=pks, status=Status.GIVEN, week__lte=today).order_by()
    taken = weeks.values("enrolment").annotate(
        weeks=ArrayAgg("week", order_by="pk"),
        taken=ArrayAgg(Cast("hours_taken", FloatField()), order_by="pk"),
    )
    for pk, mondays, hours in taken.values_list("enrolment", "weeks", "taken"):
        found[pk]["weeks"] = list(zip(mondays, hours, strict=True))
    workloads = Workload.objects.filter(enrolment__in=pks, status=Status.GIVEN, as_of__lte=today)
    for pk, day, percent in workloads.values_list("enrolment_id", "as_of", "percent"):
        found[pk]["workloads"].append((day, percent))
    return found


# ---- One person's ledger, with the sum


@dataclass(frozen=True)
class Ledger:
    """Everything that one person's page of support shows of the figures."""

    support: Support
    sums: list[Sum]
    slots: list[SlotSeen]
    away: list[str]
    next_slot: SlotSeen | None

    @property
    def late(self) -> list[SlotSeen]:
        return [each for each in self.slots if each.came == "late"]


def ledger_of(enrolment: Enrolment, on: datetime.date | None = None) -> Ledger:
    """The figures, the days behind them, and why nothing is expected in between."""
    day = on or timezone.localdate()
    facts, is_agreed = facts_of([enrolment], day)[enrolment.pk]
    plan = plan_of(facts.start, facts.end, facts.promises, facts.gaps, facts.allowance)
    seen = what_came(plan.slots, plan.last_days, facts.held, today=day)
    return Ledger(
        support=replace(support(facts, today=day), is_agreed=is_agreed),
        sums=sums(plan.slots),
        slots=seen,
        away=[_away_words(first, last) for first, last in facts.gaps],
        next_slot=next((each for each in seen if each.came in ("due", "coming")), None),
    )


def _away_words(first: datetime.date, last: datetime.date | None) -> str:
    if last is None:
        return f"From {date_in_words(first)} until further notice"
    days = (last - first).days + 1
    return f"From {date_in_words(first)} to {date_in_words(last)}: {days} {'day' if days == 1 else 'days'}"


# ---- Entries


def entries_of(enrolment: Enrolment, kind: type[LedgerEntry]) -> QuerySet:
    """Newest first, with what the page says of each."""
    found = permissions.entries(kind).filter(enrolment=enrolment)
    return found.select_related("entered_by", "agreed_by")


def last_session(enrolment: Enrolment) -> Session | None:
    """For the defaults of the next."""
    held = Session.objects.filter(enrolment=enrolment, held_on__isnull=False)
    return held.exclude(status=Status.CORRECTED).order_by("-held_on", "-pk").first()


def same_session(enrolment: Enrolment, held_on: datetime.date) -> Session | None:
    """One that was entered for that day already, by whomever."""
    found = Session.objects.filter(enrolment=enrolment, held_on=held_on)
    return found.exclude(status=Status.CORRECTED).first()


def planned_on(enrolment: Enrolment, day: datetime.date) -> Session | None:
    """A plan that this session may be the fulfilment of."""
    return Session.objects.filter(enrolment=enrolment, status=Status.PLANNED, planned_for=day).first()


def unseen(user: User, enrolment: Enrolment) -> list[LedgerEntry]:
    """What the other side entered since, of all three kinds."""
    side = permissions.side_of(user, enrolment)
    found: list[LedgerEntry] = []
    for kind in permissions.KINDS.values():
        rows = permissions.entries(kind).filter(enrolment=enrolment)
        found += list(rows.unseen_by(side).select_related("entered_by"))
    return sorted(found, key=lambda each: each.happened_on, reverse=True)


def entered_of_week(enrolment: Enrolment, week: datetime.date) -> ProtectedTime | None:
    found = ProtectedTime.objects.filter(enrolment=enrolment, week=week)
    return found.exclude(status=Status.CORRECTED).first()


def entered_of_day(enrolment: Enrolment, day: datetime.date) -> Workload | None:
    found = Workload.objects.filter(enrolment=enrolment, as_of=day)
    return found.exclude(status=Status.CORRECTED).first()


def correction_of(entry: LedgerEntry) -> LedgerEntry | None:
    """What took the place of an entry that was wrong."""
    return permissions.entries(type(entry)).filter(corrects=entry.pk).first()


def promise_now(enrolment: Enrolment, on: datetime.date | None = None) -> tuple[Promise, int]:
    """What is promised on a day, and in which year of the programme that is."""
    day = on or timezone.localdate()
    facts, _ = facts_of([enrolment], day)[enrolment.pk]
    held = [each for each in facts.promises if each.since <= day] or list(facts.promises[:1])
    return held[-1], support(facts, today=day).now.number


def left_open(enrolments: QuerySet[Enrolment]) -> QuerySet[Session]:
    """Planned sessions whose day has passed and of which nobody has said what became of them."""
    return (
        Session.objects.filter(
            Q(enrolment__in=enrolments.values("pk")),
            status=Status.PLANNED,
            planned_for__lt=timezone.localdate(),
        )
        .select_related("enrolment__social_worker")
        .order_by("planned_for", "pk")
    )
