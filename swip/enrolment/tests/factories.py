"""Made-up enrolments with everything around them, for every room's tests."""

from __future__ import annotations

import datetime
from decimal import Decimal

import factory
from django.utils import timezone

from swip.accounts.models import Appointment, Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, UserFactory
from swip.enrolment import rules
from swip.enrolment.models import (
    EligibilityDecision,
    EmploymentPeriod,
    Enrolment,
    Pairing,
    StageDate,
)
from swip.programmes.tests.factories import rule_book
from swip.standards.models import FrameworkVersion
from swip.standards.tests.factories import FrameworkVersionFactory


def small_standards() -> FrameworkVersion:
    """Three domains of two outcomes each; the same all through a test."""
    existing = FrameworkVersion.objects.filter(framework__code="SMALL").first()
    return existing or FrameworkVersionFactory(framework="SMALL", domains=3)


class EnrolmentFactory(factory.django.DjangoModelFactory):
    """Somebody half a year into a programme: employed, supervised, assessed, with a date for every stage.

    `EnrolmentFactory(organisation=…, supervisor=…, assessor=…, social_worker=…, starts_on=…, status=…)`;
    `supervisor=None` leaves nobody to supervise. Whoever supervises or assesses holds the appointment for it.
    """

    class Meta:
        model = Enrolment

    social_worker = factory.SubFactory(UserFactory)
    rule_book = factory.LazyFunction(lambda: rule_book(standards=small_standards()))
    programme = factory.LazyAttribute(lambda enrolment: enrolment.rule_book.programme)
    standards = factory.LazyAttribute(lambda enrolment: enrolment.rule_book.standards)
    status = Enrolment.Status.ACTIVE
    starts_on = factory.LazyFunction(lambda: rules.months_after(timezone.localdate(), -6))
    expected_end_on = factory.LazyAttribute(
        lambda enrolment: rules.expected_end(
            enrolment.starts_on, enrolment.rule_book.value("programme.length_months")
        )
    )
    # What stands around it, not in it.
    organisation = factory.SubFactory(OrganisationFactory)
    team = None
    full_time_equivalent = Decimal("1.0")
    supervisor = factory.LazyAttribute(
        lambda enrolment: (
            AppointmentFactory(organisation=enrolment.organisation, role=Role.PRACTICE_SUPERVISOR).person
        )
    )
    assessor = factory.LazyAttribute(
        lambda enrolment: AppointmentFactory(organisation=enrolment.organisation, role=Role.ASSESSOR).person
    )

    @classmethod
    def _create(cls, model_class, *args, **details):
        around = ["organisation", "team", "full_time_equivalent", "supervisor", "assessor"]
        around = {name: details.pop(name) for name in around}
        enrolment = super()._create(model_class, *args, **details)
        surround(enrolment, **around)
        return enrolment


def surround(enrolment, *, organisation, team, full_time_equivalent, supervisor, assessor):
    """Everything that a registration writes beside the enrolment itself."""
    EmploymentPeriod.objects.create(
        enrolment=enrolment,
        organisation=organisation,
        team=team,
        full_time_equivalent=full_time_equivalent,
        starts_on=enrolment.starts_on,
    )
    for person, role in [(supervisor, Role.PRACTICE_SUPERVISOR), (assessor, Role.ASSESSOR)]:
        held = {"person": person, "organisation": organisation, "role": role}
        if person is not None and not Appointment.objects.filter(**held).exists():
            AppointmentFactory(**held)
    Pairing.objects.bulk_create(
        Pairing(enrolment=enrolment, kind=kind, person=person, starts_on=enrolment.starts_on)
        for kind, person in [(Pairing.Kind.SUPERVISOR, supervisor), (Pairing.Kind.ASSESSOR, assessor)]
        if person is not None
    )
    StageDate.objects.bulk_create(
        StageDate(enrolment=enrolment, stage=due.stage, due_on=due.on)
        for due in rules.stages_due(enrolment.starts_on, enrolment.rule_book.stages)
    )
    EligibilityDecision.objects.create(
        enrolment=enrolment,
        rule_book=enrolment.rule_book,
        answers=[],
        result=EligibilityDecision.Result.JOINS,
        decided_by=supervisor or UserFactory(),
    )


def named_instead(enrolment, kind):
    """Somebody else supervises or assesses from today on, and holds the appointment it takes."""
    today = timezone.localdate()
    employer = enrolment.employment_periods.get().organisation
    new = AppointmentFactory(organisation=employer, role=Pairing.ROLE_OF[Pairing.Kind(kind)]).person
    enrolment.pairings.filter(kind=kind).update(ends_on=today - datetime.timedelta(days=1))
    Pairing.objects.create(enrolment=enrolment, kind=kind, person=new, starts_on=today)
    return new
