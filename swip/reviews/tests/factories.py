"""Made-up reviews for every room's tests."""

import factory
from django.utils import timezone

from swip.enrolment.tests.factories import EnrolmentFactory
from swip.reviews.models import Review, ReviewVersion

WRITTEN = {
    "on_track": Review.OnTrack.YES,
    "progress": "Much has been learnt about direct work.",
    "support": "Supervision took place every week.",
    "concerns": "",
    "next_steps": "Lead a core group.",
}


class ReviewFactory(factory.django.DjangoModelFactory):
    """One just begun, at the first review point; `status="completed"` or "signed" fills it."""

    class Meta:
        model = Review

    enrolment = factory.SubFactory(EnrolmentFactory)
    stage = factory.LazyAttribute(lambda review: review.enrolment.rule_book.reviews[0])
    started_by = factory.LazyAttribute(lambda review: review.enrolment.supervisor)

    @classmethod
    def _create(cls, model_class, *args, **details):
        status = details.get("status", Review.Status.DRAFT)
        if status == Review.Status.DRAFT:
            return super()._create(model_class, *args, **details)
        now, supervisor = timezone.now(), details["started_by"]
        completed = {"completed_by": supervisor, "completed_at": now, "held_on": timezone.localdate()}
        signed = {"signed_at": now} if status == Review.Status.SIGNED else {}
        made = super()._create(model_class, *args, **(WRITTEN | completed | signed | details))
        content = {name: getattr(made, name) for name in [*WRITTEN, "record"]}
        ReviewVersion.objects.create(
            review=made,
            number=1,
            content=content | {"held_on": made.held_on.isoformat()},
            completed_by=made.completed_by,
            completed_at=made.completed_at,
        )
        return made
