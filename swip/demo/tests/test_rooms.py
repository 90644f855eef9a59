"""What was observed, heard, planned and noted in the demonstration: there is some of everything, and it is shown."""

import pytest
from django.urls import reverse

from swip.accounts.models import Appointment, Role, User
from swip.core import history
from swip.enrolment.models import Enrolment, Pairing
from swip.evidence.models import Note, SharedNote, Showcase
from swip.feedback.models import Answer, Comment, Round
from swip.feedback.queries.rounds import standing_of
from swip.identifiers.models import Quarantine, Scan
from swip.observations.models import Observation
from swip.plans.models import Action, Goal, PlanVersion
from swip.self_assessment.actions import fingerprint
from swip.self_assessment.models import SupervisorView
from swip.voices.models import Batch, Change, Voice

LISTS = [
    "observations:list",
    "feedback:rounds",
    "voices:voices",
    "plans:plan",
    "self_assessment:list",
    "evidence:list",
]


@pytest.mark.usefixtures("demonstration_loaded", "demonstration")
def test_there_is_some_of_everything_and_all_of_it_is_shown(client):
    """One test, as the people are made only once for it."""
    there_is_some_of_everything()
    all_of_it_is_shown(client)


def there_is_some_of_everything():
    rounds = set(Round.objects.values_list("status", flat=True))
    assert rounds == {"open", "failed", "valid", "released"}
    observations = Observation.objects
    assert observations.counted().filter(by_assessor=True).exists()
    assert observations.counted().filter(observers__person=None).exists()
    assert observations.under_way().filter(observers__status="asked").exists()
    assert observations.under_way().filter(observers__status="answered").exists()
    for made in (Answer, Comment, Batch, Change, Scan, SupervisorView, Note, PlanVersion):
        assert made.objects.exists(), made
    assert set(Showcase.objects.values_list("status", flat=True)) == set(Showcase.Status.values)
    assert SharedNote.objects.not_talked_about().exists()
    assert Action.objects.late().exists()
    assert Goal.objects.filter(status=Goal.Status.REACHED).exists()
    assert Quarantine.objects.open().count() == 1
    assert Appointment.objects.filter(role=Role.DATA_PROTECTION_LEAD).count() == 3

    # It stands as the rooms themselves would have left it.
    for batch in Batch.objects.all():
        assert batch.voices.count() >= batch.least
    assert not Voice.objects.filter(status="given", given_in=None).exists()
    for each in Round.objects.filter(status__in=Round.OVER):
        assert standing_of(each).answered == each.answers_at_close == each.answers.count()
        assert standing_of(each).is_valid == (each.status != Round.Status.FAILED)
    for view in SupervisorView.objects.all()[:5]:
        assert history.of(view).get(action="self_assessment.view_shared").data == fingerprint(view)


def all_of_it_is_shown(client):
    for pk, others in looked_at():
        enrolment = Enrolment.objects.get(pk=pk)
        pages = [reverse(name, args=[pk]) for name in LISTS]
        pages += [each.get_absolute_url() for each in others]
        supervisor = User.objects.get(
            pk__in=Pairing.objects.current().filter(enrolment=pk, kind="supervisor").values("person")
        )
        for person in (enrolment.social_worker, supervisor):
            client.force_login(person)
            for page in pages:
                assert client.get(page, follow=True).status_code == 200, (person, page)
        client.force_login(enrolment.social_worker)
        assert client.get(reverse("evidence:notes", args=[pk])).status_code == 200
        assert client.get(Note.objects.filter(enrolment=pk).first().get_absolute_url()).status_code == 200

    hidden = Quarantine.objects.open().get()
    lead = User.objects.get(
        appointments__role=Role.DATA_PROTECTION_LEAD, appointments__organisation=hidden.organisation
    )
    client.force_login(lead)
    assert client.get(reverse("identifiers:quarantines")).status_code == 200
    assert client.get(hidden.href).status_code == 200


def looked_at():
    """A released round with its observations and batch; then one that is open, and somebody who is waited for."""
    active = Enrolment.objects.filter(status=Enrolment.Status.ACTIVE, shared_notes__status="shared")
    far = active.filter(
        feedback_rounds__status="released", voice_batches__changes__isnull=False, plan_versions__isnull=False
    ).first()
    yield (
        far.pk,
        [
            far.feedback_rounds.get(),
            far.voice_batches.first(),
            far.plan_versions.first(),
            far.goals.first(),
            far.shared_notes.first(),
            *far.observations.all(),
        ],
    )
    view = SupervisorView.objects.filter(self_assessment__enrolment__in=active).first()
    yield view.enrolment.pk, [view]
    begun = active.filter(feedback_rounds__status="open").first()
    yield begun.pk, [begun.feedback_rounds.get(), begun.goals.first()]
    waiting = active.filter(
        observations__observers__status="answered", observations__status="under_way"
    ).first()
    yield waiting.pk, list(waiting.observations.under_way())
