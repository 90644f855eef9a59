"""The development plan through its pages: goals, actions of both sides, and how it is renewed."""

import datetime
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import history
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.identifiers.models import Scan
from swip.notifications.models import Message
from swip.plans import queries
from swip.plans.models import Action, Goal, PlanVersion
from swip.plans.tests.factories import ActionFactory, GoalFactory

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"plans:{name}", args=args)


def day(name, days):
    date = timezone.localdate() + datetime.timedelta(days=days)
    return {f"{name}_day": date.day, f"{name}_month": date.month, f"{name}_year": date.year}


CHILD = "Jayden"
GOAL = {"aim": "Chair a core group", "outcomes": ["1.1"], "owner": "supervisor", "what": "Let me watch one"}


def test_a_goal_is_set_with_its_first_action_and_the_other_side_is_told(client):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.social_worker)
    address = page("add_goal", enrolment.pk)

    assertContains(client.get(page("plan", enrolment.pk)), "There is no goal yet")
    assertContains(client.get(address, {"outcome": "2.1"}), 'value="2.1" checked')
    mistakes = client.post(address, {"aim": "Typed and kept"} | day("due_on", -1))
    for told in ["Select at least one outcome", "Select who does it", "Enter what they do", "Typed and kept"]:
        assertContains(mistakes, told)
    assertContains(mistakes, "The day must be on or after")
    assertContains(client.post(address, GOAL | day("due_on", 9_000)), "The day must be on or before")

    for _ in range(2):  # pressed twice, it is set once
        assertRedirects(client.post(address, GOAL | day("due_on", 20)), page("plan", enrolment.pk))
    goal = Goal.objects.get()
    assert history.of(goal).get().action == "plan.goal_set"
    assert Message.objects.get().to == enrolment.supervisor
    shown = client.get(page("plan", enrolment.pk))
    assertContains(shown, "Chair a core group")
    assertContains(shown, "Let me watch one")
    for other in [
        {"what": "Let me chair one"},
        {"outcomes": ["1.1", "1.2"]},
    ]:  # nothing that was typed is dropped
        client.post(address, GOAL | day("due_on", 20) | other)
    assert Goal.objects.filter(aim=GOAL["aim"]).count() == 3


def test_a_goal_is_made_with_one_press_and_changed_afterwards(client):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.social_worker)
    make, sent = page("make_goal", enrolment.pk), {"aim": "I need help in court", "outcomes": ["1.2"]}

    address = {client.post(make, sent).url for _ in range(2)}  # pressed twice, it is made once
    goal = Goal.objects.get()
    assert address == {goal.get_absolute_url()}
    action = goal.actions.get()
    reviews = enrolment.stage_dates.filter(stage__has_review=True, due_on__gt=timezone.localdate())
    assert action.due_on == reviews.order_by("due_on")[0].due_on
    named = client.post(make, sent | {"aim": f"{CHILD} and me in court"})
    assertContains(named, "Select what to do about 1")
    assertContains(named, f'action="{page("add_goal", enrolment.pk)}"')

    change = page("change_goal", goal.pk)
    assertContains(client.get(goal.get_absolute_url()), change)
    seen = queries.mark_of(goal)
    typed = {"seen": seen, "aim": "Speak in court", "outcomes": ["1.1"]}
    assertContains(client.post(change, typed), "Enter what they do")
    typed |= {f"owner_{action.pk}": "supervisor", f"what_{action.pk}": "Take me along"}
    for _ in range(2):
        assertRedirects(client.post(change, typed), goal.get_absolute_url())
    assert client.post(change, typed | {"aim": "From an older window"}).status_code == 409
    goal.refresh_from_db()
    action.refresh_from_db()
    assert (goal.aim, action.owner, action.what) == ("Speak in court", "supervisor", "Take me along")
    assert [each.action for each in history.of(goal)] == ["plan.goal_set", "plan.goal_changed"]


