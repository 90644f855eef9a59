"""Made-up people, organisations and appointments, for every room's tests."""

import datetime

import factory
from django.utils import timezone

from swip.accounts.models import Appointment, Invitation, Organisation, Role, Team, User
from swip.core.links import digest_of


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


class InvitationFactory(factory.django.DjangoModelFactory):
    """An invitation whose letter has left. `InvitationFactory(token="known")` knows its link: `.token`."""

    class Meta:
        model = Invitation
        skip_postgeneration_save = True

    class Params:
        token = factory.Sequence(lambda number: f"token-{number}")

    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.PRACTICE_SUPERVISOR
    name = factory.Sequence(lambda number: f"Invited {number}")
    email = factory.Sequence(lambda number: f"invited-{number}@example.org")
    token_digest = factory.LazyAttribute(lambda invitation: digest_of(invitation.token))
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7))
    times_sent = 1
    invited_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def sender_may_give_the_role(self, create, yes, **options):
        """A link does not outlive its sender's role: whoever is not somebody here yet administers it."""
        if yes is not False and self.role != Role.ADMINISTRATOR and not self.invited_by.appointments.exists():
            AppointmentFactory(
                person=self.invited_by, organisation=self.organisation, role=Role.ADMINISTRATOR
            )
