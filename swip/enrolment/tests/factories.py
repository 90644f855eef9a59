"""Made-up enrolments with everything around them, for every room's tests."""

from __future__ import annotations

import datetime
from decimal import Decimal

import factory
from django.utils import timezone

from swip.accounts.models import Appointment, Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory, UserFactory
from swip.core import history
from swip.enrolment import rules
from swip.enrolment.models import (
    Absence,
    Adjustment,
    AdjustmentShare,
    Claim,
    EligibilityDecision,
    EmploymentPeriod,
    Enrolment,
    Extension,
    Objection,
    Pairing,
    Pause,
    Reduction,
    StageDate,
    Transfer,
    Withdrawal,
)
from swip.programmes.tests.factories import rule_book
from swip.standards.tests.factories import small_standards


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


class AbsenceFactory(factory.django.DjangoModelFactory):
    """A week of sickness that is over: `AbsenceFactory(enrolment=…, kind="maternity", is_exempt=True, …)`."""

    class Meta:
        model = Absence

    enrolment = factory.SubFactory(EnrolmentFactory)
    kind = "sickness"
    kind_words = factory.LazyAttribute(lambda absence: absence.kind.replace("_", " ").capitalize())
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=20))
    ends_on = factory.LazyAttribute(lambda absence: absence.starts_on + datetime.timedelta(days=6))
    recorded_by = factory.SubFactory(UserFactory)


class PauseFactory(factory.django.DjangoModelFactory):
    """A pause that nobody has come back from; the enrolment is paused where it is running."""

    class Meta:
        model = Pause

    enrolment = factory.SubFactory(EnrolmentFactory, status=Enrolment.Status.PAUSED)
    reason = "long_sickness"
    reason_words = "Long sickness"
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=10))
    expected_return_on = factory.LazyAttribute(lambda pause: pause.starts_on + datetime.timedelta(days=60))
    agreed_by = factory.LazyFunction(lambda: ["social_worker", "assessor", "line_manager", "coordinator"])
    recorded_by = factory.SubFactory(UserFactory)


class ExtensionFactory(factory.django.DjangoModelFactory):
    """A month more, given by a coordinator."""

    class Meta:
        model = Extension

    enrolment = factory.SubFactory(EnrolmentFactory)
    previous_end_on = factory.LazyAttribute(lambda extension: extension.enrolment.expected_end_on)
    ends_on = factory.LazyAttribute(lambda extension: rules.months_after(extension.previous_end_on, 1))
    ground = "other"
    ground_words = "Another ground"
    reason = "A reason of its own"
    recorded_by = factory.SubFactory(UserFactory)


class ReductionFactory(factory.django.DjangoModelFactory):
    """Proposed, and not answered."""

    class Meta:
        model = Reduction

    enrolment = factory.SubFactory(EnrolmentFactory)
    months = 6
    reason = "Ten years in residential care before"
    recorded_by = factory.SubFactory(UserFactory)


class ObjectionFactory(factory.django.DjangoModelFactory):
    """The social worker says something against a change that somebody else made."""

    class Meta:
        model = Objection

    enrolment = factory.SubFactory(EnrolmentFactory)
    entry = factory.LazyAttribute(lambda objection: change_entry(objection.enrolment))
    words = "I was at work on those days."
    made_by = factory.LazyAttribute(lambda objection: objection.enrolment.social_worker)


def change_entry(enrolment):
    """An entry of history that a social worker can object to."""
    history.record("enrolment.absence_recorded", enrolment, by=UserFactory(), note="Sickness")
    return history.of_chain(enrolment.history_chain).last()


def other_hours(enrolment, *, from_day=None, full_time_equivalent=Decimal("0.6")):
    """The latest hours end, and others begin, with the same employer."""
    former = enrolment.employment_periods.order_by("starts_on").last()
    day = from_day or timezone.localdate()
    former.ends_on = day - datetime.timedelta(days=1)
    former.save(update_fields=["ends_on"])
    return EmploymentPeriod.objects.create(
        enrolment=enrolment,
        organisation=former.organisation,
        team=former.team,
        full_time_equivalent=full_time_equivalent,
        starts_on=day,
    )