def test_either_side_says_what_came_of_an_action(client):
    action = ActionFactory(owner="supervisor")
    goal, supervisor = action.goal, action.goal.enrolment.supervisor
    client.force_login(supervisor)

    assertContains(
        client.post(action.get_absolute_url(), {"status": "not_done"}), "Enter why it was not done"
    )
    moved = {"words": "The meeting was put off"} | day("due_on", 40)
    too_late = client.post(page("move_action", action.pk), moved | day("due_on", 9_000))
    assertContains(too_late, "The new day must be on or before")
    for _ in range(2):
        assertRedirects(client.post(page("move_action", action.pk), moved), goal.get_absolute_url())
    for _ in range(2):
        assertRedirects(client.post(action.get_absolute_url(), {"status": "done"}), goal.get_absolute_url())
    assert client.post(action.get_absolute_url(), {"status": "not_done", "words": "No"}).status_code == 409
    client.post(page("take_up_action", action.pk))
    action.refresh_from_db()
    assert action.is_to_do
    said = [each.action for each in history.of(action)]
    assert said == ["plan.action_moved", "plan.action_done", "plan.action_taken_up"]


@pytest.mark.parametrize(("owner", "status"), [("employer", 200), ("supervisor", 404)])
def test_who_coordinates_for_the_employer_says_what_came_of_what_it_promised(client, owner, status):
    action = ActionFactory(owner=owner)
    goal = action.goal
    employer = goal.enrolment.employment_periods.get().organisation
    client.force_login(AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person)

    is_offered = action.get_absolute_url() in client.get(goal.get_absolute_url()).content.decode()
    assert is_offered == (status == 200)
    for address in [action.get_absolute_url(), page("move_action", action.pk)]:
        assert client.get(address).status_code == status
    client.post(action.get_absolute_url(), {"status": "done"})
    action.refresh_from_db()
    assert action.is_to_do == (status == 404)
    assert client.get(page("close_goal", goal.pk)).status_code == 404


def test_a_goal_is_closed_with_a_word_and_taken_up_again(client):
    goal = GoalFactory()
    action = ActionFactory(goal=goal)
    client.force_login(goal.enrolment.social_worker)
    address = page("close_goal", goal.pk)

    assertContains(client.post(address, {"status": "dropped"}), "Enter why it is no longer worked on")
    dropped = {"status": "dropped", "words": "Another team does it now"}
    for _ in range(2):
        assertRedirects(client.post(address, dropped), page("plan", goal.enrolment_id))
    assert client.post(address, {"status": "reached"}).status_code == 409
    assert client.post(action.get_absolute_url(), {"status": "done"}).status_code == 409
    assert client.post(page("add_action", goal.pk), GOAL | day("due_on", 3)).status_code == 409
    assertContains(client.get(goal.get_absolute_url()), "Another team does it now")
    client.post(page("reopen_goal", goal.pk))
    goal.refresh_from_db()
    assert goal.is_open
    assertRedirects(
        client.post(page("add_action", goal.pk), GOAL | day("due_on", 3)), goal.get_absolute_url()
    )


def test_the_plan_is_renewed_and_stays_as_it_stood(client, django_assert_max_num_queries):
    enrolment = EnrolmentFactory()
    reached, dropped = (GoalFactory(enrolment=enrolment, aim=aim) for aim in ("Reached one", "Dropped one"))
    ActionFactory(goal=reached, due_on=datetime.date(2027, 3, 9))
    not_done = {
        "status": "not_done",
        "words": "There was no room on the course",
        "settled_at": timezone.now(),
    }
    ActionFactory(goal=reached, **not_done)
    client.force_login(enrolment.supervisor)
    address = page("renew", enrolment.pk)
    said = {
        f"status_{reached.pk}": "reached",
        f"status_{dropped.pk}": "dropped",
        "seen": "0",
        "words": "Well done",
    }

    assertContains(client.post(address, said), "Enter why it is no longer worked on")
    said |= {f"words_{dropped.pk}": "The work has changed"}
    assertRedirects(client.post(address, said), page("version", enrolment.pk, 1))
    assert client.post(address, said).status_code == 409  # a second window is told
    version = PlanVersion.objects.get()
    assert [each["status"] for each in version.content["goals"]] == ["Reached", "No longer worked on"]
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.update(words="Something else")

    client.force_login(enrolment.assessor)
    assertContains(shown := client.get(version.get_absolute_url()), "The work has changed")
    assertContains(shown, "9 March 2027")
    assertContains(shown, "There was no room on the course")
    assertContains(shown, 'aria-label="What was done for goal 1: Reached one"')  # no two tables of one name
    for number in range(5):
        ActionFactory(goal__enrolment=enrolment, goal__aim=f"Goal {number}")
    client.get(page("plan", enrolment.pk))
    with django_assert_max_num_queries(13):
        shown = client.get(page("plan", enrolment.pk))
    assertNotContains(shown, "Add a goal")


