"""Everybody whom somebody looks after goes to others: prepared as a draft, then done one social worker at a time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from swip.accounts import actions as accounts
from swip.accounts.models import Appointment, Organisation, User
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions as enrolments
from swip.enrolment.models import Pairing
from swip.enrolment.rules.changes import ChangeRefused
from swip.govuk.words import date_in_words
from swip.notifications.actions import tell
from swip.staffing import permissions
from swip.staffing.models import HandedOver, HandingOver
from swip.staffing.queries.handing_over import appointments_to_end, plan
from swip.staffing.queries.staff import Staff

Result = HandedOver.Result


@transaction.atomic
def begin(
    organisation: Organisation, person: User, *, from_day: datetime.date, ends_appointment: bool, by: User
) -> HandingOver:
    """Prepare it: everybody with a suggestion. Begun again, it is the same draft; another day plans anew."""
    # Two coordinators who begin at once get one draft between them.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    draft = HandingOver.objects.filter(
        organisation=organisation, person=person, status=HandingOver.Status.DRAFT
    ).first()
    if draft is None:
        draft = HandingOver.objects.create(
            organisation=organisation,
            person=person,
            from_day=from_day,
            ends_appointment=ends_appointment,
            started_by=by,
        )
        history.record("handing_over.started", draft, by=by, on_behalf_of=organisation.name, note=str(person))
        _plan(draft, by=by)
        return draft
    is_other_day = draft.from_day != from_day
    draft.save_over(draft.revision, from_day=from_day, ends_appointment=ends_appointment)
    if is_other_day:
        _plan(draft, by=by)
    return draft


def _plan(draft: HandingOver, *, by: User) -> None:
    """What is done already stays; all else is suggested afresh."""
    draft.lines.exclude(result=Result.DONE).delete()
    done = set(draft.lines.values_list("enrolment", "kind"))
    staff = Staff(draft.organisation, today=timezone.localdate())
    HandedOver.objects.bulk_create(
        HandedOver(
            handing_over=draft,
            enrolment=each.enrolment,
            kind=each.kind,
            instead_of=each.instead_of,
            from_day=each.from_day,
            to=staff.members[each.suggested.number].person if each.suggested else None,
            reasons=list(each.suggested.reasons) if each.suggested else [],
        )
        for each in plan(staff, draft.person, user=by, from_day=draft.from_day)
        if (each.enrolment.pk, each.kind) not in done
    )


@transaction.atomic
def suggest_again(draft: HandingOver, *, by: User) -> None:
    """The whole plan afresh, from how things stand now; what was chosen by hand goes."""
    _locked(draft)
    draft.save_over(draft.revision)
    _plan(draft, by=by)


@transaction.atomic
def choose(draft: HandingOver, revision: int, chosen: Mapping[int, User | None]) -> None:
    """Keep who was chosen for whom, over the revision that was open."""
    _locked(draft)
    lines = {each.pk: each for each in draft.lines.filter(result=Result.WAITING)}
    changed = []
    for number, person in chosen.items():
        line = lines.get(number)
        if line and line.to_id != (person.pk if person else None):
            line.to, line.reasons = person, []
            changed.append(line)
    if not changed and revision == draft.revision:
        return
    draft.save_over(revision)
    HandedOver.objects.bulk_update(changed, ["to", "reasons"])


@transaction.atomic
def drop(draft: HandingOver, *, by: User) -> None:
    """Nothing of it is done; whoever has changed already stays changed."""
    draft.move_to(HandingOver.Status.DROPPED, finished_at=timezone.now())
    history.record(
        "handing_over.dropped", draft, by=by, on_behalf_of=draft.organisation.name, note=str(draft.person)
    )


def hand_over(draft: HandingOver, *, by: User) -> None:
    """Do it: one transaction for each social worker, so that one that fails holds up nobody.

    Pressed twice, or carried on after a breakdown, each is done once.
    """
    if draft.status != HandingOver.Status.DRAFT:
        raise StaleStep(draft)
    for number in draft.lines.filter(result=Result.WAITING).values_list("pk", flat=True):
        try:
            _hand_over_one(number, by=by)
        except StaleStep:
            _note(number, Result.MOVED_ON, "Somebody has changed who looks after them meanwhile")
        except ChangeRefused as refused:
            _note(number, Result.REFUSED, refused.reason)
    _finish(draft, by=by)


@transaction.atomic
def _hand_over_one(number: int, *, by: User) -> None:
    line = (
        HandedOver.objects.select_for_update(of=("self",))
        .select_related("enrolment", "to", "handing_over__person", "handing_over__organisation")
        .get(pk=number)
    )
    if line.result != Result.WAITING:
        return
    draft, person = line.handing_over, line.to
    if person is None:
        _note(number, Result.LEFT)
        return
    if not permissions.handed_over_by(by, draft.organisation).filter(pk=line.enrolment_id).exists():
        _note(number, Result.MOVED_ON, "They have left the programme or the organisation meanwhile")
        return
    if refusal := _refusal(line, person, draft):
        _note(number, Result.REFUSED, refusal)
        return
    enrolments.pair(
        line.enrolment,
        line.kind,
        person,
        by=by,
        from_day=line.from_day,
        instead_of=line.instead_of,
        note=f"{draft.person} hands over",
        tells_colleagues=False,
    )
    _note(number, Result.DONE)


def _refusal(line: HandedOver, person: User, draft: HandingOver) -> str:
    """What has come up since it was prepared; a conflict of interest is refused by the pairing itself."""
    held = Appointment.objects.current(line.from_day).filter(
        person=person,
        organisation=draft.organisation,
        role=Pairing.ROLE_OF[Pairing.Kind(line.kind)],
        person__is_active=True,
    )
    return "" if held.exists() else f"{person} does not hold the appointment on that day"


def _note(number: int, result: str, told: str = "") -> None:
    HandedOver.objects.filter(pk=number, result=Result.WAITING).update(result=result, told=told)


@transaction.atomic
def _finish(draft: HandingOver, *, by: User) -> None:
    draft.move_to(HandingOver.Status.DONE, finished_at=timezone.now())
    results = list(draft.lines.values_list("result", flat=True))
    counts = {result: results.count(result) for result in Result.values if result in results}
    failed = counts.get(Result.MOVED_ON, 0) + counts.get(Result.REFUSED, 0)
    ended = []
    if draft.ends_appointment and not failed:
        last_day = draft.from_day - datetime.timedelta(days=1)
        for appointment in appointments_to_end(draft, user=by):
            accounts.end_appointment(appointment, by=by, last_day=last_day)
            ended.append(appointment.get_role_display())
    _tell_colleagues(draft)
    history.record(
        "handing_over.done",
        draft,
        by=by,
        on_behalf_of=draft.organisation.name,
        note=f"{draft.person}, from {date_in_words(draft.from_day)}",
        data={"results": counts, "ended": ended},
    )


def _tell_colleagues(draft: HandingOver) -> None:
    """One letter each: to whoever takes some on, with who they are, and to whoever hands them over."""
    done = draft.lines.filter(result=Result.DONE).select_related("enrolment__social_worker", "to")
    taken: dict[User, list[HandedOver]] = {}
    for line in done:
        if line.to is not None:
            taken.setdefault(line.to, []).append(line)
    for person, lines in taken.items():
        tell(person, "taken-on", href=reverse("dashboards:home"), draft=draft, lines=lines)
    if taken:
        tell(draft.person, "handed-over", draft=draft, lines=list(done))


def _locked(draft: HandingOver) -> None:
    """Of two who change one draft at once, the second waits for the first."""
    status = HandingOver.objects.select_for_update().values_list("status", flat=True).get(pk=draft.pk)
    if status != HandingOver.Status.DRAFT:
        raise StaleStep(draft)
