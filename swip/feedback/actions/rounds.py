"""A round from the own view to its end: begun, given up, kept open longer, closed, begun again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from swip.accounts.models import User
from swip.core.lifecycle import StaleStep
from swip.enrolment.models import Enrolment
from swip.feedback.actions.common import lock, record, tell_about
from swip.feedback.actions.identifying import be_looked_through
from swip.feedback.actions.letters import want_letter
from swip.feedback.models import AnswerDraft, Invitation, OwnView, Round
from swip.feedback.queries import identifying
from swip.feedback.queries import rounds as queries
from swip.feedback.rules.standing import Standing

Status = Round.Status


@transaction.atomic
def start(enrolment: Enrolment, *, by: User) -> Round:
    """One round at a time; sent twice, it is begun once."""
    if not _lock_enrolment(enrolment.pk).is_open:
        raise StaleStep(enrolment)
    for each in Round.objects.past_their_end().filter(enrolment=enrolment):
        close_if_over(each)
    if there := queries.under_way(enrolment):
        return there
    return _begin(enrolment, by=by)


def _lock_enrolment(pk: int) -> Enrolment:
    """Before its rounds, and always in this order: whatever sets one under way waits for whatever else does."""
    return Enrolment.objects.select_for_update(of=("self",)).get(pk=pk)


def _begin(enrolment: Enrolment, *, by: User, **more: Any) -> Round:
    found = Round.objects.create(
        enrolment=enrolment,
        number=Round.objects.filter(enrolment=enrolment).count() + 1,
        rule_book=enrolment.rule_book,
        asks=queries.questions_for(enrolment).kept(),
        **more,
    )
    OwnView.objects.create(round=found)
    record("feedback.round_started", found, by=by)
    return found


def write_own_view(found: Round, revision: int, typed: dict[str, str], *, by: User) -> None:
    """Keep what was typed so far, right or not."""
    if not found.is_own_view:
        raise StaleStep(found)
    if not found.own_view.holds(typed=typed):
        found.own_view.save_over(revision, typed=typed)


@transaction.atomic
def send_own_view(found: Round, revision: int, *, by: User) -> None:
    """It stays as it is from here on, whatever the others say. The words are those that were checked."""
    lock(found)
    if not found.is_own_view:
        raise StaleStep(found)
    # Counted up by this, too: what another window saves by itself meanwhile comes too late.
    found.own_view.save_over(revision, sent_at=timezone.now())
    view = OwnView.objects.select_related("round").get(pk=found.own_view.pk)
    be_looked_through(view, found, identifying.passages_of_own_view(view), by=by)
    found.move_to(Status.NAMING)
    record("feedback.own_view_given", found, by=by)


@transaction.atomic
def stop(found: Round, *, by: User) -> None:
    """Nobody has been asked yet: the social worker may leave it."""
    lock(found)
    found.move_to(Status.STOPPED)
    record("feedback.round_stopped", found, by=by)


@transaction.atomic
def extend(found: Round, *, by: User) -> None:
    """Answers are missing: the round stays open, or is open again, for some days more. Once."""
    _lock_enrolment(found.enrolment_id)
    lock(found)
    standing = queries.standing_shown_of(found)
    if standing.is_valid or not found.can_be_extended:
        raise StaleStep(found)
    now = timezone.now()
    last_day = max(timezone.localdate(), found.last_day or timezone.localdate())
    closes_at = queries.end_of(last_day + queries.days_of_extension(found.rule_book))
    changes = {"closes_at": closes_at, "extended_at": now, "warned_at": None}
    if found.is_failed:
        if newer := Round.objects.filter(enrolment=found.enrolment_id, number__gt=found.number).first():
            raise StaleStep(newer)
        found.move_to(Status.OPEN, closed_at=None, answers_at_close=None, **changes)
    else:
        for name, value in changes.items():
            setattr(found, name, value)
        found.save(update_fields=list(changes))
    found.invitations.sent_out().update(expires_at=closes_at)
    for invitation in found.invitations.waiting():
        want_letter(invitation, "reminder")
    record("feedback.round_extended", found, by=by, data={"until": str(found.last_day)})
    _tell_both(found, "round-extended", by=by)


@transaction.atomic
def remind(found: Round, *, by: User) -> bool:
    """Everybody who has not answered gets a letter, at most one a day. Nobody is told who they are."""
    lock(found)
    if not found.takes_answers:
        raise StaleStep(found)
    now = timezone.now()
    written = [found.opened_at, found.extended_at, found.reminded_at]
    if any(each and timezone.localdate(each) == timezone.localdate(now) for each in written):
        return False
    found.reminded_at = now
    found.save(update_fields=["reminded_at"])
    for invitation in found.invitations.waiting().filter(letter="", failure=""):
        want_letter(invitation, "reminder")
    record("feedback.round_reminded", found, by=by)
    return True


@transaction.atomic
def close_if_over(found: Round) -> None:
    """Its last day has passed. A page that is opened before the job has come to it closes it as well."""
    if _is_over(found):
        lock(found)
        if _is_over(found):
            _close(found)


def _is_over(found: Round) -> bool:
    return found.is_open and not found.takes_answers


def close_all_over() -> None:
    """Each in a transaction of its own: those before one that fails stay closed."""
    for found in Round.objects.past_their_end().select_related("enrolment__social_worker", "rule_book"):
        close_if_over(found)


def show_counts() -> None:
    """At night: who has answered or declined is counted for those who read it."""
    for found in Round.objects.open_now().select_related("rule_book"):
        with transaction.atomic():
            lock(found)
            shown = shown_of(queries.standing_of(found))
            for name, number in shown.items():
                setattr(found, name, number)
            found.save(update_fields=list(shown))


def shown_of(standing: Standing) -> dict[str, int]:
    """What both read until it is counted again."""
    return {
        "answers_shown": standing.answered,
        "partners_shown": standing.partners_answered,
        "declined_shown": standing.declined,
        "partners_declined_shown": standing.partners_declined,
    }


def close_all_answered() -> None:
    """Nobody is left to wait for. It happens at night: by day it would tell when the last of them answered."""
    nobody_left = Round.objects.open_now().exclude(
        invitations__status__in=[Invitation.Status.ASKED, Invitation.Status.NAMED]
    )
    for found in nobody_left.select_related("enrolment__social_worker", "rule_book"):
        with transaction.atomic():
            lock(found)
            standing = queries.standing_of(found)
            if found.is_open and standing.is_valid and not standing.waiting and not standing.named:
                _close(found)


def _close(found: Round) -> None:
    standing = queries.standing_of(found)
    status = Status.VALID if standing.is_valid else Status.FAILED
    found.move_to(
        status,
        closed_at=timezone.now(),
        answers_at_close=standing.answered,
        **shown_of(standing),
    )
    if status == Status.VALID:
        # What was never sent is nobody's to read. After a round that failed, it may still be.
        AnswerDraft.objects.filter(invitation__round=found).delete()
    kind = "feedback.round_closed_valid" if standing.is_valid else "feedback.round_closed_too_few"
    record(kind, found, by=None, data={"answers": standing.answered})
    _tell_both(found, "round-valid" if standing.is_valid else "round-failed", standing=standing)


def warn_all_due() -> None:
    """Said while there is still time: a round that ends soon and would not count."""
    for found in Round.objects.open_now().filter(warned_at=None).select_related("rule_book"):
        ahead = queries.days_between_reminders(found.rule_book)
        if found.closes_at is None or found.closes_at > timezone.now() + ahead:
            continue
        with transaction.atomic():
            lock(found)
            if found.warned_at or not found.takes_answers:
                continue
            found.warned_at = timezone.now()
            found.save(update_fields=["warned_at"])
            standing = queries.standing_shown_of(found)
            if not standing.is_valid:
                _tell_both(found, "round-short", standing=standing)


def remind_all_due() -> None:
    """Whoever has not answered, some time after their last letter."""
    for found in Round.objects.open_now().select_related("rule_book"):
        long_ago = timezone.now() - queries.days_between_reminders(found.rule_book)
        with transaction.atomic():
            lock(found)
            waiting = found.invitations.waiting().filter(letter="", failure="", last_sent_at__lte=long_ago)
            for invitation in waiting:
                want_letter(invitation, "reminder")


@transaction.atomic
def begin_again(found: Round, *, by: User) -> Round:
    """A round that failed is begun anew: the own view is kept, and so are the names, to be gone through again."""
    is_enrolment_open = _lock_enrolment(found.enrolment_id).is_open
    lock(found)
    if after := Round.objects.filter(begun_again_from=found).first():
        return after  # sent twice, it is begun once
    if not found.is_failed or not is_enrolment_open or queries.under_way(found.enrolment):
        raise StaleStep(found)
    AnswerDraft.objects.filter(invitation__round=found).delete()
    new = _begin(found.enrolment, by=by, begun_again_from=found)
    view, before = new.own_view, found.own_view
    if new.asks == found.asks:
        view.typed, view.sent_at = before.typed, before.sent_at
        view.save(update_fields=["typed", "sent_at"])
        new.move_to(Status.NAMING)
    Invitation.objects.bulk_create(
        Invitation(
            round=new,
            kind=each.kind,
            name=each.name,
            email=each.email,
            work=each.work,
            added_by=by,
            expires_at=timezone.now(),
        )
        for each in found.invitations.on_the_list().order_by("pk")
    )
    return new


def _tell_both(found: Round, kind: str, *, by: User | None = None, **more: Any) -> None:
    for person in (found.enrolment.social_worker, found.enrolment.supervisor):
        if person != by:
            tell_about(person, kind, found, is_own=person == found.enrolment.social_worker, **more)
