"""Leaving that was no leaving, and coming back."""

import datetime
import functools

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, UserFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment import actions
from swip.enrolment.actions import claims, ending
from swip.enrolment.models import ConflictOfInterest, Enrolment
from swip.enrolment.rules.changes import ChangeRefused
from swip.enrolment.tests.factories import (
    AbsenceFactory,
    ClaimFactory,
    EnrolmentFactory,
    PauseFactory,
    TransferFactory,
    WithdrawalFactory,
)
from swip.govuk.words import date_in_words
from swip.notifications.models import Message

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


def withdrawn(enrolment, coordinator, *, days_ago=1):
    last_day = timezone.localdate() - days_ago * A_DAY
    actions.withdraw(enrolment, reason="left_employer", last_day=last_day, by=coordinator)
    return enrolment.withdrawals.get()


def told(person):
    return set(Message.objects.filter(to=person).values_list("kind", flat=True))


def test_a_withdrawal_by_mistake_is_undone_with_everything_around_it(enrolment, coordinator):
    supervisor, assessor, end = enrolment.supervisor, enrolment.assessor, enrolment.expected_end_on
    withdrawal = withdrawn(enrolment, coordinator)
    ending.undo_withdrawal(enrolment, because="The wrong Amina", by=coordinator)
    enrolment.refresh_from_db()
    withdrawal.refresh_from_db()
    assert (enrolment.status, enrolment.expected_end_on) == (Enrolment.Status.ACTIVE, end)
    assert (withdrawal.set_aside_by, withdrawal.set_aside_because) == (coordinator, "The wrong Amina")
    assert (enrolment.supervisor, enrolment.assessor) == (supervisor, assessor)
    assert history.of(enrolment).last().note == "The wrong Amina"
    assert "withdrawal-undone" in told(enrolment.social_worker) & told(supervisor)


def test_who_was_paused_is_paused_again(organisation, coordinator):
    enrolment = EnrolmentFactory(organisation=organisation, status="paused")
    PauseFactory(enrolment=enrolment)
    withdrawn(enrolment, coordinator)
    ending.undo_withdrawal(enrolment, because="A mistake", by=coordinator)
    enrolment.refresh_from_db()
    assert enrolment.status == Enrolment.Status.PAUSED


def test_who_was_yet_to_start_is_so_again(organisation, coordinator):
    enrolment = EnrolmentFactory(
        organisation=organisation, status="registered", starts_on=timezone.localdate() + 9 * A_DAY
    )
    withdrawn(enrolment, coordinator, days_ago=0)
    ending.undo_withdrawal(enrolment, because="A mistake", by=coordinator)
    enrolment.refresh_from_db()
    assert enrolment.status == Enrolment.Status.REGISTERED


def test_a_supervisor_who_has_gone_or_is_in_conflict_meanwhile_does_not_come_back(enrolment, coordinator):
    supervisor, assessor = enrolment.supervisor, enrolment.assessor
    withdrawn(enrolment, coordinator)
    supervisor.appointments.update(ends_on=timezone.localdate() - A_DAY)
    ConflictOfInterest.objects.create(
        organisation=OrganisationFactory(),
        person=assessor,
        other=enrolment.social_worker,
        declared_by=coordinator,
    )
    ending.undo_withdrawal(enrolment, because="A mistake", by=coordinator)
    today = timezone.localdate()
    assert not enrolment.pairings.not_over(today + A_DAY).exists()


@pytest.mark.parametrize("verb", ["withdraw", "complete"])
def test_who_is_no_longer_on_the_programme_is_not_on_the_move(enrolment, coordinator, verb):
    transfer = TransferFactory(enrolment=enrolment)
    if verb == "withdraw":
        withdrawn(enrolment, coordinator)
    else:
        actions.complete(enrolment, by=coordinator)
    transfer.refresh_from_db()
    assert transfer.status == "taken_back"
    assert history.of(transfer).last().action == "transfer.taken_back"


def test_who_was_to_supervise_and_assess_from_the_first_day_does_so_again(organisation, coordinator):
    first_day = timezone.localdate() + 9 * A_DAY
    enrolment = EnrolmentFactory(organisation=organisation, status="registered", starts_on=first_day)
    supervisor, assessor = enrolment.supervisor, enrolment.assessor
    withdrawn(enrolment, coordinator, days_ago=0)
    assert not enrolment.pairings.exists()
    assessor.appointments.update(ends_on=timezone.localdate() - A_DAY)
    ending.undo_withdrawal(enrolment, because="A mistake", by=coordinator)
    pairing = enrolment.pairings.get()
    assert (pairing.person, pairing.starts_on, pairing.ends_on) == (supervisor, first_day, None)
    assert "withdrawal-undone" in told(supervisor)


def test_a_change_of_supervisor_that_was_to_come_is_to_come_again(enrolment, coordinator, organisation):
    former, today = enrolment.pairing("supervisor"), timezone.localdate()
    new = AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person
    actions.pair(
        enrolment,
        "supervisor",
        new,
        by=coordinator,
        from_day=today + 10 * A_DAY,
        instead_of=former.pk,
    )
    withdrawn(enrolment, coordinator)
    ending.undo_withdrawal(enrolment, because="A mistake", by=coordinator)
    former.refresh_from_db()
    assert former.ends_on == today + 9 * A_DAY
    assert enrolment.pairings.get(person=new).starts_on == today + 10 * A_DAY


