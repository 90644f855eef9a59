"""Self-assessments at a time of one's own, and the supervisor's view beside a shared one."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.govuk.words import date_in_words
from swip.notifications.models import Message
from swip.self_assessment import actions, queries
from swip.self_assessment.models import SupervisorView
from swip.self_assessment.tests.factories import SelfAssessmentFactory, SupervisorViewFactory

pytestmark = pytest.mark.django_db
OWN = {"1.1": ("with_support", "I asked for help."), "1.2": ("on_my_own", "I led the meeting.")}
THEIRS = {
    "word-1.1": "on_my_own",
    "reason-1.1": "I saw you lead it.",
    "word-1.2": "on_my_own",
    "reason-1.2": "",
}


def page(name, *args):
    return reverse(f"self_assessment:{name}", args=args)


def test_somebody_assesses_themselves_whenever_they_like(client):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.social_worker)
    start = page("start", enrolment.pk, "at_will")

    first = client.post(start).url
    assert client.post(start).url == first  # the one that is being written goes on
    record = enrolment.self_assessments.get()
    assert str(record).startswith("Self-assessment of ")
    record.placements.create(outcome=enrolment.standards.outcomes[0], word="with_support")
    actions.share(record, by=enrolment.social_worker)
    assert client.post(start).url != first
    assert enrolment.self_assessments.count() == 2
    begun = timezone.now().replace(hour=9, minute=0)
    names = [
        SelfAssessmentFactory(enrolment=EnrolmentFactory(), point="at_will", created_at=each).name
        for each in (begun, begun + datetime.timedelta(hours=2))
    ]
    assert len(set(names)) == 2  # two of one day are told apart
    share = client.get(page("share", enrolment.self_assessments.last().pk))
    assertContains(share, f"share your self-assessment of {date_in_words(begun)} at")
    listed = client.get(page("list", enrolment.pk))
    assertContains(listed, "Carry on with the one you began")
    assertContains(listed, "See the points side by side")
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfAssessmentFactory(enrolment=enrolment, point="at_will")


def test_any_two_are_seen_side_by_side(client):
    enrolment = EnrolmentFactory()
    beginning, own = (
        SelfAssessmentFactory(enrolment=enrolment, point=each) for each in ("beginning", "at_will")
    )
    SelfAssessmentFactory(enrolment=enrolment, point="middle", answers={"1.1": ("on_my_own", "Middle words")})
    client.force_login(enrolment.social_worker)
    address = page("compare", enrolment.pk)

    assertContains(client.get(address), "Middle words")
    assertNotContains(client.get(address, {"with_": [beginning.pk, own.pk]}), "Middle words")
    assertContains(client.get(address, {"with_": [own.pk]}), "Select at least two self-assessments")


def test_a_supervisor_answers_beside_what_was_shared_and_it_stays(client):
    record = SelfAssessmentFactory(status="shared", answers=OWN)
    worker, supervisor = record.enrolment.social_worker, record.enrolment.supervisor
    client.force_login(supervisor)

    address = client.post(page("answer", record.pk)).url
    assert client.post(page("answer", record.pk)).url == address
    view = SupervisorView.objects.get()
    assertContains(
        client.post(page("share_view", view.pk)), "Choose a word or give a reason for at least one"
    )
    answered = client.post(page("view_domain", view.pk, "1"), THEIRS | {"revision": 0, "then": "list"})
    assertRedirects(answered, f"{address}?saved=1")
    kept = f"supervisorview-{view.pk}-1"  # on the device, until it has arrived
    assertContains(client.get(page("view_domain", view.pk, "1")), f'data-autosave-key="{kept}"')
    assertContains(client.get(answered.url), f'data-autosave-clear="{kept}"')
    client.force_login(worker)
    assert client.get(address).status_code == 404  # nothing of it is seen until it is shared
    assertNotContains(client.get(record.get_absolute_url()), "beside it")

    client.force_login(supervisor)
    all_of_them = page("list", record.enrolment.pk)
    assertContains(client.get(page("share_view", view.pk)), "No word chosen yet for 2.1")
    assertContains(client.get(all_of_them), "Not answered yet")
    assertRedirects(client.post(page("share_view", view.pk)), address)
    assertNotContains(client.get(all_of_them), "Not answered yet")
    assert Message.objects.get().to == worker
    said = history.of(view).get()
    assert (said.action, said.by) == ("self_assessment.view_shared", supervisor)
    assert "I saw you" not in str(said.data)

    client.force_login(worker)
    read = client.get(address)
    assertContains(read, "I saw you lead it.")
    assertContains(read, "You see these differently: 1.1.")
    view.refresh_from_db()
    with pytest.raises(StaleStep):
        actions.write(
            view, view.revision, {record.enrolment.standards.outcomes.first(): ("", "")}, by=supervisor
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        view.placements.update(reason="Something else")


def test_a_gap_becomes_a_goal_with_one_press_in_ones_own_words(client):
    record = SelfAssessmentFactory(status="shared", answers=OWN)
    enrolment = record.enrolment
    seen = {"1.2": ("with_support", "Not in a large meeting yet."), "2.1": ("on_my_own", "")}
    view = SupervisorViewFactory(self_assessment=record, answers=seen, status="shared")
    make = reverse("plans:make_goal", args=[enrolment.pk])

    client.force_login(enrolment.social_worker)
    shown = client.get(record.get_absolute_url())
    assertContains(shown, "I asked for help.", count=2)  # read, and ready to become a goal
    assertContains(shown, make, count=1)
    assertContains(client.get(view.get_absolute_url()), "What could become a goal: 1.1 and 1.2")
    client.force_login(enrolment.supervisor)  # nobody makes somebody else's reason known to more people
    assertContains(shown := client.get(view.get_absolute_url()), 'value="Not in a large meeting yet."')
    assertNotContains(shown, 'value="I asked for help."')


def test_the_answer_saves_itself_and_a_mistake_is_told(client):
    view = SupervisorViewFactory()
    client.force_login(view.supervisor)
    address = page("view_domain", view.pk, "1")

    kept = client.post(address, {"reason-1.1": "Half a", "revision": 0}, headers={"X-Autosave": "1"})
    assert kept.json()["state"] == "saved"
    assert view.placements.get().reason == "Half a"
    typed = {"reason-1.1": "a" * 5_001, "revision": kept.json()["revision"]}
    assertContains(client.post(address, typed), "Your reason for 1.1 must be 5,000 characters or fewer")
    assertContains(client.get(address), "Where do you see")


def test_differences_are_seen_only_where_both_chose_a_word():
    record = SelfAssessmentFactory(status="shared", answers=OWN)
    view = SupervisorViewFactory(self_assessment=record, answers={"1.2": ("help_others", "")})
    pairs = [each for _, domain in queries.side_by_side(view) for each in domain]
    assert [each.outcome.code for each in pairs if each.differs] == ["1.2"]
