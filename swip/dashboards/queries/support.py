"""Whether support is given as promised, for whole cohorts.

Working it out takes a third of a millisecond for each person, day by day of their programme. So what was found is
remembered for the day, until the person's own history grows: whatever changes support leaves a line there.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from swip.core.asking import among_them, ask
from swip.core.models import Entry
from swip.dashboards.rules import SupportSeen
from swip.enrolment.models import Enrolment
from swip.supervision.models import ProtectedTime
from swip.supervision.queries import support_for

KEPT_IN_MEMORY = 20_000
_remembered: dict[int, tuple[str, datetime.date, SupportSeen]] = {}


def _last_lines() -> QuerySet:
    """The seal of the last line in each one's history, which covers all the lines before it."""
    chain = Concat(Value("enrolment:"), Cast(OuterRef("pk"), TextField()))
    last = Entry.objects.filter(chain=chain).order_by("-position").values("hash")[:1]
    return Enrolment.objects.filter(among_them("pk")).values_list("pk", Subquery(last))


def support_of_many(enrolment_ids: Iterable[int]) -> dict[int, SupportSeen]:
    """Support given against support promised today, by the number of the enrolment."""
    today = timezone.localdate()
    seals = dict(ask(_last_lines, enrolment_ids))
    found: dict[int, SupportSeen] = {}
    for pk, seal in seals.items():
        remembered = _remembered.get(pk)
        if seal and remembered and remembered[:2] == (seal, today):
            found[pk] = remembered[2]
    missing = [pk for pk in seals if pk not in found]
    for pk, seen in worked_out(missing).items():
        found[pk] = seen
        if seals[pk]:
            while len(_remembered) >= KEPT_IN_MEMORY:
                _remembered.pop(next(iter(_remembered)), None)
            _remembered[pk] = (seals[pk], today, seen)
    return found


def _recorded_hours() -> QuerySet:
    """Only the weeks that somebody entered: what nobody wrote down is not held against anybody."""
    weeks = ProtectedTime.objects.filter(among_them(), status="given").order_by()
    return weeks.values_list("enrolment").annotate(Sum("hours_promised"), Sum("hours_taken"))


def worked_out(enrolment_ids: list[int]) -> dict[int, SupportSeen]:
    """Anew, from what was promised and entered."""
    if not enrolment_ids:
        return {}
    people = Enrolment.objects.filter(pk__in=enrolment_ids).select_related("rule_book__programme")
    hours = {pk: (promised, taken) for pk, promised, taken in ask(_recorded_hours, enrolment_ids)}
    found = {}
    for pk, support in support_for(people).items():
        promised, taken = hours.get(pk, (0, 0))
        now, so_far = support.now, support.so_far
        found[pk] = SupportSeen(
            given=so_far.given,
            expected=so_far.expected,
            missing=support.missing,
            hours_promised=float(promised),
            hours_taken=float(taken),
            workload=now.workload,
            workload_promised=now.workload_promised,
            is_agreed=support.is_agreed,
        )
    return found
