"""Made-up self-assessments for every room's tests."""

import factory
from django.utils import timezone

from swip.enrolment.tests.factories import EnrolmentFactory
from swip.self_assessment.models import Placement, SelfAssessment, SupervisorView


class SelfAssessmentFactory(factory.django.DjangoModelFactory):
    """A private one; `answers={"1.1": ("with_support", "Why")}` fills it, `status="shared"` shares it."""

    class Meta:
        model = SelfAssessment

    enrolment = factory.SubFactory(EnrolmentFactory)
    point = SelfAssessment.Point.BEGINNING

    @classmethod
    def _create(cls, model_class, *args, answers=None, status=SelfAssessment.Status.PRIVATE, **details):
        # What is shared can no longer be changed, so it is filled before.
        made = super()._create(model_class, *args, **details)
        outcomes = {each.code: each for each in made.enrolment.standards.outcomes} if answers else {}
        Placement.objects.bulk_create(
            Placement(self_assessment=made, outcome=outcomes[code], word=word, reason=reason)
            for code, (word, reason) in (answers or {}).items()
        )
        if status == SelfAssessment.Status.SHARED:
            made.move_to(status, shared_at=timezone.now())
        return made


class SupervisorViewFactory(factory.django.DjangoModelFactory):
    """What the supervisor says beside a shared self-assessment; `answers` and `status` as above."""

    class Meta:
        model = SupervisorView

    self_assessment = factory.SubFactory(SelfAssessmentFactory, status="shared")
    supervisor = factory.LazyAttribute(lambda view: view.self_assessment.enrolment.supervisor)

    @classmethod
    def _create(cls, model_class, *args, answers=None, status=SupervisorView.Status.PRIVATE, **details):
        made = super()._create(model_class, *args, **details)
        for code, (word, reason) in (answers or {}).items():
            outcome = made.enrolment.standards.outcomes.get(code=code)
            made.placements.create(outcome=outcome, word=word, reason=reason)
        if status == SupervisorView.Status.SHARED:
            made.move_to(status, shared_at=timezone.now())
        return made
