import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from swip.accounts.models import ROLES, Appointment, Invitation, Role, User
from swip.accounts.tests.factories import (
    AppointmentFactory,
    InvitationFactory,
    OrganisationFactory,
    TeamFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
A_DAY = datetime.timedelta(days=1)


def assert_refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_an_address_belongs_to_one_person():
    UserFactory(email="amy@example.org")
    assert_refused(lambda: UserFactory(email="amy@example.org"))
    assert_refused(lambda: UserFactory(email="Amy@example.org"))


def test_an_address_is_kept_in_lower_case():
    assert User.objects.create_user(" Amy@Example.ORG ", "Amy").email == "amy@example.org"


def test_nobody_has_a_password():
    assert not User.objects.create_user("amy@example.org", "Amy").has_usable_password()


def test_a_register_number_belongs_to_one_person_and_many_have_none():
    UserFactory(register_number="SW123")
    UserFactory()
    UserFactory()
    assert_refused(lambda: UserFactory(register_number="SW123"))


def test_names_of_organisations_and_teams_are_used_once_however_written():
    organisation = OrganisationFactory(name="Harrow")
    TeamFactory(organisation=organisation, name="Duty")
    assert_refused(lambda: OrganisationFactory(name="HARROW"))
    assert_refused(lambda: TeamFactory(organisation=organisation, name="duty"))
    TeamFactory(name="Duty")


def test_the_database_knows_every_role_and_no_other():
    assert Role.values == ROLES
    assert_refused(lambda: AppointmentFactory(role="king"))
    assert_refused(lambda: InvitationFactory(role="king"))


def test_the_database_knows_every_status_of_an_invitation_and_no_other():
    assert_refused(lambda: InvitationFactory(status="lost"))
    assert_refused(lambda: InvitationFactory(status="accepted"))
    assert_refused(lambda: InvitationFactory(accepted_by=UserFactory()))
    InvitationFactory(status="accepted", accepted_by=UserFactory())


def test_somebody_is_invited_to_a_role_once_at_a_time():
    first = InvitationFactory(email="amy@example.org")
    again = {"organisation": first.organisation, "role": first.role}
    assert_refused(lambda: InvitationFactory(email="AMY@example.org", **again))
    Invitation.objects.update(status="withdrawn")
    InvitationFactory(email="amy@example.org", **again)


@pytest.mark.parametrize(
    ("starts", "ends", "ended_at_once", "is_current", "is_not_over"),
    [
        (-10, None, False, True, True),
        (-10, 0, False, True, True),
        (-10, 0, True, False, False),
        (-10, -1, False, False, False),
        (1, None, False, False, True),
        (5, 5, True, False, True),
        (0, 3, False, True, True),
    ],
)
def test_an_appointment_counts_from_its_first_day_to_its_last(
    starts, ends, ended_at_once, is_current, is_not_over
):
    AppointmentFactory(
        starts_on=TODAY() + starts * A_DAY,
        ends_on=None if ends is None else TODAY() + ends * A_DAY,
        ended_at=timezone.now() if ended_at_once else None,
    )
    assert Appointment.objects.current().exists() == is_current
    assert Appointment.objects.not_over().exists() == is_not_over


def test_an_appointment_ended_before_it_began_never_counts():
    AppointmentFactory(starts_on=TODAY() + A_DAY, ends_on=TODAY() + A_DAY, ended_at=timezone.now())
    assert not Appointment.objects.current(TODAY() + A_DAY).exists()


def test_an_appointment_does_not_end_before_it_starts():
    assert_refused(lambda: AppointmentFactory(starts_on=TODAY(), ends_on=TODAY() - A_DAY))
    assert_refused(lambda: AppointmentFactory(ended_at=timezone.now()))


def test_an_invitation_to_a_role_that_is_over_is_expired():
    late = InvitationFactory(starts_on=TODAY() - 3 * A_DAY, ends_on=TODAY() - A_DAY)
    assert late.is_expired
    assert not InvitationFactory(ends_on=TODAY()).is_expired