class ClaimFactory(factory.django.DjangoModelFactory):
    """`ClaimFactory(worker=…)` is about that social worker; without, about nobody that there is."""

    class Meta:
        model = Claim

    class Params:
        worker = None

    organisation = factory.SubFactory(OrganisationFactory)
    programme = factory.LazyFunction(lambda: rule_book(standards=small_standards()).programme)
    register_number = factory.LazyAttribute(
        lambda claim: numbered(claim.worker).register_number if claim.worker else "SW999999"
    )
    email = factory.LazyAttribute(lambda claim: claim.worker.email if claim.worker else "nobody@example.org")
    first_day = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=30))
    claimed_by = factory.LazyAttribute(
        lambda claim: AppointmentFactory(organisation=claim.organisation, role=Role.COORDINATOR).person
    )


def numbered(worker):
    """Somebody with a register number: the one they have, or a new one."""
    if not worker.register_number:
        worker.register_number = f"SW{worker.pk % 900_000 + 1}"
        worker.save(update_fields=["register_number"])
    return worker


class TransferFactory(factory.django.DjangoModelFactory):
    """Somebody who was released by the employer they have; `status="draft"` is before that."""

    class Meta:
        model = Transfer

    enrolment = factory.SubFactory(EnrolmentFactory)
    status = Transfer.Status.RELEASED
    from_organisation = factory.LazyAttribute(
        lambda transfer: transfer.enrolment.employment_periods.get(is_lead=True).organisation
    )
    started_by = factory.SubFactory(UserFactory)
    report = "Stands well in assessment. Time to reflect helps. Court work comes next."
    last_day = factory.LazyAttribute(
        lambda transfer: (
            None
            if transfer.status == Transfer.Status.DRAFT
            else timezone.localdate() + datetime.timedelta(days=20)
        )
    )
    released_by = factory.LazyAttribute(
        lambda transfer: None if transfer.status == Transfer.Status.DRAFT else transfer.started_by
    )
    released_at = factory.LazyAttribute(
        lambda transfer: None if transfer.status == Transfer.Status.DRAFT else timezone.now()
    )


def second_job(enrolment, organisation, *, from_day=None, full_time_equivalent=Decimal("0.4")):
    """Somebody also works for another employer, which does not answer for the programme."""
    return EmploymentPeriod.objects.create(
        enrolment=enrolment,
        organisation=organisation,
        full_time_equivalent=full_time_equivalent,
        is_lead=False,
        starts_on=from_day or enrolment.starts_on,
    )


class WithdrawalFactory(factory.django.DjangoModelFactory):
    """Somebody left a month ago: the enrolment is withdrawn, and nobody looks after them any more."""

    class Meta:
        model = Withdrawal
        skip_postgeneration_save = True

    enrolment = factory.SubFactory(EnrolmentFactory)
    reason = "left_employer"
    reason_words = "Left the employer"
    last_day = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=30))
    recorded_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=30))
    recorded_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def leave(self, create, extracted, **details):
        Enrolment.objects.filter(pk=self.enrolment_id).update(status=Enrolment.Status.WITHDRAWN)
        self.enrolment.status = Enrolment.Status.WITHDRAWN
        self.enrolment.pairings.update(ends_on=self.last_day)


class AdjustmentFactory(factory.django.DjangoModelFactory):
    """Something that helps, asked for: `AdjustmentFactory(groups=["supervisor"])` says who may see it."""

    class Meta:
        model = Adjustment
        skip_postgeneration_save = True

    enrolment = factory.SubFactory(EnrolmentFactory)
    what_helps = "Questions in writing, a day before"

    @factory.post_generation
    def groups(self, create, extracted, **details):
        for group in extracted or []:
            AdjustmentShare.objects.create(adjustment=self, group=group)