def test_an_undoing_is_done_once(enrolment, coordinator):
    withdrawn(enrolment, coordinator)
    again = Enrolment.objects.get(pk=enrolment.pk)
    ending.undo_withdrawal(enrolment, because="A mistake", by=coordinator)
    with pytest.raises(StaleStep):
        ending.undo_withdrawal(again, because="A mistake", by=coordinator)


def test_who_comes_back_owes_the_time_between(enrolment, coordinator, organisation):
    end = enrolment.expected_end_on
    withdrawal = WithdrawalFactory(enrolment=enrolment)
    new = AppointmentFactory(organisation=organisation, role=Role.PRACTICE_SUPERVISOR).person
    today = timezone.localdate()
    ending.reinstate(
        enrolment, returned_on=today, people={"supervisor": new, "assessor": None}, by=coordinator
    )
    enrolment.refresh_from_db()
    withdrawal.refresh_from_db()
    assert enrolment.status == Enrolment.Status.ACTIVE
    assert withdrawal.returned_on == today
    assert enrolment.expected_end_on == end + (today - withdrawal.last_day - A_DAY)
    assert (enrolment.supervisor, enrolment.assessor) == (new, None)
    assert "enrolment-reinstated" in told(enrolment.social_worker)


def test_nobody_comes_back_before_they_left(enrolment, coordinator):
    withdrawal = WithdrawalFactory(enrolment=enrolment)
    with pytest.raises(ChangeRefused, match="later day"):
        ending.reinstate(enrolment, returned_on=withdrawal.last_day, people={}, by=coordinator)


UNDO = functools.partial(ending.undo_withdrawal, because="A mistake")
REINSTATE = functools.partial(ending.reinstate, returned_on=datetime.date.today(), people={})


@pytest.mark.parametrize("verb", [UNDO, REINSTATE])
def test_nobody_is_taken_up_again_while_another_place_is_open(enrolment, coordinator, verb):
    WithdrawalFactory(enrolment=enrolment)
    EnrolmentFactory(social_worker=enrolment.social_worker, rule_book=enrolment.rule_book)
    with pytest.raises(ChangeRefused, match="another place"):
        verb(enrolment, by=coordinator)
    enrolment.refresh_from_db()
    assert enrolment.status == Enrolment.Status.WITHDRAWN
    assert enrolment.withdrawals.counted().exists()


def test_nobody_comes_back_to_an_employer_they_have_left(enrolment, coordinator):
    WithdrawalFactory(enrolment=enrolment)
    enrolment.employment_periods.update(ends_on=timezone.localdate() - A_DAY)
    with pytest.raises(ChangeRefused, match="no employer"):
        ending.reinstate(enrolment, returned_on=timezone.localdate(), people={}, by=UserFactory())


@pytest.mark.parametrize("way", ["taken up again", "claimed"])
@pytest.mark.parametrize("factory", [PauseFactory, AbsenceFactory])
def test_whoever_was_away_when_they_left_is_not_away_once_they_are_back(organisation, way, factory):
    today = timezone.localdate()
    enrolment = EnrolmentFactory(organisation=organisation)
    away = factory(enrolment=enrolment, starts_on=today - 50 * A_DAY, ends_on=None)
    withdrawal = WithdrawalFactory(enrolment=enrolment)
    if way == "claimed":
        claim = ClaimFactory(worker=enrolment.social_worker, organisation=organisation, first_day=today)
        claims.agree(claim, by=enrolment.social_worker)
    else:
        ending.reinstate(enrolment, returned_on=today, people={}, by=UserFactory())
    away.refresh_from_db()
    assert away.ends_on == withdrawal.last_day
    assert actions.begin_all_due() == 0
    enrolment.refresh_from_db()
    assert enrolment.status == Enrolment.Status.ACTIVE
    entry = history.of_chain(enrolment.history_chain).get(action="enrolment.reinstated")
    assert entry.data["ended"] == [[factory._meta.model.__name__.lower(), away.pk, str(away.ends_on)]]
    assert "ended on" in entry.note


def test_an_open_pause_ends_before_what_came_after_it_and_a_planned_one_stays(enrolment, coordinator):
    today = timezone.localdate()
    first = PauseFactory(
        enrolment=enrolment, starts_on=today - 90 * A_DAY, expected_return_on=today - 80 * A_DAY
    )
    sick = AbsenceFactory(enrolment=enrolment, starts_on=today - 60 * A_DAY, ends_on=today - 55 * A_DAY)
    planned = PauseFactory(enrolment=enrolment, starts_on=today + 30 * A_DAY)
    WithdrawalFactory(enrolment=enrolment)
    ending.reinstate(enrolment, returned_on=today, people={}, by=coordinator)
    first.refresh_from_db()
    planned.refresh_from_db()
    assert (first.ends_on, planned.ends_on) == (sick.starts_on - A_DAY, None)


def test_the_end_that_is_shown_before_a_return_is_the_one_that_comes_of_it(
    client, enrolment, coordinator, organisation
):
    today = timezone.localdate()
    PauseFactory(enrolment=enrolment, starts_on=today - 50 * A_DAY)
    WithdrawalFactory(enrolment=enrolment)
    client.force_login(coordinator)
    boxes = {f"returned_on_{part}": getattr(today, part) for part in ["day", "month", "year"]}
    typed = {**boxes, "supervisor": "nobody", "assessor": "nobody", "note": ""}
    address = reverse("enrolment:reinstate", args=[enrolment.pk])
    check = client.post(address, typed)
    client.post(address, {**typed, "step": "confirm"})
    enrolment.refresh_from_db()
    assert enrolment.status == Enrolment.Status.ACTIVE
    assertContains(check, date_in_words(enrolment.expected_end_on))