def test_what_is_late_or_due_soon_of_either_side_belongs_into_the_next_supervision():
    goal, today = GoalFactory(), timezone.localdate()
    late, soon, _ = (
        ActionFactory(goal=goal, owner="supervisor", due_on=today + datetime.timedelta(days=days))
        for days in (-3, 10, 90)
    )
    ActionFactory(goal=goal, status="done", settled_at=timezone.now())
    assert queries.agenda_of(goal.enrolment) == [late, soon]
    assert list(Action.objects.late()) == [late]


def test_every_form_of_a_plan_shows_what_was_found_in_its_place_until_each_is_decided_about(client):
    goal = GoalFactory()
    enrolment, worker = goal.enrolment, goal.enrolment.social_worker
    action = ActionFactory(goal=goal, what="Ring the school")
    client.force_login(worker)
    colleague, child = f"Watched by {enrolment.supervisor}", f"I told {CHILD} about it"
    forms = [  # each page with what it sends, and the fields that both sides read
        (page("add_goal", enrolment.pk), GOAL | day("due_on", 3), ["aim", "what"]),
        (page("add_action", goal.pk), GOAL | day("due_on", 3), ["what"]),
        (page("move_action", action.pk), day("due_on", 9), ["words"]),
        (action.get_absolute_url(), {"status": "not_done"}, ["words"]),
        (
            page("renew", enrolment.pk),
            {f"status_{goal.pk}": "dropped", "seen": "0"},
            [f"words_{goal.pk}", "words"],
        ),
        (page("close_goal", goal.pk), {"status": "dropped"}, ["words"]),
    ]
    for address, sent, fields in forms:
        assertNotContains(client.get(address), "Could somebody be recognised?")
        typed = sent | dict.fromkeys(fields, child)
        refused = client.post(address, typed)
        assertContains(refused, "Select what to do about 1, “Jayden”")
        assertContains(refused, "Found 1: ", count=len(fields))  # in its place, in each of the texts
        assertContains(refused, f"{child}</textarea>", count=len(fields))
        assertNotContains(refused, "Enter why")
        # With another mistake the decision stays as it was made.
        key = key_on(refused)
        if "owner" in sent:
            again = client.post(address, typed | {"owner": "", f"do_{key}": "own", f"word_{key}": "the boy"})
            assertContains(again, "Select who does it")
            assertContains(again, 'value="the boy"')
        worse = client.post(address, typed | {f"do_{key}": "own", f"word_{key}": "Kacper Nowak"})
        assertContains(worse, "“Kacper Nowak” could identify somebody as well")
    assert not history.of(goal).exists()
    assert not Scan.objects.exists()
    assert not Goal.objects.exclude(pk=goal.pk).exists()

    address, sent, fields = forms[0]
    assertRedirects(client.post(address, sent | {"aim": colleague}), page("plan", enrolment.pk))
    typed = sent | {"aim": child}
    key = key_on(client.post(address, typed))
    replaced = typed | {f"do_{key}": "own", f"word_{key}": "the older boy"}
    assertRedirects(client.post(address, replaced), page("plan", enrolment.pk))
    made = Goal.objects.get(aim="I told the older boy about it")
    scan = Scan.objects.upon(made).get()
    assert scan.decisions == [{"kind": "name", "decision": "own", "reason": "", "count": 1}]
    assert CHILD not in str(Scan.objects.values_list())

    # What somebody decided to keep in a goal is not asked about again.
    address, sent, fields = forms[-1]
    typed = sent | {"words": child}
    key = key_on(client.post(address, typed))
    kept = typed | {f"do_{key}": "keep", f"why_{key}": "invented"}
    assert client.post(address, kept).status_code == 302
    goal.refresh_from_db()
    assert goal.closing_words == child
    client.post(page("reopen_goal", goal.pk))
    assert client.post(address, typed).status_code == 302


def key_on(response):
    """What the first thing found on a page is asked about by."""
    return re.search(r'name="do_(\w+)"', response.content.decode()).group(1)
