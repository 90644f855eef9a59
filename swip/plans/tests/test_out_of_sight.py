"""A goal by which somebody could be recognised: nobody sees it anywhere until it is mended and brought back."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.dashboards.queries.agenda import agenda_of
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.identifiers.models import Mending, Quarantine
from swip.identifiers.tests.everything import everything_kept
from swip.notifications.models import Message
from swip.plans import actions, queries
from swip.plans.models import Action, Goal, PlanVersion
from swip.plans.tests.factories import ActionFactory, GoalFactory

pytestmark = pytest.mark.django_db
CHILD = "Jayden"


def page(name, *args):
    return reverse(f"plans:{name}", args=args)


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


@pytest.fixture
def keeper(enrolment):
    employer = enrolment.employment_periods.get().organisation
    return AppointmentFactory(organisation=employer, role=Role.DATA_PROTECTION_LEAD).person


def test_a_goal_is_taken_out_of_sight_everywhere_mended_and_brought_back(client, enrolment, keeper):
    worker, supervisor = enrolment.social_worker, enrolment.supervisor
    goal = GoalFactory(enrolment=enrolment, aim=f"Visit {CHILD} more often", set_by=supervisor)
    action = ActionFactory(goal=goal, what=f"Ring {CHILD}")
    other = GoalFactory(enrolment=enrolment, aim="Write shorter reports")
    actions.move(action, due_on=action.due_on, words=f"{CHILD} was ill", by=supervisor)
    version = actions.renew(
        enrolment, said={goal.pk: ("open", ""), other.pk: ("open", "")}, seen=0, words="", by=supervisor
    )
    assert CHILD not in str(history.of(action).get().note)  # history is never mended

    # The social worker, whose supervisor set it, takes it out of sight; pressed twice it is done once.
    client.force_login(worker)
    take = page("take_goal_out_of_sight", goal.pk)
    assertContains(client.get(goal.get_absolute_url()), take)
    assertContains(client.post(take, {}), "Select what you saw")
    for _ in range(2):
        assertRedirects(client.post(take, {"kinds": ["name"]}), page("plan", enrolment.pk))
    quarantine = Quarantine.objects.get()
    assert quarantine.writer == supervisor
    assert {each.to for each in Message.objects.filter(kind__startswith="quarantine")} == {supervisor, keeper}
    assert CHILD not in str(Message.objects.values_list())
    closed = [
        goal.get_absolute_url(),
        action.get_absolute_url(),
        page("add_action", goal.pk),
        page("mend_goal", goal.pk),
    ]
    for address in closed:
        assert client.get(address).status_code == 404
    for address in [page("plan", enrolment.pk), version.get_absolute_url(), page("renew", enrolment.pk)]:
        shown = client.get(address)
        assertNotContains(shown, CHILD)
        assertContains(shown, "Write shorter reports")
    assertContains(client.get(version.get_absolute_url()), "A goal whose words are left out")
    assertContains(client.get(page("plan", enrolment.pk)), "1 goal is out of sight")
    assert not agenda_of(enrolment, reader=worker).actions
    assert not Action.objects.to_do().filter(goal=goal).exists()
    with pytest.raises(StaleStep):
        actions.settle(action, "done", words="", by=worker)
    renewed = actions.renew(enrolment, said={other.pk: ("open", "")}, seen=1, words="", by=worker)
    assert CHILD not in str(renewed.content)

    # Who set it sees it, changes it on a page that saves itself, and is asked about what is still in it.
    client.force_login(supervisor)
    assertContains(client.get(goal.get_absolute_url()), "Change it")
    assertNotContains(client.get(goal.get_absolute_url()), "Add an action")
    mend, look = page("mend_goal", goal.pk), page("look_through_mended_goal", goal.pk)
    shown = client.get(mend)
    texts = {f"text_{each.name}": each.text for each in queries.passages_of(goal)}
    for text in texts.values():
        assertContains(shown, text)
    assertContains(client.post(mend, texts | {"revision": 0}), "Nothing has been changed yet")
    texts = {name: text.replace(CHILD, "the boy") for name, text in texts.items()}
    half = texts | {f"text_what_{action.pk}": f"Ring {CHILD}", "revision": 1}
    assert client.post(mend, half, headers={"X-Autosave": "1"}).json()["revision"] == 2
    assertRedirects(client.post(mend, half | {"revision": 2}), look)
    assertContains(client.get(look), "Action 1")
    assertContains(
        client.post(mend, texts | {"text_aim": "", "revision": 2}), "Enter something in “The goal”"
    )
    assertRedirects(client.post(mend, texts | {"revision": 3}), goal.get_absolute_url())
    assertRedirects(client.get(look), mend)  # nothing is found any more
    goal.refresh_from_db()
    assert CHILD in goal.aim  # nobody has read the changed words yet

    # Whoever looks after data protection reads what was changed, and brings it back: exactly what they read.
    client.force_login(keeper)
    keeps = page("goal_out_of_sight", goal.pk)
    assertContains(client.get(reverse("identifiers:quarantines")), keeps)
    assertContains(client.get(keeps), "Visit the boy more often")
    assert client.post(keeps, {"ending": "mended", "revision": 3}).status_code == 409
    assertRedirects(
        client.post(keeps, {"ending": "mended", "revision": 4}), reverse("identifiers:quarantines")
    )
    assert client.get(keeps).status_code == 404
    client.force_login(worker)
    assertContains(client.get(goal.get_absolute_url()), "Visit the boy more often")
    assertContains(client.get(goal.get_absolute_url()), "the boy was ill")
    assertContains(client.get(version.get_absolute_url()), "A goal whose words are left out")
    assertContains(client.get(version.get_absolute_url()), "Write shorter reports")
    assert not Mending.objects.exists()
    assert CHILD not in everything_kept()


def test_a_false_alarm_brings_it_back_as_it_was_also_in_the_kept_version(client, enrolment, keeper):
    goal = GoalFactory(enrolment=enrolment, aim="Work with Hope House")
    worker, supervisor = enrolment.social_worker, enrolment.supervisor
    version = actions.renew(enrolment, said={goal.pk: ("open", "")}, seen=0, words="Well done", by=supervisor)
    actions.take_goal_out_of_sight(goal, kinds=["name"], by=supervisor)
    client.force_login(keeper)
    keeps = page("goal_out_of_sight", goal.pk)
    assertContains(client.post(keeps, {"ending": "mended", "revision": 0}), "It has not been mended yet")
    assertContains(client.post(keeps, {"ending": "false_alarm"}), "Enter why nobody can be recognised")
    client.post(keeps, {"ending": "false_alarm", "why": "It is a public building", "revision": 0})
    client.force_login(supervisor)
    assertContains(client.get(goal.get_absolute_url()), "Work with Hope House")
    assertContains(client.get(version.get_absolute_url()), "Work with Hope House")

    # What was said of the plan as a whole goes by itself.
    client.force_login(worker)
    client.post(page("take_version_out_of_sight", version.pk), {"kinds": ["other"]})
    assert client.get(version.get_absolute_url()).status_code == 404
    assertNotContains(client.get(page("plan", enrolment.pk)), "Version 1")
    client.force_login(supervisor)
    assertContains(client.get(version.get_absolute_url()), "Out of sight")
    client.post(page("mend_version", version.pk), {"text_words": "Done", "revision": 0})
    client.force_login(keeper)
    client.post(page("version_out_of_sight", version.pk), {"ending": "mended", "revision": 1})
    client.force_login(worker)
    assertContains(client.get(version.get_absolute_url()), "Done")
    for change in [{"words": "Other"}, {"content": {"goals": []}}, {"number": 7}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanVersion.objects.update(**change)
    assert Goal.objects.get().quarantined_at is None
