"""Made-up notes: `NoteFactory(enrolment=...)`, `SharedNoteFactory(status="shared")`."""

import datetime

import factory
from django.utils import timezone

from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.models import Note, SharedNote


class NoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Note

    enrolment = factory.SubFactory(EnrolmentFactory)
    title = factory.Sequence(lambda number: f"On the stairs {number}")
    words = "I asked too early. The child looked away. Next time I wait."
    happened_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=1))


class SharedNoteFactory(NoteFactory):
    class Meta:
        model = SharedNote

    title = factory.Sequence(lambda number: f"When to wait {number}")
    status = SharedNote.Status.SHARED
    shared_at = factory.LazyAttribute(
        lambda note: None if note.status == SharedNote.Status.PREPARED else timezone.now()
    )
