"""Made-up agreements and entries for every room's tests."""

import datetime
from decimal import Decimal

import factory
from django.utils import timezone

from swip.enrolment.tests.factories import EnrolmentFactory
from swip.supervision.forms import AgreementForm
from swip.supervision.models import (
    AgreementVersion,
    ProtectedTime,
    Session,
    Signature,
    SupportAgreement,
    Workload,
)
from swip.supervision.models.ledger import Status

WORDS = {"cover": "The team manager", "concerns": "To the coordinator, within a week of noticing."}


def typed_for(enrolment, **changed):
    """What a supervisor would have typed: the least, and the words."""
    return AgreementForm.first_words(enrolment) | WORDS | changed


class SupportAgreementFactory(factory.django.DjangoModelFactory):
    """One being written; `status="offered"` waits for every signature, `status="in_force"` has them all."""

    class Meta:
        model = SupportAgreement

    enrolment = factory.SubFactory(EnrolmentFactory)
    number = factory.LazyAttribute(lambda made: made.enrolment.support_agreements.count() + 1)
    typed = factory.LazyAttribute(lambda made: typed_for(made.enrolment))
    started_by = factory.LazyAttribute(lambda made: made.enrolment.supervisor)

    @classmethod
    def _create(cls, model_class, *args, **details):
        status = details.get("status", SupportAgreement.Status.DRAFT)
        terms = details.pop("terms", {})
        if status not in (SupportAgreement.Status.DRAFT, SupportAgreement.Status.OFFERED):
            details.setdefault("in_force_on", timezone.localdate())
        made = super()._create(model_class, *args, **details)
        if status != SupportAgreement.Status.DRAFT:
            version = offered(made, **terms)
            if made.in_force_on:
                sign_all(version)
        return made


def offered(agreement, **terms):
    enrolment = agreement.enrolment
    form = AgreementForm(agreement.typed, enrolment=enrolment)
    return AgreementVersion.objects.create(
        agreement=agreement,
        number=agreement.versions.count() + 1,
        supervisor=enrolment.supervisor,
        assessor=enrolment.assessor,
        signed_by=["social_worker", "practice_supervisor", "employer"],
        offered_by=agreement.started_by,
        **form.terms | terms,
    )


def sign_all(version):
    enrolment = version.agreement.enrolment
    people = [enrolment.social_worker, enrolment.supervisor, enrolment.assessor]
    for part, person in zip(version.signed_by, people, strict=True):
        Signature.objects.create(version=version, part=part, person=person)


class EntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    enrolment = factory.SubFactory(EnrolmentFactory)
    status = Status.GIVEN
    side = "employer"
    entered_by = factory.LazyAttribute(
        lambda made: (
            made.enrolment.social_worker if made.side == "social_worker" else made.enrolment.supervisor
        )
    )


class SessionFactory(EntryFactory):
    """One that took place; `status="planned"` or `"cancelled"` makes it one that did not."""

    class Meta:
        model = Session

    held_on = factory.LazyAttribute(
        lambda made: None if made.status in ("planned", "cancelled") else timezone.localdate()
    )
    planned_for = factory.LazyAttribute(lambda made: None if made.held_on else timezone.localdate())
    minutes = factory.LazyAttribute(lambda made: 90 if made.held_on else None)
    reflection_minutes = factory.LazyAttribute(lambda made: 30 if made.held_on else None)
    cancelled_by = factory.LazyAttribute(lambda made: "supervisor" if made.status == "cancelled" else "")
    cancelled_why = factory.LazyAttribute(lambda made: "A hearing" if made.status == "cancelled" else "")
    held_by = factory.LazyAttribute(lambda made: made.enrolment.supervisor)
    held_by_name = factory.LazyAttribute(lambda made: made.held_by.name)


def this_monday():
    today = timezone.localdate()
    return today - datetime.timedelta(days=today.weekday())


class ProtectedTimeFactory(EntryFactory):
    class Meta:
        model = ProtectedTime

    week = factory.LazyFunction(this_monday)
    hours_promised = Decimal("3.70")
    hours_taken = Decimal("2.00")
    why_lost = "A child came into care that day"


class WorkloadFactory(EntryFactory):
    class Meta:
        model = Workload

    as_of = factory.LazyFunction(timezone.localdate)
    children = 14
    families = 8
    percent = 85
    agreed_percent = 90
