"""Made-up limits, leave and handing over, for tests."""

from __future__ import annotations

import datetime

import factory
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory
from swip.enrolment.models import ConflictOfInterest
from swip.staffing.models import Away, Capacity, HandingOver

A_DAY = datetime.timedelta(days=1)


class CapacityFactory(factory.django.DjangoModelFactory):
    """Somebody takes on two at most: `CapacityFactory(person=…, organisation=…, kind="assess", most=4)`."""

    class Meta:
        model = Capacity

    organisation = factory.SubFactory(OrganisationFactory)
    kind = Capacity.Kind.SUPERVISE
    most = 2
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - 30 * A_DAY)
    person = factory.LazyAttribute(
        lambda capacity: (
            AppointmentFactory(organisation=capacity.organisation, role=Role.PRACTICE_SUPERVISOR).person
        )
    )
    set_by = factory.SelfAttribute("person")


class AwayFactory(factory.django.DjangoModelFactory):
    """A colleague who is away now: `AwayFactory(person=…, organisation=…)`."""

    class Meta:
        model = Away

    organisation = factory.SubFactory(OrganisationFactory)
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - 2 * A_DAY)
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + 10 * A_DAY)
    person = factory.LazyAttribute(
        lambda away: AppointmentFactory(organisation=away.organisation, role=Role.PRACTICE_SUPERVISOR).person
    )
    recorded_by = factory.SelfAttribute("person")


class HandingOverFactory(factory.django.DjangoModelFactory):
    """A draft with nobody on it; `actions.begin` makes one with suggestions."""

    class Meta:
        model = HandingOver

    organisation = factory.SubFactory(OrganisationFactory)
    from_day = factory.LazyFunction(timezone.localdate)
    person = factory.LazyAttribute(
        lambda draft: (
            AppointmentFactory(organisation=draft.organisation, role=Role.PRACTICE_SUPERVISOR).person
        )
    )
    started_by = factory.LazyAttribute(
        lambda draft: AppointmentFactory(organisation=draft.organisation, role=Role.COORDINATOR).person
    )


class ConflictFactory(factory.django.DjangoModelFactory):
    """`ConflictFactory(person=supervisor, other=social_worker, organisation=…)`."""

    class Meta:
        model = ConflictOfInterest

    organisation = factory.SubFactory(OrganisationFactory)
    declared_by = factory.SelfAttribute("person")
