"""Made-up people, organisations and appointments, for every room's tests."""

import datetime

import factory
from django.utils import timezone

from swip.accounts.models import Appointment, Organisation, Role, Team, User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.Sequence(lambda number: f"person-{number}@example.org")


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"Council {number}")
    kind = Organisation.Kind.LOCAL_AUTHORITY


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda number: f"Team {number}")
    service_area = Team.ServiceArea.CHILD_PROTECTION


class AppointmentFactory(factory.django.DjangoModelFactory):
    """Somebody who has held a role for a year: `AppointmentFactory(role=Role.COORDINATOR).person`."""

    class Meta:
        model = Appointment

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.COORDINATOR
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=365))
