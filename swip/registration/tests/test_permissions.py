import datetime

import pytest
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.registration import permissions
from swip.registration.tests.factories import RegistrationDraftFactory

pytestmark = pytest.mark.django_db


def test_a_registration_belongs_to_who_began_it():
    draft = RegistrationDraftFactory()
    colleague = AppointmentFactory(organisation=draft.organisation, role=Role.COORDINATOR).person
    assert permissions.registrations_of(draft.coordinator).contains(draft)
    assert not permissions.registrations_of(colleague).contains(draft)


def test_a_registration_closes_to_who_is_no_longer_a_coordinator_there():
    draft = RegistrationDraftFactory()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    draft.coordinator.appointments.update(ends_on=yesterday)
    assert not permissions.registrations_of(draft.coordinator).exists()
