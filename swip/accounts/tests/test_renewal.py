"""Roles that go on, begin again, or move to another team."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts import actions, permissions
from swip.accounts.models import Appointment, Role
from swip.accounts.tests.factories import AppointmentFactory, TeamFactory
from swip.core import history
from swip.core.lifecycle import StaleStep

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
A_DAY = datetime.timedelta(days=1)


def ending(here, days, **details):
    details = {"role": Role.ASSESSOR, "person__name": "Asif"} | details
    return AppointmentFactory(organisation=here, ends_on=TODAY() + days * A_DAY, **details)


def day(name, date):
    return {f"{name}_day": date.day, f"{name}_month": date.month, f"{name}_year": date.year}


def test_a_role_that_ends_goes_on_until_a_later_day(client, here, administrator, run_jobs):
    appointment = ending(here, 5)
    assertContains(client.get(f"/organisations/{here.pk}/"), f"/appointments/{appointment.pk}/renew/")
    later = TODAY() + 90 * A_DAY
    answers = {"until": "day", **day("last_day", later)}
    assertRedirects(
        client.post(f"/appointments/{appointment.pk}/renew/", answers), f"/organisations/{here.pk}/"
    )
    appointment.refresh_from_db()
    assert appointment.ends_on == later
    assert history.of(appointment).last().action == "appointment.renewed"
    run_jobs()
    assert "Your role at Harrowfield goes on" in mail.outbox[-1].subject


def test_a_role_that_ends_goes_on_with_no_end_planned(client, here, administrator):
    appointment = ending(here, 0)
    client.post(f"/appointments/{appointment.pk}/renew/", {"until": "open", "last_day_day": "x"})
    appointment.refresh_from_db()
    assert appointment.ends_on is None


def test_a_role_that_ended_lately_begins_anew(client, here, coordinator):
    team = TeamFactory(organisation=here)
    former = ending(here, -40, team=team)
    assertContains(client.get(f"/organisations/{here.pk}/past/"), f"/appointments/{former.pk}/renew/")
    page = client.get(f"/appointments/{former.pk}/renew/")
    assertContains(page, "It begins anew")
    client.post(f"/appointments/{former.pk}/renew/", {"until": "open", **day("first_day", TODAY())})
    former.refresh_from_db()
    assert former.ends_on == TODAY() - 40 * A_DAY
    now = Appointment.objects.current().get(person=former.person)
    assert (now.starts_on, now.ends_on, now.team, now.role) == (TODAY(), None, team, Role.ASSESSOR)
    assert client.get(f"/appointments/{former.pk}/renew/").status_code == 404


@pytest.mark.parametrize(
    ("days", "answers", "told"),
    [
        (5, {}, "Select how long it goes on"),
        (5, {"until": "day"}, "Enter the last day"),
        (5, {"until": "day", **day("last_day", TODAY() + 5 * A_DAY)}, "Last day must be on or after"),
        (-5, {"until": "open"}, "Enter first day"),
        (-5, {"until": "open", **day("first_day", TODAY() - 9 * A_DAY)}, "First day must be on or after"),
    ],
)
def test_mistakes_in_a_renewal_are_told(client, here, administrator, days, answers, told):
    appointment = ending(here, days)
    assertContains(client.post(f"/appointments/{appointment.pk}/renew/", answers), told)


def test_who_may_give_a_role_may_renew_it_for_a_while(here, administrator, coordinator):
    lately, long_ago = ending(here, -89), ending(here, -91)
    powerful = ending(here, 5, role=Role.DECISION_MAKER)
    for_ever = AppointmentFactory(organisation=here, role=Role.ASSESSOR)
    begun_again = ending(here, -30)
    AppointmentFactory(person=begun_again.person, organisation=here, role=Role.ASSESSOR, starts_on=TODAY())
    far = AppointmentFactory(role=Role.ADMINISTRATOR).person
    assert set(permissions.appointments_renewed_by(coordinator)) == {lately}
    assert set(permissions.appointments_renewed_by(administrator)) == {lately, powerful}
    assert not permissions.appointments_renewed_by(far).exists()
    assert long_ago.pk != for_ever.pk


def test_a_leaver_who_is_renewed_loses_access_on_the_last_day(here, administrator):
    former = ending(here, -1, role=Role.COORDINATOR)
    renewed = actions.renew(former, by=administrator, last_day=TODAY(), first_day=TODAY())
    assert permissions.staffed_by(former.person).contains(here)
    with time_machine.travel(timezone.now() + A_DAY):
        assert not permissions.staffed_by(former.person).contains(here)
    actions.end_appointment(renewed, by=administrator)
    assert not permissions.staffed_by(former.person).contains(here)


def test_of_two_renewals_the_second_is_told(here, administrator):
    appointment = ending(here, 5)
    actions.renew(appointment, by=administrator)
    with pytest.raises(StaleStep):
        actions.renew(appointment, by=administrator, last_day=TODAY() + 9 * A_DAY)
    former = ending(here, -5)
    actions.renew(former, by=administrator)
    with pytest.raises(StaleStep):
        actions.renew(former, by=administrator)


def test_somebody_moves_to_another_team(client, here, administrator):
    north, south = TeamFactory(organisation=here, name="North"), TeamFactory(organisation=here, name="South")
    appointment = AppointmentFactory(organisation=here, role=Role.ASSESSOR, team=north)
    path = f"/appointments/{appointment.pk}/team/"
    assertContains(client.get(path), "North")
    assertRedirects(client.post(path, {"team": south.pk}), f"/organisations/{here.pk}/")
    appointment.refresh_from_db()
    assert appointment.team == south
    assert history.of(appointment).last().action == "appointment.team_changed"
    client.post(path, {"team": south.pk})
    assert history.of(appointment).count() == 1
    client.post(path, {"team": ""})
    appointment.refresh_from_db()
    assert appointment.team is None


def test_a_team_of_elsewhere_is_not_offered(client, here, administrator):
    TeamFactory(organisation=here)
    appointment = AppointmentFactory(organisation=here, role=Role.ASSESSOR)
    far = TeamFactory(name="Far")
    page = client.post(f"/appointments/{appointment.pk}/team/", {"team": far.pk})
    assertContains(page, "Select a valid choice")
    assertNotContains(page, "Far")


def test_nobody_from_elsewhere_renews_or_moves(client, here):
    client.force_login(AppointmentFactory(role=Role.ADMINISTRATOR).person)
    appointment = ending(here, 5)
    for path in ["renew", "team"]:
        assert client.get(f"/appointments/{appointment.pk}/{path}/").status_code == 404
